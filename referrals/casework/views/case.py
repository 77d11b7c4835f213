"""The page of a case: for those who work on it, its first part; for everybody else, what became of it."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from audit import actions as audit
from audit.enums import Operation
from referrals.casework.queries.summary import summary_of
from referrals.casework.views.showing import show_case
from referrals.dossier import dossier_of
from referrals.intake.parts import Answered
from referrals.lodging.queries.case import contact_details
from referrals.lodging.views.afterwards import case as lodging
from referrals.lookups import get_referral
from referrals.models import Referral


@require_GET
def case(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.SEE_REFERRAL)
    return _summary(request, referral) if _has_casework(request, referral) else lodging.show(request, referral)


@require_POST
def open_contact(request: Request, reference: str) -> HttpResponse:
    """The same page with telephone numbers and addresses in the open. Each opening is on the ledger."""
    referral = get_referral(request, reference, Permission.ADD_TO_REFERRAL)
    audit.record(Operation.CONSULTATION, "contact.shown", referral.reference, by=request.actor, at=timezone.now())
    dossier = dossier_of(referral)
    if not _has_casework(request, referral):
        return lodging.show_contact(request, dossier)
    return _summary(request, referral, contact_details(dossier))


def _has_casework(request: Request, referral: Referral) -> bool:
    may = access.may(request.actor, Permission.SEE_CASEWORK, referral.relations_to(request.actor))
    return referral.is_lodged and may


def _summary(request: Request, referral: Referral, contact: list[Answered] | None = None) -> HttpResponse:
    summary = summary_of(referral, request.actor, timezone.now())
    may_open = Permission.ADD_TO_REFERRAL in summary.case.allowed
    return show_case(request, "casework/summary", summary.case, summary=summary, contact=contact, may_open=may_open)
