"""Questions of which most pages need no answer: folded away, and open where something in them needs a look."""

from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from referrals.intake.parts import Laid


class Folded(LayoutObject):
    def __init__(self, summary: str, *fields: Laid) -> None:
        self.summary = summary
        self.fields = list(fields)

    def render(self, form: BaseForm, context: Context, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        inner = self.get_rendered_fields(form, context, template_pack, **kwargs)
        is_open = any(pointer.name in form.errors for pointer in self.get_field_names())
        shown = {"summary": self.summary, "inner": inner, "is_open": is_open}
        return render_to_string("intake/consent/_folded.html", shown)
