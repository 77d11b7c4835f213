"""What a clock says: how much time is left, in which colour, and the date beside it, so that no old page misleads.

Red is for a rule that is confirmed. One that is not stays orange, however late.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agencies.enums import Nation
from referrals.enums import ClockUnit, DeadlineKind
from referrals.rules.clocks.days import DAY, HOUR, LONDON, local_day, working_days
from referrals.rules.clocks.rule import UNITS, Rule, Sense
from referrals.rules.clocks.table import rule_on

MINUTE = timedelta(minutes=1)
# Beyond this many days, working days are not counted one by one.
FAR_AWAY = 400
ORANGE_UNTIL, YELLOW_UNTIL = 1, 3


@dataclass(frozen=True)
class Clock:
    """The words, the date, and the colour of the tag. No colour: no tag."""

    words: str
    due: str
    colour: str = ""


def clock_of(
    *,
    starts_at: datetime,
    due_at: datetime,
    done_at: datetime | None,
    at: datetime,
    is_verified: bool = False,
    rule: Rule | None = None,
    paused_at: datetime | None = None,
    why: str = "",
    nation: Nation = Nation.ENGLAND,
) -> Clock:
    """Without a rule it is counted in hours, and is to be done by then."""
    sense, verified = (rule.sense, rule.is_verified) if rule else (Sense.BY, is_verified)
    if done_at:
        return _done(rule, starts_at, due_at, done_at, at)
    if paused_at:
        return Clock(f"Paused since {_named(local_day(paused_at), at)}", why, "grey")
    if sense == Sense.NOT_BEFORE:
        return _not_before(due_at, at)
    if sense != Sense.BY:
        return _coming(sense, due_at, at)
    red = "red" if verified else "orange"
    if rule and not rule.is_in_hours:
        return _by_day(rule, due_at, at, red, nation)
    if at >= due_at:
        return Clock(f"Overdue by {_length(at - due_at)}", f"was due {on_day(due_at, at)}", red)
    left = due_at - at
    return Clock(f"{_length(left)} left", f"due {on_day(due_at, at)}", "orange" if left < DAY else "")


def next_clock(kind: str, due_at: datetime, at: datetime, nation: Nation = Nation.ENGLAND) -> Clock:
    """Of a list that knows no more of a clock than its kind and when it is due."""
    rule = rule_on(DeadlineKind(kind), local_day(due_at), nation)
    return clock_of(starts_at=due_at, due_at=due_at, done_at=None, at=at, rule=rule, nation=nation)


def on_day(moment: datetime, at: datetime) -> str:
    """A moment as a person says it. The weekday always; the year only when it is not this one."""
    return f"{day_said(local_day(moment), at)}, {moment.astimezone(LONDON):%H:%M}"


def day_said(day: date, at: datetime) -> str:
    named = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - local_day(at)).days)
    return named or _named(day, at)


def _named(day: date, at: datetime) -> str:
    year = "" if day.year == local_day(at).year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"


def _by_day(rule: Rule, due_at: datetime, at: datetime, red: str, nation: Nation) -> Clock:
    today, last = local_day(at), local_day(due_at)
    if at >= due_at:
        late = max((today - last).days, 1)
        return Clock(f"Overdue by {_counted(late, 'day')}", f"was due {day_said(last, at)}", red)
    due = f"due {day_said(last, at)}"
    if last == today:
        return Clock("Last day", due, "orange")
    unit, left = _days_left(rule, today, last, nation)
    colour = "orange" if left <= ORANGE_UNTIL else "yellow" if left <= YELLOW_UNTIL else ""
    return Clock(f"{_counted(left, unit)} left", due, colour)


def _days_left(rule: Rule, today: date, last: date, nation: Nation) -> tuple[str, int]:
    if rule.is_in_working_days and (last - today).days < FAR_AWAY:
        return UNITS[ClockUnit.WORKING_DAYS][0], working_days(today, last, nation)
    return UNITS[ClockUnit.DAYS][0], (last - today).days


def _not_before(due_at: datetime, at: datetime) -> Clock:
    day = _named(local_day(due_at), at)
    return Clock(f"Possible since {day}", "") if at >= due_at else Clock(f"Not before {day}", "")


def _coming(sense: Sense, due_at: datetime, at: datetime) -> Clock:
    last, today = local_day(due_at), local_day(at)
    left = (last - today).days
    if sense == Sense.AT_LEAST:
        words = f"At least until {_named(last, at)}"
        return Clock(words, f"{_counted(left, 'day')} left" if left > 0 else "last day" if left == 0 else "has passed")
    if left <= 0:
        return Clock("Today" if left == 0 else f"Since {_named(last, at)}", "")
    colour = "orange" if left <= ORANGE_UNTIL else "yellow" if left <= YELLOW_UNTIL else ""
    return Clock(f"{_counted(left, 'day')} left", f"on {_named(last, at)}", colour)


def _done(rule: Rule | None, starts_at: datetime, due_at: datetime, done_at: datetime, at: datetime) -> Clock:
    if rule and not rule.is_by:
        return Clock(f"Ended {_named(local_day(done_at), at)}", "")
    if rule is None or rule.is_in_hours:
        limit, took = _length(due_at - starts_at), _length(done_at - starts_at)
        return Clock(f"Done in {took}", f"limit {limit}")
    days = (local_day(done_at) - local_day(starts_at)).days
    took = "Done the same day" if days <= 0 else f"Done in {_counted(days, 'day')}"
    named = rule.is_from_letter or rule.length is None
    return Clock(took, f"limit {_named(local_day(due_at), at) if named else rule.length}")


def _length(passed: timedelta) -> str:
    """Rounded down, so that nobody is told of more time than there is."""
    if passed < MINUTE:
        return "less than a minute"
    if passed < HOUR:
        return _counted(passed // MINUTE, "minute")
    if passed < 2 * DAY:
        return _counted(passed // HOUR, "hour")
    return _counted(passed // DAY, "day")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
