"""What the home page says to somebody whose form was not saved."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime

from agencies.doors import kept_forms
from agencies.home.to_do import ToDo
from agencies.pages import Request


def to_do(request: Request, at: datetime) -> Iterator[ToDo]:
    for offer in kept_forms.offers_for(request.user, at=at):
        until = f"{localtime(offer.kept_until):%A, %H:%M}"
        yield ToDo(
            f"Not saved yet: {offer.page}", reverse("kept-forms"), f"Kept until {until}. Send it or throw it away."
        )
