"""A force and a charity with an agreement, and a case that could be shared."""

from datetime import date, datetime, timedelta
from typing import Any

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership
from referrals.enums import LawfulBasis, Route, SharePurpose
from referrals.models import Agreement, Referral, Share
from referrals.sharing import actions
from tests.factories import AgencyFactory, actor_of
from tests.home_office.factories import give_decision
from tests.lodging.factories import NOW, Force, lodged, member, ready
from victims.enums import ConsentDecision, ConsentPurpose

TODAY = date(2026, 11, 23)
ASKED = "A room from Friday, away from Shrewsbury."
FAMILY_NAME = "Shembull"
DAY = timedelta(days=1)


class Sharing:
    def __init__(self, kind: AgencyKind = AgencyKind.CHARITY, route: Route = Route.ADULT) -> None:
        self.force = Force()
        self.refuge: Agency = AgencyFactory(name="Teme Valley Refuge", kind=kind, is_first_responder=False)
        self.worker = member(self.refuge, Role.PARTNER, name="Ines Carvalho")
        self.other = member(self.refuge, Role.ADMINISTRATOR, name="Jo Hale")
        self.agree(self.refuge)
        self.case: Referral = lodged(ready(self.force.officer, route), self.force.officer)
        self.person = self.case.person
        self.person.family_name = FAMILY_NAME
        self.person.save()

    def agree(self, agency: Agency, **dates: Any) -> Agreement:
        known = {"valid_from": TODAY - DAY, **dates}
        return Agreement.objects.create(
            of_agency=self.force.agency, with_agency=agency, title="Agreement 2026",
            recorded_by=self.force.manager.user, recorded_at=NOW, **known,
        )  # fmt: skip

    def consent(self, decision: ConsentDecision = ConsentDecision.GIVEN, agency: Agency | None = None) -> None:
        give_decision(self.person, ConsentPurpose.SHARING, decision, by=self.case, agency=agency or self.refuge)

    def share(self, by: Membership | None = None, at: datetime = NOW, **changes: Any) -> Share:
        known: dict[str, Any] = {
            "agency": self.refuge.pk, "role": Role.PARTNER, "asked": ASKED, "purpose": SharePurpose.SAFE_PLACE,
            "basis": LawfulBasis.LIFE, "sections": ["person", "needs"], "ends_on": TODAY + 14 * DAY, "may_reply": True,
        }  # fmt: skip
        return actions.share(self.case.pk, **{**known, **changes}, by=actor_of(by or self.force.manager), at=at)

    def accepted(self, **changes: Any) -> Share:
        return actions.accept(self.share(**changes).reference, by=actor_of(self.worker), at=NOW)
