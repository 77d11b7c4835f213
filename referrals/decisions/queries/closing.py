"""What stands in the way of closing a referral."""

from datetime import date

from referrals.decisions.queries.steps import last_day_to_ask
from referrals.decisions.rules.closing import Facts, Standing
from referrals.enums import Status, Track, TrackState
from referrals.models import Referral, TrackEntry


def facts_of(referral: Referral, today: date) -> Facts:
    """The last day to ask again counts only while it has not passed."""
    last = last_day_to_ask(referral)
    until = last if last and last >= today else None
    return Facts(Status(referral.status), until, _tracks(referral))


def _tracks(referral: Referral) -> dict[Track, Standing]:
    """The newest entry of each holds."""
    newest = {Track(entry.track): entry for entry in referral.track_entries.all()}
    return {track: _standing(newest.get(track)) for track in Track}


def _standing(entry: TrackEntry | None) -> Standing:
    if entry is None:
        return Standing(TrackState.NOT_STARTED)
    return Standing(TrackState(entry.state), has_owner=entry.owner_id is not None, review_on=entry.review_on)
