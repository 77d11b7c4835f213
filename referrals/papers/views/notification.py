"""A notification: what goes out, the new text, and the second person who reads it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from agencies.enums import Permission
from agencies.pages import Request, carry_out
from agencies.refusals import Refused
from referrals.dossier import Dossier, dossier_of
from referrals.intake.forms.masked import masked
from referrals.lookups import get_referral
from referrals.papers import actions
from referrals.papers.forms import CheckForm, NotificationForm
from referrals.papers.giveaways import sentence
from referrals.papers.notification import NotificationFacts, content, reason_not_to_notify
from referrals.papers.queries import notification_of
from referrals.papers.views.sending import say_why_not, send_paper


@require_http_methods(["GET", "POST"])
def write(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.MAKE_PAPERS)
    dossier = dossier_of(referral)
    if problem := reason_not_to_notify(dossier.routing(localdate()).route):
        return say_why_not(request, referral, Refused(problem))
    form = NotificationForm(request.POST or None, dossier.notification_text)
    if carry_out(form, actions.write_notification, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "Saved.")
        return redirect("notification", reference=referral.reference)
    as_saved_now = dossier_of(referral) if form.non_field_errors() else dossier
    return render(request, "papers/notification.html", {**_about(as_saved_now), "form": form})


@require_http_methods(["GET", "POST"])
def check(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.CHECK_NOTIFICATION)
    dossier = dossier_of(referral)
    if problem := reason_not_to_notify(dossier.routing(localdate()).route):
        return say_why_not(request, referral, Refused(problem))
    form = CheckForm(request.POST or None)
    if carry_out(form, actions.check_notification, referral.pk, by=request.actor, at=timezone.now()):
        return redirect("notification-check", reference=referral.reference)
    about = {**_about(dossier), "is_writer": dossier.notification_text.written_by_id == request.user.pk}
    return render(request, "papers/check.html", {**about, "form": form})


@require_GET
def paper(request: Request, reference: str) -> HttpResponseBase:
    """Its name in a folder of downloads says nothing either."""
    return send_paper(request, reference, actions.make_notification, "notification.pdf")


def _about(dossier: Dossier) -> dict[str, Any]:
    notification = notification_of(dossier, localdate())
    return {
        "referral": dossier.referral,
        "dossier": dossier,
        "is_named": notification.facts.named is not None,
        "rows": content(_masked(notification.facts)),
        "saved": dossier.notification_text,
        "text": notification.standing,
        "found": sentence(notification.found) if notification.found else "",
    }


def _masked(facts: NotificationFacts) -> NotificationFacts:
    """On a page, addresses stay masked. They stand on the paper, and making that is recorded."""
    if facts.named is None:
        return facts
    named = replace(facts.named, email=masked(facts.named.email), address=masked(facts.named.address))
    return replace(facts, named=named)
