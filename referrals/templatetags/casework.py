"""What the pages of a case need to link to pages that may not be there, and to speak to their reader."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag
def page_or_none(name: str, **parts: Any) -> str:
    """The address of a page, or nothing while there is no such page."""
    try:
        return reverse(name, kwargs=parts)
    except NoReverseMatch:
        return ""


@register.filter
def or_you(person: Any, reader: Any) -> str:
    return "you" if person == reader else str(person)
