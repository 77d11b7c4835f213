"""What of a case a notification is made of, and what the case holds that it must not say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agencies.enums import AgencyKind, ListName
from agencies.models import Agency, ListedValue
from referrals.dossier import Dossier
from referrals.enums import Exploitation, PlaceRole, Route
from referrals.home_office.labels import Labels, labels_of
from referrals.models import NotificationText
from referrals.papers.giveaways import Giveaway, Known, giveaways
from referrals.papers.notification import Named, NotificationFacts
from victims.enums import Channel
from victims.models import Person, SafeContact


class Standing(StrEnum):
    """Of the new text. Only one that is checked goes out."""

    NOTHING = "Nothing is written"
    WAITING = "A second person has not read it yet"
    CHECKED = "Read and checked by a second person"
    WRITTEN_AGAIN = "Written again after it was checked: to be read once more"
    LEARNED_SINCE = "Checked before we learned what makes it tell who they are: to be written again"


UNITED_KINGDOM = "United Kingdom"
# A place of which nobody has said what it was counts as one of exploitation.
OF_EXPLOITATION = {PlaceRole.EXPLOITED, ""}


@dataclass(frozen=True)
class Notification:
    """`found` is what in the text tells who somebody is."""

    facts: NotificationFacts
    known: Known
    standing: Standing
    found: list[Giveaway]


def notification_of(dossier: Dossier, today: date) -> Notification:
    labels = labels_of(dossier)
    known = _known(dossier, labels)
    found = giveaways(dossier.notification_text.text, known)
    standing = _standing(dossier.notification_text, found)
    return Notification(_facts(dossier, today, labels, standing), known, standing, found)


def _standing(written: NotificationText, found: list[Giveaway]) -> Standing:
    if not written.text:
        return Standing.NOTHING
    if written.checked_version is None:
        return Standing.WAITING
    if not written.is_checked:
        return Standing.WRITTEN_AGAIN
    return Standing.LEARNED_SINCE if found else Standing.CHECKED


def _facts(dossier: Dossier, today: date, labels: Labels, standing: Standing) -> NotificationFacts:
    """Only what the regulations name. A name is there where the person agreed to that, and nowhere else."""
    person, written = dossier.person, dossier.notification_text
    is_named = dossier.routing(today).route == Route.NOTIFY_NAMED
    return NotificationFacts(
        authority=_notifying(dossier).name,
        gender=person.get_gender_display(),
        nationalities=tuple(labels.ours(ListName.NATIONALITIES, code) for code in person.nationalities),
        was_child_then=person.was_child_then,
        slavery=written.believes_slavery,
        trafficking=written.believes_trafficking,
        countries=tuple(dict.fromkeys(_countries(dossier, labels))),
        passed_to=_passed_to(dossier),
        found_in=ListedValue.objects.label_of(ListName.FORCES, written.found_in),
        kinds=frozenset(Exploitation(kind) for row in dossier.situations for kind in row.kinds),
        text=written.text if standing == Standing.CHECKED else "",
        named=_named(dossier) if is_named else None,
    )


def _notifying(dossier: Dossier) -> Agency:
    """Of a concern that a first responder took on, it is the first responder's force."""
    referral = dossier.referral
    return referral.force if referral.adopted_at and referral.force else referral.agency


def _passed_to(dossier: Dossier) -> str:
    referral = dossier.referral
    police = [agency for agency in (referral.force, referral.agency) if agency and agency.kind == AgencyKind.POLICE]
    return f"Yes, {police[0].name}" if police else ""


def _countries(dossier: Dossier, labels: Labels) -> Iterator[str]:
    for place in dossier.places:
        if place.role in OF_EXPLOITATION:
            yield labels.ours(ListName.COUNTRIES, place.country) if place.is_overseas else UNITED_KINGDOM


def _named(dossier: Dossier) -> Named:
    person = dossier.person
    email, post = _safe(dossier, Channel.EMAIL), _safe(dossier, Channel.POST)
    return Named(
        name=person.name,
        born_on=str(person.born_on or ""),
        email=email.value if email else "",
        address=_lines(post.street, post.town, post.county, post.postcode) if post else "",
    )


def _safe(dossier: Dossier, channel: Channel) -> SafeContact | None:
    contact = dossier.contacts.get(channel)
    return contact if contact and contact.may_be_used else None


def _lines(*parts: str) -> str:
    return ", ".join(filter(None, parts))


# What must not be said


def _known(dossier: Dossier, labels: Labels) -> Known:
    person = dossier.person
    contacts, recipient = list(dossier.contacts.values()), dossier.decision_recipient
    return Known(
        names=_held(person.given_names, person.family_name, person.name_used_there, *person.other_names),
        born_on=person.born_on,
        suspects=_held(*(name for row in dossier.suspects for name in (row.name, row.nickname))),
        others=_held(*_names_of_others(dossier)),
        numbers=_held(*(row.value for row in contacts)),
        streets=_held(recipient.street, *(row.street for row in contacts)),
        towns=_held(recipient.town, *(row.town for row in contacts), *_towns(dossier, labels)),
        references=_held(*_references(dossier)),
    )


def _held(*values: str) -> tuple[str, ...]:
    return tuple(filter(None, values))


def _names_of_others(dossier: Dossier) -> Iterable[str]:
    """Found together with them, the one who gets the letter, and whoever interpreted."""
    together = Person.objects.filter(referral__encounter=dossier.encounter).exclude(pk=dossier.person.pk)
    for person in together:
        yield from (person.given_names, person.family_name, person.name_used_there, *person.other_names)
    yield from (dossier.decision_recipient.given_names, dossier.decision_recipient.family_name)
    yield dossier.interview.interpreter
    yield from (record.interpreter for record in dossier.consents)


def _towns(dossier: Dossier, labels: Labels) -> Iterable[str]:
    yield labels.ours(ListName.TOWNS, dossier.safety.town)
    yield from (labels.ours(ListName.TOWNS, place.town) for place in dossier.places)


def _references(dossier: Dossier) -> Iterable[str]:
    matters = dossier.police_matters
    yield from (dossier.referral.reference, dossier.encounter.operation)
    yield from (matters.crime_reference, matters.incident_reference, matters.custody_reference)
    yield from (matters.video_reference, matters.intelligence_reference)
    yield from (row.value for row in dossier.identifiers)
    yield from (row.reference for row in dossier.safeguarding_steps)
    yield from (row.reference for row in dossier.age_track)
    yield from (row.home_office_reference for row in dossier.sendings)
