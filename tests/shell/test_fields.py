"""Every kind of field, in every state, as the elements that a browser gets."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import mark_safe

from agencies.shell.fields import FilesField, PartialDateField, ProseField, WholeDateField
from agencies.shell.partial_date import PartialDate
from agencies.shell.widgets import Checkboxes, ListInput, LongSelect, Radios
from tests.shell.reading import Element, read, sent_by

ABC = [("a", "Ay"), ("b", "Bee"), ("c", "Sea")]
SHOUT = "<b>\"A\" & 'B'</b>"

KINDS: dict[str, tuple[forms.Field, str]] = {
    "text": (forms.CharField(), "words"),
    "e-mail": (forms.EmailField(), "a@b.example"),
    "number": (forms.IntegerField(), "7"),
    "list on the server": (forms.CharField(widget=ListInput("/lists/towns/")), "Redditch"),
    "lines": (ProseField(), "one\ntwo"),
    "counted lines": (ProseField(max_length=50), "one\ntwo"),
    "select": (forms.ChoiceField(choices=ABC), "b"),
    "long select": (forms.ChoiceField(choices=ABC, widget=LongSelect), "b"),
    "radios": (forms.ChoiceField(choices=ABC, widget=Radios), "b"),
    "plain radios": (forms.ChoiceField(choices=ABC, widget=forms.RadioSelect), "b"),
}
IN_FIELDSETS = {"radios", "plain radios"}


def fresh(kind: str) -> tuple[forms.Field, str]:
    field, value = KINDS[kind]
    return deepcopy(field), value


def form_with(
    question: forms.Field, data: Mapping[str, Any] | None = None, files: Any = None, **kwargs: Any
) -> forms.Form:
    form = forms.Form(data, files, **kwargs)
    form.fields["q"] = question
    return form


def shown(form: forms.Form) -> Element:
    return read(render_crispy_form(form))


def described_by(element: Element) -> list[str]:
    return (element.get("aria-describedby") or "").split()


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_field_has_a_label_and_nothing_else(kind):
    question, _ = fresh(kind)
    question.label = "Which?"

    page = shown(form_with(question))

    if kind in IN_FIELDSETS:
        assert page.one("legend").text == "Which?"
    else:
        assert page.one("label", **{"for": "id_q"}).text == "Which?"
    assert page.all(css="govuk-error-message") == []
    assert page.all(css="govuk-form-group--error") == []
    assert page.one(id="id_q").get("disabled") is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_filled_field_would_send_its_value_again(kind):
    question, value = fresh(kind)

    assert sent_by(shown(form_with(question, initial={"q": value})))["q"] == [value]
    assert sent_by(shown(form_with(question, {"q": value})))["q"] == [value]


@pytest.mark.parametrize("kind", KINDS)
def test_hint_and_error_are_tied_to_the_field(kind):
    question, _ = fresh(kind)
    question.help_text, question.error_messages["required"] = "Look at the card", "Say which"
    form = form_with(question, {})

    page = shown(form)

    named = page.one("fieldset") if kind in IN_FIELDSETS else page.one(id="id_q")
    words = [page.one(id=name).text for name in described_by(named) if name != "id_q-info"]
    assert words == ["Look at the card", "Error: Say which"]
    assert len(page.all(css="govuk-form-group--error")) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_disabled_field_sends_nothing(kind):
    question, value = fresh(kind)
    question.disabled = True

    page = shown(form_with(question, initial={"q": value}))

    assert "q" not in sent_by(page)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_ever_read_as_markup(kind):
    question, _ = fresh(kind)
    question.label = question.help_text = question.error_messages["required"] = SHOUT

    page = shown(form_with(question, {}))

    assert page.all("b") == []
    assert page.text.count(SHOUT) == 3


def test_markup_that_was_meant_stays():
    page = shown(form_with(forms.CharField(help_text=mark_safe("See <b>the card</b>"))))

    assert page.one("b").text == "the card"


def test_options_are_never_read_as_markup():
    for widget in (Radios(hints={"a": SHOUT}, dividers={"a": SHOUT}), LongSelect()):
        page = shown(form_with(forms.ChoiceField(choices=[("x", "X"), ("a", SHOUT)], widget=widget)))

        assert page.all("b") == []
        assert SHOUT in page.text


def test_a_text_field_says_how_it_is_typed():
    attrs = {
        "autocomplete": "off", "inputmode": "numeric", "spellcheck": "false", "prefix": "£", "suffix": "a week",
        "width": 5, "data-x": "y", "placeholder": "never", "maxlength": "3", "autofocus": True,
    }  # fmt: skip

    page = shown(form_with(forms.CharField(widget=forms.TextInput(attrs=attrs))))

    box = page.one("input")
    assert box.attributes == {
        "class": "govuk-input govuk-input--width-5", "id": "id_q", "name": "q", "type": "text", "spellcheck": "false",
        "value": "", "autocomplete": "off", "inputmode": "numeric", "data-x": "y",
    }  # fmt: skip
    assert page.one(css="govuk-input__prefix").text == "£"
    assert page.one(css="govuk-input__suffix").text == "a week"


@pytest.mark.parametrize(
    ("field", "type_", "inputmode"),
    [
        (forms.EmailField(), "email", None),
        (forms.URLField(assume_scheme="https"), "url", None),
        (forms.IntegerField(), "text", "numeric"),
        (forms.DateField(), "text", None),
        (forms.CharField(widget=forms.TelInput), "tel", None),
    ],
)
def test_the_type_of_a_box_follows_from_the_field(field, type_, inputmode):
    box = shown(form_with(field)).one("input")

    assert (box["type"], box.get("inputmode")) == (type_, inputmode)


def test_a_password_is_never_shown_again():
    page = shown(
        form_with(forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})), {"q": "x"})
    )

    box = page.one("input")
    assert (box["type"], box["value"], box["autocomplete"]) == ("password", "", "new-password")


def test_the_counter_says_its_limit_without_scripts():
    page = shown(form_with(ProseField(max_length=50)))

    assert page.one(id="id_q-info").text == "You can enter up to 50 characters"
    assert described_by(page.one("textarea")) == ["id_q-info"]
    assert page.one(**{"data-module": "govuk-character-count"})["data-maxlength"] == "50"
    assert "maxlength" not in page.one("textarea").attributes


def test_a_line_break_counts_as_one_character():
    assert form_with(ProseField(max_length=7), {"q": "one\r\ntwo"}).is_valid()
    assert not form_with(ProseField(max_length=6), {"q": "one\r\ntwo"}).is_valid()


@pytest.mark.parametrize(("widget", "rows"), [(forms.Textarea(), "5"), (forms.Textarea(attrs={"rows": 12}), "12")])
def test_a_text_box_has_five_lines_unless_it_says_otherwise(widget, rows):
    assert shown(form_with(forms.CharField(widget=widget))).one("textarea")["rows"] == rows


def test_radios_have_hints_dividers_and_two_other_sizes():
    widget = Radios(hints={"b": "The second"}, dividers={"c": "or"}, inline=True, small=True)

    page = shown(form_with(forms.ChoiceField(choices=[("", "---"), *ABC], widget=widget)))

    boxes = page.all("input", type="radio")
    assert [(box["id"], box["value"]) for box in boxes] == [("id_q", "a"), ("id_q-2", "b"), ("id_q-3", "c")]
    assert [page.one(id=name).text for name in described_by(boxes[1])] == ["The second"]
    assert page.one(css="govuk-radios__divider").text == "or"
    assert {"govuk-radios--inline", "govuk-radios--small"} <= page.one(css="govuk-radios").classes


def test_tick_boxes_show_what_was_ticked_and_what_excludes_the_rest():
    widget = Checkboxes(exclusive=["c"])

    page = shown(form_with(forms.MultipleChoiceField(choices=ABC, widget=widget), MultiValueDict({"q": ["a", "b"]})))

    assert sent_by(page)["q"] == ["a", "b"]
    assert [box.get("data-behaviour") for box in page.all("input", type="checkbox")] == [None, None, "exclusive"]


def test_a_single_tick_box_is_its_own_question():
    question = forms.BooleanField(label="It is true", help_text="All of it", error_messages={"required": "Tick it"})

    page = shown(form_with(question, {}))

    box = page.one("input", type="checkbox")
    assert page.all("fieldset") == []
    assert page.one("label")["for"] == box["id"] == "id_q"
    assert [page.one(id=name).text for name in described_by(box)] == ["All of it", "Error: Tick it"]
    assert "q" not in sent_by(page)
    assert sent_by(shown(form_with(question, {"q": "on"})))["q"] == ["on"]


def test_several_options_of_a_select_come_back():
    data = MultiValueDict({"q": ["a", "c"]})

    page = shown(form_with(forms.MultipleChoiceField(choices=ABC), data))

    assert "multiple" in page.one("select").attributes
    assert sent_by(page)["q"] == ["a", "c"]


def test_what_was_typed_instead_of_a_listed_option_is_kept():
    page = shown(form_with(forms.ChoiceField(choices=ABC, widget=LongSelect), {"q": "Klingon"}))

    assert sent_by(page)["q"] == ["Klingon"]
    assert [option.text for option in page.all("option")] == ["Ay", "Bee", "Sea", "Klingon"]


def test_a_box_for_a_list_names_the_list():
    box = shown(form_with(forms.CharField(widget=ListInput("/lists/towns/")))).one("input")

    assert (box["data-list"], box["data-module"], box["autocomplete"]) == ("/lists/towns/", "app-list", "off")


def test_a_date_has_three_boxes_with_the_error_on_the_right_one():
    form = form_with(PartialDateField(label="Born", help_text="As far as known"), {"q_month": "17", "q_year": "1980"})

    page = shown(form)

    group = page.one("fieldset")
    assert group["role"] == "group"
    assert [page.one(id=name).text for name in described_by(group)] == [
        "As far as known",
        "Error: Month must be between 1 and 12",
    ]
    assert [label.text for label in page.all("label")] == ["Day", "Month", "Year"]
    wrong = [box["name"] for box in page.all("input") if "govuk-input--error" in box.classes]
    assert wrong == ["q_month"]
    assert sent_by(page) == {"q_day": [""], "q_month": ["17"], "q_year": ["1980"]}


def test_an_error_of_the_whole_date_marks_all_its_boxes():
    form = form_with(PartialDateField(), {"q_year": "1980"})
    form.add_error("q", "Born in 1980 and under 18 cannot both be right")

    page = shown(form)

    assert len([box for box in page.all("input") if "govuk-input--error" in box.classes]) == 3


@pytest.mark.parametrize("field", [PartialDateField(), WholeDateField()])
def test_a_date_shows_what_is_saved(field):
    saved = PartialDate(1995, 5, 4) if type(field) is PartialDateField else date(1995, 5, 4)

    assert sent_by(shown(form_with(field, initial={"q": saved}))) == {
        "q_day": ["4"],
        "q_month": ["5"],
        "q_year": ["1995"],
    }


@pytest.mark.parametrize(
    ("typed", "answer"),
    [({}, "Enter the day"), ({"q_year": "1995"}, "Add the month"), ({"q_year": "1995", "q_month": "5"}, "Add the day")],
)
def test_a_whole_date_asks_for_the_part_that_is_missing(typed, answer):
    form = form_with(WholeDateField(error_messages={"required": "Enter the day"}), typed)

    assert form.errors["q"] == [answer]


def test_a_whole_date_answers_with_a_date_and_may_be_left_out():
    typed = {"q_day": "4", "q_month": "5", "q_year": "1995"}

    form = form_with(WholeDateField(required=False), typed)

    assert form.is_valid()
    assert form.cleaned_data["q"] == date(1995, 5, 4)
    assert form_with(WholeDateField(required=False), {}).is_valid()


def test_a_date_in_the_future_is_refused_where_it_cannot_be():
    typed = {"q_day": "16", "q_month": "6", "q_year": "2026"}

    assert form_with(PartialDateField(), typed).is_valid()
    refused = form_with(PartialDateField(today=lambda: date(2026, 6, 15)), typed)
    assert refused.errors["q"] == ["Date must be today or in the past"]


def test_files_come_one_or_many():
    files = MultiValueDict({"q": [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]})

    one, many = form_with(forms.FileField(), {}, files), form_with(FilesField(), {}, files)

    assert one.is_valid()
    assert one.cleaned_data["q"].name == "b.txt"
    assert many.is_valid()
    assert [file.name for file in many.cleaned_data["q"]] == ["a.txt", "b.txt"]
    assert "multiple" not in shown(one).one("input").attributes
    assert "multiple" in shown(many).one("input").attributes
    assert shown(many).one("form")["enctype"] == "multipart/form-data"


def test_files_may_be_required_or_not_and_an_empty_one_is_refused():
    empty = MultiValueDict({"q": [SimpleUploadedFile("a.txt", b"")]})

    assert form_with(FilesField(required=False), {}, MultiValueDict()).is_valid()
    assert not form_with(FilesField(), {}, MultiValueDict()).is_valid()
    assert not form_with(FilesField(required=False), {}, empty).is_valid()


def test_a_hidden_field_is_only_an_input():
    page = shown(form_with(forms.IntegerField(widget=forms.HiddenInput), initial={"q": 3}))

    assert page.all("label") == []
    assert sent_by(page)["q"] == ["3"]


def test_a_label_can_be_the_heading_of_the_page():
    for field in (forms.CharField(), forms.ChoiceField(choices=ABC, widget=Radios), PartialDateField()):
        field.label = "Who are they?"
        field.widget.attrs["heading"] = True

        assert shown(form_with(field)).one("h1").text == "Who are they?"


def test_a_label_can_be_larger():
    field = forms.CharField(widget=forms.TextInput(attrs={"label-size": "m"}))

    assert "govuk-label--m" in shown(form_with(field)).one("label").classes
