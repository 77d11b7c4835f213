"""What must be answered climbs until somebody says that they have it: unit, duty supervisor, next unit, all of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import NotAllowed
from audit.models import Entry
from notifications.actions import acknowledge, climb, post, settle
from notifications.delivery import deliver
from notifications.enums import NoticeKind
from notifications.models import Call, InboxItem, Notice, Shift
from referrals.models import Referral
from tests.factories import actor_of
from tests.notifications.house import NIGHT, House, member, waiting

pytestmark = pytest.mark.django_db
QUARTER = timedelta(minutes=15)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def case(house: House) -> Referral:
    case = house.case()
    post(
        NoticeKind.LODGED_URGENT,
        case.reference,
        occasion="lodged",
        at=NIGHT,
        units=[house.duty.pk],
        then=[house.unit.pk],
        climbs_in=house.force.pk,
    )
    deliver(waiting(), at=NIGHT)
    return case


def later(quarters: int) -> datetime:
    """Everything that is due by then is done, a quarter of an hour after the other."""
    for quarter in range(1, quarters + 1):
        at = NIGHT + QUARTER * quarter
        climb(at=at)
        deliver(waiting(), at=at)
    return NIGHT + QUARTER * quarters


def told(rung: int) -> set[str]:
    return {notice.recipient for notice in Notice.objects.filter(rung=rung)}


def test_it_climbs_from_rung_to_rung_and_stops_at_the_top(house: House, case: Referral) -> None:
    later(6)

    assert [told(rung) for rung in range(6)] == [
        {str(house.duty)},
        {str(house.inspector.user)},
        {str(house.unit)},
        {str(house.supervisor.user)},
        {str(house.inspector.user), str(house.supervisor.user)},
        set(),
    ]
    call = Call.objects.get()
    assert (call.rung, call.climbs_at, call.is_open) == (4, None, True)
    assert Entry.objects.filter(event="notice.climbed:lodged_urgent", reference=case.reference).count() == 4


@pytest.mark.parametrize(("after", "rung"), [(QUARTER - timedelta(seconds=1), 0), (QUARTER, 1)])
def test_it_climbs_after_a_quarter_of_an_hour_and_not_before(after: timedelta, rung: int, case: Referral) -> None:
    assert climb(at=NIGHT + after) == rung
    assert Call.objects.get().rung == rung


def test_looking_twice_climbs_once(case: Referral) -> None:
    assert [climb(at=NIGHT + QUARTER) for _ in range(2)] == [1, 0]


def test_whoever_has_it_stops_it(house: House, case: Referral) -> None:
    at = later(1)

    acknowledge(Call.objects.get().pk, by=actor_of(house.inspector), at=at)
    later(6)

    call = Call.objects.get()
    assert (call.rung, call.acknowledged_by, call.acknowledged_at) == (1, house.inspector.user, at)
    assert Entry.objects.get(event="notice.acknowledged:lodged_urgent").reference == case.reference
    assert not InboxItem.objects.filter(person=house.inspector.user, read_at=None).exists()


def test_the_first_who_says_so_has_it(house: House, case: Referral) -> None:
    colleague = member(house.force, Role.SPOC, house.duty)
    InboxItem.objects.create(notice=Notice.objects.get(), person=colleague.user, unit=house.duty, delivered_at=NIGHT)
    pk = Call.objects.get().pk

    acknowledge(pk, by=actor_of(house.inspector), at=NIGHT)
    second = acknowledge(pk, by=actor_of(colleague), at=NIGHT + QUARTER)

    assert (second.acknowledged_by, second.acknowledged_at) == (house.inspector.user, NIGHT)
    assert Entry.objects.filter(event="notice.acknowledged:lodged_urgent").count() == 1


def somebody_not_told(house: House, case: Referral) -> Membership:
    return house.manager


def somebody_barred_since(house: House, case: Referral) -> Membership:
    Referral.objects.filter(pk=case.pk).update(barred_people=[house.inspector.user_id])
    return house.inspector


def somebody_without_a_role_since(house: House, case: Referral) -> Membership:
    house.inspector.roles = []
    house.inspector.save()
    return house.inspector


@pytest.mark.parametrize("who", [somebody_not_told, somebody_barred_since, somebody_without_a_role_since])
def test_nobody_else_can_say_that_they_have_it(who, house: House, case: Referral) -> None:
    actor = actor_of(who(house, case))

    with pytest.raises(NotAllowed):
        acknowledge(Call.objects.get().pk, by=actor, at=NIGHT)
    assert Call.objects.get().is_open


def test_what_was_done_meanwhile_climbs_no_more(house: House) -> None:
    case = house.case()
    for rung in (3, 4):
        post(
            NoticeKind.DEADLINE_PASSED,
            case.reference,
            occasion=f"deadline 7 rung {rung}",
            at=NIGHT,
            people=[house.officer.user_id],
            then=[house.unit.pk],
        )
    post(
        NoticeKind.DEADLINE_PASSED,
        case.reference,
        occasion="deadline 71 rung 3",
        at=NIGHT,
        people=[house.officer.user_id],
    )

    settle(case.reference, "deadline 7 ", at=NIGHT)

    assert {call.occasion for call in Call.objects.filter(settled_at=None)} == {"deadline 71 rung 3"}
    assert climb(at=NIGHT + timedelta(hours=1)) == 0


def test_the_supervisor_on_shift_comes_before_the_others(house: House, case: Referral) -> None:
    second = member(house.force, Role.SUPERVISOR, house.duty)
    Shift.objects.create(unit=house.duty, person=second.user, starts_at=NIGHT, ends_at=NIGHT + timedelta(hours=8))

    later(1)

    assert told(1) == {str(second.user)}


def test_where_a_rung_has_nobody_the_next_is_told_when_it_is_looked_at_again(house: House, case: Referral) -> None:
    house.inspector.roles = [Role.SPOC]
    house.inspector.save()
    at = NIGHT + QUARTER

    assert [climb(at=at), climb(at=at), climb(at=at)] == [1, 1, 0]
    assert (told(1), told(2)) == (set(), {str(house.unit)})


def test_where_nobody_at_all_could_be_told_it_does_not_wait(house: House) -> None:
    case = house.case(barred_units=[house.unit.pk, house.duty.pk])
    post(
        NoticeKind.LODGED_URGENT,
        case.reference,
        occasion="x",
        at=NIGHT,
        units=[house.unit.pk],
        climbs_in=house.force.pk,
    )

    deliver(waiting(), at=NIGHT)

    assert Call.objects.get().climbs_at == NIGHT


@pytest.mark.django_db(transaction=True)
def test_what_somebody_answers_just_now_does_not_climb(case: Referral) -> None:
    def climb_beside() -> int:
        try:
            return climb(at=NIGHT + QUARTER)
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as beside:
        Call.objects.select_for_update().get(reference=case.reference)
        climbed = beside.submit(climb_beside).result(timeout=30)

    assert climbed == 0
    assert Call.objects.get().rung == 0


@pytest.mark.parametrize("kind", NoticeKind)
def test_any_kind_of_notice_may_use_the_ladder(kind: NoticeKind, house: House) -> None:
    """Clocks that come later need no ladder of their own."""
    case = house.case()

    post(
        kind, case.reference, occasion="x", at=NIGHT, people=[house.officer.user_id], then=[house.unit.pk], climbs_in=1
    )

    for call in Call.objects.all():
        assert [step.rung for step in call.steps] == ["people", "unit", "supervisor", "all_supervisors"]
