"""What the home page says to somebody whom another agency wants as well."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from agencies.home.to_do import ToDo
from agencies.pages import Request
from agencies.people import queries


def to_do(request: Request, at: datetime) -> Iterator[ToDo]:
    for invitation in queries.invitations_of(request.user):
        about = "You had an account already, so it is for you to say."
        yield ToDo(f"Answer the invitation of {invitation.agency}", reverse("invitations"), about)
