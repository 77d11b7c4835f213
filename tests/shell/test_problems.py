import pytest
from django import forms
from django.template import Context, Template

from agencies.shell.fields import PartialDateField
from agencies.shell.layout import FormHelper, Reveal, layout
from agencies.shell.problems import Problem, problems_of
from agencies.shell.widgets import Radios
from tests.shell.reading import Element, read

SAY = {"required": "Say which"}


class Form(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter <b>a name</b>"})
    alone = forms.ChoiceField(choices=[("y", "Yes"), ("n", "No")], widget=Radios, error_messages=SAY)
    signs = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, error_messages={"required": "Tick one"}
    )
    born = PartialDateField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": "Load the page again"})


class LaidOut(Form):
    @property
    def helper(self) -> FormHelper:
        return layout("born", Reveal("alone", {"y": ["name"]}), "signs")


def summary(form: forms.Form) -> Element:
    return read(Template("{% load govuk %}{% error_summary form %}").render(Context({"form": form})))


def test_every_problem_links_to_the_box_it_is_about():
    form = Form({"born_day": "40", "born_month": "17", "born_year": "1980"})
    form.add_error(None, "This cannot be done now")

    assert problems_of(form) == [
        Problem("This cannot be done now"),
        Problem("Enter <b>a name</b>", "#id_name"),
        Problem("Say which", "#id_alone"),
        Problem("Tick one", "#id_signs"),
        Problem("Day must be between 1 and 31", "#id_born_day"),
        Problem("Month must be between 1 and 12", "#id_born_month"),
        Problem("Load the page again"),
    ]


def test_problems_come_in_the_order_of_the_page():
    form = LaidOut({"born_month": "17", "born_year": "1980", "version": "1"})

    assert [problem.href for problem in problems_of(form)] == ["#id_born_month", "#id_alone", "#id_name", "#id_signs"]


def test_a_problem_of_the_whole_date_links_to_its_first_box():
    form = Form({"born_year": "1980"})
    form.add_error("born", "Born in 1980 and under 18 cannot both be right")

    assert Problem("Born in 1980 and under 18 cannot both be right", "#id_born_day") in problems_of(form)


def test_a_prefix_and_an_id_of_its_own_are_followed():
    form = Form({}, prefix="p")
    form.fields["name"].widget.attrs["id"] = "who"

    assert [problem.href for problem in problems_of(form)][:2] == ["#who", "#id_p-alone"]


@pytest.mark.parametrize("form", [Form(), None, ""])
def test_there_is_no_summary_without_a_problem(form):
    assert summary(form).all() == []


def test_the_summary_repeats_the_words_and_takes_the_focus():
    page = summary(Form({"version": "1"}))

    box = page.one(css="govuk-error-summary")
    assert box["data-module"] == "govuk-error-summary"
    assert box.one(role="alert").one("h2").text == "There is a problem"
    assert [(link["href"], link.text) for link in page.all("a")] == [
        ("#id_name", "Enter <b>a name</b>"),
        ("#id_alone", "Say which"),
        ("#id_signs", "Tick one"),
    ]


def test_the_summary_can_say_that_all_was_saved():
    html = '{% load govuk %}{% error_summary form "Saved. 3 answers need a look" "What you typed is kept." %}'

    page = read(Template(html).render(Context({"form": Form({})})))

    assert page.one("h2").text == "Saved. 3 answers need a look"
    assert page.one("p").text == "What you typed is kept."
