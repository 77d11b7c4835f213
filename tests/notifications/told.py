"""Somebody is told of a case, and looks at what reached them."""

import re
from datetime import datetime

from notifications.actions import post
from notifications.delivery import deliver
from notifications.enums import NoticeKind
from notifications.models import InboxItem, Notice
from referrals.models import Referral
from tests.notifications.house import NIGHT, waiting

ADDED, PASSED_ON, URGENT = NoticeKind.ADDED_TO, NoticeKind.LODGED, NoticeKind.LODGED_URGENT


def tell(
    kind: NoticeKind, case: Referral | None, *, at: datetime = NIGHT, occasion: str = "x", **facts: object
) -> Notice:
    """Posted, and delivered in the same minute."""
    post(kind, case.reference if case else "", occasion=occasion, at=at, **facts)  # type: ignore[arg-type]
    notice = Notice.objects.latest("pk")
    deliver(waiting(), at=at)
    return notice


def item_of(person: int, kind: NoticeKind | None = None) -> InboxItem:
    """The one that reached this person."""
    found = InboxItem.objects.filter(person=person)
    return (found.filter(notice__kind=kind) if kind else found).get()


def listed(page: str) -> list[str]:
    """The titles of the list, in order, with their references."""
    titles = re.findall(r'app-todo__verb">.*?href="/notifications/items/\d+/">(.+?)</a>', page)
    return [re.sub(r"<[^>]+>", "", title) for title in titles]


def said(page: str) -> str:
    """What a page says, without its marks and with single spaces."""
    main = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
