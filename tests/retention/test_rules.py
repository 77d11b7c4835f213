"""How long a closed case is kept, and when it may be erased: whole tables."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from referrals.enums import ErasureBasis, RetentionGroup, Status
from referrals.retention import rules

G = RetentionGroup
TODAY = date(2026, 11, 27)
SOUND: dict[str, Any] = {
    "status": Status.CLOSED, "runs_on": False, "is_held": False, "is_shared": False,
    "ended_on": date(2015, 3, 1), "review_on": date(2025, 3, 1),
}  # fmt: skip


@pytest.mark.parametrize(
    ("group", "ended_on", "today", "said"),
    [
        (G.PUBLIC_PROTECTION, date(2026, 3, 1), TODAY, date(2036, 3, 1)),
        (G.SERIOUS, date(2026, 3, 1), TODAY, date(2036, 3, 1)),
        (G.OTHER_OFFENCES, date(2026, 3, 1), TODAY, date(2032, 3, 1)),
        (G.OTHER_RECORDS, date(2026, 3, 1), TODAY, date(2032, 3, 1)),
        # Once the first has come, from the day of the review.
        (G.PUBLIC_PROTECTION, date(2016, 11, 27), TODAY, date(2036, 11, 27)),
        (G.PUBLIC_PROTECTION, date(2016, 11, 28), TODAY, date(2026, 11, 28)),
        (G.SERIOUS, date(2010, 3, 1), TODAY, date(2036, 11, 27)),
        (G.OTHER_OFFENCES, date(2010, 3, 1), TODAY, date(2031, 11, 27)),
        (G.OTHER_RECORDS, date(2010, 3, 1), TODAY, date(2032, 11, 27)),
        # A leap day.
        (G.OTHER_RECORDS, date(2024, 2, 29), TODAY, date(2030, 2, 28)),
        (G.OTHER_RECORDS, date(2010, 3, 1), date(2024, 2, 29), date(2030, 2, 28)),
    ],
)
def test_when_somebody_looks_again(group: RetentionGroup, ended_on: date, today: date, said: date) -> None:
    assert rules.next_review(group, ended_on, today) == said


def test_every_group_has_a_period_and_none_is_said_to_be_verified() -> None:
    assert set(rules.PERIODS) == set(RetentionGroup)
    assert not any(period.is_verified for period in rules.PERIODS.values())
    assert rules.LEAST == 6


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("basis", ErasureBasis)
def test_only_what_has_ended_is_erased(status: Status, basis: ErasureBasis) -> None:
    has_ended = status in (Status.CLOSED, Status.NFA_LOCAL)

    said = rules.reason_not_to_erase(rules.Facts(**{**SOUND, "status": status}), basis, TODAY)

    assert said == (None if has_ended else rules.NOT_ENDED)


@pytest.mark.parametrize(
    ("runs_on", "is_held", "is_shared", "review_on", "basis"),
    list(
        product(
            [False, True], [False, True], [False, True], [None, TODAY, date(2026, 11, 28)], ErasureBasis
        )
    ),
)  # fmt: skip
def test_what_stops_it(
    runs_on: bool, is_held: bool, is_shared: bool, review_on: date | None, basis: ErasureBasis
) -> None:
    facts = {"runs_on": runs_on, "is_held": is_held, "is_shared": is_shared, "review_on": review_on}

    said = rules.reason_not_to_erase(rules.Facts(**{**SOUND, **facts}), basis, TODAY)

    if runs_on:
        assert said == rules.STILL_RUNS
    elif is_held:
        assert said == rules.HELD
    elif is_shared:
        assert said == rules.SHARED
    elif basis == ErasureBasis.REVIEWED and review_on != TODAY:
        assert said == rules.NOT_DUE
    else:
        assert said is None


@pytest.mark.parametrize(("is_answered", "is_asker"), list(product([False, True], repeat=2)))
def test_who_may_answer(is_answered: bool, is_asker: bool) -> None:
    said = rules.reason_not_to_answer(is_answered=is_answered, is_asker=is_asker)

    assert said == (rules.ANSWERED if is_answered else rules.NOT_YOURS if is_asker else None)
