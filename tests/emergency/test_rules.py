"""When a case may be opened by somebody who does not see it otherwise. Every combination."""

from dataclasses import fields
from datetime import UTC, datetime
from itertools import product

import pytest

from referrals.emergency import rules
from referrals.emergency.rules import Case

REASON = "She is with me and says she takes insulin."
NAMES = [field.name for field in fields(Case)]


@pytest.mark.parametrize("stands", list(product([False, True], repeat=len(NAMES))))
def test_a_case_opens_only_where_every_condition_holds(stands: tuple[bool, ...]) -> None:
    case = dict(zip(NAMES, stands, strict=True))
    may_be_known_of = case["is_of_their_force"] and case["is_lodged"] and not case["is_barred"]

    found = rules.reason_not_to_open(Case(**case), REASON)

    if may_be_known_of and case["is_seen_anyway"]:
        assert found == rules.OPEN_AS_USUAL
    elif may_be_known_of and not case["is_restricted"] and not case["was_begun_by_a_partner"]:
        assert found is None
    else:
        assert found == rules.NOT_THIS_ONE


@pytest.mark.parametrize("reason", ["", "   ", "urgent", " needed right now    "])
def test_it_needs_a_sentence(reason: str) -> None:
    case = Case(
        is_of_their_force=True, is_lodged=True, is_barred=False, is_restricted=False,
        was_begun_by_a_partner=False, is_seen_anyway=False,
    )  # fmt: skip

    assert rules.reason_not_to_open(case, reason) == rules.SAY_WHY


def test_there_is_no_case() -> None:
    assert rules.reason_not_to_open(None, REASON) == rules.NOT_THIS_ONE


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (datetime(2026, 11, 23, 2, 31, tzinfo=UTC), "2026-11-26"),  # a Monday
        (datetime(2026, 11, 27, 23, 50, tzinfo=UTC), "2026-12-02"),  # a Friday
        (datetime(2026, 12, 23, 12, 0, tzinfo=UTC), "2026-12-30"),  # Christmas, and a substitute day
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2026-07-07"),  # the next day already, in summer
    ],
)
def test_three_working_days_to_review_it(opened: datetime, due: str) -> None:
    assert f"{rules.review_by(opened):%Y-%m-%d %H:%M}" == f"{due} 23:59"


def test_it_lasts_an_hour() -> None:
    opened = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert (rules.ends_at(opened) - opened).total_seconds() == 3600


@pytest.mark.parametrize(
    ("is_own", "is_reviewed", "note", "expected"),
    [
        (False, False, "I asked her sergeant.", None), (True, False, "x", rules.YOUR_OWN),
        (True, True, "x", rules.YOUR_OWN), (False, True, "x", rules.REVIEWED), (False, False, "  ", rules.SAY_HOW),
    ],
)  # fmt: skip
def test_somebody_else_reviews_it_once(is_own: bool, is_reviewed: bool, note: str, expected: str | None) -> None:
    assert rules.reason_not_to_review(is_own=is_own, is_reviewed=is_reviewed, note=note) == expected
