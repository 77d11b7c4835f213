"""Which day it is in England, and which days are worked on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.enums import Nation
from referrals.rules.clocks import days

dates = st.dates(date(2015, 1, 1), date(2060, 12, 31))
nations = st.sampled_from(Nation)

# What the clocks of England say at a moment, in UTC.
LOCAL = [
    ("2026-06-05 22:30", date(2026, 6, 5)),  # 23:30 on a summer evening
    ("2026-06-05 23:30", date(2026, 6, 6)),  # half past midnight on a summer night
    ("2026-11-23 23:30", date(2026, 11, 23)),
    ("2026-10-24 23:30", date(2026, 10, 25)),  # the night in which the clocks go back
    ("2026-10-25 23:30", date(2026, 10, 25)),
    ("2026-03-28 23:30", date(2026, 3, 28)),  # the night in which they go forward
    ("2026-03-29 23:30", date(2026, 3, 30)),
]


@pytest.mark.parametrize(("moment", "day"), LOCAL)
def test_a_day_is_a_local_day(moment: str, day: date) -> None:
    assert days.local_day(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == day


@pytest.mark.parametrize(
    ("day", "starts", "hours"),
    [
        (date(2026, 11, 23), "2026-11-23T00:00:00+00:00", 24),
        (date(2026, 7, 1), "2026-06-30T23:00:00+00:00", 24),
        (date(2026, 10, 25), "2026-10-24T23:00:00+00:00", 25),
        (date(2026, 3, 29), "2026-03-29T00:00:00+00:00", 23),
    ],
)
def test_a_day_lasts_from_midnight_to_midnight(day: date, starts: str, hours: int) -> None:
    first, last = days.start_of(day).astimezone(UTC), days.end_of(day).astimezone(UTC)

    assert first.isoformat() == starts
    assert last - first == timedelta(hours=hours) - timedelta(microseconds=1)


# In England and Wales, in Scotland, and in Northern Ireland: what the day is called, if it is a bank holiday.
HOLIDAYS = {
    date(2026, 12, 24): ("", "", ""),
    date(2026, 12, 25): ("Christmas Day", "Christmas Day", "Christmas Day"),
    date(2026, 12, 28): ("Boxing Day (observed)", "Boxing Day (observed)", "Boxing Day (observed)"),
    date(2027, 1, 1): ("New Year's Day", "New Year's Day", "New Year's Day"),
    date(2026, 4, 6): ("Easter Monday", "", "Easter Monday"),
    date(2026, 3, 17): ("", "", "Saint Patrick's Day"),
    date(2022, 9, 19): ("State Funeral of Queen Elizabeth II",) * 3,
}


@pytest.mark.parametrize("day", HOLIDAYS, ids=str)
def test_each_nation_has_its_bank_holidays(day: date) -> None:
    ours, scottish, irish = HOLIDAYS[day]

    assert days.bank_holiday(day) == days.bank_holiday(day, Nation.WALES) == ours
    assert days.bank_holiday(day, Nation.UNITED_KINGDOM) == ours
    assert days.bank_holiday(day, Nation.SCOTLAND) == scottish
    assert days.bank_holiday(day, Nation.NORTHERN_IRELAND) == irish


@given(dates, st.integers(1, 40), nations)
def test_working_days_that_are_added_are_those_that_are_counted(first: date, number: int, nation: Nation) -> None:
    last = days.add_working_days(first, number, nation)

    assert days.is_working_day(last, nation)
    assert days.working_days(first, last, nation) == number


@given(dates, st.integers(1, 40), nations)
def test_where_the_first_day_counts_it_ends_a_working_day_sooner(first: date, number: int, nation: Nation) -> None:
    sooner = days.add_working_days(first, number, nation, first_counts=True)

    assert days.working_days(first - days.DAY, sooner, nation) == number


@given(dates, nations)
def test_the_working_day_before_is_the_last_one(day: date, nation: Nation) -> None:
    before = days.working_day_before(day, nation)

    assert days.is_working_day(before, nation)
    assert before < day
    assert days.working_days(before, day - days.DAY, nation) == 0


@given(dates)
def test_a_day_begins_and_ends_on_itself(day: date) -> None:
    assert days.local_day(days.start_of(day)) == days.local_day(days.end_of(day)) == day
    assert days.end_of(day) < days.start_of(day + days.DAY)
