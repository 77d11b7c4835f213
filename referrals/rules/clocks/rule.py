"""What a rule about time consists of: whose it is, how long, how it is counted, what it means, and who says so."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agencies.enums import Nation
from referrals.enums import ClockUnit, DeadlineKind


class Standing(StrEnum):
    """Whose rule it is."""

    LAW = "Law"
    STANDARD = "National standard"
    HOME_OFFICE = "Home Office rule"
    TARGET = "Home Office target"
    SUPPORT = "Support service"
    LOCAL = "Local standard"
    SYSTEM = "Home Office system"


class Sense(StrEnum):
    """What the date means."""

    BY = "To be done by then"
    NOT_BEFORE = "Not before"
    AT_LEAST = "At least until"
    EVENT = "Happens then"


class Confirmed(StrEnum):
    """How sure we are that the rule is so."""

    VERIFIED = "Read in a public source"
    SECONDARY = "Read in a secondary source only"
    KNOWLEDGE = "Not yet confirmed: known from practice, read nowhere"
    PROPOSAL = "Not yet confirmed: our proposal"
    BY_FORCE = "Set by the force"
    BY_LETTER = "Named by the letter"


class Change(StrEnum):
    """What may be done with a clock that runs."""

    PAUSE = "pause"
    EXTEND = "extend"


class Beside(StrEnum):
    """Clocks that run on no case of ours. They stand in the table so that everybody finds them."""

    HOME_OFFICE_DRAFT = "HO_DRAFT_DELETE"
    DATA_BREACH = "ICO_BREACH"
    DATA_COMPLAINT = "DP_COMPLAINT_ACK"


TITLES = {
    Beside.HOME_OFFICE_DRAFT: "A draft on the Home Office form is deleted",
    Beside.DATA_BREACH: "Tell the Information Commissioner of a data breach",
    Beside.DATA_COMPLAINT: "Acknowledge a complaint about data protection",
}
CONFIRMED = frozenset({Confirmed.VERIFIED, Confirmed.SECONDARY, Confirmed.BY_FORCE, Confirmed.BY_LETTER})
# A target is somebody else's aim, and a local standard our own. Missing either is said, and is no breach.
BREAKABLE = frozenset({Standing.LAW, Standing.STANDARD, Standing.HOME_OFFICE})
UNITS = {
    ClockUnit.HOURS: ("hour", "hours"),
    ClockUnit.WORKING_DAYS: ("working day", "working days"),
    ClockUnit.DAYS: ("day", "days"),
    ClockUnit.YEARS: ("year", "years"),
}


@dataclass(frozen=True)
class Length:
    number: int
    unit: ClockUnit

    def __str__(self) -> str:
        return f"{self.number} {UNITS[self.unit][self.number != 1]}"


@dataclass(frozen=True)
class Own:
    """A length that a force gave itself, from a day on."""

    kind: DeadlineKind
    length: Length
    valid_from: date


@dataclass(frozen=True)
class Rule:
    """`length` None: there is none, until a force sets its own. `valid_to` is the last day on which it holds."""

    kind: DeadlineKind | Beside
    standing: Standing
    since: str
    length: Length | None
    sense: Sense
    rule: str
    source: str
    confirmed: Confirmed
    valid_from: date
    nations: frozenset[Nation]
    valid_to: date | None = None
    first_day_counts: bool = False
    # The letter says the day. The length is for a letter that says none.
    is_from_letter: bool = False
    # Whether the day from which it holds was read anywhere.
    is_day_confirmed: bool = True
    may: frozenset[Change] = frozenset()

    @property
    def title(self) -> str:
        return TITLES[self.kind] if isinstance(self.kind, Beside) else self.kind.label

    @property
    def is_verified(self) -> bool:
        """Red is for these. What is not confirmed informs and climbs, and is never shown as a breach."""
        return self.confirmed in CONFIRMED

    @property
    def is_local(self) -> bool:
        return self.standing == Standing.LOCAL

    @property
    def may_be_breached(self) -> bool:
        return self.is_verified and self.is_by and self.standing in BREAKABLE

    @property
    def is_by(self) -> bool:
        return self.sense == Sense.BY

    @property
    def is_in_hours(self) -> bool:
        return self.length is not None and self.length.unit == ClockUnit.HOURS

    @property
    def is_in_working_days(self) -> bool:
        return self.length is not None and self.length.unit == ClockUnit.WORKING_DAYS

    @property
    def in_words(self) -> str:
        """For example "Local standard, 24 hours"."""
        if self.confirmed == Confirmed.BY_LETTER:
            return f"{self.standing}, the day that the letter names"
        if self.is_from_letter:
            return f"{self.standing}, {self.length} where the letter names no day"
        at_least = "at least " if self.sense == Sense.AT_LEAST else ""
        return f"{self.standing}, {at_least}{self.length}" if self.length else f"{self.standing}, no time set"

    @property
    def counting(self) -> str:
        """How it is counted, in words."""
        if self.is_in_hours:
            return "In hours that really pass, on every day of the week"
        return "The first day counts" if self.first_day_counts else "The first day does not count"

    def holds_on(self, day: date, nation: Nation | None) -> bool:
        """`nation` None: in any."""
        is_there = nation is None or nation in self.nations
        return is_there and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
