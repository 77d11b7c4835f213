"""Until when a case is kept, what holds it, what would go with it, and what has gone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.apps import apps
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.pages import Page, page_after
from audit import actions as audit
from audit.enums import Operation
from audit.models import Entry
from referrals.enums import Status
from referrals.models import Erasure, EvidenceFile, LegalHold, QueueRow, Referral, RetentionReview, Share
from referrals.models.referral import barred
from referrals.retention.rules import ENDED, LEAST, Facts, years_after

ORDER = ["received_at", "pk"]
# Of one case, which only ask whether somebody looked again.
ABOUT_ERASURE = "erasure."


@dataclass(frozen=True)
class Due:
    """`review_on`: the day somebody chose. None: nobody has chosen, and it is the least that counts."""

    referral: Referral
    review_on: date | None


@dataclass(frozen=True)
class Gone:
    """What would go: rows by what they are called, and files with their size in bytes."""

    rows: list[tuple[str, int]]
    files: list[EvidenceFile]
    theirs: int

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def holds_of(referral: Referral) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(referral=referral).select_related("placed_by", "ended_by")


def reviews_of(referral: Referral) -> QuerySet[RetentionReview]:
    return (
        RetentionReview.objects.filter(referral=referral).select_related("reviewed_by").order_by("-reviewed_at", "-pk")
    )


def asked(referral: Referral) -> Erasure | None:
    """That waits for an answer."""
    waiting = Erasure.objects.filter(reference=referral.reference, refused_at=None, approved_at=None)
    return waiting.select_related("asked_by").first()


def ended_on(referral: Referral) -> date | None:
    if referral.status not in ENDED:
        return None
    last = referral.steps.filter(target=referral.status).order_by("-taken_at", "-pk").first()
    return localdate(last.taken_at) if last else None


def facts_of(referral: Referral, at: datetime) -> Facts:
    row = QueueRow.objects.filter(referral=referral).first()
    ended, review = ended_on(referral), reviews_of(referral).first()
    usual = years_after(ended, LEAST) if ended else None
    return Facts(
        status=Status(referral.status),
        runs_on=row is None or row.is_open,
        is_held=holds_of(referral).filter(ended_at=None).exists(),
        is_shared=Share.objects.filter(referral=referral).open_on(at).exists(),
        ended_on=ended,
        review_on=review.review_on if review else usual,
    )


def was_changed_since(referral: Referral, at: datetime) -> bool:
    written = Q(operation__in=[Operation.ALTERATION, Operation.COLLECTION, Operation.DISCLOSURE, Operation.COMBINATION])
    changes = Entry.objects.filter(written, reference=referral.reference, at__gt=at)
    return changes.exclude(event__startswith=ABOUT_ERASURE).exists()


# What would go, and what has gone


def what_would_go(referral: Referral) -> Gone:
    with connection.cursor() as cursor:
        cursor.execute("SELECT in_table, cardinality(keys) FROM rows_of_a_case(%s)", [referral.pk])
        counted = {name.removeprefix("public."): number for name, number in cursor.fetchall()}
    files = list(referral.files.select_related("added_by", "share__to_agency"))
    return Gone(in_words(counted), files, sum(file.share_id is not None for file in files))


def in_words(counted: dict[str, int]) -> list[tuple[str, int]]:
    """What was before, as one line: those tables are copies of the others."""
    names = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    rows: dict[str, int] = {}
    for table, number in counted.items():
        model = names[table]
        label = "what was before each change" if hasattr(model, "pgh_obj") else str(model._meta.verbose_name_plural)
        rows[label] = rows.get(label, 0) + number
    return sorted(rows.items())


def list_due(actor: Actor, after: str, at: datetime) -> Page[Due]:
    """Closed cases of the force that somebody has to look at, those that came first on top. On the ledger, too."""
    today = localdate(at)
    newest = RetentionReview.objects.filter(referral=OuterRef("pk")).order_by("-reviewed_at", "-pk")
    rows = QueueRow.objects.filter(force=actor.agency_id, is_open=False).exclude(barred(actor, of="referral__"))
    rows = rows.annotate(review_on=Subquery(newest.values("review_on")[:1]))
    came = at - timedelta(days=LEAST * 365)
    due = rows.filter(Q(review_on__lte=today) | Q(review_on=None, received_at__lte=came)).select_related("referral")
    page = page_after(due, ORDER, after)
    shown = [row.referral.reference for row in page.rows]
    audit.record(Operation.CONSULTATION, "retention.listed", by=actor, at=at, shown=shown)
    dates = {row.pk: row.review_on for row in page.rows}  # type: ignore[attr-defined]  # annotated
    return Page([Due(row.referral, dates[row.pk]) for row in page.rows], page.next_after)


def list_erasures(actor: Actor, after: str) -> Page[Erasure]:
    """What the force has erased, or was asked to. Newest first."""
    related = ("asked_by", "approved_by", "refused_by")
    return page_after(
        Erasure.objects.filter(force=actor.agency_id).select_related(*related), ["-asked_at", "-pk"], after
    )
