"""Where what runs beside a referral stands, and what is to be looked at again: as far as somebody may see it."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import ListName, Permission, Relation
from agencies.models import ListedValue, Membership
from referrals.enums import DeadlineKind, Status, Track, TrackState
from referrals.models import Deadline, Referral, TrackEntry
from referrals.rules import crime
from referrals.rules import tracks as rules
from referrals.rules.tracks import RECORDS, SEES


class Standing(NamedTuple):
    """`review`: from which day on somebody wanted it looked at again."""

    track: Track
    state: TrackState
    line: str
    review: date | None


@dataclass(frozen=True)
class Recorded:
    """One entry of a history, in words."""

    entry: TrackEntry
    line: str
    force: str
    code: str


def seen_by(actor: Actor, referral: Referral) -> list[Track]:
    """National security only where something is recorded, or for whoever could record it."""
    relations = referral.relations_to(actor)
    return [track for track in Track if access.may(actor, SEES[track], relations)]


def standing(referral: Referral, actor: Actor | None = None) -> list[Standing]:
    """Without an actor: what everybody may see who works on the case."""
    of_all = [track for track in Track if SEES[track] == Permission.SEE_CASEWORK]
    shown = seen_by(actor, referral) if actor else of_all
    newest = {Track(entry.track): entry for entry in _entries(referral).filter(track__in=shown)}
    labels = _labels(newest.values())
    return [
        _standing(track, newest.get(track), labels) for track in shown if _is_listed(track, newest, actor, referral)
    ]


def newest(referral: Referral, track: Track) -> TrackEntry | None:
    return _entries(referral).filter(track=track).last()


def history(referral: Referral, track: Track) -> list[Recorded]:
    """The newest first."""
    entries = list(_entries(referral).filter(track=track))
    labels = _labels(entries)
    texts = {code.code: code.text for code in crime.CODES}
    return [
        Recorded(
            entry,
            _line(Track(track), entry, labels),
            labels.get(entry.force_code, entry.force_code),
            texts.get(entry.code, ""),
        )
        for entry in reversed(entries)
    ]


def reported_at(referral: Referral) -> datetime | None:
    """When the police were told, from which the day counts within which a crime is recorded."""
    first = Deadline.objects.filter(referral=referral, kind=DeadlineKind.CRIME_RECORD).order_by("starts_at").first()
    return first.starts_at if first else referral.lodged_at


def look_again_at_code(referral: Referral, entry: TrackEntry | None) -> str | None:
    return crime.reason_to_look_again(entry.code, Status(referral.status)) if entry else None


def who_may_own(referral: Referral, track: Track, on: date) -> QuerySet[Membership]:
    """People of the force who could record on the track, but for those kept from the case."""
    roles = access.GRANTED[RECORDS[track]][Relation.OWNING_FORCE]
    usable = Membership.objects.usable(on).filter(agency=referral.force_id, roles__overlap=list(roles))
    free = usable.exclude(user__in=referral.barred_people)
    barred = Membership.objects.filter(units__in=referral.barred_units) if referral.barred_units else None
    found = free.exclude(pk__in=barred.values("pk")) if barred is not None else free
    return found.select_related("user").order_by("user__full_name", "pk")


def to_review(actor: Actor, today: date) -> QuerySet[TrackEntry]:
    """The newest entry of each track whose day to look again has come, of all cases that this person works on."""
    seen = Q(pk__in=[])
    for track in Track:
        if Relation.OWNING_FORCE in access.relations_that_allow(actor, SEES[track]):
            seen |= Q(track=track)
    newer = TrackEntry.objects.filter(referral=OuterRef("referral"), track=OuterRef("track")).filter(
        Q(recorded_at__gt=OuterRef("recorded_at")) | Q(recorded_at=OuterRef("recorded_at"), pk__gt=OuterRef("pk"))
    )
    ours = Referral.objects.visible_to(actor).filter(force=actor.agency_id)
    due = TrackEntry.objects.filter(seen, ~Exists(newer), review_on__lte=today, referral__in=ours)
    return due.select_related("referral", "owner").order_by("review_on", "pk")


def in_short(entries: Iterable[TrackEntry]) -> dict[int, str]:
    """By key, one line for each."""
    known = list(entries)
    labels = _labels(known)
    return {entry.pk: _line(Track(entry.track), entry, labels) for entry in known}


def _entries(referral: Referral) -> QuerySet[TrackEntry]:
    return TrackEntry.objects.filter(referral=referral).select_related("owner", "recorded_by")


def _is_listed(track: Track, newest: Container[object], actor: Actor | None, referral: Referral) -> bool:
    if track != Track.NATIONAL_SECURITY or track in newest:
        return True
    return actor is not None and access.may(actor, RECORDS[track], referral.relations_to(actor))


def _standing(track: Track, entry: TrackEntry | None, labels: dict[str, str]) -> Standing:
    if entry is None:
        return Standing(track, TrackState.NOT_STARTED, rules.in_short(track, TrackState.NOT_STARTED), None)
    return Standing(track, TrackState(entry.state), _line(track, entry, labels), entry.review_on)


def _line(track: Track, entry: TrackEntry, labels: dict[str, str]) -> str:
    return rules.in_short(
        track,
        TrackState(entry.state),
        reference=entry.reference,
        code=entry.code,
        force=labels.get(entry.force_code, ""),
        owner=str(entry.owner) if entry.owner else "",
    )


def _labels(entries: Iterable[TrackEntry]) -> dict[str, str]:
    """Of the forces named, at once. None is asked for where none is named."""
    codes = {entry.force_code for entry in entries if entry.force_code}
    if not codes:
        return {}
    found = ListedValue.objects.filter(list_name=ListName.FORCES, code__in=codes)
    return {value.code: value.label for value in found}


def is_due(entry: TrackEntry | None) -> bool:
    return entry is not None and rules.is_to_review(entry.review_on, localdate())
