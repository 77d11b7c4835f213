"""How what was reported is put on record as a crime, or why it is none.

Every referral by the police is a report of a crime, and so is every Duty to Notify: each needs its answer. The codes
were read in an answer to a freedom of information request of October 2019 and not in the counting rules of today, so
wherever they are shown it is said that the force crime registrar has to confirm them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agencies.enums import Nation
from referrals.enums import CrimeCheck, CrimeMark, Status, TrackState

CLASS = "106 Modern slavery"
WITHIN = timedelta(hours=24)
S = Status


@dataclass(frozen=True)
class Code:
    """Of something reported that is not recorded as a crime of this force. `is_verified`: by the registrar."""

    code: str
    text: str
    valid_from: date
    valid_to: date | None = None
    is_verified: bool = False

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


SEEN_ON = date(2019, 10, 1)
SOURCE = "Read in an answer to a freedom of information request, October 2019"
PENDING, NEGATIVE, NOTIFIED, ABROAD, NEGATIVE_ABROAD, TRANSFERRED = (f"N200/0{number}" for number in range(1, 7))
CODES = (
    Code(PENDING, "Referred to the NRM, first decision still to come", SEEN_ON),
    Code(NEGATIVE, "First decision no", SEEN_ON),
    Code(NOTIFIED, "Duty to Notify only", SEEN_ON),
    Code(
        ABROAD, "First decision yes, or referred by the police, and exploited only outside England and Wales", SEEN_ON
    ),
    Code(NEGATIVE_ABROAD, "First decision no, and exploited only outside England and Wales", SEEN_ON),
    Code(TRANSFERRED, "Passed to another force in England and Wales", SEEN_ON),
)

AFTER_A_YES = frozenset({S.RG_POSITIVE, S.CG_FIR, S.CG_POSITIVE, S.CG_NEGATIVE, S.DISQ_CONSIDERED, S.DISQUALIFIED})
REFERRED = AFTER_A_YES | {S.NRM_SUBMITTED, S.RG_PENDING, S.RG_FIR, S.RG_NEGATIVE, S.RECON_REQUESTED, S.SUSPENDED}
# Where the referral has moved on from what a code says. None: it always stays true.
NO_LONGER_TRUE: Mapping[str, frozenset[Status]] = {
    PENDING: AFTER_A_YES | {S.RG_NEGATIVE, S.RECON_REQUESTED, S.DTN_SENT},
    NEGATIVE: AFTER_A_YES,
    NOTIFIED: REFERRED,
    ABROAD: frozenset({S.RG_NEGATIVE}),
    NEGATIVE_ABROAD: AFTER_A_YES,
    TRANSFERRED: frozenset(),
}

MADE_IN_THE_FUTURE = "The time at which it was recorded cannot be in the future."
CHOOSE_A_CODE = "Choose one of the codes on the page."
SAY_WHY_LATE = "It was recorded more than 24 hours after the report. Say why."
OWN_FORCE = "Choose another force: this one is yours."
OWN_RECORD = "You recorded this. Somebody else checks it."
SAY_WHAT_IS_WRONG = "Say what is to be put right."


def codes_on(day: date) -> list[Code]:
    """For something that is no crime here. Passing on has its own answer."""
    return [code for code in CODES if code.holds_on(day) and code.code != TRANSFERRED]


def code_of_passing_on(nation: str) -> str:
    """None is known for a force outside England and Wales, or of the whole country."""
    return TRANSFERRED if nation in {Nation.ENGLAND, Nation.WALES} else ""


def is_late(reported_at: datetime, made_at: datetime) -> bool:
    return made_at - reported_at > WITHIN


def reason_not_to_record(
    state: TrackState,
    *,
    code: str,
    force_code: str,
    own_force: str,
    reason: str,
    reported_at: datetime,
    made_at: datetime,
    at: datetime,
    is_first: bool,
    today: date,
) -> str | None:
    """`is_first`: nothing was recorded before, so the limit is still to be met. `made_at`: when, in whatever system."""
    if made_at > at:
        return MADE_IN_THE_FUTURE
    if state == TrackState.NOT_A_CRIME and code not in {known.code for known in codes_on(today)}:
        return CHOOSE_A_CODE
    if state == TrackState.PASSED_ON and force_code == own_force:
        return OWN_FORCE
    is_late_unsaid = is_first and not reason.strip() and is_late(reported_at, made_at)
    return SAY_WHY_LATE if is_late_unsaid else None


def reason_to_look_again(code: str, status: Status) -> str | None:
    """A code says where the referral stood. It is recorded anew when that changes."""
    if status not in NO_LONGER_TRUE.get(code, frozenset()):
        return None
    return f"{code} was recorded when the referral stood elsewhere. It is now: “{status.label}”. Look at it again."


CHECKED = {CrimeMark.RIGHT: CrimeCheck.RIGHT, CrimeMark.WRONG: CrimeCheck.WRONG}


def check_of(mark: str | None) -> CrimeCheck:
    """`mark`: of the newest entry, which is empty until the registrar has looked at it. None: nothing is recorded."""
    if mark is None:
        return CrimeCheck.WAITING
    return CHECKED[CrimeMark(mark)] if mark else CrimeCheck.UNCHECKED


def reason_not_to_mark(*, is_own: bool, mark: CrimeMark, reason: str) -> str | None:
    if is_own:
        return OWN_RECORD
    return SAY_WHAT_IS_WRONG if mark == CrimeMark.WRONG and not reason.strip() else None
