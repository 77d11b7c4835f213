"""Taking the next case, giving one away, and giving many."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request, carry_out
from agencies.refusals import NotAllowed, Refused
from referrals.lodging.lookups import get_lodged
from referrals.models import QueueRow, Referral
from referrals.owning import CLAIM
from referrals.queue import queries
from referrals.queue.actions import giving, taking
from referrals.queue.around import colleagues, units_with_caseworkers
from referrals.queue.forms import AssignForm, HandOverForm
from referrals.queue.lookups import address_of, asked_back, require_queue
from referrals.rules.clocks import on_day

both = require_http_methods(["GET", "POST"])


@require_POST
def take_next(request: Request) -> HttpResponse:
    require_queue(request, Permission.TAKE_CASE)
    now = timezone.now()
    try:
        referral = taking.take_next(by=request.actor, at=now)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("queue")
    until = on_day(now + CLAIM, now)
    messages.success(request, f"{referral} is yours until {until}. Record something about it, and it stays yours.")
    return redirect(referral)


@both
def assign(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.TAKE_CASE)
    now, me = timezone.now(), request.user.pk
    row = _row(referral)
    may_give = access.may(request.actor, Permission.ASSIGN_CASE, referral.relations_to(request.actor))
    people = {each.user_id: each.name for each in colleagues(request.actor, now)}
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        loads=queries.loads(request.actor, people, now),
        now=_owner_id(row),
        may_give=may_give,
        me=me,
    )
    if carry_out(form, giving.assign, referral.pk, by=request.actor, at=now):
        given = people.get(form.cleaned_data["owner"] or 0, "nobody")
        messages.success(request, f"{referral} is with {'you' if form.cleaned_data['owner'] == me else given} now.")
        return redirect(referral)
    return _page(request, "assign", referral, form)


@both
def hand_over_case(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.ASSIGN_CASE)
    now = timezone.now()
    units = units_with_caseworkers(request.actor.agency_id, now).exclude(pk=referral.unit_id or 0)
    forces = giving.other_forces(request.actor, now)
    posted = request.POST if request.method == "POST" else None
    form = HandOverForm(posted, units=units, forces=forces, now=_owner_id(_row(referral)))
    if carry_out(form, giving.hand_over, referral.pk, by=request.actor, at=now):
        moved = Referral.objects.select_related("unit", "force").get(pk=referral.pk)
        messages.success(request, f"{referral} is with {moved.unit}, {moved.force} now. They are told.")
        sees = Referral.objects.visible_to(request.actor).filter(pk=referral.pk).exists()
        return redirect(referral) if sees else redirect("queue")
    return _page(request, "hand_over", referral, form)


@require_POST
def bulk(request: Request) -> HttpResponse:
    """The ticked cases of a list. What could not be changed is named with the reason."""
    require_queue(request, Permission.TAKE_CASE)
    picks, to, now = request.POST.getlist("pick"), request.POST.get("to", ""), timezone.now()
    try:
        outcome = giving.give_many(picks, to=to, by=request.actor, at=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of(asked_back(request)))
    if outcome.done:
        messages.success(request, f"{outcome.done} {'case was' if outcome.done == 1 else 'cases were'} changed.")
    for reference, reason in outcome.refused:
        messages.warning(request, f"{reference} was not changed. {reason}")
    return redirect(address_of(asked_back(request)))


def _row(referral: Referral) -> QueueRow | None:
    return QueueRow.objects.select_related("owner").filter(referral=referral).first()


def _owner_id(row: QueueRow | None) -> int:
    return row.owner_id or 0 if row else 0


def _page(request: Request, name: str, referral: Referral, form: Any) -> HttpResponse:
    """After somebody else gave it away, the answers stand beside who has it now, and the next try counts from there."""
    row = _row(referral)
    if form.is_bound:
        form.data = request.POST.copy()
        form.data["seen"] = str(_owner_id(row))
    about = {"referral": referral, "form": form, "owner": row.owner if row else None}
    return render(request, f"queue/{name}.html", about)
