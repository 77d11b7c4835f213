"""Reading colleagues. Every list of people goes through here, and the ledger keeps which were shown."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import Role
from agencies.models import Membership
from agencies.pages import Page, page_after
from audit import actions as audit
from audit.enums import Operation

ORDER = ["user__full_name", "user__email", "pk"]
MOST_FOUND = 50
# Invited, and has neither set a password nor come in by single sign-on.
NEVER_CAME = Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX, user__last_login=None)


def colleagues(actor: Actor) -> QuerySet[Membership]:
    return Membership.objects.visible_to(actor).select_related("user", "agency").prefetch_related("units")


def list_colleagues(actor: Actor, state: str, after: str, *, at: datetime) -> Page[Membership]:
    page = page_after(colleagues(actor).filter(_in_state(state)), ORDER, after)
    _record_shown(actor, "colleagues.listed", page.rows, at)
    return page


def find_colleagues(actor: Actor, text: str, *, at: datetime) -> list[Membership]:
    """By any part of a name, an e-mail address or a collar number. The first fifty."""
    wanted = colleagues(actor)
    for word in text.split():
        wanted = wanted.filter(
            Q(user__full_name__icontains=word) | Q(user__email__icontains=word) | Q(user__collar_number__iexact=word)
        )
    found = list(wanted.order_by(*ORDER)[:MOST_FOUND])
    _record_shown(actor, "colleagues.searched", found, at)
    return found


def count_waiting(actor: Actor) -> dict[str, int]:
    """How many colleagues wait for their administrator, by state. Counts name nobody, so none is recorded."""
    states = ("no-role", "invited")
    counts = {state.replace("-", "_"): Count("pk", filter=_in_state(state)) for state in states}
    found = Membership.objects.visible_to(actor).aggregate(**counts)
    return {state: found[state.replace("-", "_")] for state in states}


def administrators(agency_id: int | None, *, at: datetime) -> QuerySet[Membership]:
    """Those of an agency who can sign in today and manage its people."""
    usable = Membership.objects.usable(localdate(at)).filter(agency_id=agency_id, roles__contains=[Role.ADMINISTRATOR])
    return usable.exclude(NEVER_CAME).select_related("user").order_by(*ORDER)


def _in_state(state: str) -> Q:
    return {
        "active": Q(deactivated_at=None) & ~NEVER_CAME,
        "invited": Q(deactivated_at=None) & NEVER_CAME,
        "deactivated": Q(deactivated_at__isnull=False),
        "no-role": Q(deactivated_at=None, roles=[]),
    }.get(state, Q())


def _record_shown(actor: Actor, event: str, shown: Collection[Membership], at: datetime) -> None:
    audit.record(Operation.CONSULTATION, event, by=actor, at=at, shown=[row.reference for row in shown])
