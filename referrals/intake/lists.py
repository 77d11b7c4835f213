"""Columns that hold several answers: as lines in one box, or as several boxes that each find a value of a list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agencies.enums import ListName
from agencies.reference.fields import ListedChoiceField
from agencies.shell.fields import ProseField

MOST_LINES = 20
LONGEST_LINE = 200
ORDINALS = ("", "Second ", "Third ", "Fourth ")


class LinesField(ProseField):
    """One answer on each line. Answers with a list."""

    def __init__(self, **about: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), **about)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).split("\n") if line.strip()]
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(f"Use at most {MOST_LINES} lines of at most {LONGEST_LINE} characters each.")
        return lines


class Boxes:
    """For one column that holds codes of a list: boxes called `<column>_1` and so on, each finding one value."""

    def __init__(self, column: str, list_name: ListName, label: str, help_text: str = "", count: int = 3) -> None:
        self.column = column
        self.list_name = list_name
        self.label = label
        self.help_text = help_text
        self.names = [f"{column}_{number}" for number in range(1, count + 1)]

    def add_to(self, form: forms.BaseForm, codes: list[str]) -> None:
        for number, name in enumerate(self.names):
            code = codes[number] if number < len(codes) else ""
            label = f"{ORDINALS[number]}{self.label}".capitalize() + (" (optional)" if number else "")
            hint = "" if number else self.help_text
            form.fields[name] = ListedChoiceField(
                self.list_name, label=label, help_text=hint, required=False, kept=code, initial=code
            )

    def gathered(self, answers: dict[str, Any]) -> list[str]:
        return list(dict.fromkeys(filter(None, (answers.get(name) for name in self.names))))
