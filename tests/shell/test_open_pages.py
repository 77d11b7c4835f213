import importlib

import pytest
from django.test import override_settings
from django.urls import URLPattern

from agencies.shell import urls
from tests.shell.reading import read

OPEN = {
    "/help/": ["999", "101", "08000 121 700", "0800 808 3733", "0800 043 4303"],
    "/accessibility/": ["It has not yet been tested with people who use assistive technology"],
    "/privacy/": ["section 62 of the Data Protection Act 2018", "one keeps you signed in"],
}


@pytest.mark.parametrize("path", OPEN)
def test_anybody_may_read_it(client, db, path):
    response = client.get(path)

    page = read(response.content.decode())
    assert response.status_code == 200
    assert [said for said in OPEN[path] if said not in page.text] == []
    assert len(page.all("h1")) == 1


@pytest.mark.parametrize("path", OPEN)
def test_nothing_can_be_sent_to_it(client, db, path):
    assert client.post(path).status_code == 405


def test_numbers_can_be_dialled(client, db):
    main = read(client.get("/help/").content.decode()).one("main")

    dialled = {link["href"].removeprefix("tel:"): link.text for link in main.all("a")}

    assert {number.replace(" ", "") for number in OPEN["/help/"]} == dialled.keys()
    assert all(number == text.replace(" ", "") for number, text in dialled.items())


@pytest.mark.parametrize("is_practice", [True, False])
def test_the_page_for_developers_exists_only_in_practice(is_practice):
    with override_settings(DEMONSTRATION=is_practice):
        names = {route.name for route in importlib.reload(urls).urlpatterns if isinstance(route, URLPattern)}
    importlib.reload(urls)

    assert ("components" in names) == is_practice


def test_the_page_for_developers_asks_who_is_there(client, db):
    assert client.get("/practice/components/").status_code == 302
