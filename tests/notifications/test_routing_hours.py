"""When a unit is on duty, how somebody writes it, and when nobody is there."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.routing import hours
from notifications.routing.hours import WEEK, NotHours, Span

MONDAY = date(2026, 11, 23)
OFFICE = tuple(Span(day, time(7), time(19)) for day in range(5))
NIGHTS = tuple(span for day in range(7) for span in (Span(day, time(), time(7)), Span(day, time(19))))
WEEKEND = (Span(5, time()), Span(6, time()))


def moment(weekday: int, at: str) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=weekday), time.fromisoformat(at))


# Who is there


ON_DUTY = [
    (OFFICE, 0, "06:59", False),
    (OFFICE, 0, "07:00", True),
    (OFFICE, 4, "18:59", True),
    (OFFICE, 4, "19:00", False),
    (OFFICE, 5, "12:00", False),
    (NIGHTS, 5, "23:40", True),
    (NIGHTS, 6, "23:59", True),
    (NIGHTS, 0, "00:00", True),
    (NIGHTS, 0, "06:59", True),
    (NIGHTS, 0, "07:00", False),
    (WEEKEND, 4, "23:59", False),
    (WEEKEND, 5, "00:00", True),
    (WEEKEND, 6, "23:59", True),
    ((), 2, "03:00", True),
]


@pytest.mark.parametrize(("spans", "weekday", "at", "is_there"), ON_DUTY)
def test_duty_starts_in_its_first_minute_and_is_over_in_its_last(
    spans: tuple[Span, ...], weekday: int, at: str, is_there: bool
) -> None:
    assert hours.is_on_duty(spans, moment(weekday, at)) is is_there


def test_the_last_minute_counts_to_its_last_second() -> None:
    assert hours.is_on_duty(OFFICE, moment(0, "18:59:59.999999"))
    assert not hours.is_on_duty(OFFICE, moment(0, "06:59:59.999999"))


# As somebody writes it


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("", ()),
        ("  ", ()),
        (", ,", ()),
        ("all day", (Span(2, time()),)),
        ("All Day", (Span(2, time()),)),
        ("07:00 to 19:00", (Span(2, time(7), time(19)),)),
        ("7.00-19.00", (Span(2, time(7), time(19)),)),
        ("7:00 – 19:00", (Span(2, time(7), time(19)),)),
        ("7:00 until 19:30", (Span(2, time(7), time(19, 30)),)),
        ("19:00 to 24:00, 00:00 to 07:00", (Span(2, time(), time(7)), Span(2, time(19)))),
        ("07:00 to 12:00, 12:00 to 19:00", (Span(2, time(7), time(12)), Span(2, time(12), time(19)))),
        ("00:00 to 24:00", (Span(2, time()),)),
    ],
)
def test_hours_are_read_as_they_are_written(typed: str, spans: tuple[Span, ...]) -> None:
    assert hours.read(2, typed) == spans
    assert hours.read(2, hours.written(spans)) == spans


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mornings", "Write the hours of Wednesday such as 07:00 to 19:00"),
        ("7 to 19", "Write the hours of Wednesday such as 07:00 to 19:00"),
        ("07:00", "Write the hours of Wednesday such as 07:00 to 19:00"),
        ("25:00 to 26:00", "Write the hours of Wednesday such as 07:00 to 19:00"),
        ("07:60 to 19:00", "Write the hours of Wednesday such as 07:00 to 19:00"),
        ("07:00 to 24:30", "Write the hours of Wednesday such as 07:00 to 19:00"),
        ("٠٧:٠٠ to ١٩:٠٠", "Write the hours of Wednesday such as 07:00 to 19:00"),
        ("19:00 to 07:00", "The hours of Wednesday end before they start"),
        ("07:00 to 07:00", "The hours of Wednesday end before they start"),
        ("07:00 to 00:00", "The hours of Wednesday end before they start"),
        ("07:00 to 12:00, 11:00 to 19:00", "The hours of Wednesday run into each other"),
        ("all day, all day", "The hours of Wednesday run into each other"),
        ("all day, 07:00 to 12:00", "The hours of Wednesday run into each other"),
        ("20:00 to 24:00, 19:00 to 21:00", "The hours of Wednesday run into each other"),
    ],
)
def test_hours_that_cannot_be_read_say_what_to_write(typed: str, said: str) -> None:
    with pytest.raises(NotHours, match=said):
        hours.read(2, typed)


def test_hours_are_written_in_their_order() -> None:
    assert hours.written([Span(2, time(19)), Span(2, time(), time(7))]) == "00:00 to 07:00, 19:00 to 24:00"
    assert hours.written([Span(0, time())]) == "all day"
    assert hours.written([]) == ""


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    try:
        spans = hours.read(4, typed)
    except NotHours as refusal:
        said = str(refusal)
    else:
        said = "" if hours.read(4, hours.written(spans)) == spans else typed
    assert said == "" or "Friday" in said


# When nobody is there


ALL_WEEK = tuple(Span(day, time()) for day in range(7))
GAPS: list[tuple[list[tuple[Span, ...]], list[str]]] = [
    ([()], []),
    ([OFFICE, ()], []),
    ([], ["at no time"]),
    (
        [OFFICE],
        [
            "Monday 19:00 to Tuesday 07:00",
            "Tuesday 19:00 to Wednesday 07:00",
            "Wednesday 19:00 to Thursday 07:00",
            "Thursday 19:00 to Friday 07:00",
            "Friday 19:00 to Monday 07:00",
        ],
    ),
    ([ALL_WEEK], []),
    ([ALL_WEEK[:6]], ["Sunday 00:00 to Monday 00:00"]),
    ([ALL_WEEK[1:]], ["Monday 00:00 to Tuesday 00:00"]),
    ([OFFICE, NIGHTS], ["Saturday 07:00 to Saturday 19:00", "Sunday 07:00 to Sunday 19:00"]),
    ([OFFICE, NIGHTS, WEEKEND], []),
    ([(Span(0, time(7), time(12)), Span(0, time(9), time(10)))], ["Monday 12:00 to Monday 07:00"]),
]


@pytest.mark.parametrize(("units", "gaps"), GAPS)
def test_the_hours_in_which_nobody_is_there_are_found(units: list[tuple[Span, ...]], gaps: list[str]) -> None:
    assert [hours.in_words(gap) for gap in hours.nobody_there(units)] == gaps


times = st.integers(0, 23).map(time)
spans = st.builds(
    lambda day, first, last: Span(day, min(first, last), max(first, last) if first != last else None),
    st.integers(0, 6),
    times,
    times,
)


@given(st.lists(st.lists(spans, min_size=1, max_size=4), max_size=3))
def test_a_minute_is_in_a_gap_exactly_where_no_unit_is_on_duty(units: list[list[Span]]) -> None:
    gaps = hours.nobody_there(units)
    in_gap = {minute % WEEK for first, last in gaps for minute in range(first, last if last > first else last + WEEK)}

    for weekday in range(7):
        for hour in range(24):
            there = any(hours.is_on_duty(unit, moment(weekday, f"{hour:02}:30")) for unit in units)
            assert (weekday * 1440 + hour * 60 + 30 in in_gap) is not there
