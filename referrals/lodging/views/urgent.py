"""Eight answers that lodge a referral at once. What is missing is added afterwards."""

import uuid
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.pages import Request
from agencies.refusals import NotAllowed, Refused
from notifications.enums import NoticeKind
from referrals.dossier import Dossier, dossier_of
from referrals.enums import DeadlineKind
from referrals.lodging.actions.lodging import lodge
from referrals.lodging.actions.urgent import ChangedMeanwhile, save_urgent
from referrals.lodging.forms.urgent import UrgentForm
from referrals.lodging.minimum import SAY_DANGER, SAY_ONE
from referrals.lodging.queries import check as queries
from referrals.lookups import get_referral
from referrals.models import Referral
from referrals.rules.clocks import due_at
from victims.enums import ConsentPurpose

# Where to answer what a refusal asks for.
ABOUT = {SAY_DANGER: "danger", SAY_ONE: "given_names"}


@require_http_methods(["GET", "POST"])
def urgent(request: Request, reference: str) -> HttpResponse:
    referral = get_referral(request, reference, Permission.LODGE_REFERRAL)
    if referral.is_lodged and (request.method == "GET" or _is_the_same(request, referral)):
        return redirect("lodged", reference=referral.reference)
    dossier, now = dossier_of(referral), timezone.now()
    typed = request.POST if request.method == "POST" else None
    form = UrgentForm(dossier, typed, initial={"key": uuid.uuid4()})
    if request.method == "POST" and _saved_and_lodged(request, referral, form, now):
        return redirect("lodged", reference=referral.reference)
    return render(request, "lodging/urgent.html", _shown(request, dossier, form, now))


def _is_the_same(request: Request, referral: Referral) -> bool:
    """Sent twice, or sent again after going back."""
    return request.POST.get("key") == str(referral.lodging_key)


def _saved_and_lodged(request: Request, referral: Referral, form: UrgentForm, now: datetime) -> bool:
    """What could be read is saved in any case. It is lodged if it may be, and nothing has still to be looked at."""
    is_readable = form.is_valid()
    key = form.cleaned_data.get("key") or uuid.uuid4()
    try:
        save_urgent(referral.pk, answers=form.answers, consent=form.decision, by=request.actor, at=now)
        if is_readable:
            lodge(referral.pk, key=key, declared=False, as_urgent=True, by=request.actor, at=now)
    except NotAllowed:
        raise
    except ChangedMeanwhile as changed:
        _show_both(form, changed.columns, referral)
        return False
    except Refused as refusal:
        form.add_error(ABOUT.get(str(refusal)), str(refusal))
        return False
    return is_readable


def _show_both(form: UrgentForm, columns: list[str], referral: Referral) -> None:
    """Beside what was typed stands what is saved. Sent again, the page knows of it."""
    dossier = dossier_of(referral)
    for column in columns:
        saved = form.as_saved(dossier, column)
        form.add_error(column, f"Somebody changed this while you wrote, to: “{saved}”. Send again to keep yours.")


def _shown(request: Request, dossier: Dossier, form: UrgentForm, now: datetime) -> dict[str, object]:
    return {
        "referral": dossier.referral,
        "form": form,
        "reception": queries.reception(dossier, request.actor, NoticeKind.LODGED_URGENT, now),
        "complete_by": due_at(DeadlineKind.COMPLETE, now),
        "recorded_consent": dossier.consent(ConsentPurpose.REFERRAL),
    }
