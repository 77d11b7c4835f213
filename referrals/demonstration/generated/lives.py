"""What became of a made-up case until now: steps along the rows of the workflow, and the clocks they start and stop."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from referrals.enums import DeadlineKind as Clock
from referrals.enums import Status, Step
from referrals.rules import clocks
from referrals.rules.workflow import ROWS, target_of

S = Status
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# How much longer or shorter something takes than it usually does.
SPREAD = [math.exp(0.6 * (number - 50) / 20) for number in range(101)]
QUESTION_DAYS = 14


@dataclass(frozen=True)
class Next:
    """What may follow: how often, out of all that is listed beside it, and how many days it usually takes."""

    step: Step
    share: int
    days: float


def _n(step: Step, share: int, days: float) -> Next:
    return Next(step, share, days)


# An unsent case goes on by its route, so the two steps of sending stand for each other here.
FOLLOWS: Mapping[Status, Sequence[Next]] = {
    S.TRIAGE: [
        _n(Step.SEND_REFERRAL, 93, 0.8), _n(Step.HOLD, 3, 0.2), _n(Step.FIND_NO_SIGNS, 4, 4),
    ],
    S.SAFEGUARDING_HOLD: [_n(Step.SEND_REFERRAL, 40, 1.5), _n(Step.RELEASE, 60, 1)],
    S.CONSENT_PENDING: [_n(Step.DECIDE, 100, 9)],
    S.NFA_LOCAL: [_n(Step.CLOSE, 100, 12)],
    S.DTN_SENT: [_n(Step.CHANGE_MIND, 2, 40), _n(Step.CLOSE, 98, 35)],
    S.NRM_SUBMITTED: [_n(Step.RECEIVED, 98, 2), _n(Step.RETURN, 2, 4)],
    S.RG_PENDING: [
        _n(Step.FIRST_YES, 58, 14), _n(Step.FIRST_NO, 34, 16), _n(Step.ASK_BEFORE_FIRST, 6, 6), _n(Step.SUSPEND, 2, 20),
    ],
    S.RG_FIR: [_n(Step.REPLY, 100, 6)],
    S.RG_NEGATIVE: [_n(Step.ASK_AGAIN, 12, 18), _n(Step.CLOSE, 88, 60)],
    S.RG_POSITIVE: [
        _n(Step.FINAL_YES, 62, 260), _n(Step.FINAL_NO, 27, 290), _n(Step.ASK_BEFORE_FINAL, 5, 120),
        _n(Step.SUSPEND, 3, 150), _n(Step.QUESTION_PROTECTION, 1, 90), _n(Step.WITHDRAW, 2, 130),
    ],
    S.CG_FIR: [_n(Step.REPLY, 95, 9), _n(Step.FINAL_NO, 5, 60)],
    S.CG_POSITIVE: [_n(Step.CLOSE, 100, 75)],
    S.CG_NEGATIVE: [_n(Step.ASK_AGAIN, 11, 20), _n(Step.CLOSE, 89, 70)],
    S.RECON_REQUESTED: [_n(Step.UPHOLD, 100, 45)],
    S.DISQ_CONSIDERED: [_n(Step.DISQUALIFY, 60, 40), _n(Step.KEEP_PROTECTION, 40, 45)],
    S.DISQUALIFIED: [_n(Step.CLOSE, 100, 60)],
    S.SUSPENDED: [_n(Step.RESUME, 75, 60), _n(Step.WITHDRAW, 15, 120), _n(Step.DIED, 10, 90)],
    S.WITHDRAWN: [_n(Step.CLOSE, 100, 30)],
    S.DECEASED: [_n(Step.CLOSE, 100, 30)],
    S.INBOUND: [
        _n(Step.TAKE_ON_INBOUND, 50, 1.5), _n(Step.RECEIVED, 30, 1), _n(Step.FIRST_YES, 15, 1), _n(Step.FIRST_NO, 5, 1),
    ],
}  # fmt: skip
# What ends by itself or by somebody who records it: how long after its start, or None: the day after it was due.
ENDS: Mapping[Clock, timedelta | None] = {
    Clock.CRIME_RECORD: 14 * HOUR,
    Clock.COUNCIL: 6 * HOUR,
    Clock.GUARDIAN: 9 * HOUR,
    Clock.COMPLETE: 15 * HOUR,
    Clock.ASK_AGAIN: None,
    Clock.SUPPORT_ENDS: None,
    Clock.MOVE_ON: None,
    Clock.RECOVERY: None,
}


@dataclass
class Taken:
    step: Step
    source: Status
    target: Status
    at: datetime


@dataclass
class Running:
    """`started_by` and `stopped_by` count the steps of the case."""

    kind: Clock
    starts_at: datetime
    due_at: datetime
    rule_from: date
    is_typed: bool = False
    started_by: int | None = None
    ends_at: datetime | None = None
    done_at: datetime | None = None
    stopped_by: int | None = None


@dataclass
class Life:
    status: Status
    is_child: bool
    goes_as_notification: bool
    now: datetime
    at: datetime
    steps: list[Taken] = field(default_factory=list)
    clocks: list[Running] = field(default_factory=list)

    def take(self, step: Step, at: datetime) -> None:
        """As referrals/stepping.py would, without the database."""
        move = ROWS[step, self.status]
        taken = Taken(step, self.status, target_of(move, self.came_from), at)
        number = len(self.steps)
        self.steps.append(taken)
        self.status, self.at = taken.target, at
        for running in self.clocks:
            if running.kind in move.stops and self._is_open(running, at):
                running.done_at, running.stopped_by = at, number
        for kind in sorted(move.starts):
            self.start(kind, at, number)

    @property
    def came_from(self) -> Status | None:
        return next((each.source for each in reversed(self.steps) if each.target == self.status), None)

    def start(self, kind: Clock, at: datetime, step: int | None = None) -> None:
        if any(each.kind == kind and self._is_open(each, at) for each in self.clocks):
            return
        due = at + QUESTION_DAYS * DAY if kind == Clock.QUESTION else due_at(kind, at)
        running = Running(kind, at, due, rule_from(kind, clocks.local_day(at)), kind == Clock.QUESTION, step)
        if kind in ENDS:
            after = ENDS[kind]
            running.ends_at = at + after if after else due + DAY
        self.clocks.append(running)

    def settle(self) -> None:
        """What was over by itself by now."""
        for running in self.clocks:
            if running.done_at is None and not self._is_open(running, self.now):
                running.done_at = running.ends_at

    def _is_open(self, running: Running, at: datetime) -> bool:
        return running.done_at is None and (running.ends_at is None or running.ends_at > at)


def due_at(kind: Clock, at: datetime) -> datetime:
    return clocks.due_at(kind, at)


@cache
def rule_from(kind: Clock, day: date) -> date:
    rule = clocks.rule_on(kind, day)
    if rule is None:
        raise ValueError(f"No rule holds for {kind}")
    return rule.valid_from


def live(life: Life, draw: random.Random) -> None:
    """Until now, or until nothing follows any more. What would come later has not come yet."""
    while life.status in FOLLOWS:
        follows = _chosen(FOLLOWS[life.status], draw)
        at = life.at + timedelta(days=follows.days * SPREAD[int(draw.random() * 101)], seconds=1)
        if at > life.now:
            break
        life.take(_fitting(follows.step, life, draw), at)
        if life.steps[-1].step == Step.CHANGE_MIND:
            life.goes_as_notification = False
    life.settle()


def _chosen(options: Sequence[Next], draw: random.Random) -> Next:
    at = draw.random() * 100
    for option in options:
        at -= option.share
        if at < 0:
            return option
    return options[-1]


def _fitting(step: Step, life: Life, draw: random.Random) -> Step:
    """The step that stands for it on this route, or after what went before."""
    if step == Step.SEND_REFERRAL and life.goes_as_notification:
        return Step.SEND_NOTIFICATION
    if step == Step.WITHDRAW and life.is_child:
        return {S.RG_POSITIVE: Step.FINAL_YES, S.SUSPENDED: Step.DIED}[life.status]
    if step == Step.RESUME and life.came_from in (S.RG_POSITIVE, S.CG_FIR):
        return Step.RESUME_AFTER_FIRST
    if step == Step.UPHOLD and draw.random() < 0.35 and life.came_from in (S.RG_NEGATIVE, S.CG_NEGATIVE):
        return Step.FIRST_YES if life.came_from == S.RG_NEGATIVE else Step.FINAL_YES
    return step
