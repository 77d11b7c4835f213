from typing import Any

from django import forms
from django.utils.timezone import localdate

from agencies.shell.fields import FilesField, ProseField, WholeDateField
from agencies.shell.layout import Button, FormHelper, layout
from referrals.evidence.actions import Said
from referrals.models import EvidenceFile

LONGEST_PAGE_KEY = 22


class AddForm(forms.Form):
    """How the box for files looks. What comes in it is judged file by file."""

    chosen = FilesField(label="Choose files", help_text="You can choose several at once.", required=False)


class DescribeForm(forms.Form):
    """What one file is, and its date: the Home Office asks both. Half an answer is kept too."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    description = forms.CharField(
        label="What is it?",
        max_length=500,
        required=False,
        error_messages={"max_length": "Use at most 500 characters to say what it is."},
    )
    dated_on = WholeDateField(label="Its date, if it has one", required=False, today=localdate)

    data: Any

    def __init__(self, file: EvidenceFile, data: Any = None) -> None:
        prefix = str(file.key)
        saved = {"version": file.version, "description": file.description, "dated_on": file.dated_on}
        was_there = data is not None and f"{prefix}-version" in data
        super().__init__(data if was_there else None, prefix=prefix, initial=saved)
        self.file = file

    def said(self, page_key: str) -> Said:
        """Whatever could be read of it. The rest stays as it is saved."""
        self.is_valid()
        read = {
            "description": self.file.description,
            "dated_on": self.file.dated_on,
            "version": -1,
            **self.cleaned_data,
        }
        return Said(key=self.file.key, page_key=page_key, **read)

    def show_what_is_saved(self, now: EvidenceFile) -> None:
        """Somebody else saved first. What was typed stays, and the next save takes its place."""
        is_ours = f"It now says “{now.description}”" if now.description else "It is empty now"
        self.add_error(
            "description", f"Somebody else changed this while you were writing. {is_ours}. Save to use yours."
        )
        self.data = {**self.data.dict(), self.add_prefix("version"): str(now.version)}


class ReasonForm(forms.Form):
    reason = ProseField(
        label="Why is it taken out?",
        help_text="Such as: it belongs to another case, it is a worse copy, it was added by mistake.",
        max_length=2000,
        error_messages={"required": "Say why it is taken out.", "max_length": "Use at most 2,000 characters."},
    )

    @property
    def helper(self) -> FormHelper:
        return layout("reason", submit=Button("Take it out", kind="warning"))
