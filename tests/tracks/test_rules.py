"""The table of each track, written out by hand: its states, what each needs, and who sees and records it."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from agencies.access import GRANTED
from agencies.enums import Relation, Role
from referrals.enums import CrimeMark, Status, Track, TrackState
from referrals.rules import crime, tracks

T, S = TrackState, Status
TODAY = date(2026, 11, 25)

# What each state of each track needs, and whether nothing is left to do in it.
STATES = {
    (Track.CRIME, T.CRIME_RECORDED): ({"reference", "force_code"}, True),
    (Track.CRIME, T.NOT_A_CRIME): ({"code", "reason"}, True),
    (Track.CRIME, T.PASSED_ON): ({"force_code", "reason"}, True),
    (Track.INVESTIGATION, T.OPEN): ({"owner"}, False),
    (Track.INVESTIGATION, T.ENDED): ({"reason"}, True),
    (Track.SAFEGUARDING, T.OPEN): (set(), False),
    (Track.SAFEGUARDING, T.ENDED): ({"reason"}, True),
    (Track.SUPPORT, T.DECLINED): (set(), True),
    (Track.SUPPORT, T.EMERGENCY): (set(), False),
    (Track.SUPPORT, T.IN_SUPPORT): (set(), False),
    (Track.SUPPORT, T.REACH_IN): (set(), False),
    (Track.SUPPORT, T.LOCAL_AUTHORITY): (set(), False),
    (Track.SUPPORT, T.ENDED): ({"reason"}, True),
    (Track.LEAVE, T.NOT_APPLICABLE): (set(), True),
    (Track.LEAVE, T.UNDER_CONSIDERATION): (set(), False),
    (Track.LEAVE, T.GRANTED): (set(), True),
    (Track.LEAVE, T.REFUSED): (set(), True),
    (Track.NATIONAL_SECURITY, T.RESTRICTED): ({"reason"}, False),
    (Track.NATIONAL_SECURITY, T.NOT_RESTRICTED): ({"reason"}, True),
}
OTHERS = sorted(set(product(Track, T)) - STATES.keys())
ALL = frozenset({"reference", "force_code", "code", "reason", "owner"})

UNIT, MANAGERS = {Role.SPOC, Role.CASE_MANAGER, Role.SUPERVISOR}, {Role.CASE_MANAGER, Role.SUPERVISOR}
READERS = UNIT | {Role.CRIME_REGISTRAR}
# Of the force that has the case: who sees a track, and who records on it.
WHO = {
    Track.CRIME: (READERS, READERS),
    Track.INVESTIGATION: (READERS, UNIT),
    Track.SAFEGUARDING: (READERS, UNIT),
    Track.SUPPORT: (READERS, UNIT),
    Track.LEAVE: (MANAGERS, MANAGERS),
    Track.NATIONAL_SECURITY: (UNIT, {Role.SUPERVISOR}),
}


@pytest.mark.parametrize(("track", "state"), STATES)
def test_a_state_needs_exactly_what_the_table_says(track: Track, state: TrackState) -> None:
    needs, is_over = STATES[track, state]

    assert tracks.reason_not_to_enter(track, state, ALL) is None
    assert tracks.reason_not_to_enter(track, state, frozenset(needs)) is None
    assert tracks.still_runs(track, state) is not is_over
    for missing in needs:
        said = tracks.reason_not_to_enter(track, state, ALL - {missing})
        assert said == f"Give the {tracks.NAMES[missing]}."


@pytest.mark.parametrize(("track", "state"), OTHERS)
def test_every_other_state_is_refused(track: Track, state: TrackState) -> None:
    with pytest.raises(tracks.NotOfThisTrack):
        tracks.reason_not_to_enter(track, state, ALL)


def test_several_missing_things_are_named_together() -> None:
    said = tracks.reason_not_to_enter(Track.CRIME, T.NOT_A_CRIME, frozenset())

    assert said == "Give the reason code and the reason."


@pytest.mark.parametrize("track", Track)
def test_a_track_of_which_nothing_is_recorded_runs_only_where_every_case_has_it(track: Track) -> None:
    assert tracks.still_runs(track, T.NOT_STARTED) is (track == Track.CRIME)


@pytest.mark.parametrize("track", Track)
def test_who_sees_and_who_records(track: Track) -> None:
    sees, records = WHO[track]

    assert set(GRANTED[tracks.SEES[track]].get(Relation.OWNING_FORCE, ())) == sees
    assert set(GRANTED[tracks.RECORDS[track]].get(Relation.OWNING_FORCE, ())) == records
    assert set(GRANTED[tracks.SEES[track]]) == set(GRANTED[tracks.RECORDS[track]]) == {Relation.OWNING_FORCE}


# When it happened, when it is looked at again: what is said.
DAYS = {
    (0, None): None,
    (-400, None): None,
    (1, None): tracks.IN_THE_FUTURE,
    (0, 1): None,
    (0, 0): tracks.LOOK_AGAIN_LATER,
    (-3, -1): tracks.LOOK_AGAIN_LATER,
}


@pytest.mark.parametrize(("on", "review"), DAYS)
def test_what_happened_is_past_and_what_is_looked_at_again_is_to_come(on: int, review: int | None) -> None:
    again = None if review is None else TODAY + timedelta(review)

    assert tracks.reason_not_on(TODAY + timedelta(on), again, TODAY) == DAYS[on, review]


@pytest.mark.parametrize(("review", "due"), [(None, False), (1, False), (0, True), (-30, True)])
def test_a_track_is_to_be_looked_at_again_from_its_day_on(review: int | None, due: bool) -> None:
    again = None if review is None else TODAY + timedelta(review)

    assert tracks.is_to_review(again, TODAY) is due


LINES = [
    (Track.CRIME, T.NOT_STARTED, {}, "No crime number yet"),
    (Track.NATIONAL_SECURITY, T.NOT_STARTED, {}, "Not restricted"),
    (Track.SUPPORT, T.NOT_STARTED, {}, "Nothing recorded yet"),
    (Track.CRIME, T.CRIME_RECORDED, {"reference": "22/98765/26"}, "22/98765/26 recorded"),
    (Track.CRIME, T.NOT_A_CRIME, {"code": "N200/03"}, "Recorded as no crime, N200/03"),
    (Track.CRIME, T.PASSED_ON, {"force": "Kent Police"}, "Passed to Kent Police"),
    (Track.CRIME, T.PASSED_ON, {}, "Passed to another force"),
    (Track.INVESTIGATION, T.OPEN, {"owner": "DS Pryce"}, "Open. DS Pryce"),
    (Track.SUPPORT, T.IN_SUPPORT, {}, "In the adult support service"),
]


@pytest.mark.parametrize(("track", "state", "facts", "line"), LINES)
def test_one_line_says_where_it_stands(track: Track, state: TrackState, facts: dict[str, str], line: str) -> None:
    assert tracks.in_short(track, state, **facts) == line


# Crime

CODES = {
    "N200/01": "Referred to the NRM, first decision still to come",
    "N200/02": "First decision no",
    "N200/03": "Duty to Notify only",
    "N200/04": "First decision yes, or referred by the police, and exploited only outside England and Wales",
    "N200/05": "First decision no, and exploited only outside England and Wales",
    "N200/06": "Passed to another force in England and Wales",
}
YES = {S.RG_POSITIVE, S.CG_FIR, S.CG_POSITIVE, S.CG_NEGATIVE, S.DISQ_CONSIDERED, S.DISQUALIFIED}
# Where each code says no more what is so.
OUTDATED = {
    "N200/01": {*YES, S.RG_NEGATIVE, S.RECON_REQUESTED, S.DTN_SENT},
    "N200/02": YES,
    "N200/03": {*YES, S.NRM_SUBMITTED, S.RG_PENDING, S.RG_FIR, S.RG_NEGATIVE, S.RECON_REQUESTED, S.SUSPENDED},
    "N200/04": {S.RG_NEGATIVE},
    "N200/05": YES,
    "N200/06": set(),
    "": set(),
}


def test_the_codes_are_dated_and_none_is_confirmed() -> None:
    assert {code.code: code.text for code in crime.CODES} == CODES
    assert {code.valid_from for code in crime.CODES} == {date(2019, 10, 1)}
    assert not any(code.is_verified for code in crime.CODES)


def test_a_code_is_offered_while_it_holds_and_passing_on_is_none_of_them() -> None:
    ended = crime.Code("X", "x", date(2019, 10, 1), date(2020, 1, 31))

    assert [code.code for code in crime.codes_on(TODAY)] == sorted(CODES)[:5]
    assert crime.codes_on(date(2019, 9, 30)) == []
    assert [ended.holds_on(date(2020, 1, 31)), ended.holds_on(date(2020, 2, 1))] == [True, False]


@pytest.mark.parametrize(("code", "status"), list(product(OUTDATED, Status)))
def test_a_code_is_looked_at_again_when_the_referral_moves_on(code: str, status: Status) -> None:
    assert bool(crime.reason_to_look_again(code, status)) is (status in OUTDATED[code])


@pytest.mark.parametrize(
    ("nation", "code"),
    [("england", "N200/06"), ("wales", "N200/06"), ("scotland", ""), ("northern_ireland", ""), ("uk", ""), ("", "")],
)
def test_passing_on_has_a_code_within_england_and_wales(nation: str, code: str) -> None:
    assert crime.code_of_passing_on(nation) == code


REPORTED = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("after", "late"),
    [(-DAY, False), (timedelta(0), False), (DAY, False), (DAY + MINUTE, True), (30 * DAY, True)],
)
def test_a_record_is_late_after_24_hours_that_really_pass(after: timedelta, late: bool) -> None:
    """The clocks go forward in that night."""
    assert crime.is_late(REPORTED, REPORTED + after) is late


RECORDED = {
    "in time": ({}, None),
    "late, without a reason": ({"made_at": REPORTED + 2 * DAY}, crime.SAY_WHY_LATE),
    "late, with blanks for a reason": ({"made_at": REPORTED + 2 * DAY, "reason": " \n"}, crime.SAY_WHY_LATE),
    "late, with a reason": ({"made_at": REPORTED + 2 * DAY, "reason": "The system was down."}, None),
    "late, but put right only": ({"made_at": REPORTED + 2 * DAY, "is_first": False}, None),
    "in the future": ({"made_at": REPORTED + 3 * DAY + MINUTE}, crime.MADE_IN_THE_FUTURE),
    "no crime": ({"state": T.NOT_A_CRIME, "code": "N200/03", "reason": "x"}, None),
    "no crime, an unknown code": ({"state": T.NOT_A_CRIME, "code": "N300", "reason": "x"}, crime.CHOOSE_A_CODE),
    "no crime, the code of passing on": (
        {"state": T.NOT_A_CRIME, "code": "N200/06", "reason": "x"},
        crime.CHOOSE_A_CODE,
    ),
    "passed to another": ({"state": T.PASSED_ON, "force_code": "kent-police", "reason": "x"}, None),
    "passed to oneself": ({"state": T.PASSED_ON, "force_code": "west-mercia-police"}, crime.OWN_FORCE),
}


@pytest.mark.parametrize("which", RECORDED)
def test_what_a_crime_record_needs(which: str) -> None:
    facts, expected = RECORDED[which]
    asked = {
        "state": T.CRIME_RECORDED,
        "code": "",
        "force_code": "west-mercia-police",
        "own_force": "west-mercia-police",
        "reason": "",
        "reported_at": REPORTED,
        "made_at": REPORTED + MINUTE,
        "at": REPORTED + 3 * DAY,
        "is_first": True,
        "today": TODAY,
        **facts,
    }
    state = asked.pop("state")

    assert crime.reason_not_to_record(state, **asked) == expected


MARKS = [
    (True, CrimeMark.RIGHT, "", crime.OWN_RECORD),
    (True, CrimeMark.WRONG, "x", crime.OWN_RECORD),
    (False, CrimeMark.RIGHT, "", None),
    (False, CrimeMark.WRONG, " ", crime.SAY_WHAT_IS_WRONG),
    (False, CrimeMark.WRONG, "x", None),
]


@pytest.mark.parametrize(("is_own", "mark", "reason", "expected"), MARKS)
def test_nobody_marks_their_own_record(is_own: bool, mark: CrimeMark, reason: str, expected: str | None) -> None:
    assert crime.reason_not_to_mark(is_own=is_own, mark=mark, reason=reason) == expected
