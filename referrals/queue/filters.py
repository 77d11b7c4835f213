"""Everything by which lists of cases are filtered and sorted: one table, which the queue, saved filters, counts and
exports read.

It knows parameters and what they mean in words. What is asked of the database for each is in matching.py.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum, StrEnum

from agencies.enums import ListName
from referrals.enums import Exploitation, FlagKind, RiskLevel, Route, Status, Track, TrackState
from referrals.rules.tracks import STATES
from victims.enums import AgeGroup

Value = str | int | date | datetime
Parameters = Mapping[str, Sequence[str]]

MOST_VALUES = 30
MOST_ON_A_PAGE = 100
USUAL_ON_A_PAGE = 15
LONGEST_WORDS = 200
LONGEST_SHOWN = 40
FIRST_YEAR, LAST_YEAR = 1900, 2199


# What a value may be


@dataclass(frozen=True)
class OneOf:
    options: Mapping[str, str]

    def read(self, text: str) -> Value | None:
        return text if text in self.options else None


@dataclass(frozen=True)
class Key:
    """The key of a row, or one of a few words that stand for one."""

    words: Mapping[str, str] = field(default_factory=dict)

    def read(self, text: str) -> Value | None:
        if text in self.words:
            return text
        return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


@dataclass(frozen=True)
class Code:
    """Of a list of the field, or of an area."""

    list_name: ListName | None = None

    def read(self, text: str) -> Value | None:
        return text if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", text) else None


@dataclass(frozen=True)
class Day:
    def read(self, text: str) -> Value | None:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            return None
        return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


@dataclass(frozen=True)
class Words:
    def read(self, text: str) -> Value | None:
        words = text.strip()
        return words if words and "\0" not in words and len(words) <= LONGEST_WORDS else None


Type = OneOf | Key | Code | Day | Words


# The filters


class How(Enum):
    """How a filter asks its column. Those that ask more than one column say so by their name."""

    IS = "is"
    HOLDS = "holds"
    FROM = "from"
    TO = "to"
    OWNER = "owner"
    TRACK = "track"
    CLOCK = "clock"
    FLAG = "flag"
    WORDS = "words"


@dataclass(frozen=True)
class Filter:
    """One parameter. Several values of one mean any of them; several filters mean all of them."""

    name: str
    label: str
    type: Type
    how: How = How.IS
    column: str = ""
    is_many: bool = True
    # What is typed may be a name: never in an address, never kept.
    is_in_address: bool = True


class ClockState(StrEnum):
    OVERDUE = "overdue"
    DAY = "day"
    THREE_DAYS = "three-days"
    NONE = "none"


CLOCKS = {
    ClockState.OVERDUE.value: "Overdue",
    ClockState.DAY.value: "Due in 24 hours",
    ClockState.THREE_DAYS.value: "Due in 3 days",
    ClockState.NONE.value: "No deadline",
}
WITHIN = {ClockState.DAY: timedelta(days=1), ClockState.THREE_DAYS: timedelta(days=3)}
IN_DANGER, UNFINISHED = "in-danger", "unfinished"
FLAGS = {IN_DANGER: "Still in the situation", UNFINISHED: "Urgent, not finished", **dict(FlagKind.choices)}
NOBODY, MYSELF = "none", "me"


def _pair(track: Track, state: TrackState) -> tuple[str, str]:
    return f"{track}.{state}", f"{track.label}: {state.label.lower()}"


OF_TRACKS = dict(_pair(track, state) for track in Track for state in (TrackState.NOT_STARTED, *STATES[track]))
LISTED = {status.value: status.label for status in Status if status not in {Status.DRAFT, Status.DISCARDED}}

FILTERS = (
    Filter("text", "Reference or words", Words(), How.WORDS, "words", is_many=False, is_in_address=False),
    Filter("status", "Status", OneOf(LISTED), column="status"),
    Filter("clock", "Time left", OneOf(CLOCKS), How.CLOCK, "next_due_at"),
    Filter("risk", "Risk", OneOf(dict(RiskLevel.choices)), column="risk"),
    Filter("owner", "Owner", Key({NOBODY: "No owner", MYSELF: "Me"}), How.OWNER, "owner_id"),
    Filter("flag", "Flag", OneOf(FLAGS), How.FLAG, "flags"),
    Filter("track", "Beside the referral", OneOf(OF_TRACKS), How.TRACK, "tracks"),
    Filter("route", "Route", OneOf(dict(Route.choices)), column="route"),
    Filter("age", "Age group", OneOf(dict(AgeGroup.choices)), column="age"),
    Filter("kind", "Exploitation", OneOf(dict(Exploitation.choices)), How.HOLDS, "exploitation"),
    Filter("town", "Town", Code(ListName.TOWNS), column="town"),
    Filter("area", "Area", Code(), column="area"),
    Filter("unit", "Unit", Key(), column="unit_id"),
    Filter("agency", "Who referred", Key(), column="agency_id"),
    Filter("from", "Received from", Day(), How.FROM, "received_at", is_many=False),
    Filter("to", "Received up to", Day(), How.TO, "received_at", is_many=False),
)
BY_NAME = {each.name: each for each in FILTERS}

# Which cases at all, before any filter


class Tab(StrEnum):
    NEEDS_US = "needs-us"
    MINE = "mine"
    NOBODYS = "no-owner"
    CHILDREN = "children"
    HOME_OFFICE = "home-office"
    OPEN = "open"
    ALL = "all"


TABS = {
    Tab.NEEDS_US: "Needs us now",
    Tab.MINE: "Mine",
    Tab.NOBODYS: "No owner",
    Tab.CHILDREN: "Children",
    Tab.HOME_OFFICE: "Waiting for Home Office",
    Tab.OPEN: "All open",
    Tab.ALL: "Closed too",
}
WAITS_FOR_HOME_OFFICE = frozenset(
    {
        *(Status.NRM_SUBMITTED, Status.RG_PENDING, Status.RG_POSITIVE, Status.RECON_REQUESTED),
        *(Status.DISQ_CONSIDERED, Status.SUSPENDED),
    }
)

# In which order


@dataclass(frozen=True)
class Sort:
    """All columns go the same way, so that what follows a row is one comparison and one range of an index."""

    name: str
    label: str
    columns: tuple[str, ...]
    is_descending: bool = False

    @property
    def order(self) -> list[str]:
        return [f"-{column}" if self.is_descending else column for column in self.columns]

    def cursor_of(self, values: Iterable[object]) -> str:
        """Where a page ends, as numbers: what a row is sorted by may have changed before the next page is asked for."""
        return "_".join(str(_micros(value) if isinstance(value, datetime) else value) for value in values)

    def read_cursor(self, text: str) -> tuple[Value, ...] | None:
        parts = text.split("_")
        if len(parts) != len(self.columns) or not all(re.fullmatch(r"[0-9]{1,18}", part) for part in parts):
            return None
        values = [_value(column, int(part)) for column, part in zip(self.columns, parts, strict=True)]
        return tuple(value for value in values if value is not None) if None not in values else None


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_PRESSING = 32_767


def _micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _value(column: str, number: int) -> Value | None:
    if column.endswith("_at"):
        try:
            return EPOCH + timedelta(microseconds=number)
        except OverflowError:
            return None
    if column == "pressing" and number > MOST_PRESSING:
        return None
    return number


SORTS = {
    each.name: each
    for each in (
        Sort("pressing", "Most pressing first", ("pressing", "next_due_at", "pk")),
        Sort("due", "Soonest due first", ("next_due_at", "pk")),
        Sort("newest", "Newest first", ("received_at", "pk"), is_descending=True),
        Sort("oldest", "Oldest first", ("received_at", "pk")),
        Sort("changed", "Last changed first", ("changed_at", "pk"), is_descending=True),
    )
}


# What somebody asks for


@dataclass(frozen=True)
class Asked:
    """`ignored`: what was not understood, as it stood in the address."""

    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    tab: Tab = Tab.NEEDS_US
    sort: Sort = SORTS["pressing"]
    size: int = USUAL_ON_A_PAGE
    after: str = ""
    ignored: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return str(self.values["text"][0]) if "text" in self.values else ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.values)

    @property
    def cursor(self) -> tuple[Value, ...] | None:
        return self.sort.read_cursor(self.after) if self.after else None

    def on(self, tab: Tab) -> "Asked":
        """The same page without filters, of another tab."""
        return replace(self, tab=tab, values={}, after="", ignored=())

    def sorted_by(self, sort: Sort) -> "Asked":
        return replace(self, sort=sort, after="")

    def without(self, name: str) -> "Asked":
        return replace(self, values={each: kept for each, kept in self.values.items() if each != name}, after="")

    def parameters(self) -> list[tuple[str, str]]:
        """As an address has it: without text, and without what goes without saying."""
        said = [
            (name, str(value))
            for name, values in self.values.items()
            if BY_NAME[name].is_in_address
            for value in values
        ]
        usual = Asked()
        if self.tab != usual.tab:
            said.insert(0, ("tab", self.tab.value))
        if self.sort != usual.sort:
            said.append(("sort", self.sort.name))
        if self.size != usual.size:
            said.append(("size", str(self.size)))
        return said

    def to_keep(self) -> dict[str, list[str]]:
        """What a saved filter holds. Neither text nor a place in the list."""
        kept: dict[str, list[str]] = {}
        for name, value in self.parameters():
            kept.setdefault(name, []).append(value)
        return kept


# Of the page itself: they say nothing about cases.
CONTROLS: Mapping[str, Type] = {
    "tab": OneOf({tab.value: label for tab, label in TABS.items()}),
    "sort": OneOf({name: sort.label for name, sort in SORTS.items()}),
    "size": Key(),
    "after": Words(),
}


def read(given: Parameters, *, may_see_leave: bool) -> Asked:
    """Whatever cannot be understood is left out and named. `may_see_leave`: others know of no such filter."""
    ignored: list[str] = [_shown(name, "") for name in given if name not in BY_NAME and name not in CONTROLS]
    values = {
        name: found
        for name in (each.name for each in FILTERS)
        if (found := _read_filter(BY_NAME[name], given.get(name, ()), ignored, may_see_leave=may_see_leave))
    }
    control = {name: _read_control(name, given.get(name, ()), ignored) for name in CONTROLS}
    sort = SORTS[str(control["sort"] or "pressing")]
    after = str(control["after"] or "")
    if after and sort.read_cursor(after) is None and "text" not in values:
        ignored.append(_shown("after", after))
        after = ""
    size = USUAL_ON_A_PAGE if control["size"] is None else int(str(control["size"]))
    if not 1 <= size <= MOST_ON_A_PAGE:
        ignored.append(_shown("size", str(size)))
        size = MOST_ON_A_PAGE if size else USUAL_ON_A_PAGE
    tab = Tab(str(control["tab"] or Tab.NEEDS_US.value))
    return Asked(values, tab, sort, size, after, tuple(dict.fromkeys(ignored)))


def _read_filter(wanted: Filter, given: Sequence[str], ignored: list[str], *, may_see_leave: bool) -> tuple[Value, ...]:
    found: list[Value] = []
    said = [text for text in given if text.strip()]
    for number, text in enumerate(said):
        value = wanted.type.read(text)
        is_hidden = wanted.how == How.TRACK and text.startswith(f"{Track.LEAVE}.") and not may_see_leave
        if value is None or is_hidden or number >= (MOST_VALUES if wanted.is_many else 1):
            ignored.append(_shown(wanted.name, text if wanted.is_in_address else ""))
        elif value not in found:
            found.append(value)
    return tuple(found)


def _read_control(name: str, given: Sequence[str], ignored: list[str]) -> Value | None:
    said = [text for text in given if text != ""]
    value = CONTROLS[name].read(said[-1]) if said else None
    if said and value is None:
        ignored.append(_shown(name, said[-1]))
    return value


def _shown(name: str, text: str) -> str:
    """Short, and without what cannot be shown."""
    whole = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in f"{name}={text}")
    return whole.removesuffix("=")[:LONGEST_SHOWN]


def label_of(wanted: Filter, value: Value) -> str:
    """In words, where the table itself knows them. Keys and codes are looked up by whoever shows them."""
    if isinstance(wanted.type, OneOf):
        return wanted.type.options[str(value)]
    if isinstance(wanted.type, Key) and value in wanted.type.words:
        return wanted.type.words[str(value)]
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return str(value)
