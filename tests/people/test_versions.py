"""What was before and after is kept in version tables, where an erasure can reach it, and never in the ledger."""

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Agency, Area, DutyHours, Membership, Unit, UnitMembership, User
from audit.models import Entry
from tests.factories import MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db


def versions(model: type[models.Model], *fields: str) -> list[tuple[object, ...]]:
    events = apps.get_model("agencies", f"{model.__name__}Event")
    return list(events.objects.order_by("pgh_id").values_list("pgh_label", *fields))


def test_roles_before_and_after_are_kept() -> None:
    person = MembershipFactory(roles=[Role.SPOC])

    person.roles = [Role.SUPERVISOR]
    person.save()

    assert versions(Membership, "roles") == [("insert", ["MSHT_SPOC"]), ("update", ["SUPERVISOR"])]


def test_units_that_somebody_came_to_and_left_are_kept() -> None:
    person, unit = MembershipFactory(), UnitFactory()

    person.units.set([unit])
    person.units.set([])

    assert versions(UnitMembership, "unit_id") == [("insert", unit.pk), ("delete", unit.pk)]


def test_a_password_is_in_no_version() -> None:
    MembershipFactory()

    assert "password" not in {field.name for field in apps.get_model("agencies", "UserEvent")._meta.get_fields()}


@pytest.mark.parametrize("model", [Agency, Area, DutyHours, Membership, Unit, UnitMembership, User])
def test_everything_that_says_who_acts_is_versioned(model: type[models.Model]) -> None:
    assert apps.get_model("agencies", f"{model.__name__}Event")


def test_a_version_leads_to_its_entry_in_the_ledger(client: Client) -> None:
    admin = MembershipFactory(roles=[Role.ADMINISTRATOR])
    person = MembershipFactory(agency=admin.agency, roles=[Role.SPOC])
    client.force_login(admin.user)

    client.post(reverse("change-colleague", args=[person.pk]), {"roles": ["SUPERVISOR"], "version": 1})

    contexts = apps.get_model("agencies", "MembershipEvent").objects.filter(pgh_label="update")
    requests = [version.pgh_context.metadata["request"] for version in contexts]
    assert requests == [Entry.objects.get(event="colleague.changed").request_id]
