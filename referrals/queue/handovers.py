"""Cases that a force gave to other units and forces, and what became of them. References, and nothing of a case."""

from datetime import datetime

from django.db.models import QuerySet

from agencies.actors import Actor
from agencies.pages import Page, page_after
from audit import actions as audit
from audit.enums import Operation
from referrals.models import Handover, Referral, handover
from referrals.models.referral import barred

ORDER = ["-given_at", "-pk"]


def given_by_us(actor: Actor) -> QuerySet[Handover]:
    given = Handover.objects.filter(from_force=actor.agency_id).exclude(barred(actor, of="referral__"))
    return given.select_related("referral", "from_unit", "to_unit", "to_force", "given_by", "answered_by")


def list_given(actor: Actor, after: str, at: datetime) -> Page[Handover]:
    """Newest first. Goes on the ledger with the references that it showed."""
    page = page_after(given_by_us(actor), ORDER, after)
    shown = [row.referral.reference for row in page.rows]
    audit.record(Operation.CONSULTATION, "handovers.listed", by=actor, at=at, shown=shown)
    return page


def waiting(referral: Referral) -> Handover | None:
    related = ("from_force", "from_unit", "to_unit", "given_by")
    return Handover.objects.filter(handover.OPEN, referral=referral).select_related(*related).first()
