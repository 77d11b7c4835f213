"""Giving a case to somebody, to another unit or to another force. What happened to it before stays with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import AgencyKind, Permission, UnitKind
from agencies.models import Agency, Unit
from agencies.refusals import Refused, Stale
from audit import actions as audit
from audit.enums import Operation
from notifications import actions as notifications
from notifications.enums import NoticeKind
from referrals import listing, owning
from referrals.models import Handover, QueueRow, Referral, handover
from referrals.queue.around import colleagues, units_of, units_with_caseworkers

MOST_AT_ONCE = 100
NO_SUCH_COLLEAGUE = "Choose a colleague of your force who works on cases."
NO_SUCH_UNIT = "Choose a unit of your force where somebody works on cases, or another police force."
KEPT_FROM_IT = "{name} may not know of this case, so it cannot be given to them."
ALREADY_THERE = "It is with that unit already."
NOT_LISTED = "Only a case that a force has received can be given to somebody."
GIVE_A_REASON = "Say why another force gets it. They see what you write."
NO_UNIT_THERE = "{force} has no unit that could receive it."
TOO_MANY = f"At most {MOST_AT_ONCE} cases can be changed at once. You ticked {{count}}. Nothing was changed."
NONE_TICKED = "Tick the cases first. Nothing was changed."


class ChangedHands(Stale):
    """Somebody else gave it away while the page was open. `owner` is who has it now."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"It changed hands while this page was open. It is with {owner or 'nobody'} now.")
        self.owner = owner


@transaction.atomic
def assign(pk: int, *, owner: int | None, seen: int, by: Actor, at: datetime) -> Referral:
    """`owner`: None gives it back to the unit. `seen`: whom the page showed as its owner, 0 for nobody."""
    referral = _locked(pk, by, Permission.TAKE_CASE if owner == by.user_id else Permission.ASSIGN_CASE, seen)
    before = QueueRow.objects.get(pk=pk).owner_id
    if owner is not None:
        _require_able(referral, owner, by, at)
    if owner == before:
        return referral
    owning.give(referral, owner, "case.assigned", by=by, at=at)
    QueueRow.objects.filter(pk=pk).update(claimed_by=None, claimed_until=None)
    listing.refresh(referral, at=at)
    tell(referral, at, people=[person for person in {owner, before} if person and person != by.user_id])
    return referral


@transaction.atomic
def hand_over(pk: int, *, to: str, reason: str, seen: int, by: Actor, at: datetime) -> Referral:
    """`to` is "unit-" or "force-" with a key. Nobody owns it there until somebody takes it.

    Another force sees it from then on. What its giver still sees is what the table of access grants.
    """
    referral = _locked(pk, by, Permission.ASSIGN_CASE, seen)
    kind, _, key = to.partition("-")
    unit = _unit_of_force(key, reason, by, at) if kind == "force" else _own_unit(key, by, at)
    if unit.pk == referral.unit_id:
        raise Refused(ALREADY_THERE)
    if unit.pk in referral.barred_units:
        raise Refused(KEPT_FROM_IT.format(name=unit))
    before = QueueRow.objects.get(pk=pk).owner_id
    Handover.objects.filter(handover.OPEN, referral=referral).update(ended_at=at)
    Handover.objects.create(
        referral=referral, from_force_id=referral.force_id or 0, from_unit=referral.unit,
        to_force=unit.agency, to_unit=unit,
        reason=reason, given_by_id=by.user_id, given_at=at,
    )  # fmt: skip
    move(referral, unit, "case.handed_over", reason, by=by, at=at)
    tell(referral, at, units=[unit.pk], people=[before] if before and before != by.user_id else [])
    return referral


def move(referral: Referral, unit: Unit, event: str, reason: str, *, by: Actor, at: datetime) -> None:
    """It is that unit's from now on, and nobody's in it."""
    moves = unit.agency_id != referral.force_id
    referral.unit, referral.force = unit, unit.agency
    referral.save(update_fields=["unit", "force"])
    also = {"unit": unit.pk, "force": unit.agency_id, "reason": reason}
    owning.give(referral, None, event, by=by, at=at, also=also)
    QueueRow.objects.filter(referral=referral).update(claimed_by=None, claimed_until=None)
    if moves:
        recipients = [f"agency:{unit.agency_id}", f"unit:{unit.pk}"]
        audit.record(Operation.DISCLOSURE, "referral.disclosed", referral.reference, by=by, at=at, shown=recipients)
    listing.refresh(referral, at=at)


def _locked(pk: int, by: Actor, permission: Permission, seen: int) -> Referral:
    referral = Referral.objects.locked(pk)
    access.require(by, permission, referral.relations_to(by))
    row = QueueRow.objects.select_related("owner").filter(pk=pk).first()
    if row is None:
        raise Refused(NOT_LISTED)
    if (row.owner_id or 0) != seen:
        raise ChangedHands(str(row.owner or ""))
    return referral


def _require_able(referral: Referral, owner: int, by: Actor, at: datetime) -> None:
    membership = colleagues(by, at).filter(user=owner).first()
    if membership is None:
        raise Refused(NO_SUCH_COLLEAGUE)
    actor = membership.as_actor(frozenset(membership.units.values_list("pk", flat=True)))
    if not access.may(actor, Permission.WORK_CASE, referral.relations_to(actor)):
        raise Refused(KEPT_FROM_IT.format(name=membership.user))


def _own_unit(key: str, by: Actor, at: datetime) -> Unit:
    unit = units_with_caseworkers(by.agency_id, at).filter(pk=_number(key)).select_related("agency").first()
    if unit is None:
        raise Refused(NO_SUCH_UNIT)
    return unit


def _unit_of_force(key: str, reason: str, by: Actor, at: datetime) -> Unit:
    """The one that deals with modern slavery, where the force has one."""
    force = other_forces(by, at).filter(pk=_number(key)).first()
    if force is None:
        raise Refused(NO_SUCH_UNIT)
    if not reason.strip():
        raise Refused(GIVE_A_REASON)
    there = list(units_of(force.pk, at).select_related("agency"))
    if not there:
        raise Refused(NO_UNIT_THERE.format(force=force))
    return next((unit for unit in there if unit.kind == UnitKind.MODERN_SLAVERY), there[0])


def other_forces(by: Actor, at: datetime) -> QuerySet[Agency]:
    return Agency.objects.on(localdate(at)).filter(kind=AgencyKind.POLICE).exclude(pk=by.agency_id)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def tell(referral: Referral, at: datetime, *, units: Sequence[int] = (), people: Sequence[int] = ()) -> None:
    kind, occasion = NoticeKind.HANDED_OVER, at.isoformat()
    notifications.post(kind, referral.reference, occasion=occasion, at=at, units=units, people=people)


# Many at once


@dataclass(frozen=True)
class Outcome:
    """Of many: how many were changed, and why others were not."""

    done: int
    refused: list[tuple[str, str]]


def give_many(picks: list[str], *, to: str, by: Actor, at: datetime) -> Outcome:
    """Each through the same action as one alone. `picks`: as tick boxes name them; `to`: "owner-" or "unit-" and a key.

    A case that cannot be changed keeps none of the others back.
    """
    wanted = list(dict.fromkeys(pair for pick in picks if (pair := _pick(pick))))
    if not wanted:
        raise Refused(NONE_TICKED)
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(TOO_MANY.format(count=len(wanted)))
    act = _act(to, by, at)
    visible = Referral.objects.visible_to(by).filter(pk__in=[pk for pk, _ in wanted])
    references = dict(visible.values_list("pk", "reference"))
    refused: list[tuple[str, str]] = []
    for pk, seen in wanted:
        if pk not in references:
            continue
        try:
            act(pk, seen)
        except Refused as refusal:
            refused.append((references[pk], str(refusal)))
    return Outcome(len(references) - len(refused), refused)


def _act(to: str, by: Actor, at: datetime) -> Callable[[int, int], object]:
    kind, _, key = to.partition("-")
    if kind == "unit":
        return lambda pk, seen: hand_over(pk, to=to, reason="", seen=seen, by=by, at=at)
    if kind != "owner":
        raise Refused("Choose what is to be done with the ticked cases. Nothing was changed.")
    owner = None if key == "none" else _number(key)
    return lambda pk, seen: assign(pk, owner=owner, seen=seen, by=by, at=at)


def _pick(text: str) -> tuple[int, int] | None:
    pk, _, seen = text.partition(".")
    return (_number(pk), _number(seen)) if _number(pk) else None
