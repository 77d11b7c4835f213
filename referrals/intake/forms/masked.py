"""Telephone numbers and addresses that are saved stay masked on the page, until somebody opens them on the record."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from referrals.intake.parts import RowForm

SHOWN_AT_THE_END = 3
# Below this, what is shown at the end would be most of it.
LONG_ENOUGH = 7
A_NUMBER = re.compile(r"[-+()\s\d]+")


def masked(text: str) -> str:
    """Of a telephone number the last digits stay, so that it can be told from another. Nothing else does."""
    if not A_NUMBER.fullmatch(text) or len(text) < LONG_ENOUGH:
        return "••••••" if text else ""
    return re.sub(r"[^\s]", "•", text[:-SHOWN_AT_THE_END]) + text[-SHOWN_AT_THE_END:]


class MaskedForm(RowForm):
    """A page on which a value was masked does not send it, and then it stays as it is."""

    masked_names: ClassVar[Sequence[str]] = ()
    is_open = False

    def mask(self, name: str, text: str) -> str:
        """For showing what is saved anywhere but in its own box."""
        return masked(text) if name in self.masked_names else text

    def open(self) -> None:
        """In a form that was posted without it, what is saved stands in its box again."""
        self.is_open = True
        if self.is_bound:
            self.data = self.data.copy()
            for name in self._masked_here:
                self.data.setdefault(self.add_prefix(name), getattr(self.instance, name))

    @property
    def is_masked(self) -> bool:
        """Something is saved, nobody opened it, and nothing else stands in its place now."""
        saved = [getattr(self.instance, name) for name in self._masked_here]
        return self.instance.pk is not None and any(saved) and not self.is_open and not self._is_typed_anew

    @property
    def _masked_here(self) -> list[str]:
        return [name for name in self.masked_names if name in self.fields]

    @property
    def _is_typed_anew(self) -> bool:
        sent = [name for name in self._masked_here if self._is_sent(name)]
        return any(self.data[self.add_prefix(name)].strip() != getattr(self.instance, name) for name in sent)

    def _is_sent(self, name: str) -> bool:
        return self.is_bound and self.add_prefix(name) in self.data

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        for name in self._masked_here:
            if not self._is_sent(name):
                answers[name] = getattr(self.instance, name)
        return answers


class Masked(LayoutObject):
    """The boxes, or, while the form is masked, what is shown in their place."""

    def __init__(self, label: str, *fields: str) -> None:
        self.label = label
        self.fields = list(fields)

    def render(self, form: BaseForm, context: Context, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        if not (isinstance(form, MaskedForm) and form.is_masked):
            return self.get_rendered_fields(form, context, template_pack, **kwargs)
        saved = [getattr(form.instance, name) for name in self.fields]
        shown = {"label": self.label, "text": masked(next(filter(None, saved))), "form": form, "names": self.fields}
        return render_to_string("intake/contact/_masked.html", shown)
