from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.enums import AgencyKind, Role
from notifications.enums import How, NoticeKind
from notifications.habits import queries
from notifications.models import Absence, Preference, Shift
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

# 23:40 on a Saturday, in winter: the local time is the same.
NOW = datetime(2026, 11, 28, 23, 40, tzinfo=UTC)
TODAY = date(2026, 11, 28)
HOUR = timedelta(hours=1)


def person(agency, *units: object, roles=(Role.SUPERVISOR,), **facts: object):
    made = MembershipFactory(agency=agency, roles=list(roles), **facts)
    made.units.set(units)
    return made.user


def away(who, passes_to=None, first=TODAY, last=TODAY):
    return Absence.objects.create(person=who, first_day=first, last_day=last, passes_to=passes_to)


def shift(unit, who, starts=-2 * HOUR, ends=2 * HOUR, position=1):
    return Shift.objects.create(unit=unit, person=who, starts_at=NOW + starts, ends_at=NOW + ends, position=position)


# Who is on shift


def test_whoever_is_on_shift_comes_in_the_order_of_the_rota():
    unit, first, second, third = UnitFactory(), UserFactory(), UserFactory(), UserFactory()
    shift(unit, third, position=2)
    shift(unit, second, position=1, starts=-HOUR)
    shift(unit, first, position=1)
    shift(unit, first, position=3, starts=-HOUR)
    shift(UnitFactory(), UserFactory())

    assert queries.on_shift(unit.pk, NOW) == [first.pk, second.pk, third.pk]


@pytest.mark.parametrize(
    ("starts", "ends", "is_on"),
    [
        (0 * HOUR, HOUR, True),
        (-HOUR, 0 * HOUR, False),
        (timedelta(seconds=1), HOUR, False),
        (-HOUR, timedelta(seconds=1), True),
        (-10 * HOUR, 7 * HOUR, True),
    ],
)
def test_a_shift_is_over_in_the_minute_in_which_it_ends(starts, ends, is_on):
    unit, who = UnitFactory(), UserFactory()
    shift(unit, who, starts, ends)

    assert queries.on_shift(unit.pk, NOW) == ([who.pk] if is_on else [])


# Supervisors


def test_every_supervisor_who_can_act_for_the_agency():
    agency, unit = AgencyFactory(), UnitFactory()
    wanted = [person(agency), person(agency, unit), person(agency, roles=[Role.CASE_MANAGER, Role.SUPERVISOR])]
    person(agency, roles=[Role.CASE_MANAGER])
    person(agency, roles=[])
    person(agency, deactivated_at=NOW)
    person(agency, accepted_at=None)
    person(agency, valid_to=TODAY - timedelta(days=1))
    person(agency, user__is_active=False)
    person(agency, user__password=None)
    person(AgencyFactory())

    assert queries.supervisors(agency.pk, NOW) == [user.pk for user in wanted]


def test_an_immigration_enforcement_agency_has_nobody_to_climb_to():
    agency = AgencyFactory(kind=AgencyKind.IMMIGRATION)
    unit = UnitFactory(agency=agency)
    person(agency, unit)

    assert queries.supervisors(agency.pk, NOW) == []
    assert queries.duty_supervisors(unit.pk, NOW) == []


def test_the_duty_supervisor_is_the_one_on_shift():
    unit = UnitFactory()
    on, off, officer = (
        person(unit.agency, unit),
        person(unit.agency, unit),
        person(unit.agency, unit, roles=["MSHT_UNIT"]),
    )
    assert queries.duty_supervisors(unit.pk, NOW) == [on.pk, off.pk]

    shift(unit, officer)
    shift(unit, on, position=2)

    assert queries.duty_supervisors(unit.pk, NOW) == [on.pk]


def test_with_nobody_on_shift_every_supervisor_of_the_unit_who_is_there():
    unit = UnitFactory()
    here, gone = person(unit.agency, unit), person(unit.agency, unit)
    person(unit.agency, UnitFactory(agency=unit.agency))
    person(unit.agency)
    away(gone)

    assert queries.duty_supervisors(unit.pk, NOW) == [here.pk]


def test_with_all_of_them_away_every_supervisor_of_the_unit():
    unit = UnitFactory()
    gone = person(unit.agency, unit)
    away(gone)

    assert queries.duty_supervisors(unit.pk, NOW) == [gone.pk]


def test_a_unit_without_a_supervisor_is_looked_after_by_those_in_no_unit():
    unit = UnitFactory()
    person(unit.agency, unit, roles=[Role.CASE_MANAGER])
    person(unit.agency, UnitFactory(agency=unit.agency))
    of_all = person(unit.agency)

    assert queries.duty_supervisors(unit.pk, NOW) == [of_all.pk]


def test_a_unit_that_nobody_looks_after_has_no_duty_supervisor():
    unit = UnitFactory()
    person(AgencyFactory())

    assert queries.duty_supervisors(unit.pk, NOW) == []


# Who is away


@pytest.mark.parametrize(
    ("first", "last", "is_away"), [(0, 0, True), (-3, 0, True), (0, 3, True), (1, 3, False), (-3, -1, False)]
)
def test_both_days_of_an_absence_count(first, last, is_away):
    who = UserFactory()
    away(who, first=TODAY + timedelta(days=first), last=TODAY + timedelta(days=last))

    assert queries.absent([who.pk], NOW) == ({who.pk} if is_away else set())


def test_days_are_local_days():
    who = UserFactory()
    away(who, first=date(2026, 6, 2), last=date(2026, 6, 2))

    assert queries.absent([who.pk], datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == {who.pk}


def test_what_is_for_somebody_away_goes_down_the_chain_to_who_is_there():
    agency = AgencyFactory()
    first, second, third, alone, here = (person(agency) for _ in range(5))
    away(first, second)
    away(second, third)
    away(alone)

    assert queries.stand_ins([first.pk, second.pk, alone.pk, here.pk], NOW) == {
        first.pk: third.pk,
        second.pk: third.pk,
    }


def test_a_ring_of_people_who_are_away_reaches_nobody():
    agency = AgencyFactory()
    first, second, third = (person(agency) for _ in range(3))
    away(first, second)
    away(second, third)
    away(third, first)

    assert queries.stand_ins([first.pk], NOW) == {}


def test_nothing_goes_to_somebody_who_can_act_for_no_agency_any_more():
    agency = AgencyFactory()
    first, left = person(agency), person(agency, deactivated_at=NOW)
    away(first, left)

    assert queries.stand_ins([first.pk], NOW) == {}


def test_asking_for_stand_ins_costs_the_same_for_one_and_for_three(django_assert_num_queries):
    agency = AgencyFactory()
    people = [person(agency) for _ in range(3)]
    other = person(agency)
    for who in people:
        away(who, other)

    for count in (1, 3):
        with django_assert_num_queries(3):
            assert len(queries.stand_ins([who.pk for who in people[:count]], NOW)) == count


# How people want to be told


def test_people_are_told_as_they_wish_and_the_others_by_the_usual_way_of_a_kind():
    first, second = UserFactory(), UserFactory()
    Preference.objects.create(person=first, kind=NoticeKind.ADDED_TO, how=How.AT_ONCE)
    Preference.objects.create(person=second, kind=NoticeKind.LODGED, how=How.AT_ONCE)

    assert queries.preferences([first.pk, second.pk], NoticeKind.ADDED_TO) == {
        first.pk: How.AT_ONCE,
        second.pk: How.DAILY,
    }


def test_a_wish_to_turn_off_danger_is_not_followed():
    who = UserFactory()
    Preference.objects.create(person=who, kind=NoticeKind.LODGED_URGENT, how=How.IN_APPLICATION)

    assert queries.preferences([who.pk], NoticeKind.LODGED_URGENT) == {who.pk: How.AT_ONCE}
