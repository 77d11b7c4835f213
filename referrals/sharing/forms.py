"""What is asked of those who share a case, and of those with whom it is shared. Nothing is chosen beforehand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.timezone import localdate

from agencies.enums import Role
from agencies.models import Agency
from agencies.shell.fields import FilesField, WholeDateField
from agencies.shell.layout import Button, Field, FormHelper, Link, layout
from agencies.shell.widgets import Checkboxes, LongSelect, Radios
from referrals.enums import LawfulBasis, ReplyKind, SharePurpose
from referrals.lodging.forms.afterwards import line, prose
from referrals.sharing import rules
from referrals.sharing.queries import titles

CHOOSE = {"invalid_choice": "Choose from the list."}


class AgencyForm(forms.Form):
    agency = forms.TypedChoiceField(
        label="Which agency?",
        help_text="Only agencies with a sharing agreement in force.",
        coerce=int,
        widget=Radios,
        error_messages={**CHOOSE, "required": rules.CHOOSE_AGENCY},
    )

    def __init__(self, data: Any, *, agencies: Iterable[Agency]) -> None:
        super().__init__(data)
        self.fields["agency"].choices = [(str(each.pk), each.name) for each in agencies]  # type: ignore[attr-defined]  # the stubs know no field by its name

    @property
    def helper(self) -> FormHelper:
        return layout("agency", submit="Continue", method="get")


class ShareForm(forms.Form):
    """In the order of thinking: who there, what for, on what basis, what, until when, and what they may do."""

    role = forms.TypedChoiceField(
        label="Who there?",
        help_text="A role, not a person, so that it survives holidays.",
        coerce=Role,
        widget=Radios,
        error_messages={**CHOOSE, "required": "Choose who there."},
    )
    asked = prose(
        "What do you need from them?", rules.SAY_WHAT, hint="They read this first. One or two sentences, no name."
    )
    purpose = forms.TypedChoiceField(
        label="What is it for?",
        choices=SharePurpose.choices,
        coerce=SharePurpose,
        widget=Radios,
        error_messages={**CHOOSE, "required": "Choose what it is for."},
    )
    basis = forms.TypedChoiceField(
        label="On what lawful basis?",
        help_text="Those that fit this agency and their age. No data protection officer has confirmed them yet.",
        coerce=LawfulBasis,
        widget=Radios,
        error_messages={"required": "Choose the basis.", "invalid_choice": rules.NOT_THIS_BASIS},
    )
    override_reason = prose(
        "If they were not asked yet: why can it not wait? (optional)",
        hint="Only where it is to rest on their consent. You answer for it by name, and they have to be asked.",
    )
    approval_reason = prose(
        "Why may immigration enforcement see it?",
        rules.ONLY_WITH_APPROVAL,
        hint="You answer for it by name. Nothing about their leave to stay is ever in a share.",
    )
    sections = forms.MultipleChoiceField(
        label="Which parts?",
        help_text="Tick the least that does the job. Look for names of others in them: all that a part says is shown.",
        choices=[(code, titles([code])[0]) for code in rules.SECTIONS],
        widget=Checkboxes,
        error_messages={"required": rules.CHOOSE_PARTS, "invalid_choice": rules.CHOOSE_PARTS},
    )
    masked = prose(
        "Names and passages to leave out (optional)",
        hint="One on each line, as they are written in the case. Look at what they will see before you share.",
    )
    ends_on = WholeDateField(
        label="Until when?",
        help_text="At most 90 days. It stops at the end of that day.",
        error_messages={"required": "Say until when."},
    )
    may_reply = forms.TypedChoiceField(
        label="May they reply, and add files?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        widget=Radios,
        error_messages={**CHOOSE, "required": "Say whether they may reply."},
    )

    def __init__(
        self,
        data: Any,
        *,
        roles: Mapping[Role, int],
        bases: Sequence[LawfulBasis],
        may_override: bool,
        is_immigration: bool,
        names: Sequence[str],
    ) -> None:
        """`names`: of others in the case, which are left out unless somebody takes them from the list."""
        super().__init__(data, initial={"masked": "\n".join(names)})
        if not may_override or LawfulBasis.CONSENT not in bases:
            del self.fields["override_reason"]
        if not is_immigration:
            del self.fields["approval_reason"]
        people = [
            (role.value, f"{role.label} ({count} {'person' if count == 1 else 'people'})")
            for role, count in roles.items()
        ]
        self.fields["role"].choices = people  # type: ignore[attr-defined]  # the stubs know no field by its name
        self.fields["basis"].choices = [(each.value, each.label) for each in bases]  # type: ignore[attr-defined]  # the stubs know no field by its name

    def clean_masked(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["masked"].splitlines() if line.strip()]

    @property
    def helper(self) -> FormHelper:
        reasons = [Field(name, rows=3) for name in ("override_reason", "approval_reason") if name in self.fields]
        before = ("role", Field("asked", rows=3), "purpose", "basis", *reasons)
        after = ("sections", Field("masked", rows=4), "ends_on", "may_reply")
        look = Button("See what they will see", name="look", kind="secondary")
        return layout(*before, *after, submit="Share", secondary=look)


class StopForm(forms.Form):
    reason = prose(
        "Why is it stopped?", rules.SAY_WHY, hint="Kept with the case. They are told that it stopped, and not why."
    )

    @property
    def helper(self) -> FormHelper:
        return layout(Field("reason", rows=3), submit=Button("Stop it now", kind="warning"))


class DeclineForm(forms.Form):
    reason = prose("Why is it not for you?", rules.SAY_WHY, hint="Those who have the case read it.")

    @property
    def helper(self) -> FormHelper:
        return layout(Field("reason", rows=3), submit=Button("Decline", name="decline", kind="secondary"))


class FileForm(forms.Form):
    """How the box for files looks. What comes in it is judged file by file."""

    chosen = FilesField(label="Add files of your own", help_text="You can choose several at once.", required=False)

    @property
    def helper(self) -> FormHelper:
        helper = layout("chosen", submit=Button("Add them", name="add", kind="secondary"))
        helper.attrs = {"enctype": "multipart/form-data"}
        return helper


class ReplyForm(forms.Form):
    kind = forms.TypedChoiceField(
        label="Your reply",
        choices=ReplyKind.choices,
        coerce=ReplyKind,
        widget=Radios,
        error_messages={**CHOOSE, "required": "Choose your reply."},
    )
    text = prose("From when, how long, or what you need to know (optional)")

    @property
    def helper(self) -> FormHelper:
        return layout("kind", Field("text", rows=4), submit=Button("Send reply", name="reply"))


class AgreementForm(forms.Form):
    agency = forms.TypedChoiceField(
        label="With which agency?",
        coerce=int,
        widget=LongSelect,
        error_messages={**CHOOSE, "required": "Choose the agency."},
    )
    title = line(
        "What is it called?",
        "Say what it is called.",
        hint="For example: Information sharing agreement 2026",
        longest=120,
    )
    valid_from = WholeDateField(label="First day", error_messages={"required": "Say from which day."})
    valid_to = WholeDateField(label="Last day (optional)", required=False)

    def __init__(self, data: Any, *, agencies: Iterable[Agency]) -> None:
        super().__init__(data)
        self.fields["agency"].choices = [("", "Choose"), *((str(each.pk), each.name) for each in agencies)]  # type: ignore[attr-defined]  # the stubs know no field by its name

    @property
    def helper(self) -> FormHelper:
        return layout("agency", "title", "valid_from", "valid_to", submit="Record the agreement")


class EndForm(forms.Form):
    last_day = WholeDateField(label="Last day", error_messages={"required": "Say its last day."})

    def __init__(self, data: Any, back: str) -> None:
        super().__init__(data, initial={"last_day": localdate()})
        self.back = back

    @property
    def helper(self) -> FormHelper:
        return layout("last_day", submit="End it", secondary=Link("Cancel", self.back))
