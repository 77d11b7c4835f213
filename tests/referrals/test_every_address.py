"""Every address below a case: who is let in, who is not told that it exists, and that rubbish breaks none of them."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.enums import Status
from referrals.models import Referral
from tests.factories import AgencyFactory, MembershipFactory, referral_of
from tests.home_office.factories import add_file, complete_case
from tests.test_rubbish import NASTY, ROUTES, field_names

pytestmark = pytest.mark.django_db

# What was opened in an emergency answers by role, before any case: tests/emergency.
OF_A_CASE = [route for route in ROUTES if "<str:reference>" in route and not route.startswith("emergency/")]
PARTS = {"code": "danger", "kind": "SEND_TO_HO", "channel": "call", "pk": "1", "number": "1", "track": "safeguarding"}
MARKER = "(person given names)"
LODGED = {"status": Status.TRIAGE, "lodged_at": timezone.now()}


def address(route: str, referral: Referral, key: object) -> str:
    known = {**PARTS, "reference": referral.reference, "key": str(key)}
    return "/" + re.sub(r"<\w+:(\w+)>", lambda part: known[part[1]], route)


@pytest.fixture
def officer() -> Membership:
    made: Membership = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    return made


def case(officer: Membership, **facts: Any) -> tuple[Referral, object]:
    referral = complete_case(by=officer, **facts)
    return referral, add_file(referral, "photo.jpg").key


def asked(client: Client, route: str, referral: Referral, key: object) -> list[int]:
    where = address(route, referral, key)
    answers = [client.get(where), client.post(where, {})]
    assert all(MARKER not in answer.content.decode() for answer in answers if not answer.streaming)
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.FIRST_RESPONDER, Role.CRIME_REGISTRAR, Role.PARTNER])
def test_nobody_of_another_agency_is_told_that_a_case_exists(role: Role, client: Client, officer: Membership) -> None:
    """A page that knows only one method says so before it looks for the case."""
    lodged, key = case(officer, force=AgencyFactory(), **LODGED)
    stranger = MembershipFactory(roles=[role])
    client.force_login(stranger.user)

    for route in OF_A_CASE:
        assert set(asked(client, route, lodged, key)) <= {404, 405}, route

    refused = Entry.objects.filter(event="page.refused", actor_id=stranger.user_id).count()
    assert refused >= len(OF_A_CASE)


@pytest.mark.parametrize("role", [Role.FIRST_RESPONDER, Role.SUPERVISOR])
def test_no_colleague_is_told_of_somebody_elses_draft(role: Role, client: Client, officer: Membership) -> None:
    draft, key = case(officer)
    client.force_login(MembershipFactory(agency=officer.agency, roles=[role]).user)

    for route in OF_A_CASE:
        assert set(asked(client, route, draft, key)) <= {404, 405}, route


def test_a_part_of_one_case_is_not_found_below_another(client: Client, officer: Membership) -> None:
    mine, _ = case(officer)
    _, key_of_theirs = case(MembershipFactory(roles=[Role.FIRST_RESPONDER]))
    client.force_login(officer.user)

    nested = [route for route in OF_A_CASE if "key>" in route]
    assert nested
    for route in nested:
        assert set(asked(client, route, mine, key_of_theirs)) <= {404, 405}, route
        assert set(asked(client, route, mine, uuid.uuid4())) <= {404, 405}, route


READ_ONLY = {"referral", "lodged", "files", "file", "route"}


def test_whoever_may_only_read_a_case_changes_nothing_in_it(client: Client, officer: Membership) -> None:
    force = AgencyFactory()
    lodged, key = case(officer, force=force, **LODGED)
    client.force_login(MembershipFactory(agency=force, roles=[Role.CRIME_REGISTRAR]).user)
    before = list(Referral.objects.values())

    for route in OF_A_CASE:
        assert client.post(address(route, lodged, key), {}).status_code in (403, 404, 405), route
    assert list(Referral.objects.values()) == before


@pytest.mark.parametrize("is_lodged", [False, True])
@pytest.mark.parametrize("route", OF_A_CASE)
def test_no_answer_and_no_question_break_a_page(
    route: str, is_lodged: bool, client: Client, officer: Membership
) -> None:
    referral = referral_of(officer, **({"force": officer.agency, **LODGED} if is_lodged else {}))
    client.force_login(officer.user)
    where = address(route, referral, uuid.uuid4())
    shown = client.get(where, {"after": NASTY[3], "add": NASTY[6]})
    names = [] if shown.streaming else field_names(shown.content.decode())

    response = client.post(where, {name: NASTY[number % len(NASTY)] for number, name in enumerate([*names, "odd"])})

    assert shown.status_code < 500
    assert response.status_code < 500
    assert b"<script>alert(1)</script>" not in (b"" if response.streaming else response.content)
