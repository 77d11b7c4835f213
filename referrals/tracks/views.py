"""One track: where it stands, what was recorded of it, and a form for what happened next."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies import access
from agencies.pages import Request, carry_out
from referrals.dossier import Dossier, dossier_of
from referrals.enums import Status, Track
from referrals.lodging.lookups import get_lodged
from referrals.models import Referral
from referrals.rules import crime
from referrals.rules.tracks import RECORDS, SEES
from referrals.tracks import actions, queries
from referrals.tracks.forms import CrimeForm, EntryForm, MarkForm, RestrictionForm


@require_http_methods(["GET", "POST"])
def track(request: Request, reference: str, track: str) -> HttpResponse:
    if track not in list(Track):
        raise Http404
    which = Track(track)
    asked = RECORDS if request.method == "POST" else SEES
    referral = get_lodged(request, reference, asked[which])
    dossier = dossier_of(referral)
    form, marking = _form(request, dossier, which), _mark_form(request, which)
    acting: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if marking and marking.is_bound and carry_out(marking, actions.mark, referral.pk, **acting):
        return _back(request, which, referral, "It is marked. Whoever works on the case sees it here.")
    if form.is_bound and carry_out(form, actions.record, referral.pk, which, **acting):
        return _back(request, which, referral, "It is recorded.")
    return render(request, "tracks/track.html", _shown(request, dossier, which, form, marking))


def _form(request: Request, dossier: Dossier, which: Track) -> EntryForm:
    today, referral = localdate(), dossier.referral
    owners = [(member.user_id, str(member.user)) for member in queries.who_may_own(referral, which, today)]
    posted = request.POST if request.method == "POST" and "marking" not in request.POST else None
    if which == Track.CRIME:
        return CrimeForm(posted, track=which, owners=owners, today=today, initial=_known_of_crime(dossier))
    kind = RestrictionForm if which == Track.NATIONAL_SECURITY else EntryForm
    return kind(posted, track=which, owners=owners, initial={"on": today})


def _known_of_crime(dossier: Dossier) -> dict[str, str]:
    """What whoever referred said of it already."""
    matters = dossier.police_matters
    return {"reference": matters.crime_reference, "force_code": matters.crime_force}


def _mark_form(request: Request, which: Track) -> MarkForm | None:
    if which != Track.CRIME or not request.actor.has_any(access.OVERSIGHT):
        return None
    posted = request.POST if request.method == "POST" and "marking" in request.POST else None
    return MarkForm(posted, auto_id="mark_%s")


def _back(request: Request, which: Track, referral: Referral, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("track", reference=referral.reference, track=which)


def _shown(
    request: Request, dossier: Dossier, which: Track, form: EntryForm, marking: MarkForm | None
) -> dict[str, Any]:
    referral = dossier.referral
    history = queries.history(referral, which)
    last = history[0].entry if history else None
    relations = referral.relations_to(request.actor)
    routing = dossier.routing(localdate())
    return {
        "referral": referral,
        "dossier": dossier,
        "track": which,
        "last": history[0] if history else None,
        "history": history,
        "seen": last.pk if last else 0,
        "form": form if access.may(request.actor, RECORDS[which], relations) else None,
        "check_form": marking,
        "others": queries.standing(referral, request.actor),
        "is_due": queries.is_due(last),
        "look_again": queries.look_again_at_code(referral, last),
        "is_notification": routing.route.is_notification or referral.status == Status.DTN_SENT,
        "reported_at": queries.reported_at(referral),
        "crime_class": crime.CLASS,
        "is_late": _is_late(referral, last),
    }


def _is_late(referral: Referral, last: Any) -> bool:
    reported = queries.reported_at(referral)
    made_at = last.made_at if last else None
    return bool(reported and made_at and crime.is_late(reported, made_at))
