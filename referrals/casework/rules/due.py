"""How much time a task still has. Its last day counts in full."""

from datetime import date

from referrals.rules.clocks import Clock

SOON, NEAR = 1, 3


def clock_of_task(due_on: date | None, today: date) -> Clock:
    if due_on is None:
        return Clock("No date", "")
    day = named(due_on, today)
    left = (due_on - today).days
    if left < 0:
        return Clock(f"Overdue by {_days(-left)}", f"was due {day}", "red")
    if left == 0:
        return Clock("Today", f"due {day}", "orange")
    return Clock(f"{_days(left)} left", f"due {day}", "orange" if left <= SOON else "yellow" if left <= NEAR else "")


def named(day: date, today: date) -> str:
    """The weekday always; the year only when it is not this one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%a} {day.day} {day:%b}{year}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
