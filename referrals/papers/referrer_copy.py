"""What a referrer keeps: what they lodged, its reference, what happens next. Ways to reach the person are masked."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate

from referrals.dossier import Dossier
from referrals.enums import Route
from referrals.intake.page import SectionPage
from referrals.intake.sections import SECTIONS
from referrals.papers.made import MARKING, Made, moment, standing

OPTIONAL = " (optional)"
NOT_LODGED = "This was not passed on yet, so there is nothing to keep a copy of."
REFERRED = "Our unit checks it and sends it to the Home Office. The Home Office aims to answer within 5 working days."
NOTIFIED = (
    "Our unit checks it and notifies the Home Office. No decision and no support follow from that. "
    "If they change their mind they can still be referred."
)
NEXT = {
    Route.CHILD: REFERRED,
    Route.ADULT: REFERRED,
    Route.BEST_INTERESTS: REFERRED,
    Route.NOTIFY_NAMED: NOTIFIED,
    Route.NOTIFY_ANONYMOUS: NOTIFIED,
    Route.ADVICE_ONLY: "Nothing is sent to the Home Office. Our unit advises you about safeguarding and support.",
    Route.WAIT: "Nothing is sent while they think. Somebody asks them again.",
    Route.UNKNOWN: "Our unit asks you for what is still needed to know which way this goes.",
}
ALWAYS = (
    "Quote the reference whenever you ask. What you learn now can be added; what was passed on is not changed.",
    "Keep this paper as you would the case. Never e-mail it. Destroy it when you need it no longer.",
)


def reason_not_to_copy(dossier: Dossier) -> str | None:
    return None if dossier.referral.is_lodged else NOT_LODGED


def referrer_sheet(dossier: Dossier, made: Made) -> dict[str, Any]:
    referral = dossier.referral
    routing = dossier.routing(localdate(made.at))
    return {
        "title": f"Your copy of referral {referral.reference}",
        "marking": MARKING,
        "reference": referral.reference,
        "standing": standing(dossier),
        "made": str(made),
        "lodged": f"Passed to {referral.force} on {moment(referral.lodged_at)}." if referral.lodged_at else "",
        "route": f"{routing.route.label}. Because {routing.reason}.",
        "next": [NEXT[routing.route], *ALWAYS],
        "sections": list(_sections(dossier)),
    }


def _sections(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for section in SECTIONS:
        answers = [
            (answer.label.removesuffix(OPTIONAL), answer.text) for answer in SectionPage(section.parts, dossier).answers
        ]
        if answers:
            yield {"title": section.title, "rows": answers}
