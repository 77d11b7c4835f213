"""How long a closed case is kept, and when it may be erased.

Periods are those of the College of Policing's guidance on the Police Information and Records Management Code of
Practice, as we know them: nobody has verified them, and the pages say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from referrals.enums import ErasureBasis, RetentionGroup, Status

ENDED = frozenset({Status.CLOSED, Status.NFA_LOCAL})


@dataclass(frozen=True)
class Period:
    """In years: from the day on which it ended to the first review, and from one review to the next."""

    first: int
    again: int
    is_verified: bool = False


PERIODS: Mapping[RetentionGroup, Period] = {
    RetentionGroup.PUBLIC_PROTECTION: Period(10, 10),
    RetentionGroup.SERIOUS: Period(10, 10),
    RetentionGroup.OTHER_OFFENCES: Period(6, 5),
    RetentionGroup.OTHER_RECORDS: Period(6, 6),
}
# Of every record. Where nobody has said how long, a case is looked at then.
LEAST = min(period.first for period in PERIODS.values())

SAY_WHY = "Say why."
SAY_WHAT_NEEDS_IT = "Say what needs it as it is."
NOT_ENDED = "It is not closed. Only what has ended is kept, reviewed or erased."
STILL_RUNS = "Something beside the referral still runs: safeguarding, a crime record, support. End that first."
HELD = "A legal hold stops it. End the hold first, if nothing needs the case any more."
SHARED = "Parts of it are still shared. Stop that first."
NOT_DUE = "Its review has not come yet. Until then it is erased only for one of the other reasons."
ASKED_ALREADY = "It was asked already. Another supervisor has to answer."
NOT_YOURS = "You asked for it. Another supervisor has to look at it."
CHANGED_SINCE = "Something was recorded since it was asked. Refuse it, look again, and ask anew."
ANSWERED = "It is answered already."
ENDED_ALREADY = "It has ended already."


@dataclass(frozen=True)
class Facts:
    """`runs_on`: something beside the referral does. `review_on`: the day somebody decided last, or the usual one."""

    status: Status
    runs_on: bool
    is_held: bool
    is_shared: bool
    ended_on: date | None
    review_on: date | None


def years_after(day: date, years: int) -> date:
    """The same day; of a leap day, the day before March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def next_review(group: RetentionGroup, ended_on: date, today: date) -> date:
    """Counted from the end of the case; where that day has passed, from today."""
    period = PERIODS[group]
    first = years_after(ended_on, period.first)
    return first if first > today else years_after(today, period.again)


def reason_not_to_erase(facts: Facts, basis: ErasureBasis, today: date) -> str | None:
    """Asked when somebody asks, and again when another approves."""
    if facts.status not in ENDED:
        return NOT_ENDED
    if facts.runs_on:
        return STILL_RUNS
    if facts.is_held:
        return HELD
    if facts.is_shared:
        return SHARED
    is_due = facts.review_on is not None and facts.review_on <= today
    return NOT_DUE if basis == ErasureBasis.REVIEWED and not is_due else None


def reason_not_to_answer(*, is_answered: bool, is_asker: bool) -> str | None:
    if is_answered:
        return ANSWERED
    return NOT_YOURS if is_asker else None
