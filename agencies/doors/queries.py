from datetime import date, datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet, Value

from agencies.actors import Actor
from agencies.models import Membership, SignInLink, User


def find_person(email: str) -> User | None:
    return User.objects.filter(email=email.strip().lower()).first()


def find_link(digest: str, *, at: datetime) -> SignInLink | None:
    """The link of this secret, if it can still be used."""
    if not digest:
        return None
    link = SignInLink.objects.select_related("user").filter(token_digest=digest).first()
    return link if link and link.user.is_active and link.is_usable(at) else None


def usable_memberships(user: User, day: date) -> QuerySet[Membership]:
    """What this person can act under, each with the units of its own agency that still exist."""
    open_units = Q(units__valid_from__lte=day) & (Q(units__valid_to=None) | Q(units__valid_to__gte=day))
    unit_ids = ArrayAgg("units", filter=open_units, default=Value([]))
    usable: QuerySet[Membership] = Membership.objects.usable(day).filter(user=user)
    return usable.select_related("agency").annotate(unit_ids=unit_ids).order_by("agency__name", "pk")


def actor_of(membership: Membership) -> Actor:
    """Of a membership found by `usable_memberships`."""
    return membership.as_actor(frozenset(membership.unit_ids))  # type: ignore[attr-defined]
