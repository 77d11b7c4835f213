"""An answer as words, in the wording of the page that asked for it."""

from datetime import date, datetime
from typing import Any

from django.forms import BoundField, ChoiceField, MultipleChoiceField
from django.utils.formats import date_format
from django.utils.timezone import localtime

from agencies.reference.fields import ListedChoiceField


def in_words(bound: BoundField) -> str:
    """Empty when there is no answer. What could not be read is given as it was typed."""
    form = bound.form
    if form.is_bound and bound.name not in getattr(form, "cleaned_data", {}):
        return _typed(bound.data)
    value = form.cleaned_data[bound.name] if form.is_bound else bound.initial
    return worded(bound.field, value)


def shown(bound: BoundField) -> str:
    """The same, outside its own box: what is masked stays masked."""
    mask = getattr(bound.form, "mask", None)
    return mask(bound.name, in_words(bound)) if mask else in_words(bound)


def worded(field: Any, value: Any) -> str:
    if value in (None, "", False, []):
        return ""
    if isinstance(field, ListedChoiceField):
        return str(field.prepare_value(value))
    if isinstance(field, MultipleChoiceField):
        return "; ".join(_label(field, each) for each in value)
    if isinstance(field, ChoiceField):
        return _label(field, value)
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "Yes" if value is True else str(value)


def _label(field: Any, value: Any) -> str:
    return str(dict(field.choices).get(value, value))


def _typed(data: Any) -> str:
    parts = data if isinstance(data, list | tuple) else [data]
    return " ".join(str(part) for part in parts if part)
