"""Changing who is told: who may, of which agency, against what was seen, and with a line in the ledger."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection

from agencies.actors import Actor
from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, Unit
from agencies.refusals import NotAllowed, Refused, Stale
from audit.enums import Operation
from audit.models import Entry
from notifications.enums import Age, NoticeKind
from notifications.models import RoutingRow
from notifications.routing import actions
from notifications.routing.hours import Span
from notifications.routing.queries import CONDITIONS, rows_on, seen_of, told_by
from tests.doors.visitors import full_ledger
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, actor_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 25), date(2026, 11, 24)
LAST_YEAR = date(2025, 11, 25)


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(roles=[Role.ADMINISTRATOR])


@pytest.fixture
def unit(admin: Membership) -> Unit:
    return UnitFactory(agency=admin.agency, mailbox="unit@force.example")


def row_of(agency: Agency, *units: Unit, position: int = 1, **facts: object) -> RoutingRow:
    made = RoutingRow.objects.create(
        agency=agency, position=position, **{"name": f"Row {position}", "valid_from": LAST_YEAR, **facts}
    )
    for number, each in enumerate(units, 1):
        made.steps.create(unit=each, position=number)
    return made


def add(admin: Membership, *units: Unit, **conditions: object) -> RoutingRow:
    return actions.add_row(name="Children", units=units, by=actor_of(admin), at=NOW, **conditions)


def change(row: RoutingRow, admin: Membership, *units: Unit, version: int = 1, **conditions: object) -> RoutingRow:
    facts = {"name": "Changed", "version": version, "units": units, **conditions}
    return actions.change_row(row.pk, **facts, by=actor_of(admin), at=NOW)


def move(row: RoutingRow, admin: Membership, *, up: bool, position: int) -> RoutingRow:
    return actions.move_row(row.pk, up=up, position=position, by=actor_of(admin), at=NOW)


def end(row: RoutingRow, admin: Membership, last_day: date = TODAY, *, version: int = 1) -> RoutingRow:
    return actions.end_row(row.pk, last_day=last_day, version=version, by=actor_of(admin), at=NOW)


def change_unit(unit: Unit, admin: Membership, *duty: Span, seen: str = "", **facts: str) -> Unit:
    told = {"mailbox": "new@force.example", "phone": "01905 000 101", "duty_mobile": "07700 900101", **facts}
    return actions.change_unit(
        unit.pk, **told, duty=duty, seen=seen or seen_of(unit), by=actor_of(admin), at=NOW
    )  # fmt: skip


def order(agency: Agency) -> list[str]:
    return [row.name for row in rows_on(agency.pk, TODAY)]


def events() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("pk").values_list("event", "reference"))


# Adding


def test_a_row_is_added_at_the_bottom_from_today_on(admin: Membership, unit: Unit) -> None:
    other = UnitFactory(agency=admin.agency)
    row_of(admin.agency, unit, position=4, valid_to=YESTERDAY)

    made = add(admin, other, unit, kinds=[NoticeKind.LODGED], ages=[Age.UNSURE, Age.CHILD])

    (found,) = rows_on(admin.agency_id, TODAY)
    assert (found, found.position, found.valid_from, found.valid_to, found.version) == (made, 5, TODAY, None, 1)
    assert told_by(found) == (other.pk, unit.pk)
    assert {name: getattr(found, name) for name in CONDITIONS if getattr(found, name)} == {
        "kinds": ["lodged"],
        "ages": ["child", "unsure"],
    }


def test_the_first_row_of_an_agency_is_number_one(admin: Membership, unit: Unit) -> None:
    row_of(AgencyFactory(), position=7)

    assert add(admin, unit).position == 1


def test_there_are_only_so_many_rows_and_ended_ones_do_not_count(admin: Membership, unit: Unit) -> None:
    rows = [
        RoutingRow(agency=admin.agency, position=number, name="Row", valid_from=LAST_YEAR)
        for number in range(actions.MOST_ROWS)
    ]
    RoutingRow.objects.bulk_create(rows)

    with pytest.raises(Refused, match="at most 100 rows"):
        add(admin, unit)

    end(rows[0], admin, YESTERDAY)
    assert add(admin, unit).position == actions.MOST_ROWS


# Changing


def test_a_changed_row_keeps_its_place_and_gets_a_new_version(admin: Membership, unit: Unit) -> None:
    other = UnitFactory(agency=admin.agency)
    row = row_of(admin.agency, unit, position=3, ages=["child"], kinds=["lodged"])

    change(row, admin, other, unit, areas={"north"}, kinds=())

    (found,) = rows_on(admin.agency_id, TODAY)
    assert (found.pk, found.name, found.position, found.version) == (row.pk, "Changed", 3, 2)
    assert (found.areas, found.ages, found.kinds) == (["north"], [], [])
    assert told_by(found) == (other.pk, unit.pk)


def test_who_saves_second_is_refused_and_the_first_save_stays(admin: Membership, unit: Unit) -> None:
    row = row_of(admin.agency, unit)
    change(row, admin, unit, ages=["child"])

    with pytest.raises(Stale, match="Somebody else changed this row"):
        change(row, admin, unit, ages=["adult"])

    row.refresh_from_db()
    assert (row.ages, row.version) == (["child"], 2)


NOBODY = "Say which unit is told first"
NOT_YOURS = "Choose units of your agency that are there today"
WRONG_UNITS: dict[str, tuple[Callable[[Agency], list[Unit]], str]] = {
    "none": (lambda _: [], NOBODY),
    "of another agency": (lambda _: [UnitFactory()], NOT_YOURS),
    "one of another agency": (lambda agency: [UnitFactory(agency=agency), UnitFactory()], NOT_YOURS),
    "ended": (lambda agency: [UnitFactory(agency=agency, valid_to=YESTERDAY)], NOT_YOURS),
    "not yet there": (lambda agency: [UnitFactory(agency=agency, valid_from=TODAY + timedelta(days=1))], NOT_YOURS),
}


@pytest.mark.parametrize("which", WRONG_UNITS)
def test_units_that_cannot_be_told_are_refused_and_nothing_is_kept(which: str, admin: Membership, unit: Unit) -> None:
    make, said = WRONG_UNITS[which]
    row, units = row_of(admin.agency, unit), make(admin.agency)

    with pytest.raises(Refused, match=said):
        add(admin, *units)
    with pytest.raises(Refused, match=said):
        change(row, admin, *units)

    (found,) = rows_on(admin.agency_id, TODAY)
    assert (found.name, found.version, told_by(found)) == ("Row 1", 1, (unit.pk,))
    assert events() == []


# Moving


MOVES = [
    ("B", True, ["B", "A", "C"]),
    ("B", False, ["A", "C", "B"]),
    ("C", True, ["A", "C", "B"]),
    ("A", False, ["B", "A", "C"]),
    ("A", True, ["A", "B", "C"]),
    ("C", False, ["A", "B", "C"]),
]


@pytest.mark.parametrize(("name", "up", "after"), MOVES)
def test_a_row_moves_past_its_neighbour_and_at_the_end_nothing_happens(
    name: str, up: bool, after: list[str], admin: Membership, unit: Unit
) -> None:
    """An ended row between them is stepped over."""
    rows = {each: row_of(admin.agency, unit, position=2 * number, name=each) for number, each in enumerate("ABC", 1)}
    row_of(admin.agency, unit, position=3, name="Ended", valid_to=YESTERDAY)
    row_of(AgencyFactory(), position=3, name="Of others")

    move(rows[name], admin, up=up, position=rows[name].position)

    assert order(admin.agency) == after
    assert [event for event, _ in events()] == ([] if after == ["A", "B", "C"] else ["routing.moved"])


def test_a_row_that_somebody_else_moved_meanwhile_stays_where_it_is(admin: Membership, unit: Unit) -> None:
    rows = [row_of(admin.agency, unit, position=number) for number in (1, 2, 3)]
    move(rows[2], admin, up=True, position=3)

    with pytest.raises(Stale, match="Somebody else moved rows meanwhile"):
        move(rows[2], admin, up=True, position=3)

    assert order(admin.agency) == ["Row 1", "Row 3", "Row 2"]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_move_rows_at_once_lose_none(transactional_db: None) -> None:
    agency = AgencyFactory()
    admins = [MembershipFactory(agency=agency, roles=[Role.ADMINISTRATOR]) for _ in range(2)]
    unit = UnitFactory(agency=agency)
    rows = [row_of(agency, unit, position=number) for number in (1, 2, 3)]
    together = Barrier(2, timeout=10)

    def move_middle(by: Membership, up: bool) -> str:
        try:
            together.wait()
            move(rows[1], by, up=up, position=2)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(lambda pair: move_middle(*pair), zip(admins, (True, False), strict=True)))

    assert outcomes == [actions.MOVED, "done"]
    assert sorted(RoutingRow.objects.values_list("position", flat=True)) == [1, 2, 3]
    assert order(agency) in (["Row 2", "Row 1", "Row 3"], ["Row 1", "Row 3", "Row 2"])


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_add_rows_at_once_get_two_places(transactional_db: None) -> None:
    agency = AgencyFactory()
    admins = [MembershipFactory(agency=agency, roles=[Role.ADMINISTRATOR]) for _ in range(2)]
    unit = UnitFactory(agency=agency)
    together = Barrier(2, timeout=10)

    def add_one(by: Membership) -> int:
        try:
            together.wait()
            return add(by, unit).position
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add_one, admins)) == [1, 2]


# Ending

LAST_DAYS: list[tuple[date, date, str]] = [
    (LAST_YEAR, TODAY, ""),
    (LAST_YEAR, YESTERDAY, ""),
    (LAST_YEAR, TODAY + timedelta(days=300), ""),
    (LAST_YEAR, TODAY - timedelta(days=2), "Give yesterday or a later day"),
    (TODAY, TODAY, ""),
    (TODAY, YESTERDAY, "It began on 25 November 2026"),
    (TODAY + timedelta(days=2), TODAY, "It began on 27 November 2026"),
]


@pytest.mark.parametrize(("began", "last_day", "refusal"), LAST_DAYS)
def test_a_row_ends_neither_before_it_began_nor_for_what_has_been_told(
    began: date, last_day: date, refusal: str, admin: Membership, unit: Unit
) -> None:
    row = row_of(admin.agency, unit, valid_from=began)

    if refusal:
        with pytest.raises(Refused, match=refusal):
            end(row, admin, last_day)
    else:
        end(row, admin, last_day)

    row.refresh_from_db()
    assert (row.valid_to, row.version) == ((None, 1) if refusal else (last_day, 2))
    assert events() == ([] if refusal else [("routing.ended", f"routing:{row.pk}")])


def test_a_row_that_was_changed_meanwhile_does_not_end(admin: Membership, unit: Unit) -> None:
    row = row_of(admin.agency, unit)
    change(row, admin, unit)

    with pytest.raises(Stale, match="Somebody else changed this row"):
        end(row, admin)

    row.refresh_from_db()
    assert row.valid_to is None


def test_a_row_that_ends_later_can_still_be_changed_and_one_that_has_ended_cannot(
    admin: Membership, unit: Unit
) -> None:
    row = row_of(admin.agency, unit, valid_to=TODAY)
    end(change(row, admin, unit), admin, YESTERDAY, version=2)

    for act in (
        lambda: change(row, admin, unit, version=3),
        lambda: move(row, admin, up=True, position=1),
        lambda: end(row, admin, version=3),
    ):
        with pytest.raises(Refused, match="This row has ended"):
            act()


# Units


def test_where_a_unit_is_told_and_when_it_is_on_duty_is_replaced(admin: Membership, unit: Unit) -> None:
    unit.duty_hours.create(weekday=0, starts=time(9))

    change_unit(unit, admin, Span(0, time(7), time(19)), Span(5, time()))

    unit.refresh_from_db()
    assert (unit.mailbox, unit.phone, unit.duty_mobile) == ("new@force.example", "01905 000 101", "07700 900101")
    assert list(unit.duty_hours.values_list("weekday", "starts", "ends")) == [
        (0, time(7), time(19)),
        (5, time(), None),
    ]
    assert events() == [("unit.changed", f"unit:{unit.pk}")]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda unit: Unit.objects.update(mailbox="other@force.example"),
        lambda unit: Unit.objects.update(phone="01905 000 102"),
        lambda unit: Unit.objects.update(duty_mobile="07700 900102"),
        lambda unit: unit.duty_hours.create(weekday=0, starts=time(9)),
    ],
    ids=["mailbox", "telephone", "duty mobile", "hours"],
)
def test_a_unit_that_somebody_else_changed_meanwhile_keeps_theirs(
    meanwhile: Callable[[Unit], object], admin: Membership, unit: Unit
) -> None:
    seen = seen_of(unit)
    meanwhile(unit)

    with pytest.raises(Stale, match="Somebody else changed this unit"):
        change_unit(unit, admin, Span(1, time()), seen=seen)

    unit.refresh_from_db()
    assert unit.mailbox != "new@force.example"
    assert not unit.duty_hours.filter(weekday=1).exists()


# Who may


def everything_done(row: RoutingRow, unit: Unit, by: Membership) -> list[Callable[[], object]]:
    return [
        lambda: add(by, unit),
        lambda: change(row, by, unit),
        lambda: move(row, by, up=True, position=2),
        lambda: end(row, by, version=RoutingRow.objects.get(pk=row.pk).version),
        lambda: change_unit(unit, by),
    ]


@pytest.mark.parametrize("role", [None, *Role])
def test_only_the_agencys_administrator_changes_who_is_told(role: Role | None, admin: Membership, unit: Unit) -> None:
    row_of(admin.agency, unit, position=1)
    row = row_of(admin.agency, unit, position=2)
    person = MembershipFactory(agency=admin.agency, roles=[role] if role else [])

    for number, act in enumerate(everything_done(row, unit, person), 1):
        if role == Role.ADMINISTRATOR:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()
        assert Entry.objects.count() == (number if role == Role.ADMINISTRATOR else 0)


def test_an_administrator_of_another_agency_finds_neither_row_nor_unit(admin: Membership, unit: Unit) -> None:
    row_of(admin.agency, unit, position=1)
    row = row_of(admin.agency, unit, position=2)
    stranger = MembershipFactory(roles=[Role.ADMINISTRATOR])
    added, *others = everything_done(row, unit, stranger)

    with pytest.raises(Refused, match=NOT_YOURS):
        added()
    for act in others:
        with pytest.raises((RoutingRow.DoesNotExist, Unit.DoesNotExist)):
            act()

    assert order(admin.agency) == ["Row 1", "Row 2"]
    assert events() == []


def test_somebody_who_acts_for_no_agency_changes_nothing(admin: Membership, unit: Unit) -> None:
    nobody = Actor(user_id=admin.user_id)

    with pytest.raises(NotAllowed):
        actions.add_row(name="x", units=[unit], by=nobody, at=NOW)


@pytest.mark.parametrize("kind", AgencyKind)
def test_immigration_enforcement_has_no_table_and_every_other_kind_of_agency_may(kind: AgencyKind) -> None:
    admin = MembershipFactory(agency__kind=kind, roles=[Role.ADMINISTRATOR])
    unit = UnitFactory(agency=admin.agency)

    if kind == AgencyKind.IMMIGRATION:
        with pytest.raises(Refused, match="Immigration enforcement is told of nothing"):
            add(admin, unit)
    else:
        add(admin, unit)

    assert RoutingRow.objects.exists() is (kind != AgencyKind.IMMIGRATION)


# The ledger


def test_each_change_is_a_line_in_the_ledger_that_keeps_no_words(admin: Membership, unit: Unit) -> None:
    first, second = add(admin, unit, ages=["child"]), add(admin, unit)
    change(first, admin, unit)
    move(second, admin, up=True, position=2)
    end(first, admin, version=2)
    change_unit(unit, admin)

    assert events() == [
        ("routing.added", f"routing:{first.pk}"),
        ("routing.added", f"routing:{second.pk}"),
        ("routing.changed", f"routing:{first.pk}"),
        ("routing.moved", f"routing:{second.pk}"),
        ("routing.ended", f"routing:{first.pk}"),
        ("unit.changed", f"unit:{unit.pk}"),
    ]
    lines = list(Entry.objects.all())
    assert {(line.operation, line.actor_id, line.at) for line in lines} == {(Operation.ALTERATION, admin.user_id, NOW)}
    assert "Children" not in str([line.digests for line in lines])
    added = next(line for line in lines if line.event == "routing.added")
    assert set(added.digests) == {"name", "units", *CONDITIONS}


EVENTS = ["routing.added", "routing.changed", "routing.moved", "routing.ended", "unit.changed"]


@pytest.mark.parametrize("event", EVENTS)
def test_without_its_line_in_the_ledger_no_change_is_kept(event: str, admin: Membership, unit: Unit) -> None:
    row_of(admin.agency, unit, position=1)
    row = row_of(admin.agency, unit, position=2)

    with full_ledger(event), pytest.raises(DatabaseError):
        everything_done(row, unit, admin)[EVENTS.index(event)]()

    unit.refresh_from_db()
    assert unit.mailbox == "unit@force.example"
    assert [(each.name, each.version, each.valid_to) for each in rows_on(admin.agency_id, TODAY)] == [
        ("Row 1", 1, None),
        ("Row 2", 1, None),
    ]
