"""A date of which only the year, or the month and the year, may be known."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

PARTS = ("day", "month", "year")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
EARLIEST_YEAR = 1900
LATEST_YEAR = 2100


class NotADate(ValueError):
    """Keeps a sentence for each part that is wrong."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True)
class PartialDate:
    """Never holds a day without its month, nor a day that the calendar does not have."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if problems := _problems(self.year, self.month, self.day):
            raise NotADate(problems)

    def __str__(self) -> str:
        words = [str(self.day or ""), MONTHS[self.month - 1] if self.month else "", str(self.year)]
        return " ".join(filter(None, words))

    @property
    def is_whole(self) -> bool:
        return self.day is not None

    @property
    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def read(day: str, month: str, year: str) -> PartialDate | None:
    """What was typed into the three boxes. None when all are empty; raises NotADate."""
    typed = {"day": day.strip(), "month": month.strip(), "year": year.strip()}
    if not any(typed.values()):
        return None
    if gaps := _gaps(typed):
        raise NotADate(gaps)
    numbers = {"day": _number(typed["day"]), "month": _month(typed["month"]), "year": _number(typed["year"])}
    unread = {part: _sentence(part) for part in PARTS if typed[part] and numbers[part] is None}
    if unread:
        raise NotADate(unread)
    return PartialDate(numbers["year"] or 0, numbers["month"], numbers["day"])


def problem_with_future(value: PartialDate, today: date) -> NotADate | None:
    """A date that cannot have come yet, with the part that shows it."""
    if value.first_day <= today:
        return None
    part = "year" if value.year > today.year else "month" if (value.month or 0) > today.month else "day"
    return NotADate({part: "Date must be today or in the past"})


def _gaps(typed: Mapping[str, str]) -> dict[str, str]:
    if not typed["year"]:
        return {"year": "Add the year, or leave the whole date empty"}
    if typed["day"] and not typed["month"]:
        return {"month": "Add the month, or leave out the day"}
    return {}


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None


def _month(text: str) -> int | None:
    """A number, or the name of the month, or at least three letters of it."""
    named = [n for n, name in enumerate(MONTHS, 1) if len(text) > 2 and name.lower().startswith(text.lower())]
    return named[0] if named else _number(text)


def _problems(year: int, month: int | None, day: int | None) -> dict[str, str]:
    problems = {}
    if day is not None and not 1 <= day <= 31:
        problems["day"] = _sentence("day")
    if month is not None and not 1 <= month <= 12:
        problems["month"] = _sentence("month")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        problems["year"] = _sentence("year")
    if problems or day is None:
        return problems
    if month is None:
        return {"month": "Add the month, or leave out the day"}
    if day > (days := calendar.monthrange(year, month)[1]):
        return {"day": f"Day must be between 1 and {days}: {MONTHS[month - 1]} {year} has {days} days"}
    return {}


def _sentence(part: str) -> str:
    return {
        "day": "Day must be between 1 and 31",
        "month": "Month must be between 1 and 12",
        "year": f"Year must have 4 digits, from {EARLIEST_YEAR} to {LATEST_YEAR}",
    }[part]
