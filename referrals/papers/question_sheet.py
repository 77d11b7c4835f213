"""All questions on paper, for a place without a network. Made from the same sections as the pages, and of no case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField

from agencies.models import Agency, User
from agencies.shell.fields import ProseField
from referrals.dossier import OF_THE_PERSON, ROWS, Dossier
from referrals.intake.forms.signs import Signs
from referrals.intake.parts import GAP, ManyRows, Part, Questions, RowForm, RowPerChoice
from referrals.intake.sections import SECTIONS, Section
from referrals.models import Encounter, Referral
from referrals.papers.made import moment
from referrals.rules.signs import HEADINGS, Heading
from victims.enums import Gap
from victims.models import Person

BEFORE_YOU_ASK = (
    "In danger now: ring 999 first.",
    "See adults alone. Never let a companion interpret. Offer food, water, rest, warmth and medical care.",
    "Ask nothing that can wait. Not known, not asked and would rather not say are answers.",
    "Write no name on this sheet if you can do without. Keep it like the case. Destroy it once it is typed.",
)
WAYS_OF_HAVING_NONE = [Gap(gap).label for gap in Gap]
ONLY_ON_A_SCREEN = "Start typing."

Block = dict[str, Any]
Asked = dict[str, Any]


@dataclass(frozen=True)
class Blank(Dossier):
    """Of nobody."""

    together = 1


def blank() -> Dossier:
    author = User()
    person, encounter = Person(), Encounter(agency=Agency())
    referral = Referral(person=person, encounter=encounter, agency=Agency(), author=author, holder=author)
    rows: dict[str, Any] = {name: model(referral=referral) for name, model in ROWS.items()}
    rows |= {name: model(person=person) for name, model in OF_THE_PERSON.items()}
    rows |= {"referral": referral, "person": person, "encounter": encounter, "best_interests": None}
    rows |= {field.name: _nothing(str(field.type)) for field in fields(Dossier) if field.name not in rows}
    return Blank(**rows)


def _nothing(kind: str) -> object:
    return {} if kind.startswith("dict") else []


def question_sheet(at: datetime) -> dict[str, Any]:
    dossier = blank()
    return {
        "title": "Question sheet",
        "marking": "OFFICIAL until it is filled in, then OFFICIAL-SENSITIVE",
        "made": f"As the questions were on {moment(at)}",
        "before": BEFORE_YOU_ASK,
        "sections": [{"title": section.title, "blocks": _each_once(_blocks(section, dossier))} for section in SECTIONS],
    }


def _each_once(blocks: Iterable[Block]) -> list[Block]:
    """A question that comes again, for another way of reaching them or another consent, is not printed again."""
    seen: list[Asked] = []
    shown = []
    for block in blocks:
        new = [one for one in block["questions"] if one not in seen]
        is_shorter = len(new) < len(block["questions"])
        shown.append({**block, "questions": new, "as_above": is_shorter})
        seen += new
    return shown


def _blocks(section: Section, dossier: Dossier) -> Iterator[Block]:
    for part in (kind(dossier) for kind in section.parts):
        for form in part.forms:
            yield {"title": _title(part, form), "questions": list(_questions(form))}
        if isinstance(part, Signs):
            yield from ({"title": heading.title, "questions": [_signs(heading)]} for heading in HEADINGS)


def _title(part: Part, form: Questions) -> str:
    if isinstance(part, ManyRows):
        return f"{part.title}: one box for each {part.one}"
    if isinstance(part, RowPerChoice) and isinstance(form, RowForm):
        return str(part.choices(getattr(form.instance, part.names)).label)
    return ""


def _questions(form: Questions) -> Iterator[Asked]:
    """In the order of the page. What stands there outside the form comes last."""
    laid_out = [pointer.name for pointer in form.helper.layout.get_field_names()]
    for name in dict.fromkeys([*laid_out, *form.fields]):
        bound = form[name]
        if not bound.is_hidden and not _is_a_gap(name, form):
            yield _question(bound, has_gap=f"{name}{GAP}" in form.fields)


def _is_a_gap(name: str, form: Questions) -> bool:
    """It stands with the question that it belongs to."""
    return name.endswith(GAP) and name.removesuffix(GAP) in form.fields


def _question(bound: BoundField, *, has_gap: bool) -> Asked:
    options = [str(label) for value, label in getattr(bound.field, "choices", []) if value]
    return {
        "asks": str(bound.label),
        "hint": str(bound.help_text).replace(ONLY_ON_A_SCREEN, "").strip(),
        "options": options + (WAYS_OF_HAVING_NONE if has_gap else []),
        "lines": _lines(bound.field, options),
        "is_tick": isinstance(bound.field, forms.BooleanField),
    }


def _lines(field: forms.Field, options: list[str]) -> int:
    if options or isinstance(field, forms.BooleanField):
        return 0
    return 2 if isinstance(field, ProseField) else 1


def _signs(heading: Heading) -> Asked:
    return {"asks": "", "hint": "", "options": [sign.label for sign in heading.signs], "lines": 0, "is_tick": False}
