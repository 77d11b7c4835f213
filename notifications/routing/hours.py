"""When a unit is on duty in a week, and how somebody writes it: "07:00 to 19:00", "all day", or nothing.

A unit without any hours is on duty at all times: nobody said otherwise.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY = 24 * 60
WEEK = 7 * DAY
ALL_DAY = "all day"
RANGE = re.compile(r"(\d{1,2})[:.](\d{2}) *(?:to|until|-|–) *(\d{1,2})[:.](\d{2})", re.ASCII)
UNREADABLE = "Write the hours of {day} such as 07:00 to 19:00, or all day. Several go with commas between them."
PAST_MIDNIGHT = (
    "The hours of {day} end before they start. Past midnight they go on two days: until 24:00, and from 00:00."
)
AT_ONCE = "The hours of {day} run into each other."


class NotHours(Exception):
    """Says what to write instead."""


@dataclass(frozen=True, order=True)
class Span:
    """Local time. `ends` is None at midnight."""

    weekday: int
    starts: time
    ends: time | None = None

    @property
    def minutes(self) -> tuple[int, int]:
        """Of the week, from Monday 00:00. The last one is no longer on duty."""
        day = self.weekday * DAY
        return day + _minute(self.starts), day + (_minute(self.ends) if self.ends else DAY)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def is_on_duty(spans: Collection[Span], at: datetime) -> bool:
    """`at` is local time. At the minute of the end, nobody is there any more."""
    now = at.weekday() * DAY + _minute(at.time())
    return not spans or any(first <= now < last for first, last in (span.minutes for span in spans))


def nobody_there(units: Collection[Collection[Span]]) -> list[tuple[int, int]]:
    """The minutes of the week in which none of several units is on duty. Nobody at all: the whole week."""
    if any(not spans for spans in units):
        return []
    covered = sorted(span.minutes for spans in units for span in spans)
    gaps, reached = [], 0
    for first, last in [*covered, (WEEK, WEEK)]:
        if first > reached:
            gaps.append((reached, first))
        reached = max(reached, last)
    return _joined_over_sunday_night(gaps)


def _joined_over_sunday_night(gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(gaps) > 1 and gaps[0][0] == 0 and gaps[-1][1] == WEEK:
        return [*gaps[1:-1], (gaps[-1][0], gaps[0][1])]
    return gaps


def in_words(gap: tuple[int, int]) -> str:
    if gap == (0, WEEK):
        return "at no time"
    return f"{_moment(gap[0])} to {_moment(gap[1])}"


def _moment(minute: int) -> str:
    day, rest = divmod(minute % WEEK, DAY)
    return f"{DAYS[day]} {rest // 60:02}:{rest % 60:02}"


# As somebody writes it


def read(weekday: int, typed: str) -> tuple[Span, ...]:
    """Raises NotHours."""
    parts = [part.strip() for part in typed.lower().split(",") if part.strip()]
    spans = sorted(_span(weekday, part) for part in parts)
    for earlier, later in pairwise(spans):
        if later.minutes[0] < earlier.minutes[1]:
            raise NotHours(AT_ONCE.format(day=DAYS[weekday]))
    return tuple(spans)


def _span(weekday: int, part: str) -> Span:
    if part == ALL_DAY:
        return Span(weekday, time())
    found = RANGE.fullmatch(part)
    if not found:
        raise NotHours(UNREADABLE.format(day=DAYS[weekday]))
    numbers = [int(number) for number in found.groups()]
    starts, ends = _time(weekday, *numbers[:2]), _time(weekday, *numbers[2:])
    if ends == time() and numbers[2] == 24:
        return Span(weekday, starts)
    if ends <= starts:
        raise NotHours(PAST_MIDNIGHT.format(day=DAYS[weekday]))
    return Span(weekday, starts, ends)


def _time(weekday: int, hour: int, minute: int) -> time:
    """24:00 is midnight."""
    try:
        return time() if (hour, minute) == (24, 0) else time(hour, minute)
    except ValueError:
        raise NotHours(UNREADABLE.format(day=DAYS[weekday])) from None


def written(spans: Sequence[Span]) -> str:
    return ", ".join(_written(span) for span in sorted(spans, key=lambda span: span.minutes))


def _written(span: Span) -> str:
    if span.starts == time() and span.ends is None:
        return ALL_DAY
    return f"{span.starts:%H:%M} to {f'{span.ends:%H:%M}' if span.ends else '24:00'}"
