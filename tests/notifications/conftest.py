import pytest
from django.test import Client

from agencies.enums import Role, UnitKind
from agencies.models import Membership, Unit
from tests.factories import MembershipFactory, UnitFactory


@pytest.fixture
def admin() -> Membership:
    return MembershipFactory(
        roles=[Role.ADMINISTRATOR], user__full_name="Ada Admin", agency__name="West Mercia Police", agency__code="wm"
    )


@pytest.fixture
def as_admin(client: Client, admin: Membership) -> Client:
    client.force_login(admin.user)
    return client


@pytest.fixture
def msu(admin: Membership) -> Unit:
    return UnitFactory(agency=admin.agency, name="Modern Slavery Unit", kind=UnitKind.MODERN_SLAVERY)


@pytest.fixture
def duty(admin: Membership) -> Unit:
    return UnitFactory(agency=admin.agency, name="Night desk", kind=UnitKind.CONTROL_ROOM)
