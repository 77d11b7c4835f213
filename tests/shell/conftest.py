import pytest
from playwright.sync_api import Page

from agencies.enums import Role
from agencies.models import User
from tests.browser import let_in
from tests.factories import MembershipFactory


@pytest.fixture
def officer(db: None) -> User:
    return MembershipFactory(
        user__full_name="PC Dana Whitlock", agency__name="West Mercia Police", roles=[Role.ADMINISTRATOR]
    ).user


@pytest.fixture
def page_of_officer(page: Page, officer: User, base_url: str) -> Page:
    let_in(page, officer, base_url)
    return page
