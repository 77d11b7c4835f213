"""Everything a person reads before they pass a case on: what is missing, every answer, and who receives it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import AgencyKind
from agencies.models import Agency, ListedValue
from agencies.reference.fields import ListedChoiceField
from agencies.refusals import Refused
from notifications.enums import NoticeKind
from referrals.dossier import Dossier
from referrals.home_office import readiness
from referrals.intake.forms.consent_record import ConsentForm
from referrals.intake.forms.masked import MaskedForm
from referrals.intake.page import SectionPage
from referrals.intake.parts import ManyRows, Part, Questions, RowPerChoice
from referrals.intake.sections import BY_CODE, SECTIONS, Section
from referrals.lodging.basis import Basis, basis_for
from referrals.lodging.receiver import Receiver, Told, receiver_for, who_will_be_told
from referrals.models import Referral
from victims.enums import ConsentDecision, ConsentPurpose

HIDDEN_HERE = "Recorded, hidden here"


@dataclass(frozen=True)
class Point:
    """A sentence, and where to do something about it."""

    sentence: str
    href: str


@dataclass(frozen=True)
class Line:
    label: str
    text: str
    href: str


@dataclass(frozen=True)
class Card:
    section: Section
    href: str
    lines: list[Line]


@dataclass(frozen=True)
class Reception:
    """Who receives it, who is told, and on what basis. `refusal` says why nobody could."""

    receiver: Receiver | None = None
    told: tuple[Told, ...] = ()
    basis: Basis | None = None
    refusal: str = ""


def missing(dossier: Dossier, today: date) -> list[Point]:
    found = readiness.gaps(dossier, today)
    return [Point(gap.sentence, _address(dossier.referral, gap.section, gap.anchor)) for gap in found]


def second_looks(dossier: Dossier, today: date) -> list[Point]:
    found = readiness.second_looks(dossier, today)
    return [Point(look.sentence, _address(dossier.referral, look.section, look.anchor)) for look in found]


def kept_back(dossier: Dossier, today: date) -> list[Point]:
    found = readiness.kept_back(dossier, today)
    return [Point(kept.label, _address(dossier.referral, kept.section)) for kept in found]


def cards(dossier: Dossier) -> list[Card]:
    """One for each section, whatever it asks."""
    pages = {section.code: SectionPage(section.parts, dossier) for section in SECTIONS}
    _look_up_labels(form for page in pages.values() for form in page.forms)
    return [
        Card(
            section,
            _address(dossier.referral, section.code),
            _lines(dossier, section, pages[section.code]),
        )
        for section in SECTIONS
    ]


def reception(dossier: Dossier, actor: Actor, kind: NoticeKind, at: datetime) -> Reception:
    """`kind`: what will be told of it."""
    today = localdate(at)
    try:
        receiver = receiver_for(dossier, actor.user_id, today)
    except Refused as refusal:
        return Reception(refusal=str(refusal))
    agency = dossier.referral.agency
    told = tuple(who_will_be_told(dossier, receiver, actor.user_id, kind, at))
    if agency.pk == receiver.force.pk:
        return Reception(receiver, told)
    agreed = _agreed_to_share(dossier, receiver.force)
    basis = basis_for(AgencyKind(agency.kind), dossier.age(today), force=receiver.force.name, agreed_to_share=agreed)
    return Reception(receiver, told, basis)


def _agreed_to_share(dossier: Dossier, force: Agency) -> bool:
    about_it = [
        record
        for record in dossier.consents
        if record.purpose == ConsentPurpose.SHARING and record.agency_id == force.pk
    ]
    return bool(about_it) and about_it[-1].decision == ConsentDecision.GIVEN


def _lines(dossier: Dossier, section: Section, page: SectionPage) -> list[Line]:
    address = _address(dossier.referral, section.code)
    if not section.parts:
        return [Line("File", file.name, address) for file in dossier.files]
    return [
        Line(
            _label(_subject(part, number, form), answer.label),
            _readable(form, answer.anchor, answer.text),
            _at(address, answer.anchor),
        )
        for part in page.parts
        for number, form in enumerate(part.forms, 1)
        for answer in form.answers()
    ]


def _subject(part: Part, number: int, form: Any) -> str:
    """What an answer is about, where the same is asked of several things."""
    if isinstance(part, ManyRows):
        return f"{part.one} {number}".capitalize()
    if isinstance(part, RowPerChoice):
        return str(getattr(form.instance, f"get_{part.names}_display")())
    return form.purpose.label if isinstance(form, ConsentForm) else ""


def _label(subject: str, asked: str) -> str:
    asked = asked.removesuffix(" (optional)")
    is_said = not subject or asked.lower().startswith(subject.lower())
    return asked if is_said else f"{subject}: {asked[:1].lower()}{asked[1:]}"


def _readable(form: Questions, anchor: str, text: str) -> str:
    """How somebody could be reached is shown where each opening is recorded, and not here."""
    is_hidden = isinstance(form, MaskedForm) and anchor.rpartition("-")[2] in form.masked_names
    return HIDDEN_HERE if is_hidden else text


def _address(referral: Referral, code: str, anchor: str = "") -> str:
    """Files have pages of their own."""
    section = BY_CODE.get(code)
    if section and not section.parts:
        return reverse(code, kwargs={"reference": referral.reference})
    return _at(reverse("section", kwargs={"reference": referral.reference, "code": code}), anchor)


def _at(address: str, anchor: str) -> str:
    return f"{address}#{anchor}" if anchor else address


def _look_up_labels(forms: Iterable[Questions]) -> None:
    """Of every value of a list on the page, at once."""
    listed = [
        (field, form[name].initial)
        for form in forms
        for name, field in form.fields.items()
        if isinstance(field, ListedChoiceField)
    ]
    names, codes = {field.list_name for field, _ in listed}, {code for _, code in listed if code}
    known: dict[str, dict[str, str]] = defaultdict(dict)
    for value in ListedValue.objects.filter(list_name__in=names, code__in=codes):
        known[value.list_name][value.code] = value.label
    for field, _ in listed:
        field.known = known[field.list_name]
