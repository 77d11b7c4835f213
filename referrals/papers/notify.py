"""The notification as a paper. Who made it stands in the ledger and not on the paper."""

from typing import Any

from referrals.papers.made import MARKING
from referrals.papers.notification import NotificationFacts, content

ABOUT = {
    False: "This adult is not referred and has not agreed to be named. Nothing here says who they are.",
    True: "This adult is not referred and agreed to have their name on this notification.",
}


def notification_sheet(facts: NotificationFacts) -> dict[str, Any]:
    return {
        "title": "Notification of a potential victim of modern slavery",
        "marking": MARKING,
        "about": ["Modern Slavery Act 2015, section 52.", ABOUT[facts.named is not None]],
        "rows": content(facts),
    }
