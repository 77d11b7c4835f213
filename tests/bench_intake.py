"""How long intake takes with a hundred thousand cases, beside an empty page for somebody who has signed in."""

import os
import re
import sys
import uuid
from collections.abc import Callable
from typing import Any

import django
import requests

from embedded.database import APPLICATION
from embedded.keys import keys_of
from tests.running.installations import Installation

CASES = 100_000
ROUNDS = 40
EMPTY, EMPTY_PAGE = "/kept/", "an empty page, signed in"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Timed = Callable[[Callable[[], None]], float]


def fill(installation: Installation) -> None:
    installation.manage("generate_referrals", "--count", str(CASES), "--seed", "1")
    installation.as_owner("ANALYZE")


def complete_drafts(installation: Installation, email: str, count: int) -> list[str]:
    """References of drafts in which nothing is missing. Made past the pages, which are not what is measured here."""
    keys = keys_of(installation.data)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DATABASE_URL": installation.database(APPLICATION, keys.application),
        "SECRET_KEY": keys.secret_key,
        "FIELD_KEYS": keys.field_key,
        "DATA_DIR": str(installation.data),
    }
    django.setup()
    from agencies.models import Membership  # noqa: PLC0415 - models exist only once Django was set up
    from tests.home_office.factories import complete_case  # noqa: PLC0415

    officer = Membership.objects.get(user__email=email)
    return [complete_case(by=officer).reference for _ in range(count)]


def measure(installation: Installation, session: requests.Session, email: str, median_ms: Timed) -> dict[str, float]:
    site = f"http://127.0.0.1:{installation.port}"
    fill(installation)
    drafts = complete_drafts(installation, email, ROUNDS + 20)
    one = f"{site}/referrals/{drafts.pop()}"
    typed = iter(range(10_000))
    lodge = Lodging(session, site, drafts)
    return {
        EMPTY_PAGE: median_ms(lambda: ok(session.get(f"{site}{EMPTY}"))),
        "the list of sections": median_ms(lambda: ok(session.get(f"{one}/"))),
        "opening a section": median_ms(lambda: ok(session.get(f"{one}/sections/danger/"))),
        "opening the signs": median_ms(lambda: ok(session.get(f"{one}/sections/signs/"))),
        "saving a section": median_ms(saving(session, one, typed)),
        "checking the answers": median_ms(lambda: ok(session.get(f"{one}/check/"))),
        "my referrals": median_ms(lambda: ok(session.get(f"{site}/referrals/"))),
        "passing a referral on": median_ms(lodge),
    }


def saving(session: requests.Session, one: str, typed: Any) -> Callable[[], None]:
    page = session.get(f"{one}/sections/danger/").text
    sent = {"csrfmiddlewaretoken": TOKEN.findall(page)[0], "page_key": "bench", "then": "list"}

    def save() -> None:
        answer = session.post(
            f"{one}/sections/danger/", {**sent, "safety-whereabouts": f"Place {next(typed)}"}, allow_redirects=False
        )
        assert answer.status_code == 302, answer.status_code

    return save


class Lodging:
    """Each call passes on another draft. The page with its key is fetched beforehand, and only the sending is timed."""

    def __init__(self, session: requests.Session, site: str, drafts: list[str]) -> None:
        self.session = session
        self.token = TOKEN.findall(session.get(f"{site}/referrals/{drafts[0]}/check/").text)[0]
        self.left = [f"{site}/referrals/{reference}/check/" for reference in drafts]

    def __call__(self) -> None:
        sent = {"csrfmiddlewaretoken": self.token, "key": str(uuid.uuid4()), "declared": "on", "then": "lodge"}
        answer = self.session.post(self.left.pop(), sent, allow_redirects=False)
        assert answer.status_code == 302, (answer.status_code, answer.text[:2000])


def ok(answer: requests.Response) -> None:
    assert answer.status_code == 200, (answer.url, answer.status_code)


if __name__ == "__main__":
    sys.exit("Run make bench.")
