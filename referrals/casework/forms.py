"""What is asked of whoever writes in a case."""

from collections.abc import Iterable
from typing import Any

from django import forms

from agencies.models import User
from agencies.shell.fields import WholeDateField
from agencies.shell.layout import HTML, Button, Field, FormHelper, Link, layout
from agencies.shell.widgets import Radios
from referrals.enums import FlagKind, NoteKind
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import line, prose
from referrals.papers.forms import Version

VERSION = '<input type="hidden" name="version" value="{{ version }}">'
NOBODY = "Nobody by name"
LONGEST_TITLE = 200


class NoteForm(forms.Form):
    kind = forms.TypedChoiceField(
        label="What is it about?",
        choices=NoteKind.choices,
        coerce=NoteKind,
        widget=Radios(small=True),
        error_messages={**SENTENCES, "required": "Choose what the note is about."},
    )
    text = prose("Your note (optional)", hint="What happened, then what you think, in that order.")
    their_words = prose(
        "What they said, in their words (optional)", hint="Only what the person said. It is kept apart from your note."
    )

    @property
    def helper(self) -> FormHelper:
        return layout("kind", "text", Field("their_words", rows=4), submit="Add the note")


class ChangeNoteForm(NoteForm):
    version = Version()

    @property
    def helper(self) -> FormHelper:
        return layout("kind", "text", Field("their_words", rows=4), HTML(VERSION), submit="Save as a new version")


class TaskForm(forms.Form):
    title = line("What is to be done?", "Say what is to be done.", hint="Begin with a verb.", longest=LONGEST_TITLE)
    details = prose("What else matters? (optional)")
    owner = forms.TypedChoiceField(
        label="Who does it?",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={**SENTENCES, "invalid_choice": "They cannot work on this case. Choose somebody from the list."},
    )
    due_on = WholeDateField(label="By which day? (optional)", required=False)

    def __init__(self, data: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [("", NOBODY), *((str(person.pk), str(person)) for person in people)]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]  # the stubs know no field by its name

    @property
    def helper(self) -> FormHelper:
        return layout("title", Field("details", rows=4), "owner", "due_on", submit="Add the task")


class ChangeTaskForm(TaskForm):
    version = Version()

    @property
    def helper(self) -> FormHelper:
        return layout("title", Field("details", rows=4), "owner", "due_on", HTML(VERSION), submit="Save the task")


class DoneForm(forms.Form):
    outcome = prose("What came of it? (optional)")

    @property
    def helper(self) -> FormHelper:
        return layout(Field("outcome", rows=3), submit=Button("It is done", kind="secondary"))


class FlagForm(forms.Form):
    kind = forms.TypedChoiceField(
        label="What does everybody have to know?",
        choices=FlagKind.choices,
        coerce=FlagKind,
        widget=Radios(small=True),
        error_messages={**SENTENCES, "required": "Choose what everybody has to know."},
    )
    reason = prose("Why?", "Say why.")

    @property
    def helper(self) -> FormHelper:
        return layout("kind", Field("reason", rows=3), submit="Raise the flag")


class RemoveFlagForm(forms.Form):
    reason = prose("Why does it no longer hold?", "Say why it no longer holds.")

    def __init__(self, data: Any, back: str) -> None:
        super().__init__(data)
        self.back = back

    @property
    def helper(self) -> FormHelper:
        return layout(
            Field("reason", rows=3),
            submit=Button("Remove the flag", kind="warning"),
            secondary=Link("Keep it", self.back),
        )
