"""What cannot be written down is not shown."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg import sql

from agencies.enums import Role
from agencies.models import Membership
from embedded.database import APPLICATION
from tests.conftest import superuser_url
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def admin() -> Membership:
    made = MembershipFactory(roles=[Role.ADMINISTRATOR])
    MembershipFactory(agency=made.agency, user__full_name="Personal Name")
    return made


@pytest.fixture
def _no_ledger(admin: Membership) -> Iterator[None]:
    """The database refuses every entry, as it would with a full disk."""
    statement = sql.SQL("{} INSERT ON audit_entry {} {}")
    with psycopg.connect(superuser_url(connection.settings_dict["NAME"]), autocommit=True) as superuser:
        superuser.execute(statement.format(sql.SQL("REVOKE"), sql.SQL("FROM"), sql.Identifier(APPLICATION)))
        yield
        superuser.execute(statement.format(sql.SQL("GRANT"), sql.SQL("TO"), sql.Identifier(APPLICATION)))


@pytest.fixture
def visitor(client: Client, admin: Membership) -> Client:
    client.force_login(admin.user)
    client.raise_request_exception = False
    return client


def test_the_page_is_shown_while_the_ledger_can_be_written(visitor: Client) -> None:
    assert "Personal Name" in visitor.get(reverse("colleagues")).content.decode()


@pytest.mark.usefixtures("_no_ledger")
def test_a_page_with_people_is_an_error_when_it_cannot(visitor: Client) -> None:
    response = visitor.get(reverse("colleagues"))

    assert response.status_code == 500
    assert "Personal Name" not in response.content.decode()


@pytest.mark.usefixtures("_no_ledger")
def test_a_change_is_undone_when_it_cannot(visitor: Client, admin: Membership) -> None:
    response = visitor.post(reverse("invite-colleague"), {"email": "new@agency.example", "roles": ["SUPERVISOR"]})

    assert response.status_code == 500
    assert not Membership.objects.filter(user__email="new@agency.example").exists()


@pytest.mark.usefixtures("_no_ledger")
def test_a_refusal_is_an_error_when_it_cannot(visitor: Client) -> None:
    assert visitor.get(reverse("colleague", args=[999_999])).status_code == 500
