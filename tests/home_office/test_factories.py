"""The complete case is what shows leaks, so it must be complete, and no two of its answers may be alike."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from django.db import models

from referrals.dossier import Dossier
from referrals.enums import Route
from tests.home_office.factories import TODAY
from tests.home_office.reading import full_dossier

pytestmark = pytest.mark.django_db

NOT_ANSWERS = {"referral", "deadlines", "sendings", "supplements", "sections", "agency", "encounter", "person"}
# Filled where there is no other answer, after something happened to the row, or only with somebody's doubt.
MAY_BE_EMPTY = {
    "person.name_is_unknown", "signs noticed.none_seen", "consent record.agency", "consent record.ask_again_on",
    "place.only_for", "suspect.only_for", "place.town", "place.country", "safe contact.value",
    "evidence file.superseded_at", "evidence file.superseded_by", "evidence file.superseded_reason",
    "evidence file.finding", "evidence file.dated_on", "evidence file.goes_in_pack",
    "evidence file.trouble", "evidence file.version", "evidence file.page_key", "evidence file.share",
    "notification text.checked_version", "notification text.checked_by", "notification text.checked_at",
    "consent record.explained", "consent record.language", "consent record.explained_at",
}  # fmt: skip


def rows_of(dossier: Dossier) -> Iterator[models.Model]:
    yield from (dossier.person, dossier.encounter)
    for field in fields(dossier):
        if field.name not in NOT_ANSWERS:
            held: Any = getattr(dossier, field.name)
            yield from held.values() if isinstance(held, dict) else held if isinstance(held, list) else [held]


@pytest.mark.parametrize("route", Route)
def test_a_complete_case_is_on_the_route_asked_for(route: Route) -> None:
    assert full_dossier(route).routing(TODAY).route == route


def test_a_complete_case_leaves_nothing_empty() -> None:
    empty = {
        f"{row._meta.verbose_name}.{field.name}"
        for row in rows_of(full_dossier())
        for field in row._meta.concrete_fields
        if not field.name.endswith("_gap") and field.value_from_object(row) in (None, "", [], False)
    }

    assert empty - MAY_BE_EMPTY == set()


def test_no_two_texts_of_a_complete_case_are_alike() -> None:
    seen = Counter(
        value
        for row in rows_of(full_dossier())
        for field in row._meta.concrete_fields
        if isinstance(value := field.value_from_object(row), str) and value.startswith("(")
    )

    assert [text for text, count in seen.items() if count > 1] == []
    assert len(seen) > 200
