"""To whom a draft may be handed: colleagues who may answer referrals, and units, of one's own agency."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.folding import folded
from agencies.models import Membership, Unit
from agencies.people.queries import NEVER_CAME
from audit import actions as audit
from audit.enums import Operation

MOST_FOUND = 20
MAY_ANSWER = sorted(access.GRANTED[Permission.ANSWER_REFERRAL][Relation.OWN_REFERRAL])


def colleagues(actor: Actor, *, at: datetime) -> QuerySet[Membership]:
    """Those who could carry on today."""
    usable = Membership.objects.usable(localdate(at)).exclude(NEVER_CAME).exclude(user=actor.user_id)
    return usable.filter(agency=actor.agency_id, roles__overlap=MAY_ANSWER).select_related("user")


def units(actor: Actor, *, at: datetime) -> QuerySet[Unit]:
    return Unit.objects.on(localdate(at)).filter(agency=actor.agency_id)


def find_colleagues(actor: Actor, text: str, *, at: datetime) -> list[Membership]:
    """By how the words of a name or a collar number begin. The ledger keeps who was shown, and not what was typed."""
    words = folded(text).split()
    wanted = colleagues(actor, at=at) if words else Membership.objects.none()
    for word in words:
        wanted = wanted.filter(user__search_text__contains=f" {word}")
    found = list(wanted.order_by("user__sort_name", "pk")[:MOST_FOUND])
    shown = [row.reference for row in found]
    audit.record(Operation.CONSULTATION, "colleagues.searched", by=actor, at=at, shown=shown)
    return found
