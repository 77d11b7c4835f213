"""Recording what happened on a track. Each entry is added, and none is changed: the newest one holds."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import ListName
from agencies.refusals import NotAllowed, Refused, Stale
from audit import actions as audit
from audit.enums import Operation
from referrals import deadlines, listing
from referrals.enums import CrimeMark, DeadlineKind, Track, TrackState
from referrals.models import Referral, TrackEntry
from referrals.rules import crime
from referrals.rules import tracks as rules
from referrals.telling import attributes
from referrals.tracks.queries import newest, reported_at, who_may_own

RECORDED_MEANWHILE = "Somebody else recorded something here meanwhile. Read it first: what you typed is still below."
ONLY_THE_REGISTRAR = "Only the force crime registrar marks what was recorded."
NOTHING_TO_MARK = "Nothing is recorded yet, so there is nothing to check."
NOT_THEIRS = "Choose somebody of your force who may work on this."


@transaction.atomic
def record(pk: int, track: Track, *, state: TrackState, seen: int, by: Actor, at: datetime, **facts: Any) -> TrackEntry:
    """`seen`: the newest entry that the page showed, or 0. Of a crime, its time limit ends with this."""
    referral, last = _locked(pk, track, seen, by)
    said = {name: value for name, value in facts.items() if value}
    made_at = said.get("made_at")
    on = localdate(made_at) if made_at else said.pop("on", localdate(at))

    _ask(rules.reason_not_to_enter(track, state, frozenset(said)))
    _ask(rules.reason_not_on(on, said.get("review_on"), localdate(at)))
    _ask(_reason_not_to_own(referral, track, said.get("owner"), localdate(at)))
    if track == Track.CRIME:
        _ask(_reason_about_crime(referral, state, last, said, at))
    if state == TrackState.PASSED_ON:
        said["code"] = crime.code_of_passing_on(*attributes(ListName.FORCES, [said["force_code"]], "nation"))
    entry = _add(referral, track, state, on, said, by, at)
    if track == Track.CRIME:
        outcome = rules.in_short(track, state, reference=entry.reference, code=entry.code)
        deadlines.meet(referral, DeadlineKind.CRIME_RECORD, outcome=outcome, by=by, at=at, done_at=made_at)
    listing.refresh(referral, at=at, by=by)
    return entry


@transaction.atomic
def mark(pk: int, *, mark: CrimeMark, reason: str, seen: int, by: Actor, at: datetime) -> TrackEntry:
    """What the force crime registrar found. What was recorded stays as it was."""
    referral, last = _locked(pk, Track.CRIME, seen, by)
    if not by.has_any(access.OVERSIGHT):
        raise NotAllowed(ONLY_THE_REGISTRAR)
    if last is None:
        raise Refused(NOTHING_TO_MARK)
    _ask(crime.reason_not_to_mark(is_own=_author_of_record(referral) == by.user_id, mark=mark, reason=reason))
    kept = ("reference", "code", "force_code", "made_at", "review_on")
    facts = {name: getattr(last, name) for name in kept} | {"owner": last.owner_id, "mark": mark, "reason": reason}
    entry = _add(referral, Track.CRIME, TrackState(last.state), last.on, facts, by, at)
    listing.refresh(referral, at=at)
    return entry


def _locked(pk: int, track: Track, seen: int, by: Actor) -> tuple[Referral, TrackEntry | None]:
    referral = Referral.objects.locked(pk)
    access.require(by, rules.RECORDS[track], referral.relations_to(by))
    last = newest(referral, track)
    if (last.pk if last else 0) != seen:
        raise Stale(RECORDED_MEANWHILE)
    return referral, last


def _ask(reason: str | None) -> None:
    if reason:
        raise Refused(reason)


def _reason_not_to_own(referral: Referral, track: Track, owner: int | None, today: date) -> str | None:
    if owner is None or who_may_own(referral, track, today).filter(user=owner).exists():
        return None
    return NOT_THEIRS


def _reason_about_crime(
    referral: Referral, state: TrackState, last: TrackEntry | None, said: dict[str, Any], at: datetime
) -> str | None:
    return crime.reason_not_to_record(
        state,
        code=said.get("code", ""),
        force_code=said.get("force_code", ""),
        own_force=referral.force.code if referral.force else "",
        reason=said.get("reason", ""),
        reported_at=reported_at(referral) or at,
        made_at=said.get("made_at") or at,
        at=at,
        is_first=last is None,
        today=localdate(at),
    )


def _add(
    referral: Referral, track: Track, state: TrackState, on: date, said: dict[str, Any], by: Actor, at: datetime
) -> TrackEntry:
    facts = {("owner_id" if name == "owner" else name): value for name, value in said.items()}
    entry = TrackEntry.objects.create(
        referral=referral, track=track, state=state, on=on, recorded_by_id=by.user_id, recorded_at=at, **facts
    )
    changed = {"state": state, "on": str(on), **{name: str(value) for name, value in facts.items()}}
    audit.record(Operation.ALTERATION, f"track.{track}", referral.reference, by=by, at=at, changed=changed)
    return entry


def _author_of_record(referral: Referral) -> int:
    """Of what holds now, whoever marked it since."""
    return referral.track_entries.filter(track=Track.CRIME, mark="").latest("recorded_at", "pk").recorded_by_id
