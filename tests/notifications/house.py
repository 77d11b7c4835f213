"""A force with a unit, a duty unit, supervisors and a case, for whoever tests who is told."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from agencies.enums import AgencyKind, Role, UnitKind
from agencies.models import Agency, Membership, Unit
from notifications.enums import NoticeKind
from notifications.models import InboxItem, Message, Notice
from referrals.enums import Status
from referrals.models import Referral
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, referral_of

# A Saturday night.
NIGHT = datetime(2026, 11, 21, 23, 40, tzinfo=UTC)


def member(agency: Agency, role: Role, *units: Unit) -> Membership:
    made: Membership = MembershipFactory(agency=agency, roles=[role])
    made.units.set(units)
    return made


@dataclass
class House:
    force: Agency = field(default_factory=lambda: AgencyFactory(kind=AgencyKind.POLICE))

    def __post_init__(self) -> None:
        mailbox = {"kind": UnitKind.MODERN_SLAVERY, "mailbox": "unit@force.example"}
        self.unit: Unit = UnitFactory(agency=self.force, **mailbox)
        self.duty: Unit = UnitFactory(agency=self.force, kind=UnitKind.CONTROL_ROOM, mailbox="duty@force.example")
        self.manager = member(self.force, Role.CASE_MANAGER, self.unit)
        self.spoc = member(self.force, Role.SPOC, self.unit)
        self.supervisor = member(self.force, Role.SUPERVISOR, self.unit)
        self.inspector = member(self.force, Role.SUPERVISOR, self.duty)
        self.officer = member(self.force, Role.FIRST_RESPONDER)

    def case(self, **facts: object) -> Referral:
        """One that was passed on to the unit."""
        given = {"status": Status.TRIAGE, "force": self.force, "unit": self.unit, "lodged_at": NIGHT, **facts}
        return referral_of(self.officer, **given)


def everybody_told(kind: NoticeKind) -> set[tuple[str, int]]:
    """Reference and person of all that is in an inbox."""
    return set(InboxItem.objects.filter(notice__kind=kind).values_list("notice__reference", "person"))


def written_to() -> set[str]:
    """Whom messages go to: names of people, and mailboxes."""
    return {message.unit.mailbox if message.unit else str(message.person) for message in Message.objects.all()}


def waiting() -> list[int]:
    return list(Notice.objects.filter(delivered_at=None, given_up_at=None).values_list("pk", flat=True))
