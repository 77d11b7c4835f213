"""The clocks of a case, what is done with one of them, and the rules that all of them go by."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.models import Agency
from agencies.pages import Request, carry_out
from referrals.lodging.lookups import get_lodged
from referrals.timekeeping import actions, queries
from referrals.timekeeping.forms import ChangeForm, LengthForm, SaveLengthForm, hidden
from referrals.timekeeping.lookups import get_deadline, may_see_leave


@require_GET
def clocks(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.SEE_CASEWORK)
    relations = referral.relations_to(request.actor)
    rows = queries.clocks_of(
        referral,
        at=timezone.now(),
        may_work=access.may(request.actor, Permission.WORK_CASE, relations),
        may_approve=access.may(request.actor, Permission.APPROVE, relations),
        with_leave=may_see_leave(request, referral),
    )
    return render(request, "timekeeping/clocks.html", {"referral": referral, "rows": rows})


@require_http_methods(["GET", "POST"])
def change(request: Request, reference: str, pk: int) -> HttpResponse:
    deadline, now = get_deadline(request, reference, pk), timezone.now()
    referral = deadline.referral
    may_approve = access.may(request.actor, Permission.APPROVE, referral.relations_to(request.actor))
    possible, seen = queries.possible(deadline, at=now, may_approve=may_approve), actions.seen_of(deadline)
    form = ChangeForm(request.POST or None, referral, possible, seen)
    if carry_out(form, actions.change_clock, referral.pk, deadline.pk, by=request.actor, at=now):
        messages.success(request, "The clock is changed.")
        return redirect("clocks", reference=referral.reference)
    row = queries.row_of(deadline, at=now, may_approve=may_approve)
    # Once somebody was shown how it stands now, the next save counts from there.
    shown = {"referral": referral, "row": row, "form": form, "possible": possible, "seen": seen}
    return render(request, "timekeeping/change.html", shown)


@require_GET
def rules(request: Request) -> HttpResponse:
    may_set = access.may_at_all(request.actor, Permission.CHANGE_CLOCK_RULES)
    agency = request.membership.agency if request.membership else None
    rows = queries.rules_of(agency, localdate(), may_set=may_set)
    return render(request, "timekeeping/rules.html", {"rows": rows, "agency": agency, "may_set": may_set})


@require_http_methods(["GET", "POST"])
def preview(request: Request) -> HttpResponse:
    agency = _own_agency(request)
    if request.method == "POST":
        form: LengthForm = SaveLengthForm(request.POST)
        if carry_out(form, actions.set_length, by=request.actor, at=timezone.now()):
            messages.success(request, "It is set, and the clocks that it moves have moved.")
            return redirect("clock-rules")
    else:
        form = LengthForm(request.GET if "number" in request.GET else None, initial=_initial(request))
    return render(request, "timekeeping/preview.html", _previewed(request, agency, form))


def _initial(request: Request) -> dict[str, Any]:
    return {"kind": request.GET.get("kind", "")[:20], "unit": "hours", "valid_from": localdate()}


def _previewed(request: Request, agency: Agency, form: LengthForm) -> dict[str, Any]:
    """After a refusal too: what would move is worked out from what is saved by now."""
    shown: dict[str, Any] = {"form": form, "agency": agency}
    if not form.is_bound or any(name in form.errors for name in LengthForm.base_fields):
        return shown
    answers = {name: form.cleaned_data[name] for name in LengthForm.base_fields}
    found = queries.preview(agency, **answers, after=_after(request), by=request.actor, at=timezone.now())
    return {
        **shown,
        "preview": found,
        "hidden": hidden(**answers),
        "kind": answers["kind"],
        "now": queries.own_now(agency, answers["kind"], localdate()),
        "seen": actions.newest_of(agency.pk, answers["kind"]),
    }


def _after(request: Request) -> int:
    typed = request.GET.get("after", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0


def _own_agency(request: Request) -> Agency:
    if request.membership is None or not access.may_at_all(request.actor, Permission.CHANGE_CLOCK_RULES):
        raise PermissionDenied
    return request.membership.agency
