"""Saturday, 23:40: an urgent referral of a child. The night unit does not answer, and it climbs until somebody does."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from agencies.models import User
from config.celery import app
from notifications.actions import climb
from notifications.enums import Sending
from notifications.models import Call, Message, Notice
from notifications.routing import demonstration
from tests.browser import DESK, PHONE, assert_accessible, assert_fits, let_in
from tests.deployment.production import wait
from tests.journeys.conftest import Way
from tests.journeys.test_intake import URGENT, found_reference
from tests.notifications.house import NIGHT
from tests.notifications.smtp import Box, mail_server
from tests.notifications.workers import wait_as_a_site_does

pytestmark = pytest.mark.django_db(transaction=True)

DEAD = "duty-inspector@westmercia.example"
Person = Callable[[str], Page]


@pytest.fixture(params=[Way("at a desk", DESK), Way("on a phone", PHONE)], ids=lambda way: way.name)
def way(request: pytest.FixtureRequest) -> Way:
    chosen: Way = request.param
    return chosen


@pytest.fixture
def night() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NIGHT, tick=True) as traveller:
        call_command("load_demo", verbosity=0)
        demonstration.load(at=NIGHT)
        yield traveller


@pytest.fixture
def person(another: Callable[[], Page], base_url: str) -> Person:
    def come_in(name: str) -> Page:
        page = another()
        let_in(page, User.objects.get(email=f"{name}@westmercia.example"), base_url)
        return page

    return come_in


def pass_on_urgently(page: Page) -> str:
    page.goto("/")
    page.get_by_role("button", name=re.compile("urgent", re.IGNORECASE)).click()
    for name, value in {**URGENT, "age_now": "child"}.items():
        box = page.locator(f'[name$="{name}"]')
        if box.first.get_attribute("type") == "radio":
            page.locator(f'[name$="{name}"][value="{value}"]').first.check()
        else:
            box.first.fill(value)
    page.get_by_role("button", name=re.compile("^(Send|Pass)")).first.click()
    expect(page).to_have_url(re.compile("/lodged/$"))
    return found_reference(page.url)


def everything_is_told() -> bool:
    is_waiting = Notice.objects.filter(delivered_at=None, given_up_at=None).exists()
    return not is_waiting and not Message.objects.filter(outcome=Sending.WAITING, attempts=0).exists()


def climb_after(night: time_machine.Traveller, minutes: int) -> None:
    night.move_to(NIGHT + timedelta(minutes=minutes), tick=True)
    app.send_task("notifications.climb")
    rung = minutes // 15
    wait(lambda: Call.objects.get().rung == rung)
    wait_as_a_site_does(everything_is_told)


def test_a_childs_urgent_referral_climbs_until_somebody_has_it(
    night: time_machine.Traveller, person: Person, celery_live: object, settings: Settings
) -> None:
    with mail_server(settings, box=Box(refuses={DEAD: "550 no such mailbox"})) as box:
        officer = person("officer")
        reference = pass_on_urgently(officer)
        wait_as_a_site_does(everything_is_told)
        inspector = person("inspector")
        inspector.goto("/notifications/")
        expect(inspector.get_by_role("main")).to_contain_text(f"An urgent referral has arrived: {reference}")
        expect(inspector.get_by_role("main")).to_contain_text("If nobody answers by 23:55 it goes to")
        assert_accessible(inspector)
        assert_fits(inspector)

        climb_after(night, 16)
        climb_after(night, 32)
        manager = person("manager")
        manager.goto("/")
        manager.get_by_role("link", name=re.compile("Say you have it")).first.click()
        manager.get_by_role("button", name=re.compile("^I have it")).first.click()
        expect(manager.get_by_role("main")).to_contain_text(f"You have it: {reference}. It climbs no further.")

        officer = person("officer")
        officer.goto(f"/referrals/{reference}/")
        told = officer.get_by_role("main")
        expect(told).to_contain_text("Duty inspector, nights and weekends: an urgent referral has arrived")
        expect(told).to_contain_text("Nobody answered by 23:56, so the duty supervisor was told.")
        expect(told).to_contain_text("DC Priya Raman has it, since")
        assert_accessible(officer)
        assert_fits(officer)

        administrator = person("admin")
        administrator.goto("/")
        administrator.get_by_role("link", name=re.compile("that did not get through")).first.click()
        dead = administrator.get_by_role("row", name=re.compile("mailbox"))
        expect(dead).to_contain_text("The address was refused (SMTPRecipientsRefused 550)")
        expect(dead).to_contain_text(reference)
        assert_accessible(administrator)
        assert_fits(administrator)

        box.refuses.clear()
        dead.get_by_role("button", name=re.compile("^Try now")).click()
        expect(administrator.get_by_role("main")).to_contain_text("It is tried again now.")
        wait(lambda: DEAD in box.recipients)
        wait(lambda: not Message.objects.filter(outcome=Sending.ADDRESS_REFUSED).exists())
        climb_after_nothing(night)


def climb_after_nothing(night: time_machine.Traveller) -> None:
    """An hour later: whoever has it is not bothered, and nobody else is."""
    before = Notice.objects.count()
    night.move_to(NIGHT + timedelta(hours=2), tick=True)
    assert climb(at=timezone.now()) == 0
    assert (Call.objects.get().rung, Notice.objects.count()) == (2, before)
