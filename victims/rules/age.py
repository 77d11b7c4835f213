"""How somebody's age counts until it is settled.

Whoever may be under 18 is treated as a child (Modern Slavery Act 2015 s.51).
"""

from datetime import date

from agencies.shell.partial_date import PartialDate
from victims.enums import AgeGroup, AgeStep

ADULT_AT = 18
IN_DOUBT = {AgeStep.DOUBTED, AgeStep.ASKED, AgeStep.DISPUTED}
FOUND_AN_ADULT = {AgeStep.ASSESSED_ADULT, AgeStep.SETTLED_ADULT}
FOUND_A_CHILD = {AgeStep.ASSESSED_CHILD, AgeStep.SETTLED_CHILD}
SETTLES = {
    AgeStep.ASSESSED_ADULT: AgeGroup.ADULT,
    AgeStep.SETTLED_ADULT: AgeGroup.ADULT,
    AgeStep.ASSESSED_CHILD: AgeGroup.CHILD,
    AgeStep.SETTLED_CHILD: AgeGroup.CHILD,
}
UNTIL = "Until one is put right they count as a child."


def treated_as(age_now: str, born_on: PartialDate | None, last_step: str, today: date) -> AgeGroup | None:
    """None while nobody has said. `last_step` is the newest of the age track, or empty."""
    if last_step in IN_DOUBT:
        return AgeGroup.UNSURE
    if not age_now:
        return None
    is_contradicted = last_step in FOUND_A_CHILD or (born_on is not None and may_be_under_18(born_on, today))
    if age_now == AgeGroup.ADULT and is_contradicted:
        return AgeGroup.UNSURE
    return AgeGroup(age_now)


def may_be_under_18(born_on: PartialDate, today: date) -> bool:
    return _birthday(born_on.last_day) > today


def must_be_18(born_on: PartialDate, today: date) -> bool:
    return _birthday(born_on.last_day) <= today


def contradiction(age_now: str, born_on: PartialDate | None, today: date) -> str | None:
    """What does not fit, in a sentence for whoever wrote both."""
    if born_on is None:
        return None
    if age_now == AgeGroup.ADULT and may_be_under_18(born_on, today):
        return f"The date of birth leaves room for under 18, but you chose 18 or over. {UNTIL}"
    if age_now == AgeGroup.CHILD and must_be_18(born_on, today):
        return f"The date of birth makes them 18 or over, but you chose under 18. {UNTIL}"
    return None


def reason_it_is_not_settled(last_step: str, born_on: PartialDate | None, today: date) -> str | None:
    """Why somebody who was found to be an adult counts as a child all the same."""
    if last_step in FOUND_AN_ADULT and born_on is not None and may_be_under_18(born_on, today):
        return f"They were found to be an adult, but the date of birth leaves room for under 18. {UNTIL}"
    return None


def _birthday(born: date) -> date:
    """Their eighteenth. Somebody born on 29 February comes of age on 1 March."""
    year = born.year + ADULT_AT
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
