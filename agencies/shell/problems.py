"""What is wrong with a form, in the order of the page, each with the box it is about."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm

from agencies.shell.parameters import element_id
from agencies.shell.rendering import parts_at_fault
from agencies.shell.widgets import PartialDateInput


@dataclass(frozen=True)
class Problem:
    text: str
    href: str = ""


def problems_of(form: BaseForm) -> list[Problem]:
    found = [Problem(str(error)) for error in form.non_field_errors()]
    for name in _in_page_order(form):
        found += _problems_of_field(form, name)
    return found


def _in_page_order(form: BaseForm) -> list[str]:
    layout: Any = getattr(getattr(form, "helper", None), "layout", None)
    laid_out = [pointer.name for pointer in layout.get_field_names()] if layout else []
    names = dict.fromkeys([*laid_out, *form.fields])
    return [name for name in names if name in form.errors and name != NON_FIELD_ERRORS]


def _problems_of_field(form: BaseForm, name: str) -> list[Problem]:
    bound, texts = form[name], list(form.errors[name])
    if bound.is_hidden:
        return [Problem(str(text)) for text in texts]
    target = element_id(bound)
    if isinstance(bound.field.widget, PartialDateInput):
        parts = parts_at_fault(bound)
        if len(parts) != len(texts):
            parts = parts[:1] * len(texts)
        return [Problem(str(text), f"#{target}_{part}") for text, part in zip(texts, parts, strict=True)]
    return [Problem(str(text), f"#{target}") for text in texts]
