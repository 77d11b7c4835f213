from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template
from django.utils.html import escape

from agencies.shell.layout import Button, Field, Fieldset, FormHelper, Link, Reveal, layout
from tests.shell.reading import Element, read

INJECTED = "{{ secret }} {% now 'Y' %} <b>"


class Person(forms.Form):
    name = forms.CharField(label="Name")
    alone = forms.ChoiceField(label="Alone?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    who = forms.CharField(label="Who else?")
    sure = forms.BooleanField(label="Sure")
    why = forms.CharField(label="Why?", widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        return layout(
            Reveal("alone", {"no": [Reveal("sure", {"on": ["who"]})]}),
            Fieldset(INJECTED, Field("name", width=20), "why"),
            submit=INJECTED,
            secondary=[Button("Delete", name="delete", kind="warning"), Link("Back", "/?a=1&b=2")],
        )


def shown(form: forms.Form, context: dict[str, str] | None = None) -> Element:
    return read(render_crispy_form(form, context=context))


def test_a_field_stands_below_the_option_that_asks_for_it():
    page = shown(Person({"alone": "no", "sure": "on", "who": "A man"}))

    below = page.one(id="conditional-id_alone-2")
    assert below.one(id="conditional-id_sure").one("input", name="who")["value"] == "A man"
    assert page.all("input", name="who") == below.all("input", name="who")


def test_labels_and_legends_are_never_read_as_templates():
    page = shown(Person(), {"secret": "SEEN"})

    assert page.one("legend", css="govuk-fieldset__legend--m").text == INJECTED
    assert page.all("button")[0].text == INJECTED
    assert "SEEN" not in page.text


def test_a_layout_does_not_leak_between_requests():
    class Renamed(Person):
        @property
        def helper(self) -> FormHelper:
            return layout("name", submit=f"Save for {self.initial['agency']}")

    first = shown(Renamed(initial={"agency": "West Mercia"}))
    second = shown(Renamed(initial={"agency": "Worcestershire"}))

    assert first.one("button").text == "Save for West Mercia"
    assert second.one("button").text == "Save for Worcestershire"


def test_rendering_twice_gives_the_same():
    form = Person()

    assert render_crispy_form(form) == render_crispy_form(form)


def test_one_button_is_green_and_guards_against_a_second_click():
    buttons = shown(Person()).all("button")

    assert [button.get("data-prevent-double-click") for button in buttons] == ["true", None]
    assert [(button.get("name"), button.get("value")) for button in buttons] == [(None, None), ("delete", "1")]
    assert "govuk-button--warning" in buttons[1].classes


def test_a_link_beside_the_buttons_is_escaped():
    assert shown(Person()).one("a")["href"] == "/?a=1&b=2"
    assert escape("/?a=1&b=2") in render_crispy_form(Person())


def test_hidden_fields_need_not_be_laid_out():
    assert len(shown(Person()).all("input", name="version")) == 1


def test_the_layout_decides_the_size_of_a_box():
    assert "govuk-input--width-20" in shown(Person()).one("input", name="name").classes


def test_a_form_without_a_layout_shows_its_fields_and_a_button():
    class Plain(forms.Form):
        name = forms.CharField()

    page = shown(Plain())

    assert page.one("input", name="name")["id"] == "id_name"
    assert page.one("button").text == "Continue"
    assert (page.one("form")["method"], page.one("form")["autocomplete"]) == ("post", "off")


def test_fields_alone_can_be_shown_in_a_form_of_the_page():
    html = Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": Person()}))

    page = read(html)
    assert page.all("form") + page.all("button") == []
    assert len(page.all("textarea")) == 1


def test_a_form_that_only_asks_sends_no_token():
    class Search(forms.Form):
        @property
        def helper(self) -> FormHelper:
            return layout(submit="Find", method="get", action="/colleagues/")

    page = shown(Search(), {"csrf_token": "t"})

    assert page.all("input") == []
    assert (page.one("form")["method"], page.one("form")["action"]) == ("get", "/colleagues/")


def test_a_form_that_changes_something_sends_its_token():
    assert shown(Person(), {"csrf_token": "t"}).one("input", name="csrfmiddlewaretoken")["value"] == "t"
