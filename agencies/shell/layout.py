"""How the fields of a form stand on the page.

Give a form its layout by a property, never by an attribute of the class: crispy-forms keeps what it rendered on the
layout's objects, so a shared one would show one person what another saw. Labels and legends here are plain text; those
of crispy-forms' own Submit and Fieldset are read as templates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

__all__ = ["HTML", "Button", "Buttons", "Div", "Field", "Fieldset", "FormHelper", "Link", "Reveal", "layout"]


@dataclass(frozen=True)
class Button:
    """`kind` is "secondary", "warning", or nothing for the one green button of a page."""

    label: str
    name: str = ""
    value: str = "1"
    kind: str = ""


@dataclass(frozen=True)
class Link:
    label: str
    url: str


def layout(
    *fields: str | LayoutObject | HTML,
    submit: str | Button = "",
    secondary: str | Button | Link | Sequence[Button | Link] = (),
    method: str = "post",
    action: str = "",
) -> FormHelper:
    """A secondary button given as a string posts `secondary=1`."""
    helper = FormHelper()
    helper.layout = Layout(*fields, *_buttons(submit, secondary))
    helper.form_method = method
    helper.form_action = action
    helper.render_hidden_fields = True
    helper.include_media = False
    return helper


def _buttons(submit: str | Button, secondary: str | Button | Link | Sequence[Button | Link]) -> list["Buttons"]:
    first = [Button(submit) if isinstance(submit, str) else submit] if submit else []
    if isinstance(secondary, str):
        secondary = [Button(secondary, name="secondary", kind="secondary")] if secondary else []
    rest = [secondary] if isinstance(secondary, Button | Link) else list(secondary)
    return [Buttons(*first, *rest)] if first or rest else []


class Buttons:
    """Buttons and links side by side. Belongs where the form's answers end."""

    def __init__(self, *buttons: Button | Link) -> None:
        self.buttons = buttons

    def render(self, form: BaseForm, context: Context, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        return render_to_string(f"{template_pack}/layout/buttons.html", {"buttons": self.buttons})


class Fieldset(LayoutObject):
    """Questions that belong together, under a legend of size s, m or l."""

    def __init__(self, legend: str, *fields: str | LayoutObject | HTML, size: str = "m") -> None:
        self.legend = legend
        self.fields = list(fields)
        self.size = size

    def render(self, form: BaseForm, context: Context, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        shown = {"legend": self.legend, "size": self.size, "inner": inner}
        return render_to_string(f"{template_pack}/layout/fieldset.html", shown)


class Reveal(LayoutObject):
    """A question with further questions under some of its options: Reveal("interpreter", {"yes": ["language"]}).

    For a single tick box the option is called "on".
    """

    def __init__(self, field: str, below: Mapping[str, Sequence[str | LayoutObject | HTML]]) -> None:
        self.field = field
        self.below = below
        self.fields = [field, *(inner for inners in below.values() for inner in inners)]

    def render(self, form: BaseForm, context: Context, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        reveals = {
            str(value): "".join(render_field(inner, form, context, template_pack=template_pack) for inner in inners)
            for value, inners in self.below.items()
        }
        return render_field(self.field, form, context, template_pack=template_pack, extra_context={"reveals": reveals})
