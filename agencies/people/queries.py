"""Reading colleagues. Every list of people goes through here, and the ledger keeps which were shown."""

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import Role
from agencies.folding import folded
from agencies.models import Membership, SignInLink, User
from agencies.models.sign_in_link import Purpose
from agencies.pages import Page, page_after
from audit import actions as audit
from audit.enums import Operation
from audit.models import Entry

ORDER = ["user__sort_name", "user__email", "pk"]
MOST_FOUND = 50
# Invited, and has neither set a password nor come in by single sign-on.
NEVER_CAME = Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX, user__last_login=None)
STATES = {
    "everybody": Q(),
    "active": Q(deactivated_at=None, accepted_at__isnull=False) & ~NEVER_CAME,
    "invited": Q(deactivated_at=None) & (NEVER_CAME | Q(accepted_at=None)),
    "roleless": Q(deactivated_at=None, roles=[]),
    "deactivated": Q(deactivated_at__isnull=False),
}


def colleagues(actor: Actor) -> QuerySet[Membership]:
    return Membership.objects.visible_to(actor).select_related("user", "agency").prefetch_related("units")


def list_colleagues(actor: Actor, state: str, after: str, *, at: datetime) -> Page[Membership]:
    page = page_after(colleagues(actor).filter(STATES.get(state, Q())), ORDER, after)
    _record_shown(actor, "colleagues.listed", page.rows, at)
    return page


def find_colleagues(actor: Actor, text: str, *, at: datetime) -> list[Membership]:
    """By how words of a name, an e-mail address or a collar number begin. The first fifty."""
    words = folded(text).split()
    wanted = colleagues(actor) if words else Membership.objects.none()
    for word in words:
        named = Q(accepted_at__isnull=False, user__search_text__contains=f" {word}")
        wanted = wanted.filter(named | Q(accepted_at=None, user__email__contains=word))
    found = list(wanted.order_by(*ORDER)[:MOST_FOUND])
    _record_shown(actor, "colleagues.searched", found, at)
    return found


def count_by_state(actor: Actor) -> dict[str, int]:
    """How many colleagues there are in each state. Counts name nobody, so none is recorded."""
    counts = {state: Count("pk", filter=condition) for state, condition in STATES.items()}
    found: dict[str, int] = Membership.objects.visible_to(actor).aggregate(**counts)
    return found


def last_invitation(colleague: Membership) -> SignInLink | None:
    return colleague.user.sign_in_links.filter(purpose=Purpose.INVITATION).order_by("-asked_at").first()


def invitations_of(person: User) -> QuerySet[Membership]:
    """Of agencies that invited somebody who had an account already."""
    return person.memberships.filter(accepted_at=None, deactivated_at=None).select_related("agency").order_by("pk")


def last_change(colleague: Membership) -> tuple[str, datetime] | None:
    """Who last changed a colleague's place, and when."""
    entry = Entry.objects.filter(reference=colleague.reference, event="colleague.changed").order_by("-at").first()
    return (str(User.objects.get(pk=entry.actor_id)), entry.at) if entry and entry.actor_id else None


def administrators(agency_id: int | None, *, at: datetime) -> QuerySet[Membership]:
    """Those of an agency who can sign in today and manage its people."""
    usable = Membership.objects.usable(localdate(at)).filter(agency_id=agency_id, roles__contains=[Role.ADMINISTRATOR])
    return usable.exclude(NEVER_CAME).select_related("user").order_by(*ORDER)


def _record_shown(actor: Actor, event: str, shown: Collection[Membership], at: datetime) -> None:
    audit.record(Operation.CONSULTATION, event, by=actor, at=at, shown=[row.reference for row in shown])
