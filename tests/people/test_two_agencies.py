"""What an agency can do to somebody whose account another agency brought: nothing without their word."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from agencies.enums import Role
from agencies.models import Membership, SignInLink, User
from agencies.people import actions
from agencies.refusals import Refused
from audit.models import Entry
from tests.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Membership:
    made = MembershipFactory(
        roles=[Role.CASE_MANAGER], user__full_name="Private Name", user__collar_number="PRIVATE-1", agency__name="Home"
    )
    Authenticator.objects.create(user=made.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return made


@pytest.fixture
def stranger() -> Membership:
    return MembershipFactory(roles=[Role.ADMINISTRATOR], agency__name="Elsewhere")


@pytest.fixture
def invited(manager: Membership, stranger: Membership) -> Membership:
    return actions.invite(
        email=manager.user.email, roles=[Role.ADMINISTRATOR], units=[], by=actor_of(stranger), at=timezone.now()
    )


def test_nobody_acts_for_an_agency_before_saying_yes(invited: Membership, manager: Membership) -> None:
    assert list(Membership.objects.usable(localdate()).filter(user=manager.user)) == [manager]


ACCOUNT_WIDE: dict[str, Callable[..., object]] = {
    "second factor": lambda pk, by: actions.remove_second_factor(pk, by=by, at=timezone.now()),
    "link": lambda pk, by: actions.send_new_link(pk, by=by, at=timezone.now()),
}


@pytest.mark.parametrize("has_accepted", [False, True])
@pytest.mark.parametrize("act", ACCOUNT_WIDE)
def test_only_the_agency_that_brought_the_account_looks_after_it(
    act: str, has_accepted: bool, invited: Membership, stranger: Membership, manager: Membership
) -> None:
    if has_accepted:
        actions.answer_invitation(invited.pk, accept=True, by=actor_of(manager), at=timezone.now())

    with pytest.raises(Refused, match="Another agency looks after this account"):
        ACCOUNT_WIDE[act](invited.pk, actor_of(stranger))

    assert Authenticator.objects.filter(user=manager.user).exists()
    assert not SignInLink.objects.exists()


@pytest.mark.parametrize("act", ACCOUNT_WIDE)
def test_the_agency_that_brought_it_does(act: str, invited: Membership, manager: Membership) -> None:
    at_home = MembershipFactory(agency=manager.agency, roles=[Role.ADMINISTRATOR])

    ACCOUNT_WIDE[act](manager.pk, actor_of(at_home))


def test_what_another_agency_does_leaves_the_session_at_home_alone(
    client: Client, invited: Membership, stranger: Membership, manager: Membership
) -> None:
    client.force_login(manager.user)
    client.get(reverse("home"))

    actions.deactivate(invited.pk, by=actor_of(stranger), at=timezone.now())

    assert client.get(reverse("home")).status_code == 200
    assert User.objects.get(pk=manager.user_id).is_active


@pytest.mark.parametrize("page", ["colleague", "colleagues"])
def test_the_agency_learns_a_name_only_after_a_yes(
    page: str, client: Client, invited: Membership, stranger: Membership, manager: Membership
) -> None:
    client.force_login(stranger.user)
    address = reverse(page, args=[invited.pk] if page == "colleague" else [])

    before = client.get(address).content.decode()
    actions.answer_invitation(invited.pk, accept=True, by=actor_of(manager), at=timezone.now())
    after = client.get(address).content.decode()

    assert "Private Name" not in before
    assert "PRIVATE-1" not in before
    assert manager.user.email in before
    assert "Private Name" in after


def test_a_name_cannot_be_found_before_a_yes(client: Client, invited: Membership, stranger: Membership) -> None:
    client.force_login(stranger.user)

    page = client.post(reverse("find-colleague"), {"text": "private"}).content.decode()

    assert "Nobody at your agency matches" in page


def test_home_asks_and_yes_lets_them_choose(client: Client, invited: Membership, manager: Membership) -> None:
    client.force_login(manager.user)
    assert "Answer the invitation of Elsewhere" in client.get(reverse("home")).content.decode()

    response = client.post(reverse("invitations"), {"membership": invited.pk, "accept": "yes"})

    invited.refresh_from_db()
    assert response["Location"] == reverse("acting-for")
    assert invited.accepted_at is not None
    assert Entry.objects.get(event="invitation.accepted").actor_id == manager.user_id


def test_no_is_an_answer(client: Client, invited: Membership, manager: Membership) -> None:
    client.force_login(manager.user)

    client.post(reverse("invitations"), {"membership": invited.pk, "accept": "no"})

    invited.refresh_from_db()
    assert (invited.accepted_at, invited.is_active) == (None, False)
    assert "Answer the invitation" not in client.get(reverse("home")).content.decode()


def test_nobody_answers_for_somebody_else(client: Client, invited: Membership, stranger: Membership) -> None:
    client.force_login(stranger.user)

    response = client.post(reverse("invitations"), {"membership": invited.pk, "accept": "yes"})

    invited.refresh_from_db()
    assert (response.status_code, invited.accepted_at) == (404, None)


@pytest.mark.parametrize("answer", [{}, {"membership": "x", "accept": "yes"}, {"membership": "1", "accept": "maybe"}])
def test_half_an_answer_changes_nothing(answer: dict[str, str], client: Client, invited: Membership) -> None:
    client.force_login(invited.user)

    assert client.post(reverse("invitations"), answer).status_code == 200
    invited.refresh_from_db()
    assert (invited.accepted_at, invited.is_active) == (None, True)


def test_new_roles_end_what_is_done_under_the_old_ones(client: Client, manager: Membership) -> None:
    at_home = MembershipFactory(agency=manager.agency, roles=[Role.ADMINISTRATOR])
    client.force_login(manager.user)
    assert client.get(reverse("home")).status_code == 200

    actions.change_place(manager.pk, roles=[Role.SPOC], units=[], version=1, by=actor_of(at_home), at=timezone.now())

    response = client.get(reverse("home"))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_an_address_that_is_too_long_is_refused_beside_its_field(client: Client, stranger: Membership) -> None:
    client.force_login(stranger.user)
    long = "a" * 200 + "@" + "b" * 30 + "." + "b" * 30 + ".example"

    page = client.post(reverse("invite-colleague"), {"email": long}).content.decode()

    assert "at most 254 characters" in page
