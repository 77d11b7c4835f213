"""On the case: how long it is kept, what holds it, and erasing it. Beside that, what is due and what is gone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request, carry_out, tried
from referrals.casework.lookups import get_case
from referrals.casework.views.showing import posted, show
from referrals.models import Referral
from referrals.retention import actions, queries, rules
from referrals.retention.forms import EndHoldForm, EraseForm, HoldForm, RefuseForm, ReviewForm

both = require_http_methods(["GET", "POST"])


@both
def retention(request: Request, reference: str) -> HttpResponse:
    referral = _case(request, reference)
    form, now = ReviewForm(posted(request)), timezone.now()
    if carry_out(form, actions.review, referral.pk, by=request.actor, at=now):
        messages.success(request, "It is kept. The day of the next review stands below.")
        return redirect("retention", reference=referral.reference)
    facts = queries.facts_of(referral, now)
    about = {
        "form": form,
        "facts": facts,
        "is_due": bool(facts.review_on and facts.review_on <= localdate()),
        "has_ended": facts.status in rules.ENDED,
        "reviews": list(queries.reviews_of(referral)),
        "holds": list(queries.holds_of(referral)),
        "asked": queries.asked(referral),
    }
    return show(request, "retention/retention", referral, "access", **about)


@both
def hold(request: Request, reference: str) -> HttpResponse:
    referral = _case(request, reference)
    form = HoldForm(posted(request))
    if carry_out(form, actions.place_hold, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "It is held: nothing of it is erased, taken out or written over.")
        return redirect("retention", reference=referral.reference)
    return show(request, "retention/hold", referral, "access", form=form, back=_back(referral))


@both
def end_hold(request: Request, reference: str, pk: int) -> HttpResponse:
    referral = _case(request, reference)
    found = get_object_or_404(queries.holds_of(referral), pk=pk)
    form = EndHoldForm(posted(request))
    if carry_out(form, actions.end_hold, referral.pk, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The hold has ended.")
        return redirect("retention", reference=referral.reference)
    return show(request, "retention/end_hold", referral, "access", form=form, hold=found, back=_back(referral))


@both
def erase(request: Request, reference: str) -> HttpResponse:
    """Asking for it, or, where it was asked, answering. Either way what would go is shown first."""
    referral = _case(request, reference)
    if queries.asked(referral):
        return _answer(request, referral)
    form = EraseForm(posted(request))
    if carry_out(form, actions.ask_to_erase, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "Another supervisor is asked. Nothing is erased until they agree.")
        return redirect("retention", reference=referral.reference)
    about = {"form": form, "gone": queries.what_would_go(referral), "back": _back(referral)}
    return show(request, "retention/erase", referral, "access", **about)


def _answer(request: Request, referral: Referral) -> HttpResponse:
    form = RefuseForm(request.POST if "refuse" in request.POST else None)
    if "erase" in request.POST and tried(request, actions.approve, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, f"{referral.reference} is erased. What is left of it stands here.")
        return redirect("erased")
    if carry_out(form, actions.refuse, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "It is not erased. Whoever asked is told.")
        return redirect("retention", reference=referral.reference)
    found = queries.asked(referral)
    about = {
        "form": form,
        "asked": found,
        "is_mine": bool(found and found.asked_by_id == request.actor.user_id),
        "gone": queries.what_would_go(referral),
        "back": _back(referral),
    }
    return show(request, "retention/answer", referral, "access", **about)


@require_GET
def due(request: Request) -> HttpResponse:
    _require(request)
    after = request.GET.get("after", "")
    page = queries.list_due(request.actor, after, timezone.now())
    return render(request, "retention/due.html", {"page": page, "is_further": bool(after), "least": rules.LEAST})


@require_GET
def erased(request: Request) -> HttpResponse:
    _require(request)
    after = request.GET.get("after", "")
    page = queries.list_erasures(request.actor, after)
    return render(request, "retention/erased.html", {"page": page, "is_further": bool(after)})


def _require(request: Request) -> None:
    if not access.may_at_all(request.actor, Permission.APPROVE):
        raise PermissionDenied


def _case(request: Request, reference: str) -> Referral:
    return get_case(request, reference, "retention.opened", Permission.APPROVE)


def _back(referral: Referral) -> str:
    return reverse("retention", kwargs={"reference": referral.reference})
