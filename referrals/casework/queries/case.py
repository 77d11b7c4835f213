"""The head of a case, which stands above each of its parts: read in few questions, and in the same for every part."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from agencies import access
from agencies.actors import Actor
from agencies.enums import ListName, Permission
from agencies.models import ListedValue
from agencies.statements import A_KEY, A_NAME, A_PERSON, Statement, anybody
from referrals.casework.rules.header import line_about
from referrals.enums import PlaceRole, RiskLevel, Status
from referrals.models import EvidenceFile, Flag, Handover, Place, Referral, RiskAssessment, Task, handover
from referrals.models.safety import Safety
from referrals.owning import who_has_it
from victims.enums import AgeGroup
from victims.models import AgeEntry
from victims.rules.age import treated_as

OF_THE_CASE = (
    *("person", "encounter", "agency", "force", "unit", "author", "holder", "owner", "lodged_by", "adopted_by"),
    *("queue_row__owner", "queue_row__claimed_by"),
)
FULL = ("safety", "account", "officer_view", "police_matters", "referrer")
LABELLED = (ListName.NATIONALITIES, ListName.LANGUAGES, ListName.TOWNS)
A_FEW_CODES = tuple(f"{A_NAME}{number}" for number in range(6))

# What of a case is said in a number or a word, for whoever reads it.
More = Callable[[Actor], dict[str, Any]]


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    is_here: bool


@dataclass(frozen=True)
class Case:
    """`words` is the status as those who work on it say it."""

    referral: Any
    name: str
    line: list[str]
    words: str
    risk: RiskLevel
    risk_at: datetime | None
    age: AgeGroup | None
    flags: list[Flag]
    tabs: list[Tab]
    owner: str
    allowed: frozenset[Permission]

    @property
    def is_not_yet_sent(self) -> bool:
        return self.referral.is_not_yet_sent and self.referral.is_lodged

    @property
    def may_work(self) -> bool:
        return Permission.WORK_CASE in self.allowed


def case_of(referral: Referral, actor: Actor, here: str, *, today: date, more: More | None = None) -> Case:
    """`here`: the name of the part that is shown. `more`: what the summary alone needs, and has beside it."""
    [found] = _case(anybody(actor), more).rows({A_KEY: referral.pk, A_PERSON: actor.user_id})
    person = found.person
    age = treated_as(person.age_now, person.born_on, found.last_age_step or "", today)
    relations = found.relations_to(actor)
    labels = _labels(person.nationalities, person.languages, [found.found_in])
    return Case(
        referral=found,
        name=person.name,
        line=line_about(
            gender=person.gender,
            age=age,
            born_on=person.born_on,
            nationalities=labels[0],
            languages=labels[1],
            needs_interpreter=person.needs_interpreter,
            found_in="".join(labels[2]),
            found_on=found.encounter.found_on,
            today=today,
        ),
        words=Status(found.status).label,
        risk=RiskLevel(found.risk) if found.risk else RiskLevel.NOT_ASSESSED,
        risk_at=found.risk_at,
        age=age,
        flags=_flags().rows({A_KEY: found.pk}),
        tabs=_tabs(found, here),
        owner=_owner(found, actor),
        allowed=frozenset(each for each in Permission if access.may(actor, each, relations)),
    )


@lru_cache(maxsize=100)
def _case(actor: Actor, more: More | None) -> Statement[Any]:
    rows = Referral.objects.filter(pk=A_KEY).annotate(**_facts(actor))
    if more:
        return Statement(rows.select_related(*OF_THE_CASE, *FULL).annotate(**more(actor)))
    return Statement(rows.select_related(*OF_THE_CASE))


def _owner(referral: Any, actor: Actor) -> str:
    row = getattr(referral, "queue_row", None)
    return who_has_it(row, actor.user_id, timezone.now()) if row else ""


def counted(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are of a case, inside another question."""
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return Coalesce(Subquery(rows.order_by().annotate(number=number).values("number")), 0)


def of_it(model: Any) -> QuerySet[Any]:
    return model.objects.filter(referral=OuterRef("pk"))


def address_or_none(name: str, **parts: object) -> str:
    """Empty while there is no such page."""
    try:
        return reverse(name, kwargs=parts)
    except NoReverseMatch:
        return ""


def _facts(actor: Actor) -> dict[str, Any]:
    newest_risk = of_it(RiskAssessment).order_by("-assessed_at", "-pk")
    mine = Q(only_for=None) | Q(only_for=OuterRef("pk"))
    found = Place.objects.filter(mine, encounter=OuterRef("encounter"), role=PlaceRole.FOUND, country="").exclude(
        town=""
    )
    together = Referral.objects.visible_to(actor).filter(encounter=OuterRef("encounter")).exclude(pk=OuterRef("pk"))
    here = of_it(Safety).values("town")[:1]
    return {
        "risk": Subquery(newest_risk.values("level")[:1]),
        "risk_at": Subquery(newest_risk.values("assessed_at")[:1]),
        "last_age_step": Subquery(
            AgeEntry.objects.filter(person=OuterRef("person")).order_by("-recorded_at", "-pk").values("step")[:1]
        ),
        "found_in": Coalesce(Subquery(found.order_by("pk").values("town")[:1]), Subquery(here)),
        "open_tasks": counted(of_it(Task).filter(done_at=None)),
        "files_here": counted(of_it(EvidenceFile).filter(superseded_at=None)),
        "others_together": counted(together),
        "waits_to_be_kept": Exists(of_it(Handover).filter(handover.OPEN)),
    }


def _labels(nationalities: list[str], languages: list[str], towns: list[str | None]) -> list[list[str]]:
    """In one question. A code nobody knows is its own label."""
    wanted = list(zip(LABELLED, (nationalities, languages, [town for town in towns if town]), strict=True))
    known = _known({code for _, asked in wanted for code in asked})
    return [[known.get((name, code), code) for code in asked] for name, asked in wanted]


def _known(codes: Collection[str]) -> dict[tuple[str, str], str]:
    """Most people have no more of them than there are blanks."""
    if len(codes) > len(A_FEW_CODES):
        found = list(_listed(codes))
    else:
        found = _listed_few().rows(dict(zip_longest(A_FEW_CODES, codes, fillvalue=""))) if codes else []
    return {(list_name, code): label for list_name, code, label in found}


def _listed(codes: Collection[str]) -> QuerySet[Any, tuple[str, str, str]]:
    rows = ListedValue.objects.filter(list_name__in=LABELLED, code__in=codes)
    return rows.values_list("list_name", "code", "label")


@cache
def _listed_few() -> Statement[tuple[str, str, str]]:
    return Statement(_listed(A_FEW_CODES))


@cache
def _flags() -> Statement[Flag]:
    return Statement(Flag.objects.filter(referral=A_KEY, removed_at=None))


def _tabs(referral: Any, here: str) -> list[Tab]:
    named = (
        ("referral", "Summary", None),
        ("case-referral", "Referral", None),
        ("timeline", "Timeline", None),
        ("tasks", "Tasks", referral.open_tasks),
        ("decisions", "Decisions", None),
        ("files", "Evidence", referral.files_here),
        ("people", "People", referral.others_together),
        ("access", "Access", None),
    )
    return [
        Tab(_with_count(label, count), reverse(name, kwargs={"reference": referral.reference}), name == here)
        for name, label, count in named
    ]


def _with_count(label: str, count: int | None) -> str:
    return label if count is None else f"{label} ({count})"
