"""One line that tells who somebody is, from what is known. They are "they" until somebody said otherwise."""

from collections.abc import Mapping, Sequence
from datetime import date

from agencies.shell.partial_date import PartialDate
from victims.enums import AgeGroup, Answer, Gender

NOUNS: Mapping[tuple[str, AgeGroup | None], str] = {
    (Gender.FEMALE, AgeGroup.ADULT): "Woman",
    (Gender.FEMALE, AgeGroup.CHILD): "Girl",
    (Gender.FEMALE, AgeGroup.UNSURE): "Girl or woman",
    (Gender.MALE, AgeGroup.ADULT): "Man",
    (Gender.MALE, AgeGroup.CHILD): "Boy",
    (Gender.MALE, AgeGroup.UNSURE): "Boy or man",
}
AGES: Mapping[AgeGroup | None, str] = {
    AgeGroup.ADULT: "18 or over",
    AgeGroup.CHILD: "under 18",
    AgeGroup.UNSURE: "age in doubt, counts as a child",
    None: "age not known",
}


def line_about(
    *,
    gender: str,
    age: AgeGroup | None,
    born_on: PartialDate | None,
    nationalities: Sequence[str],
    languages: Sequence[str],
    needs_interpreter: str,
    found_in: str,
    found_on: PartialDate | None,
    today: date,
) -> list[str]:
    """Short pieces, to be set beside one another. Empty ones are left out."""
    return _said(
        f"{NOUNS.get((gender, age), 'Person')}, {_age(age, born_on, today)}",
        " and ".join(nationalities),
        _speaks(languages, needs_interpreter),
        _found(found_in, found_on),
    )


def years_old(born_on: PartialDate, today: date) -> str:
    """Between the least and the most that the date of birth allows."""
    least, most = (max(_years(day, today), 0) for day in (born_on.last_day, born_on.first_day))
    return str(most) if least == most else f"{least} or {most}"


def _age(age: AgeGroup | None, born_on: PartialDate | None, today: date) -> str:
    if born_on is None or age in (AgeGroup.UNSURE, None):
        return AGES[age]
    return years_old(born_on, today)


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _speaks(languages: Sequence[str], needs_interpreter: str) -> str:
    speaks = f"speaks {' and '.join(languages)}" if languages else ""
    needs = "needs an interpreter" if needs_interpreter == Answer.YES else ""
    return ", ".join(_said(speaks, needs))


def _found(town: str, on: PartialDate | None) -> str:
    if not town and on is None:
        return ""
    return ", ".join(_said(f"found in {town}" if town else "found", str(on or "")))


def _said(*pieces: str) -> list[str]:
    return [piece for piece in pieces if piece]
