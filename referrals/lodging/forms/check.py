"""The declaration, and the key that tells one sending of the page from another page."""

from typing import Any

from django import forms

from agencies.shell.layout import Button, FormHelper, layout
from referrals.lodging.actions.lodging import DECLARE

STALE = "This page is incomplete. Open it again."


class FinishForm(forms.Form):
    """What is missing is said before anybody is asked to declare anything, and urgent is said without."""

    declared = forms.BooleanField(
        label="What I wrote is true as far as I know. I kept their words apart from my own view.",
        error_messages={"required": DECLARE},
    )

    def __init__(self, *args: Any, button: str, gaps: int, as_urgent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button = button
        self.gaps = gaps
        self.fields["declared"].required = not (gaps or as_urgent)

    @property
    def helper(self) -> FormHelper:
        return layout("declared", submit=self.button)


class LodgeForm(FinishForm):
    """`key` is made on the server for each showing of the page."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE})

    @property
    def helper(self) -> FormHelper:
        counted = "1 gap" if self.gaps == 1 else f"{self.gaps} gaps"
        urgent = Button(f"Send as urgent with {counted}", name="as_urgent", kind="secondary")
        return layout("key", "declared", submit=self.button, secondary=[urgent] if self.gaps else [])
