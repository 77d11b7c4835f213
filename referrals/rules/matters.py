"""What somebody is to have thought of in a case, since when, and for whom.

Which orders a court can make, and which defence there is, changes by law. So this is a dated list with the source of
each line, and a line that nobody has confirmed says so wherever it is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from referrals.enums import Consideration, ConsideredMatter, ConsideredOutcome
from victims.enums import Answer

M = ConsideredMatter


@dataclass(frozen=True)
class Facts:
    """What of a case decides whether a matter is asked. "Not sure" counts as yes, and what nobody answered too."""

    counts_as_child: bool
    is_forced_crime: bool
    in_custody: bool
    section_45: str
    suspects: int
    needs_interpreter: str
    crime_recorded: bool


def _is_suspected(facts: Facts) -> bool:
    """Suspect and victim in one: unless somebody said that they are suspected of nothing."""
    if facts.in_custody or facts.is_forced_crime:
        return True
    return facts.section_45 != Consideration.NOT_SUSPECTED


def _suspects_known(facts: Facts) -> bool:
    return facts.suspects > 0


def _child_made_to_commit_crime(facts: Facts) -> bool:
    return facts.counts_as_child and facts.is_forced_crime and _suspects_known(facts)


def _interpreter_or_unknown(facts: Facts) -> bool:
    return facts.needs_interpreter != Answer.NO


def _may_come_to_court(facts: Facts) -> bool:
    return facts.crime_recorded or _suspects_known(facts)


def _everybody(_: Facts) -> bool:
    return True


@dataclass(frozen=True)
class Prompt:
    """`asked_if` in code and `asked_of` in words. `since` is the day from which it can be asked: None, always."""

    matter: ConsideredMatter
    what: str
    source: str
    since: date | None
    is_verified: bool
    asked_of: str
    asked_if: Callable[[Facts], bool]
    note: str = ""
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


IN_FORCE = date(2015, 7, 31)
INSPECTED = date(2017, 10, 24)
GOOD_PRACTICE = "Good practice: to be confirmed by your force"
PROMPTS = (
    Prompt(
        M.SECTION_45,
        "A defence for somebody who was made to commit an offence. An adult: compelled, because of slavery or "
        "exploitation, without a realistic way out. A child: as a direct consequence; no compulsion is needed. "
        "It does not hold for the offences in Schedule 4.",
        "Modern Slavery Act 2015 section 45; in force by SI 2015/1476",
        IN_FORCE,
        True,
        "Whoever is suspect and victim, unless it is said that they are suspected of nothing",
        _is_suspected,
    ),
    Prompt(
        M.PREVENTION_ORDER,
        "On conviction (section 14), on application to a magistrates’ court (section 15), or for the time until that "
        "is decided (section 21). At least 5 years, or until further order.",
        "Modern Slavery Act 2015 sections 14, 15 and 21; in force by SI 2015/1476",
        IN_FORCE,
        True,
        "A case in which a suspect is known",
        _suspects_known,
    ),
    Prompt(
        M.RISK_ORDER,
        "On application to a magistrates’ court without a conviction (section 23), or for the time until that is "
        "decided (section 28). At least 2 years, or until further order.",
        "Modern Slavery Act 2015 sections 23, 24 and 28; in force by SI 2015/1476",
        IN_FORCE,
        True,
        "A case in which a suspect is known",
        _suspects_known,
    ),
    Prompt(
        M.CHILD_CRIMINAL_ORDER,
        "An order against an adult who uses a child for crime.",
        "Crime and Policing Act 2026, Royal Assent on 29 April 2026",
        date(2026, 4, 29),
        False,
        "A child, or somebody who may be one, who was made to commit crime, where a suspect is known",
        _child_made_to_commit_crime,
        note="Nobody has confirmed yet that this part of the Act is in force. Ask your force’s lawyers.",
    ),
    Prompt(
        M.INTELLIGENCE,
        "Give only the reference of the report. What it says stays in the intelligence system, and never comes here.",
        "Inspectors’ report “Stolen freedom”, October 2017",
        INSPECTED,
        False,
        "Every case",
        _everybody,
        note="Our proposal, from what inspectors found. Your force has not confirmed it yet.",
    ),
    Prompt(
        M.INTERPRETER,
        "Independent, of the gender they prefer, and nobody who knows the suspect.",
        GOOD_PRACTICE,
        None,
        False,
        "Whoever needs one, or where nobody has asked",
        _interpreter_or_unknown,
    ),
    Prompt(
        M.MEDICAL,
        "Care first. An examination can also be evidence, and needs their agreement.",
        GOOD_PRACTICE,
        None,
        False,
        "Every case",
        _everybody,
    ),
    Prompt(
        M.SPECIAL_MEASURES,
        "Whoever complains of an offence of section 1 or 2 is eligible without having to show more: "
        "screens, a link, a recorded interview.",
        "Modern Slavery Act 2015 section 46; Youth Justice and Criminal Evidence Act 1999 section 17(4)",
        IN_FORCE,
        True,
        "A case with a crime on record or a suspect known",
        _may_come_to_court,
    ),
)


def prompts_on(day: date) -> list[Prompt]:
    return [prompt for prompt in PROMPTS if prompt.holds_on(day)]


def asked(facts: Facts, day: date) -> list[Prompt]:
    return [prompt for prompt in prompts_on(day) if prompt.asked_if(facts)]


def is_open(outcome: ConsideredOutcome | None) -> bool:
    """Not thought of yet, or put off."""
    return outcome in {None, ConsideredOutcome.LATER}


NOT_YET_LAW = "This cannot be asked on that day: the law did not know it."
SAY_WHAT_CAME = "Say what came of it, or why it is not needed."
GIVE_THE_REFERENCE = "Give the reference of the intelligence report."
KEPT_OUTSIDE = (
    "Take the text out: what an intelligence report says stays in the intelligence system. Give only its reference."
)


def reason_not_to_record(
    matter: ConsideredMatter, outcome: ConsideredOutcome, *, text: str, reference: str, on: date
) -> str | None:
    if matter not in {prompt.matter for prompt in prompts_on(on)}:
        return NOT_YET_LAW
    if matter == M.INTELLIGENCE and outcome == ConsideredOutcome.DONE:
        if not reference.strip():
            return GIVE_THE_REFERENCE
        return KEPT_OUTSIDE if text.strip() else None
    return None if text.strip() else SAY_WHAT_CAME
