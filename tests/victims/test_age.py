"""How an age counts. Doubt is a child's."""

from datetime import date

import pytest

from agencies.shell.partial_date import PartialDate
from victims.enums import AgeGroup, AgeStep
from victims.rules.age import contradiction, may_be_under_18, must_be_18, reason_it_is_not_settled, treated_as

TODAY = date(2026, 11, 25)
A, C, U = AgeGroup.ADULT, AgeGroup.CHILD, AgeGroup.UNSURE
S = AgeStep
NO_STEP = ""
STEPS = [NO_STEP, *AgeStep]

# By the newest step of the age track: what each of "nobody said", adult, child, not sure counts as.
WITHOUT_BIRTH = {
    NO_STEP: (None, A, C, U),
    S.DOUBTED: (U, U, U, U),
    S.ASKED: (U, U, U, U),
    S.DISPUTED: (U, U, U, U),
    S.ASSESSED_ADULT: (None, A, C, U),
    S.SETTLED_ADULT: (None, A, C, U),
    S.ASSESSED_CHILD: (None, U, C, U),
    S.SETTLED_CHILD: (None, U, C, U),
}
ADULT_BORN = PartialDate(1980)
CHILD_BORN = PartialDate(2012, 3)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("said", "column"), [("", 0), (A, 1), (C, 2), (U, 3)])
@pytest.mark.parametrize("born", [None, ADULT_BORN])
def test_an_age_counts_as_the_table_says(step: str, said: str, column: int, born: PartialDate | None) -> None:
    assert treated_as(said, born, step, TODAY) == WITHOUT_BIRTH[step][column]


@pytest.mark.parametrize("step", STEPS)
def test_whoever_was_born_too_late_to_be_18_is_never_an_adult(step: str) -> None:
    assert treated_as(A, CHILD_BORN, step, TODAY) == U


@pytest.mark.parametrize(
    ("born", "may_be", "must_be"),
    [
        (PartialDate(2008, 11, 25), False, True),  # 18 today
        (PartialDate(2008, 11, 26), True, False),  # 18 tomorrow
        (PartialDate(2008, 11), True, False),
        (PartialDate(2008, 10), False, True),
        (PartialDate(2008), True, False),
        (PartialDate(2007), False, True),
        (PartialDate(2009), True, False),
        (PartialDate(1900, 1, 1), False, True),
    ],
)
def test_18_is_counted_from_the_latest_day_that_a_date_can_mean(born: PartialDate, may_be: bool, must_be: bool) -> None:
    assert may_be_under_18(born, TODAY) is may_be
    assert must_be_18(born, TODAY) is must_be


def test_somebody_born_on_29_february_comes_of_age_on_1_march() -> None:
    born = PartialDate(2008, 2, 29)

    assert may_be_under_18(born, date(2026, 2, 28))
    assert not may_be_under_18(born, date(2026, 3, 1))


@pytest.mark.parametrize(
    ("said", "born", "is_contradicted"),
    [
        (A, None, False),
        (A, ADULT_BORN, False),
        (A, CHILD_BORN, True),
        (A, PartialDate(2008), True),
        (C, ADULT_BORN, True),
        (C, CHILD_BORN, False),
        (C, PartialDate(2008), False),
        (U, ADULT_BORN, False),
        (U, CHILD_BORN, False),
        ("", ADULT_BORN, False),
    ],
)
def test_two_answers_that_do_not_fit_are_said(said: str, born: PartialDate | None, is_contradicted: bool) -> None:
    assert (contradiction(said, born, TODAY) is not None) is is_contradicted


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("born", [None, ADULT_BORN, CHILD_BORN])
def test_a_date_of_birth_that_overrules_an_assessment_is_named(step: str, born: PartialDate | None) -> None:
    said = reason_it_is_not_settled(step, born, TODAY)

    assert bool(said) is (step in {S.ASSESSED_ADULT, S.SETTLED_ADULT} and born == CHILD_BORN)
