"""The sixteen sections of a referral, in the order of the page. They may be answered in any order."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from referrals.dossier import Dossier
from referrals.enums import Route
from referrals.intake.forms import danger, person
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
    # Where these are the route, the section is not asked.
    not_needed_on: frozenset[Route] = frozenset()


SECTIONS = (
    Section("danger", "Are they in danger now?", Group.FIRST, (danger.SafetyForm,), danger.hint),
    Section("person", "Who they are", Group.PERSON, (person.PersonForm, person.Identifiers), person.hint),
)
BY_CODE = {section.code: section for section in SECTIONS}


def after(section: Section) -> Section | None:
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None
