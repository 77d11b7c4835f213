"""Every address of the house, opened by every role. A new address without a line here fails."""

import pytest
from django.test import Client
from django.urls import get_resolver

from agencies.enums import Role
from audit.enums import Outcome
from audit.models import Entry
from notifications.models import Message, Notice, RoutingRow
from referrals.models import Agreement
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory
from tests.notifications.house import NIGHT
from tests.test_rubbish import ROUTES, address

pytestmark = pytest.mark.django_db

# Doors, help, practice and one's own home and account: nothing of anybody else is there.
OPEN_TO_ALL_ROLES = (
    "account/",
    "session/",
    "acting-for/",
    "invitations/",
    "kept/",
    "help/",
    "accessibility/",
    "privacy/",
    "practice/",
)
ALSO_OPEN = {"", "healthz", "notifications/"}
# Rules about time are written in public.
ALSO_OPEN |= {"clocks/"}
# The lists of the field: not personal data.
LISTS = "lists/"
FOR_ADMINISTRATORS = ("colleagues/", "notifications/routing/", "notifications/units/", "notifications/delivery/")
FOR_ADMINISTRATORS += ("clocks/preview/", "sharing/agreements/")
# Every case asks who may see it: tests/referrals/test_every_address.py. So does every share: tests/sharing.
CASES = ("referrals/", "queue/", "crime-records/", "shared/")
# For first responders, and for those who review: tests/emergency.
CASES += ("emergency/",)
# For supervisors: tests/retention.
CASES += ("retention/",)
# For auditors: tests/ledger.
LEDGER = "ledger/"
# What reached oneself, one's own habits, and the rota of one's own unit: tests/notifications.
ONES_OWN = (
    "notifications/count/",
    "notifications/items/",
    "notifications/read-today/",
    "notifications/calls/",
    "notifications/settings/",
    "notifications/rota/",
)


def is_placed(route: str) -> bool:
    return route in ALSO_OPEN or route.startswith(
        (*OPEN_TO_ALL_ROLES, LISTS, *FOR_ADMINISTRATORS, *CASES, *ONES_OWN, LEDGER)
    )


@pytest.mark.parametrize("route", ROUTES)
def test_every_address_has_its_place_in_this_table(route: str) -> None:
    assert is_placed(route), f"Say in this table who may open /{route}"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [None, *Role])
def test_only_administrators_get_further_than_their_own_pages(role: Role | None, method: str, client: Client) -> None:
    person = MembershipFactory(roles=[role] if role else [])
    shown = MembershipFactory(agency=person.agency, user__full_name="Somebody Else")
    unit = UnitFactory(pk=shown.pk, agency=person.agency, name="Somebody Else")
    gone = {"pk": shown.pk, "unit": unit, "posted_at": NIGHT, "given_up_at": NIGHT, "outcome": "failed"}
    Message.objects.create(**gone, channel="email", notice=Notice.objects.create(**gone, kind="lodged", occasion="x"))
    RoutingRow.objects.create(
        pk=shown.pk, agency=person.agency, position=1, name="Somebody Else", valid_from=person.valid_from
    )
    Agreement.objects.create(
        pk=shown.pk, of_agency=person.agency, with_agency=AgencyFactory(), title="Somebody Else",
        recorded_by=person.user, recorded_at=NIGHT, valid_from=person.valid_from,
    )  # fmt: skip
    client.force_login(person.user)
    answers = []

    for route in (route for route in ROUTES if route.startswith(FOR_ADMINISTRATORS)):
        response = getattr(client, method)(address(route, shown.pk))
        answers.append(response.status_code)
        if role != Role.ADMINISTRATOR:
            assert response.status_code in (403, 404, 405), route
            assert "Somebody Else" not in response.content.decode()

    refusals = Entry.objects.filter(event="page.refused", outcome=Outcome.REFUSED, actor_id=person.user_id)
    assert refusals.count() == answers.count(403) + answers.count(404)
    assert (role == Role.ADMINISTRATOR) is (refusals.count() == 0)


def test_there_is_no_admin_site() -> None:
    names = {str(name) for name in get_resolver().reverse_dict}

    assert not any("admin:" in name for name in names)
    assert "admin" not in get_resolver().namespace_dict
