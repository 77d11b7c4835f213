"""The home page: what needs me now."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies import access
from agencies.enums import Role
from agencies.models import Membership
from agencies.roles import SENTENCES
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def home_of(client: Client, person: Membership) -> str:
    client.force_login(person.user)
    response = client.get(reverse("home"))
    assert response.status_code == 200
    return response.content.decode()


def to_do_on(page: str) -> list[tuple[str, str]]:
    return re.findall(r'app-todo__verb"><a class="govuk-link" href="([^"]+)">([^<]+)<', page)


STARTS = access.RECORDERS
HAVE_A_QUEUE = access.UNIT


@pytest.mark.parametrize("role", Role)
def test_everybody_is_told_what_to_do_first(role: Role, client: Client) -> None:
    page = home_of(client, MembershipFactory(roles=[role]))

    assert "999" in page
    assert ("Start a referral" in page) is (role in STARTS)
    assert ("Send an urgent referral: eight answers" in page) is (role in STARTS)
    assert role.label in page
    assert SENTENCES[role] in page
    assert "not in this release yet" not in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_are_asked_to_look_after_colleagues(role: Role, client: Client) -> None:
    person = MembershipFactory(roles=[role])
    MembershipFactory(agency=person.agency, user__password=None)

    page = home_of(client, person)

    assert to_do_on(page) == []
    assert ("Nothing needs you now" in page) is (role not in STARTS or role in HAVE_A_QUEUE)
    assert reverse("colleagues") not in page


def test_an_administrator_is_told_who_waits_for_them(client: Client) -> None:
    admin = MembershipFactory(roles=[Role.ADMINISTRATOR])
    MembershipFactory(agency=admin.agency)
    MembershipFactory(agency=admin.agency, user=UserFactory(password=None), roles=[Role.SPOC])
    MembershipFactory(agency=admin.agency, deactivated_at=timezone.now())
    MembershipFactory()

    assert to_do_on(home_of(client, admin)) == [
        ("/colleagues/?state=roleless", "1 colleague is without a role"),
        ("/colleagues/?state=invited", "1 colleague is invited and not here yet"),
    ]


def test_somebody_without_a_role_sees_nothing_and_is_told_whom_to_ask(client: Client) -> None:
    person = MembershipFactory()
    MembershipFactory(agency=person.agency, roles=[Role.ADMINISTRATOR], user__full_name="Ask Me")
    MembershipFactory(roles=[Role.ADMINISTRATOR], user__full_name="Somebody Elsewhere")

    page = home_of(client, person)

    assert "You have no role yet" in page
    assert "Ask Me" in page
    assert "Somebody Elsewhere" not in page


def test_somebody_without_an_agency_is_told_so(client: Client) -> None:
    page = home_of(client, MembershipFactory(deactivated_at=timezone.now()))

    assert "you act for no agency here" in page


@pytest.mark.parametrize("colleagues", [1, 3])
def test_the_page_takes_the_same_queries_however_many_wait(
    colleagues: int, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    admin = MembershipFactory(roles=[Role.ADMINISTRATOR])
    for _ in range(colleagues):
        MembershipFactory(agency=admin.agency)
    home_of(client, admin)

    # session, person with membership; what is to be answered, what is unread, what did not get through (2); kept forms,
    # invitations, the counts.
    with django_assert_num_queries(9):
        client.get(reverse("home"))
