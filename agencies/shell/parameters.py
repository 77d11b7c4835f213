"""What the parameters of all component macros have in common, taken from a field of a form."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

Params = dict[str, Any]
# What is shown below an option once it is chosen.
Reveals = Mapping[str, str]

# Handled by a parameter of the macro, or left out: a limit that cuts off what is pasted, and placeholders.
NOT_ATTRIBUTES = {
    "autocomplete", "autofocus", "class", "cols", "disabled", "heading", "id", "inputmode", "label-size", "maxlength",
    "minlength", "multiple", "placeholder", "prefix", "required", "rows", "size", "spellcheck", "suffix", "threshold",
    "type", "width",
}  # fmt: skip


def element_id(bound: BoundField) -> str:
    return bound.field.widget.attrs.get("id") or bound.auto_id or bound.html_name


def common(bound: BoundField) -> Params:
    attrs = bound.field.widget.attrs
    params: Params = {
        "id": element_id(bound),
        "name": bound.html_name,
        "disabled": is_disabled(bound),
        "classes": f"{attrs.get('class', '')} {width(attrs.get('width'))}".strip(),
        "attributes": {name: optional(value) for name, value in attrs.items() if name not in NOT_ATTRIBUTES},
    }
    if bound.help_text:
        params["hint"] = {"text": bound.help_text}
    if bound.errors:
        params["errorMessage"] = {"html": format_html_join(SafeString("<br>"), "{}", ((e,) for e in bound.errors))}
    return params


def optional(value: object) -> Params:
    """An attribute that is left out when it is false, and has no value when it is true."""
    return {"value": value, "optional": True}


def width(wanted: object) -> str:
    """In characters, or as a part of the column, such as "two-thirds"."""
    if not wanted:
        return ""
    return f"govuk-input--width-{wanted}" if str(wanted).isdecimal() else f"govuk-!-width-{wanted}"


def is_disabled(bound: BoundField) -> bool:
    return bool(bound.field.disabled or bound.field.widget.attrs.get("disabled"))


def _title(bound: BoundField, block: str, size: str = "") -> Params:
    """The label or the legend. `heading` makes it the heading of the page."""
    attrs = bound.field.widget.attrs
    is_heading = bool(attrs.get("heading"))
    size = attrs.get("label-size") or ("l" if is_heading else size)
    return {"text": str(bound.label), "classes": f"{block}--{size}" if size else "", "isPageHeading": is_heading}


def label(bound: BoundField) -> Params:
    return {"label": _title(bound, "govuk-label")}


def fieldset(bound: BoundField) -> Params:
    return {"fieldset": {"legend": _title(bound, "govuk-fieldset__legend", "s")}}


def shown_value(bound: BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)
