"""Who gets what is meant for somebody who is away, who is on duty, and how people are told who never said how."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.enums import How
from notifications.kinds import Kind

TURNED_ROUND = "The last day must not be before the first."
GONE_BY = "The last day has gone by."
TOO_LONG_AHEAD = "Choose days within the next year."
OVERLAPS = "You are away on some of these days already. End that first, or choose other days."
SHIFT_GONE_BY = "This shift is over already."
TOO_FAR = "Choose a day within the next year."
ON_SHIFT_ALREADY = "They are on shift for this unit then already."
# In the night in which the clocks go forward.
TURNED_ROUND_BY_CLOCKS = "The clocks change that night, and a shift between these times would end before it starts."
FURTHEST = timedelta(days=366)
LONDON = ZoneInfo("Europe/London")


def stand_ins(people: Collection[int], passes: Mapping[int, int | None], gone: Collection[int] = ()) -> dict[int, int]:
    """Of those people who are away, who gets theirs.

    `passes` has everybody who is away, and to whom they pass theirs. Whoever is away as well passes it on. A chain that
    ends with nobody, comes back to where it was, or reaches somebody who has left, reaches nobody.
    """
    ends = {person: _end_of_chain(person, passes) for person in people if person in passes}
    return {person: end for person, end in ends.items() if end is not None and end not in gone}


def _end_of_chain(person: int, passes: Mapping[int, int | None]) -> int | None:
    met = {person}
    end = passes[person]
    while end is not None and end in passes:
        if end in met:
            return None
        met.add(end)
        end = passes[end]
    return end


def on_duty(on_shift: Sequence[int], members: Sequence[int], away: Collection[int]) -> list[int]:
    """Of those members: whoever is on shift, in the order of the rota; else whoever is not away; else all of them."""
    first = [person for person in on_shift if person in members]
    return first or [person for person in members if person not in away] or list(members)


def how(wish: str | None, kind: Kind) -> How:
    """Danger and breach come at once, whatever somebody wished before or wishes now."""
    if not kind.may_be_turned_off:
        return How.AT_ONCE
    return How(wish) if wish else kind.how


def reason_not_to_be_away(
    first_day: date, last_day: date, others: Collection[tuple[date, date]], today: date
) -> str | None:
    """`others`: when this person is away already."""
    if last_day < first_day:
        return TURNED_ROUND
    if last_day < today:
        return GONE_BY
    if last_day - today > FURTHEST:
        return TOO_LONG_AHEAD
    if any(first_day <= last and first <= last_day for first, last in others):
        return OVERLAPS
    return None


def reason_not_to_be_on_shift(
    starts_at: datetime, ends_at: datetime, others: Collection[tuple[datetime, datetime]], now: datetime
) -> str | None:
    """`others`: when this person is on shift for this unit already."""
    if ends_at <= starts_at:
        return TURNED_ROUND_BY_CLOCKS
    if ends_at <= now:
        return SHIFT_GONE_BY
    if starts_at - now > FURTHEST:
        return TOO_FAR
    if any(starts_at < end and start < ends_at for start, end in others):
        return ON_SHIFT_ALREADY
    return None


def times_of_shift(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """In local time. One that ends at or before the time it starts goes on over midnight."""
    last = day if ends > starts else day + timedelta(days=1)
    return datetime.combine(day, starts, LONDON).astimezone(UTC), datetime.combine(last, ends, LONDON).astimezone(UTC)
