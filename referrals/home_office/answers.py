"""Our answers laid out as the Home Office form asks for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from referrals.dossier import Dossier
from referrals.home_office.facts import Facts, facts_of
from referrals.home_office.profile import Kind, Question, profile_on
from referrals.home_office.rules import NOTHING, Answer, Answers, is_asked, is_written_anew
from referrals.home_office.source import Source
from referrals.home_office.sources import SOURCES

TICK = "Tick"


@dataclass(frozen=True)
class Answered:
    """One question of theirs, and what to put there. `written_anew`: nothing of ours is copied, somebody writes it."""

    question: Question
    source: Source
    answer: Answer
    written_anew: bool = False

    @property
    def shown(self) -> str:
        """In the wording of the form. Empty when there is nothing to choose or to write."""
        if self.question.options:
            return "; ".join(self.question.labels(self.answer.codes))
        if self.question.kind == Kind.TICK:
            return TICK if self.answer.codes else ""
        return self.answer.text

    @property
    def is_copied(self) -> bool:
        return self.answer.is_given and not self.written_anew


@dataclass(frozen=True)
class AnsweredPage:
    title: str
    answered: list[Answered]


def answers_for(dossier: Dossier, today: date) -> list[Answered]:
    """What the form comes to on the route of this case, in its order."""
    facts = facts_of(dossier, today)
    return list(answered(facts, read_all(facts)))


def by_page(found: Iterable[Answered]) -> list[AnsweredPage]:
    pages = groupby(found, lambda one: (one.question.page, one.question.page_title))
    return [AnsweredPage(title, list(several)) for (_, title), several in pages]


def read_all(facts: Facts) -> Answers:
    """Whatever we hold for any question, whether or not it is asked on the route."""
    return {question_id: source.read(facts) for question_id, source in SOURCES.items()}


def answered(facts: Facts, answers: Answers) -> Iterable[Answered]:
    for question in profile_on(facts.today).questions:
        if is_asked(question, facts.route, answers):
            anew = is_written_anew(question, facts.route)
            yield Answered(question, SOURCES[question.id], NOTHING if anew else answers[question.id], anew)
