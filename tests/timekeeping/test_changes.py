"""A clock is paused, goes on, gets a later day or is over, each for a reason; and a force sets its own lengths."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import NotAllowed, Refused, Stale
from audit.models import Entry
from referrals import deadlines
from referrals.enums import ClockChange, ClockUnit, DeadlineKind
from referrals.models import Deadline, DeadlineChange, QueueRow, Referral
from referrals.rules.clocks import changing, end_of
from referrals.timekeeping import actions, computing, rules
from tests.factories import MembershipFactory, actor_of
from tests.home_office.factories import add_file
from tests.lodging.factories import Force, charity_worker
from tests.timekeeping.cases import DAY, HOUR, NOW, case_of, own_length, started

pytestmark = pytest.mark.django_db
K, PAUSE, RESUME, EXTEND, END = DeadlineKind, *ClockChange


def change(deadline: Deadline, what: ClockChange, by: Membership, **facts: Any) -> Deadline:
    deadline.refresh_from_db()
    usual = {
        "reason": "She is in hospital",
        "evidence": None,
        "until": None,
        "seen": actions.seen_of(deadline),
        "at": NOW,
    }
    given = {**usual, **facts}
    return actions.change_clock(deadline.referral_id, deadline.pk, what=what, by=actor_of(by), **given)


def differing() -> list[str]:
    found = computing.differing(Deadline.objects.order_by("pk"), computing.own_of_each_force())
    return [moved.deadline.kind for moved in found]


def test_a_clock_stands_still_goes_on_and_gets_a_later_day_and_each_is_kept(force: Force, case: Referral) -> None:
    deadline = started(case, K.SEND, force)

    assert change(deadline, PAUSE, force.manager, at=NOW + HOUR).paused_at == NOW + HOUR
    assert QueueRow.objects.get().next_kind == ""
    assert differing() == []
    resumed = change(deadline, RESUME, force.manager, at=NOW + 4 * HOUR)
    assert (resumed.paused_at, resumed.due_at) == (None, NOW + 27 * HOUR)
    assert differing() == []
    later = change(deadline, EXTEND, force.spoc, until=date(2026, 11, 30), at=NOW + 5 * HOUR)
    assert (later.due_at, later.is_typed) == (end_of(date(2026, 11, 30)), True)
    assert differing() == []
    assert QueueRow.objects.get().next_due_at == later.due_at

    kept = [(each.kind, each.reason, str(each.changed_by)) for each in DeadlineChange.objects.all()]
    assert kept == [
        ("paused", "She is in hospital", "DC Priya Raman"),
        ("resumed", "She is in hospital", "DC Priya Raman"),
        ("extended", "She is in hospital", "DS Tom Ashby"),
    ]
    events = Entry.objects.filter(event__startswith="deadline.").order_by("pk").values_list("event", flat=True)
    assert [event.split(":")[0] for event in events] == [
        "deadline.started", "deadline.paused", "deadline.resumed", "deadline.extended"
    ]  # fmt: skip


def test_what_others_set_is_given_a_later_day_only_on_paper(force: Force, case: Referral) -> None:
    deadline = started(case, K.ASK_AGAIN, force)
    until = {"until": date(2027, 1, 15)}

    with pytest.raises(Refused, match="Choose the file"):
        change(deadline, EXTEND, force.manager, **until)
    change(deadline, EXTEND, force.manager, **until, evidence=add_file(case, "letter.pdf"))

    assert DeadlineChange.objects.get().evidence.name == "letter.pdf"


REFUSED = [
    (K.SEND, RESUME, {}, changing.NOT_PAUSED),
    (K.SEND, EXTEND, {}, actions.SAY_UNTIL),
    (K.SEND, EXTEND, {"until": date(2026, 11, 20)}, changing.NOT_LATER),
    (K.SEND, PAUSE, {"at": NOW + 2 * DAY}, changing.HAS_PASSED),
    (K.SEND, END, {}, rules.NOT_ENDED_BY_HAND),
    (K.CRIME_RECORD, PAUSE, {}, "cannot be paused"),
    (K.TURNS_18, EXTEND, {"until": date(2060, 1, 1)}, "cannot be given a later day"),
]


@pytest.mark.parametrize(("kind", "what", "facts", "why"), REFUSED)
def test_what_is_refused_changes_nothing(
    kind: DeadlineKind, what: ClockChange, facts: dict[str, Any], why: str, force: Force, case: Referral
) -> None:
    deadline = started(case, kind, force)

    with pytest.raises(Refused, match=why):
        change(deadline, what, force.manager, **facts)
    assert not DeadlineChange.objects.exists()


def test_a_clock_that_somebody_else_changed_meanwhile_is_looked_at_first(force: Force, case: Referral) -> None:
    deadline = started(case, K.SEND, force)
    seen = actions.seen_of(deadline)
    change(deadline, PAUSE, force.manager)

    with pytest.raises(Stale):
        change(deadline, RESUME, force.spoc, seen=seen)


def test_a_clock_under_no_rule_and_one_that_is_over_cannot_be_changed(force: Force, case: Referral) -> None:
    old = Deadline.objects.create(referral=case, kind=K.SEND, starts_at=NOW.replace(year=2014), due_at=NOW)
    with pytest.raises(Refused, match="No rule"):
        change(old, PAUSE, force.manager)
    over = started(case, K.ASK_AGAIN, force)
    deadlines.meet(case, K.ASK_AGAIN, outcome="x", by=actor_of(force.manager), at=NOW)
    with pytest.raises(Refused, match="does not run"):
        change(over, END, force.manager)
    assert differing() == []


def test_some_are_over_once_somebody_says_so_and_only_a_supervisor_says_that_one_looked(
    force: Force, case: Referral
) -> None:
    own_length(force, K.SUPERVISOR_REVIEW, 3, ClockUnit.DAYS)
    asked, review = started(case, K.ASK_AGAIN, force), started(case, K.SUPERVISOR_REVIEW, force)

    change(asked, END, force.manager, reason="They do not want to ask")
    with pytest.raises(Refused, match="Only a supervisor"):
        change(review, END, force.manager)
    change(review, END, force.supervisor, reason="Looked at")

    outcomes = dict(case.deadlines.values_list("kind", "outcome"))
    assert outcomes == {K.ASK_AGAIN: "They do not want to ask", K.SUPERVISOR_REVIEW: "Looked at"}


def test_who_may_not_work_the_case_or_know_of_leave_changes_nothing(force: Force, case: Referral) -> None:
    send, leave = started(case, K.SEND, force), started(case, K.LEAVE_ASK_AGAIN, force)

    for person in (force.officer, charity_worker(), Force("kent-police", "Kent Police").manager):
        with pytest.raises(NotAllowed):
            change(send, PAUSE, person)
    with pytest.raises(NotAllowed):
        change(leave, END, force.spoc)
    assert change(leave, END, force.manager).pk == leave.pk


# A force's own lengths


def admin_of(force: Force) -> Membership:
    made: Membership = MembershipFactory(agency=force.agency, roles=[Role.ADMINISTRATOR])
    return made


def set_length(by: Membership, **facts: Any) -> None:
    usual = {"kind": K.SEND, "number": 36, "unit": ClockUnit.HOURS, "valid_from": NOW.date(), "seen": 0, "at": NOW}
    actions.set_length(**{**usual, **facts}, by=actor_of(by))


def test_setting_a_length_moves_what_runs_under_it_since_that_day_and_nothing_else(force: Force) -> None:
    mine, typed, done, before, theirs = (case_of(force) for _ in range(5))
    moves, stays = started(mine, K.SEND, force), started(typed, K.SEND, force)
    Deadline.objects.filter(pk=stays.pk).update(is_typed=True)
    started(done, K.SEND, force)
    deadlines.meet(done, K.SEND, outcome="HO/1", by=actor_of(force.officer), at=NOW)
    started(before, K.SEND, force, at=NOW - 2 * DAY)
    other = Force("kent-police", "Kent Police")
    Referral.objects.filter(pk=theirs.pk).update(force=other.agency)
    theirs.refresh_from_db()
    started(theirs, K.SEND, force)

    set_length(admin_of(force))

    hours = {each.referral_id: (each.due_at - each.starts_at) / HOUR for each in Deadline.objects.all()}
    assert hours == {mine.pk: 36, typed.pk: 24, done.pk: 24, before.pk: 24, theirs.pk: 24}
    moves.refresh_from_db()
    assert (moves.own_number, str(moves.rule_from)) == (36, "2026-11-23")
    assert QueueRow.objects.get(referral=mine).next_due_at == NOW + 36 * HOUR
    assert differing() == []
    assert Entry.objects.filter(event="clock_rule.set", reference="clock:SEND_TO_HO").count() == 1


def test_two_administrators_do_not_set_it_past_one_another(force: Force) -> None:
    admin = admin_of(force)
    set_length(admin)

    with pytest.raises(Stale):
        set_length(admin, number=48)
    set_length(admin, number=48, seen=actions.newest_of(force.agency.pk, K.SEND))


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"kind": K.RECOVERY}, "Only the length of a local standard"),
        ({"number": 0}, "Enter a number from 1 to 2000"),
        ({"number": 251, "unit": ClockUnit.WORKING_DAYS}, "from 1 to 250"),
        ({"number": 1, "unit": ClockUnit.YEARS}, "from 1 to 0"),
        ({"valid_from": date(2028, 1, 1)}, "within a year"),
    ],
)
def test_what_cannot_be_set(facts: dict[str, Any], why: str, force: Force) -> None:
    with pytest.raises(Refused, match=why):
        set_length(admin_of(force), **facts)


def test_only_an_administrator_sets_it(force: Force) -> None:
    with pytest.raises(NotAllowed):
        set_length(force.supervisor)


# What is stored is what follows


def test_recomputing_says_what_differs_and_puts_it_right(
    force: Force, case: Referral, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = started(case, K.SEND, force), started(case, K.ASK_AGAIN, force)
    over = started(case, K.CRIME_RECORD, force)
    deadlines.meet(case, K.CRIME_RECORD, outcome="x", by=actor_of(force.officer), at=NOW)
    call_command("recompute_clocks", "--dry-run")
    assert "Every clock stands where its rule puts it." in capsys.readouterr().out

    Deadline.objects.filter(pk__in=[wrong.pk, over.pk]).update(due_at=NOW + 3 * DAY)
    Deadline.objects.filter(pk=right.pk).update(rule_from=None)
    with pytest.raises(CommandError, match="their rule puts them: 2") as stopped:
        call_command("recompute_clocks", "--dry-run")
    assert stopped.value.returncode == 1
    assert capsys.readouterr().out.splitlines() == [f"{case.reference} RECONSIDER", f"{case.reference} CRIME_RECORD"]

    call_command("recompute_clocks")
    assert "Clocks put right: 2" in capsys.readouterr().out
    assert differing() == []
    wrong.refresh_from_db()
    assert wrong.due_at == end_of(date(2026, 12, 23))
    assert not computing.rewrite(wrong.pk, by=None, at=NOW)


def test_a_letters_day_and_a_pause_of_it_follow_too(force: Force, case: Referral) -> None:
    deadline = started(case, K.QUESTION, force, typed=NOW + 5 * DAY)
    change(deadline, EXTEND, force.manager, until=date(2026, 12, 10), evidence=add_file(case, "letter.pdf"))

    assert differing() == []
