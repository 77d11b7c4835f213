from datetime import date

import pytest

from agencies.shell.partial_date import NotADate, PartialDate, problem_with_future, read

YEAR = "Year must have 4 digits, from 1900 to 2100"
MONTH = "Month must be between 1 and 12"
DAY = "Day must be between 1 and 31"
NO_YEAR = "Add the year, or leave the whole date empty"
NO_MONTH = "Add the month, or leave out the day"

READS = [
    (("", "", ""), None),
    ((" ", "\t", ""), None),
    (("", "", "1995"), PartialDate(1995)),
    (("", "5", "1995"), PartialDate(1995, 5)),
    (("14", "5", "1995"), PartialDate(1995, 5, 14)),
    ((" 14 ", " 05 ", " 1995 "), PartialDate(1995, 5, 14)),
    (("1", "may", "1995"), PartialDate(1995, 5, 1)),
    (("1", "MAY", "1995"), PartialDate(1995, 5, 1)),
    (("1", "Sept", "1995"), PartialDate(1995, 9, 1)),
    (("", "january", "1995"), PartialDate(1995, 1)),
    (("29", "2", "2024"), PartialDate(2024, 2, 29)),
    (("31", "12", "1900"), PartialDate(1900, 12, 31)),
    (("31", "12", "2100"), PartialDate(2100, 12, 31)),
]
REFUSES = [
    (("31", "2", "1995"), {"day": "Day must be between 1 and 28: February 1995 has 28 days"}),
    (("30", "feb", "2024"), {"day": "Day must be between 1 and 29: February 2024 has 29 days"}),
    (("31", "4", "2024"), {"day": "Day must be between 1 and 30: April 2024 has 30 days"}),
    (("29", "2", "1900"), {"day": "Day must be between 1 and 28: February 1900 has 28 days"}),
    (("0", "5", "1995"), {"day": DAY}),
    (("32", "5", "1995"), {"day": DAY}),
    (("", "17", "1980"), {"month": MONTH}),
    (("", "0", "1980"), {"month": MONTH}),
    (("", "ma", "1980"), {"month": MONTH}),
    (("", "mayor", "1980"), {"month": MONTH}),
    (("", "", "80"), {"year": YEAR}),
    (("", "", "1899"), {"year": YEAR}),
    (("", "", "2101"), {"year": YEAR}),
    (("", "", "19950"), {"year": YEAR}),
    (("", "", "199\u0665"), {"year": YEAR}),
    (("", "", "-995"), {"year": YEAR}),
    (("40", "17", "80"), {"day": DAY, "month": MONTH, "year": YEAR}),
    (("x", "y", "z"), {"day": DAY, "month": MONTH, "year": YEAR}),
    (("1", "17", "z"), {"year": YEAR}),
    (("14", "5", ""), {"year": NO_YEAR}),
    (("", "5", ""), {"year": NO_YEAR}),
    (("14", "", ""), {"year": NO_YEAR}),
    (("14", "", "1995"), {"month": NO_MONTH}),
]
WORDS = [
    (PartialDate(1995), "1995", date(1995, 1, 1), date(1995, 12, 31)),
    (PartialDate(1995, 2), "February 1995", date(1995, 2, 1), date(1995, 2, 28)),
    (PartialDate(2024, 2), "February 2024", date(2024, 2, 1), date(2024, 2, 29)),
    (PartialDate(1995, 5, 4), "4 May 1995", date(1995, 5, 4), date(1995, 5, 4)),
]
TODAY = date(2026, 6, 15)
FUTURE = [
    (PartialDate(2026), None),
    (PartialDate(2027), "year"),
    (PartialDate(2026, 6), None),
    (PartialDate(2026, 7), "month"),
    (PartialDate(2026, 6, 15), None),
    (PartialDate(2026, 6, 16), "day"),
    (PartialDate(2027, 1, 1), "year"),
    (PartialDate(2025, 12, 31), None),
]


@pytest.mark.parametrize(("typed", "meant"), READS)
def test_what_is_typed_is_read_as_far_as_it_goes(typed, meant):
    assert read(*typed) == meant


@pytest.mark.parametrize(("typed", "problems"), REFUSES)
def test_each_part_that_is_wrong_has_its_own_sentence(typed, problems):
    with pytest.raises(NotADate) as refused:
        read(*typed)

    assert refused.value.problems == problems


@pytest.mark.parametrize(("value", "words", "first", "last"), WORDS)
def test_it_says_what_is_known_and_which_days_it_can_mean(value, words, first, last):
    assert (str(value), value.first_day, value.last_day) == (words, first, last)
    assert value.is_whole == (first == last)


@pytest.mark.parametrize(("value", "part"), FUTURE)
def test_a_date_is_in_the_future_only_if_all_its_days_are(value, part):
    problem = problem_with_future(value, TODAY)

    assert (problem and list(problem.problems)) == (part and [part])


@pytest.mark.parametrize("parts", [(1995, None, 4), (1995, 13, None), (1995, 2, 30), (95, None, None)])
def test_an_impossible_date_cannot_be_made(parts):
    with pytest.raises(NotADate):
        PartialDate(*parts)
