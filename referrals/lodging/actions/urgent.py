"""Saving the eight answers of an urgent referral where the sections keep them, so that nothing is asked twice."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.models import User
from agencies.refusals import Refused, Stale
from audit import actions as audit
from audit.enums import Operation
from referrals.dossier import Dossier, dossier_of
from referrals.intake.saving import PASSED_ON
from referrals.lodging.actions.following import follow_route
from referrals.models import Referral, SectionState
from victims.enums import AgeGroup, ConsentDecision, ConsentPurpose
from victims.models import ConsentRecord


@dataclass(frozen=True)
class Box:
    """Where one answer is kept: the row of the dossier, its column, and the section that asks for it."""

    row: str
    column: str
    section: str

    @property
    def name(self) -> str:
        """As the section's own page calls it."""
        return f"{self.row}-{self.column}"


BOXES = {
    box.column: box
    for box in (
        Box("safety", "danger", "danger"),
        Box("person", "given_names", "person"),
        Box("person", "family_name", "person"),
        Box("person", "description", "person"),
        Box("person", "age_now", "person"),
        Box("safety", "whereabouts", "danger"),
        Box("safety", "town", "danger"),
        Box("officer_view", "reasons", "words"),
        Box("safety", "needed_now", "danger"),
        Box("referrer", "phone_tonight", "referrer"),
    )
}
TREATED_AS_CHILD = {AgeGroup.CHILD, AgeGroup.UNSURE}
CONSENT = "consent"


@dataclass(frozen=True)
class Typed:
    """An answer, and a mark of what the page showed before."""

    text: str
    shown: str


class ChangedMeanwhile(Stale):
    """Somebody else changed an answer that was changed on this page too. `columns` says which."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__("Somebody changed this while you were writing.")
        self.columns = columns


@transaction.atomic
def save_urgent(
    pk: int, *, answers: Mapping[str, Typed], consent: ConsentDecision | None, by: Actor, at: datetime
) -> None:
    """What was not touched on the page stays as it is saved, whoever saved it. Complete or not makes no difference."""
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.ANSWER_REFERRAL, referral.relations_to(by))
    if not referral.is_answerable:
        raise Refused(PASSED_ON)
    dossier = dossier_of(referral)
    changed = _changed(dossier, answers)
    _write(dossier, changed)
    named: dict[str, object] = {BOXES[column].name: text for column, text in changed.items()}
    sections = {BOXES[column].section for column in changed}
    if consent and _record_consent(dossier, consent, by, at):
        named[f"{CONSENT}-{ConsentPurpose.REFERRAL}-decision"] = consent.value
        sections.add(CONSENT)
    if named:
        _note_in_sections(referral, sections, named, by, at)
        referral.saved_at = at
        referral.save(update_fields=["saved_at"])
        audit.record(Operation.ALTERATION, "section.saved:urgent", referral.reference, by=by, at=at, changed=named)
        if referral.is_lodged:
            follow_route(dossier_of(referral), by=by, at=at)


def mark(text: str) -> str:
    """Tells whether an answer is still the one that was shown, without repeating it on the page."""
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()


def saved_text(dossier: Dossier, column: str) -> str:
    box = BOXES[column]
    return str(getattr(getattr(dossier, box.row), box.column))


def _changed(dossier: Dossier, answers: Mapping[str, Typed]) -> dict[str, str]:
    saved = {column: saved_text(dossier, column) for column in answers}
    touched = {column: typed for column, typed in answers.items() if mark(typed.text) != typed.shown}
    wanted = {column: typed for column, typed in touched.items() if typed.text != saved[column]}
    if lost := [column for column, typed in wanted.items() if mark(saved[column]) != typed.shown]:
        raise ChangedMeanwhile(lost)
    return {column: typed.text for column, typed in wanted.items()}


def _write(dossier: Dossier, changed: Mapping[str, str]) -> None:
    for column, text in changed.items():
        setattr(getattr(dossier, BOXES[column].row), column, text)
    for row in {BOXES[column].row for column in changed}:
        held: models.Model = getattr(dossier, row)
        held.save()


def _record_consent(dossier: Dossier, decision: ConsentDecision, by: Actor, at: datetime) -> bool:
    """A new record, where it says something new. Nobody who may be a child is recorded as having been asked.

    Whoever says yes for them also says that they explained it; how and when is asked later.
    """
    if dossier.age(localdate(at)) in TREATED_AS_CHILD or dossier.decision(ConsentPurpose.REFERRAL) == decision:
        return False
    is_explained = decision == ConsentDecision.GIVEN
    ConsentRecord.objects.create(
        person=dossier.person,
        purpose=ConsentPurpose.REFERRAL,
        decision=decision,
        explained_by=str(User.objects.get(pk=by.user_id)) if is_explained else "",
        recorded_by_id=by.user_id,
        recorded_at=at,
    )
    return True


def _note_in_sections(
    referral: Referral, sections: set[str], named: Mapping[str, object], by: Actor, at: datetime
) -> None:
    """A page of a section that is open somewhere is older from now on, so it cannot write over these answers."""
    for code in sorted(sections):
        new = {"saved_by_id": by.user_id, "saved_at": at}
        state, _ = SectionState.objects.get_or_create(
            code=code, referral=referral, encounter_id=referral.encounter_id, defaults=new
        )
        state.version += 1
        # What could not be read there is kept, under the answers that are newer.
        state.typed |= {name: [text] for name, text in named.items() if name in state.typed}
        state.saved_by_id, state.saved_at, state.page_key = by.user_id, at, ""
        state.save()
