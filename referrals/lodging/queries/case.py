"""One case after it was lodged: what was answered, what became of it, and what the reader may do now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.urls import NoReverseMatch, reverse

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from notifications.models import Notice
from referrals.dossier import Dossier
from referrals.enums import DeadlineKind, Status
from referrals.intake.page import SectionPage
from referrals.intake.parts import Answered
from referrals.intake.reading import in_words
from referrals.intake.sections import BY_CODE
from referrals.lodging.afterwards import COUNTS_AS_CHILD
from referrals.lodging.queries import confirmation
from referrals.models import Deadline, Referral, Supplement
from victims.models import AgeEntry

OF_A_CHILD = {DeadlineKind.COUNCIL: "council", DeadlineKind.GUARDIAN: "guardian"}
NEXT = {
    Status.NRM_SUBMITTED: "The Home Office aims at a first decision within 5 working days of getting it. "
    "That is their target, not a promise.",
    Status.DTN_SENT: "Nothing more goes to the Home Office, unless they say yes or are found to be under 18.",
    Status.WITHDRAWN: "The investigation and safeguarding go on.",
}
NOT_YET_SETTLED = {Status.TRIAGE, Status.CONSENT_PENDING, Status.DTN_SENT}


@dataclass(frozen=True)
class Act:
    """Something that this reader may do with this case now."""

    label: str
    href: str


@dataclass(frozen=True)
class Addition:
    supplement: Supplement
    section: str


def acts(dossier: Dossier, actor: Actor, today: date) -> list[Act]:
    """The first is the one to do next."""
    referral = dossier.referral
    relations = referral.relations_to(actor)
    allowed = {permission for permission in Permission if access.may(actor, permission, relations)}
    return [Act(label, _address(name, referral)) for label, name in _acts(dossier, allowed, today)]


def _acts(dossier: Dossier, allowed: set[Permission], today: date) -> Iterator[tuple[str, str]]:
    referral = dossier.referral
    waits_for_responder = referral.is_concern and referral.adopted_at is None
    is_child = dossier.age(today) in COUNTS_AS_CHILD
    if Permission.ADOPT_CONCERN in allowed and waits_for_responder:
        yield "Take on this concern", "adopt"
    if Permission.RECORD_SENDING in allowed and referral.is_not_yet_sent and not waits_for_responder:
        yield "Record that it was sent to the Home Office", "sending"
    if Permission.RECORD_SENDING in allowed and dossier.sendings and not dossier.sendings[-1].home_office_reference:
        yield "Add the Home Office reference", "sending"
    if Permission.ADD_TO_REFERRAL not in allowed:
        return
    yield "Add to it, or correct something", "add-to"
    if referral.status in NOT_YET_SETTLED and not is_child:
        yield "Record what they decided", "decision"
    yield "Record something about their age", "age"
    if dossier.sendings:
        yield "Tell of an error that went to the Home Office", "report-error"
    if Permission.RECORD_SENDING in allowed and referral.status == Status.NRM_SUBMITTED and not is_child:
        yield "They withdraw from the NRM", "withdraw"


def papers(dossier: Dossier, actor: Actor) -> list[Act]:
    """Files and papers, as far as there are such pages."""
    referral = dossier.referral
    found = [("Files", "files")]
    if access.may(actor, Permission.MAKE_PAPERS, referral.relations_to(actor)):
        found.append(("Papers for the Home Office", "papers"))
    return [Act(label, address) for label, name in found if (address := _address_or_none(name, referral))]


def next_sentence(dossier: Dossier, today: date) -> str:
    """Whose move it is now."""
    if dossier.referral.is_not_yet_sent:
        return confirmation.next_sentence(dossier, today)
    return NEXT.get(Status(dossier.referral.status), "")


def additions(dossier: Dossier) -> list[Addition]:
    titles = {code: section.title for code, section in BY_CODE.items()}
    return [Addition(row, titles.get(row.section, "")) for row in dossier.supplements]


def notices(referral: Referral) -> list[Notice]:
    """Who was told what, in the order in which it was posted."""
    return list(Notice.objects.filter(reference=referral.reference).select_related("unit", "person"))


def deadlines(dossier: Dossier, actor: Actor) -> list[tuple[Deadline, str]]:
    """Each with the page that closes it, where the reader may do that."""
    referral = dossier.referral
    may_meet = access.may(actor, Permission.MEET_DEADLINE, referral.relations_to(actor))
    return [(deadline, _closes(deadline, referral) if may_meet else "") for deadline in dossier.deadlines]


def contact_details(dossier: Dossier) -> list[Answered]:
    """In the open. Whoever asks for this records it."""
    page = SectionPage(BY_CODE["contact"].parts, dossier)
    boxes = [form[name] for form in page.forms for name in form.fields]
    found = [Answered(str(box.label), in_words(box), box.auto_id) for box in boxes if not box.is_hidden]
    return [answer for answer in found if answer.text]


def age_track(dossier: Dossier) -> list[AgeEntry]:
    """With who recorded each."""
    prefetch_related_objects(dossier.age_track, "recorded_by")
    return dossier.age_track


def _closes(deadline: Deadline, referral: Referral) -> str:
    kind = OF_A_CHILD.get(DeadlineKind(deadline.kind))
    if kind is None or deadline.done_at:
        return ""
    return reverse("deadline", kwargs={"reference": referral.reference, "kind": kind})


def _address(name: str, referral: Referral) -> str:
    return reverse(name, kwargs={"reference": referral.reference})


def _address_or_none(name: str, referral: Referral) -> str:
    try:
        return _address(name, referral)
    except NoReverseMatch:
        return ""
