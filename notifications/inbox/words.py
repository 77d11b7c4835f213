"""What the inbox says of times, days and counts."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime

MOST_COUNTED = 99
MINUTE = timedelta(minutes=1)


def capped(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def counted(count: int, noun: str) -> str:
    return f"{capped(count)} {noun}" if count == 1 else f"{capped(count)} {noun}s"


def day_heading(day: date, today: date) -> str:
    if day == today:
        return "Today"
    return date_format(day, "l j F" if day.year == today.year else "l j F Y")


def on_the_clock(moment: datetime, at: datetime) -> str:
    """The time alone, where it is today's."""
    day, today = localdate(moment), localdate(at)
    time = f"{localtime(moment):%H:%M}"
    if day == today:
        return time
    return f"{date_format(day, 'D j M' if day.year == today.year else 'D j M Y')}, {time}"


def left_until(moment: datetime, at: datetime) -> str:
    """Rounded down, so that nobody is told of more time than there is."""
    left = moment - at
    if left < MINUTE:
        return "Less than a minute left"
    if left < timedelta(hours=1):
        return f"{counted(left // MINUTE, 'minute')} left"
    return f"{counted(left // timedelta(hours=1), 'hour')} left"
