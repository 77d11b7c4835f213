"""The browser of the tests. It comes from the distribution, so only root can fetch it."""

import os
import shutil

from embedded.progress import tell
from embedded.tools import quietly

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def install_chromium() -> None:
    """Without it the browser's tests are skipped, loudly; so a failure here is not the end."""
    if find_chromium() or os.geteuid() or not shutil.which("apt-get"):
        return
    tell("Installing Chromium for the browser's tests")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    if quietly(["apt-get", "update"], quiet):
        quietly(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], quiet)
