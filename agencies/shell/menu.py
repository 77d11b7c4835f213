"""What stands in the navigation, in order. Whoever may not use an item at all does not see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import get_urlconf, reverse

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission


@dataclass(frozen=True)
class Item:
    label: str
    url_name: str
    permission: Permission | None = None
    # How many are unread stands beside it.
    has_count: bool = False
    # Pages that belong to it, and do not stand below it.
    also: tuple[str, ...] = ()


ITEMS = (
    Item("Home", "home"),
    Item("My referrals", "referrals", Permission.START_REFERRAL),
    Item("Queue", "queue", Permission.SEE_QUEUE),
    Item("Crime records", "crime-records", Permission.SEE_CRIME_RECORDS),
    Item("Shared with us", "shared", Permission.SEE_SHARED),
    Item("Notifications", "notifications", has_count=True),
    Item("Ledger", "ledger", Permission.READ_LEDGER, also=("emergencies",)),
    Item("Colleagues", "colleagues", Permission.SEE_COLLEAGUES),
    Item("Who is told", "routing", Permission.MANAGE_ROUTING, also=("units", "delivery")),
    Item("Agreements", "agreements", Permission.MANAGE_AGREEMENTS),
    Item("Rules about time", "clock-rules", Permission.CHANGE_CLOCK_RULES),
)


def menu(actor: Actor | None) -> list[Item]:
    if actor is None:
        return []
    return [item for item in ITEMS if item.permission is None or access.may_at_all(actor, item.permission)]


@cache
def _addresses(item: Item, urlconf: str | None) -> list[str]:
    """Five times for each page, and always the same."""
    return [reverse(name, urlconf) for name in (item.url_name, *item.also)]


def place(path: str, items: Iterable[Item], belongs_to: str = "") -> tuple[str, str]:
    """Which item a page is or stands below, and what aria-current says of that: "page" or "true".

    `belongs_to`: the item of a page that does not stand below it.
    """
    items = list(items)
    if found := next((item for item in items if path == _addresses(item, get_urlconf())[0]), None):
        return found.url_name, "page"
    above = _item_above(path, items)
    return belongs_to or (above.url_name if above else ""), "true"


def _item_above(path: str, items: Iterable[Item]) -> Item | None:
    """The one below whose pages this one stands, or to which it belongs: the closest of several. Home is above none."""
    known = [(address, item) for item in items for address in _addresses(item, get_urlconf())]
    found = [(len(address), item) for address, item in known if address != "/" and path.startswith(address)]
    return max(found, key=lambda each: each[0])[1] if found else None
