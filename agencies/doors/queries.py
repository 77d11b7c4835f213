from datetime import date, datetime
from functools import lru_cache

from django.db.models import QuerySet

from agencies.models import Membership, SignInLink, User
from agencies.statements import A_KEY, Statement

# Under this name a person who was found with their places keeps them.
KEPT = "usable_memberships"


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
    usable: QuerySet[Membership] = Membership.objects.usable(day).with_units(day).filter(user=user)
    return usable.order_by("agency__name", "pk")


def person_with_places(pk: int, day: date) -> User | None:
    """With what they can act under on this day, in one question. Nobody, if that is nothing."""
    usable = _usable(day).rows({A_KEY: pk})
    if not usable:
        return None
    person = usable[0].user
    setattr(person, KEPT, (day, usable))
    return person


def usable_memberships_now(user: User, day: date) -> list[Membership]:
    """The same, as every page asks it."""
    found_on, usable = getattr(user, KEPT, (None, []))
    return usable if found_on == day else _usable(day).rows({A_KEY: user.pk})


@lru_cache(maxsize=4)
def _usable(day: date) -> Statement[Membership]:
    return Statement(usable_memberships(User(pk=A_KEY), day).select_related("agency", "user"))
