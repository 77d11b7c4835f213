from datetime import UTC, date, datetime, time, timedelta

import pytest

from notifications.enums import How, NoticeKind
from notifications.habits import rules
from notifications.kinds import KINDS

A, B, C, D = 1, 2, 3, 4

# Who is away and passes theirs to whom; who has left; and who then gets what is for A.
CHAINS = {
    "A is there": ({}, (), None),
    "A is there while B is away": ({B: C}, (), None),
    "A is away and names nobody": ({A: None}, (), None),
    "A passes to B": ({A: B}, (), B),
    "A passes to B, who has left": ({A: B}, (B,), None),
    "B is away too, and names nobody": ({A: B, B: None}, (), None),
    "B is away too, and passes to C": ({A: B, B: C}, (), C),
    "B and C are away too": ({A: B, B: C, C: D}, (), D),
    "B, who has left, passes on": ({A: B, B: C}, (B,), C),
    "the last of the chain has left": ({A: B, B: C}, (C,), None),
    "A and B pass to each other": ({A: B, B: A}, (), None),
    "a ring of three": ({A: B, B: C, C: A}, (), None),
    "B and C pass to each other": ({A: B, B: C, C: B}, (), None),
    "A passes to themselves": ({A: A}, (), None),
}


@pytest.mark.parametrize(("passes", "gone", "expected"), CHAINS.values(), ids=CHAINS)
def test_who_gets_what_is_for_somebody_who_is_away(passes, gone, expected):
    found = rules.stand_ins([A], passes, gone)

    assert found == ({} if expected is None else {A: expected})


def test_each_of_several_who_are_away_has_their_own_stand_in():
    assert rules.stand_ins([A, B, C], {A: D, B: D, C: None}) == {A: D, B: D}


def test_only_those_who_were_asked_about_are_answered():
    assert rules.stand_ins([A], {A: B, C: D}) == {A: B}


# On shift, members, away: who is on duty.
DUTY = {
    "one on shift": ([B], [A, B, C], [], [B]),
    "two on shift, in the order of the rota": ([C, A], [A, B, C], [], [C, A]),
    "on shift, though away: their stand-in gets it": ([B], [A, B], [B], [B]),
    "on shift, but not one of these": ([D], [A, B], [], [A, B]),
    "nobody on shift": ([], [A, B], [], [A, B]),
    "nobody on shift, one away": ([], [A, B], [A], [B]),
    "nobody on shift, all away": ([], [A, B], [A, B], [A, B]),
    "nobody at all": ([D], [], [], []),
}


@pytest.mark.parametrize(("on_shift", "members", "away", "expected"), DUTY.values(), ids=DUTY)
def test_who_is_on_duty(on_shift, members, away, expected):
    assert rules.on_duty(on_shift, members, away) == expected


# Written out by hand: how each kind comes to somebody who never said how, and to somebody who wants it in here only.
HOW = {
    NoticeKind.LODGED: (How.IN_APPLICATION, How.IN_APPLICATION),
    NoticeKind.LODGED_URGENT: (How.AT_ONCE, How.AT_ONCE),
    NoticeKind.HANDED_OVER: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.DRAFT_NEEDS_SOMEBODY: (How.DAILY, How.IN_APPLICATION),
    NoticeKind.DRAFT_EXPIRES: (How.DAILY, How.IN_APPLICATION),
    NoticeKind.DEADLINE_NEAR: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.DEADLINE_PASSED: (How.AT_ONCE, How.AT_ONCE),
    NoticeKind.CLOCK_BREACHED: (How.AT_ONCE, How.AT_ONCE),
    NoticeKind.ADDED_TO: (How.DAILY, How.IN_APPLICATION),
    NoticeKind.FILE_INFECTED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.SECOND_CHECK: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.DECIDED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.SECOND_READER: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.FOUND_WRONG: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.APPROVAL_ASKED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.APPROVAL_ANSWERED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.SHARED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.SHARE_STOPPED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.SHARE_CORRECTED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.SHARE_WISH_ANSWERED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.SHARE_ANSWERED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.QUESTION_ASKED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.QUESTION_ANSWERED: (How.AT_ONCE, How.IN_APPLICATION),
    NoticeKind.OPENED_IN_EMERGENCY: (How.AT_ONCE, How.AT_ONCE),
    NoticeKind.EMERGENCY_TO_REVIEW: (How.AT_ONCE, How.AT_ONCE),
    NoticeKind.SCHEDULE_OVERDUE: (How.AT_ONCE, How.AT_ONCE),
    NoticeKind.NOT_DELIVERED: (How.DAILY, How.IN_APPLICATION),
}


@pytest.mark.parametrize("kind", NoticeKind)
def test_danger_and_breach_come_at_once_and_the_rest_as_people_wish(kind):
    unsaid, quiet = HOW[kind]

    assert rules.how(None, KINDS[kind]) == unsaid
    assert rules.how("in_application", KINDS[kind]) == quiet


TODAY = date(2026, 11, 23)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


# First day, last day, when they are away already, counted from today: what is said.
AWAY = {
    "today alone": (0, 0, [], None),
    "next week": (7, 14, [], None),
    "since yesterday": (-1, 3, [], None),
    "turned round": (3, 2, [], rules.TURNED_ROUND),
    "turned round and gone by": (-3, -5, [], rules.TURNED_ROUND),
    "gone by": (-5, -1, [], rules.GONE_BY),
    "the day after another": (3, 5, [(0, 2)], None),
    "the day before another": (0, 2, [(3, 5)], None),
    "begins on the last day of another": (2, 5, [(0, 2)], rules.OVERLAPS),
    "ends on the first day of another": (0, 3, [(3, 5)], rules.OVERLAPS),
    "inside another": (3, 4, [(0, 9)], rules.OVERLAPS),
    "around another": (0, 9, [(3, 4)], rules.OVERLAPS),
    "between two others": (3, 4, [(0, 2), (5, 9)], None),
    "the last day that is near enough": (366, 366, [], None),
    "a day too far": (366, 367, [], rules.TOO_LONG_AHEAD),
}


@pytest.mark.parametrize(("first", "last", "others", "expected"), AWAY.values(), ids=AWAY)
def test_when_somebody_may_say_that_they_are_away(first, last, others, expected):
    away = [(day(start), day(end)) for start, end in others]

    assert rules.reason_not_to_be_away(day(first), day(last), away, TODAY) == expected


# Day, from, to in local time; when it begins and ends in UTC.
TIMES = {
    "by day in winter": (date(2026, 11, 23), time(7), time(15), "2026-11-23 07:00", "2026-11-23 15:00"),
    "by day in summer": (date(2026, 7, 1), time(7), time(15), "2026-07-01 06:00", "2026-07-01 14:00"),
    "over midnight": (date(2026, 11, 23), time(22), time(7), "2026-11-23 22:00", "2026-11-24 07:00"),
    "until midnight": (date(2026, 11, 23), time(15), time(0), "2026-11-23 15:00", "2026-11-24 00:00"),
    "all round the clock": (date(2026, 11, 23), time(7), time(7), "2026-11-23 07:00", "2026-11-24 07:00"),
    "the night when clocks go back": (date(2026, 10, 24), time(22), time(7), "2026-10-24 21:00", "2026-10-25 07:00"),
    "the night when clocks go forward": (date(2026, 3, 28), time(22), time(7), "2026-03-28 22:00", "2026-03-29 06:00"),
}


@pytest.mark.parametrize(("day", "starts", "ends", "begins", "is_over"), TIMES.values(), ids=TIMES)
def test_when_a_shift_begins_and_ends(day, starts, ends, begins, is_over):
    found = rules.times_of_shift(day, starts, ends)

    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in found] == [begins, is_over]


NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def hour(offset: int) -> datetime:
    return NOW + timedelta(hours=offset)


# Hours from now at which it begins and ends, when they are on shift already: what is said.
SHIFTS = {
    "now": (-1, 7, [], None),
    "later": (10, 19, [], None),
    "over in this minute": (-8, 0, [], rules.SHIFT_GONE_BY),
    "over": (-9, -1, [], rules.SHIFT_GONE_BY),
    "ends as it begins": (1, 1, [], rules.TURNED_ROUND_BY_CLOCKS),
    "ends before it begins": (2, 1, [], rules.TURNED_ROUND_BY_CLOCKS),
    "in a year": (24 * 366, 24 * 366 + 8, [], None),
    "further than that": (24 * 366 + 1, 24 * 366 + 8, [], rules.TOO_FAR),
    "right after another": (8, 16, [(0, 8)], None),
    "right before another": (0, 8, [(8, 16)], None),
    "begins within another": (7, 16, [(0, 8)], rules.ON_SHIFT_ALREADY),
    "ends within another": (0, 9, [(8, 16)], rules.ON_SHIFT_ALREADY),
    "within another": (2, 3, [(0, 8)], rules.ON_SHIFT_ALREADY),
    "around another": (0, 8, [(2, 3)], rules.ON_SHIFT_ALREADY),
}


@pytest.mark.parametrize(("starts", "ends", "others", "expected"), SHIFTS.values(), ids=SHIFTS)
def test_when_somebody_may_be_on_shift(starts, ends, others, expected):
    there = [(hour(start), hour(end)) for start, end in others]

    assert rules.reason_not_to_be_on_shift(hour(starts), hour(ends), there, NOW) == expected


def test_a_shift_within_the_hour_that_the_clocks_leave_out_is_refused():
    starts_at, ends_at = rules.times_of_shift(date(2026, 3, 29), time(1, 30), time(2, 15))

    assert rules.reason_not_to_be_on_shift(starts_at, ends_at, [], starts_at) == rules.TURNED_ROUND_BY_CLOCKS
