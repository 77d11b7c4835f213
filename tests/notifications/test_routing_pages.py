"""The table of who is told, as an administrator reads it and changes its rows."""

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agencies.enums import UnitKind
from agencies.models import Area, Membership, Unit
from notifications.models import RoutingRow
from notifications.routing.shown import MOST_ENDED
from tests.factories import AgencyFactory, UnitFactory
from tests.notifications.pages import (
    LAST_YEAR,
    TODAY,
    YESTERDAY,
    chosen,
    hidden,
    is_ticked,
    page_of,
    row_names,
    row_of,
    sent,
    text_of,
)

pytestmark = pytest.mark.django_db


# The table


def test_the_table_shows_rows_in_their_order_with_conditions_and_units(
    as_admin: Client, admin: Membership, msu: Unit, duty: Unit
) -> None:
    Area.objects.create(force=admin.agency, code="north", name="North Division", valid_from=LAST_YEAR)
    row_of(admin.agency, duty, msu, position=2, name="Second", ages=["child", "unsure"], areas=["north"])
    row_of(admin.agency, msu, position=1, name="First", agency_codes=["wm"])
    row_of(admin.agency, msu, position=3, name="Gone", valid_to=YESTERDAY)
    row_of(AgencyFactory(), position=1, name="Of others")

    page = page_of(as_admin, "routing")

    assert row_names(page) == ["First", "Second"]
    text = text_of(page)
    assert "Who refers: West Mercia Police" in text
    assert "Where: North Division" in text
    assert "Age: Under 18, Not sure" in text
    assert text.index("Night desk") < text.index("Fallback")
    assert "Of others" not in text
    assert "Gone until" in text


def test_rows_of_other_days_say_so(as_admin: Client, admin: Membership, msu: Unit) -> None:
    row_of(admin.agency, msu, name="Later", valid_from=TODAY + timedelta(days=3))
    row_of(admin.agency, msu, position=2, name="Not for long", valid_to=TODAY)

    text = text_of(page_of(as_admin, "routing"))

    assert f"From {TODAY + timedelta(days=3):%a %-d %b %Y}" in text
    assert f"Until {TODAY:%a %-d %b %Y}" in text


def test_only_the_last_rows_that_ended_are_listed(as_admin: Client, admin: Membership, msu: Unit) -> None:
    for number in range(MOST_ENDED + 5):
        row_of(admin.agency, msu, position=number, name=f"Gone {number:03}", valid_to=YESTERDAY)

    assert len(set(re.findall(r"Gone \d{3}", page_of(as_admin, "routing")))) == MOST_ENDED


def test_an_agency_without_a_unit_is_warned(as_admin: Client) -> None:
    for name in ("routing", "units", "check-routing"):
        assert re.search("has no unit|no unit", page_of(as_admin, name))
    assert "Your agency has no unit that could be told." in page_of(as_admin, "routing")


@pytest.mark.parametrize(("name", "queries"), [("routing", 13), ("check-routing", 18), ("units", 5)])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_takes_the_same_queries_for_one_row_and_for_three(
    rows: int, name: str, queries: int, as_admin: Client, admin: Membership,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(rows):
        unit = UnitFactory(agency=admin.agency, kind=UnitKind.MODERN_SLAVERY)
        unit.duty_hours.create(weekday=0, starts=time(9))
        row_of(admin.agency, unit, position=number, areas=["old"], agency_codes=["wm"])
        row_of(admin.agency, unit, position=number, name="Gone", valid_to=YESTERDAY)
    as_admin.get(reverse("home"))

    with django_assert_num_queries(queries):
        as_admin.get(reverse(name))


# Adding and changing


ANSWERS = {"name": "Children", "ages": ["child", "unsure"], "kinds": ["lodged_urgent"]}


def test_a_row_is_added_and_stands_at_the_bottom(as_admin: Client, admin: Membership, msu: Unit, duty: Unit) -> None:
    row_of(admin.agency, msu, name="First")

    page = sent(as_admin, "add-routing-row", **ANSWERS, unit_1=duty.pk, unit_2="", unit_3=msu.pk)

    assert "“Children” is added at the bottom. Move it to where it belongs." in page
    assert row_names(page) == ["First", "Children"]
    made = RoutingRow.objects.get(name="Children")
    assert (made.ages, made.kinds, made.areas) == (["child", "unsure"], ["lodged_urgent"], [])
    assert list(made.steps.values_list("unit", flat=True)) == [duty.pk, msu.pk]


def test_nothing_is_ticked_beforehand(as_admin: Client, msu: Unit) -> None:
    page = page_of(as_admin, "add-routing-row")

    assert "checked" not in page
    assert chosen(page, "unit_1") in ([], [""])


def test_only_what_can_be_told_is_offered(as_admin: Client, admin: Membership, msu: Unit) -> None:
    UnitFactory(agency=admin.agency, name="Gone unit", valid_to=YESTERDAY)
    UnitFactory(agency=admin.agency, name="Coming unit", valid_from=TODAY + timedelta(days=1))
    UnitFactory(name="Unit of others")
    Area.objects.create(force=admin.agency, code="old", name="Old division", valid_from=LAST_YEAR, valid_to=YESTERDAY)
    Area.objects.create(force=AgencyFactory(), code="far", name="Far division", valid_from=LAST_YEAR)

    page = page_of(as_admin, "add-routing-row")

    assert "Modern Slavery Unit" in page
    for left_out in ("Gone unit", "Coming unit", "Unit of others", "Old division", "Far division"):
        assert left_out not in page, left_out


BAD_ROWS: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "Say what this row is for."),
    ({"name": "x" * 81}, "Use at most 80 characters."),
    ({"name": "a\0b"}, "Null characters are not allowed."),
    ({"unit_1": ""}, "Say which unit is told first."),
    ({"unit_1": "999999"}, "Choose from the list."),
    ({"unit_1": "x"}, "Choose from the list."),
    ({"unit_2": "{msu}"}, "Choose each unit once."),
    ({"kinds": ["handed_over"]}, "Choose from the list."),
    ({"agency_kinds": ["immigration"]}, "Choose from the list."),
    ({"areas": ["nowhere"]}, "Choose from the list."),
    ({"agency_codes": ["nobody"]}, "Choose from the list."),
]


@pytest.mark.parametrize(("wrong", "said"), BAD_ROWS)
@pytest.mark.parametrize("page_name", ["add-routing-row", "change-routing-row"])
def test_a_row_that_cannot_be_kept_comes_back_as_it_was_typed_with_a_sentence(
    page_name: str, wrong: dict[str, Any], said: str, as_admin: Client, admin: Membership, msu: Unit
) -> None:
    row = row_of(admin.agency, msu, name="Kept")
    args = [row.pk] if page_name == "change-routing-row" else []
    wrong = {name: value.format(msu=msu.pk) if isinstance(value, str) else value for name, value in wrong.items()}

    page = sent(as_admin, page_name, *args, **{**ANSWERS, "unit_1": msu.pk, "version": 1, **wrong})

    assert said in page
    assert is_ticked(page, "ages", "unsure")
    assert not is_ticked(page, "ages", "adult")
    if "name" not in wrong:
        assert 'value="Children"' in page
    assert list(RoutingRow.objects.values_list("name", "version")) == [("Kept", 1)]


def test_opening_the_change_page_and_saving_it_changes_nothing(
    as_admin: Client, admin: Membership, msu: Unit, duty: Unit
) -> None:
    Area.objects.create(force=admin.agency, code="old", name="Old division", valid_from=LAST_YEAR, valid_to=YESTERDAY)
    conditions = {"ages": ["child"], "areas": ["old"], "agency_codes": ["closed", "wm"], "risks": ["at_risk"]}
    row = row_of(admin.agency, duty, msu, name="As it is", **conditions)

    page = page_of(as_admin, "change-routing-row", row.pk)
    posted = {name: [value for value in values if is_ticked(page, name, value)] for name, values in conditions.items()}
    steps = {name: chosen(page, name)[0] for name in ("unit_1", "unit_2")}
    sent(as_admin, "change-routing-row", row.pk, name="As it is", version=1, **posted, **steps)

    row.refresh_from_db()
    assert {name: getattr(row, name) for name in conditions} == conditions
    assert list(row.steps.values_list("unit", flat=True)) == [duty.pk, msu.pk]
    assert row.version == 2
    assert "Old division (ended)" in page


def test_a_stale_page_shows_what_is_saved_now_and_keeps_what_was_typed(
    as_admin: Client, admin: Membership, msu: Unit, duty: Unit
) -> None:
    row = row_of(admin.agency, msu)
    sent(as_admin, "change-routing-row", row.pk, name="Theirs", unit_1=msu.pk, version=1)

    page = sent(as_admin, "change-routing-row", row.pk, **{**ANSWERS, "name": "Mine"}, unit_1=duty.pk, version=1)

    assert "Somebody else changed this row after you opened the page." in page
    assert "Saved by Ada Admin" in page
    assert "Save mine instead" in page
    assert (is_ticked(page, "ages", "child"), chosen(page, "unit_1")) == (True, [str(duty.pk)])
    assert RoutingRow.objects.get().name == "Theirs"
    sent(as_admin, "change-routing-row", row.pk, name="Mine", unit_1=duty.pk, version=hidden(page, "version"))
    assert RoutingRow.objects.get().name == "Mine"


def test_a_mistake_on_a_stale_page_does_not_hide_that_it_is_stale(
    as_admin: Client, admin: Membership, msu: Unit
) -> None:
    row = row_of(admin.agency, msu, version=2, name="Theirs")

    page = sent(as_admin, "change-routing-row", row.pk, name="", unit_1=msu.pk, version=1)
    assert hidden(page, "version") == "1"

    assert "Somebody else changed this row" in sent(
        as_admin, "change-routing-row", row.pk, name="Mine", unit_1=msu.pk, version=hidden(page, "version")
    )
    assert RoutingRow.objects.get().name == "Theirs"


# Moving


def test_buttons_move_a_row_and_the_outer_ones_are_missing(as_admin: Client, admin: Membership, msu: Unit) -> None:
    rows = [row_of(admin.agency, msu, position=number) for number in (1, 2, 3)]

    page = page_of(as_admin, "routing")
    assert (page.count('value="up"'), page.count('value="down"')) == (2, 2)

    assert row_names(sent(as_admin, "move-routing-row", rows[0].pk, way="down", position=1)) == [
        "Row 2",
        "Row 1",
        "Row 3",
    ]
    assert "Somebody else moved rows meanwhile." in sent(
        as_admin, "move-routing-row", rows[0].pk, way="down", position=1
    )


@pytest.mark.parametrize("typed", [{}, {"way": "sideways", "position": 1}, {"way": "up", "position": "9" * 400}])
def test_a_move_that_cannot_be_read_moves_nothing(
    typed: dict[str, Any], as_admin: Client, admin: Membership, msu: Unit
) -> None:
    rows = [row_of(admin.agency, msu, position=number) for number in (1, 2)]

    assert row_names(sent(as_admin, "move-routing-row", rows[1].pk, **typed)) == ["Row 1", "Row 2"]


# Ending


def dated(day: Any) -> dict[str, int]:
    return {"last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year}


def test_a_row_is_ended(as_admin: Client, admin: Membership, msu: Unit) -> None:
    row = row_of(admin.agency, msu, name="No longer")

    page = sent(as_admin, "end-routing-row", row.pk, version=1, **dated(YESTERDAY))

    assert f"“No longer” ends on {YESTERDAY:%-d %B %Y}." in page
    assert row_names(page) == []
    assert as_admin.get(reverse("change-routing-row", args=[row.pk])).status_code == 404


BAD_LAST_DAYS: list[tuple[dict[str, Any], str]] = [
    ({}, "Enter the last day."),
    ({"last_day_day": "31", "last_day_month": "2", "last_day_year": "2027"}, "February"),
    ({"last_day_day": "", "last_day_month": "2", "last_day_year": "2027"}, "Add the day"),
    ({"last_day_day": "x", "last_day_month": "y", "last_day_year": "z"}, "error"),
    (dated(LAST_YEAR - timedelta(days=1)), "It began on"),
    (dated(TODAY - timedelta(days=2)), "Give yesterday or a later day"),
]


@pytest.mark.parametrize(("typed", "said"), BAD_LAST_DAYS)
def test_a_last_day_that_cannot_be_is_explained(
    typed: dict[str, Any], said: str, as_admin: Client, admin: Membership, msu: Unit
) -> None:
    row = row_of(admin.agency, msu)

    page = sent(as_admin, "end-routing-row", row.pk, version=1, **typed)

    assert said in page
    row.refresh_from_db()
    assert row.valid_to is None


def test_after_somebody_else_changed_it_a_row_can_be_ended_in_a_second_try(
    as_admin: Client, admin: Membership, msu: Unit
) -> None:
    row = row_of(admin.agency, msu, version=2)

    page = sent(as_admin, "end-routing-row", row.pk, version=1, **dated(TODAY))
    assert "Somebody else changed this row" in page
    assert hidden(page, "version") == "2"

    sent(as_admin, "end-routing-row", row.pk, version=2, **dated(TODAY))
    row.refresh_from_db()
    assert row.valid_to == TODAY
