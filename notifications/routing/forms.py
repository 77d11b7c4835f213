from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator
from django.utils.timezone import localdate, make_aware

from agencies.enums import AgencyKind
from agencies.models import Agency, Unit
from agencies.shell.fields import WholeDateField
from agencies.shell.layout import HTML, Button, Fieldset, FormHelper, layout
from agencies.shell.widgets import Checkboxes, Radios
from notifications.enums import Age, ExploitationGroup, NoticeKind, Risk
from notifications.routing import hours, queries
from notifications.routing.rules import ROUTED, Facts

CHOOSE = {"invalid_choice": "Choose from the list."}
NUMBER = RegexValidator(r"^\+?[0-9 ]{7,20}\Z", "Enter a telephone number, such as 01905 000 101.")
NO_NULL = ProhibitNullCharactersValidator()
HOW_TO_WRITE_HOURS = (
    '<p class="govuk-body">Hours such as 07:00 to 19:00, or all day. Several go with commas between them. '
    "Empty: not on duty that day. With all days empty, the unit counts as on duty at all times.</p>"
)
PLACES = ("Told first", "Then", "Then, third", "Then, fourth", "Then, fifth")
STEPS = [f"unit_{number}" for number in range(1, len(PLACES) + 1)]
SHOWN_KINDS = [(kind.value, kind.label) for kind in ROUTED]
SHOWN_AGENCY_KINDS = [(kind.value, kind.label) for kind in AgencyKind if kind != AgencyKind.IMMIGRATION]


def _several(label: str, choices: Iterable[tuple[str, str]] = (), help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        help_text=help_text or "None ticked: it holds for all of them.",
        required=False,
        widget=Checkboxes(small=True),
        error_messages=CHOOSE,
    )


def _choices_of(form: forms.Form, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


class RowForm(forms.Form):
    """Conditions, and the units in the order in which they are told. Nothing is ticked beforehand."""

    name = forms.CharField(
        label="What is this row for?",
        help_text="In a few words. Officers read it where they see who will be told. No name of a person.",
        max_length=80,
        validators=[NO_NULL],
        error_messages={"required": "Say what this row is for.", "max_length": "Use at most 80 characters."},
    )
    kinds = _several("What happened", SHOWN_KINDS)
    areas = _several("Where they are")
    exploitation = _several("Kind of exploitation", ExploitationGroup.choices)
    ages = _several("How old they are", Age.choices)
    risks = _several("Are they in danger?", Risk.choices)
    agency_kinds = _several("What kind of organisation refers", SHOWN_AGENCY_KINDS)
    agency_codes = _several("Which organisation refers")
    button = "Add this row at the bottom"

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = localdate()
        held = queries.areas_of(agency.pk)
        ended = {code: f"{held.get(code, code)} (ended)" for code in self.initial.get("areas", [])}
        _choices_of(self, "areas", ({**ended, **queries.areas_on(agency.pk, today)}).items())
        kept = {code: code for code in self.initial.get("agency_codes", [])}
        referring = dict(queries.agencies_that_refer(today).values_list("code", "name"))
        _choices_of(self, "agency_codes", {**kept, **referring}.items())
        self.units = {str(unit.pk): unit for unit in agency.units.on(today)}
        for number, (name, label) in enumerate(zip(STEPS, PLACES, strict=True)):
            self.fields[name] = _unit_field(label, self.units.values(), is_first=number == 0)

    def clean(self) -> dict[str, Any]:
        """The units as one list, for the action."""
        answers = super().clean() or {}
        chosen = [answers.pop(name) for name in STEPS if name in answers]
        units = [self.units[key] for key in chosen if key]
        if len(set(units)) < len(units):
            self.add_error(STEPS[1], "Choose each unit once.")
        return {**answers, "units": units}

    @property
    def helper(self) -> FormHelper:
        shown = self._fieldsets()
        return layout(*shown, submit=self.button)

    def _fieldsets(self) -> list[Any]:
        when = ["kinds", "areas", "exploitation", "ages", "risks", "agency_kinds", "agency_codes"]
        return ["name", Fieldset("For which cases", *when), Fieldset("Who is told", *STEPS)]


def _unit_field(label: str, units: Iterable[Unit], *, is_first: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "" if is_first else "Nobody"), *((str(unit.pk), unit.name) for unit in units)],
        required=is_first,
        help_text="Units on duty are told before those that are not." if is_first else "",
        error_messages={"required": "Say which unit is told first.", **CHOOSE},
    )


class ChangeRowForm(RowForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    button = "Save this row"

    @property
    def helper(self) -> FormHelper:
        """After somebody else's save, the button says that it undoes it."""
        button = "Save mine instead" if self.non_field_errors() else self.button
        return layout(*self._fieldsets(), submit=button)


class MoveForm(forms.Form):
    """`position` is where the page showed the row."""

    position = forms.IntegerField(min_value=0, max_value=32_767, widget=forms.HiddenInput)
    way = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")], widget=forms.HiddenInput)


class EndRowForm(forms.Form):
    last_day = WholeDateField(
        label="On which day does it hold for the last time?",
        help_text="For example 27 3 2026. Yesterday ends it at once, unless it began today.",
        error_messages={"required": "Enter the last day."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        return layout("last_day", submit=Button("End this row", kind="warning"))


class AskForm(forms.Form):
    """Every fact that routing asks, of no case. Posted, and kept nowhere."""

    kind = forms.ChoiceField(label="What happened", choices=SHOWN_KINDS, error_messages=CHOOSE)
    area = forms.ChoiceField(label="Where they are", required=False, error_messages=CHOOSE)
    exploitation = _several(
        "Kind of exploitation",
        [choice for choice in ExploitationGroup.choices if choice[0] != ExploitationGroup.NOT_KNOWN],
        "None ticked: not known.",
    )
    age = forms.ChoiceField(
        label="How old they are", choices=Age.choices, widget=Radios(small=True), error_messages=CHOOSE
    )
    risk = forms.ChoiceField(
        label="Are they in danger?", choices=Risk.choices, widget=Radios(small=True), error_messages=CHOOSE
    )
    agency = forms.ChoiceField(label="Who refers", error_messages=CHOOSE)
    day = WholeDateField(label="On which day", error_messages={"required": "Enter a day."})
    time = forms.TimeField(
        label="At what time",
        help_text="For example 23:40",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput(attrs={"width": 5, "inputmode": "numeric"}),
        error_messages={"required": "Enter a time.", "invalid": "Enter a time such as 23:40."},
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = queries.areas_of(agency.pk)
        _choices_of(self, "area", [("", "Not known"), *areas.items()])
        self.agencies = {each.code: each for each in queries.agencies_that_refer(localdate())}
        _choices_of(self, "agency", [(code, each.name) for code, each in self.agencies.items()])

    @property
    def facts(self) -> Facts:
        said = self.cleaned_data
        refers = self.agencies[said["agency"]]
        return Facts(
            kind=NoticeKind(said["kind"]),
            at=_moment(said["day"], said["time"]),
            area=said["area"],
            exploitation=frozenset(ExploitationGroup(group) for group in said["exploitation"]),
            age=Age(said["age"]),
            risk=Risk(said["risk"]),
            agency_kind=AgencyKind(refers.kind),
            agency_code=refers.code,
        )

    @property
    def helper(self) -> FormHelper:
        return layout(*self.fields, submit="Show who would be told")


def _moment(day: date, at: time) -> datetime:
    """As the clock on the wall says it."""
    return make_aware(datetime.combine(day, at))


class UnitForm(forms.Form):
    """Where a unit is reached, and when it is on duty. A field for each day, as somebody writes hours."""

    mailbox = forms.EmailField(
        label="Mailbox",
        help_text="Read by everybody in the unit. Never a person’s own address.",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"width": "two-thirds", "spellcheck": "false"}),
        error_messages={
            "invalid": "Enter an e-mail address in the right form, such as unit@example.police.uk",
            "max_length": "Enter an e-mail address with at most 254 characters.",
        },
    )
    duty_mobile = forms.CharField(
        label="Duty mobile",
        help_text="Gets a text message when something must be answered. Never a person’s own.",
        required=False,
        max_length=20,
        validators=[NUMBER],
        widget=forms.TextInput(attrs={"width": 20, "inputmode": "tel"}),
        error_messages={"max_length": "Use at most 20 characters."},
    )
    phone = forms.CharField(
        label="Telephone",
        required=False,
        max_length=20,
        validators=[NUMBER],
        widget=forms.TextInput(attrs={"width": 20, "inputmode": "tel"}),
        error_messages={"max_length": "Use at most 20 characters."},
    )
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, day in enumerate(hours.DAYS):
            self.fields[f"day_{number}"] = forms.CharField(
                label=day, required=False, max_length=80, widget=forms.TextInput(attrs={"width": 20}),
                error_messages={"max_length": "Use at most 80 characters."},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The days as one list of spans, for the action."""
        answers = super().clean() or {}
        duty: list[hours.Span] = []
        for number in range(len(hours.DAYS)):
            try:
                duty += hours.read(number, answers.pop(f"day_{number}", ""))
            except hours.NotHours as problem:
                self.add_error(f"day_{number}", str(problem))
        return {**answers, "duty": duty}

    @property
    def helper(self) -> FormHelper:
        """After somebody else's save, the button says that it undoes it."""
        button = "Save mine instead" if self.non_field_errors() else "Save"
        days = [f"day_{number}" for number in range(len(hours.DAYS))]
        return layout(
            "mailbox",
            "duty_mobile",
            "phone",
            Fieldset("When it is on duty", HTML(HOW_TO_WRITE_HOURS), *days),
            submit=button,
        )
