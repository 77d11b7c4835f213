"""One form with every kind of question, for the page that shows developers all components."""

from datetime import date

from django import forms
from django.utils.timezone import localdate

from agencies.shell.fields import FilesField, PartialDateField, ProseField, WholeDateField
from agencies.shell.layout import Button, Field, Fieldset, FormHelper, Link, Reveal, layout
from agencies.shell.partial_date import PartialDate
from agencies.shell.widgets import Checkboxes, ListInput, LongSelect, Radios

YES_NO = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
LANGUAGES = [
    ("", ""),
    ("ro", "Romanian"),
    ("sq", "Albanian"),
    ("vi", "Vietnamese"),
    ("pl", "Polish"),
    ("am", "Amharic"),
]


class Specimens(forms.Form):
    name = forms.CharField(
        label="Name",
        help_text="As they say it. Nobody’s name is <em>wrong</em>.",
        max_length=20,
        widget=forms.TextInput(attrs={"width": "two-thirds", "spellcheck": "false"}),
        error_messages={"required": "Enter a name", "max_length": "Name must have at most 20 characters"},
    )
    amount = forms.DecimalField(
        label="Money owed",
        required=False,
        widget=forms.TextInput(attrs={"prefix": "£", "suffix": "a week", "width": 5, "inputmode": "decimal"}),
        error_messages={"invalid": "Money owed must be a number, such as 120.50"},
    )
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "width": "two-thirds"}),
        error_messages={"invalid": "Enter an e-mail address in the right form, such as name@example.police.uk"},
    )
    password = forms.CharField(
        label="Password",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "width": "two-thirds"}),
        help_text="At least 12 characters",
    )
    account = ProseField(
        label="What happened, in their words",
        help_text="Leave out what you think of it: that has its own question.",
        required=False,
        max_length=200,
        error_messages={"max_length": "What happened must have at most 200 characters"},
    )
    notes = ProseField(label="Notes", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    risk = forms.ChoiceField(
        label="Risk",
        choices=[("", "Not assessed"), ("standard", "Standard"), ("medium", "Medium"), ("high", "High")],
        required=False,
        error_messages={"invalid_choice": "Choose a risk from the list"},
    )
    language = forms.ChoiceField(
        label="Language",
        choices=LANGUAGES,
        required=False,
        widget=LongSelect,
        help_text="Start typing, or choose from the list",
        error_messages={"invalid_choice": "Choose a language from the list"},
    )
    town = forms.CharField(
        label="Town",
        required=False,
        widget=ListInput("/lists/towns/"),
        help_text="Start typing",
    )
    interpreter = forms.ChoiceField(
        label="Do they need an interpreter?",
        choices=YES_NO,
        widget=Radios(hints={"unknown": "Ask again when they are safe"}, dividers={"unknown": "or"}),
        help_text="Never use a friend, relative, child or someone found with them.",
        error_messages={"required": "Say whether they need an interpreter", "invalid_choice": "Choose from the list"},
    )
    dialect = forms.CharField(label="Dialect", required=False)
    prefers = forms.ChoiceField(
        label="Would they prefer",
        choices=[("woman", "a woman"), ("man", "a man"), ("none", "no preference")],
        required=False,
        widget=Radios(small=True),
    )
    gender = forms.ChoiceField(
        label="Gender",
        choices=[("f", "Female"), ("m", "Male"), ("x", "Neither")],
        required=False,
        widget=Radios(inline=True),
    )
    signs = forms.MultipleChoiceField(
        label="Signs",
        choices=[("fear", "Seems afraid"), ("papers", "Somebody else keeps their papers"), ("none", "None of these")],
        required=False,
        widget=Checkboxes(hints={"papers": "Passport, identity card"}, dividers={"none": "or"}, exclusive=["none"]),
        help_text="Tick all that you saw or were told.",
        error_messages={"invalid_choice": "Choose signs from the list"},
    )
    who_keeps = forms.CharField(label="Who keeps their papers?", required=False)
    born = PartialDateField(
        label="Date of birth",
        required=False,
        today=localdate,
        help_text="Leave out any part you do not know. A year alone is fine.",
    )
    seen_on = WholeDateField(
        label="When did you see them?",
        today=localdate,
        help_text="For example, 27 3 2026",
        error_messages={"required": "Enter the day you saw them"},
    )
    photograph = forms.FileField(label="Photograph", required=False, help_text="One file")
    papers = FilesField(label="Papers", required=False, help_text="One or more files")
    is_true = forms.BooleanField(
        label="What I wrote is true as far as I know",
        error_messages={"required": "Say that what you wrote is true"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1, required=False)

    @property
    def helper(self) -> FormHelper:
        return layout(
            Fieldset("The person", Field("name"), "amount", "email", "password"),
            "account",
            "notes",
            "risk",
            "language",
            "town",
            Reveal("interpreter", {"yes": ["dialect", "prefers"]}),
            "gender",
            Reveal("signs", {"papers": ["who_keeps"]}),
            "born",
            "seen_on",
            "photograph",
            "papers",
            "is_true",
            submit="Send back what I typed",
            secondary=[Button("Save for later", name="later", kind="secondary"), Link("Back to home", "/")],
        )


FILLED = {
    "name": "Andrei Exemplu",
    "amount": "120.50",
    "email": "andrei@example.com",
    "account": "They took my passport.\nI sleep above the car wash.",
    "notes": "Met twice.",
    "risk": "high",
    "language": "ro",
    "town": "Redditch",
    "interpreter": "yes",
    "dialect": "Moldovan",
    "prefers": "none",
    "gender": "m",
    "signs": ["fear", "papers"],
    "who_keeps": "The owner",
    "born": PartialDate(1995, 5),
    "seen_on": date(2026, 3, 27),
    "is_true": True,
}
WRONG = {
    "name": "A name that is far longer than twenty characters",
    "amount": "a lot",
    "email": "not an address",
    "account": "Too long. " * 30,
    "risk": "unheard of",
    "language": "Klingon",
    "interpreter": "",
    "signs": ["unheard of"],
    "born_day": "31",
    "born_month": "2",
    "born_year": "1995",
    "seen_on_day": "1",
    "seen_on_month": "17",
    "seen_on_year": "95",
}
LISTS = {
    "summary": [("Name", "Andrei Exemplu", "#name"), ("Date of birth", "May 1995", "#born"), ("Added", "Today, 02:16")],
    "head": ["Case", "Status", "Owner"],
    "rows": [("MS-26-9XW2RBN", "Being checked by us", "No owner"), ("MS-26-0TQ9FXM", "Not sent yet", "Tom Ashby")],
}


class Shown(Specimens):
    """The same form without its buttons."""

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout.pop()
        return helper


def states() -> dict[str, Specimens]:
    """Filled, wrong throughout, and closed to changes."""
    disabled = Shown(initial=FILLED, prefix="disabled")
    for field in disabled.fields.values():
        field.disabled = True
    return {
        "Filled": Shown(initial=FILLED, prefix="filled"),
        "Wrong": Shown({f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong"),
        "Disabled": disabled,
    }
