"""A draft: begun, looked at as a list of its sections, named, and joined by somebody found with them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request, carry_out
from agencies.refusals import NotAllowed, Refused
from notifications.inbox.told import who_was_told
from referrals.dossier import dossier_of
from referrals.enums import Route, SectionStatus
from referrals.intake import actions, queries
from referrals.intake.forms.label import LabelForm
from referrals.intake.keeping import keeping_of
from referrals.lookups import get_referral
from referrals.models import Referral

WHAT_LEADS_WHERE = [
    (
        "Under 18, or not certain",
        Route.CHILD.label,
        "Referred, whatever they wish. The council and the guardian service are told.",
    ),
    ("18 or over, says yes", Route.ADULT.label, "Referred to the National Referral Mechanism."),
    (
        "18 or over, lacks capacity",
        Route.BEST_INTERESTS.label,
        "Only after a recorded decision in their best interests.",
    ),
    (
        "18 or over, says no",
        Route.NOTIFY_ANONYMOUS.label,
        "The Home Office is told without anything that identifies them.",
    ),
    (
        "18 or over, says no, agrees to be named",
        Route.NOTIFY_NAMED.label,
        "Told with their name. Only with their own, recorded yes to that.",
    ),
    (
        "18 or over, cannot be asked or found",
        Route.NOTIFY_ANONYMOUS.label,
        "Told without anything that identifies them.",
    ),
    ("18 or over, wants time", Route.WAIT.label, "Nothing is sent. Somebody asks again."),
    (
        "18 or over, says no to an organisation not bound by section 52",
        Route.ADVICE_ONLY.label,
        "Nothing is sent to the Home Office.",
    ),
]


@require_POST
def start(request: Request) -> HttpResponse:
    referral = actions.start(by=request.actor, at=timezone.now())
    if "urgent" in request.POST:
        return redirect("urgent", reference=referral.reference)
    return redirect("section", reference=referral.reference, code="danger")


def tasks(request: Request, referral: Referral) -> HttpResponse:
    """The list of sections: of a draft, or of one lodged as urgent that still has gaps."""
    today = localdate()
    dossier = dossier_of(referral)
    found = queries.tasks_of(dossier, today)
    shown = {
        "referral": referral,
        "dossier": dossier,
        "routing": dossier.routing(today),
        "groups": queries.grouped(found),
        "done": sum(task.status == SectionStatus.DONE for task in found),
        "total": len(found),
        "go_on": queries.to_go_on_with(found, dossier),
        "together": queries.found_together(referral, request.actor),
        "keeping": keeping_of(referral) if referral.is_draft else None,
        "told": []
        if referral.is_draft
        else who_was_told(referral.reference, at=timezone.now(), reader=request.user.pk),
        "may_discard": access.may(request.actor, Permission.DISCARD_DRAFT, referral.relations_to(request.actor)),
    }
    return render(request, "intake/tasks.html", shown)


@require_GET
def routes(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.SEE_REFERRAL)
    shown = {
        "referral": referral,
        "routing": dossier_of(referral).routing(localdate()),
        "head": ["They are", "Route", "What that means"],
        "rows": WHAT_LEADS_WHERE,
    }
    return render(request, "intake/routes.html", shown)


@require_http_methods(["GET", "POST"])
def rename(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.ANSWER_REFERRAL)
    form = LabelForm(request.POST or None, initial={"label": referral.label})
    if carry_out(form, actions.rename, referral.pk, by=request.actor, at=timezone.now()):
        return redirect(referral)
    return render(request, "intake/rename.html", {"referral": referral, "form": form})


@require_POST
def add_person(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.ANSWER_REFERRAL)
    try:
        added = actions.add_person(referral.pk, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(referral)
    return redirect("section", reference=added.reference, code="person")
