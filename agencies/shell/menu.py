"""What stands in the navigation, in order. Whoever may not use an item at all does not see it."""

from dataclasses import dataclass

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission


@dataclass(frozen=True)
class Item:
    label: str
    url_name: str
    permission: Permission | None = None


ITEMS = (
    Item("Home", "home"),
    Item("My referrals", "referrals", Permission.START_REFERRAL),
    Item("Queue", "queue", Permission.SEE_QUEUE),
    Item("Colleagues", "colleagues", Permission.SEE_COLLEAGUES),
)


def menu(actor: Actor | None) -> list[Item]:
    if actor is None:
        return []
    return [item for item in ITEMS if item.permission is None or access.may_at_all(actor, item.permission)]
