"""What a letter of the Home Office may say, and what is odd about it.

It was decided there, so nothing here refuses it: what is odd is asked back once, recorded, and read by a second person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from referrals.enums import DeadlineKind, Status, Step
from referrals.rules import workflow
from referrals.rules.workflow import OF_THE_HOME_OFFICE, ROWS, final_decision_possible_from


@dataclass(frozen=True)
class Outcome:
    """As a letter is read, and what follows, in one line."""

    label: str
    follows: str = ""


OUTCOMES: dict[Step, Outcome] = {
    Step.RECEIVED: Outcome("They have received it", "Their 5 working days for a first decision start"),
    Step.FIRST_YES: Outcome("Yes: reasonable grounds", "The time to recover starts"),
    Step.FIRST_NO: Outcome("No: no reasonable grounds", "30 days to ask them to look again start"),
    Step.ASK_BEFORE_FIRST: Outcome("They ask us for more, before the first decision", "The letter says until when"),
    Step.FINAL_YES: Outcome("Yes: conclusive grounds", "At least 45 days of support start"),
    Step.FINAL_NO: Outcome("No: no conclusive grounds", "30 days to ask them to look again start"),
    Step.ASK_BEFORE_FINAL: Outcome("They ask us for more, before the final decision", "The letter says until when"),
    Step.UPHOLD: Outcome("They looked again, and it stays as it was"),
    Step.QUESTION_PROTECTION: Outcome("They question the protection", "Public order, or bad faith"),
    Step.KEEP_PROTECTION: Outcome("The protection stays"),
    Step.DISQUALIFY: Outcome("The protection is removed"),
    Step.SUSPEND: Outcome("They paused it, because they cannot reach the person"),
    Step.RESUME: Outcome("They go on, with the first decision still to come"),
    Step.RESUME_AFTER_FIRST: Outcome("They go on, and the first decision was yes"),
    Step.RETURN: Outcome("They give it back: not valid, or there already", "It is ours again, to check and to send"),
    Step.CONFIRM_ERROR: Outcome("They closed it, because it was made in error", "The referral is closed"),
}
FINAL = frozenset({Step.FINAL_YES, Step.FINAL_NO})
# They are told of these by somebody, in a safe way.
TOLD_TO_THEM = frozenset({Step.FIRST_YES, Step.FIRST_NO, *FINAL, Step.UPHOLD, Step.DISQUALIFY, Step.KEEP_PROTECTION})
ANSWERED_BY = frozenset({DeadlineKind.QUESTION, DeadlineKind.REPRESENTATIONS})

ANSWER_BY = "Enter the day by which they want an answer. It stands in the letter."
ANSWER_AFTER = "The day to answer by is before the date on the letter. Look at both again."
GIVE_REASONS = "Write the reasons that the letter gives."
LOOK_AGAIN = "Tick that the letter says so, or go back and change it."


def usual_from(status: Status) -> list[Step]:
    """In the order in which a page shows them."""
    return [step for step in OUTCOMES if (step, status) in ROWS]


def unusual_from(status: Status) -> list[Step]:
    return [step for step in OUTCOMES if (step, status) not in ROWS]


def needs_reasons(step: Step, status: Status) -> bool:
    return _move(step, status).needs_reason


def clock_to_answer(step: Step) -> DeadlineKind | None:
    """Whose day is typed from the letter, because no rule sets it."""
    starts = {clock for move in workflow.MOVES if move.step == step for clock in move.starts}
    return next(iter(starts & ANSWERED_BY), None)


@dataclass(frozen=True)
class Facts:
    """`sent_on` None: nobody recorded a sending. `was_told`: somebody else told us of the case."""

    step: Step
    status: Status
    decided_on: date
    reference: str
    on_file: str
    sent_on: date | None
    first_yes_on: date | None
    was_told: bool = False


def warnings(facts: Facts) -> list[str]:
    """Sentences. Any of them makes it a matter for a second reader."""
    return list(_warnings(facts))


def _warnings(facts: Facts) -> Iterator[str]:
    if (facts.step, facts.status) not in ROWS:
        yield why_unusual(facts.step, facts.status)
    if facts.sent_on and facts.decided_on < facts.sent_on:
        yield f"The letter is dated {_day(facts.decided_on)}. We recorded that it was sent on {_day(facts.sent_on)}."
    if facts.sent_on is None and not facts.was_told:
        yield "Nobody recorded that this was sent to the Home Office."
    if facts.step in FINAL and facts.first_yes_on:
        possible = final_decision_possible_from(facts.first_yes_on)
        if facts.decided_on < possible:
            yield (
                f"A final decision is possible from {_day(possible)}, 30 days after the first yes. "
                f"The letter is dated {_day(facts.decided_on)}."
            )
    if facts.reference and facts.on_file and facts.reference != facts.on_file:
        yield f"The reference on file is {facts.on_file}. You typed {facts.reference}. Is it the same person?"


def why_unusual(step: Step, status: Status) -> str:
    usual = [move.source.label for move in workflow.MOVES if move.step == step and move.source != Status.INBOUND]
    return f"This usually follows {_either(usual)}. The case stands at “{status.label}”."


def _either(labels: list[str]) -> str:
    """Where it follows nearly anything, three say enough."""
    quoted = [f"“{label}”" for label in dict.fromkeys(labels)][:3]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else quoted[0]


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def reason_not_to_record(
    step: Step, status: Status, *, decided_on: date, reasons: str, answer_by: date | None
) -> tuple[str, str] | None:
    """The box that is meant, and what to do."""
    if step not in OF_THE_HOME_OFFICE:
        return "step", "Choose what the letter says."
    if needs_reasons(step, status) and not reasons.strip():
        return "reasons", GIVE_REASONS
    if clock_to_answer(step) and answer_by is None:
        return "answer_by", ANSWER_BY
    if answer_by and answer_by < decided_on:
        return "answer_by", ANSWER_AFTER
    return None


def _move(step: Step, status: Status) -> workflow.Move:
    return ROWS.get((step, status)) or workflow.unlisted_move(step, status)
