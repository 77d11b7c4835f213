"""A case that a unit assesses. Whatever is done is done by the case manager unless somebody else is named."""

from datetime import timedelta
from typing import Any

from agencies.enums import Role
from agencies.models import Membership
from referrals.assessing import actions
from referrals.enums import ConsideredMatter, ConsideredOutcome, RiskLevel, Route, Track, TrackState
from referrals.models import Considered, OfficerView, QualityCheck, Question, QueueRow, RiskAssessment
from referrals.rules.tracks import STATES
from referrals.tracks import actions as tracks
from referrals.tracks import queries as of_tracks
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, council_worker, lodged, member, ready

SOON = NOW + timedelta(hours=2)
LATER = NOW + timedelta(hours=5)
PARTS = {
    "threat": "He comes back.",
    "harm": "Beaten.",
    "risk": "",
    "investigation": "",
    "vulnerability": "",
    "engagement": "",
}


class Case:
    """Of an officer of the force."""

    def __init__(self) -> None:
        self.force = Force()
        self.author = self.force.officer
        self.registrar = member(self.force.agency, Role.CRIME_REGISTRAR, name="Ruth Vale")
        self.referral = lodged(ready(self.author, label="Car wash"), self.author)

    def acting(self, by: Membership | None = None) -> dict[str, Any]:
        return {"by": actor_of(by or self.force.manager), "at": SOON}

    def assess(self, by: Membership | None = None, **facts: Any) -> RiskAssessment:
        known = {"level": RiskLevel.HIGH, "reason": "x", "seen": 0, **PARTS, **facts}
        return actions.assess_risk(self.referral.pk, **{**self.acting(by), **known})

    def check(self, by: Membership | None = None, **facts: Any) -> QualityCheck:
        known = {"is_ready": True, "note": "", "asks": [], "seen": 0, **facts}
        return actions.check_quality(self.referral.pk, **self.acting(by), **known)

    def ask(self, text: str = "Who kept the card?", by: Membership | None = None) -> Question:
        return actions.ask_referrer(self.referral.pk, text=text, **self.acting(by))

    def answer(self, question: Question, by: Membership | None = None, **facts: Any) -> Question:
        known = {"text": "The manager.", "seen": "", **self.acting(by or self.author), **facts}
        return actions.answer_question(self.referral.pk, question.pk, **known)

    def consider(
        self, matter: ConsideredMatter = ConsideredMatter.MEDICAL, by: Membership | None = None, **facts: Any
    ) -> Considered:
        known = {"outcome": ConsideredOutcome.DONE, "text": "x", "reference": "", "seen": 0, **facts}
        return actions.consider(self.referral.pk, matter=matter, **self.acting(by), **known)

    @property
    def row(self) -> QueueRow:
        return QueueRow.objects.get(referral=self.referral)


class CaseOfTheCouncil(Case):
    """Of a child. Two agencies, so that both sides differ."""

    def __init__(self, force: Force | None = None) -> None:
        self.force = force or Force()
        self.author = council_worker()
        self.registrar = member(self.force.agency, Role.CRIME_REGISTRAR)
        self.referral = lodged(ready(self.author, Route.CHILD), self.author)


class Assessed(Case):
    """With something recorded on every page, for looking at them."""

    def record(self, *, is_recorded: bool) -> None:
        OfficerView.objects.update(reasons="")
        if not is_recorded:
            return
        first = self.assess()
        self.assess(seen=first.pk, level=RiskLevel.VERY_HIGH, risk="Soon.", at=LATER)
        self.check(is_ready=False, asks=["Who kept the card?"])
        self.answer(self.ask())
        self.consider()
        for track in Track:
            for state, known in STATES[track].items():
                self.enter(track, state, known.needs)

    def enter(self, track: Track, state: TrackState, needs: frozenset[str]) -> None:
        last = of_tracks.newest(self.referral, track)
        texts = {"reference": "22/98765/26", "code": "N200/03", "reason": "x", "force_code": "kent-police"}
        facts = {name: text for name, text in texts.items() if name in needs}
        owner = {"owner": self.force.supervisor.user_id} if "owner" in needs else {}
        known = {"seen": last.pk if last else 0, "made_at": SOON, **facts, **owner}
        tracks.record(self.referral.pk, track, state=state, **self.acting(self.force.supervisor), **known)
