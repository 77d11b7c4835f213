"""A time of day, as one says it."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate, localtime, make_aware

HOURS_AND_MINUTES = re.compile(r"([01]?[0-9]|2[0-3])[:.]?([0-5][0-9])")


class TimeOfDayField(forms.CharField):
    """Takes 23:50, 23.50 and 2350; answers with "23:50"."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if not typed:
            return ""
        found = HOURS_AND_MINUTES.fullmatch(typed)
        if found is None:
            raise ValidationError("Enter the time as hours and minutes, for example 23:50.")
        return f"{int(found[1]):02}:{found[2]}"


def moment(on: date, at: str) -> datetime:
    """When the clock on the wall showed it."""
    return make_aware(datetime.combine(on, time.fromisoformat(at)))


def on_the_wall(when: datetime) -> tuple[date, str]:
    return localdate(when), f"{localtime(when):%H:%M}"
