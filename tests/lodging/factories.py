"""A police force that can receive, its partners, and cases that are ready to be passed on."""

import uuid
from datetime import UTC, datetime
from typing import Any

from agencies.enums import AgencyKind, Role, UnitKind
from agencies.models import Agency, Membership, Unit
from notifications.models import Notice
from referrals.enums import Danger, Route
from referrals.lodging.actions.lodging import lodge
from referrals.models import OfficerView, Referral, SafeguardingStep, Safety
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, actor_of, referral_of
from tests.home_office.factories import complete_case, give_decision
from victims.enums import AgeGroup, ConsentDecision, ConsentPurpose
from victims.models import ConsentRecord

NOW = datetime(2026, 11, 23, 2, 31, tzinfo=UTC)


class Force:
    """With an officer, and a modern slavery unit of a point of contact, a case manager and a supervisor."""

    def __init__(self, code: str = "west-mercia-police", name: str = "West Mercia Police") -> None:
        self.agency: Agency = AgencyFactory(code=code, name=name)
        self.unit: Unit = UnitFactory(
            agency=self.agency, name="Modern Slavery Unit", kind=UnitKind.MODERN_SLAVERY, code="modern-slavery"
        )
        self.officer = member(self.agency, Role.FIRST_RESPONDER, name="PC Dana Whitlock")
        self.supervisor = member(self.agency, Role.SUPERVISOR, self.unit, name="DS Neil Garrow")
        self.manager = member(self.agency, Role.CASE_MANAGER, self.unit, name="DC Priya Raman")
        self.spoc = member(self.agency, Role.SPOC, self.unit, name="DS Tom Ashby")

    def auditor(self, name: str = "Ruth Calloway") -> Membership:
        return member(self.agency, Role.AUDITOR, name=name)


def member(agency: Agency, role: Role, *units: Unit, name: str = "") -> Membership:
    named = {"user__full_name": name} if name else {}
    made: Membership = MembershipFactory(agency=agency, roles=[role], **named)
    made.units.set(units)
    return made


def council_worker() -> Membership:
    council = AgencyFactory(code="worcestershire-county-council", name="Worcestershire County Council", kind="council")
    return member(council, Role.PARTNER_RESPONDER, name="Samuel Brook")


def charity_worker() -> Membership:
    charity = AgencyFactory(
        name="Teme Valley Refuge", kind=AgencyKind.CHARITY, is_first_responder=False, is_bound_to_notify=False
    )
    return member(charity, Role.PARTNER, name="Ines Carvalho")


def ready(by: Membership, route: Route = Route.ADULT, **facts: Any) -> Referral:
    """Nothing is missing. Whether the council and a guardian were told is not recorded yet."""
    referral = complete_case(route, by=by, **facts)
    SafeguardingStep.objects.filter(referral=referral).delete()
    if route == Route.WAIT:
        give_decision(referral.person, ConsentPurpose.POLICE, ConsentDecision.NOT_ASKED, by=referral)
    return referral


def barely_urgent(by: Membership, **facts: Any) -> Referral:
    """No more than what an urgent referral needs, of an adult who said yes."""
    referral = referral_of(by, **facts)
    Safety.objects.create(referral=referral, danger=Danger.STILL_IN_IT)
    OfficerView.objects.create(referral=referral, reasons="He hides when the manager comes.")
    referral.person.age_now = AgeGroup.ADULT
    referral.person.save()
    decide(referral, ConsentDecision.GIVEN, by)
    return referral


def decide(referral: Referral, decision: ConsentDecision, by: Membership) -> None:
    ConsentRecord.objects.create(
        person=referral.person,
        purpose=ConsentPurpose.REFERRAL,
        decision=decision,
        recorded_by=by.user,
        recorded_at=NOW,
    )


def lodged(referral: Referral, by: Membership, *, as_urgent: bool = False, at: datetime = NOW) -> Referral:
    return lodge(referral.pk, key=uuid.uuid4(), declared=not as_urgent, as_urgent=as_urgent, by=actor_of(by), at=at)


def notices_about(referral: Referral) -> list[tuple[str, str, str]]:
    """Kind, occasion, recipient."""
    found = Notice.objects.filter(reference=referral.reference).select_related("unit", "person")
    return sorted((notice.kind, notice.occasion, notice.recipient) for notice in found)


def deadlines_of(referral: Referral) -> dict[str, tuple[str, str]]:
    """By kind: owner, and how it ended. Open ones end with nothing."""
    return {each.kind: (str(each.owner), each.outcome) for each in referral.deadlines.select_related("owner")}
