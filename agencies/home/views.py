"""The home page: what needs this person now. Each part of the house adds its own lines; see settings.HOME_PARTS."""

from collections.abc import Iterable
from typing import cast

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET

from agencies import access
from agencies.enums import AgencyKind, Permission, Role
from agencies.home.to_do import Part, ToDo
from agencies.pages import Request
from agencies.people import queries
from agencies.roles import SENTENCES

MOST_TO_ASK = 5


@require_GET
def home(request: Request) -> HttpResponse:
    now = timezone.now()
    is_police = bool(request.membership and request.membership.agency.kind == AgencyKind.POLICE)
    if not request.actor.roles:
        to_ask = queries.administrators(request.actor.agency_id, at=now)[:MOST_TO_ASK]
        invitations = queries.invitations_of(request.user)
        return render(
            request, "home/no_roles.html", {"to_ask": to_ask, "invitations": invitations, "is_police": is_police}
        )

    parts = [cast("Part", import_string(name)) for name in settings.HOME_PARTS]
    may_start = access.may_at_all(request.actor, Permission.START_REFERRAL)
    lines = [line for part in parts for line in part(request, now)]
    shown = {
        "groups": _grouped(line for line in lines if not line.is_beside),
        "beside": _grouped(line for line in lines if line.is_beside),
        "may_start": may_start,
        # Whoever has a queue comes for that, and refers somebody now and then.
        "starts_first": may_start and not access.may_at_all(request.actor, Permission.SEE_QUEUE),
        "roles": [(role.label, SENTENCES[role]) for role in Role if role in request.actor.roles],
        "is_police": is_police,
        "now": now,
    }
    return render(request, "home/home.html", shown)


def _grouped(lines: Iterable[ToDo]) -> dict[str, list[ToDo]]:
    """Under their headings, in the order in which each first comes."""
    groups: dict[str, list[ToDo]] = {}
    for line in lines:
        groups.setdefault(line.under, []).append(line)
    return groups
