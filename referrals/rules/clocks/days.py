"""Local days, working days and bank holidays. Every rule about a day asks here what day it is in England."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from agencies.enums import Nation

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SATURDAY = 5
# What goes for the whole United Kingdom is counted by the calendar of England.
CALENDARS = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
    Nation.UNITED_KINGDOM: "ENG",
}


def local_day(moment: datetime) -> date:
    """23:30 UTC on a summer evening is the next day already."""
    return moment.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The first moment of a day, in local time."""
    return datetime.combine(day, time(), LONDON)


def end_of(day: date) -> datetime:
    """The last moment of a day, in local time: what is due on a day may be done until then."""
    return datetime.combine(day, time.max, LONDON)


def bank_holiday(day: date, nation: Nation = Nation.ENGLAND) -> str:
    """Its name, or nothing."""
    return _holidays(CALENDARS[nation], day.year).get(day, "")


def is_working_day(day: date, nation: Nation = Nation.ENGLAND) -> bool:
    return day.weekday() < SATURDAY and not bank_holiday(day, nation)


def add_working_days(first: date, number: int, nation: Nation = Nation.ENGLAND, *, first_counts: bool = False) -> date:
    """The day that ends a number of working days. `first_counts`: the first day is one of them, if it is one at all."""
    day = first
    left = number - (first_counts and is_working_day(first, nation))
    while left > 0:
        day += DAY
        left -= is_working_day(day, nation)
    return day


def working_days(after: date, until: date, nation: Nation = Nation.ENGLAND) -> int:
    """How many follow a day, up to another one and including it."""
    return sum(is_working_day(day, nation) for day in days_between(after, until))


def working_day_before(day: date, nation: Nation = Nation.ENGLAND) -> date:
    before = day - DAY
    while not is_working_day(before, nation):
        before -= DAY
    return before


def days_between(after: date, until: date) -> Iterator[date]:
    return (after + DAY * number for number in range(1, (until - after).days + 1))


@cache
def _holidays(calendar: str, year: int) -> Mapping[date, str]:
    return dict(country_holidays("GB", subdiv=calendar, years=year))
