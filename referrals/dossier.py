"""Everything known about one referral, read at once in a fixed number of queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Model, Prefetch, Q, prefetch_related_objects
from django.utils.functional import SimpleLazyObject

from referrals.enums import Status
from referrals.models import (
    Account,
    Deadline,
    Encounter,
    EvidenceFile,
    Interview,
    NotificationText,
    Observation,
    OfficerView,
    OwnWords,
    Place,
    PoliceMatters,
    Referral,
    Referrer,
    Safeguarding,
    SafeguardingStep,
    Safety,
    SectionState,
    Sending,
    SignsNoticed,
    Situation,
    Supplement,
    Suspect,
)
from referrals.rules.route import RouteFacts, Routing, route_for
from victims.enums import (
    AgeGroup,
    BestInterestsDecision,
    Channel,
    ConsentDecision,
    ConsentPurpose,
    NeedKind,
    Welfare,
)
from victims.models import (
    AgeEntry,
    BestInterestsRecord,
    ConsentRecord,
    DecisionRecipient,
    Identifier,
    Need,
    Person,
    SafeContact,
    SupportWish,
    WelfareCheck,
)
from victims.rules import age

ROWS = {
    "safety": Safety, "account": Account, "own_words": OwnWords, "officer_view": OfficerView, "interview": Interview,
    "police_matters": PoliceMatters, "safeguarding": Safeguarding, "referrer": Referrer, "signs_noticed": SignsNoticed,
    "notification_text": NotificationText,
}  # fmt: skip
OF_THE_PERSON = {"support_wish": SupportWish, "decision_recipient": DecisionRecipient}
ONE_EACH = [
    *("person", "encounter", "agency", "force", "unit", "author", "holder", "owner"),
    *ROWS,
    *(f"person__{name}" for name in OF_THE_PERSON),
]


@dataclass(frozen=True)
class Dossier:
    """One referral with its rows. A row that nobody has filled yet is there as well, empty and unsaved."""

    referral: Referral
    person: Person
    encounter: Encounter
    safety: Safety
    account: Account
    own_words: OwnWords
    officer_view: OfficerView
    interview: Interview
    police_matters: PoliceMatters
    safeguarding: Safeguarding
    referrer: Referrer
    signs_noticed: SignsNoticed
    notification_text: NotificationText
    support_wish: SupportWish
    decision_recipient: DecisionRecipient
    situations: list[Situation]
    observations: list[Observation]
    places: list[Place]
    suspects: list[Suspect]
    identifiers: list[Identifier]
    contacts: dict[Channel, SafeContact]
    needs: dict[NeedKind, Need]
    welfare: dict[Welfare, WelfareCheck]
    safeguarding_steps: list[SafeguardingStep]
    files: list[EvidenceFile]
    consents: list[ConsentRecord]
    best_interests: BestInterestsRecord | None
    age_track: list[AgeEntry]
    deadlines: list[Deadline]
    sendings: list[Sending]
    supplements: list[Supplement]
    sections: dict[str, SectionState]

    def consent(self, purpose: ConsentPurpose) -> ConsentRecord | None:
        """What holds now: the newest record, whatever older ones said."""
        return next((record for record in reversed(self.consents) if record.purpose == purpose), None)

    def decision(self, purpose: ConsentPurpose) -> ConsentDecision | None:
        record = self.consent(purpose)
        return ConsentDecision(record.decision) if record else None

    @cached_property
    def uk_places(self) -> list[Place]:
        return [place for place in self.places if not place.is_overseas]

    @cached_property
    def overseas_places(self) -> list[Place]:
        return [place for place in self.places if place.is_overseas]

    @cached_property
    def together(self) -> int:
        """How many people were found together, this one among them."""
        return self.encounter.referrals.exclude(status=Status.DISCARDED).count()

    def age(self, today: date) -> AgeGroup | None:
        """As it counts for every rule: in doubt is a child."""
        last = self.age_track[-1].step if self.age_track else ""
        return age.treated_as(self.person.age_now, self.person.born_on, last, today)

    def route_facts(self, today: date) -> RouteFacts:
        """A concern that a first responder took on goes by what binds the first responder's force."""
        answerable = self.referral.force if self.referral.adopted_at and self.referral.force else self.referral.agency
        best = self.best_interests
        return RouteFacts(
            age=self.age(today),
            decision=self.decision(ConsentPurpose.REFERRAL),
            best_interests=BestInterestsDecision(best.decision) if best and best.decision else None,
            may_be_named=self.decision(ConsentPurpose.NAME) == ConsentDecision.GIVEN,
            is_bound_to_notify=answerable.is_bound_to_notify,
        )

    def routing(self, today: date) -> Routing:
        return route_for(self.route_facts(today))


def dossier_of(referral: Referral) -> Dossier:
    """As it is now, whatever is changed afterwards."""
    found = _found(referral, [lookup for lookups, _ in _lists().values() for lookup in lookups])
    return _dossier(found, {name: read(found) for name, (_, read) in _lists().items()})


def dossier_for_a_page(referral: Referral) -> Dossier:
    """The same, for a page that shows a small part of a case: each list is read when it is first asked for."""
    found = _found(referral, [])
    return _dossier(found, {name: _later(found, *each) for name, each in _lists().items()})


Lookups = list[Any]
Read = Callable[[Referral], Any]


def _lists() -> dict[str, tuple[Lookups, Read]]:
    """What a case has many of, or none: what is fetched beforehand, and what is made of it."""
    files = EvidenceFile.objects.select_related("added_by").filter(superseded_at=None, share=None)
    sections = SectionState.objects.select_related("saved_by")
    sendings = Sending.objects.filter(mistaken_at=None)
    return {
        "situations": (["situations"], lambda case: list(case.situations.all())),
        "observations": (["observations"], lambda case: list(case.observations.all())),
        "places": ([], lambda case: list(case.encounter.places.filter(_its_own(case)))),
        "suspects": ([], lambda case: list(case.encounter.suspects.filter(_its_own(case)))),
        "identifiers": (["person__identifiers"], lambda case: list(case.person.identifiers.all())),
        "contacts": (
            ["person__contacts"],
            lambda case: {Channel(row.channel): row for row in case.person.contacts.all()},
        ),
        "needs": (["person__needs"], lambda case: {NeedKind(row.kind): row for row in case.person.needs.all()}),
        "welfare": (["person__welfare"], lambda case: {Welfare(row.item): row for row in case.person.welfare.all()}),
        "safeguarding_steps": (["safeguarding_steps"], lambda case: list(case.safeguarding_steps.all())),
        "files": ([Prefetch("files", files)], lambda case: list(case.files.all())),
        "consents": (["person__consents__recorded_by"], lambda case: list(case.person.consents.all())),
        "age_track": (["person__age_track"], lambda case: list(case.person.age_track.all())),
        "deadlines": (["deadlines__owner"], lambda case: list(case.deadlines.all())),
        "sendings": ([Prefetch("sendings", sendings)], lambda case: list(case.sendings.all())),
        "supplements": (["supplements__written_by"], lambda case: list(case.supplements.all())),
        "sections": ([Prefetch("sections", sections)], _sections),
    }


def _its_own(case: Referral) -> Q:
    return Q(only_for=None) | Q(only_for=case)


def _sections(case: Referral) -> dict[str, SectionState]:
    shared = SectionState.objects.filter(encounter=case.encounter, referral=None).select_related("saved_by")
    return {state.code: state for state in [*shared, *case.sections.all()]}


def _later(case: Referral, lookups: Lookups, read: Read) -> Any:
    def now() -> Any:
        if lookups:
            prefetch_related_objects([case], *lookups)
        return read(case)

    return SimpleLazyObject(now)


def _found(referral: Referral, lookups: Lookups) -> Referral:
    rows = Referral.objects.select_related(*ONE_EACH).prefetch_related("person__best_interests", *lookups)
    return rows.get(pk=referral.pk)


def _dossier(found: Referral, lists: Mapping[str, Any]) -> Dossier:
    person = found.person
    return Dossier(
        referral=found,
        person=person,
        encounter=found.encounter,
        **{name: _row(found, name, model, referral=found) for name, model in ROWS.items()},
        **{name: _row(person, name, model, person=person) for name, model in OF_THE_PERSON.items()},
        best_interests=next(iter(reversed(person.best_interests.all())), None),
        **lists,
    )


def _row(parent: Model, name: str, model: type[Model], **whose: Model) -> Any:
    """The row, or an empty one that is not saved yet."""
    return getattr(parent, name, None) or model(**whose)
