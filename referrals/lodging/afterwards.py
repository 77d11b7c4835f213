"""What may be done with a case after it was lodged, and if not, why.

Three things are never one another: a draft is discarded, an adult withdraws from the NRM, and the Home Office is told
of an error. A child's case is taken back by nobody.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from referrals.dossier import Dossier
from referrals.enums import Route, Status, SupplementKind
from referrals.rules.route import Routing
from referrals.rules.workflow import IN_THE_NRM
from victims.enums import AgeGroup

ADDED = {SupplementKind.ADDITION, SupplementKind.CORRECTION}
COUNTS_AS_CHILD = {AgeGroup.CHILD, AgeGroup.UNSURE}

NOT_LODGED = "This was not passed on. While it is a draft, answer its sections; when it was discarded, it stays so."
NOT_TAKEN_ON = "Nobody has taken on this concern yet. A first responder of the force does that first."
A_CHILD_IS_REFERRED = (
    "They count as a child, and a child never goes by Duty to Notify. Refer them. "
    "If a notification went by mistake, tell the Home Office of the error."
)
NOT_CHECKED = (
    "Nobody has checked the text of this notification yet. A second person reads it before it is sent, "
    "because it must not identify anybody."
)
IN_THE_FUTURE = "The time of sending cannot be in the future."
SENT_WITH_GAPS = "Sent as it was. What is known later is added"
NOTHING_SENT_YET = "Nothing was sent to the Home Office yet, so there is nothing to put right there. Add a correction."
A_CHILD_CANNOT_WITHDRAW = (
    "They count as a child. A child’s referral cannot be withdrawn, neither by the child nor by whoever referred them. "
    "If something in it is wrong, tell the Home Office of the error."
)
NOT_IN_THE_NRM = (
    "They are not in the NRM, so there is nothing to withdraw from. "
    "If they change their mind before it is sent, record their decision instead."
)
NO_CONCERN = "This is no concern that waits for a first responder."
TAKEN_ON = "Somebody took this on meanwhile."


@dataclass(frozen=True)
class Facts:
    status: Status
    age: AgeGroup | None
    is_concern: bool
    is_adopted: bool
    is_text_checked: bool

    @property
    def counts_as_child(self) -> bool:
        return self.age in COUNTS_AS_CHILD


def facts_of(dossier: Dossier, at: datetime) -> Facts:
    referral = dossier.referral
    return Facts(
        status=Status(referral.status),
        age=dossier.age(localdate(at)),
        is_concern=referral.is_concern,
        is_adopted=referral.adopted_at is not None,
        is_text_checked=dossier.notification_text.is_checked,
    )


def reason_not_to_record_sending(
    facts: Facts, *, showed: Route, now: Routing, sent_at: datetime, at: datetime
) -> str | None:
    """`showed` is the route on the page from which it was sent; `now` is the one that holds."""
    if facts.is_concern and not facts.is_adopted:
        return NOT_TAKEN_ON
    if facts.counts_as_child and showed.is_notification:
        return A_CHILD_IS_REFERRED
    if showed != now.route:
        return (
            f"The route is now “{now.route.label}”, because {now.reason}. The page showed “{showed.label}”. "
            "Look at what was sent before you record it."
        )
    if now.route == Route.NOTIFY_ANONYMOUS and not facts.is_text_checked:
        return NOT_CHECKED
    return IN_THE_FUTURE if sent_at > at else None


def reason_not_to_report_error(*, is_sent: bool) -> str | None:
    return None if is_sent else NOTHING_SENT_YET


def reason_not_to_withdraw(facts: Facts) -> str | None:
    if facts.counts_as_child:
        return A_CHILD_CANNOT_WITHDRAW
    return None if facts.status in IN_THE_NRM else NOT_IN_THE_NRM


def reason_not_to_adopt(*, is_concern: bool, is_adopted: bool) -> str | None:
    if not is_concern:
        return NO_CONCERN
    return TAKEN_ON if is_adopted else None
