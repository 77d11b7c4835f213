from collections.abc import Iterator

import pytest
import time_machine

from tests.lodging.factories import NOW
from tests.sharing.factories import Sharing


@pytest.fixture
def sharing() -> Sharing:
    return Sharing()


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield
