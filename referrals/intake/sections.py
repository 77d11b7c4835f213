"""The sixteen sections of a referral, in the order of the page. They may be answered in any order."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from referrals.dossier import Dossier
from referrals.intake.forms import (
    account,
    consent,
    contact,
    danger,
    exploitation,
    needs,
    others,
    person,
    places,
    police,
    referrer,
    safeguarding,
    signs,
    suspects,
    words,
)
from referrals.intake.parts import Part

Hint = Callable[[Dossier], str]
Parts = tuple[type[Part], ...]


class Group(Enum):
    FIRST = "First"
    PERSON = "The person"
    WHAT_HAPPENED = "What happened"
    AGENCIES = "Police and other agencies"


@dataclass(frozen=True)
class Section:
    """`code` is in the address and on the section's state. `hint` says in a line what was answered."""

    code: str
    title: str
    group: Group
    parts: Parts = ()
    hint: Hint = lambda dossier: ""
    is_shared: bool = False
    is_optional: bool = False


def _files(dossier: Dossier) -> str:
    count = len(dossier.files)
    return "1 file" if count == 1 else f"{count} files" if count else ""


SECTIONS = (
    Section("danger", "Are they in danger now?", Group.FIRST, (danger.SafetyForm,), danger.hint),
    Section("person", "Who they are", Group.PERSON, (person.PersonForm, person.Identifiers), person.hint),
    Section(
        "consent",
        "Consent and helping the police",
        Group.PERSON,
        (consent.Consent,),
        consent.hint,
    ),
    Section(
        "contact",
        "Safe ways to reach them",
        Group.PERSON,
        (contact.Contacts, contact.RecipientForm),
        contact.hint,
    ),
    Section(
        "needs",
        "Health, needs and welfare tonight",
        Group.PERSON,
        (needs.WelfareChecks, needs.NeedsForm, needs.SupportForm),
        needs.hint,
    ),
    Section("signs", "Signs noticed", Group.WHAT_HAPPENED, (signs.Signs,), signs.hint),
    Section(
        "exploitation",
        "Kind of exploitation, and when",
        Group.WHAT_HAPPENED,
        (exploitation.Situations, exploitation.WhenForm),
        exploitation.hint,
    ),
    Section(
        "account",
        "How it began, the work, how they were treated",
        Group.WHAT_HAPPENED,
        (account.AccountForm, account.BackgroundForm),
        account.hint,
    ),
    Section("places", "Places", Group.WHAT_HAPPENED, (places.Places, places.PlaceNotes), places.hint, is_shared=True),
    Section(
        "suspects",
        "People suspected",
        Group.WHAT_HAPPENED,
        (suspects.Suspects, suspects.WhereaboutsForm),
        suspects.hint,
        is_shared=True,
    ),
    Section(
        "others",
        "How you met, and others who may be victims",
        Group.WHAT_HAPPENED,
        (others.EncounterForm,),
        others.hint,
        is_shared=True,
    ),
    Section(
        "words",
        "Their own words, and your view",
        Group.WHAT_HAPPENED,
        (words.OwnWordsForm, words.InterviewForm, words.OfficerViewForm),
        words.hint,
    ),
    Section("police", "Crime record and police matters", Group.AGENCIES, (police.PoliceForm,), police.hint),
    Section(
        "safeguarding",
        "Safeguarding and agencies told",
        Group.AGENCIES,
        (safeguarding.SafeguardingForm, safeguarding.Steps),
        safeguarding.hint,
    ),
    Section("files", "Files", Group.AGENCIES, hint=_files, is_optional=True),
    Section("referrer", "You and your deputy", Group.AGENCIES, (referrer.ReferrerForm,), referrer.hint),
)
BY_CODE = {section.code: section for section in SECTIONS}


def after(section: Section) -> Section | None:
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None
