"""From a rule and what happened to the moment it is due, and how that was worked out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from agencies.enums import Nation
from referrals.enums import ClockUnit
from referrals.rules.clocks.days import (
    DAY,
    HOUR,
    LONDON,
    SATURDAY,
    add_working_days,
    bank_holiday,
    days_between,
    end_of,
    is_working_day,
    local_day,
    start_of,
    working_days,
)
from referrals.rules.clocks.rule import Length, Rule, Sense

# Beyond this, days that are left out are not listed one by one.
MOST_LISTED = 30


@dataclass(frozen=True)
class Worked:
    """`lines` say how, for whoever wants to count again."""

    due_at: datetime
    lines: tuple[str, ...]


def work_out(rule: Rule, event_at: datetime, nation: Nation = Nation.ENGLAND) -> Worked:
    """Raises ValueError for a rule without a length."""
    if rule.length is None:
        raise ValueError(f"{rule.title} has no length")
    due = _due(rule, rule.length, event_at, nation)
    return Worked(due, tuple(_lines(rule, rule.length, event_at, due, nation)))


def due_by(rule: Rule, event_at: datetime, nation: Nation = Nation.ENGLAND) -> datetime:
    return work_out(rule, event_at, nation).due_at


def on_the_day(rule: Rule, day: date) -> datetime:
    """What may not come before a day, and what happens on it, begins with it. Everything else ends with its day."""
    starts = rule.sense == Sense.NOT_BEFORE or (rule.length is not None and rule.length.unit == ClockUnit.YEARS)
    return (start_of(day) if starts else end_of(day)).astimezone(UTC)


def from_letter(rule: Rule, typed: datetime) -> datetime:
    """A day without a time is meant to its end."""
    day = local_day(typed)
    return on_the_day(rule, day) if typed == start_of(day) else typed.astimezone(UTC)


def after_pause(
    rule: Rule, due_at: datetime, paused_at: datetime, resumed_at: datetime, nation: Nation = Nation.ENGLAND
) -> datetime:
    """As much later as it stood still: by hours, by working days, or by days."""
    if rule.is_in_hours:
        return due_at + (resumed_at - paused_at)
    paused, resumed, last = local_day(paused_at), local_day(resumed_at), local_day(due_at)
    if rule.is_in_working_days:
        later = add_working_days(last, working_days(paused, resumed, nation), nation)
    else:
        later = last + (resumed - paused)
    return on_the_day(rule, later)


def birthday(born: date, years: int) -> date:
    """Somebody born on 29 February comes of age on 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _due(rule: Rule, length: Length, event_at: datetime, nation: Nation) -> datetime:
    if length.unit == ClockUnit.HOURS:
        return event_at.astimezone(UTC) + length.number * HOUR
    return on_the_day(rule, _last_day(rule, length, local_day(event_at), nation))


def _last_day(rule: Rule, length: Length, first: date, nation: Nation) -> date:
    match length.unit:
        case ClockUnit.YEARS:
            return birthday(first, length.number)
        case ClockUnit.WORKING_DAYS:
            return add_working_days(first, length.number, nation, first_counts=rule.first_day_counts)
        case _:
            return first + (length.number - rule.first_day_counts) * DAY


# In words


def in_full(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def at_moment(moment: datetime) -> str:
    return f"{in_full(local_day(moment))}, {moment.astimezone(LONDON):%H:%M}"


def _lines(rule: Rule, length: Length, event_at: datetime, due: datetime, nation: Nation) -> Iterator[str]:
    first, last = local_day(event_at), local_day(due)
    if length.unit == ClockUnit.HOURS:
        yield f"From {at_moment(event_at)}. {rule.since}."
        yield f"{length}, in hours that really pass, on every day of the week."
        yield from _changed_clocks(event_at, due)
        yield f"Until {at_moment(due)}."
        return
    yield f"From {in_full(first)}. {rule.since}."
    if length.unit != ClockUnit.YEARS:
        yield f"{length}. {rule.counting}."
    if length.unit == ClockUnit.WORKING_DAYS:
        yield from _left_out(first, last, nation, first_counts=rule.first_day_counts)
    yield _result(rule, last)


def _result(rule: Rule, last: date) -> str:
    day = in_full(last)
    match rule.sense:
        case Sense.NOT_BEFORE:
            return f"So not before {day}."
        case Sense.AT_LEAST:
            return f"So the last day, at the earliest, is {day}."
        case Sense.EVENT:
            return f"So on {day}."
        case _:
            return f"So until the end of {day}."


def _changed_clocks(event_at: datetime, due: datetime) -> Iterator[str]:
    before, after = event_at.astimezone(LONDON).utcoffset(), due.astimezone(LONDON).utcoffset()
    if before != after:
        yield "The clocks change in between, so the time of day is not the same."


def _left_out(first: date, last: date, nation: Nation, *, first_counts: bool) -> Iterator[str]:
    counted = days_between(first - DAY if first_counts else first, last)
    out = [day for day in counted if not is_working_day(day, nation)]
    if out and len(out) <= MOST_LISTED:
        yield f"Left out: {', '.join(_why_left_out(day, nation) for day in out)}."


def _why_left_out(day: date, nation: Nation) -> str:
    name = bank_holiday(day, nation)
    is_weekend = day.weekday() >= SATURDAY
    return f"{in_full(day)} ({'weekend' if is_weekend and not name else name})"
