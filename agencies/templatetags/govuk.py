"""Components for templates. Those with parameters of their own come first; `component` reaches all others."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import get_urlconf
from django.utils.safestring import SafeString

from agencies.shell.components import component as render_component
from agencies.shell.menu import Item, place
from agencies.shell.problems import Problem, problems_of
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
    return problem_summary(problems_of(form) if isinstance(form, BaseForm) else [], title, text)


@register.simple_tag
def problem_summary(problems: Sequence[Problem], title: str = "There is a problem", text: str = "") -> SafeString:
    """For a page of several forms."""
    if not problems:
        return SafeString()
    errors = [{"text": problem.text, "href": problem.href} for problem in problems]
    return render_component("ErrorSummary", {"titleText": title, "descriptionText": text, "errorList": errors})


@register.simple_tag
def button(label: str, *, name: str = "", value: str = "", kind: str = "") -> SafeString:
    """`kind` is "secondary", "warning" or nothing for the green one. A second click within a second does nothing."""
    params: dict[str, Any] = {"text": label, "name": name, "value": value if name else ""}
    params |= {"classes": f"govuk-button--{kind}"} if kind else {"preventDoubleClick": True}
    return render_component("Button", params)


@register.simple_tag
def tag(label: str, colour: str = "") -> SafeString:
    """Colour means time: red is past, orange within a day, yellow within three, grey paused."""
    return render_component("Tag", {"text": label, "classes": f"govuk-tag--{colour}" if colour else ""})


@register.simple_tag
def summary_list(rows: Iterable[Sequence[str]]) -> SafeString:
    """Rows of (name, value), or of (name, value, address of the page that changes it)."""
    shown = [
        {
            "key": {"text": key},
            "value": {"text": value},
            "actions": {
                "items": [{"text": "Change", "href": href, "visuallyHiddenText": key.lower()} for href in rest]
            },
        }
        for key, value, *rest in rows
    ]
    return render_component("SummaryList", {"rows": shown})


@register.simple_tag
def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> SafeString:
    """Turns into one card for each row on a phone. The first cell of a row is its heading."""
    shown = {"caption": caption, "head": head, "rows": [list(zip(head, row, strict=True)) for row in rows]}
    return render_to_string("components/_table.html", shown)


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """After something was done: the green block. Once on a page, at the top."""
    return render_component("Panel", {"titleText": title, "html": content})


@register.simple_block_tag
def details(content: str, summary: str) -> SafeString:
    return render_component("Details", {"summaryText": summary, "html": content})


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """The first words say what the danger is."""
    return render_to_string("components/_warning.html", {"content": content})


@register.simple_tag(takes_context=True)
def next_page(context: template.Context, after: object, label: str = "Next 15") -> SafeString:
    """A link to the rows after `after`, keeping what the address already asks for. Nothing when there are no more."""
    if after is None:
        return SafeString()
    query: QueryDict = context["request"].GET.copy()
    query["after"] = str(after)
    return render_to_string("components/_next.html", {"query": query.urlencode(), "label": label})


# What is the same on many pages is drawn once


@register.simple_tag
def kept(template_name: str) -> SafeString:
    """A part that is the same on every page."""
    return _kept(template_name, get_urlconf())


@cache
def _kept(template_name: str, _urlconf: str | None) -> SafeString:
    return render_to_string(template_name)


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> SafeString:
    items = tuple(context.get("menu") or ())
    request = context.get("request")
    here, how = place(request.path, items, getattr(request, "belongs_to", "")) if request else ("", "")
    words = context["unread"].words if any(item.has_count for item in items) else ""
    return _navigation(items, here, how, words, get_urlconf())


@lru_cache(maxsize=1_000)
def _navigation(items: Sequence[Item], here: str, how: str, unread: str, _urlconf: str | None) -> SafeString:
    shown = {"menu": items, "here": here, "how": how, "unread": {"words": unread}}
    return render_to_string("components/_navigation.html", shown)
