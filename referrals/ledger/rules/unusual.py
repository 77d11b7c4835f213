"""What a person should look at: many cases in a short time, at night, of somebody of one's own name or address, refused
again and again. Each rule is plain, and none of them says that anything was wrong.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

MOST_CASES = 20
MOST_REFUSALS = 5
WHILE = timedelta(hours=1)
NIGHT_BEGINS, NIGHT_ENDS = time(22), time(6)
MOST_DAYS = 31


class Rule(StrEnum):
    MANY = "many"
    NIGHT = "night"
    NAME = "name"
    ADDRESS = "address"
    REFUSED = "refused"


@dataclass(frozen=True)
class Look:
    """One line of the ledger: a case opened, or something refused. `local` is the same time on the clock on the wall.

    `is_theirs`: the case is one that they began or have. `has_their_name`: the person has the same family name.
    `has_their_postcode`: an address in it has the postcode of where they live.
    """

    pk: int
    person: int
    at: datetime
    local: datetime
    case: str = ""
    is_refused: bool = False
    is_on_duty: bool = False
    is_theirs: bool = False
    has_their_name: bool = False
    has_their_postcode: bool = False


@dataclass(frozen=True)
class Finding:
    """`first`: the line by which it is known again, whatever days are asked for."""

    rule: Rule
    person: int
    first: int
    at: datetime
    reason: str
    cases: tuple[str, ...] = ()


def find(looks: Iterable[Look]) -> list[Finding]:
    """Newest first. A person is asked about once for each hour, night or day, not once for each line."""
    by_person: dict[int, list[Look]] = defaultdict(list)
    for look in sorted(looks, key=lambda each: (each.at, each.pk)):
        by_person[look.person].append(look)
    found = [finding for theirs in by_person.values() for rule in RULES.values() for finding in rule(theirs)]
    return sorted(found, key=lambda each: (each.at, each.first, each.rule), reverse=True)


def reason_not_to_review(finding: Finding, reviewer: int) -> str | None:
    """Nobody says of their own access that it was in order."""
    return "This is about you. Another auditor reviews it." if finding.person == reviewer else None


def days_between(begin: date | None, end: date | None, today: date) -> tuple[date, date]:
    """The days to look at: the last seven where none are named, never more than a month, never turned round."""
    last = min(end or today, today)
    first = min(begin or last - timedelta(days=6), last)
    return max(first, last - timedelta(days=MOST_DAYS - 1)), last


# The rules. Each is given what one person did, in the order of time.


def _many(looks: list[Look]) -> Iterator[Finding]:
    opened = [look for look in looks if look.case and not look.is_refused]
    for window in _crossings(opened, lambda each: len({look.case for look in each}) > MOST_CASES):
        cases = tuple(dict.fromkeys(look.case for look in window))
        yield _finding(Rule.MANY, window[-1], f"More than {MOST_CASES} different cases opened within an hour", cases)


def _refused(looks: list[Look]) -> Iterator[Finding]:
    refused = [look for look in looks if look.is_refused]
    for window in _crossings(refused, lambda each: len(each) >= MOST_REFUSALS):
        cases = tuple(dict.fromkeys(look.case for look in window if look.case))
        yield _finding(Rule.REFUSED, window[-1], f"Refused {MOST_REFUSALS} times or more within an hour", cases)


def _night(looks: list[Look]) -> Iterator[Finding]:
    at_night = [look for look in looks if is_at_night(look.local) and look.case and not look.is_refused]
    strange = [look for look in at_night if not look.is_on_duty and not look.is_theirs]
    for group in _by(strange, lambda look: (look.local - timedelta(hours=12)).date()):
        cases = tuple(dict.fromkeys(look.case for look in group))
        yield _finding(Rule.NIGHT, group[0], "Opened between 22:00 and 06:00, not on duty, not a case of theirs", cases)


def _name(looks: list[Look]) -> Iterator[Finding]:
    same = [look for look in looks if look.has_their_name and not look.is_refused]
    for group in _by(same, lambda look: (look.case, look.local.date())):
        yield _finding(Rule.NAME, group[0], "The person in the case has the same family name", (group[0].case,))


def _address(looks: list[Look]) -> Iterator[Finding]:
    same = [look for look in looks if look.has_their_postcode and not look.is_refused]
    for group in _by(same, lambda look: (look.case, look.local.date())):
        yield _finding(Rule.ADDRESS, group[0], "An address in the case has their own postcode", (group[0].case,))


RULES: Mapping[Rule, Callable[[list[Look]], Iterator[Finding]]] = {
    Rule.MANY: _many,
    Rule.NIGHT: _night,
    Rule.NAME: _name,
    Rule.ADDRESS: _address,
    Rule.REFUSED: _refused,
}


def is_at_night(at: datetime) -> bool:
    return at.time() >= NIGHT_BEGINS or at.time() < NIGHT_ENDS


def _crossings(looks: list[Look], is_too_much: Callable[[list[Look]], bool]) -> Iterator[list[Look]]:
    """The last hour, each time that it becomes too much and was not before."""
    begin, was_too_much = 0, False
    for end, look in enumerate(looks):
        while look.at - looks[begin].at > WHILE:
            begin += 1
        window = looks[begin : end + 1]
        now_too_much = is_too_much(window)
        if now_too_much and not was_too_much:
            yield window
        was_too_much = now_too_much


def _by(looks: list[Look], key: Callable[[Look], object]) -> Collection[list[Look]]:
    groups: dict[object, list[Look]] = defaultdict(list)
    for look in looks:
        groups[key(look)].append(look)
    return groups.values()


def _finding(rule: Rule, look: Look, reason: str, cases: tuple[str, ...]) -> Finding:
    return Finding(rule, look.person, look.pk, look.at, reason, cases)
