"""What the Home Office form asks, as dated data: one file for each form that there has been."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from agencies.enums import ListName
from referrals.enums import Route

DATA = Path(__file__).parent / "data"
# On every other route nothing is sent yet, so only what they all ask is asked there.
ROUTES = frozenset({Route.CHILD, Route.ADULT, Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS})
ANY = "any"


class Kind(StrEnum):
    LINE = "line"
    PROSE = "prose"
    PHONE = "phone"
    EMAIL = "email"
    LIST = "list"
    CHOICE = "choice"
    TICK = "tick"
    TICKS = "ticks"
    DATE = "date"
    FILES = "files"


TYPED = frozenset({Kind.LINE, Kind.PROSE, Kind.PHONE, Kind.EMAIL})


class Limit(StrEnum):
    NO_WEB_ADDRESS = "no_web_address"
    REAL_NUMBER = "real_number"
    WHOLE_NUMBER = "whole_number"


@dataclass(frozen=True)
class Condition:
    """Holds when the answer to another question has one of these codes. ANY: when there is an answer."""

    question_id: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Question:
    """One question where it stands. The same one may stand on two pages, for different routes."""

    id: str
    page: str
    page_title: str
    asks: str
    kind: Kind
    required: bool
    routes: frozenset[Route]
    shown_when: tuple[Condition, ...]
    options: tuple[tuple[str, str], ...]
    list_name: ListName | None
    longest: int | None
    limits: frozenset[Limit]
    # At least one of the questions that name the same group is to be answered.
    one_of: str

    def labels(self, codes: tuple[str, ...]) -> list[str]:
        return [label for code, label in self.options if code in codes]


@dataclass(frozen=True)
class Page:
    name: str
    title: str
    routes: frozenset[Route]
    shown_when: tuple[Condition, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Trap:
    """What whoever copies should know. `at` names questions; without any it holds for the whole form."""

    say: str
    at: frozenset[str]


@dataclass(frozen=True)
class Profile:
    name: str
    valid_from: date
    source: str
    most_files: int
    changed_characters: frozenset[str]
    traps: tuple[Trap, ...]
    pages: tuple[Page, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """In the order of the form. One that stands on two pages is there twice."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(question.id for question in self.questions)


class NoProfile(LookupError):
    """There was no form yet that we know."""


def profile_on(day: date) -> Profile:
    """The newest whose first day is not after this one."""
    begun = [profile for profile in _profiles() if profile.valid_from <= day]
    if not begun:
        raise NoProfile(f"No Home Office form is known for {day}.")
    return begun[-1]


@cache
def _profiles() -> tuple[Profile, ...]:
    read = (_profile(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in DATA.glob("nrm_form_*.yaml"))
    return tuple(sorted(read, key=lambda profile: profile.valid_from))


def _profile(facts: Mapping[str, Any]) -> Profile:
    described: dict[str, Question] = {}
    return Profile(
        name=facts["name"],
        valid_from=facts["valid_from"],
        source=facts["source"],
        most_files=facts["most_files"],
        changed_characters=frozenset(facts["changed_characters"]),
        traps=tuple(Trap(trap["say"], frozenset(trap.get("at", ()))) for trap in facts["traps"]),
        pages=tuple(_page(page, facts["longest"], described) for page in facts["pages"]),
    )


def _page(facts: Mapping[str, Any], longest: int, described: dict[str, Question]) -> Page:
    page = Page(
        name=facts["page"],
        title=facts["title"],
        routes=_routes(facts, ROUTES),
        shown_when=_conditions(facts),
        questions=(),
    )
    return replace(page, questions=tuple(_questions(facts["questions"], page, longest, described)))


def _questions(
    listed: list[Mapping[str, Any]], page: Page, longest: int, described: dict[str, Question]
) -> Iterator[Question]:
    for facts in (one for each in listed for one in _repeated(each)):
        question = described.get(facts["id"]) or _question(facts, page, longest)
        described[question.id] = question
        yield replace(
            question,
            page=page.name,
            page_title=page.title,
            routes=_routes(facts, page.routes),
            shown_when=page.shown_when + question.shown_when,
        )


def _repeated(facts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """One entry may stand for several questions that differ only in their number."""
    if "up_to" not in facts:
        yield facts
        return
    for number in range(facts["from"], facts["up_to"] + 1):
        yield {**facts, "id": facts["id"].format(number), "asks": facts["asks"].format(number)}


def _question(facts: Mapping[str, Any], page: Page, longest: int) -> Question:
    kind = Kind(facts["kind"])
    return Question(
        id=facts["id"],
        page=page.name,
        page_title=page.title,
        asks=facts["asks"],
        kind=kind,
        required=facts.get("required", False),
        routes=page.routes,
        shown_when=_conditions(facts),
        options=tuple(facts.get("options", {}).items()),
        list_name=ListName(facts["list"]) if "list" in facts else None,
        longest=facts.get("longest", longest) if kind in TYPED else None,
        limits=frozenset(Limit(name) for name in facts.get("limits", ())),
        one_of=facts.get("one_of", ""),
    )


def _routes(facts: Mapping[str, Any], otherwise: frozenset[Route]) -> frozenset[Route]:
    return frozenset(Route(name) for name in facts["routes"]) if "routes" in facts else otherwise


def _conditions(facts: Mapping[str, Any]) -> tuple[Condition, ...]:
    shown_when = facts.get("shown_when", {})
    return tuple(Condition(question_id, frozenset(codes)) for question_id, codes in shown_when.items())
