"""What is said after a case was passed on: who was told, and whose move comes next."""

from dataclasses import dataclass
from datetime import date, datetime

from agencies.models import User
from notifications.enums import NoticeKind
from notifications.models import Notice
from referrals.dossier import Dossier
from referrals.enums import Route
from referrals.models import Deadline, Referral

ABOUT_LODGING = (NoticeKind.LODGED, NoticeKind.LODGED_URGENT)


@dataclass(frozen=True)
class TellingOf:
    """One notice that was really posted. `had_by`: who said that they have it, and since when."""

    name: str
    at: datetime
    had_by: User | None = None
    had_at: datetime | None = None


def told(referral: Referral) -> list[TellingOf]:
    notices = Notice.objects.filter(reference=referral.reference, kind__in=ABOUT_LODGING)
    return [_telling(notice) for notice in notices.select_related("unit", "person", "call__acknowledged_by")]


def _telling(notice: Notice) -> TellingOf:
    call = notice.call
    if call is None or call.acknowledged_by is None:
        return TellingOf(notice.recipient, notice.posted_at)
    return TellingOf(notice.recipient, notice.posted_at, call.acknowledged_by, call.acknowledged_at)


def open_deadlines(dossier: Dossier) -> list[Deadline]:
    return [deadline for deadline in dossier.deadlines if deadline.done_at is None]


def next_sentence(dossier: Dossier, today: date) -> str:
    """What the force does with it, by route."""
    route = dossier.routing(today).route
    if route == Route.WAIT:
        return "Nothing is sent while they think it over. Somebody asks them again."
    if route == Route.ADVICE_ONLY and not dossier.referral.is_concern:
        return "Nothing is sent to the Home Office on this route. The unit decides what else is to be done."
    if dossier.referral.is_concern:
        return "A first responder of the force takes it on, and sends it to the Home Office."
    return "The unit checks it, and it is sent to the Home Office. If something is missing, you are asked here."
