from typing import Any

import pytest
from django import forms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.enums import ListName
from agencies.models import ListedValue
from agencies.reference.fields import ListedChoiceField
from agencies.shell.rendering import field_html

pytestmark = pytest.mark.django_db

MEANT = [
    (ListName.TOWNS, "newport-shropshire", "newport-shropshire"),
    (ListName.TOWNS, "Newport, Shropshire", "newport-shropshire"),
    (ListName.TOWNS, "  newport SHROPSHIRE ", "newport-shropshire"),
    (ListName.TOWNS, "Aberdâr", "aberdare-aberdar"),
    (ListName.TOWNS, "Droitwich", "droitwich-spa"),
    (ListName.COUNCILS, "Telford and Wrekin Council", "telford-and-wrekin-council"),
    (ListName.COUNCILS, "Telford", "telford-and-wrekin-council"),
    (ListName.COUNCILS, "Buckinghamshire", "buckinghamshire-council"),
    (ListName.NATIONALITIES, "ALB", "ALB"),
    (ListName.NATIONALITIES, "albanian", "ALB"),
    (ListName.NATIONALITIES, "Dominican (Dominica)", "DMA"),
    (ListName.COUNTRIES, "cote divoire", "CIV"),
    (ListName.COUNTRIES, "Niger", "NER"),
    (ListName.LANGUAGES, "Patois", "jam"),
    (ListName.ETHNICITIES, "NS", "NS"),
    (ListName.FIRST_RESPONDERS, "home office, asylum group: asylum support operational coordination centre",
     "home-office-asylum-group-asylum-support-operational-coordination-centre"),
]  # fmt: skip
NOT_LISTED = ["Nowhere at all", "Newpor", "%", "\0", "new\0port", "'; --", "x" * 20_000, "|", "🙂"]


def form_with(name: ListName, answer: str, **kwargs: Any) -> forms.Form:
    form = forms.Form({"place": answer})
    form.fields["place"] = ListedChoiceField(name, label="Place", **kwargs)
    return form


@pytest.mark.parametrize(("name", "typed", "code"), MEANT)
def test_a_code_or_a_name_typed_in_full_is_understood(name: ListName, typed: str, code: str) -> None:
    form = form_with(name, typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == code


@pytest.mark.parametrize("typed", NOT_LISTED)
def test_what_is_not_on_the_list_is_refused_and_kept(typed: str) -> None:
    form = form_with(ListName.TOWNS, typed)

    assert form.errors["place"] == ["This is not on the list. Check the spelling, or type another name for it"]
    assert form["place"].value() == typed


def test_a_name_of_several_asks_which_and_is_kept() -> None:
    form = form_with(ListName.TOWNS, "St Ives")

    assert form.errors["place"] == [
        "There is more than one St Ives. Type one of these in full: St Ives, Cambridgeshire or St Ives, Cornwall"
    ]
    assert form["place"].value() == "St Ives"


def test_dominican_alone_is_not_guessed() -> None:
    form = form_with(ListName.NATIONALITIES, "Dominican")

    both = "Citizen of the Dominican Republic or Dominican (Dominica)"
    assert form.errors["place"] == [f"There is more than one Dominican. Type one of these in full: {both}"]


def test_what_was_typed_cannot_run_in_the_page() -> None:
    form = form_with(ListName.TOWNS, "<script>alert(1)</script>")

    assert "<script>" not in str(field_html(form["place"]))


def test_a_code_is_shown_as_its_label() -> None:
    form = form_with(ListName.TOWNS, "newport-shropshire")

    assert form["place"].value() == "Newport, Shropshire"


def test_the_box_says_which_list_it_asks() -> None:
    html = str(field_html(form_with(ListName.TOWNS, "telford")["place"]))

    assert 'data-list="/lists/towns/"' in html
    assert 'value="Telford"' in html


def test_an_answer_may_be_left_out_only_where_the_form_allows_it() -> None:
    assert form_with(ListName.TOWNS, " ", required=False).is_valid()
    assert form_with(ListName.TOWNS, " ", error_messages={"required": "Say where"}).errors["place"] == ["Say where"]


@pytest.mark.parametrize("typed", ["O1", "Chinese (old code)"])
def test_a_retired_value_is_kept_for_the_record_that_has_it_and_for_no_other(typed: str) -> None:
    assert ListedValue.objects.filter(list_name=ListName.ETHNICITIES, code="O1").exists()

    assert not form_with(ListName.ETHNICITIES, typed).is_valid()
    assert form_with(ListName.ETHNICITIES, typed, kept="O1").is_valid()
    assert not form_with(ListName.ETHNICITIES, typed, kept="W1").is_valid()


def test_an_answer_costs_one_query(django_assert_num_queries: Any) -> None:
    form = form_with(ListName.TOWNS, "Telford")

    with django_assert_num_queries(1):
        form.full_clean()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=300))
def test_no_rubbish_breaks_the_field(typed: str) -> None:
    form = form_with(ListName.TOWNS, typed)

    assert form.is_valid() or form.errors["place"]
    assert field_html(form["place"])
