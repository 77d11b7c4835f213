"""A field of a form, turned into the parameters that the official component macros take."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.widgets import Input
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from agencies.shell.components import component
from agencies.shell.widgets import ListInput, LongSelect, PartialDateInput

Params = dict[str, Any]
# What is shown below an option once it is chosen.
Reveals = Mapping[str, str]

# Handled by a parameter of the macro, or left out: a limit that cuts off what is pasted, and placeholders.
NOT_ATTRIBUTES = {
    "autocomplete", "autofocus", "class", "cols", "disabled", "heading", "id", "inputmode", "label-size", "maxlength",
    "minlength", "multiple", "placeholder", "prefix", "required", "rows", "size", "spellcheck", "suffix", "type",
    "width",
}  # fmt: skip
DJANGOS_ROWS = "10"
TYPES = {"email", "tel", "url", "search"}


def field_html(bound: BoundField, reveals: Reveals | None = None) -> SafeString:
    if bound.is_hidden:
        return SafeString(bound.as_widget())
    for kind, name, parameters in KINDS:
        if isinstance(bound.field.widget, kind):
            params = _common(bound) | parameters(bound, reveals or {})
            return component("CharacterCount" if params.get("maxlength") else name, params)
    return SafeString(bound.as_widget())


def element_id(bound: BoundField) -> str:
    return bound.field.widget.attrs.get("id") or bound.auto_id or bound.html_name


def _common(bound: BoundField) -> Params:
    attrs = bound.field.widget.attrs
    params: Params = {
        "id": element_id(bound),
        "name": bound.html_name,
        "disabled": _is_disabled(bound),
        "classes": f"{attrs.get('class', '')} {_width(attrs.get('width'))}".strip(),
        "attributes": {
            name: {"value": value, "optional": True} for name, value in attrs.items() if name not in NOT_ATTRIBUTES
        },
    }
    if bound.help_text:
        params["hint"] = {"text": bound.help_text}
    if bound.errors:
        params["errorMessage"] = {"html": format_html_join(SafeString("<br>"), "{}", ((e,) for e in bound.errors))}
    return params


def _width(width: object) -> str:
    """In characters, or as a part of the column, such as "two-thirds"."""
    if not width:
        return ""
    return f"govuk-input--width-{width}" if str(width).isdecimal() else f"govuk-!-width-{width}"


def _is_disabled(bound: BoundField) -> bool:
    return bool(bound.field.disabled or bound.field.widget.attrs.get("disabled"))


def _title(bound: BoundField, block: str, size: str = "") -> Params:
    """The label or the legend. `heading` makes it the heading of the page."""
    attrs = bound.field.widget.attrs
    is_heading = bool(attrs.get("heading"))
    size = attrs.get("label-size") or ("l" if is_heading else size)
    return {"text": str(bound.label), "classes": f"{block}--{size}" if size else "", "isPageHeading": is_heading}


def _label(bound: BoundField) -> Params:
    return {"label": _title(bound, "govuk-label")}


def _fieldset(bound: BoundField) -> Params:
    return {"fieldset": {"legend": _title(bound, "govuk-fieldset__legend", "s")}}


def _value(bound: BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def _text(bound: BoundField, _: Reveals) -> Params:
    attrs, kind = bound.field.widget.attrs, getattr(bound.field.widget, "input_type", "text")
    return _label(bound) | {
        "type": kind if kind in TYPES else "text",
        "value": _value(bound),
        "inputmode": attrs.get("inputmode", "numeric" if kind == "number" else None),
        "autocomplete": attrs.get("autocomplete"),
        "spellcheck": {"false": False, "true": True}.get(str(attrs.get("spellcheck", "")).lower()),
        "prefix": {"text": attrs.get("prefix", "")},
        "suffix": {"text": attrs.get("suffix", "")},
    }


def _listed(bound: BoundField, reveals: Reveals) -> Params:
    params = _text(bound, reveals)
    source = {"data-list": bound.field.widget.source, "data-module": "app-list"}
    return params | {"attributes": _common(bound)["attributes"] | source, "autocomplete": "off"}


def _password(bound: BoundField, _: Reveals) -> Params:
    autocomplete = bound.field.widget.attrs.get("autocomplete", "current-password")
    return _label(bound) | {"value": "", "autocomplete": autocomplete}


def _textarea(bound: BoundField, _: Reveals) -> Params:
    value = _value(bound)
    # A browser drops the first line break after the tag.
    value = "\n" + value if value[:1] in ("\n", "\r") else value
    attrs = bound.field.widget.attrs
    # The macro with the counter knows no parameter for this.
    disabled = {"disabled": {"value": _is_disabled(bound), "optional": True}}
    return _label(bound) | {
        "value": value,
        "attributes": _common(bound)["attributes"] | disabled,
        "disabled": False,
        "rows": 5 if attrs.get("rows") == DJANGOS_ROWS else attrs.get("rows"),
        "autocomplete": attrs.get("autocomplete"),
        "maxlength": getattr(bound.field, "max_length", None),
    }


def _file(bound: BoundField, _: Reveals) -> Params:
    return _label(bound) | {"multiple": getattr(bound.field.widget, "allow_multiple_selected", False)}


def _options(bound: BoundField) -> list[Params]:
    widget = bound.field.widget
    groups = widget.optgroups(bound.html_name, widget.format_value(bound.value()))
    return [
        {"value": str(option["value"]), "text": str(option["label"]), "selected": option["selected"]}
        for _, options, _ in groups
        for option in options
    ]


def _select(bound: BoundField, _: Reveals) -> Params:
    params = _label(bound) | {"items": _options(bound)}
    if bound.field.widget.allow_multiple_selected:
        params["attributes"] = _common(bound)["attributes"] | {"multiple": {"value": True, "optional": True}}
    return params


def _long_select(bound: BoundField, reveals: Reveals) -> Params:
    """What was typed and is in no list stays, as an option of its own, so that it can be put right."""
    params = _select(bound, reveals)
    typed = bound.value()
    if bound.form.is_bound and typed and not any(item["selected"] for item in params["items"]):
        params["items"].append({"value": str(typed), "text": str(typed), "selected": True})
    return params | {"attributes": _common(bound)["attributes"] | {"data-module": "app-long-select"}}


def _choices(bound: BoundField, reveals: Reveals, block: str) -> Params:
    widget = bound.field.widget
    hints, dividers = (_by_value(widget, name) for name in ("hints", "dividers"))
    exclusive = {str(value) for value in getattr(widget, "exclusive", ())}
    items: list[Params] = []
    for option in _options(bound):
        value = option["value"]
        if value == "":
            continue
        if value in dividers:
            items.append({"divider": dividers[value]})
        first = not items
        items.append(
            {
                "id": element_id(bound) if first else f"{element_id(bound)}-{len(items) + 1}",
                "value": value,
                "text": option["text"],
                "checked": option["selected"],
                "disabled": _is_disabled(bound),
                "hint": {"text": hints.get(value, "")},
                "conditional": {"html": reveals.get(value, "")},
                "behaviour": "exclusive" if value in exclusive else "",
            }
        )
    looks = "".join(f" govuk-{block}--{look}" for look in ("inline", "small") if getattr(widget, look, False))
    classes = widget.attrs.get("class", "") + looks
    return _fieldset(bound) | {"idPrefix": element_id(bound), "items": items, "classes": classes.strip()}


def _by_value(widget: forms.Widget, name: str) -> dict[str, str]:
    return {str(value): str(text) for value, text in getattr(widget, name, {}).items()}


def _radios(bound: BoundField, reveals: Reveals) -> Params:
    return _choices(bound, reveals, "radios")


def _checkboxes(bound: BoundField, reveals: Reveals) -> Params:
    return _choices(bound, reveals, "checkboxes")


def _checkbox(bound: BoundField, reveals: Reveals) -> Params:
    """One box that stands alone: its label is the question."""
    item = {
        "value": "on",
        "text": str(bound.label),
        "checked": bound.field.widget.check_test(bound.value()),
        "disabled": _is_disabled(bound),
        "conditional": {"html": reveals.get("on", "")},
    }
    classes = "govuk-checkboxes--small" if getattr(bound.field.widget, "small", False) else ""
    return {"idPrefix": element_id(bound), "items": [item], "classes": classes}


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
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{' govuk-input--error' if part in wrong else ''}",
            "attributes": {"disabled": {"value": _is_disabled(bound), "optional": True}},
        }
        for part, text in zip(widget.PARTS, typed, strict=True)
    ]
    return _fieldset(bound) | {"items": items}


def parts_at_fault(bound: BoundField) -> list[str]:
    """Of a date in three boxes. An error that names no part concerns all of them."""
    errors = bound.errors.as_data()
    parts = [(error.params or {}).get("part") for error in errors]
    return list(PartialDateInput.PARTS) if None in parts else parts


# The first that fits: a list of tick boxes is also a kind of radios, and so on.
KINDS: tuple[tuple[type[forms.Widget], str, Callable[[BoundField, Reveals], Params]], ...] = (
    (PartialDateInput, "DateInput", _partial_date),
    (forms.CheckboxSelectMultiple, "Checkboxes", _checkboxes),
    (forms.RadioSelect, "Radios", _radios),
    (forms.CheckboxInput, "Checkboxes", _checkbox),
    (LongSelect, "Select", _long_select),
    (forms.Select, "Select", _select),
    (ListInput, "Input", _listed),
    (forms.PasswordInput, "PasswordInput", _password),
    (forms.FileInput, "FileUpload", _file),
    (forms.Textarea, "Textarea", _textarea),
    (Input, "Input", _text),
)
