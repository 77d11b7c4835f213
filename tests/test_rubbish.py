"""Whatever is posted or asked for, nobody gets a 500, and nothing that was typed runs as a program."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.enums import Role
from agencies.models import Membership
from notifications.models import RoutingRow
from tests.factories import MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db

NASTY = [
    "",
    " ",
    "\0",
    "a\0b",
    "'; DROP TABLE agencies_user; --",
    "%",
    "_",
    "\\",
    "{{ 7|add:7 }}{% debug %}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\u202eevil",
    "é" * 50,
    "e\u0301",
    "👮🏽‍♀️",
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "x" * 20_000,
    "[]",
    "on",
]
words = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=40))
bounded = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


# Answers 503 with reason while no worker runs.
PROBE = "readyz"
ROUTES = sorted(set(routes(get_resolver().url_patterns)) - {PROBE})
# Those below a case are tried with a case: tests/referrals/test_every_address.py.
OF_NO_CASE = [route for route in ROUTES if "<str:reference>" not in route]
SAMPLES = {"int": "{pk}", "str": "x", "slug": "towns", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def address(route: str, pk: int) -> str:
    """A route with its parts filled in, so that it leads to somebody who exists where it can."""
    filled = re.sub(r"<slug:step>", "deactivate", route)
    filled = re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES[part[1] or "str"], filled)
    return "/" + filled.strip("^$\\Z").replace("{pk}", str(pk))


@pytest.fixture
def colleague() -> Membership:
    admin = MembershipFactory(roles=[Role.ADMINISTRATOR], user__email="one@agency.example")
    found: Membership = MembershipFactory(agency=admin.agency, roles=[Role.SPOC])
    # With the same number, so that the addresses of a unit and of a row lead somewhere too.
    UnitFactory(pk=found.pk, agency=admin.agency)
    RoutingRow.objects.create(pk=found.pk, agency=admin.agency, position=1, name="Row", valid_from=found.valid_from)
    return found


def sign_in(client: Client, colleague: Membership) -> None:
    """Anew for every example: one of the pages signs out."""
    client.force_login(colleague.agency.memberships.get(user__email="one@agency.example").user)


def field_names(html: str) -> list[str]:
    return sorted(set(re.findall(r'<(?:input|select|textarea)[^>]*\bname="([^"]+)"', html)))


@pytest.mark.parametrize("route", OF_NO_CASE)
@bounded
@given(
    asked=st.dictionaries(
        st.sampled_from(["after", "state", "show", "kind", "q", "next", "page", "\0"]), words, max_size=3
    )
)
def test_no_question_breaks_a_page(route: str, asked: dict[str, str], client: Client, colleague: Membership) -> None:
    sign_in(client, colleague)

    response = client.get(address(route, colleague.pk), asked)

    assert response.status_code < 500


@pytest.mark.parametrize("route", OF_NO_CASE)
@bounded
@given(data=st.data())
def test_no_answer_breaks_a_form(route: str, data: st.DataObject, client: Client, colleague: Membership) -> None:
    sign_in(client, colleague)
    where = address(route, colleague.pk)
    shown = client.get(where)
    names = [] if shown.streaming else field_names(shown.content.decode())
    posted = {name: data.draw(st.lists(words, max_size=2), label=name) for name in [*names, "invented"]}

    response = client.post(where, posted)

    assert response.status_code < 500
    assert b"<script>alert(1)</script>" not in (b"" if response.streaming else response.content)
