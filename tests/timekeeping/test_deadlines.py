"""Deadlines begin with lodging, follow the age, and climb when late. None of them holds anything back."""

from datetime import date, timedelta

import pytest

from agencies.enums import Role
from audit.models import Entry
from referrals import deadlines
from referrals.dossier import dossier_of
from referrals.enums import DeadlineKind, Route, SafeguardingKind, SafeguardingState
from referrals.lodging.cover import cover_for
from referrals.lodging.tasks import climb_deadlines
from referrals.models import Deadline, Referral, SafeguardingStep
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, charity_worker, deadlines_of, lodged, member, notices_about, ready
from victims.enums import AgeGroup

pytestmark = pytest.mark.django_db

SEND, COUNCIL, GUARDIAN = DeadlineKind.SEND, DeadlineKind.COUNCIL, DeadlineKind.GUARDIAN
CRIME, TURNS_18 = DeadlineKind.CRIME_RECORD, DeadlineKind.TURNS_18
DANA = "PC Dana Whitlock"
HOUR = timedelta(hours=1)


@pytest.fixture
def force() -> Force:
    return Force()


def keep_up(referral: Referral, force: Force, age: AgeGroup | str) -> dict[str, tuple[str, str]]:
    referral.person.age_now = age
    referral.person.born_on = None
    referral.person.save()
    deadlines.keep_up_with_route(dossier_of(referral), by=actor_of(force.officer), at=NOW + HOUR)
    return deadlines_of(referral)


def test_what_was_done_before_lodging_is_not_asked_for_again(force: Force) -> None:
    referral = ready(force.officer, Route.CHILD)
    told = {"kind": SafeguardingKind.COUNCIL_CHILDREN, "state": SafeguardingState.DONE, "reference": "CS/1"}
    SafeguardingStep.objects.create(referral=referral, **told)
    nowhere = {"kind": SafeguardingKind.GUARDIAN, "state": SafeguardingState.UNAVAILABLE}
    SafeguardingStep.objects.create(referral=referral, **nowhere)

    referral = lodged(referral, force.officer)

    assert deadlines_of(referral) == {
        SEND: (DANA, ""),
        CRIME: (DANA, ""),
        TURNS_18: (DANA, ""),
        COUNCIL: (DANA, "Done before it was lodged: CS/1"),
        GUARDIAN: (DANA, "Not available here"),
    }


def test_somebody_found_to_be_a_child_later_is_referred_to_the_council_and_a_guardian(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    referral.person.age_track.all().delete()
    adult = {SEND: (DANA, ""), CRIME: (DANA, "")}
    assert deadlines_of(referral) == adult

    both = {**adult, COUNCIL: (DANA, ""), GUARDIAN: (DANA, "")}
    assert keep_up(referral, force, AgeGroup.UNSURE) == both
    assert keep_up(referral, force, AgeGroup.CHILD) == both
    assert keep_up(referral, force, "") == both

    over = "No longer needed"
    assert keep_up(referral, force, AgeGroup.ADULT) == {**adult, COUNCIL: (DANA, over), GUARDIAN: (DANA, over)}
    assert keep_up(referral, force, AgeGroup.CHILD) == both
    assert Deadline.objects.filter(kind=COUNCIL).count() == 2


def test_what_was_done_for_a_child_stays_done(force: Force) -> None:
    referral = lodged(ready(force.officer, Route.CHILD), force.officer)
    referral.person.age_track.all().delete()
    by = actor_of(force.officer)

    assert deadlines.meet(referral, COUNCIL, outcome="CS/22", by=by, at=NOW + HOUR)
    assert not deadlines.meet(referral, COUNCIL, outcome="again", by=by, at=NOW + HOUR)
    keep_up(referral, force, AgeGroup.ADULT)

    assert keep_up(referral, force, AgeGroup.CHILD)[COUNCIL] == (DANA, "CS/22")
    events = Entry.objects.filter(event__endswith="CHILD_COUNCIL").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["deadline.started:CHILD_COUNCIL", "deadline.met:CHILD_COUNCIL"]


def test_one_that_is_open_is_not_started_again(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    again = {"owner_id": None, "by": actor_of(force.officer), "at": NOW + HOUR}

    deadlines.start(referral, SEND, **again)
    assert Deadline.objects.get(kind=SEND).owner == force.officer.user

    deadlines.meet(referral, SEND, outcome="HO/1", by=again["by"], at=NOW + HOUR)
    deadlines.start(referral, SEND, **again)
    assert Deadline.objects.filter(kind=SEND).count() == 2


def test_a_draft_has_no_deadlines(force: Force) -> None:
    draft = ready(force.officer, Route.CHILD)

    assert keep_up(draft, force, AgeGroup.CHILD) == {}


def test_a_late_deadline_climbs_to_its_owner_then_the_unit_then_its_supervisors_and_tells_each_once(
    force: Force,
) -> None:
    member(force.agency, Role.SUPERVISOR, name="DI Not Of The Unit")
    charity = charity_worker()
    referral = lodged(ready(charity), charity)
    Deadline.objects.exclude(kind=SEND).delete()
    lodging = notices_about(referral)
    pk = Deadline.objects.get().pk

    def told_by(hours: float) -> list[tuple[str, str, str]]:
        deadlines.climb(at=NOW + hours * HOUR)
        deadlines.climb(at=NOW + hours * HOUR)
        return [notice for notice in notices_about(referral) if notice not in lodging]

    which = f"deadline {pk} due 2026-11-24 02:31"
    near = [("deadline_near", f"{which} rung 1", "DS Tom Ashby")]
    passed = [
        ("deadline_passed", f"{which} rung 2", "DS Tom Ashby"),
        ("deadline_passed", f"{which} rung 2", "Modern Slavery Unit"),
    ]
    top = [("deadline_passed", f"{which} rung 3", "DS Neil Garrow")]
    assert told_by(17.9) == []
    assert told_by(18) == near
    assert told_by(24) == near + passed
    assert told_by(28) == told_by(999) == near + passed + top
    assert Entry.objects.filter(event="deadline.climbed:SEND_TO_HO", actor_id=None).count() == 3
    assert referral.is_not_yet_sent


def test_a_deadline_nobody_looked_at_for_long_says_only_that_it_has_passed(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    force.unit.memberships.filter(roles__contains=[Role.SUPERVISOR]).update(deactivated_at=NOW)
    elsewhere = member(force.agency, Role.SUPERVISOR, name="DI Not Of The Unit")
    Deadline.objects.exclude(kind=SEND).delete()

    assert deadlines.climb(at=NOW + 30 * HOUR) == 1

    told = {(kind, recipient) for kind, _, recipient in notices_about(referral)}
    assert told == {
        ("lodged", "Modern Slavery Unit"),
        ("deadline_passed", DANA),
        ("deadline_passed", "Modern Slavery Unit"),
        ("deadline_passed", str(elsewhere.user)),
    }


def test_without_anybody_named_the_unit_is_told(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    Deadline.objects.exclude(kind=SEND).delete()
    Deadline.objects.update(owner=None)
    force.agency.memberships.filter(roles__contains=[Role.SUPERVISOR]).update(deactivated_at=NOW)

    for hours in (18, 28):
        deadlines.climb(at=NOW + hours * HOUR)

    told = [(kind, occasion[-6:], recipient) for kind, occasion, recipient in notices_about(referral)]
    assert told == [
        ("deadline_near", "rung 1", "Modern Slavery Unit"),
        ("deadline_passed", "rung 2", "Modern Slavery Unit"),
        ("deadline_passed", "rung 3", "Modern Slavery Unit"),
        ("lodged", "lodged", "Modern Slavery Unit"),
    ]


def test_what_was_done_does_not_climb_and_the_task_takes_nothing(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    for kind in (SEND, CRIME):
        deadlines.meet(referral, kind, outcome="HO/1", by=actor_of(force.officer), at=NOW)

    assert deadlines.climb(at=NOW + 999 * HOUR) == 0
    assert climb_deadlines() == 0
    assert climb_deadlines.name == "referrals.climb_deadlines"


@pytest.mark.parametrize(
    "council",
    ["herefordshire-council", "shropshire-council", "telford-and-wrekin-council", "redditch-borough-council", ""],
)
def test_nobody_knows_whether_west_mercia_has_guardians_so_the_page_says_ring_and_ask(council: str) -> None:
    cover = cover_for(council, date(2026, 11, 23))

    assert (cover.state, cover.is_verified, cover.phone) == ("unknown", False, "0800 043 4303")
    assert cover.note == "We do not know whether there is a guardian service for this council. Ring and ask."


def test_cover_is_dated() -> None:
    assert cover_for("shropshire-council", date(2024, 5, 13)) == cover_for("nowhere", date(2024, 5, 13))
