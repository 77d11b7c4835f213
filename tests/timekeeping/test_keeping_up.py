"""Clocks that begin and end with what is known: a birthday, a route, and what a force gives itself."""

from datetime import UTC, datetime
from typing import Any

import pytest

from agencies.shell.partial_date import PartialDate
from referrals import deadlines, stepping
from referrals.dossier import dossier_of
from referrals.enums import ClockUnit, DeadlineKind, Status, Step
from referrals.models import Deadline, Referral
from tests.factories import actor_of
from tests.lodging.factories import Force, decide
from tests.timekeeping.cases import HOUR, NOW, case_of, own_length, started
from victims.enums import AgeGroup, ConsentDecision

pytestmark = pytest.mark.django_db
K = DeadlineKind
BORN = PartialDate(2008, 12, 23)
TURNS_18_AT = datetime(2026, 12, 23, tzinfo=UTC)


def known(referral: Referral, force: Force, at: datetime = NOW, **facts: Any) -> list[tuple[datetime, str]]:
    """When they turn 18, and what became of each clock for it."""
    for name, value in facts.items():
        setattr(referral.person, name, value)
    referral.person.save()
    deadlines.keep_up_with_route(dossier_of(referral), by=actor_of(force.officer), at=at)
    found = referral.deadlines.filter(kind=K.TURNS_18).order_by("pk")
    return [(each.due_at, each.outcome) for each in found]


CHILD = {"age_now": AgeGroup.CHILD, "born_on": BORN}


def test_the_birthday_of_a_child_is_kept_up_with(force: Force, case: Referral) -> None:
    over = deadlines.NO_LONGER_NEEDED

    assert known(case, force, age_now=AgeGroup.CHILD, born_on=PartialDate(2008)) == []
    assert known(case, force, born_on=PartialDate(2008, 12)) == []
    assert known(case, force, born_on=BORN) == [(TURNS_18_AT, "")]
    assert known(case, force) == [(TURNS_18_AT, "")]
    Deadline.objects.filter(kind=K.TURNS_18).update(rung=2)
    other = datetime(2027, 2, 28, tzinfo=UTC)
    assert known(case, force, born_on=PartialDate(2009, 2, 28)) == [(other, "")]
    assert Deadline.objects.get(kind=K.TURNS_18).rung == 0
    assert known(case, force, born_on=None) == [(other, over)]
    assert known(case, force, born_on=BORN) == [(other, over), (TURNS_18_AT, "")]
    assert known(case, force, age_now=AgeGroup.ADULT, born_on=PartialDate(2000, 1, 1))[-1] == (TURNS_18_AT, over)


def test_once_the_day_has_come_it_stays_and_a_birthday_that_is_over_is_not_waited_for(
    force: Force, case: Referral
) -> None:
    assert known(case, force, **CHILD, at=NOW) == [(TURNS_18_AT, "")]
    assert known(case, force, at=TURNS_18_AT + HOUR) == [(TURNS_18_AT, "")]

    assert known(case_of(force), force, **CHILD, at=TURNS_18_AT + HOUR) == []


@pytest.mark.parametrize("status", [Status.CG_POSITIVE, Status.CG_NEGATIVE, Status.CLOSED, Status.DECEASED])
def test_with_a_final_decision_nobody_waits_for_a_birthday(status: Status, force: Force) -> None:
    assert known(case_of(force, status), force, **CHILD) == []


@pytest.mark.parametrize("step", [Step.FINAL_YES, Step.FINAL_NO])
def test_a_final_decision_ends_the_wait_and_putting_it_right_begins_it_again(step: Step, force: Force) -> None:
    child = case_of(force, Status.RG_POSITIVE)
    known(child, force, **CHILD)
    acting = {"by": actor_of(force.manager), "at": NOW, "reason": "As the letter says"}

    taken = stepping.take(child, step, is_told=True, **acting)
    assert child.deadlines.get(kind=K.TURNS_18).outcome == step.label

    stepping.reverse(child, taken, **acting)
    assert child.deadlines.get(kind=K.TURNS_18).done_at is None


def notified(force: Force, decision: ConsentDecision = ConsentDecision.DECLINED) -> Referral:
    referral = case_of(force)
    referral.person.age_now = AgeGroup.ADULT
    referral.person.save()
    decide(referral, decision, force.officer)
    deadlines.keep_up_with_route(dossier_of(referral), by=actor_of(force.officer), at=NOW)
    return referral


def test_a_notification_has_a_clock_of_its_own_only_where_the_force_gave_itself_a_time(force: Force) -> None:
    assert not notified(force).deadlines.exists()

    own_length(force, K.NOTIFY, 48, ClockUnit.HOURS)
    deadline = notified(force).deadlines.get()
    assert (deadline.kind, deadline.due_at) == (K.NOTIFY, NOW + 48 * HOUR)
    assert not notified(force, ConsentDecision.GIVEN).deadlines.exists()

    decide(deadline.referral, ConsentDecision.GIVEN, force.officer)
    deadlines.keep_up_with_route(dossier_of(deadline.referral), by=actor_of(force.officer), at=NOW)
    assert Deadline.objects.get(pk=deadline.pk).outcome == deadlines.NO_LONGER_NEEDED


def test_recording_that_a_notification_was_sent_ends_its_clock(force: Force) -> None:
    own_length(force, K.NOTIFY, 48, ClockUnit.HOURS)
    referral = notified(force)

    stepping.take(referral, Step.SEND_NOTIFICATION, by=actor_of(force.officer), at=NOW)

    assert referral.deadlines.get(kind=K.NOTIFY).outcome == Step.SEND_NOTIFICATION.label


def test_a_supervisor_is_waited_for_where_the_force_wants_that(force: Force) -> None:
    acting = {"by": actor_of(force.officer), "at": NOW}
    first, second = case_of(force), case_of(force)

    deadlines.start_for_lodging(dossier_of(first), **acting)
    own_length(force, K.SUPERVISOR_REVIEW, 3, ClockUnit.WORKING_DAYS)
    deadlines.start_for_lodging(dossier_of(second), **acting)

    assert not first.deadlines.filter(kind=K.SUPERVISOR_REVIEW).exists()
    assert str(second.deadlines.get(kind=K.SUPERVISOR_REVIEW).rule.length) == "3 working days"


def test_the_rule_that_a_clock_was_made_by_is_kept_with_it(force: Force, case: Referral) -> None:
    plain = started(case, K.SEND, force)
    assert (str(plain.rule_from), plain.own_number, plain.own_unit) == ("2015-11-01", None, "")
    assert not plain.rule.is_verified

    own_length(force, K.SEND, 36, ClockUnit.HOURS)
    own_length(Force("kent-police", "Kent Police"), K.SEND, 5, ClockUnit.HOURS)
    theirs = started(case_of(force), K.SEND, force)

    assert (str(theirs.rule_from), theirs.own_number, theirs.own_unit) == ("2026-11-23", 36, "hours")
    assert (theirs.rule.in_words, theirs.rule.is_verified) == ("Local standard, 36 hours", True)
    assert theirs.due_at == NOW + 36 * HOUR


def test_a_letter_that_names_a_day_before_the_event_makes_no_clock_that_ends_before_it_starts(
    force: Force, case: Referral
) -> None:
    deadline = started(case, K.QUESTION, force, typed=datetime(2026, 11, 1, tzinfo=UTC))

    assert deadline.due_at == deadline.starts_at


def test_where_no_force_has_it_the_calendar_of_england_counts(force: Force) -> None:
    nobodys = Deadline(referral=Referral(), kind=K.SEND, starts_at=NOW, due_at=NOW)

    assert nobodys.nation == deadlines.nation_of(nobodys.referral) == "england"
    assert deadlines.made_by_rule(nobodys.referral, K.SEND, NOW)["due_at"] == NOW + 24 * HOUR
