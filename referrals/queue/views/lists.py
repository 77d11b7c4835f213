"""The queue: one list of cases at a time, and every filter there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies import access
from agencies.counting import in_words
from agencies.enums import ListName, Permission
from agencies.models import Agency, Area, ListedValue
from agencies.pages import Request
from agencies.statements import anybody
from notifications.inbox.queries import know_unread, unread_lists
from referrals.lodging.queries import queue as lodging
from referrals.queue import queries
from referrals.queue.around import Around, Shelf, around, colleagues, units_of
from referrals.queue.filters import BY_NAME, SORTS, TABS, Asked, Tab, label_of, read
from referrals.queue.forms import AllFiltersForm, filter_row, givable
from referrals.queue.lookups import (
    address_of,
    asked_in_address,
    asked_in_form,
    may_see_leave,
    require_queue,
)
from referrals.queue.queries import WAITS


@dataclass(frozen=True)
class TabShown:
    label: str
    href: str
    count: str
    is_current: bool


@dataclass(frozen=True)
class Chosen:
    """One filter that holds, in words, and the address of the list without it."""

    label: str
    values: str
    without: str


@require_http_methods(["GET", "POST"])
def queue(request: Request) -> HttpResponse:
    """Words are posted, and so are the pages of what they found. Everything else ends up in the address."""
    require_queue(request)
    now = timezone.now()
    beside = around(request.actor, now, may_see_leave=may_see_leave(request))
    if request.method == "POST":
        asked, shelf = asked_in_form(request), None
        if not asked.text and not asked.ignored:
            return redirect(address_of(asked))
    else:
        asked, shelf = asked_in_address(request, beside.shelves)
    wait = request.GET.get("wait", "")
    if wait in list(WAITS):
        return _waiting(request, lodging.Wait(wait), beside.shelves, now)
    return _cases(request, asked, shelf, beside, now)


def _cases(request: Request, asked: Asked, shelf: Shelf | None, beside: Around, now: datetime) -> HttpResponse:
    actor = request.actor
    may_give = access.may_at_all(actor, Permission.ASSIGN_CASE)
    offer = queries.offer(actor, now) if access.may_at_all(actor, Permission.TAKE_CASE) else None
    listed = queries.list_cases(actor, asked, now, beside=[offer.row.reference] if offer else [])
    counts = _counts(request, beside.shelves, now, shown=None if asked.text else asked)
    found = counts.get(queries.SHOWN, listed.found or 0)
    shown = {
        "asked": asked,
        "listed": listed,
        "offer": offer,
        "tabs": list(_tabs(request, counts, asked, shelf, beside.shelves)),
        "form": None,
        "filters": filter_row(asked, beside.people),
        "hidden": [(name, value) for name, value in _hidden(asked)],
        "several": [(f"several-{name}", value) for name, value in _several(asked)],
        "all_hidden": [*asked.parameters(), ("text", asked.text)],
        "chosen": list(_chosen(asked, beside.people)),
        "count": in_words(found),
        "is_one": found == 1,
        "sorts": [(sort.label, address_of(asked.sorted_by(sort)), sort == asked.sort) for sort in SORTS.values()],
        "back": urlencode(asked.parameters()),
        "next_query": urlencode([*_place(asked, shelf), ("after", listed.next_after)]),
        "givable": givable(beside.people, beside.units, me=actor.user_id, may_give=may_give),
        "may_record_inbound": access.may_at_all(actor, Permission.RECORD_INBOUND),
        "may_review": access.may_at_all(actor, Permission.APPROVE),
        "next_due": None if listed.rows or asked.is_filtered or asked.after else queries.next_due(actor, now),
        "start": address_of(asked),
        "shelf": shelf,
        "now": now,
    }
    return render(request, "queue/queue.html", shown)


def _waiting(request: Request, wait: lodging.Wait, shelved: list[Shelf], now: datetime) -> HttpResponse:
    """What is no lodged case, or waits for somebody who did not write it."""
    after = request.GET.get("after", "")
    counts = _counts(request, shelved, now)
    shown = {
        "page": lodging.list_waiting(request.actor, wait, after, today=localdate(), at=now),
        "tabs": list(_tabs(request, counts, None, None, shelved)),
        "wait": wait,
        "label": lodging.LABELS[wait],
        "after": after,
    }
    return render(request, "queue/waiting.html", shown)


def _counts(request: Request, shelved: list[Shelf], now: datetime, *, shown: Asked | None = None) -> dict[str, int]:
    """With what is unread, which the navigation shows."""
    counts = queries.counts(request.actor, shelved, now, also=unread_lists(anybody(request.actor)), shown=shown)
    know_unread(request, counts)
    return counts


def _tabs(
    request: Request, counts: dict[str, int], asked: Asked | None, shelf: Shelf | None, shelved: list[Shelf]
) -> Iterator[TabShown]:
    """One's own saved filters come first among those."""
    for tab, label in TABS.items():
        count = in_words(counts[tab]) if tab.value in counts else ""
        is_current = asked is not None and shelf is None and asked.tab == tab
        yield TabShown(label, address_of(Asked(tab=tab)), count, is_current)
    for wait in WAITS:
        is_current = asked is None and request.GET.get("wait") == wait
        yield TabShown(lodging.LABELS[wait], f"?wait={wait}", in_words(counts[wait]), is_current)
    for each in shelved:
        whose = "My filter" if each.saved.person_id else str(each.saved.unit)
        is_current = shelf is not None and shelf.saved.pk == each.saved.pk
        count = in_words(counts[f"saved-{each.saved.pk}"])
        yield TabShown(f"{whose}: {each.saved.name}", f"?saved={each.saved.pk}", count, is_current)


def _place(asked: Asked, shelf: Shelf | None) -> list[tuple[str, str]]:
    if shelf is None:
        return asked.parameters()
    return [("saved", str(shelf.saved.pk)), *(pair for pair in asked.parameters() if pair[0] in {"sort", "size"})]


def _hidden(asked: Asked) -> Iterator[tuple[str, str]]:
    """What the short row does not ask, and keeps."""
    in_row = {"status", "clock", "risk", "owner"}
    yield from ((name, value) for name, value in asked.parameters() if name not in in_row)


def _several(asked: Asked) -> Iterator[tuple[str, str]]:
    for name in ("status", "clock", "risk", "owner"):
        values = asked.values.get(name, ())
        yield from ((name, str(value)) for value in values if len(values) > 1)


def _chosen(asked: Asked, people: dict[int, str]) -> Iterator[Chosen]:
    """Names of what the table knows by a key alone are looked up only where such a filter holds."""
    for name, values in asked.values.items():
        if name == "text":
            continue
        named = _names(name, values, people)
        words = [named.get(str(value)) or label_of(BY_NAME[name], value) for value in values]
        yield Chosen(BY_NAME[name].label, ", ".join(words), address_of(asked.without(name)))


def _names(name: str, values: tuple[Any, ...], people: dict[int, str]) -> dict[str, str]:
    if name == "owner":
        return {str(key): name for key, name in people.items()}
    if name == "town":
        return queries.labels(ListName.TOWNS, values)
    if name == "area":
        return dict(Area.objects.filter(code__in=values).values_list("code", "name"))
    if name == "unit":
        return {str(unit.pk): unit.name for unit in queries.every_unit(values)}
    if name == "agency":
        return {str(agency.pk): agency.name for agency in Agency.objects.filter(pk__in=values)}
    return {}


@require_http_methods(["GET", "POST"])
def all_filters(request: Request) -> HttpResponse:
    require_queue(request)
    now, today, actor = timezone.now(), localdate(), request.actor
    asked, _ = asked_in_address(request)
    towns = ListedValue.objects.choices(ListName.TOWNS, today)
    form = AllFiltersForm(
        request.POST if request.method == "POST" else None,
        asked=asked,
        colleagues=colleagues(actor, now),
        units=units_of(actor.agency_id, now),
        areas=Area.objects.on(today).filter(force=actor.agency_id),
        agencies=Agency.objects.on(today),
        towns=towns,
        may_see_leave=may_see_leave(request),
    )
    if form.is_valid():
        kept = [(name, value) for name, value in asked.parameters() if name in {"tab", "sort", "size"}]
        given: dict[str, list[str]] = {}
        for name, value in [*kept, *form.parameters()]:
            given.setdefault(name, []).append(value)
        return redirect(address_of(read(given, may_see_leave=may_see_leave(request))))
    about = {"form": form, "asked": asked, "back": address_of(asked), "tab": TABS[Tab(asked.tab)]}
    return render(request, "queue/filters.html", about)
