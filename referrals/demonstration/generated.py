"""Any number of made-up cases, the same for the same seed: for measuring, never for real people."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from agencies.enums import AgencyKind, ListName, Role, UnitKind
from agencies.models import Agency, ListedValue, Membership, Unit
from agencies.refusals import Refused
from agencies.shell.partial_date import PartialDate
from referrals.enums import Danger, DeadlineKind, Exploitation, LastContact, Route, Status
from referrals.models import Account, Deadline, Encounter, Referral, Safety, Situation
from referrals.rules.reference import ALPHABET, check_letter
from victims.enums import AgeGroup, Answer, ConsentDecision, ConsentPurpose, Gender
from victims.models import ConsentRecord, Person

AT_ONCE = 1000
YEARS = 3
GIVEN = ["Ana", "Bo", "Chi", "Dai", "Eva", "Filip", "Goran", "Hana", "Ilir", "Jun", "Kofi", "Linh", "Mai", "Noor"]
FAMILY = ["Exemplu", "Sample", "Nguyen", "Example", "Popescu", "Tran", "Okoye", "Hoxha", "Kowalska", "Smith"]
# How often each is met, in parts of a hundred.
STATUSES = {
    Status.DRAFT: 4,
    Status.TRIAGE: 10,
    Status.CONSENT_PENDING: 6,
    Status.NRM_SUBMITTED: 62,
    Status.DTN_SENT: 18,
}
WORK = "Made-up words about long hours, little pay and a room shared with six others. " * 4


class Generator:
    """Draws cases for one force: its officers began them, its modern slavery unit has them."""

    def __init__(self, seed: int, now: datetime) -> None:
        if not settings.DEMONSTRATION:
            raise Refused("Made-up cases can exist under local and test settings only.")
        self.now = now
        self.random = random.Random(seed)  # noqa: S311 - made-up cases, the same each time
        self.force = Agency.objects.filter(kind=AgencyKind.POLICE).earliest("pk")
        self.unit = Unit.objects.get(agency=self.force, kind=UnitKind.MODERN_SLAVERY)
        self.officers = self._people(Role.FIRST_RESPONDER)
        self.owners = self._people(Role.CASE_MANAGER)
        self.towns = self._codes(ListName.TOWNS)
        self.nationalities = self._codes(ListName.NATIONALITIES)
        self.given: set[str] = set()

    def _people(self, role: Role) -> list[int]:
        members = Membership.objects.filter(agency=self.force, roles__contains=[role], deactivated_at=None)
        return list(members.order_by("pk").values_list("user_id", flat=True))

    @staticmethod
    def _codes(name: ListName) -> list[str]:
        return list(ListedValue.objects.filter(list_name=name).order_by("sort_order").values_list("code", flat=True))

    @transaction.atomic
    def add(self, count: int) -> None:
        """At most AT_ONCE in one transaction."""
        people = Person.objects.bulk_create(self._person() for _ in range(count))
        encounters = Encounter.objects.bulk_create(Encounter(agency=self.force) for _ in range(count))
        pairs = zip(people, encounters, strict=True)
        referrals = Referral.objects.bulk_create(self._referral(person, encounter) for person, encounter in pairs)
        Safety.objects.bulk_create(self._safety(referral) for referral in referrals)
        Account.objects.bulk_create(Account(referral=each, how_it_began=WORK, work=WORK) for each in referrals)
        Situation.objects.bulk_create(self._situation(referral) for referral in referrals)
        ConsentRecord.objects.bulk_create(self._consents(referrals))
        Deadline.objects.bulk_create(self._deadline(each) for each in referrals if each.status != Status.DRAFT)

    def _person(self) -> Person:
        draw = self.random
        is_child = draw.random() < 0.4
        return Person(
            given_names=draw.choice(GIVEN),
            family_name=draw.choice(FAMILY),
            age_now=AgeGroup.CHILD if is_child else AgeGroup.ADULT,
            born_on=PartialDate(self.now.year - draw.randint(8, 16) if is_child else draw.randint(1960, 2005)),
            gender=draw.choice([Gender.FEMALE, Gender.MALE]),
            nationalities=[draw.choice(self.nationalities)],
        )

    def _referral(self, person: Person, encounter: Encounter) -> Referral:
        draw = self.random
        at = self.now - timedelta(minutes=draw.randint(0, YEARS * 365 * 24 * 60))
        status = draw.choices(list(STATUSES), list(STATUSES.values()))[0]
        author = draw.choice(self.officers)
        return Referral(
            reference=self._reference(at.year),
            person=person,
            encounter=encounter,
            agency=self.force,
            author_id=author,
            holder_id=author,
            started_at=at,
            saved_at=at,
            status=status,
            **({} if status == Status.DRAFT else self._lodging(person, at, author)),
        )

    def _lodging(self, person: Person, at: datetime, author: int) -> dict[str, Any]:
        return {
            "force": self.force,
            "unit": self.unit,
            "owner_id": self.random.choice(self.owners),
            "lodged_at": at,
            "lodged_by_id": author,
            "lodged_route": Route.CHILD if person.age_now == AgeGroup.CHILD else Route.ADULT,
        }

    def _reference(self, year: int) -> str:
        """As a real one, but drawn from the seed. Among fifty thousand of a year, two are likely to be the same."""
        drawn = iter(lambda: self._drawn(year), None)
        reference = next(each for each in drawn if each not in self.given)
        self.given.add(reference)
        return reference

    def _drawn(self, year: int) -> str:
        letters = "".join(self.random.choices(ALPHABET, k=6))
        return f"MS-{year % 100:02}-{letters}{check_letter(letters)}"

    def _safety(self, referral: Referral) -> Safety:
        draw = self.random
        return Safety(
            referral=referral,
            danger=draw.choice(list(Danger)),
            town=draw.choice(self.towns),
            still_exploited=draw.choice([Answer.YES, Answer.NO]),
            last_contact=draw.choice(list(LastContact)),
        )

    def _situation(self, referral: Referral) -> Situation:
        kinds = self.random.sample(list(Exploitation), k=self.random.randint(1, 2))
        return Situation(referral=referral, kinds=kinds, began_on=PartialDate(referral.started_at.year - 1))

    def _consents(self, referrals: Sequence[Referral]) -> list[ConsentRecord]:
        return [
            ConsentRecord(
                person_id=referral.person_id,
                purpose=ConsentPurpose.REFERRAL,
                decision=ConsentDecision.DECLINED if referral.status == Status.DTN_SENT else ConsentDecision.GIVEN,
                recorded_by_id=referral.author_id,
                recorded_at=referral.saved_at,
            )
            for referral in referrals
            if referral.person.age_now == AgeGroup.ADULT
        ]

    def _deadline(self, referral: Referral) -> Deadline:
        is_open = referral.status in (Status.TRIAGE, Status.CONSENT_PENDING)
        due = referral.saved_at + timedelta(hours=24)
        return Deadline(
            referral=referral,
            kind=DeadlineKind.SEND,
            owner_id=referral.owner_id,
            starts_at=referral.saved_at,
            due_at=due,
            done_at=None if is_open else due,
            rung=3 if is_open else 0,
        )


def generate(count: int, *, seed: int, now: datetime) -> None:
    generator = Generator(seed, now)
    for done in range(0, count, AT_ONCE):
        generator.add(min(AT_ONCE, count - done))
