"""When it does not go on, a page says what to do next."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.views.decorators.http import require_POST

from agencies.shell import stops
from audit.enums import Outcome
from audit.models import Entry
from tests.factories import MembershipFactory
from tests.shell.reading import Element, read

DANGER = "Someone in danger now? Call 999 or your control room first."


def fails(request: HttpRequest, kind: str) -> HttpResponse:
    raise {
        "400": SuspiciousOperation("odd"),
        "403": PermissionDenied,
        "404": Http404,
        "413": RequestDataTooBig("big"),
        "500": ValueError("broken"),
    }[kind]


@require_POST
def takes_answers(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


handler400, handler403 = "agencies.shell.stops.bad_request", "agencies.shell.stops.permission_denied"
handler404, handler500 = "agencies.shell.stops.page_not_found", "agencies.shell.stops.server_error"
urlpatterns = [
    path("fails/<str:kind>/", fails),
    path("takes/", takes_answers),
    path("", include("config.urls")),
]

HEADINGS = {
    "400": "We could not read that",
    "403": "You cannot do this",
    "404": "Page not found",
    "413": "Too large to take",
    "500": "Something went wrong on our side",
}


@pytest.fixture
def away(officer) -> Client:
    """Somebody signed in, who sees failures as pages."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.force_login(officer)
    with override_settings(ROOT_URLCONF=__name__):
        yield client


def page_of(response: HttpResponse) -> Element:
    return read(response.content.decode())


@pytest.mark.parametrize("kind", HEADINGS)
def test_every_failure_says_what_to_do_next(away, kind):
    response = away.get(f"/fails/{kind}/")

    page = page_of(response)
    assert response.status_code == int(kind)
    assert page.one("h1").text == HEADINGS[kind]
    assert page.one("title").text == f"{HEADINGS[kind]} – Modern slavery referrals"
    assert len(page.one("main").one("ul").all("li")) >= 2
    assert DANGER in page.one("main").text


def test_a_page_that_only_takes_answers_says_so(away):
    response = away.get("/takes/")

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert page_of(response).one("h1").text == "This only takes answers"


def test_a_form_that_did_not_come_from_here_is_explained(away):
    response = away.post("/takes/")

    assert response.status_code == 403
    assert page_of(response).one("h1").text == "This page was open too long"


def test_too_many_tries_are_explained(rf):
    response = stops.too_many_requests(rf.get("/"))

    assert response.status_code == 429
    assert page_of(response).one("h1").text == "Too many tries"


@pytest.mark.parametrize("kind", ["403", "404"])
def test_a_page_says_that_the_attempt_was_recorded_when_it_was(away, kind):
    response = away.get(f"/fails/{kind}/")

    assert Entry.objects.filter(outcome=Outcome.REFUSED).count() == 1
    assert "This attempt was recorded." in page_of(response).text


def test_a_page_does_not_say_so_when_nothing_was_recorded(away, db):
    responses = [away.get("/no/such/address/"), Client().get("/no/such/address/")]

    assert [response.status_code for response in responses] == [404, 404]
    assert not Entry.objects.filter(outcome=Outcome.REFUSED).exists()
    assert all("recorded" not in page_of(response).text for response in responses)


def test_missing_and_not_yours_look_the_same(client, officer):
    stranger = MembershipFactory()
    client.force_login(officer)

    missing, theirs = client.get("/colleagues/999999/"), client.get(f"/colleagues/{stranger.pk}/")

    assert missing.status_code == theirs.status_code == 404
    assert page_of(missing).one("main").text == page_of(theirs).one("main").text


def test_the_page_for_our_own_failure_needs_nothing_that_could_be_broken(rf):
    """No database: this test has none. No session, no context processors: there is no request to ask."""
    response = stops.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "OFFICIAL-SENSITIVE" in page_of(response).text


def test_our_own_failure_gives_a_number_that_the_journal_knows(away):
    response = away.get("/fails/500/")

    assert response["X-Request-ID"] in page_of(response).text
