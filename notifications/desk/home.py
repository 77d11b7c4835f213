"""What the home page says to administrators of what did not get through."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from agencies import access
from agencies.enums import Permission
from agencies.home.to_do import ToDo
from agencies.pages import Request
from notifications.desk import queries
from notifications.desk.queries import What
from notifications.desk.shown import Show
from notifications.inbox.words import counted

ABOUT = {
    What.MESSAGE: (Show.MESSAGES, "message", "Look whether the addresses are right."),
    What.NOTICE: (Show.NOTICES, "notice", "Look whether the units have people who may see their cases."),
}


def to_do(request: Request, at: datetime) -> Iterator[ToDo]:
    if request.membership is None or not access.may_at_all(request.actor, Permission.MANAGE_DELIVERY):
        return
    for what, (show, noun, about) in ABOUT.items():
        if count := queries.count_in_trouble(what, request.membership.agency):
            verb = f"See to {counted(count, noun)} that did not get through"
            yield ToDo(verb, f"{reverse('delivery')}?show={show}", about)
