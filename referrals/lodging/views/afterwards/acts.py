"""What is recorded about a lodged case: a page for each, and each page says what follows from it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.dossier import Dossier, dossier_of
from referrals.enums import DeadlineKind
from referrals.lodging import afterwards as rules
from referrals.lodging.actions import afterwards as actions
from referrals.lodging.cover import cover_for
from referrals.lodging.forms import afterwards as ask
from referrals.lodging.lookups import get_lodged
from referrals.lodging.queries.case import OF_A_CHILD, age_track
from referrals.models import Referral
from victims.rules.age import reason_it_is_not_settled

KINDS = {word: kind for kind, word in OF_A_CHILD.items()}
both = require_http_methods(["GET", "POST"])


@both
def add_to(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.ADD_TO_REFERRAL)
    form = ask.AddForm(_posted(request), initial={"section": request.GET.get("section", "")[:40]})
    done = _done(request, form, actions.add_to, referral, "It is added. Those who work on it are told.")
    return done or _page(request, "add_to", dossier_of(referral), form=form)


@both
def report_error(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.ADD_TO_REFERRAL)
    form = ask.ErrorForm(_posted(request))
    done = _done(request, form, actions.report_error, referral, "The error is recorded. Those who work on it are told.")
    if done:
        return done
    dossier = dossier_of(referral)
    refusal = rules.reason_not_to_report_error(is_sent=bool(dossier.sendings))
    return _page(request, "report_error", dossier, form=form, refusal=refusal)


@both
def withdraw(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.RECORD_SENDING)
    form = ask.WithdrawForm(_posted(request))
    done = _done(request, form, actions.withdraw, referral, "It is recorded that they withdraw.")
    if done:
        return done
    dossier = dossier_of(referral)
    refusal = rules.reason_not_to_withdraw(rules.facts_of(dossier, timezone.now()))
    return _page(request, "withdraw", dossier, form=form, refusal=refusal)


@both
def age(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.ADD_TO_REFERRAL)
    form = ask.AgeForm(_posted(request))
    done = _done(request, form, actions.record_age, referral, "It is recorded.")
    if done:
        return done
    dossier = dossier_of(referral)
    return _page(request, "age", dossier, form=form, age_track=age_track(dossier), unsettled=_unsettled(dossier))


def _unsettled(dossier: Dossier) -> str | None:
    last = dossier.age_track[-1].step if dossier.age_track else ""
    return reason_it_is_not_settled(last, dossier.person.born_on, localdate())


@both
def adopt(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.ADOPT_CONCERN)
    form = ask.AdoptForm(_posted(request))
    done = _done(request, form, actions.adopt, referral, "You have taken it on, and answer for it being sent.")
    if done:
        return done
    refusal = rules.reason_not_to_adopt(is_concern=referral.is_concern, is_adopted=referral.adopted_at is not None)
    return _page(request, "adopt", dossier_of(referral), form=form, refusal=refusal)


@both
def deadline(request: Request, reference: str, kind: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.MEET_DEADLINE)
    if kind not in KINDS:
        raise Http404
    form = ask.DeadlineForm(_posted(request), initial={"on": localdate()})
    done = _done(request, form, actions.meet_deadline, referral, "It is recorded.", KINDS[kind])
    if done:
        return done
    dossier = dossier_of(referral)
    open_one = next((row for row in dossier.deadlines if row.kind == KINDS[kind] and not row.done_at), None)
    cover = cover_for(dossier.safeguarding.council, localdate()) if KINDS[kind] == DeadlineKind.GUARDIAN else None
    return _page(request, "deadline", dossier, form=form, deadline=open_one, cover=cover)


def _posted(request: Request) -> Any:
    """A form without a box is posted empty, and is posted all the same."""
    return request.POST if request.method == "POST" else None


def _done(
    request: Request, form: forms.Form, action: Callable[..., object], referral: Referral, said: str, *more: object
) -> HttpResponse | None:
    """Back to the case once it is recorded."""
    if not carry_out(form, action, referral.pk, *more, by=request.actor, at=timezone.now()):
        return None
    messages.success(request, said)
    return redirect(referral)


def _page(request: Request, name: str, dossier: Dossier, **about: object) -> HttpResponse:
    shown = {"referral": dossier.referral, "dossier": dossier, **about}
    return render(request, f"lodging/afterwards/{name}.html", shown)
