"""What happened, when, and what kind of exploitation it was."""

from agencies.shell.partial_date import PartialDate
from referrals.enums import Exploitation
from referrals.home_office.facts import Facts
from referrals.home_office.rules import NOTHING, Answer
from referrals.home_office.source import Reader, text_of
from referrals.home_office.wording import headed, paragraphs, sentences
from referrals.models import Situation
from victims.enums import Answer as OurAnswer

COUNTY_LINES = {
    OurAnswer.YES: "Connected with county lines",
    OurAnswer.NO: "Not connected with county lines",
    OurAnswer.NOT_SURE: "Perhaps connected with county lines",
}


def when(say: str) -> Reader:
    """In words, then each situation. A kind alone does not say when."""

    def read(facts: Facts) -> Answer:
        words, situations = text_of(facts, "account", "when_in_words"), facts.dossier.situations
        is_said = bool(words or any(row.began_on or row.ended_on or row.note for row in situations))
        rows = [headed(f"Situation {number}", _situation(row)) for number, row in enumerate(situations, 1)]
        return Answer(text=paragraphs(words, *rows)) if is_said else Answer(fault=say)

    return read


def _situation(row: Situation) -> str:
    kinds = "; ".join(Exploitation(kind).label for kind in row.kinds)
    lines = COUNTY_LINES[OurAnswer(row.is_county_lines)] if row.is_county_lines else ""
    return sentences([kinds, _other_kind(row), _span(row.began_on, row.ended_on), lines, row.note])


def _span(began: PartialDate | None, ended: PartialDate | None) -> str:
    if began and ended:
        return f"From {began} to {ended}"
    return f"From {began}" if began else f"Until {ended}" if ended else ""


def treatment(facts: Facts) -> Answer:
    treated, held = text_of(facts, "account", "treatment"), text_of(facts, "account", "control")
    return Answer(text=paragraphs(treated, headed("How they were controlled", held)))


def kind(exploitation: Exploitation) -> Reader:
    def read(facts: Facts) -> Answer:
        is_one = any(exploitation in row.kinds for row in facts.dossier.situations)
        return Answer(codes=("true",)) if is_one else NOTHING

    return read


def other_kinds(facts: Facts) -> Answer:
    return Answer(text=sentences(map(_other_kind, facts.dossier.situations)))


def _other_kind(row: Situation) -> str:
    """What was typed before the tick was taken away again stays here."""
    return row.other_kind if Exploitation.OTHER in row.kinds else ""
