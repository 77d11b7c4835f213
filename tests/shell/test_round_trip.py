"""Whatever is typed comes back exactly as it was typed, however little sense it makes."""

import pytest
from crispy_forms.utils import render_crispy_form
from django.utils.datastructures import MultiValueDict
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agencies.shell.specimens import Specimens
from tests.shell.reading import as_lines, read, sent_by

# What a browser can send: no half characters, and no NUL, which it turns into something else before we see it.
RUBBISH = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
TYPED_INTO = ["name", "amount", "email", "account", "notes", "town", "dialect", "who_keeps", "version"]
PARTS = [f"{name}_{part}" for name in ("born", "seen_on") for part in ("day", "month", "year")]
CHOSEN = {
    "risk": ["", "standard", "medium", "high"],
    "interpreter": ["yes", "no", "unknown"],
    "prefers": ["woman", "man", "none"],
    "gender": ["f", "m", "x"],
}
NASTY = [
    '"><script>alert(1)</script>',
    "\r\n\r\n  two lines\r\n",
    "&amp;&lt;",
    "{{ x }}{% now %}",
    "\u2028 \x0b \x1c \x85",
    "'\"`",
]


def returned(data: dict[str, str]) -> dict[str, list[str]]:
    return sent_by(read(render_crispy_form(Specimens(data))))


@settings(deadline=None, max_examples=60)
@given(st.fixed_dictionaries(dict.fromkeys([*TYPED_INTO, *PARTS], RUBBISH)))
@example(dict.fromkeys([*TYPED_INTO, *PARTS], NASTY[0]))
@example(dict.fromkeys([*TYPED_INTO, *PARTS], NASTY[1]))
@example(dict.fromkeys([*TYPED_INTO, *PARTS], NASTY[4]))
def test_what_is_typed_comes_back(typed):
    back = returned(typed)

    assert {name: back[name] for name in typed} == {name: [as_lines(text)] for name, text in typed.items()}


@settings(deadline=None, max_examples=60)
@given(RUBBISH.filter(bool))
def test_what_is_typed_over_a_long_list_comes_back(text):
    assert returned({"language": text})["language"] == [as_lines(text)]


@settings(deadline=None, max_examples=40)
@given(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHOSEN.items()}))
def test_what_is_chosen_comes_back(chosen):
    back = returned(chosen)

    assert {name: back[name] for name in chosen} == {name: [value] for name, value in chosen.items()}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["fear", "papers", "none"]), unique=True), st.booleans())
def test_what_is_ticked_comes_back(signs, is_true):
    data = MultiValueDict({"signs": signs, "is_true": ["on"] if is_true else []})

    back = sent_by(read(render_crispy_form(Specimens(data))))

    assert sorted(back.get("signs", [])) == sorted(signs)
    assert back.get("is_true", []) == (["on"] if is_true else [])


@settings(deadline=None, max_examples=40)
@given(st.fixed_dictionaries(dict.fromkeys([*CHOSEN, "signs", "is_true", "password"], RUBBISH)))
def test_no_rubbish_in_a_choice_breaks_the_page(rubbish):
    assert set(returned(rubbish)) <= {*TYPED_INTO, *PARTS, *CHOSEN, "language", "signs", "is_true", "password"}


@pytest.mark.parametrize("text", NASTY)
def test_it_comes_back_through_a_real_request(text, client, officer):
    client.force_login(officer)

    page = client.post("/practice/components/", {"name": text, "account": text, "born_day": text})

    back = sent_by(read(page.content.decode()))
    assert page.status_code == 200
    assert {as_lines(text)} == set(back["name"][:1] + back["account"][:1] + back["born_day"][:1])
