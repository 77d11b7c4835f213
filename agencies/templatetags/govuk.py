"""Components for templates. Those with parameters of their own come first; `component` reaches all others."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from agencies.shell.components import component as render_component
from agencies.shell.problems import problems_of
from agencies.shell.rendering import field_html

register = template.Library()


@register.simple_tag
def component(name: str, **params: Any) -> SafeString:
    return render_component(name, params)


@register.simple_tag
def govuk_field(bound: BoundField, reveals: Mapping[str, str] | None = None) -> SafeString:
    return field_html(bound, reveals)


@register.simple_tag
def error_summary(form: BaseForm | None, title: str = "There is a problem", text: str = "") -> SafeString:
    """Nothing, unless there is something wrong. Takes the focus when the page opens."""
    problems = problems_of(form) if isinstance(form, BaseForm) else []
    if not problems:
        return SafeString()
    errors = [{"text": problem.text, "href": problem.href} for problem in problems]
    return render_component("ErrorSummary", {"titleText": title, "descriptionText": text, "errorList": errors})


@register.simple_tag
def button(label: str, *, name: str = "", value: str = "", kind: str = "") -> SafeString:
    """`kind` is "secondary", "warning" or nothing for the green one. A second click within a second does nothing."""
    params = {"text": label, "name": name, "value": value if name else "", "preventDoubleClick": not kind}
    return render_component("Button", params | {"classes": f"govuk-button--{kind}" if kind else ""})


@register.simple_tag(takes_context=True)
def place(context: template.Context, href: str) -> str:
    """Whether the page now shown is `href`, or stands below it: what aria-current says."""
    path = context["request"].path if "request" in context else ""
    if path == href:
        return "page"
    return "true" if len(href) > 1 and path.startswith(href) else ""
