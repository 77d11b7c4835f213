"""What is asked about keeping a case, holding it, and erasing it. Nothing is chosen beforehand."""

from django import forms

from agencies.shell.layout import Button, Field, FormHelper, layout
from agencies.shell.widgets import Radios
from referrals.enums import ErasureBasis, RetentionGroup
from referrals.lodging.forms.afterwards import prose
from referrals.retention import rules

CHOOSE = {"invalid_choice": "Choose from the list."}


class ReviewForm(forms.Form):
    group = forms.TypedChoiceField(
        label="Which group is it in?",
        help_text="It says how long it is kept until somebody looks again. Nobody has verified these periods yet.",
        choices=[
            (group.value, f"{group.label}: {rules.PERIODS[group].first} years, then every {rules.PERIODS[group].again}")
            for group in RetentionGroup
        ],
        coerce=RetentionGroup,
        widget=Radios,
        error_messages={**CHOOSE, "required": "Choose the group."},
    )
    reason = prose("Why is it kept?", rules.SAY_WHY)

    @property
    def helper(self) -> FormHelper:
        return layout("group", Field("reason", rows=3), submit="Keep it")


class HoldForm(forms.Form):
    reason = prose(
        "What needs it as it is?",
        rules.SAY_WHAT_NEEDS_IT,
        hint="For example: an investigation, an appeal, a duty to disclose, an inquiry.",
    )

    @property
    def helper(self) -> FormHelper:
        return layout(Field("reason", rows=3), submit="Hold it")


class EndHoldForm(forms.Form):
    reason = prose("Why does nothing need it any more?", rules.SAY_WHY)

    @property
    def helper(self) -> FormHelper:
        return layout(Field("reason", rows=3), submit="End the hold")


class EraseForm(forms.Form):
    basis = forms.TypedChoiceField(
        label="Why may it be erased?",
        choices=ErasureBasis.choices,
        coerce=ErasureBasis,
        widget=Radios,
        error_messages={**CHOOSE, "required": "Choose why."},
    )
    reason = prose("In words", rules.SAY_WHY, hint="Without a name: this stays when the case is gone.")

    @property
    def helper(self) -> FormHelper:
        submit = Button("Ask another supervisor to erase it", kind="warning")
        return layout("basis", Field("reason", rows=3), submit=submit)


class RefuseForm(forms.Form):
    reason = prose("Why not?", rules.SAY_WHY, hint="Without a name: this stays when the case is gone.")

    @property
    def helper(self) -> FormHelper:
        return layout(Field("reason", rows=3), submit=Button("Do not erase it", name="refuse", kind="secondary"))
