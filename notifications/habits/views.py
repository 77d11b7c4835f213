from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.models import Membership, Unit
from agencies.pages import Request, carry_out
from notifications.habits import actions, queries
from notifications.habits.forms import AbsenceForm, ShiftForm, WishesForm
from notifications.kinds import KINDS
from notifications.models import Absence, Shift


@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    now, wishes = timezone.now(), queries.wishes_of(request.actor)
    form = WishesForm(request.POST if request.method == "POST" else None, kinds=wishes, initial=wishes)

    if carry_out(form, actions.choose, by=request.actor, at=now):
        messages.success(request, "How you are told is saved.")
        return redirect("notification-settings")

    shown = {
        "form": form,
        "fixed": [kind for kind in wishes if not KINDS[kind].may_be_turned_off],
        "absences": queries.absences_of(request.actor, localdate(now)),
        "today": localdate(now),
    }
    return render(request, "notifications/habits/settings.html", shown)


@require_http_methods(["GET", "POST"])
def absence(request: Request) -> HttpResponse:
    """Looking for a colleague is a POST, because what is typed is a name."""
    now, is_search = timezone.now(), "find" in request.POST
    people = _people(request, is_search=is_search)
    form = AbsenceForm(request.POST if request.method == "POST" else None, people=people, is_search=is_search)

    if not is_search and carry_out(form, actions.go_away, by=request.actor, at=now):
        messages.success(request, "It is saved. Until you are back, yours go where you said.")
        return redirect("notification-settings")

    is_empty = is_search and not people and not form.errors
    shown = {"form": form, "found_nobody": is_empty, "people": people, "most": queries.MOST_FOUND}
    return render(request, "notifications/habits/absence.html", shown)


def _people(request: Request, *, is_search: bool) -> list[Membership]:
    """Those found, or the one who was chosen from those found before."""
    now = timezone.now()
    if is_search:
        return queries.find_colleagues(request.actor, request.POST.get("text", "").replace("\0", ""), at=now)
    chosen = request.POST.get("to", "")
    is_key = chosen.isascii() and chosen.isdecimal() and len(chosen) < 19
    return list(queries.colleagues(request.actor, at=now).filter(pk=chosen)) if is_key else []


@require_POST
def come_back(request: Request, pk: int) -> HttpResponse:
    try:
        actions.come_back(pk, by=request.actor, at=timezone.now())
    except Absence.DoesNotExist:
        raise Http404 from None
    messages.success(request, "You are told again from now on.")
    return redirect("notification-settings")


@require_GET
def rotas(request: Request) -> HttpResponse:
    units = list(queries.units_with_rota(request.actor, at=timezone.now()))
    if len(units) == 1:
        return redirect("rota", unit=units[0].pk)
    return render(request, "notifications/habits/rotas.html", {"units": units})


@require_http_methods(["GET", "POST"])
def rota(request: Request, unit: int) -> HttpResponse:
    now, found = timezone.now(), _unit(request, unit)
    if request.method == "POST" and not queries.may_manage_rota(request.actor, found):
        raise PermissionDenied
    members = queries.members_of(found, at=now)
    form = ShiftForm(request.POST if request.method == "POST" else None, members=members)

    if carry_out(form, actions.add_shift, found, by=request.actor, at=now):
        messages.success(request, "The shift is added.")
        return redirect("rota", unit=found.pk)

    shown = {
        "unit": found,
        "form": form if queries.may_manage_rota(request.actor, found) else None,
        "days": queries.rota(found, at=now),
        "now": now,
    }
    return render(request, "notifications/habits/rota.html", shown)


@require_POST
def remove_shift(request: Request, unit: int, pk: int) -> HttpResponse:
    found = _unit(request, unit)
    try:
        actions.remove_shift(found, pk, by=request.actor, at=timezone.now())
    except Shift.DoesNotExist:
        raise Http404 from None
    messages.success(request, "The shift is removed.")
    return redirect("rota", unit=found.pk)


def _unit(request: Request, pk: int) -> Unit:
    found: Unit = get_object_or_404(queries.units_with_rota(request.actor, at=timezone.now()), pk=pk)
    return found
