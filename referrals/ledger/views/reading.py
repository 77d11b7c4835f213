"""The ledger, for whoever checks what was done: read, narrowed to one person, taken out."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from agencies import access
from agencies.enums import Permission
from agencies.folding import folded
from agencies.pages import Request
from audit.enums import Operation, Outcome
from referrals.ledger.actions.exporting import MOST_EXPORTED, export
from referrals.ledger.forms import ExportForm, FilterForm, PersonForm, written
from referrals.ledger.queries import reading
from referrals.ledger.rules import asked as rules
from referrals.ledger.rules.asked import Asked


@require_GET
def ledger(request: Request) -> HttpResponse:
    require_reader(request)
    asked, agencies = asked_in(request), reading.agency_names()
    page = reading.list_rows(request.actor, asked, request.GET.get("after", ""), agencies, timezone.now())
    about = {
        "page": page,
        "asked": asked,
        "who": reading.name_of_person(request.actor, asked.who) if asked.who else "",
        "filters": FilterForm(asked, agencies),
        "without_person": urlencode({**asked.parameters(), "who": ""}),
        "query": urlencode(asked.parameters()),
        "is_further": "after" in request.GET,
    }
    return render(request, "ledger/ledger.html", about)


@never_cache
@require_http_methods(["GET", "POST"])
def person(request: Request) -> HttpResponse:
    """A name is posted, and only the key of whoever was found goes into an address."""
    require_reader(request)
    form = PersonForm(request.POST or None)
    found = None
    if form.is_valid():
        found = reading.find_people(request.actor, folded(form.cleaned_data["text"]).split(), timezone.now())
    kept = {name: value for name, value in asked_in(request).parameters().items() if name not in ("who", "from")}
    about = {"form": form, "found": found, "most": reading.MOST_FOUND, "kept": urlencode(kept)}
    return render(request, "ledger/person.html", about)


@require_http_methods(["GET", "POST"])
def export_rows(request: Request) -> HttpResponseBase:
    require_reader(request)
    asked = asked_in(request)
    query = urlencode(asked.parameters())
    form = ExportForm(request.POST if request.method == "POST" else None, f"{reverse('ledger')}?{query}")
    if not form.is_valid():
        said = in_words(request, asked)
        return render(request, "ledger/export.html", {"form": form, "said": said, "most": f"{MOST_EXPORTED:,}"})
    name, rows = export(asked, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def require_reader(request: Request) -> None:
    if not access.may_at_all(request.actor, Permission.READ_LEDGER):
        raise PermissionDenied


def asked_in(request: Request) -> Asked:
    return rules.read(request.GET.dict(), localdate())


def in_words(request: Request, asked: Asked) -> list[tuple[str, str]]:
    """Each filter with its label, and as people say it."""
    values = {
        "case": asked.case,
        "who": reading.name_of_person(request.actor, asked.who) if asked.who else "",
        "agency": reading.agency_names().get(asked.agency, asked.agency) if asked.agency else "",
        "operation": Operation(asked.operation).label if asked.operation else "",
        "outcome": Outcome(asked.outcome).label if asked.outcome else "",
        "from": written(asked.begin),
        "to": written(asked.end),
    }
    return [(rules.LABELS[name], value) for name, value in values.items() if value]
