"""What there is on paper, and the page from which a case is copied into the Home Office form."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from agencies.refusals import NotAllowed, Refused
from referrals.dossier import dossier_of
from referrals.lookups import get_referral
from referrals.papers import actions
from referrals.papers.notification import reason_not_to_notify
from referrals.papers.pack import reason_not_to_pack
from referrals.papers.queries import notification_of
from referrals.papers.question_sheet import question_sheet as questions
from referrals.papers.referrer_copy import reason_not_to_copy
from referrals.papers.typesetting import typeset
from referrals.papers.views.sending import as_pdf, say_why_not, send_paper


@require_GET
def index(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.MAKE_PAPERS)
    dossier = dossier_of(referral)
    today = localdate()
    routing = dossier.routing(today)
    may_check = access.may(request.actor, Permission.CHECK_NOTIFICATION, referral.relations_to(request.actor))
    shown = {
        "referral": referral,
        "dossier": dossier,
        "routing": routing,
        "no_pack": reason_not_to_pack(routing.route),
        "no_notification": reason_not_to_notify(routing.route),
        "no_copy": reason_not_to_copy(dossier),
        "text": notification_of(dossier, today).standing if routing.route.is_notification else None,
        "may_check": may_check,
        "has_been_sent": bool(dossier.sendings),
    }
    return render(request, "papers/index.html", shown)


@require_GET
@never_cache
def copy_across(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.MAKE_PAPERS)
    try:
        sheet = actions.lay_out_for_copying(referral.pk, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        return say_why_not(request, referral, refusal)
    return render(request, "papers/copy_across.html", {"referral": referral, "sheet": sheet})


@require_GET
def pack(request: Request, reference: str) -> HttpResponseBase:
    return send_paper(request, reference, actions.make_pack, "{}-pack.pdf")


@require_GET
def referrer_copy(request: Request, reference: str) -> HttpResponseBase:
    return send_paper(request, reference, actions.make_referrer_copy, "{}-copy.pdf")


@require_GET
def question_sheet(request: Request) -> HttpResponseBase:
    """Of no case, so for anybody who has signed in."""
    now = timezone.now()
    return as_pdf(typeset("question-sheet", questions(now), now), "question-sheet.pdf")
