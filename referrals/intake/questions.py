"""Which question a column asks. Nothing is required here: what is missing is said when the case is checked."""

from typing import Any

from django import forms
from django.db import models
from django.utils.timezone import localdate

from agencies.shell.fields import PartialDateField, ProseField, WholeDateField
from agencies.shell.widgets import Checkboxes, Radios
from victims.columns import LONGEST, PartialDateColumn

ROWS = 3
# Part of the longest text, in hundredths, from which the page counts what is left.
COUNT_FROM = 75
WIDEST_LINE = 24
TOO_LONG = "Use at most %(limit_value)d characters. This has %(show_value)d."
UNREADABLE = "This holds a character that cannot be kept. Type it again instead of pasting it."
NOT_OFFERED = "Choose one of the answers on the page."
SENTENCES = {
    "max_length": TOO_LONG,
    "null_characters_not_allowed": UNREADABLE,
    "invalid_choice": NOT_OFFERED,
}


def question(column: "models.Field[Any, Any]", **about: Any) -> forms.Field | None:
    """For ModelForm's `formfield_callback`. `about` is what the form's Meta says: a label, a hint, a widget."""
    about = {"required": False, "label": column.verbose_name.capitalize(), "help_text": "", **about}
    about["error_messages"] = SENTENCES | about.get("error_messages", {})
    if isinstance(column, PartialDateColumn):
        return PartialDateField(today=localdate, **about)
    if isinstance(column, models.DateField) and not isinstance(column, models.DateTimeField):
        return WholeDateField(today=localdate, **about)
    if column.choices:
        return choice(column.choices, **about)
    if isinstance(column, models.TextField):
        about.setdefault("widget", forms.Textarea(attrs={"rows": ROWS, "threshold": COUNT_FROM}))
        return ProseField(max_length=LONGEST, **about)
    return column.formfield(**about)


def choice(choices: Any, **about: Any) -> forms.Field:
    """Small radio buttons, side by side where there is room for all. A plain list begins with no answer."""
    offered = [(value, label) for value, label in choices if value]
    widget = about.setdefault("widget", Radios(small=True, inline=_fits_a_line(offered)))
    is_list = widget is forms.Select or (isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect))
    return forms.ChoiceField(choices=[("", "Choose"), *offered] if is_list else offered, **about)


def several(choices: Any, **about: Any) -> forms.Field:
    """Tick boxes over a column that holds a list."""
    about = {"required": False, "widget": Checkboxes, **about}
    about["error_messages"] = SENTENCES | about.get("error_messages", {})
    return forms.MultipleChoiceField(choices=[(value, label) for value, label in choices if value], **about)


def _fits_a_line(offered: list[tuple[Any, Any]]) -> bool:
    return sum(len(str(label)) for _, label in offered) <= WIDEST_LINE
