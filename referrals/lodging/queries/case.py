"""One case after it was lodged: what was answered, what became of it, and what the reader may do now."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.urls import NoReverseMatch, reverse

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from notifications.inbox.told import Told, who_was_told
from referrals.dossier import Dossier
from referrals.enums import DeadlineKind, Status
from referrals.intake.page import SectionPage
from referrals.intake.parts import Answered
from referrals.intake.reading import in_words
from referrals.intake.sections import BY_CODE
from referrals.lodging.afterwards import COUNTS_AS_CHILD
from referrals.lodging.queries import confirmation
from referrals.models import Deadline, QualityCheck, Question, Referral, Supplement
from referrals.rules.workflow import IN_THE_NRM
from victims.models import AgeEntry

OF_A_CHILD = {DeadlineKind.COUNCIL: "council", DeadlineKind.GUARDIAN: "guardian"}
NEXT = {
    Status.NRM_SUBMITTED: "The Home Office aims at a first decision within 5 working days of getting it. "
    "That is their target, not a promise.",
    Status.DTN_SENT: "Nothing more goes to the Home Office, unless they say yes or are found to be under 18.",
    Status.RG_PENDING: "The Home Office aims at a first decision within 5 working days. That is their target.",
    Status.RG_FIR: "The unit answers the Home Office by the day that its letter says.",
    Status.RG_NEGATIVE: "They may ask the Home Office to look again. The investigation and safeguarding go on.",
    Status.RG_POSITIVE: "They have time to recover. The law sets no last day for the final decision.",
    Status.CG_FIR: "The unit answers the Home Office by the day that its letter says.",
    Status.CG_POSITIVE: "Support goes on for at least 45 days. The investigation goes on.",
    Status.CG_NEGATIVE: "They may ask the Home Office to look again. The investigation and safeguarding go on.",
    Status.RECON_REQUESTED: "The Home Office looks again. No time is set for that.",
    Status.DISQ_CONSIDERED: "They may say what speaks for the protection, by the day that the notice says.",
    Status.DISQUALIFIED: "They may ask the Home Office to look again.",
    Status.SUSPENDED: "If you hear where they are, tell the unit at once.",
    Status.WITHDRAWN: "The investigation and safeguarding go on.",
}
MOST_SAID = 5
NOT_YET_SETTLED = {Status.TRIAGE, Status.SAFEGUARDING_HOLD, Status.CONSENT_PENDING, Status.DTN_SENT}


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
    referral, sendings = dossier.referral, dossier.sendings
    relations = referral.relations_to(actor)
    allowed = {permission for permission in Permission if access.may(actor, permission, relations)}
    is_asked = Permission.ANSWER_QUESTION in allowed and referral.questions.filter(answered_at=None).exists()
    found = acts_of(
        referral,
        allowed,
        is_child=dossier.age(today) in COUNTS_AS_CHILD,
        is_sent=bool(sendings),
        has_reference=bool(sendings and sendings[-1].home_office_reference),
    )
    first = [("Answer the unit’s questions", "questions")] if is_asked else []
    return [Act(label, _address(name, referral)) for label, name in [*first, *found]]


def acts_of(
    referral: Referral, allowed: Collection[Permission], *, is_child: bool, is_sent: bool, has_reference: bool
) -> Iterator[tuple[str, str]]:
    """Each with the name of its page."""
    waits_for_responder = referral.is_concern and referral.adopted_at is None
    if Permission.ADOPT_CONCERN in allowed and waits_for_responder:
        yield "Take on this concern", "adopt"
    if Permission.RECORD_SENDING in allowed and referral.is_not_yet_sent and not waits_for_responder:
        yield "Record that it was sent to the Home Office", "sending"
    if Permission.RECORD_SENDING in allowed and is_sent and not has_reference:
        yield "Add the Home Office reference", "sending"
    if Permission.ADD_TO_REFERRAL not in allowed:
        return
    yield "Add to it, or correct something", "add-to"
    if referral.status in NOT_YET_SETTLED and not is_child:
        yield "Record what they decided", "decision"
    yield "Record something about their age", "age"
    if is_sent:
        yield "Tell of an error that went to the Home Office", "report-error"
    if Permission.RECORD_SENDING in allowed and referral.status in IN_THE_NRM and not is_child:
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


def open_questions(referral: Referral) -> list[tuple[Question, str]]:
    """What the unit asks whoever referred, with the page to answer it on."""
    found = Question.objects.filter(referral=referral, answered_at=None)
    return [(each, _address_or_none("answer-question", referral, pk=each.pk)) for each in found]


def what_would_have_helped(referral: Referral) -> list[str]:
    """What the unit noted when it checked this, newest first: for the next referral, not as a mark."""
    notes = QualityCheck.objects.filter(referral=referral).exclude(note="").order_by("-checked_at", "-pk")
    return list(notes.values_list("note", flat=True)[:MOST_SAID])


def notices(referral: Referral, actor: Actor, at: datetime) -> list[Told]:
    """Who was told what, in the order in which it was posted, and what became of it."""
    return who_was_told(referral.reference, at=at, reader=actor.user_id)


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


def _address_or_none(name: str, referral: Referral, **parts: object) -> str:
    try:
        return reverse(name, kwargs={"reference": referral.reference, **parts})
    except NoReverseMatch:
        return ""
