"""Programs that tests use and no lock can hold. They come from the distribution, so only root fetches them."""

import shutil

from embedded.progress import tell
from embedded.tools import apt_install

# The first has no window to draw, and so takes two thirds of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# The program, and the package that brings it.
OTHERS = {"clamd": "clamav-daemon", "clamdscan": "clamdscan"}


def find_chromium() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def install_what_tests_want() -> None:
    """Without them some tests are skipped, loudly; so a failure here is not the end."""
    for package in (package for program, package in OTHERS.items() if not shutil.which(program)):
        tell(f"Some tests want {package}: trying to install it")
        apt_install(package)
    if not shutil.which(BROWSERS[0]):
        tell(f"The tests are quicker with {BROWSERS[0]}: trying to install it")
        apt_install(BROWSERS[0])
    if not find_chromium():
        apt_install("chromium")
