"""What somebody who reads the ledger asked for, read from an address. What is not understood is left out, and named."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from audit.enums import Operation, Outcome
from referrals.rules.reference import read_reference

FIRST_YEAR, LAST_YEAR = 2000, 2200
Reader = Callable[[str], object]
# How far back one sees without having asked for anything narrower.
USUAL = timedelta(days=7)
LABELS = {
    "case": "Case", "who": "Person", "agency": "Agency", "operation": "What", "outcome": "Outcome",
    "from": "From", "to": "To",
}  # fmt: skip
LONGEST_CODE = 60
LONGEST_KEY = 18
# The longest that the ledger keeps of one thing that was asked.
LONGEST_KEPT = 40


@dataclass(frozen=True)
class Asked:
    """`ignored`: the labels of what was not understood. Dates are local days, both of them counted."""

    case: str = ""
    who: int | None = None
    agency: str = ""
    operation: str = ""
    outcome: str = ""
    begin: date | None = None
    end: date | None = None
    ignored: tuple[str, ...] = ()

    @property
    def is_narrow(self) -> bool:
        """Few enough rows to look at all times."""
        return bool(self.case or self.who)

    def parameters(self) -> dict[str, str]:
        """As they stand in an address. Keys and codes only, never a name."""
        given = {
            "case": self.case, "who": self.who, "agency": self.agency, "operation": self.operation,
            "outcome": self.outcome, "from": self.begin, "to": self.end,
        }  # fmt: skip
        return {name: str(value) for name, value in given.items() if value}

    def kept(self) -> list[str]:
        """For the ledger's own line about having been read."""
        return [f"{name}:{value}"[:LONGEST_KEPT] for name, value in self.parameters().items()]


def read(given: Mapping[str, str], today: date) -> Asked:
    """Without a beginning, of everything that is not narrow only the last days are meant."""
    read_ones = {name: _READ[name](value.strip()) for name, value in given.items() if name in _READ and value.strip()}
    ignored = tuple(LABELS[name] for name in LABELS if name in read_ones and read_ones[name] is None)
    known = {_FIELD.get(name, name): value for name, value in read_ones.items() if value is not None}
    asked = Asked(**known, ignored=ignored)  # type: ignore[arg-type]  # as each reader gives it
    if asked.begin or asked.is_narrow:
        return asked
    return replace(asked, begin=(min(asked.end, today) if asked.end else today) - USUAL)


_FIELD = {"from": "begin", "to": "end"}


def _one_of(values: Iterable[str]) -> Reader:
    known = frozenset(str(value) for value in values)
    return lambda typed: typed if typed in known else None


def _key(typed: str) -> int | None:
    is_key = typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_KEY
    return int(typed) or None if is_key else None


def _code(typed: str) -> str | None:
    is_code = len(typed) <= LONGEST_CODE and all(part.isascii() and part.isalnum() for part in typed.split("-"))
    return typed if is_code else None


def _day(typed: str) -> date | None:
    """As it stands in an address or as people write it, of years with which one can still count days."""
    number, month, year = typed.split("/") if typed.count("/") == 2 else reversed([*typed.split("-"), "", ""][:3])
    if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in (number, month, year)):
        return None
    try:
        day = date(int(year), int(month), int(number))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


_READ: Mapping[str, Reader] = {
    "case": read_reference,
    "who": _key,
    "agency": _code,
    "operation": _one_of(Operation),
    "outcome": _one_of(Outcome),
    "from": _day,
    "to": _day,
}
