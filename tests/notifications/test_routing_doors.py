"""Who opens the pages about who is told, and what rubbish does to them."""

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.models import Membership, Unit
from audit.enums import Outcome
from audit.models import Entry
from notifications.models import RoutingRow
from tests.factories import MembershipFactory, UnitFactory
from tests.notifications.pages import (
    YESTERDAY,
    page_of,
    row_of,
    sent,
)
from tests.test_rubbish import NASTY

pytestmark = pytest.mark.django_db


ANSWERS = {"name": "Children", "ages": ["child", "unsure"], "kinds": ["lodged_urgent"]}


# Rubbish


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_rubbish_in_every_field_of_every_form_is_refused_with_a_page(
    nasty: str, as_admin: Client, admin: Membership, msu: Unit
) -> None:
    row = row_of(admin.agency, msu)
    forms = {
        ("add-routing-row", ()): ("name", "kinds", "areas", "ages", "unit_1", "unit_5"),
        ("change-routing-row", (row.pk,)): ("name", "kinds", "unit_1", "version"),
        ("move-routing-row", (row.pk,)): ("way", "position"),
        ("end-routing-row", (row.pk,)): ("last_day_day", "last_day_month", "last_day_year", "version"),
        ("ask-routing", ()): ("kind", "area", "age", "risk", "agency", "day_day", "day_month", "day_year", "time"),
        ("unit", (msu.pk,)): ("mailbox", "phone", "duty_mobile", "day_0", "seen"),
    }

    for (name, args), fields in forms.items():
        page = sent(as_admin, name, *args, **dict.fromkeys(fields, nasty))
        assert "<script>alert(1)" not in page

    row.refresh_from_db()
    assert (row.name, row.version, row.valid_to) == ("Row 1", 1, None)


# Who gets in


PAGES = {
    "routing": "",
    "add-routing-row": "",
    "ask-routing": "",
    "check-routing": "",
    "units": "",
    "change-routing-row": "row",
    "move-routing-row": "row",
    "end-routing-row": "row",
    "unit": "unit",
}


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_nobody_but_an_administrator_gets_in(role: Role | None, client: Client, admin: Membership, msu: Unit) -> None:
    keys = {"row": row_of(admin.agency, msu, name="Secret row").pk, "unit": msu.pk}
    person = MembershipFactory(agency=admin.agency, roles=[role] if role else [])
    client.force_login(person.user)

    for name, part in PAGES.items():
        address = reverse(name, args=[keys[part]] if part else [])
        answers = [client.get(address), client.post(address, {})]
        assert {answer.status_code for answer in answers} <= {403, 405}, name
        assert 403 in {answer.status_code for answer in answers}, name
        assert not any("Secret row" in answer.content.decode() for answer in answers)

    refusals = Entry.objects.filter(outcome=Outcome.REFUSED, actor_id=person.user_id)
    assert refusals.count() >= len(PAGES)


def test_rows_and_units_of_another_agency_cannot_be_told_from_none(as_admin: Client, msu: Unit) -> None:
    theirs = UnitFactory()
    keys = {"row": row_of(theirs.agency, theirs).pk, "unit": theirs.pk}

    for name, part in PAGES.items():
        for key in (keys[part], 999_999, 2**63) if part else ():
            address = reverse(name, args=[key])
            assert {as_admin.get(address).status_code, as_admin.post(address, {}).status_code} <= {404, 405}, address
            assert as_admin.post(address, {}).status_code == 404, address

    theirs.refresh_from_db()
    assert RoutingRow.objects.get().version == 1


def test_a_unit_that_has_ended_is_not_found(as_admin: Client, admin: Membership) -> None:
    gone = UnitFactory(agency=admin.agency, valid_to=YESTERDAY)

    assert as_admin.get(reverse("unit", args=[gone.pk])).status_code == 404


def test_an_agency_that_is_no_police_force_hears_that_its_table_decides_nothing_yet(client: Client) -> None:
    council = MembershipFactory(agency__kind=AgencyKind.COUNCIL, roles=[Role.ADMINISTRATOR])
    client.force_login(council.user)

    assert "for your agency this table decides nothing yet" in page_of(client, "routing")


def test_immigration_enforcement_is_told_why_it_has_no_table(client: Client) -> None:
    border = MembershipFactory(agency__kind=AgencyKind.IMMIGRATION, roles=[Role.ADMINISTRATOR])
    unit = UnitFactory(agency=border.agency)
    client.force_login(border.user)

    for name in ("routing", "check-routing", "units", "ask-routing"):
        assert client.get(reverse(name)).status_code == 200
    assert "has no unit that could be told" in page_of(client, "routing")
    assert "Immigration enforcement is told of nothing" in sent(client, "add-routing-row", **ANSWERS, unit_1=unit.pk)
