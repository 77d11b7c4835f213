"""Waiting for workers as a running site does: what they were not told of, or could not do at once, is swept up."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

from django.utils import timezone

from notifications.sweeping import sweep
from tests.deployment.production import wait


def wait_as_a_site_does(until: Callable[[], bool]) -> None:
    """Every tenth look sweeps, each as if hours had gone by, so that it takes whatever is still waiting."""
    looks = count(1)

    def is_done() -> bool:
        if until():
            return True
        look = next(looks)
        if look % 10 == 0:
            sweep(at=timezone.now() + timedelta(hours=look))
        return False

    wait(is_done)
