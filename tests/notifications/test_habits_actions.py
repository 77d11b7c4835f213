"""Saying how one wants to be told and when one is away, and who is on shift: what is kept, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Membership, Unit
from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from notifications.enums import How, NoticeKind
from notifications.habits import actions, queries, rules
from notifications.kinds import KINDS
from notifications.models import Absence, Preference, Shift
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, actor_of
from tests.notifications.house import NIGHT, House, member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


@pytest.fixture
def house() -> House:
    return House()


def events() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("pk").values_list("event", "reference"))


# How somebody is told


def choose(who: Membership, **wishes: str) -> None:
    actions.choose(by=actor_of(who), at=NIGHT, **wishes)


def wished(who: Membership) -> dict[str, str]:
    return dict(Preference.objects.filter(person=who.user).values_list("kind", "how"))


def test_what_is_chosen_is_kept_and_what_is_not_named_stays(house: House) -> None:
    choose(house.manager, added_to=How.AT_ONCE, lodged=How.DAILY)
    choose(house.manager, added_to=How.IN_APPLICATION)

    assert wished(house.manager) == {NoticeKind.ADDED_TO: How.IN_APPLICATION, NoticeKind.LODGED: How.DAILY}
    assert wished(house.spoc) == {}
    assert events() == [("preferences.changed", f"user:{house.manager.user_id}")] * 2


def test_choosing_what_is_so_already_writes_nothing(house: House) -> None:
    choose(house.manager, added_to=KINDS[NoticeKind.ADDED_TO].how)

    assert wished(house.manager) == {}
    assert events() == []


FIXED = [kind for kind in NoticeKind if not KINDS[kind].may_be_turned_off]


def test_danger_and_breach_are_among_what_cannot_be_turned_off() -> None:
    breaches = {NoticeKind.DEADLINE_PASSED, NoticeKind.CLOCK_BREACHED}
    emergencies = {NoticeKind.OPENED_IN_EMERGENCY, NoticeKind.EMERGENCY_TO_REVIEW}
    assert set(FIXED) == {NoticeKind.LODGED_URGENT, *breaches, *emergencies, NoticeKind.SCHEDULE_OVERDUE}


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("kind", FIXED)
def test_danger_and_breach_cannot_be_turned_off(kind: NoticeKind, how: How, house: House) -> None:
    with pytest.raises(Refused, match="cannot be turned off"):
        choose(house.manager, added_to=How.AT_ONCE, **{kind: how})

    assert wished(house.manager) == {}


# Away


def go_away(who: Membership, first: int = 0, last: int = 3, to: Membership | None = None) -> Absence:
    """Days from today, both counted."""
    days = {"first_day": TODAY + first * DAY, "last_day": TODAY + last * DAY}
    return actions.go_away(**days, to=to.pk if to else None, by=actor_of(who), at=NIGHT)


def test_a_colleague_gets_theirs(house: House) -> None:
    absence = go_away(house.manager, to=house.spoc)

    assert (absence.person, absence.passes_to) == (house.manager.user, house.spoc.user)
    assert (absence.first_day, absence.last_day) == (TODAY, TODAY + 3 * DAY)
    assert queries.stand_ins([house.manager.user_id], NIGHT) == {house.manager.user_id: house.spoc.user_id}
    assert events() == [("absence.recorded", f"user:{house.manager.user_id}")]


def test_somebody_may_be_away_without_a_colleague(house: House) -> None:
    assert go_away(house.manager).passes_to is None


def of_another_agency(house: House) -> Membership:
    return member(AgencyFactory(), Role.CASE_MANAGER)


def deactivated(house: House) -> Membership:
    return MembershipFactory(agency=house.force, roles=[Role.SPOC], deactivated_at=NIGHT)


def only_invited(house: House) -> Membership:
    return MembershipFactory(agency=house.force, roles=[Role.SPOC], user__password=None)


def without_a_role(house: House) -> Membership:
    return MembershipFactory(agency=house.force)


def themselves(house: House) -> Membership:
    return house.manager


@pytest.mark.parametrize("who", [of_another_agency, deactivated, only_invited, without_a_role, themselves])
def test_nobody_else_can_be_chosen(who: object, house: House) -> None:
    with pytest.raises(Refused, match="Choose a colleague of your agency, or nobody"):
        go_away(house.manager, to=who(house))  # type: ignore[operator]

    assert not Absence.objects.exists()


@pytest.mark.parametrize("kind", AgencyKind)
def test_nothing_is_passed_on_within_immigration_enforcement(kind: AgencyKind) -> None:
    house = House(AgencyFactory(kind=kind))

    if kind == AgencyKind.IMMIGRATION:
        with pytest.raises(Refused, match="Choose a colleague"):
            go_away(house.manager, to=house.spoc)
    else:
        assert go_away(house.manager, to=house.spoc).passes_to == house.spoc.user


# Days of an absence that is there already, days of a new one, and why not.
DAYS = {
    "turned round": (None, (3, 2), rules.TURNED_ROUND),
    "gone by": (None, (-3, -1), rules.GONE_BY),
    "too long ahead": (None, (0, 367), rules.TOO_LONG_AHEAD),
    "the same days": ((0, 3), (0, 3), rules.OVERLAPS),
    "one day of them": ((3, 5), (0, 3), rules.OVERLAPS),
    "around them": ((2, 3), (0, 9), rules.OVERLAPS),
    "within them, begun before today": ((-9, 9), (2, 3), rules.OVERLAPS),
    "the day after": ((0, 3), (4, 5), None),
    "the day before": ((4, 5), (0, 3), None),
    "over by today": ((-9, -1), (-1, 3), None),
    "one day": (None, (0, 0), None),
    "begun already": (None, (-3, 0), None),
}


@pytest.mark.parametrize(("before", "days", "problem"), DAYS.values(), ids=DAYS)
def test_on_which_days_somebody_can_be_away(
    before: tuple[int, int] | None, days: tuple[int, int], problem: str | None, house: House
) -> None:
    if before:
        first, last = (TODAY + number * DAY for number in before)
        Absence.objects.create(person=house.manager.user, first_day=first, last_day=last)
    Absence.objects.create(person=house.spoc.user, first_day=TODAY, last_day=TODAY)
    there = Absence.objects.count()

    if problem is None:
        go_away(house.manager, *days)
    else:
        with pytest.raises(Refused, match=problem):
            go_away(house.manager, *days)
    assert Absence.objects.count() == there + (problem is None)


# Days from today of an absence, and what is left of it after coming back.
LEFT = {
    "begun before": ((-2, 3), (-2, -1)),
    "begun yesterday, ends today": ((-1, 0), (-1, -1)),
    "begins today": ((0, 3), None),
    "still to come": ((2, 3), None),
}


@pytest.mark.parametrize(("days", "left"), LEFT.values(), ids=LEFT)
def test_whoever_is_back_is_told_from_that_day_on(
    days: tuple[int, int], left: tuple[int, int] | None, house: House
) -> None:
    first, last = (TODAY + number * DAY for number in days)
    absence = Absence.objects.create(person=house.manager.user, first_day=first, last_day=last)

    actions.come_back(absence.pk, by=actor_of(house.manager), at=NIGHT)

    found = [(each.first_day, each.last_day) for each in Absence.objects.all()]
    assert found == ([(TODAY + left[0] * DAY, TODAY + left[1] * DAY)] if left else [])
    assert queries.absent([house.manager.user_id], NIGHT) == set()
    assert events() == [("absence.ended", f"user:{house.manager.user_id}")]


def test_nobody_ends_the_absence_of_somebody_else_or_one_that_is_over(house: House) -> None:
    theirs = Absence.objects.create(person=house.spoc.user, first_day=TODAY, last_day=TODAY)
    over = Absence.objects.create(person=house.manager.user, first_day=TODAY - DAY, last_day=TODAY - DAY)

    for absence in (theirs, over):
        with pytest.raises(Absence.DoesNotExist):
            actions.come_back(absence.pk, by=actor_of(house.manager), at=NIGHT)
    assert Absence.objects.count() == 2


# Rota

NIGHT_SHIFT = {"day": TODAY, "starts": time(22), "ends": time(7), "position": 1}


def add(by: Membership, unit: Unit, who: Membership, **facts: object) -> Shift:
    return actions.add_shift(unit, **{**NIGHT_SHIFT, "person": who.user_id, **facts}, by=actor_of(by), at=NIGHT)


def test_a_shift_over_midnight_ends_on_the_next_day(house: House) -> None:
    shift = add(house.supervisor, house.unit, house.manager, position=2)

    assert (shift.unit, shift.person, shift.position) == (house.unit, house.manager.user, 2)
    assert shift.starts_at == datetime(2026, 11, 21, 22, tzinfo=UTC)
    assert shift.ends_at == datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert queries.on_shift(house.unit.pk, NIGHT) == [house.manager.user_id]
    assert events() == [("shift.added", f"unit:{house.unit.pk}")]


def of_no_unit(house: House) -> Membership:
    return member(house.force, Role.SUPERVISOR)


def of_several_units(house: House) -> Membership:
    return member(house.force, Role.SUPERVISOR, house.duty, house.unit)


def of_the_unit(house: House) -> Membership:
    return house.supervisor


@pytest.mark.parametrize("who", [of_the_unit, of_several_units, of_no_unit])
def test_supervisors_of_the_unit_and_those_of_no_unit_change_its_rota(who: object, house: House) -> None:
    by = who(house)  # type: ignore[operator]

    shift = add(by, house.unit, house.manager)
    actions.remove_shift(house.unit, shift.pk, by=actor_of(by), at=NIGHT)

    assert not Shift.objects.exists()
    assert events() == [(f"shift.{done}", f"unit:{house.unit.pk}") for done in ("added", "removed")]


def of_another_unit(house: House) -> Membership:
    return house.inspector


def of_another_force(house: House) -> Membership:
    return member(AgencyFactory(), Role.SUPERVISOR)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
def test_no_other_role_changes_a_rota(role: Role, house: House) -> None:
    shift = add(house.supervisor, house.unit, house.manager)

    for by in (member(house.force, role, house.unit), member(house.force, role)):
        with pytest.raises(NotAllowed):
            add(by, house.unit, house.spoc)
        with pytest.raises(NotAllowed):
            actions.remove_shift(house.unit, shift.pk, by=actor_of(by), at=NIGHT)
    assert list(Shift.objects.all()) == [shift]


@pytest.mark.parametrize("who", [of_another_unit, of_another_force])
def test_no_supervisor_of_anything_else_changes_it(who: object, house: House) -> None:
    shift = add(house.supervisor, house.unit, house.manager)
    by = who(house)  # type: ignore[operator]

    with pytest.raises(NotAllowed):
        add(by, house.unit, house.spoc)
    with pytest.raises(NotAllowed):
        actions.remove_shift(house.unit, shift.pk, by=actor_of(by), at=NIGHT)
    assert list(Shift.objects.all()) == [shift]


def left(house: House) -> Membership:
    made = member(house.force, Role.SPOC, house.unit)
    made.deactivated_at = NIGHT
    made.save()
    return made


@pytest.mark.parametrize("who", [of_another_unit, of_another_agency, left])
def test_only_somebody_of_the_unit_is_on_its_rota(who: object, house: House) -> None:
    with pytest.raises(Refused, match="Choose somebody who is in this unit"):
        add(house.supervisor, house.unit, who(house))  # type: ignore[operator]

    assert not Shift.objects.exists()


SHIFTS = {
    "over already": ({"starts": time(12), "ends": time(22)}, rules.SHIFT_GONE_BY),
    "in more than a year": ({"day": TODAY + 367 * DAY}, rules.TOO_FAR),
    "at the same time": ({}, rules.ON_SHIFT_ALREADY),
    "within it": ({"day": TODAY + DAY, "starts": time(1), "ends": time(2)}, rules.ON_SHIFT_ALREADY),
    "right after it": ({"day": TODAY + DAY, "starts": time(7), "ends": time(8)}, None),
    "the next night": ({"day": TODAY + DAY}, None),
}


@pytest.mark.parametrize(("facts", "problem"), SHIFTS.values(), ids=SHIFTS)
def test_when_somebody_on_shift_tonight_can_be_on_shift(
    facts: dict[str, object], problem: str | None, house: House
) -> None:
    add(house.supervisor, house.unit, house.manager)

    if problem is None:
        add(house.supervisor, house.unit, house.manager, **facts)
    else:
        with pytest.raises(Refused, match=problem):
            add(house.supervisor, house.unit, house.manager, **facts)
    assert Shift.objects.count() == 1 + (problem is None)


def test_two_may_be_on_shift_together_and_one_for_two_units(house: House) -> None:
    both = member(house.force, Role.SUPERVISOR, house.unit, house.duty)

    add(both, house.unit, both)
    add(both, house.unit, house.manager)
    add(both, house.duty, both)

    assert Shift.objects.count() == 3


def test_a_shift_that_is_over_or_of_another_unit_is_not_there_to_remove(house: House) -> None:
    on = {"starts_at": NIGHT - DAY, "person": house.manager.user}
    over = Shift.objects.create(unit=house.unit, ends_at=NIGHT, **on)
    elsewhere = Shift.objects.create(unit=UnitFactory(agency=house.force), ends_at=NIGHT + DAY, **on)

    for shift in (over, elsewhere):
        with pytest.raises(Shift.DoesNotExist):
            actions.remove_shift(house.unit, shift.pk, by=actor_of(house.supervisor), at=NIGHT)
    assert Shift.objects.count() == 2
