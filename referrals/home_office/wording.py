"""How our words become theirs: gaps as sentences, several of our answers in one of their boxes."""

from collections.abc import Iterable, Mapping
from datetime import date

from agencies.shell.partial_date import MONTHS
from victims.enums import Answer as OurAnswer
from victims.enums import Gap

GAPS = {Gap.NOT_KNOWN: "Not known.", Gap.NOT_ASKED: "Not asked.", Gap.DECLINED: "They would rather not say."}
OR_SAY_WHY_NOT = ", or choose Not known or Not asked."
NOT_SURE_HERE = "Our answer is Not sure, and the form takes only Yes or No."

YES_OR_NO = {OurAnswer.YES: "yes", OurAnswer.NO: "no"}
YES_NO_OR_NOT_SURE = {**YES_OR_NO, OurAnswer.NOT_SURE: "not-sure"}


def told(text: str, gap: str) -> str:
    """What was told, or why there is nothing. Both are answers."""
    return text.strip() or (GAPS[Gap(gap)] if gap else "")


def paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def headed(heading: str, text: str) -> str:
    return f"{heading}:\n{text}" if text else ""


def lines(facts: Mapping[str, str]) -> str:
    """One fact on a line, behind what it is. Those of which nothing is known are left out."""
    return "\n".join(f"{name}: {text}" for name, text in facts.items() if text)


def sentences(parts: Iterable[str]) -> str:
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)


def listed(parts: Iterable[object]) -> str:
    return ", ".join(str(part) for part in parts if part)


def day(on: date | None) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}" if on else ""
