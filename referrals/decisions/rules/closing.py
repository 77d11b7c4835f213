"""When a referral may be closed. Never only because the Home Office said no, and nothing beside it ends with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from referrals.enums import Status, Step, Track, TrackState
from referrals.rules import workflow
from referrals.rules.tracks import still_runs

AFTER_NO = frozenset({Status.RG_NEGATIVE, Status.CG_NEGATIVE, Status.DISQUALIFIED})

NOT_FROM_HERE = "A referral is closed once its way through the NRM is over. Now: “{status}”."
TIME_TO_ASK = "They may still ask the Home Office to look again, until {until}. Wait for that, or say why nobody waits."
SAY_WHAT_WAS_HANDED_OVER = (
    "Say what was handed over, and to whom. A referral is never closed only because the Home Office said no."
)
SAY_SUPPORT = "Say who gives support from now on, and that they know."


@dataclass(frozen=True)
class Standing:
    """Where a track stands, and who looks at it again, and when."""

    state: TrackState
    has_owner: bool = False
    review_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """`ask_until`: the last day to ask again, while it runs."""

    status: Status
    ask_until: date | None
    tracks: Mapping[Track, Standing]


def reason_not_from_here(status: Status) -> str | None:
    if (Step.CLOSE, status) in workflow.ROWS:
        return None
    return NOT_FROM_HERE.format(status=status.label)


def tracks_in_the_way(facts: Facts) -> dict[Track, str]:
    """What is to be done for each, before the referral is closed."""
    return dict(_in_the_way(facts))


def _in_the_way(facts: Facts) -> Iterator[tuple[Track, str]]:
    for track, standing in facts.tracks.items():
        if not still_runs(track, standing.state):
            continue
        if standing.state == TrackState.NOT_STARTED:
            yield track, "Say how it was recorded as a crime, or why not."
        elif not (standing.has_owner and standing.review_on):
            yield track, "End it, or name who answers for it and the day on which they look again."


def reason_not_to_close(facts: Facts, *, handed_over: str, support: str, why_not_wait: str) -> tuple[str, str] | None:
    """The box that is meant, and what to do. An empty box: the page as a whole."""
    if problem := reason_not_from_here(facts.status):
        return "", problem
    if facts.ask_until and not why_not_wait.strip():
        return "why_not_wait", TIME_TO_ASK.format(
            until=f"{facts.ask_until:%a} {facts.ask_until.day} {facts.ask_until:%b}"
        )
    if facts.status in AFTER_NO and not handed_over.strip():
        return "handed_over", SAY_WHAT_WAS_HANDED_OVER
    if facts.status == Status.CG_POSITIVE and not support.strip():
        return "support", SAY_SUPPORT
    if blocked := tracks_in_the_way(facts):
        names = ", ".join(track.label.lower() for track in blocked)
        return "", f"First look at what runs beside it: {names}."
    return None
