"""A case on whose tracks things are recorded, by the case manager unless somebody else is named."""

from datetime import date, timedelta
from typing import Any

from agencies.enums import Role
from agencies.models import Membership
from referrals.enums import CrimeMark, DeadlineKind, Route, Track, TrackState
from referrals.models import QueueRow, TrackEntry
from referrals.tracks import actions, queries
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, lodged, member, ready

SOON = NOW + timedelta(hours=2)
TODAY = date(2026, 11, 23)
NUMBER = {"reference": "22/98765/26", "force_code": "west-mercia-police"}


class Case:
    def __init__(self, route: Route = Route.ADULT) -> None:
        self.force = Force()
        self.registrar = member(self.force.agency, Role.CRIME_REGISTRAR, name="Ruth Vale")
        self.referral = lodged(ready(self.force.officer, route), self.force.officer)

    def record(self, track: Track, state: TrackState, by: Membership | None = None, **facts: Any) -> TrackEntry:
        last = queries.newest(self.referral, track)
        known = {"seen": last.pk if last else 0, "at": SOON, **facts}
        return actions.record(self.referral.pk, track, state=state, by=actor_of(by or self.force.manager), **known)

    def mark(self, mark: CrimeMark, by: Membership | None = None, reason: str = "") -> TrackEntry:
        last = queries.newest(self.referral, Track.CRIME)
        known = {"seen": last.pk if last else 0, "at": SOON}
        return actions.mark(self.referral.pk, mark=mark, reason=reason, by=actor_of(by or self.registrar), **known)

    @property
    def row(self) -> QueueRow:
        return QueueRow.objects.get(referral=self.referral)

    def clock(self) -> str:
        return self.referral.deadlines.get(kind=DeadlineKind.CRIME_RECORD).outcome
