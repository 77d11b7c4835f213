"""Every address of the site, walked: nobody gets further than sign-in unless the page is on the list."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agencies.doors import open_pages

pytestmark = pytest.mark.django_db

SAMPLES = {
    "int": "1",
    "str": "something",
    "slug": "something",
    "path": "something",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or "", "/" + sample(route)


def sample(route: str) -> str:
    """An address that fits. Routes written as expressions get the first of their choices, and digits."""
    route = re.sub(r"(?<!P)<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], route)
    route = re.sub(r"\(\?P<\w+>\\d[^)]*\)", "1", route)
    route = re.sub(r"\(\?P<\w+>\[[^)]*\)", "something", route)
    route = re.sub(r"\(\?P<\w+>(\w+)\|[^)]*\)", r"\1", route)
    return route.replace("^", "").replace("$", "")


ALL = sorted(addresses(get_resolver()))
CLOSED = [(name, address) for name, address in ALL if name not in open_pages.OPEN_TO_ANYONE]


def test_every_address_has_a_name_that_the_ledger_can_hold() -> None:
    assert [address for name, address in ALL if not 0 < len(name) <= 40] == []


def test_no_two_addresses_have_the_same_name() -> None:
    """A link made by its name would lead to the other."""
    names = [name for name, _ in ALL]

    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "address"), CLOSED)
def test_whoever_has_not_signed_in_is_sent_to_sign_in(client: Client, method: str, name: str, address: str) -> None:
    response = getattr(client, method)(address)

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={address}"


def test_the_open_pages_are_these_and_no_others() -> None:
    known = {name for name, _ in ALL}

    assert known & open_pages.OPEN_TO_ANYONE == {
        "accessibility",
        "account_login",
        "account_logout",
        "forgotten-password",
        "get-help",
        "healthz",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "openid_connect_callback",
        "openid_connect_login",
        "practice-mail",
        "privacy",
        "readyz",
        "take-link",
        "use-link",
    }


def test_lists_name_no_page_that_does_not_exist() -> None:
    assert open_pages.NEVER_KEPT - {name for name, _ in ALL} == set()


def test_no_page_of_the_doors_keeps_what_is_typed_there() -> None:
    doors = {name for name, address in ALL if address.startswith(("/account/", "/session/", "/acting-for/", "/kept/"))}

    assert doors - open_pages.NEVER_KEPT == set()
