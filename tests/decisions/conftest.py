import pytest

from tests.lodging.factories import Force


@pytest.fixture
def force() -> Force:
    return Force()
