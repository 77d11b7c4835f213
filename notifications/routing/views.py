from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.pages import Request, carry_out
from agencies.refusals import Refused
from notifications.models import RoutingRow
from notifications.routing import actions, findings, queries, shown
from notifications.routing.forms import STEPS, AskForm, ChangeRowForm, EndRowForm, MoveForm, RowForm, UnitForm
from notifications.routing.hours import DAYS, written
from notifications.routing.lookups import get_own, get_row, get_unit


@require_GET
def table(request: Request) -> HttpResponse:
    agency = get_own(request)
    return render(request, "notifications/routing/table.html", shown.table_page(agency, timezone.now()))


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    form = RowForm(request.POST or None, agency=get_own(request))
    if carry_out(form, actions.add_row, by=request.actor, at=timezone.now()):
        messages.success(request, f"“{form.cleaned_data['name']}” is added at the bottom. Move it to where it belongs.")
        return redirect("routing")
    return render(request, "notifications/routing/row.html", {"form": form})


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    row = get_row(request, pk)
    form = ChangeRowForm(request.POST or None, agency=row.agency, initial=_now(row))
    if carry_out(form, actions.change_row, row.pk, by=request.actor, at=timezone.now()):
        messages.success(request, f"“{form.cleaned_data['name']}” is saved.")
        return redirect("routing")
    _count_from_now(form, request, "version", str(row.version))
    facts = {
        "row": row,
        "form": form,
        "saved": shown.row_as_it_is(row),
        "last_change": shown.last_change(f"routing:{pk}"),
    }
    return render(request, "notifications/routing/row.html", facts)


def _count_from_now(form: Form, request: Request, name: str, now: str) -> None:
    """After somebody else's save, the answers stand beside what is saved now, and the next save counts from there.

    An answer that could not be read is no reason to: nobody has been shown what somebody else saved.
    """
    if form.non_field_errors():
        form.data = request.POST.copy()
        form.data[name] = now


def _now(row: RoutingRow) -> dict[str, Any]:
    conditions = {name: getattr(row, name) for name in queries.CONDITIONS}
    units = dict(zip(STEPS, map(str, queries.told_by(row)), strict=False))
    return {"name": row.name, "version": row.version, **conditions, **units}


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    row, form = get_row(request, pk), MoveForm(request.POST)
    if form.is_valid():
        facts = {"up": form.cleaned_data["way"] == "up", "position": form.cleaned_data["position"]}
        try:
            actions.move_row(row.pk, **facts, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("routing")


@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    row = get_row(request, pk)
    form = EndRowForm(request.POST or None, initial={"last_day": localdate(), "version": row.version})
    if carry_out(form, actions.end_row, row.pk, by=request.actor, at=timezone.now()):
        messages.success(request, f"“{row.name}” ends on {form.cleaned_data['last_day']:%-d %B %Y}.")
        return redirect("routing")
    _count_from_now(form, request, "version", str(row.version))
    return render(
        request, "notifications/routing/end.html", {"row": row, "form": form, "saved": shown.row_as_it_is(row)}
    )


@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Posted, although nothing changes: an age or a kind of exploitation stands in no address."""
    agency, now = get_own(request), localtime()
    first = {"day": now.date(), "time": f"{now:%H:%M}", "agency": agency.code, "age": "adult", "risk": "not_sure"}
    form = AskForm(request.POST or None, agency=agency, initial=first)
    answer = shown.answer_to(form.facts, agency) if form.is_valid() else None
    return render(request, "notifications/routing/ask.html", {"form": form, "answer": answer})


@require_GET
def check(request: Request) -> HttpResponse:
    found = findings.findings(get_own(request), timezone.now())
    return render(request, "notifications/routing/check.html", {"findings": found})


@require_GET
def units(request: Request) -> HttpResponse:
    agency = get_own(request)
    rows = queries.units_of(agency, localdate())
    return render(
        request, "notifications/routing/units.html", {"agency": agency, "rows": [shown.unit_row(u) for u in rows]}
    )


@require_http_methods(["GET", "POST"])
def unit(request: Request, pk: int) -> HttpResponse:
    found = get_unit(request, pk)
    spans = [queries.span_of(each) for each in found.duty_hours.all()]
    days = {f"day_{day}": written([span for span in spans if span.weekday == day]) for day in range(len(DAYS))}
    now = {"mailbox": found.mailbox, "phone": found.phone, "duty_mobile": found.duty_mobile, **days}
    seen = queries.seen_of(found)
    form = UnitForm(request.POST or None, initial={**now, "seen": seen})
    if carry_out(form, actions.change_unit, found.pk, by=request.actor, at=timezone.now()):
        messages.success(request, f"{found.name} is saved.")
        return redirect("units")
    _count_from_now(form, request, "seen", seen)
    facts = {
        "unit": found,
        "form": form,
        "saved": shown.unit_row(found),
        "last_change": shown.last_change(f"unit:{pk}"),
    }
    return render(request, "notifications/routing/unit.html", facts)
