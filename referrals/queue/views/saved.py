"""Saved filters: the list of them, saving one, and renaming or deleting it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.models import Unit
from agencies.pages import Request, carry_out
from referrals.queue.actions import saving
from referrals.queue.around import Shelf, shelves
from referrals.queue.forms import NameForm, SaveForm, shared_with
from referrals.queue.lookups import address_of, asked_in_address, may_see_leave, require_queue

both = require_http_methods(["GET", "POST"])


@require_GET
def saved_filters(request: Request) -> HttpResponse:
    require_queue(request)
    rows = [(shelf, shared_with(shelf.saved), saving.may_change(shelf.saved, request.actor)) for shelf in _all(request)]
    return render(request, "queue/saved_filters.html", {"rows": rows})


@both
def save_filter(request: Request) -> HttpResponse:
    require_queue(request)
    asked, _ = asked_in_address(request)
    shares = access.may_at_all(request.actor, Permission.ASSIGN_CASE)
    units = Unit.objects.filter(pk__in=request.actor.unit_ids if shares else ())
    form = SaveForm(request.POST if request.method == "POST" else None, units=units)
    if carry_out(form, saving.save_filter, asked=asked, by=request.actor, at=timezone.now()):
        messages.success(request, f"“{form.cleaned_data['name']}” is saved.")
        return redirect(address_of(asked))
    return render(request, "queue/save_filter.html", {"form": form, "back": address_of(asked), "asked": asked})


@both
def saved_filter(request: Request, pk: int) -> HttpResponse:
    require_queue(request)
    found = next((shelf for shelf in _all(request) if shelf.saved.pk == pk), None)
    if found is None or not saving.may_change(found.saved, request.actor):
        raise Http404
    now = timezone.now()
    if request.method == "POST" and "delete" in request.POST:
        saving.delete_filter(pk, by=request.actor, at=now)
        messages.success(request, f"“{found.saved.name}” is deleted.")
        return redirect("saved-filters")
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": found.saved.name})
    if carry_out(form, saving.rename_filter, pk, by=request.actor, at=now):
        messages.success(request, "The name is saved.")
        return redirect("saved-filters")
    return render(
        request, "queue/saved_filter.html", {"form": form, "saved": found.saved, "who": shared_with(found.saved)}
    )


def _all(request: Request) -> list[Shelf]:
    return shelves(request.actor, may_see_leave=may_see_leave(request))
