"""The registry of filters: what each parameter may be, and what is made of rubbish."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from referrals.queue.filters import BY_NAME, CONTROLS, FILTERS, SORTS, Asked, Tab, label_of, read
from tests.test_rubbish import NASTY

# Written out by hand: name, something it takes as it is read, something it does not take.
TAKEN = {
    "text": ("hop yard", "hop yard", "\0"),
    "status": ("TRIAGE", "TRIAGE", "DRAFT"),
    "clock": ("overdue", "overdue", "soonish"),
    "risk": ("very_high", "very_high", "huge"),
    "owner": ("none", "none", "nobody"),
    "flag": ("in-danger", "in-danger", "red"),
    "track": ("crime.not_started", "crime.not_started", "crime.granted"),
    "route": ("child", "child", "boat"),
    "age": ("unsure", "unsure", "17"),
    "kind": ("SEX_CHILD", "SEX_CHILD", "sex"),
    "town": ("hereford", "hereford", "Hereford!"),
    "area": ("south", "south", "-"),
    "unit": ("12", 12, "-12"),
    "agency": ("7", 7, "²"),
    "from": ("2026-11-01", date(2026, 11, 1), "2026-13-01"),
    "to": ("2026-11-30", date(2026, 11, 30), "0001-01-01"),
}


def asked(**given: str) -> Asked:
    return read({name: [value] for name, value in given.items()}, may_see_leave=True)


def test_every_filter_stands_in_this_table() -> None:
    assert set(TAKEN) == {each.name for each in FILTERS}


@pytest.mark.parametrize("name", TAKEN)
def test_each_filter_reads_its_own_and_names_what_it_does_not(name: str) -> None:
    text, value, wrong = TAKEN[name]

    assert asked(**{name: text}).values == {name: (value,)}
    refused = asked(**{name: wrong})
    assert refused.values == {}
    assert [each.partition("=")[0] for each in refused.ignored] == [name]
    assert label_of(BY_NAME[name], value)


def test_what_was_searched_for_is_never_shown_in_the_address_nor_kept() -> None:
    found = asked(text="hop yard", status="TRIAGE", tab="open", sort="due", size="50")

    assert found.parameters() == [("tab", "open"), ("status", "TRIAGE"), ("sort", "due"), ("size", "50")]
    assert found.to_keep() == {"tab": ["open"], "status": ["TRIAGE"], "sort": ["due"], "size": ["50"]}
    assert read(found.to_keep(), may_see_leave=True) == asked(status="TRIAGE", tab="open", sort="due", size="50")
    assert asked(text="x" * 201).ignored == ("text",)


def test_unknown_and_malformed_parameters_are_left_out_and_named() -> None:
    found = asked(q="x", clock="soonish", tab="odd", sort="random", after="odd", size="0")

    assert found == Asked(ignored=("q", "clock=soonish", "tab=odd", "sort=random", "after=odd", "size=0"))


def test_a_page_has_at_most_a_hundred_cases() -> None:
    assert (asked(size="100").size, asked(size="101").size, asked(size="9" * 18).size) == (100, 100, 100)


def test_a_filter_takes_several_values_once_each_and_not_too_many() -> None:
    several = read({"status": ["TRIAGE", "RG_FIR", "TRIAGE"], "from": ["2026-11-01", "2026-11-02"]}, may_see_leave=True)
    many = read({"unit": [str(number) for number in range(1, 40)]}, may_see_leave=True)

    assert several.values == {"status": ("TRIAGE", "RG_FIR"), "from": (date(2026, 11, 1),)}
    assert several.ignored == ("from=2026-11-02",)
    assert (len(many.values["unit"]), len(many.ignored)) == (30, 9)


def test_whoever_may_not_see_leave_cannot_find_out_by_a_filter() -> None:
    given = {"track": ["leave.granted", "support.ended"]}

    assert read(given, may_see_leave=False).values == {"track": ("support.ended",)}
    assert read(given, may_see_leave=True).values == {"track": ("leave.granted", "support.ended")}


@pytest.mark.parametrize("sort", SORTS.values(), ids=SORTS)
def test_a_place_in_a_list_is_read_as_it_was_written(sort) -> None:
    now = datetime(2026, 11, 23, 2, 31, 5, 123456, tzinfo=UTC)
    known = {"pressing": 31, "next_due_at": now, "received_at": now, "changed_at": now, "pk": 4711}
    values = tuple(known[column] for column in sort.columns)

    assert sort.read_cursor(sort.cursor_of(values)) == values
    assert sort.read_cursor("x") is None
    assert sort.read_cursor("_".join(["9" * 18] * (len(values) + 1))) is None


words = st.one_of(st.sampled_from(NASTY), st.text(max_size=30))
names = st.one_of(st.sampled_from([*BY_NAME, *CONTROLS]), words)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dictionaries(names, st.lists(words, max_size=3), max_size=6))
def test_no_rubbish_breaks_it_and_what_it_writes_it_reads_again(given: dict[str, list[str]]) -> None:
    found = read(given, may_see_leave=False)
    kept = read(found.to_keep(), may_see_leave=False)

    assert kept.ignored == ()
    assert kept.tab in Tab
    assert {name: value for name, value in found.values.items() if name != "text"} == dict(kept.values)
    assert all(len(each) <= 40 and each.isprintable() for each in found.ignored)
