"""What somebody asks for about a case, and how it is refused. Nothing is chosen beforehand."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from agencies.models import Agency
from agencies.shell.layout import Button, Field, FormHelper, layout
from agencies.shell.widgets import LongSelect, Radios
from referrals.enums import WishKind
from referrals.lodging.forms.afterwards import line, prose
from referrals.rules.reference import read_reference
from referrals.sharing.wishing import rules


class WishForm(forms.Form):
    kind = forms.TypedChoiceField(
        label="What do you ask for?",
        coerce=WishKind,
        widget=Radios,
        error_messages={"required": "Choose what you ask for.", "invalid_choice": rules.NOT_THIS},
    )
    text = prose("What do you need, and what for?", rules.SAY_WHAT_FOR, hint="No name: they know whom it is about.")

    def __init__(self, data: Any, *, kinds: Sequence[WishKind]) -> None:
        super().__init__(data, prefix="wish")
        self.fields["kind"].choices = [(each.value, each.label) for each in kinds]  # type: ignore[attr-defined]  # the stubs know no field by its name

    @property
    def helper(self) -> FormHelper:
        return layout("kind", Field("text", rows=3), submit=Button("Ask them", name="wish", kind="secondary"))


class AskToSeeForm(forms.Form):
    force = forms.TypedChoiceField(
        label="Which force has it?",
        help_text="Only forces with which your agency has a sharing agreement.",
        coerce=int,
        widget=LongSelect,
        error_messages={"required": rules.CHOOSE_FORCE, "invalid_choice": rules.CHOOSE_FORCE},
    )
    reference = line("Its reference", rules.NOT_A_REFERENCE, hint="For example, MS-26-4F7K2QX.", longest=40)
    text = prose("What do you need, and what for?", rules.SAY_WHAT_FOR, hint="No name: the reference is enough.")

    def __init__(self, data: Any, *, forces: Iterable[Agency]) -> None:
        super().__init__(data)
        self.fields["force"].choices = [("", "Choose"), *((str(each.pk), each.name) for each in forces)]  # type: ignore[attr-defined]  # the stubs know no field by its name

    def clean_reference(self) -> str:
        found = read_reference(self.cleaned_data["reference"])
        if found is None:
            raise forms.ValidationError(rules.NOT_A_REFERENCE)
        return found

    @property
    def helper(self) -> FormHelper:
        return layout("force", "reference", Field("text", rows=4), submit="Ask them")


class RefuseForm(forms.Form):
    reason = prose("Why not?", rules.SAY_WHY, hint="They read it, unless they asked by a reference alone.")

    @property
    def helper(self) -> FormHelper:
        return layout(Field("reason", rows=3), submit=Button("Refuse", kind="secondary"))
