"""One case, and whoever opens it next. Everything goes through the way of the journey: a mouse, a finger, or keys."""

import os
import re
from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

from agencies.models import Membership
from referrals.decisions.actions.sending import record_sending
from referrals.enums import Route
from referrals.models import NotificationText, Referral
from tests.browser import assert_accessible, assert_fits, let_in
from tests.factories import actor_of
from tests.journeys.conftest import WAYS, Way
from tests.lodging.factories import Force, lodged, ready


class Walk:
    def __init__(self, force: Force, another: Callable[[], Page], base_url: str, way: Way) -> None:
        self.force, self.another, self.base_url, self.way = force, another, base_url, way
        self.page: Page
        self.reference = ""

    def begin(self, route: Route, *, sent: bool = False) -> None:
        """It arrived three days ago."""
        at = timezone.now() - timedelta(days=3)
        referral = lodged(ready(self.force.officer, route), self.force.officer, at=at)
        NotificationText.objects.filter(referral=referral).update(version=1, checked_version=1)
        self.reference = referral.reference
        if sent:
            facts = {"route": route, "sent_at": at, "sent_by": "x", "home_office_reference": "NRM-1"}
            record_sending(referral.pk, **facts, by=actor_of(self.force.manager), at=at)

    @property
    def case(self) -> Referral:
        return Referral.objects.get(reference=self.reference)

    @property
    def status(self) -> str:
        return self.case.status

    # Going

    def come(self, who: Membership) -> None:
        self.page = self.another()
        let_in(self.page, who.user, self.base_url)

    def go(self, address: str) -> None:
        self.page.goto(address)
        self.look(address)

    def open(self, path: str) -> None:
        self.go(f"/referrals/{self.reference}/{path}")

    def look(self, named: str = "") -> None:
        """Where no script runs, the examiner cannot run either; by keyboard it is the page as at a desk."""
        expect(self.page.locator("h1")).to_have_count(1)
        assert "Given" not in self.page.title()
        if folder := os.environ.get("SHOTS"):
            width = (self.page.viewport_size or {"width": 0})["width"]
            name = re.sub(r"\W+", "-", named.replace(self.reference or "-", "")) or "page"
            self.page.screenshot(path=f"{folder}/{name}-{width}-{self.way.scripts}.png", full_page=True)
        if self.way in WAYS[:2]:
            assert_fits(self.page)
            assert_accessible(self.page)

    def says(self, text: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(text)

    # Doing

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.way.hands.press(self.page.get_by_role("button", name=re.compile(name)).first)

    def choose(self, label: str) -> None:
        self.way.hands.choose(self.page.get_by_label(label, exact=True))

    def fill(self, name: str, text: str) -> None:
        self.way.hands.fill(self.named(name), text)

    def fill_day(self, name: str, day: date) -> None:
        for part in ("day", "month", "year"):
            self.fill(f"{name}_{part}", str(getattr(day, part)))

    def named(self, name: str) -> Locator:
        return self.page.locator(f"main [name={name}]")

    # What several lives share

    def take_next(self) -> None:
        self.go("/")
        self.press("^Take the next case")
        expect(self.page).to_have_url(re.compile(f"/referrals/{self.reference}/"))
        self.look("case")

    def send(self) -> None:
        self.open("sending/")
        self.fill("sent_time", "00:00")
        self.fill("home_office_reference", "NRM-1")
        self.press("^Record that it was sent")

    def copy(self, label: str, *, reasons: str = "", other: str = "", answer_by: date | None = None) -> None:
        """From the letter, as far as the page that shows what saving does."""
        self.open("home-office/")
        self.choose(label)
        if other:
            self.choose(other)
        self.choose("Single Competent Authority")
        self.fill_day("decided_on", localdate())
        self.fill("reference", "NRM-1")
        if reasons:
            self.fill("reasons", reasons)
        if answer_by:
            self.fill_day("answer_by", answer_by)
        self.press("^Go on: see what saving does")
        expect(self.page.get_by_role("heading", name="What saving this does")).to_be_visible()
        self.look("what-saving-does")

    def save(self, status: str) -> None:
        self.press("^Save ")
        self.says("What the Home Office decided is recorded.")
        assert self.status == status

    def read_again(self) -> None:
        """By a second person: the last thing that the Home Office decided."""
        self.open(f"home-office/{self.case.decisions.latest('pk').pk}/read/")
        self.choose("Yes, as it was recorded")
        self.press("^I have read the letter")

    def answer_approval(self) -> None:
        self.open(f"approval/{self.case.approvals.get(answered_at=None).pk}/")
        self.choose("I approve it")
        self.press("^Answer")

    def record_crime(self) -> None:
        self.open("tracks/crime/")
        self.choose("A crime is recorded")
        self.fill("reference", "22/98765/26")
        self.way.hands.fill(self.named("force_code").last, "West Mercia Police")
        now = timezone.localtime() - timedelta(minutes=5)
        self.fill_day("made_on", now.date())
        self.fill("made_time", f"{now:%H:%M}")
        self.fill("reason", "The report was passed on late.")
        self.press("^Record it")
        self.says("22/98765/26")
