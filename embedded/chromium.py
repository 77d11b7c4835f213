"""The browser of the tests. It comes from the distribution, so only root can fetch it."""

import shutil

from embedded.progress import tell
from embedded.tools import apt_install

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def install_chromium() -> None:
    """Without it the browser's tests are skipped, loudly; so a failure here is not the end."""
    if not find_chromium():
        tell("Chromium is not on PATH: trying to install it for the browser's tests")
        apt_install("chromium")
