"""What the templates of a draft need to say of its sections."""

from typing import Any, cast

from django import template
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString

from agencies.templatetags.govuk import tag
from referrals.enums import SectionStatus
from referrals.intake.sections import Section
from referrals.models import Referral

register = template.Library()

# Colour only where something is to be done.
COLOURS = {
    SectionStatus.NOT_STARTED: "blue",
    SectionStatus.IN_PROGRESS: "teal",
    SectionStatus.CANNOT_KNOW: "grey",
    SectionStatus.OPTIONAL: "grey",
}


@register.simple_tag
def status_tag(status: SectionStatus) -> SafeString | str:
    colour = COLOURS.get(status)
    return tag(status.label, colour) if colour else status.label


@register.simple_tag
def address_of(section: Section, referral: Referral) -> str:
    """Files have pages of their own."""
    if not section.parts:
        return reverse(section.code, kwargs={"reference": referral.reference})
    return reverse("section", kwargs={"reference": referral.reference, "code": section.code})


@register.simple_tag(takes_context=True)
def about_section(context: template.Context, section: Section) -> SafeString:
    """What the page says before it asks, where it says anything."""
    try:
        found = get_template(f"intake/about/{section.code}.html")
    except TemplateDoesNotExist:
        return SafeString()
    return SafeString(found.render(cast("dict[str, Any]", context.flatten())))


@register.filter
def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
