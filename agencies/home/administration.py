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
    counts = queries.count_by_state(request.actor)
    for state, sentence, about in (
        ("roleless", "{} without a role", "Without a role they see nothing. Give them one."),
        ("invited", "{} invited and not here yet", "Send the link again if it ran out."),
    ):
        if count := counts[state]:
            who = "1 colleague is" if count == 1 else f"{count} colleagues are"
            yield ToDo(sentence.format(who), f"{reverse('colleagues')}?state={state}", about)
