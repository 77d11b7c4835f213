"""What is shared with whom: on the case, and for those with whom it is shared."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, TextChoices
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.counting import count_all
from agencies.enums import AgencyKind, Permission, Role
from agencies.models import Agency, Membership
from agencies.pages import Page, page_after
from audit import actions as audit
from audit.enums import Operation
from referrals.dossier import Dossier
from referrals.enums import ShareState
from referrals.evidence.queries import may_be_opened
from referrals.intake.sections import BY_CODE
from referrals.lodging.queries.check import Card, cards
from referrals.models import Agreement, CorrectionTold, EvidenceFile, Referral, Share, ShareReply
from referrals.models.share import ShareQuerySet
from referrals.sharing.rules import ENDING_SOON, SECTIONS, SHORTEST_MASKED, is_shown, without
from victims.enums import ConsentPurpose
from victims.models import ConsentRecord


@dataclass(frozen=True)
class Part:
    """A section as those with whom it is shared read it."""

    title: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True)
class Shared:
    """A share, how it stands at a moment, and what was answered last."""

    share: Share
    state: ShareState
    ends_soon: bool
    last_reply: ShareReply | None

    @property
    def waits_for_reply(self) -> bool:
        return self.state == ShareState.ACCEPTED and self.share.may_reply and self.last_reply is None


# With whom


def partners(referral: Referral, on: date, *, with_immigration: bool = False) -> QuerySet[Agency]:
    """With an agreement in force with the force that has it. Immigration enforcement only for who may approve it."""
    agreed = Agreement.objects.on(on).filter(of_agency=referral.force_id, with_agency=OuterRef("pk"))
    others = Agency.objects.on(on).exclude(pk=referral.force_id).filter(Exists(agreed)).order_by("name", "pk")
    return others if with_immigration else others.exclude(kind=AgencyKind.IMMIGRATION)


def may_approve_immigration(referral: Referral, actor: Actor) -> bool:
    return access.may(actor, Permission.APPROVE, referral.relations_to(actor))


def agreement_with(referral: Referral, agency: Agency, on: date) -> Agreement | None:
    found = Agreement.objects.on(on).filter(of_agency=referral.force_id, with_agency=agency)
    return found.order_by("-valid_from", "-pk").first()


def roles_at(agency: Agency, on: date) -> dict[Role, int]:
    """How many people there could receive it, by role."""
    counts: dict[Role, int] = {}
    for roles in Membership.objects.usable(on).filter(agency=agency).values_list("roles", flat=True):
        for role in access.RECEIVERS.intersection(roles):
            counts[Role(role)] = counts.get(Role(role), 0) + 1
    return dict(sorted(counts.items(), key=lambda each: list(Role).index(each[0])))


def consent_to_share(dossier: Dossier, agency: Agency) -> ConsentRecord | None:
    """The newest record about this agency."""
    about = [
        each for each in dossier.consents if each.purpose == ConsentPurpose.SHARING and each.agency_id == agency.pk
    ]
    return about[-1] if about else None


# What


def parts(dossier: Dossier, codes: Collection[str], masked: Collection[str]) -> list[Part]:
    """Only what was chosen, in the order of the referral. What a share never shows, and what it masks, is left out."""
    wanted = [card for card in cards(dossier) if card.section.code in codes and card.section.code in SECTIONS]
    return [Part(card.section.title, _lines(card, masked)) for card in wanted]


def _lines(card: Card, masked: Collection[str]) -> list[tuple[str, str]]:
    shown = [line for line in card.lines if is_shown(line.href.rpartition("#")[2])]
    return [(without(line.label, masked), without(line.text, masked)) for line in shown]


def names_of_others(dossier: Dossier) -> list[str]:
    """Of people whom the referral itself calls by a name and who are not the person."""
    named = [name for suspect in dossier.suspects for name in (suspect.name, suspect.nickname)]
    return list(dict.fromkeys(name for name in named if len(name.strip()) >= SHORTEST_MASKED))


def titles(codes: Iterable[str]) -> list[str]:
    return [BY_CODE[code].title for code in SECTIONS if code in codes]


@dataclass(frozen=True)
class Corrected:
    """`text` is empty once the share has ended: they hear that a part was put right, and ask."""

    told: CorrectionTold
    part: str
    text: str


def corrections_of(share: Share, *, is_open: bool) -> list[Corrected]:
    told = share.corrections.select_related("supplement", "read_by")
    return [
        Corrected(
            each,
            "".join(titles([each.supplement.section])),
            without(each.supplement.text, share.masked) if is_open else "",
        )
        for each in told
    ]


# On the case, and with the partner


def shares_of(referral: Referral, at: datetime) -> list[Shared]:
    return [shared(each, at) for each in with_replies(Share.objects.filter(referral=referral))]


class Tab(TextChoices):
    NEW = "new", "New"
    WAITING = "waiting", "Waiting for your reply"
    ENDING = "ending", "Ending soon"
    OPEN = "open", "All you can see"
    ENDED = "ended", "Ended"


def list_shared(actor: Actor, tab: Tab, after: str, at: datetime) -> Page[Shared]:
    """Newest first. Goes on the ledger with the references that it showed."""
    page = page_after(with_replies(_received(actor, tab, at)), ["-shared_at", "-pk"], after)
    shown = [share.reference for share in page.rows]
    audit.record(Operation.CONSULTATION, f"shared.listed:{tab}", by=actor, at=at, shown=shown)
    return Page([shared(share, at) for share in page.rows], page.next_after)


def count_shared(actor: Actor, at: datetime) -> dict[str, int]:
    """By tab, none of them further than to a thousand."""
    return count_all({tab.value: _received(actor, tab, at) for tab in Tab if tab != Tab.ENDED})


def _received(actor: Actor, tab: Tab, at: datetime) -> ShareQuerySet:
    received = Share.objects.received_by(actor)
    match tab:
        case Tab.NEW:
            return received.open_on(at).filter(accepted_at=None)
        case Tab.WAITING:
            answered = ShareReply.objects.filter(share=OuterRef("pk"))
            return received.open_on(at).filter(~Exists(answered), accepted_at__isnull=False, may_reply=True)
        case Tab.ENDING:
            return received.open_on(at).filter(accepted_at__isnull=False, ends_on__lte=localdate(at) + ENDING_SOON)
        case Tab.OPEN:
            return received.open_on(at).filter(accepted_at__isnull=False)
        case Tab.ENDED:
            return received.exclude(pk__in=received.open_on(at).values("pk"))


def files_of(share: Share) -> list[tuple[EvidenceFile, bool]]:
    """What they added, and whether it can be opened."""
    return [(file, may_be_opened(file)) for file in share.files.select_related("added_by")]


def shared(share: Share, at: datetime) -> Shared:
    state = share.state_on(at)
    soon = share.ends_on <= localdate(at) + ENDING_SOON and state in (ShareState.NEW, ShareState.ACCEPTED)
    replies = list(share.replies.all())
    return Shared(share, state, soon, replies[-1] if replies else None)


def with_replies(rows: ShareQuerySet) -> ShareQuerySet:
    related = ("referral", "from_agency", "to_agency", "shared_by", "accepted_by", "declined_by", "revoked_by")
    replies = Prefetch("replies", ShareReply.objects.select_related("written_by"))
    return rows.with_consent().select_related(*related).prefetch_related(replies)
