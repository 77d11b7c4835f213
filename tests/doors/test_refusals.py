"""What somebody was refused is on the ledger, even though everything the page did is undone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone
from pytest_django import Settings

from agencies.enums import Role
from agencies.models import Agency, Membership
from agencies.refusals import NotAllowed
from audit import actions as audit
from audit.enums import Operation, Outcome
from audit.models import Entry
from tests.doors.visitors import full_ledger
from tests.factories import AgencyFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

REASONS = {"denied": PermissionDenied, "rule": NotAllowed, "missing": Http404}


@transaction.atomic
def refuses(request: HttpRequest, reason: str) -> HttpResponse:
    AgencyFactory(code="made-on-the-way")
    audit.record(Operation.CONSULTATION, "something.opened", by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    raise REASONS[reason]("Because.")


urlpatterns = [path("refuses/<str:reason>/", refuses, name="refuses-page"), path("", include("config.urls"))]
handler403 = "agencies.shell.stops.permission_denied"
handler404 = "agencies.shell.stops.page_not_found"
handler500 = "agencies.shell.stops.server_error"


@pytest.fixture
def member(client: Client) -> Membership:
    member = MembershipFactory(roles=[Role.SPOC])
    client.force_login(member.user)
    return member


@pytest.mark.parametrize(("reason", "status"), [("denied", 403), ("rule", 403), ("missing", 404)])
def test_a_refused_page_leaves_one_line_and_nothing_else(
    client: Client, member: Membership, reason: str, status: int
) -> None:
    response = client.get(reverse("refuses-page", args=[reason]))

    assert response.status_code == status
    entry = Entry.objects.get()
    assert (entry.event, entry.reference, entry.outcome) == ("page.refused", "refuses-page", Outcome.REFUSED)
    assert (entry.actor_id, entry.acting_for, entry.roles) == (member.user_id, member.agency.code, [Role.SPOC])
    assert not Agency.objects.filter(code="made-on-the-way").exists()


@pytest.mark.parametrize("reason", REASONS)
def test_if_the_refusal_cannot_be_written_there_is_an_error_and_no_page(
    client: Client, member: Membership, reason: str
) -> None:
    client.raise_request_exception = False

    with full_ledger("page.refused"):
        response = client.get(reverse("refuses-page", args=[reason]))

    assert response.status_code == 500


def test_an_address_that_leads_nowhere_is_not_worth_a_line(client: Client, member: Membership) -> None:
    assert client.get("/nowhere/").status_code == 404
    assert not Entry.objects.exists()


def test_a_real_page_that_a_role_does_not_open_leaves_a_line(client: Client, member: Membership) -> None:
    assert client.get(reverse("colleagues")).status_code == 403
    assert Entry.objects.get().reference == "colleagues"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in_without_a_line(client: Client, settings: Settings) -> None:
    assert client.get(reverse("refuses-page", args=["denied"])).status_code == 302
    assert not Entry.objects.exists()
