"""A case by its number: when it began, about whom, what they decided, and what became of it until now."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from referrals.demonstration.generated import words
from referrals.demonstration.generated.dice import Dice
from referrals.demonstration.generated.lives import DAY, Life, live
from referrals.enums import DeadlineKind, Status, Step
from victims.enums import AgeGroup, ConsentDecision

YEARS = Dice({year: number // 100 for year, number in words.YEARS.items()})
ADULTS = Dice(
    {
        ConsentDecision.GIVEN: 62,
        ConsentDecision.DECLINED: 24,
        ConsentDecision.WANTS_TIME: 8,
        ConsentDecision.CANNOT_BE_TRACED: 6,
    }
)


@dataclass
class Case:
    draw: random.Random
    started_at: datetime
    age: AgeGroup
    decision: ConsentDecision | None
    is_named: bool
    is_from_partner: bool
    is_urgent: bool
    life: Life


def draw_case(number: int, *, seed: int, now: datetime) -> Case:
    draw = random.Random(f"{seed} {number}")  # noqa: S311 - made-up cases, the same each time
    started = _started(draw, now)
    drawn = draw.random()
    age = AgeGroup.CHILD if drawn < words.CHILDREN else AgeGroup.ADULT
    if 0 <= drawn - words.CHILDREN < words.UNSURE_AGE:
        age = AgeGroup.UNSURE
    is_child = age != AgeGroup.ADULT
    decision = None if is_child else ADULTS.throw(draw)
    sends = decision in (ConsentDecision.DECLINED, ConsentDecision.CANNOT_BE_TRACED)
    is_inbound = draw.random() < 0.015 and not sends and decision != ConsentDecision.WANTS_TIME
    life = Life(Status.INBOUND if is_inbound else Status.DRAFT, is_child, sends, now, started)
    is_named, is_from_partner = draw.random() < 0.3, not is_inbound and draw.random() < 0.02
    case = Case(draw, started, age, decision, is_named, is_from_partner, draw.random() < 1 / 12, life)
    _live(case)
    return case


def _started(draw: random.Random, now: datetime) -> datetime:
    """A minute of one of the years; what would be in the future is now a while ago."""
    at = datetime(YEARS.throw(draw), 1, 1, tzinfo=UTC) + timedelta(minutes=int(draw.random() * 365 * 24 * 60))
    return at if at < now else at - timedelta(days=int(40 + draw.random() * 300))


def _live(case: Case) -> None:
    life, draw = case.life, case.draw
    if life.status == Status.DRAFT:
        at = case.started_at + timedelta(minutes=int(10 + draw.random() * 600))
        if draw.random() < 0.01:
            at += 20 * DAY
            if at < life.now:
                life.take(Step.DISCARD, at)
            return
        if at > life.now or (draw.random() < 0.3 and life.now - case.started_at < 20 * DAY):
            return
        life.take(Step.LODGE_WAITING if case.decision == ConsentDecision.WANTS_TIME else Step.LODGE, at)
        if life.is_child:
            life.start(DeadlineKind.COUNCIL, at)
            life.start(DeadlineKind.GUARDIAN, at)
        if case.is_urgent:
            life.start(DeadlineKind.COMPLETE, at)
    live(life, draw)
