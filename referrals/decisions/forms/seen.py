"""What every page of a step carries, and the boxes that several of them have."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localdate

from agencies.shell.fields import WholeDateField
from agencies.shell.layout import FormHelper, layout
from referrals.lodging.forms.afterwards import prose

INCOMPLETE = "This page is incomplete. Open it again."
LARGEST = 2**31


class SeenForm(forms.Form):
    """`seen`: the last step that the page showed."""

    seen = forms.IntegerField(
        min_value=0, max_value=LARGEST, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], INCOMPLETE),
    )  # fmt: skip

    data: Mapping[str, Any]

    def typed(self) -> list[tuple[str, str]]:
        """What was posted, box by box, to be posted again. Not what this page itself carries."""
        own = {"csrfmiddlewaretoken", "seen", "save", "change"}
        found = self.data.lists() if hasattr(self.data, "lists") else []
        return [(name, value) for name, values in found if name not in own for value in values]

    def said(self) -> list[tuple[str, str]]:
        """In words, for the page that shows both versions."""
        shown = [(str(field.label or name), self.cleaned_data.get(name)) for name, field in self._visible()]
        return [(label, self._worded(value)) for label, value in shown if value not in (None, "", False)]

    def _visible(self) -> list[tuple[str, forms.Field]]:
        return [(name, field) for name, field in self.fields.items() if not field.widget.is_hidden]

    def _worded(self, value: Any) -> str:
        if isinstance(value, date):
            return date_format(value, "D j M Y")
        return "Yes" if value is True else str(getattr(value, "label", value))


def whole_date(label: str, required: str, *, hint: str = "", may_be_later: bool = False) -> WholeDateField:
    return WholeDateField(
        label=label,
        help_text=hint,
        required=bool(required),
        today=None if may_be_later else localdate,
        error_messages={"required": required},
    )


class ReasonForm(SeenForm):
    """A step that needs nothing but a reason."""

    def __init__(self, *args: Any, label: str, needed: str, submit: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = prose(label, needed, hint=hint)
        self.submit = submit

    @property
    def helper(self) -> FormHelper:
        return layout("seen", "reason", submit=self.submit)
