"""Parameters of the components that offer options: lists, radio buttons and tick boxes."""

from django import forms
from django.forms import BoundField

from agencies.shell.parameters import Params, Reveals, common, element_id, fieldset, is_disabled, label, optional


def _options(bound: BoundField) -> list[Params]:
    widget = bound.field.widget
    groups = widget.optgroups(bound.html_name, widget.format_value(bound.value()))
    return [
        {"value": str(option["value"]), "text": str(option["label"]), "selected": option["selected"]}
        for _, options, _ in groups
        for option in options
    ]


def select(bound: BoundField, _: Reveals) -> Params:
    params = label(bound) | {"items": _options(bound)}
    if bound.field.widget.allow_multiple_selected:
        params["attributes"] = common(bound)["attributes"] | {"multiple": optional(True)}
    return params


def long_select(bound: BoundField, reveals: Reveals) -> Params:
    """What was typed and is in no list stays, as an option of its own, so that it can be put right."""
    params = select(bound, reveals)
    typed = bound.value()
    if bound.form.is_bound and typed and not any(item["selected"] for item in params["items"]):
        params["items"].append({"value": str(typed), "text": str(typed), "selected": True})
    return params | {"attributes": common(bound)["attributes"] | {"data-module": "app-long-select"}}


def _choices(bound: BoundField, reveals: Reveals, block: str) -> Params:
    widget = bound.field.widget
    hints, dividers = (_by_value(widget, name) for name in ("hints", "dividers"))
    exclusive = {str(value) for value in getattr(widget, "exclusive", ())}
    items: list[Params] = []
    for number, option in enumerate((option for option in _options(bound) if option["value"] != ""), 1):
        value = option["value"]
        if value in dividers:
            items.append({"divider": dividers[value]})
        items.append(
            {
                "id": element_id(bound) if number == 1 else f"{element_id(bound)}-{number}",
                "value": value,
                "text": option["text"],
                "checked": option["selected"],
                "disabled": is_disabled(bound),
                "hint": {"text": hints.get(value, "")},
                "conditional": {"html": reveals.get(value, "")},
                "behaviour": "exclusive" if value in exclusive else "",
            }
        )
    wanted = [look for look in ("inline", "small") if getattr(widget, look, False)]
    looks = "".join(f" govuk-{block}--{look}" for look in wanted if look != "inline" or not reveals)
    classes = widget.attrs.get("class", "") + looks
    return fieldset(bound) | {"idPrefix": element_id(bound), "items": items, "classes": classes.strip()}


def _by_value(widget: forms.Widget, name: str) -> dict[str, str]:
    return {str(value): str(text) for value, text in getattr(widget, name, {}).items()}


def radios(bound: BoundField, reveals: Reveals) -> Params:
    return _choices(bound, reveals, "radios")


def checkboxes(bound: BoundField, reveals: Reveals) -> Params:
    return _choices(bound, reveals, "checkboxes")


def checkbox(bound: BoundField, reveals: Reveals) -> Params:
    """One box that stands alone: its label is the question."""
    item = {
        "value": "on",
        "text": str(bound.label),
        "checked": bound.field.widget.check_test(bound.value()),
        "disabled": is_disabled(bound),
        "conditional": {"html": reveals.get("on", "")},
    }
    classes = "govuk-checkboxes--small" if getattr(bound.field.widget, "small", False) else ""
    return {"idPrefix": element_id(bound), "items": [item], "classes": classes}
