"""Who would be told if: answered from the table, about no case, and kept nowhere."""

import re
from datetime import time
from typing import Any

import pytest
from django.test import Client

from agencies.enums import AgencyKind
from agencies.models import Membership, Unit
from audit.models import Entry
from notifications.models import RoutingRow
from tests.factories import AgencyFactory
from tests.notifications.pages import (
    is_ticked,
    page_of,
    row_of,
    sent,
    text_of,
)

pytestmark = pytest.mark.django_db


# Who would be told if


WEDNESDAY = {"day_day": "25", "day_month": "11", "day_year": "2026", "time": "23:40"}
ASKED = {"kind": "lodged_urgent", "area": "", "age": "child", "risk": "at_risk", "agency": "wm", **WEDNESDAY}


@pytest.fixture
def at_night(admin: Membership, msu: Unit, duty: Unit) -> RoutingRow:
    for weekday in range(5):
        msu.duty_hours.create(weekday=weekday, starts=time(7), ends=time(19))
    return row_of(admin.agency, msu, duty, name="Urgent, a child", kinds=["lodged_urgent"], ages=["child"])


def test_who_would_be_told_is_answered_with_the_row_and_the_ladder(as_admin: Client, at_night: RoutingRow) -> None:
    RoutingRow.objects.update(valid_from="2026-01-01")

    by_night = text_of(sent(as_admin, "ask-routing", **ASKED))
    by_day = text_of(sent(as_admin, "ask-routing", **{**ASKED, "time": "9.05"}))

    assert "Night desk would be told first Because of the row “Urgent, a child”." in by_night
    assert "Night desk on duty Modern Slavery Unit off duty" in by_night
    assert "After 15 minutes: Duty supervisor of Night desk" in by_night
    assert "After 30 minutes: Modern Slavery Unit" in by_night
    assert "After 60 minutes: every supervisor" in by_night
    assert "Modern Slavery Unit would be told first" in by_day


def test_where_no_row_fits_the_fallback_is_named(as_admin: Client, at_night: RoutingRow) -> None:
    text = text_of(sent(as_admin, "ask-routing", **{**ASKED, "kind": "added_to"}))

    assert "Modern Slavery Unit would be told first No row fits, so the fallback decides." in text
    assert "Nobody has to answer, so only the first unit is told." in text


def test_an_agency_without_a_unit_is_told_that_nobody_could_be(as_admin: Client) -> None:
    assert "Nobody could be told" in text_of(sent(as_admin, "ask-routing", **ASKED))


def test_asking_tells_nobody_and_keeps_nothing(as_admin: Client, at_night: RoutingRow) -> None:
    sent(as_admin, "ask-routing", **ASKED, exploitation=["labour"])

    assert not Entry.objects.exclude(operation="consultation").exists()
    assert "labour" not in str([vars(entry) for entry in Entry.objects.all()])


BAD_QUESTIONS: list[tuple[dict[str, Any], str]] = [
    ({"time": "late"}, "Enter a time such as 23:40."),
    ({"time": "25:00"}, "Enter a time such as 23:40."),
    ({"time": ""}, "Enter a time."),
    ({"day_day": "", "day_month": "", "day_year": ""}, "Enter a day."),
    ({"day_day": "30", "day_month": "2"}, "February"),
    ({"kind": "handed_over"}, "Choose from the list."),
    ({"area": "nowhere"}, "Choose from the list."),
    ({"age": "old"}, "Choose from the list."),
    ({"agency": "nobody"}, "Choose from the list."),
]


@pytest.mark.parametrize(("wrong", "said"), BAD_QUESTIONS)
def test_a_question_that_cannot_be_read_comes_back_with_a_sentence(
    wrong: dict[str, str], said: str, as_admin: Client, at_night: RoutingRow
) -> None:
    page = sent(as_admin, "ask-routing", **{**ASKED, **wrong})

    assert said in page
    assert "would be told first" not in page
    assert is_ticked(page, "risk", "at_risk")


def test_an_hour_that_the_clock_skips_in_spring_is_answered(as_admin: Client, at_night: RoutingRow) -> None:
    asked = {**ASKED, "day_day": "28", "day_month": "3", "day_year": "2027", "time": "01:30"}

    assert "would be told first" in sent(as_admin, "ask-routing", **asked)


def test_immigration_enforcement_is_not_among_those_who_refer(as_admin: Client, at_night: RoutingRow) -> None:
    for kind in AgencyKind:
        AgencyFactory(kind=kind, name=f"Agency of kind {kind}")

    for name in ("ask-routing", "add-routing-row"):
        page = page_of(as_admin, name)
        assert {kind for kind in AgencyKind if f"Agency of kind {kind}<" in re.sub(r"\s+<", "<", page)} == {
            *AgencyKind
        } - {AgencyKind.IMMIGRATION}
