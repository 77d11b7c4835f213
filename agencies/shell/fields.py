"""Fields that Django does not have."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agencies.shell import partial_date
from agencies.shell.partial_date import NotADate, PartialDate
from agencies.shell.widgets import Files, PartialDateInput


class PartialDateField(forms.Field):
    """Answers with a PartialDate. Give `today` (for example `localdate`) to refuse dates in the future."""

    widget = PartialDateInput

    def __init__(self, *, today: Callable[[], date] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate) or value is None:
            return value
        try:
            found = partial_date.read(*(part or "" for part in value))
        except NotADate as problem:
            raise _as_validation_error(problem) from None
        too_late = partial_date.problem_with_future(found, self.today()) if found and self.today else None
        if too_late:
            raise _as_validation_error(too_late)
        return found


class WholeDateField(PartialDateField):
    """Three boxes, all of them needed. Answers with a date."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if found and not found.is_whole:
            part = "month" if found.month is None else "day"
            raise _as_validation_error(NotADate({part: f"Add the {part}"}))
        return found.first_day if found else None

    def prepare_value(self, value: Any) -> Any:
        return PartialDate(value.year, value.month, value.day) if isinstance(value, date) else value


class ProseField(forms.CharField):
    """Several lines. A line break counts as one character, as the counter under the box counts it."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class FilesField(forms.FileField):
    """One or more files; answers with a list."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [file for file in (data if isinstance(data, list) else [data]) if file]
        if self.required and not given:
            raise ValidationError(self.error_messages["required"], code="required")
        return [super(FilesField, self).clean(file, initial) for file in given]


def _as_validation_error(problem: NotADate) -> ValidationError:
    return ValidationError(
        [ValidationError(text, code="date", params={"part": part}) for part, text in problem.problems.items()]
    )
