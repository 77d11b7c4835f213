"""From the outbox into inboxes and to whom messages go. Asked of everybody, one by one: may they see the case now?"""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.enums import AgencyKind, Role
from agencies.models import Membership, Unit
from notifications.actions import post
from notifications.delivery import NotDelivered, deliver
from notifications.enums import Delivery, How, NoticeKind
from notifications.models import Absence, InboxItem, Message, Notice, Preference, Shift
from referrals.models import Referral
from tests.factories import AgencyFactory, UnitFactory
from tests.notifications.house import NIGHT, House, everybody_told, member, waiting, written_to

pytestmark = pytest.mark.django_db
URGENT, PASSED_ON = NoticeKind.LODGED_URGENT, NoticeKind.LODGED


@pytest.fixture
def house() -> House:
    return House()


def tell(case: Referral, kind: NoticeKind = URGENT, *, unit: Unit | None = None, **facts: object) -> Notice:
    """Posted, and delivered."""
    units = [unit.pk] if unit else []
    post(kind, case.reference, occasion="x", at=NIGHT, units=units, **facts)
    deliver(waiting(), at=NIGHT)
    return Notice.objects.latest("pk")


def test_a_units_people_find_it_and_its_mailbox_is_written_to(house: House) -> None:
    case = house.case()

    notice = tell(case, PASSED_ON, unit=house.unit)

    members = {house.manager, house.spoc, house.supervisor}
    assert everybody_told(PASSED_ON) == {(case.reference, each.user_id) for each in members}
    assert written_to() == {"unit@force.example"}
    assert (notice.outcome, notice.delivered_at) == (Delivery.DELIVERED, NIGHT)


def test_what_is_urgent_is_written_to_everybody_of_the_unit_as_well(house: House) -> None:
    tell(house.case(), unit=house.unit)

    people = {str(each.user) for each in (house.manager, house.spoc, house.supervisor)}
    assert written_to() == {*people, "unit@force.example"}


def test_whoever_is_on_shift_is_written_to_before_the_others(house: House) -> None:
    shift = {"starts_at": NIGHT - timedelta(hours=2), "ends_at": NIGHT + timedelta(hours=6)}
    Shift.objects.create(unit=house.unit, person=house.spoc.user, **shift)

    tell(house.case(), unit=house.unit)

    assert written_to() == {str(house.spoc.user), "unit@force.example"}
    assert InboxItem.objects.count() == 3


def test_delivered_twice_it_is_in_the_inbox_once(house: House) -> None:
    notice = tell(house.case(), unit=house.unit)
    before = InboxItem.objects.count(), Message.objects.count()

    assert deliver([notice.pk], at=NIGHT) == 0
    assert (InboxItem.objects.count(), Message.objects.count()) == before


# Who is barred


def test_somebody_who_is_barred_hears_of_nothing_and_neither_does_a_mailbox_that_they_read(house: House) -> None:
    case = house.case(barred_people=[house.manager.user_id])

    tell(case, PASSED_ON, unit=house.unit)

    assert everybody_told(PASSED_ON) == {(case.reference, each.user_id) for each in (house.spoc, house.supervisor)}
    assert written_to() == {str(house.spoc.user), str(house.supervisor.user)}


def test_where_a_whole_unit_is_barred_an_unbarred_supervisor_is_told(house: House) -> None:
    case = house.case(barred_units=[house.unit.pk])

    notice = tell(case, unit=house.unit)

    assert everybody_told(URGENT) == {(case.reference, house.inspector.user_id)}
    assert written_to() == {str(house.inspector.user)}
    assert notice.outcome == Delivery.NOBODY_MAY_SEE


def test_where_everybody_is_barred_the_notice_is_kept_and_named(house: House) -> None:
    case = house.case(barred_units=[house.unit.pk, house.duty.pk])

    notice = tell(case, unit=house.unit)

    assert notice.outcome == Delivery.NOBODY_AT_ALL
    assert not InboxItem.objects.exists()
    assert not Message.objects.exists()


def test_somebody_told_by_name_who_may_not_see_it_any_more_is_not_told_but_a_supervisor_is(house: House) -> None:
    case = house.case(barred_people=[house.manager.user_id])

    notice = tell(case, NoticeKind.HANDED_OVER, people=[house.manager.user_id])

    supervisors = {house.supervisor.user_id, house.inspector.user_id}
    assert everybody_told(NoticeKind.HANDED_OVER) == {(case.reference, person) for person in supervisors}
    assert notice.outcome == Delivery.NOBODY_MAY_SEE


# Units without anybody


def empty(house: House) -> Unit:
    return UnitFactory(agency=house.force)


def only_left(house: House) -> Unit:
    unit = UnitFactory(agency=house.force)
    left = member(house.force, Role.CASE_MANAGER, unit)
    left.deactivated_at = NIGHT
    left.save()
    return unit


def only_invited(house: House) -> Unit:
    unit = UnitFactory(agency=house.force)
    member(house.force, Role.CASE_MANAGER, unit)
    Membership.objects.filter(units=unit).update(accepted_at=None)
    return unit


@pytest.mark.parametrize("unit_of", [empty, only_left, only_invited])
def test_for_a_unit_without_anybody_a_supervisor_is_told(unit_of: Callable[[House], Unit], house: House) -> None:
    notice = tell(house.case(), unit=unit_of(house))

    assert notice.outcome == Delivery.NO_MEMBERS
    assert {person for _, person in everybody_told(URGENT)} == {house.supervisor.user_id, house.inspector.user_id}


def test_a_unit_whose_people_have_no_role_counts_as_one_that_may_not_see(house: House) -> None:
    unit = UnitFactory(agency=house.force, mailbox="nobody@force.example")
    member(house.force, Role.AUDITOR, unit)

    notice = tell(house.case(), unit=unit)

    assert notice.outcome == Delivery.NOBODY_MAY_SEE
    assert "nobody@force.example" not in written_to()


def test_what_was_deleted_meanwhile_tells_nobody(house: House) -> None:
    post(NoticeKind.DRAFT_EXPIRES, "MS-26-GONEGON", occasion="x", at=NIGHT, people=[house.officer.user_id])

    deliver(waiting(), at=NIGHT)

    assert Notice.objects.get().outcome == Delivery.NOT_NEEDED
    assert not InboxItem.objects.exists()


# Immigration enforcement


@pytest.mark.parametrize(("kind", "role"), list(product(AgencyKind, Role)))
def test_no_unit_of_immigration_enforcement_is_ever_told_whatever_the_roles_there(kind: AgencyKind, role: Role) -> None:
    house = House(AgencyFactory(kind=kind))
    case = house.case()
    there = member(house.force, role, house.unit)

    tell(case, unit=house.unit)

    told = {person for _, person in everybody_told(URGENT)}
    if kind == AgencyKind.IMMIGRATION:
        assert told == set()
        assert written_to() == set()
    else:
        assert house.manager.user_id in told
        assert (there.user_id in told) is (
            role in {Role.SPOC, Role.CASE_MANAGER, Role.SUPERVISOR, Role.CRIME_REGISTRAR}
        )


# Habits


WISHES = {
    How.AT_ONCE: ({True}, False),
    How.DAILY: (set(), True),
    How.IN_APPLICATION: (set(), False),
}


@pytest.mark.parametrize(("wish", "expected"), WISHES.items())
def test_a_person_is_told_as_they_wish(wish: How, expected: tuple[set[bool], bool], house: House) -> None:
    written, waits = expected
    Preference.objects.create(person=house.manager.user, kind=NoticeKind.ADDED_TO, how=wish)

    tell(house.case(), NoticeKind.ADDED_TO, people=[house.manager.user_id])

    assert {message.person == house.manager.user for message in Message.objects.all()} == written
    assert InboxItem.objects.get().waits_for_digest is waits


@pytest.mark.parametrize("wish", How)
def test_danger_is_told_at_once_whatever_somebody_wishes(wish: How, house: House) -> None:
    Preference.objects.create(person=house.manager.user, kind=URGENT, how=wish)

    tell(house.case(), people=[house.manager.user_id])

    assert written_to() == {str(house.manager.user)}


def test_for_somebody_who_is_away_a_colleague_is_told(house: House) -> None:
    case = house.case()
    Absence.objects.create(
        person=house.manager.user, first_day=NIGHT.date(), last_day=NIGHT.date(), passes_to=house.spoc.user
    )

    tell(case, people=[house.manager.user_id])

    assert written_to() == {str(house.spoc.user)}
    assert InboxItem.objects.get(person=house.spoc.user).instead_of == house.manager.user
    assert everybody_told(URGENT) == {(case.reference, each.user_id) for each in (house.manager, house.spoc)}


def test_a_colleague_who_may_not_see_the_case_does_not_stand_in(house: House) -> None:
    case = house.case(barred_people=[house.spoc.user_id])
    Absence.objects.create(
        person=house.manager.user, first_day=NIGHT.date(), last_day=NIGHT.date(), passes_to=house.spoc.user
    )

    tell(case, people=[house.manager.user_id])

    assert everybody_told(URGENT) == {(case.reference, house.manager.user_id)}
    assert written_to() == {str(house.manager.user)}


# What goes wrong


def test_one_that_fails_does_not_hold_up_the_others_and_is_tried_again(house: House) -> None:
    cases = [house.case() for _ in range(3)]
    for case in cases:
        post(PASSED_ON, case.reference, occasion="x", at=NIGHT, units=[house.unit.pk])
    # A kind that this release does not know.
    Notice.objects.filter(reference=cases[1].reference).update(kind="of_the_next_release")

    with pytest.raises(NotDelivered, match=r"^1 of 3 notices: ValueError$"):
        deliver(waiting(), at=NIGHT)

    bad = Notice.objects.get(reference=cases[1].reference)
    assert (bad.outcome, bad.attempts, bad.last_error) == (Delivery.WAITING, 1, "ValueError")
    assert bad.next_try_at == NIGHT + timedelta(minutes=1)
    assert {reference for reference, _ in everybody_told(PASSED_ON)} == {cases[0].reference, cases[2].reference}


@pytest.mark.parametrize(("hours", "is_given_up"), [(23, False), (25, True)])
def test_after_a_day_it_is_given_up_and_kept(hours: int, is_given_up: bool, house: House) -> None:
    post(PASSED_ON, house.case().reference, occasion="x", at=NIGHT, units=[house.unit.pk])
    Notice.objects.update(kind="of_the_next_release")
    at = NIGHT + timedelta(hours=hours)

    with pytest.raises(NotDelivered):
        deliver(waiting(), at=at)

    notice = Notice.objects.get()
    assert (notice.given_up_at, notice.outcome) == ((at, Delivery.FAILED) if is_given_up else (None, Delivery.WAITING))


def test_a_notice_that_does_not_exist_is_nothing_to_do(house: House) -> None:
    assert deliver([0, 1 << 40], at=NIGHT) == 0


@pytest.mark.parametrize("members", [1, 3])
def test_however_many_are_told_it_takes_as_many_queries(members: int) -> None:
    force = AgencyFactory()
    unit = UnitFactory(agency=force, mailbox="unit@force.example")
    for _ in range(members):
        member(force, Role.CASE_MANAGER, unit)
    house = House(force)
    post(URGENT, house.case().reference, occasion="x", at=NIGHT, units=[unit.pk])
    keys = waiting()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        deliver(keys, at=NIGHT)

    assert InboxItem.objects.count() == members
    assert len(queries) == 15
