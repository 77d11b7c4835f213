"""What runs beside the referral. None ends because the referral ends: it is ended itself, or somebody looks again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agencies.enums import Permission
from agencies.refusals import Refused
from referrals.enums import Track, TrackState

T = TrackState


class NotOfThisTrack(Refused):
    """The track knows no such state, or does not reach it from where it stands."""


@dataclass(frozen=True)
class State:
    """`needs`: the columns that must be filled for it. `is_over`: nothing of the track is left to do."""

    needs: frozenset[str] = frozenset()
    is_over: bool = False


def _needs(*names: str, is_over: bool = False) -> State:
    return State(frozenset(names), is_over)


# Every state may follow every other of its track: what is recorded is what happened, and a mistake is put right by the
# next entry. Nothing goes back to "nothing recorded".
STATES: Mapping[Track, Mapping[TrackState, State]] = {
    Track.CRIME: {
        T.CRIME_RECORDED: _needs("reference", "force_code", is_over=True),
        T.NOT_A_CRIME: _needs("code", "reason", is_over=True),
        T.PASSED_ON: _needs("force_code", "reason", is_over=True),
    },
    Track.INVESTIGATION: {T.OPEN: _needs("owner"), T.ENDED: _needs("reason", is_over=True)},
    Track.SAFEGUARDING: {T.OPEN: State(), T.ENDED: _needs("reason", is_over=True)},
    Track.SUPPORT: {
        T.DECLINED: State(is_over=True),
        T.EMERGENCY: State(),
        T.IN_SUPPORT: State(),
        T.REACH_IN: State(),
        T.LOCAL_AUTHORITY: State(),
        T.ENDED: _needs("reason", is_over=True),
    },
    Track.LEAVE: {
        T.NOT_APPLICABLE: State(is_over=True),
        T.UNDER_CONSIDERATION: State(),
        T.GRANTED: State(is_over=True),
        T.REFUSED: State(is_over=True),
    },
    Track.NATIONAL_SECURITY: {T.RESTRICTED: _needs("reason"), T.NOT_RESTRICTED: _needs("reason", is_over=True)},
}
# Recorded of every case that a force has. The others only where something was recorded.
ASKED_OF_ALL = frozenset({Track.CRIME})

# Who may look at a track, and who may record on it. The crime registrar reads casework and records crime alone.
SEES: Mapping[Track, Permission] = {
    Track.CRIME: Permission.SEE_CASEWORK,
    Track.INVESTIGATION: Permission.SEE_CASEWORK,
    Track.SAFEGUARDING: Permission.SEE_CASEWORK,
    Track.SUPPORT: Permission.SEE_CASEWORK,
    Track.LEAVE: Permission.SEE_LEAVE,
    Track.NATIONAL_SECURITY: Permission.WORK_CASE,
}
RECORDS: Mapping[Track, Permission] = {
    Track.CRIME: Permission.RECORD_CRIME,
    Track.INVESTIGATION: Permission.WORK_CASE,
    Track.SAFEGUARDING: Permission.WORK_CASE,
    Track.SUPPORT: Permission.WORK_CASE,
    Track.LEAVE: Permission.SEE_LEAVE,
    Track.NATIONAL_SECURITY: Permission.APPROVE,
}


def reason_not_to_enter(track: Track, state: TrackState, filled: frozenset[str]) -> str | None:
    """`filled`: the columns that hold something. Raises NotOfThisTrack."""
    known = STATES[track].get(state)
    if known is None:
        raise NotOfThisTrack(f"{track.label} cannot be “{state.label}”.")
    missing = sorted(known.needs - filled)
    return f"Give the {' and the '.join(NAMES[name] for name in missing)}." if missing else None


NAMES = {
    "reference": "crime number",
    "code": "reason code",
    "reason": "reason",
    "force_code": "force where it happened",
    "owner": "person who answers for it",
}


def still_runs(track: Track, state: TrackState) -> bool:
    if state == TrackState.NOT_STARTED:
        return track in ASKED_OF_ALL
    return not STATES[track][state].is_over


# Looking again

IN_THE_FUTURE = "The day it happened cannot be in the future."
LOOK_AGAIN_LATER = "The day to look at it again has to be after today."


def reason_not_on(on: date, review_on: date | None, today: date) -> str | None:
    if on > today:
        return IN_THE_FUTURE
    return LOOK_AGAIN_LATER if review_on and review_on <= today else None


def is_to_review(review_on: date | None, today: date) -> bool:
    """Whatever the state: somebody wanted it looked at again from that day on. The next entry answers it."""
    return review_on is not None and review_on <= today


# In words

NOTHING_YET = {Track.CRIME: "No crime number yet", Track.NATIONAL_SECURITY: "Not restricted"}


def in_short(
    track: Track, state: TrackState, *, reference: str = "", code: str = "", force: str = "", owner: str = ""
) -> str:
    """One line for a summary: where it stands, and who answers for it."""
    if state == T.NOT_STARTED:
        return NOTHING_YET.get(track, state.label)
    if state == T.CRIME_RECORDED:
        return f"{reference} recorded"
    if state == T.NOT_A_CRIME:
        return f"Recorded as no crime, {code}"
    if state == T.PASSED_ON:
        return f"Passed to {force or 'another force'}"
    return f"{state.label}. {owner}" if owner else state.label
