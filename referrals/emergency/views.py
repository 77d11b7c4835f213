"""For whoever cannot wait: asking for a case, and reading it for an hour. For whoever reviews: what was opened."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request, carry_out
from audit import actions as audit
from audit.enums import Operation
from referrals.dossier import dossier_of
from referrals.emergency import actions, queries
from referrals.emergency.forms import OpenForm
from referrals.ledger.forms import ReviewForm
from referrals.models import EmergencyOpening
from referrals.rules.reference import read_reference
from referrals.sharing.queries import parts
from referrals.sharing.rules import SECTIONS

both = require_http_methods(["GET", "POST"])


@both
def ask(request: Request) -> HttpResponse:
    _require(request, Permission.OPEN_IN_EMERGENCY)
    now = timezone.now()
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (open_already := _open_now(request, form.cleaned_data["reference"])):
        return redirect(open_already)
    if carry_out(form, actions.open_case, by=request.actor, at=now):
        return redirect("emergency-case", reference=read_reference(form.cleaned_data["reference"]))
    openings = queries.open_now(request.actor, now).order_by("ends_at", "pk")
    return render(request, "emergency/ask.html", {"form": form, "openings": openings})


@require_GET
def case(request: Request, reference: str) -> HttpResponse:
    """To read only. The page goes away by itself when the hour is over."""
    _require(request, Permission.OPEN_IN_EMERGENCY)
    found = _open_now(request, reference)
    if found is None:
        ended = EmergencyOpening.objects.filter(
            person=request.actor.user_id, agency=request.actor.agency_id, referral__reference=read_reference(reference)
        ).first()
        if ended is None:
            raise Http404
        messages.info(
            request, f"Your hour ended at {localtime(ended.ends_at):%H:%M}. You can ask again, with a reason."
        )
        return redirect("emergency")
    now, referral = timezone.now(), found.referral
    shown = [f"part:{code}" for code in SECTIONS]
    audit.record(Operation.CONSULTATION, "emergency.looked", referral.reference, by=request.actor, at=now, shown=shown)
    left = max(1, round((found.ends_at - now).total_seconds()))
    read = parts(dossier_of(referral), SECTIONS, masked=())
    about = {"opening": found, "parts": read, "empty": [part.title for part in read if not part.lines]}
    response = render(request, "emergency/case.html", about)
    response["Refresh"] = str(left + 1)
    return response


@require_GET
def openings(request: Request) -> HttpResponse:
    _require(request, Permission.REVIEW_EMERGENCY)
    now, after = timezone.now(), request.GET.get("after", "")
    is_waiting = request.GET.get("tab", "") != "reviewed"
    page = queries.list_openings(request.actor, after, waiting=is_waiting)
    shown = [opening.referral.reference for opening in page.rows]
    audit.record(Operation.CONSULTATION, "emergencies.listed", by=request.actor, at=now, shown=shown)
    here = reverse("emergencies")
    tabs = [
        {"label": "To review", "href": here, "count": "", "is_current": is_waiting},
        {"label": "Reviewed", "href": f"{here}?tab=reviewed", "count": "", "is_current": not is_waiting},
    ]
    about = {"page": page, "tabs": tabs, "is_waiting": is_waiting, "is_further": bool(after), "now": now}
    return render(request, "emergency/openings.html", about)


@both
def review(request: Request, pk: int) -> HttpResponse:
    _require(request, Permission.REVIEW_EMERGENCY)
    rows = EmergencyOpening.objects.of_agency(request.actor).select_related(*queries.ABOUT)
    found = get_object_or_404(rows, pk=pk)
    now, reference = timezone.now(), found.referral.reference
    audit.record(Operation.CONSULTATION, "emergency.opening_read", reference, by=request.actor, at=now)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if carry_out(form, actions.review, pk, by=request.actor, at=now):
        messages.success(request, "The review is saved.")
        return redirect("emergencies")
    is_own = found.person_id == request.actor.user_id
    may_open = access.may(request.actor, Permission.SEE_REFERRAL, found.referral.relations_to(request.actor))
    about = {"opening": found, "form": form, "is_own": is_own, "may_open": may_open, "is_late": now > found.review_by}
    return render(request, "emergency/review.html", about)


def _require(request: Request, permission: Permission) -> None:
    if not access.may_at_all(request.actor, permission):
        raise PermissionDenied


def _open_now(request: Request, reference: str) -> EmergencyOpening | None:
    """Not once the case was restricted meanwhile."""
    meant = read_reference(reference)
    found = queries.open_now(request.actor, timezone.now()).filter(referral__reference=meant).first() if meant else None
    return None if found is None or queries.standing(found.referral, request.actor).is_restricted else found
