"""A page that asked nobody whether it may be shown is not shown."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.test import Client
from django.urls import get_resolver, include, path
from pytest_django import Settings

from agencies import access, deciding
from agencies.actors import Actor
from agencies.deciding import NobodyAsked
from agencies.doors.open_pages import ASKS_NOTHING
from agencies.enums import Permission, Role
from agencies.pages import Request
from referrals.models import Referral
from tests.factories import MembershipFactory
from tests.test_rubbish import routes

pytestmark = pytest.mark.django_db

SAID = "What nobody should read"


def careless(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SAID)


def careless_in_our_frame(request: HttpRequest) -> HttpResponse:
    """With a menu that asks what somebody may do, and a count of what they have not read."""
    return render(request, "doors/kept_forms.html", {"offers": [], "field": SAID})


def careful(request: Request) -> HttpResponse:
    return HttpResponse(str(access.may_at_all(request.actor, Permission.SEE_QUEUE)))


def listing(request: Request) -> HttpResponse:
    return HttpResponse(str(Referral.objects.visible_to(request.actor).count()))


def elsewhere(request: HttpRequest) -> HttpResponse:
    return redirect("home")


urlpatterns = [
    path("careless/", careless),
    path("careless-in-our-frame/", careless_in_our_frame),
    path("careful/", careful),
    path("listing/", listing),
    path("elsewhere/", elsewhere),
    path("", include("config.urls")),
]


@pytest.fixture
def client(client: Client, settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    client.force_login(MembershipFactory(roles=[Role.SUPERVISOR]).user)
    return client


@pytest.mark.parametrize("page", ["/careless/", "/careless-in-our-frame/"])
def test_what_nobody_decided_is_an_error_and_not_a_page(page: str, client: Client) -> None:
    with pytest.raises(NobodyAsked):
        client.get(page)
    client.raise_request_exception = False
    answer = client.get(page)
    assert answer.status_code == 500
    assert SAID not in answer.content.decode()


@pytest.mark.parametrize(("page", "status"), [("/careful/", 200), ("/listing/", 200), ("/elsewhere/", 302)])
def test_whoever_asks_is_shown(page: str, status: int, client: Client) -> None:
    assert client.get(page).status_code == status


def test_one_page_does_not_answer_for_the_next(client: Client) -> None:
    assert client.get("/careful/").status_code == 200

    with pytest.raises(NobodyAsked):
        client.get("/careless/")


def test_what_stands_on_every_page_decides_nothing() -> None:
    with deciding.afresh():
        with deciding.afresh():
            access.may_at_all(Actor(user_id=1), Permission.SEE_QUEUE)
            assert deciding.was_asked()
        assert not deciding.was_asked()


def names() -> Iterator[str]:
    for pattern in get_resolver().reverse_dict:
        if isinstance(pattern, str):
            yield pattern


def test_the_pages_that_ask_nothing_are_there() -> None:
    assert len(list(routes(get_resolver().url_patterns))) > 100
    assert {"home", "kept-forms", "find_in_list", "question-sheet", "components"} <= set(names())
    assert {name for name in ASKS_NOTHING if not name.startswith(("mfa_", "account_", "openid"))} <= set(names())
