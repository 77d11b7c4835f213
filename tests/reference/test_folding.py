import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.folding import folded, searchable


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Telford & Wrekin Council", "telford and wrekin council"),
        ("Côte d'Ivoire", "cote divoire"),
        ("Bishop’s Castle", "bishops castle"),
        ("Stoke-on-Trent", "stoke on trent"),
        ("  Aberdare /  Aberdâr ", "aberdare aberdar"),
        ("Pont-y-pŵl", "pont y pwl"),
        ("TÜRKİYE", "turkiye"),
        ("ØRSTED, Łódź", "orsted lodz"),
        ("𝐍𝐞𝐰port", "newport"),
        ("100%_\\", "100"),
        ("\0\n", ""),
        ("", ""),
    ],
)
def test_names_are_compared_without_capitals_accents_or_punctuation(written: str, compared: str) -> None:
    assert folded(written) == compared


@given(st.text())
def test_what_is_compared_holds_only_letters_digits_and_single_spaces(text: str) -> None:
    result = folded(text)

    assert all(letter.isalnum() or letter == " " for letter in result)
    assert result == " ".join(result.split())


def test_several_names_are_kept_apart_and_none_twice() -> None:
    assert searchable(["Bishop's Castle", "bishops castle", "", "Clun"]) == "| bishops castle | clun |"
