"""What an address of the queue asks for, for somebody who has a queue."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from agencies import access
from agencies.enums import Permission
from agencies.pages import Request
from referrals.queue.around import Shelf
from referrals.queue.filters import BY_NAME, CONTROLS, Asked, read
from referrals.queue.forms import IN_ROW, SEVERAL


def require_queue(request: Request, permission: Permission = Permission.SEE_QUEUE) -> None:
    if not access.may_at_all(request.actor, permission):
        raise PermissionDenied


def may_see_leave(request: Request) -> bool:
    return access.may_at_all(request.actor, Permission.SEE_LEAVE)


def asked_in_address(request: Request, shelves: Sequence[Shelf] = ()) -> tuple[Asked, Shelf | None]:
    """A saved filter says all but the order and the place in the list. Words are never read from an address."""
    given = _lists(request.GET)
    saved = given.pop("saved", [])
    shelf = next((each for each in shelves if [str(each.saved.pk)] == saved), None)
    if shelf:
        moved = {name: values for name, values in given.items() if name in {"sort", "size", "after"}}
        given = {**shelf.asked.to_keep(), **moved}
    asked = _read(request, {name: values for name, values in given.items() if name != "text"})
    ignored = [*asked.ignored, *(["text"] if "text" in given else []), *(["saved"] if saved and not shelf else [])]
    return replace(asked, ignored=tuple(ignored)), shelf


def asked_in_form(request: Request) -> Asked:
    """Where several answers held before, they may stay."""
    posted = _lists(request.POST)
    known = {name: values for name, values in posted.items() if name in BY_NAME or name in CONTROLS}
    for name in (*IN_ROW, "owner"):
        if known.get(name) == [SEVERAL]:
            known[name] = posted.get(f"{SEVERAL}-{name}", [])
    return _read(request, known)


def asked_back(request: Request) -> Asked:
    """The list that a form stood on, as it noted it."""
    noted = QueryDict(request.POST.get("back", "")[:2_000].replace("\0", ""))
    known = {name: values for name, values in _lists(noted).items() if name in BY_NAME or name in CONTROLS}
    return replace(_read(request, {name: values for name, values in known.items() if name != "text"}), ignored=())


def address_of(asked: Asked) -> str:
    pairs = asked.parameters()
    return reverse("queue") + (f"?{urlencode(pairs)}" if pairs else "")


def _read(request: Request, given: Mapping[str, Sequence[str]]) -> Asked:
    return read(given, may_see_leave=may_see_leave(request))


def _lists(data: QueryDict) -> dict[str, list[str]]:
    return {name: [str(value) for value in values] for name, values in data.lists()}
