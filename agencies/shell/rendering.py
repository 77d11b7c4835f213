"""A field of a form, shown by the official component macros."""

from collections.abc import Callable

from django import forms
from django.forms import BoundField
from django.forms.widgets import Input
from django.utils.safestring import SafeString

from agencies.shell import choices
from agencies.shell.components import component
from agencies.shell.parameters import (
    Params,
    Reveals,
    common,
    element_id,
    fieldset,
    is_disabled,
    label,
    optional,
    shown_value,
    width,
)
from agencies.shell.widgets import ListInput, LongSelect, PartialDateInput

DJANGOS_ROWS = "10"
TYPES = {"email", "tel", "url", "search"}


def field_html(bound: BoundField, reveals: Reveals | None = None) -> SafeString:
    if bound.is_hidden:
        return SafeString(bound.as_widget())
    for kind, name, parameters in KINDS:
        if isinstance(bound.field.widget, kind):
            params = common(bound) | parameters(bound, reveals or {})
            return component("CharacterCount" if params.get("maxlength") else name, params)
    return SafeString(bound.as_widget())


def _text(bound: BoundField, _: Reveals) -> Params:
    attrs, kind = bound.field.widget.attrs, getattr(bound.field.widget, "input_type", "text")
    return label(bound) | {
        "type": kind if kind in TYPES else "text",
        "value": shown_value(bound),
        "inputmode": attrs.get("inputmode", "numeric" if kind == "number" else None),
        "autocomplete": attrs.get("autocomplete"),
        "spellcheck": {"false": False, "true": True}.get(str(attrs.get("spellcheck", "")).lower()),
        "prefix": {"text": attrs.get("prefix", "")},
        "suffix": {"text": attrs.get("suffix", "")},
    }


def _listed(bound: BoundField, reveals: Reveals) -> Params:
    params = _text(bound, reveals)
    source = {"data-list": bound.field.widget.source, "data-module": "app-list"}
    return params | {"attributes": common(bound)["attributes"] | source, "autocomplete": "off"}


def _password(bound: BoundField, _: Reveals) -> Params:
    autocomplete = bound.field.widget.attrs.get("autocomplete", "current-password")
    return label(bound) | {"value": "", "autocomplete": autocomplete}


def _textarea(bound: BoundField, _: Reveals) -> Params:
    value = shown_value(bound)
    # A browser drops the first line break after the tag.
    value = "\n" + value if value[:1] in ("\n", "\r") else value
    attrs = bound.field.widget.attrs
    # The macro with the counter knows no parameter for being disabled.
    disabled = {"disabled": optional(is_disabled(bound))}
    return label(bound) | {
        "value": value,
        "attributes": common(bound)["attributes"] | disabled,
        "disabled": False,
        "rows": 5 if attrs.get("rows") == DJANGOS_ROWS else attrs.get("rows"),
        "autocomplete": attrs.get("autocomplete"),
        "maxlength": getattr(bound.field, "max_length", None),
        "threshold": attrs.get("threshold"),
    }


def _file(bound: BoundField, _: Reveals) -> Params:
    return label(bound) | {"multiple": getattr(bound.field.widget, "allow_multiple_selected", False)}


def _partial_date(bound: BoundField, _: Reveals) -> Params:
    widget = bound.field.widget
    value = bound.value()
    typed = value if isinstance(value, list) else widget.decompress(value)
    wrong = parts_at_fault(bound)
    items = [
        {
            "id": f"{element_id(bound)}_{part}",
            "name": f"{bound.html_name}_{part}",
            "label": part.title(),
            "value": text or "",
            "classes": f"{width(4 if part == 'year' else 2)} {'govuk-input--error' if part in wrong else ''}".strip(),
            "attributes": {"disabled": optional(is_disabled(bound))},
        }
        for part, text in zip(widget.PARTS, typed, strict=True)
    ]
    return fieldset(bound) | {"items": items}


def parts_at_fault(bound: BoundField) -> list[str]:
    """Of a date in three boxes. An error that names no part concerns all of them."""
    parts = [(error.params or {}).get("part", "") for error in bound.errors.as_data()]
    return parts if all(parts) else list(PartialDateInput.PARTS)


# The first that fits: a list of tick boxes is also a kind of radios, and so on.
KINDS: tuple[tuple[type[forms.Widget], str, Callable[[BoundField, Reveals], Params]], ...] = (
    (PartialDateInput, "DateInput", _partial_date),
    (forms.CheckboxSelectMultiple, "Checkboxes", choices.checkboxes),
    (forms.RadioSelect, "Radios", choices.radios),
    (forms.CheckboxInput, "Checkboxes", choices.checkbox),
    (LongSelect, "Select", choices.long_select),
    (forms.Select, "Select", choices.select),
    (ListInput, "Input", _listed),
    (forms.PasswordInput, "PasswordInput", _password),
    (forms.FileInput, "FileUpload", _file),
    (forms.Textarea, "Textarea", _textarea),
    (Input, "Input", _text),
)
