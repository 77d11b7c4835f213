"""What an address asks of the ledger."""

from datetime import date

import pytest

from referrals.ledger.rules.asked import LONGEST_KEPT, Asked, read
from tests.factories import new_reference

TODAY = date(2026, 11, 26)
CASE = new_reference(2026)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, Asked(begin=date(2026, 11, 19))),
        ({"case": f" {CASE.lower()} "}, Asked(case=CASE)),
        ({"who": "7"}, Asked(who=7)),
        ({"agency": "kent-police"}, Asked(agency="kent-police", begin=date(2026, 11, 19))),
        ({"operation": "erasure"}, Asked(operation="erasure", begin=date(2026, 11, 19))),
        ({"outcome": "refused"}, Asked(outcome="refused", begin=date(2026, 11, 19))),
        ({"to": "2026-11-10"}, Asked(begin=date(2026, 11, 3), end=date(2026, 11, 10))),
        ({"to": "2027-01-10"}, Asked(begin=date(2026, 11, 19), end=date(2027, 1, 10))),
        ({"from": "2026-01-02"}, Asked(begin=date(2026, 1, 2))),
        ({"from": "2/1/2026"}, Asked(begin=date(2026, 1, 2))),
        ({"from": "", "case": " "}, Asked(begin=date(2026, 11, 19))),
        ({"invented": "x", "after": "7"}, Asked(begin=date(2026, 11, 19))),
    ],
)
def test_what_is_meant(given: dict[str, str], asked: Asked) -> None:
    assert read(given, TODAY) == asked


@pytest.mark.parametrize(
    "odd", ["x", "1-2", "-1", "31/02/2026", "31/2", "1/1/1999", "1/1/9999", "²/1/2026", "2026-13-01", "\0", "0", "é"]
)
@pytest.mark.parametrize(("name", "label"), [("case", "Case"), ("who", "Person"), ("from", "From"), ("to", "To")])
def test_what_is_not_understood_is_named(name: str, label: str, odd: str) -> None:
    assert read({name: odd}, TODAY) == Asked(begin=date(2026, 11, 19), ignored=(label,))


def test_what_is_kept_of_it_is_short() -> None:
    assert all(len(each) <= LONGEST_KEPT for each in Asked(agency="a" * 60, case=CASE).kept())


def test_what_was_asked_reads_as_the_same_again() -> None:
    asked = Asked(CASE, 7, "kent-police", "erasure", "refused", date(2026, 1, 2), date(2026, 1, 3))

    assert read(asked.parameters(), TODAY) == asked
