"""What the home page says to administrators."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from agencies import access
from agencies.enums import Permission
from agencies.home.to_do import ToDo
from agencies.pages import Request
from agencies.people import queries


def to_do(request: Request, at: datetime) -> Iterator[ToDo]:
    if not access.may_at_all(request.actor, Permission.MANAGE_COLLEAGUES):
        return
    waiting = queries.count_waiting(request.actor)
    for state, verb, about in (
        ("no-role", "Give a role to {} colleague{}", "without a role they see nothing"),
        ("invited", "Remind {} invited colleague{}", "invited, and not yet here"),
    ):
        if count := waiting[state]:
            address = f"{reverse('colleagues')}?state={state}"
            yield ToDo(verb.format(count, "" if count == 1 else "s"), address, about)
