import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import override_settings

from agencies.access import RECORDERS, UNIT
from agencies.enums import Role
from agencies.shell.menu import menu
from tests.factories import MembershipFactory, UserFactory, actor_of
from tests.shell.reading import Element, read


@pytest.fixture
def frame(client, officer) -> Element:
    client.force_login(officer)
    return read(client.get("/help/").content.decode())


def bar(page: Element) -> str:
    return page.one(css="app-bar").text


def test_every_page_of_somebody_signed_in_is_official_sensitive(frame):
    assert bar(frame) == "OFFICIAL-SENSITIVE PC Dana Whitlock West Mercia Police"


def test_a_page_for_anybody_is_official_and_names_nobody(client, db):
    page = read(client.get("/help/").content.decode())

    assert bar(page) == "OFFICIAL"
    assert page.all(css="govuk-service-navigation__item") == []
    assert page.all(css="app-printed") == []


def test_the_menu_shows_only_what_the_role_may_use(frame, client):
    nobody = MembershipFactory()
    client.force_login(nobody.user)
    theirs = read(client.get("/help/").content.decode())

    assert [item.text for item in frame.all(css="govuk-service-navigation__item")] == [
        "Home",
        "Notifications",
        "Colleagues",
        "Who is told",
        "Agreements",
        "Rules about time",
    ]
    assert [item.text for item in theirs.all(css="govuk-service-navigation__item")] == ["Home", "Notifications"]


@pytest.mark.parametrize("role", Role)
def test_colleagues_are_in_the_menu_of_administrators_alone(role, db):
    actor = actor_of(MembershipFactory(roles=[role]))

    labels = [item.label for item in menu(actor)]

    assert ("Colleagues" in labels) is (role == Role.ADMINISTRATOR)
    assert ("Who is told" in labels) is (role == Role.ADMINISTRATOR)
    assert ("Rules about time" in labels) is (role == Role.ADMINISTRATOR)
    assert ("Agreements" in labels) is (role == Role.ADMINISTRATOR)
    assert ("My referrals" in labels) is (role in RECORDERS)
    assert ("Queue" in labels) is (role in UNIT)


def test_nobody_has_an_empty_menu():
    assert menu(None) == []


def test_somebody_without_an_agency_still_gets_a_page(client, db):
    client.force_login(UserFactory(full_name="Nobody Yet"))

    page = read(client.get("/help/").content.decode())

    assert bar(page) == "OFFICIAL-SENSITIVE Nobody Yet"


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/", ["Home"]),
        ("/notifications/", ["Notifications"]),
        ("/notifications/settings/", ["Notifications"]),
        ("/notifications/routing/", ["Who is told"]),
        ("/notifications/routing/add/", ["Who is told"]),
        ("/notifications/units/", ["Who is told"]),
        ("/notifications/delivery/", ["Who is told"]),
        ("/colleagues/find/", ["Colleagues"]),
        ("/clocks/preview/", ["Rules about time"]),
        ("/sharing/agreements/", ["Agreements"]),
        ("/help/", []),
    ],
)
def test_the_menu_names_one_place_at_most(client, officer, path, where):
    client.force_login(officer)

    page = client.get(path).content.decode()

    assert re.findall(r'aria-current="[^"]+"><strong class="govuk-service-navigation[^>]+>([^<]+)<', page) == where


@pytest.mark.parametrize(
    ("path", "here"), [("/colleagues/", "page"), ("/colleagues/invite/", "true"), ("/help/", None)]
)
def test_the_menu_says_where_one_is(client, officer, path, here):
    client.force_login(officer)

    page = read(client.get(path).content.decode())

    assert page.one("a", css="govuk-service-navigation__link", href="/colleagues/").get("aria-current") == here


def test_paper_says_who_printed_it_and_when(frame):
    said = frame.one(css="app-printed").text

    assert said.startswith("OFFICIAL-SENSITIVE · Printed by PC Dana Whitlock, West Mercia Police, ")
    assert re.search(r" \d{4}, \d\d:\d\d$", said)


@pytest.mark.parametrize("is_practice", [True, False])
def test_practice_says_that_all_is_made_up(client, db, is_practice):
    with override_settings(DEMONSTRATION=is_practice):
        page = read(client.get("/help/").content.decode())

    assert ("All people and cases are made up" in page.text) == is_practice


def test_a_page_without_any_context_errs_on_the_safe_side():
    page = read(render_to_string("500.html"))

    assert bar(page) == "OFFICIAL-SENSITIVE"
    assert "Practice" not in page.text


def test_the_title_says_when_there_is_an_error(client, officer):
    client.force_login(officer)

    fine = read(client.get("/practice/components/").content.decode())
    wrong = read(client.post("/practice/components/", {}).content.decode())

    assert fine.one("title").text == "Components – Modern slavery referrals"
    assert wrong.one("title").text == "Error: Components – Modern slavery referrals"
    assert len(wrong.all(css="govuk-error-summary")) == 1
    assert fine.all(css="govuk-error-summary") == []


@pytest.mark.parametrize(
    ("level", "block"),
    [(constants.SUCCESS, "app-panel"), (constants.INFO, "app-panel"), (constants.ERROR, "app-danger")],
)
def test_what_was_done_is_said_quietly(level, block):
    page = read(render_to_string("base.html", {"messages": [Message(level, "Saved <b>now</b>.")]}))

    said = page.one("main").one(role="status")
    assert said.text == "Saved <b>now</b>."
    assert block in said.classes


def test_every_page_leads_to_help(frame):
    links = {link.text: link["href"] for link in frame.one("footer").all("a")}

    assert links == {
        "999": "tel:999",
        "08000 121 700": "tel:08000121700",
        "Get help": "/help/",
        "Accessibility": "/accessibility/",
        "Privacy": "/privacy/",
    }
    assert frame.all("a")[0]["href"] == f"#{frame.one('main')['id']}"
