"""Keeping what lists have to know of a case beside it: one row, written anew with every change, in its transaction."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import F, Value
from django.utils.timezone import localdate

from agencies.access import UNIT
from agencies.actors import Actor
from agencies.folding import folded
from agencies.models import Membership
from referrals.dossier import Dossier, dossier_of
from referrals.enums import CrimeCheck, Danger, Exploitation, RiskLevel, Status, Track, TrackState
from referrals.models import Deadline, QueueRow, Referral
from referrals.owning import worked_on
from referrals.rules import clocks, crime
from referrals.rules.pressing import LATER, pressing
from referrals.rules.tracks import still_runs
from referrals.telling import area_of

# Where no clock runs.
FAR = datetime(9999, 12, 31, tzinfo=UTC)
UNLISTED = frozenset({Status.DRAFT, Status.DISCARDED})
# Somebody of ours has to do something. Elsewhere the Home Office or the person has the move, unless a clock is over.
OUR_MOVE = frozenset(
    {Status.INBOUND, Status.TRIAGE, Status.SAFEGUARDING_HOLD, Status.CONSENT_PENDING, Status.RG_FIR, Status.CG_FIR}
)


def refresh(referral: Referral, *, at: datetime, by: Actor | None = None) -> None:
    """Does nothing for a draft: no force has it yet. `by`: who worked on it, and has it now if they claimed it."""
    if not is_listed(referral):
        return
    if by:
        worked_on(referral, by=by, at=at)
    _write(referral, facts_of(dossier_of(referral), at))


def is_listed(referral: Referral) -> bool:
    return referral.status not in UNLISTED and referral.force_id is not None


def _write(referral: Referral, facts: dict[str, Any]) -> None:
    """A claim is over once somebody has the case."""
    words = facts.pop("words")
    claim = {"claimed_by": None, "claimed_until": None} if facts["owner_id"] else {}
    QueueRow.objects.update_or_create(
        referral=referral, defaults={**facts, **claim, "words": SearchVector(Value(words), config="simple")}
    )


# Making rows anew


def lacking() -> Any:
    """Cases that lists ought to know of and do not."""
    return Referral.objects.exclude(status__in=UNLISTED).exclude(force=None).filter(queue_row=None)


@transaction.atomic
def make_anew(pks: Iterable[int], *, at: datetime) -> int:
    """How many rows were written. When a case last changed stays as it was known, and is guessed for a new row."""
    locked = Referral.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    found = [referral for referral in locked if is_listed(referral)]
    known = dict(QueueRow.objects.filter(pk__in=found).values_list("pk", "changed_at"))
    for referral in found:
        facts = facts_of(dossier_of(referral), at)
        _write(referral, {**facts, "changed_at": known.get(referral.pk) or _last_change(referral)})
    return len(found)


def _last_change(referral: Referral) -> datetime:
    times = (referral.saved_at, referral.lodged_at, referral.completed_at, referral.adopted_at)
    last = referral.steps.last()
    return max(time for time in (*times, last and last.taken_at) if time)


def mark_overdue(*, at: datetime) -> int:
    """How many rows say from now on that their clock has run out. Safe to run twice, and to miss."""
    late = QueueRow.objects.filter(is_overdue=False, next_due_at__lte=at)
    return late.update(is_overdue=True, needs_us=F("is_open"), pressing=F("pressing") - LATER)


# What a row says


def facts_of(dossier: Dossier, at: datetime) -> dict[str, object]:
    """The columns of the row but for the claim. `words` is plain text: what a search finds the case by."""
    referral, today = dossier.referral, localdate(at)
    tracks = tracks_of(referral)
    risk = _risk(referral)
    due = _next(dossier.deadlines)
    is_overdue = due is not None and due.due_at <= at
    is_in_danger = dossier.safety.danger == Danger.STILL_IN_IT and referral.status != Status.CLOSED
    is_open = referral.status != Status.CLOSED or any(still_runs(track, tracks[track]) for track in Track)
    return {
        "force_id": referral.force_id,
        "unit_id": referral.unit_id,
        "owner_id": _owner(referral),
        "agency_id": referral.agency_id,
        "status": referral.status,
        "is_open": is_open,
        "needs_us": is_open and (referral.status in OUR_MOVE or is_overdue),
        "route": dossier.routing(today).route,
        "age": dossier.age(today) or "",
        "risk": risk,
        "pressing": pressing(is_in_danger=is_in_danger, is_overdue=is_overdue, risk=risk),
        "next_due_at": due.due_at if due else FAR,
        "next_kind": due.kind if due else "",
        "is_overdue": is_overdue,
        "is_in_danger": is_in_danger,
        "is_urgent_unfinished": referral.is_urgent and referral.completed_at is None and referral.is_not_yet_sent,
        "flags": [flag.kind for flag in referral.flags.filter(removed_at=None)],
        "exploitation": sorted({kind for situation in dossier.situations for kind in situation.kinds}),
        "town": dossier.safety.town,
        "area": area_of(dossier, today),
        "tracks": {track: state for track, state in tracks.items() if state != TrackState.NOT_STARTED},
        "crime_check": crime_check_of(referral),
        "received_at": referral.lodged_at,
        "changed_at": at,
        "words": folded(" ".join(_words(dossier))),
    }


def tracks_of(referral: Referral) -> dict[Track, TrackState]:
    """The newest entry of each holds."""
    newest = {Track(entry.track): TrackState(entry.state) for entry in referral.track_entries.all()}
    return {track: newest.get(track, TrackState.NOT_STARTED) for track in Track}


def crime_check_of(referral: Referral) -> CrimeCheck:
    entries = [entry for entry in referral.track_entries.all() if entry.track == Track.CRIME]
    return crime.check_of(entries[-1].mark if entries else None)


def _owner(referral: Referral) -> int | None:
    """Whoever answers for it, if they are of the unit. An officer who passed a case on does not work it."""
    of_the_unit = Membership.objects.filter(user=referral.owner_id, agency=referral.force_id, roles__overlap=list(UNIT))
    return referral.owner_id if of_the_unit.exists() else None


def _risk(referral: Referral) -> RiskLevel:
    last = referral.risk_assessments.last()
    return RiskLevel(last.level) if last else RiskLevel.NOT_ASSESSED


def _next(deadlines: Iterable[Deadline]) -> Deadline | None:
    """The open clock that is due first, of those by which somebody is to have done something.

    Not one that tells of somebody's leave to stay: more people read a list than may know of that.
    """
    running = [
        each for each in deadlines if each.is_running and clocks.is_by(each.kind) and each.kind not in clocks.OF_LEAVE
    ]
    return min(running, key=lambda each: each.due_at, default=None)


def _words(dossier: Dossier) -> Iterable[str]:
    referral, person = dossier.referral, dossier.person
    yield referral.reference
    yield referral.label
    yield from (person.given_names, person.family_name, person.name_used_there, *person.other_names)
    yield from (Exploitation(kind).label for situation in dossier.situations for kind in situation.kinds)
    yield from (dossier.safety.whereabouts, dossier.account.how_it_began, dossier.account.work)
    yield from (sending.home_office_reference for sending in dossier.sendings)
