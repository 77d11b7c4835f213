"""What every page leans on: the request as we know it, actions from forms, and pages of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest

from agencies.actors import Actor
from agencies.models import Membership, User
from agencies.refusals import NotAllowed, Refused

PAGE_SIZE = 15

M = TypeVar("M", bound=Model)
R = TypeVar("R")


class Request(HttpRequest):
    """A request from somebody who has signed in. `membership` is None while they act for no agency.

    `belongs_to`, where it is set: the item of the menu that the page belongs to, whatever its address.
    """

    user: User
    actor: Actor
    membership: Membership | None
    belongs_to: str


def carry_out(form: Form, action: Callable[..., object], *args: object, **kwargs: object) -> bool:
    """Run an action with a form's answers. A refusal becomes an error on it; who may not do it gets a 403."""
    if not form.is_valid():
        return False
    try:
        action(*args, **form.cleaned_data, **kwargs)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.add_error(refusal.box, str(refusal))
        return False
    return True


def tried(request: HttpRequest, action: Callable[..., object], *args: object, **kwargs: object) -> bool:
    """Run an action that a button asks for, without a form. A refusal stands above the page; who may not gets a 403."""
    try:
        action(*args, **kwargs)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


@dataclass(frozen=True)
class Page(Generic[R]):
    rows: list[R]
    next_after: int | None


def page_after(rows: QuerySet[M], order: list[str], after: str, size: int = PAGE_SIZE) -> Page[M]:
    """The rows that follow row `after` (a primary key, as it stands in the address). "-" before a field: descending.

    The order must end with `pk` or `-pk`. A key that is unknown, or no key at all, starts from the beginning.
    """
    found = rows.order_by(*order)
    names = [field.removeprefix("-") for field in order]
    last = rows.filter(pk=int(after)).values_list(*names).first() if after.isdecimal() and len(after) < 19 else None
    if last:
        found = found.filter(_follows(order, last))
    page = list(found[: size + 1])
    return Page(page[:size], page[size - 1].pk if len(page) > size else None)


def _follows(order: list[str], last: tuple[object, ...]) -> Q:
    """Later in the first field, or equal in it and later in the rest."""
    follows, equal = Q(), Q()
    for field, value in zip(order, last, strict=True):
        name = field.removeprefix("-")
        follows |= equal & Q(**{f"{name}__{'lt' if field.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return follows
