"""What is asked on the pages of the queue. All of it is posted: what somebody types to find a case may be a name."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from agencies.models import Agency, Area, Membership, Unit
from agencies.shell.fields import WholeDateField
from agencies.shell.layout import Button, Fieldset, FormHelper, layout
from agencies.shell.widgets import Checkboxes, LongSelect, Radios
from agencies.statements import A_NAME
from referrals.intake.questions import SENTENCES
from referrals.models import SavedFilter
from referrals.queue.filters import BY_NAME, LONGEST_WORDS, MYSELF, NOBODY, Asked, Filter, How, OneOf, Value
from referrals.queue.queries import Load

ANY = ("", "Any")
SEVERAL = "several"
IN_ROW = ("status", "clock", "risk")
TICKED = ("status", "clock", "risk", "flag", "age", "kind", "route", "track")


def options_of(wanted: Filter) -> list[tuple[str, str]]:
    return list(wanted.type.options.items()) if isinstance(wanted.type, OneOf) else []


class RowForm(forms.Form):
    """The short row above the list: one answer each. Where several hold already, they can stay."""

    text = forms.CharField(label="Reference or words", required=False, max_length=LONGEST_WORDS)

    def __init__(self, asked: Asked, colleagues: Mapping[int, str], text: str) -> None:
        chosen = {name: _chosen(asked, name) for name in (*IN_ROW, "owner")}
        super().__init__(initial={"text": text, **chosen})
        for name in IN_ROW:
            self.fields[name] = _select(BY_NAME[name].label, [ANY, *options_of(BY_NAME[name])], asked, name)
        people = [(str(key), name) for key, name in colleagues.items()]
        whose = [("", "Anyone"), (NOBODY, "No owner"), (MYSELF, "Me"), *people]
        self.fields["owner"] = _select("Owner", whose, asked, "owner")

    @property
    def helper(self) -> FormHelper:
        filters = layout(*self.fields)
        filters.form_tag = False
        return filters


def filter_row(asked: Asked, colleagues: Mapping[int, str]) -> SafeString:
    """It stands above every list and is mostly the same, so it is kept: for what holds, and who there is.

    Not the words that somebody typed, which may be about a person: they take the place of a blank.
    """
    holds = tuple((name, asked.values[name]) for name in (*IN_ROW, "owner") if name in asked.values)
    drawn = _kept(holds, tuple(colleagues.items()), A_NAME if asked.text else "")
    return mark_safe(drawn.replace(A_NAME, escape(asked.text)) if asked.text else drawn)  # noqa: S308 - by templates


@lru_cache(maxsize=500)
def _kept(holds: tuple[tuple[str, tuple[Value, ...]], ...], colleagues: tuple[tuple[int, str], ...], text: str) -> str:
    return str(render_crispy_form(RowForm(Asked(values=dict(holds)), dict(colleagues), text)))


def givable(people: Mapping[int, str], units: Mapping[int, str], *, me: int | None, may_give: bool) -> SafeString:
    """To whom the ticked cases can go, as options. Kept too: it names every colleague."""
    return _givable(tuple(people.items()), tuple(units.items()), me=me, may_give=may_give)


@lru_cache(maxsize=500)
def _givable(
    people: tuple[tuple[int, str], ...], units: tuple[tuple[int, str], ...], *, me: int | None, may_give: bool
) -> SafeString:
    return render_to_string("queue/_givable.html", {"people": people, "units": units, "me": me, "may_give": may_give})


def _chosen(asked: Asked, name: str) -> str:
    values = asked.values.get(name, ())
    return SEVERAL if len(values) > 1 else "".join(map(str, values))


def _select(label: str, choices: list[tuple[str, str]], asked: Asked, name: str) -> forms.ChoiceField:
    several = len(asked.values.get(name, ()))
    if several > 1:
        choices = [*choices, (SEVERAL, f"{several} chosen")]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class AllFiltersForm(forms.Form):
    """Every filter but the text."""

    def __init__(
        self,
        data: Any,
        *,
        asked: Asked,
        colleagues: Iterable[Membership],
        units: Iterable[Unit],
        areas: Iterable[Area],
        agencies: Iterable[Agency],
        towns: list[tuple[str, str]],
        may_see_leave: bool,
    ) -> None:
        super().__init__(data, initial=_initial(asked))
        for name in TICKED:
            options = options_of(BY_NAME[name])
            if BY_NAME[name].how == How.TRACK and not may_see_leave:
                options = [(value, label) for value, label in options if not value.startswith("leave.")]
            self.fields[name] = _ticks(BY_NAME[name].label, options)
        owners = [(NOBODY, "No owner"), (MYSELF, "Me"), *((str(each.user_id), each.name) for each in colleagues)]
        self.fields["owner"] = _ticks("Owner", owners)
        self.fields["unit"] = _ticks("Unit", [(str(unit.pk), unit.name) for unit in units])
        self.fields["area"] = _ticks("Area", [(area.code, area.name) for area in areas])
        self.fields["town"] = _long("Town", towns)
        self.fields["agency"] = _long("Who referred", [(str(each.pk), each.name) for each in agencies])
        self.fields["from"] = _day("Received from")
        self.fields["to"] = _day("Received up to")

    @property
    def helper(self) -> FormHelper:
        about = [name for name in ("unit", "area") if self.fields[name].choices]  # type: ignore[attr-defined]  # the stubs know no field by its name
        return layout(
            Fieldset("What it is at", "status", "clock", "risk", "flag"),
            Fieldset("Who has it", "owner", *about),
            Fieldset("The person", "age", "kind", "town"),
            Fieldset("How it came", "route", "agency", "from", "to"),
            Fieldset("Beside the referral", "track"),
            submit="Show these cases",
        )

    def parameters(self) -> list[tuple[str, str]]:
        """As the registry reads them."""
        pairs = []
        for name, answer in self.cleaned_data.items():
            answers = answer if isinstance(answer, list) else [answer]
            pairs += [(name, str(each)) for each in answers if each]
        return pairs


def _initial(asked: Asked) -> dict[str, Any]:
    single = {"town", "agency", "from", "to"}
    return {
        name: (values[0] if name in {"from", "to"} else str(values[0])) if name in single else [str(v) for v in values]
        for name, values in asked.values.items()
    }


def _ticks(label: str, options: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    ticks = Checkboxes(small=True)
    wrong = {"invalid_choice": "Choose from the list."}
    return forms.MultipleChoiceField(label=label, choices=options, required=False, widget=ticks, error_messages=wrong)


def _long(label: str, options: list[tuple[str, str]]) -> forms.ChoiceField:
    wrong = {"invalid_choice": "Choose from the list."}
    return forms.ChoiceField(
        label=label, choices=[ANY, *options], required=False, widget=LongSelect, error_messages=wrong
    )


def _day(label: str) -> WholeDateField:
    return WholeDateField(label=label, required=False, today=localdate)


# One case


class AssignForm(forms.Form):
    """Who has it, with how much each has already."""

    owner = forms.ChoiceField(
        label="Who is to have it?", widget=Radios, error_messages={"required": "Choose somebody."}
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"invalid": "Open this page again."})

    def __init__(self, data: Any, *, loads: Sequence[Load], now: int, may_give: bool, me: int) -> None:
        super().__init__(data, initial={"seen": now, "owner": str(now) if now else None})
        choices = [
            (str(load.user_id), _named(load, me)) for load in loads if load.user_id and (may_give or load.user_id == me)
        ]
        hints = {str(load.user_id): in_words(load) for load in loads if load.user_id}
        if may_give:
            choices.append((NOBODY, "Nobody: back to the unit"))
            hints[NOBODY] = "It is given to whoever takes the next case."
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]  # the stubs know no field by its name
        self.fields["owner"].widget.hints = hints

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if "owner" in answers:
            answers["owner"] = None if answers["owner"] == NOBODY else int(answers["owner"])
        return answers

    @property
    def helper(self) -> FormHelper:
        return layout(*self.fields, submit="Give it all the same" if self.non_field_errors() else "Give it to them")


def _named(load: Load, me: int) -> str:
    return f"{load.name} (you)" if load.user_id == me else load.name


def in_words(load: Load) -> str:
    return f"{load.open:,} open, {load.needs:,} of them need somebody now"


class HandOverForm(forms.Form):
    to = forms.ChoiceField(
        label="Who is to have it?", widget=Radios, error_messages={"required": "Choose a unit or a force."}
    )
    force = forms.ChoiceField(
        label="Police force",
        required=False,
        widget=LongSelect,
        error_messages={"invalid_choice": "Choose from the list."},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Needed for another force. It is kept on the ledger.",
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        validators=[ProhibitNullCharactersValidator()],
        error_messages=SENTENCES,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, error_messages={"invalid": "Open this page again."})

    ANOTHER = "force"

    def __init__(self, data: Any, *, units: Iterable[Unit], forces: Iterable[Agency], now: int) -> None:
        super().__init__(data, initial={"seen": now})
        known = [(f"unit-{unit.pk}", unit.name) for unit in units]
        others = [(str(force.pk), force.name) for force in forces]
        self.fields["to"].choices = [*known, *([(self.ANOTHER, "Another police force")] if others else [])]  # type: ignore[attr-defined]  # the stubs know no field by its name
        self.fields["force"].choices = [("", "Choose a force"), *others]  # type: ignore[attr-defined]  # the stubs know no field by its name
        if not others:
            del self.fields["force"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        force = answers.pop("force", "")
        if answers.get("to") == self.ANOTHER:
            if force:
                answers["to"] = f"force-{force}"
            elif "force" not in self.errors:
                self.add_error("force", "Choose the force.")
        return answers

    @property
    def helper(self) -> FormHelper:
        return layout(*self.fields, submit="Hand it over all the same" if self.non_field_errors() else "Hand it over")


# Saved filters


class NameForm(forms.Form):
    name = forms.CharField(
        label="What is it called?",
        help_text="For example: Hereford hotels. Not somebody’s name.",
        max_length=60,
        validators=[ProhibitNullCharactersValidator()],
        error_messages={**SENTENCES, "required": "Give it a name."},
    )

    @property
    def helper(self) -> FormHelper:
        return layout(*self.fields, submit="Save the name", secondary=Button("Delete it", "delete", kind="warning"))


class SaveForm(NameForm):
    unit = forms.ChoiceField(
        label="Who is to see it?",
        widget=Radios,
        required=False,
        error_messages={"invalid_choice": "Choose who is to see it."},
    )

    def __init__(self, data: Any, *, units: Iterable[Unit]) -> None:
        super().__init__(data, initial={"unit": MYSELF})
        shared = [(str(unit.pk), f"Everybody in {unit.name}") for unit in units]
        self.fields["unit"].choices = [(MYSELF, "Only me"), *shared]  # type: ignore[attr-defined]  # the stubs know no field by its name
        if not shared:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        unit = answers.get("unit") or MYSELF
        return {**answers, "unit": None if unit == MYSELF else int(unit)}

    @property
    def helper(self) -> FormHelper:
        return layout(*self.fields, submit="Save this filter")


def shared_with(found: SavedFilter) -> str:
    return f"everybody in {found.unit}" if found.unit else "only you"


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label="Why does it go back?",
        help_text="They read it.",
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        validators=[ProhibitNullCharactersValidator()],
        error_messages={**SENTENCES, "required": "Say why it goes back. They read it."},
    )

    @property
    def helper(self) -> FormHelper:
        return layout("reason", submit=Button("Give it back", name="return", kind="secondary"))
