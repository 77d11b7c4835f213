import pytest

from referrals.models import Referral
from tests.lodging.factories import Force
from tests.timekeeping.cases import case_of


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def case(force: Force) -> Referral:
    return case_of(force)
