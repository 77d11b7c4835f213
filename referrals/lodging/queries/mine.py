"""The referrals that somebody began, holds, or may take over from their unit. No list shows a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from functools import lru_cache
from typing import Any

from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from agencies import access
from agencies.actors import Actor
from agencies.counting import count_all, in_words
from agencies.enums import Permission, Relation
from agencies.models import User
from agencies.pages import Page, page_after
from agencies.statements import A_PERSON, Statement, anybody
from audit import actions as audit
from audit.enums import Operation
from referrals.enums import DeadlineKind, Status, Step
from referrals.intake.keeping import Keeping, keeping_of_each
from referrals.intake.sections import SECTIONS
from referrals.lodging.plain_words import Standing, standing_of
from referrals.models import Deadline, Question, Referral, SectionState, Sending, StepTaken, Supplement
from referrals.models.referral import UNSENT
from victims.enums import AgeGroup
from victims.rules import age

AGES = {AgeGroup.ADULT: "18 or over", AgeGroup.CHILD: "under 18", AgeGroup.UNSURE: "age in doubt"}


class Stage(IntEnum):
    """What comes first: questions, then what still misses answers, then what was not passed on, then all others."""

    ASKED = 0
    GAPS = 1
    DRAFT = 2
    PASSED_ON = 3


ORDER = ["stage", "-changed_at", "-pk"]


@dataclass(frozen=True)
class Row:
    referral: Referral
    stage: Stage
    standing: Standing
    changed_at: datetime
    age: str
    sections: str
    # A colleague in whose hands it was left lying for a day.
    left_by: User | None
    keeping: Keeping | None
    deadline: Deadline | None
    questions: list[Question]

    @property
    def is_for_anybody(self) -> bool:
        """Handed to the unit, and nobody has taken it."""
        return self.referral.holder_id is None


def mine(actor: Actor) -> QuerySet[Referral]:
    here = Q(agency=actor.agency_id)
    own = here & (Q(author=actor.user_id) | Q(holder=actor.user_id))
    handed = here & Q(status=Status.DRAFT, holder=None, unit__in=actor.unit_ids)
    gaps = Q(is_urgent=True, completed_at=None, status__in=UNSENT, lodged_at__isnull=False)
    asked = Exists(Question.objects.filter(referral=OuterRef("pk"), answered_at=None))
    stage = Case(
        When(asked & own, then=Value(Stage.ASKED.value)),
        When(gaps, then=Value(Stage.GAPS.value)),
        When(status=Status.DRAFT, then=Value(Stage.DRAFT.value)),
        default=Value(Stage.PASSED_ON.value),
        output_field=IntegerField(),
    )
    left = Q(pk__in=[])
    if Relation.LEFT_IN_UNIT in access.relations_that_allow(actor, Permission.SEE_REFERRAL):
        left = here & Q(status=Status.DRAFT, is_left_lying=True)
    found = Referral.objects.visible_to(actor).filter(own | handed | left)
    return found.annotate(stage=stage, changed_at=_newest_change())


def list_mine(actor: Actor, after: str, *, today: date, at: datetime) -> Page[Row]:
    page = page_after(_with_facts(mine(actor)), ORDER, after)
    return Page(_recorded(actor, page.rows, today, at), page.next_after)


def first_of_each(actor: Actor, most: int, *, today: date, at: datetime) -> dict[Stage, list[Row]]:
    """For the home page: a few of each stage, recorded as one list."""
    known: dict[object, object] = {A_PERSON: actor.user_id}
    found = [row for stage in Stage for row in _first(anybody(actor), stage, most).rows(known)]
    rows = _recorded(actor, found, today, at) if found else []
    return {stage: [row for row in rows if row.stage == stage] for stage in Stage}


@lru_cache(maxsize=500)
def _first(actor: Actor, stage: Stage, most: int) -> Statement[Referral]:
    return Statement(_at(stage, _with_facts(mine(actor)))[:most])


def _at(stage: Stage, rows: Any) -> QuerySet[Referral]:
    found: QuerySet[Referral] = rows.filter(stage=stage.value).order_by(*ORDER)
    return found


def count_capped(rows: QuerySet[Referral]) -> str:
    return in_words(count_all({"": rows})[""])


def age_in_words(referral: Referral, today: date) -> str:
    """Reads the age track: prefetch it for a list."""
    steps = list(referral.person.age_track.all())
    person = referral.person
    counted = age.treated_as(person.age_now, person.born_on, steps[-1].step if steps else "", today)
    return AGES[counted] if counted else "age not known yet"


def record_listed(actor: Actor, event: str, shown: Iterable[Referral], at: datetime) -> None:
    references = [referral.reference for referral in shown]
    audit.record(Operation.CONSULTATION, event, by=actor, at=at, shown=references)


def _with_facts(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    clocks = Deadline.objects.filter(kind__in=[DeadlineKind.COMPLETE, DeadlineKind.ASK_AGAIN], done_at=None)
    questions = Question.objects.filter(answered_at=None)
    led_here = StepTaken.objects.filter(referral=OuterRef("pk"), target=OuterRef("status"), reversed_by=None)
    last = led_here.exclude(step__in=[Step.REOPEN, Step.REVERSE]).order_by("-taken_at", "-pk")
    facts = rows.annotate(
        sections_begun=Coalesce(Subquery(_begun()), 0),
        came_from=Subquery(last.values("source")[:1]),
        why=Subquery(last.values("reason")[:1]),
    )
    return facts.select_related("person", "force", "author", "holder", "unit", "owner").prefetch_related(
        *("sendings", "person__age_track", Prefetch("deadlines", clocks, to_attr="open_clocks")),
        Prefetch("questions", questions, to_attr="open_questions"),
    )


def _newest_change() -> Greatest:
    """Of whatever the list or the page shows. Null counts for nothing."""
    sent = Sending.objects.filter(referral=OuterRef("pk")).order_by("-recorded_at").values("recorded_at")[:1]
    added = Supplement.objects.filter(referral=OuterRef("pk")).order_by("-written_at").values("written_at")[:1]
    times = ("saved_at", "lodged_at", "completed_at", "adopted_at", "discarded_at")
    return Greatest(*times, Subquery(sent), Subquery(added))


def _begun() -> Any:
    of_it = Q(referral=OuterRef("pk")) | Q(encounter=OuterRef("encounter_id"), referral=None)
    counted = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return SectionState.objects.filter(of_it, version__gt=0).order_by().annotate(begun=counted).values("begun")


def _recorded(actor: Actor, found: list[Referral], today: date, at: datetime) -> list[Row]:
    record_listed(actor, "referrals.listed", found, at)
    keeping = keeping_of_each([referral for referral in found if referral.is_draft])
    return [_row(referral, actor, today, keeping.get(referral.pk)) for referral in found]


def _row(referral: Referral, actor: Actor, today: date, keeping: Keeping | None) -> Row:
    stage = Stage(referral.stage)  # type: ignore[attr-defined]  # annotated
    return Row(
        referral=referral,
        stage=stage,
        standing=standing_of(referral),
        changed_at=referral.changed_at,  # type: ignore[attr-defined]  # annotated
        age=age_in_words(referral, today),
        sections=f"{referral.sections_begun} of {len(SECTIONS)} sections begun",  # type: ignore[attr-defined]  # annotated
        left_by=_left_by(referral, actor) if stage == Stage.DRAFT else None,
        keeping=keeping,
        deadline=_gaps_clock(referral),
        questions=referral.open_questions if stage == Stage.ASKED else [],  # type: ignore[attr-defined]  # annotated
    )


def _gaps_clock(referral: Referral) -> Deadline | None:
    clocks: list[Deadline] = referral.open_clocks  # type: ignore[attr-defined]  # annotated
    return next((clock for clock in clocks if clock.kind == DeadlineKind.COMPLETE), None)


def _left_by(referral: Referral, actor: Actor) -> User | None:
    is_own = actor.user_id in (referral.author_id, referral.holder_id)
    return None if is_own else referral.holder
