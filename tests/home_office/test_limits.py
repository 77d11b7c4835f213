"""What the form would refuse, however honest it is."""

from dataclasses import replace
from typing import Any

import pytest

from agencies.shell.partial_date import PartialDate
from referrals.dossier import Dossier
from referrals.home_office.readiness import Gap, gaps
from tests.home_office.factories import TODAY
from tests.home_office.reading import changed, full_dossier, with_row
from victims.enums import AgeGroup, Safe

pytestmark = pytest.mark.django_db

TEXTS = {
    "how-did-the-exploitation-start": ("account", "how_it_began"),
    "family": ("person", "family"),
    "professional-insight": ("officer_view", "reasons"),
    "pv-name-first-name": ("person", "given_names"),
    "future-exploitation-reasons": ("safety", "fears_more_note"),
}
HEADINGS = {"professional-insight": "The referrer’s view:\n"}


def test_a_text_may_have_fifteen_thousand_characters_and_no_more() -> None:
    for question_id, (row, column) in TEXTS.items():
        room = 15_000 - len(HEADINGS.get(question_id, "").replace("\n", "\r\n"))
        full = with_row(full_dossier(), row, **{column: "x" * room})
        over = with_row(full_dossier(), row, **{column: "x" * (room + 1)})

        assert gaps(full, TODAY) == []
        (gap,) = gaps(over, TODAY)
        assert (gap.question_id, gap.anchor) == (question_id, f"id_{row}-{column}")
        assert gap.sentence.endswith("it has 15,001 characters, and the form takes 15,000.")


def test_what_is_joined_is_counted_together() -> None:
    halves = with_row(full_dossier(), "account", treatment="x" * 7_500, control="x" * 7_500)

    (gap,) = gaps(halves, TODAY)

    assert gap.question_id == "how-they-were-treated"
    assert "it has 15,031 characters" in gap.sentence


def test_whose_number_it_is_may_have_250_characters() -> None:
    full = full_dossier()

    def with_whose(whose: str) -> Dossier:
        contacts = {channel: row for channel, row in full.contacts.items() if channel != "call"}
        contacts["other_number"] = changed(contacts["other_number"], whose=whose)
        return replace(full, contacts=contacts)

    assert gaps(with_whose("x" * 250), TODAY) == []
    assert [gap.anchor for gap in gaps(with_whose("x" * 251), TODAY)] == ["id_contacts-other_number-whose"]


@pytest.mark.parametrize(
    ("row", "facts", "anchor"),
    [
        ("referrer", {"deputy_email": "nobody"}, "id_referrer-deputy_email"),
        ("referrer", {"organisation": "no-such-code"}, "id_referrer-organisation"),
        ("safety", {"town": "no-such-code"}, "id_safety-town"),
        ("safety", {"region": "no-such-code"}, "id_safety-region"),
        ("police_matters", {"crime_force": "no-such-code"}, "id_police_matters-crime_force"),
        ("person", {"nationalities": ["no-such-code"]}, "id_person-nationalities_1"),
        ("person", {"born_on": PartialDate(2026, 12, 1), "age_now": AgeGroup.ADULT}, "id_person-born_on"),
    ],
)
def test_what_the_form_would_refuse_is_a_gap(row: str, facts: dict[str, Any], anchor: str) -> None:
    found = {gap.anchor for gap in gaps(with_row(full_dossier(), row, **facts), TODAY)}

    assert anchor in found


def test_what_cannot_be_a_number_or_an_address_is_a_gap() -> None:
    full = full_dossier()
    call, email = full.contacts["call"], full.contacts["email"]
    wrong = {**full.contacts, "call": changed(call, value="ask him"), "email": changed(email, value="ask him")}

    assert [gap.anchor for gap in gaps(replace(full, contacts=wrong), TODAY)] == [
        "id_contacts-call-value",
        "id_contacts-email-value",
    ]


def test_a_file_that_nobody_described_is_a_gap() -> None:
    full = full_dossier()
    (file, *others) = full.files

    assert gaps(replace(full, files=[changed(file, description=""), *others]), TODAY) == [
        Gap("Say of each file what it is.", "files", "files", "what-evidence-you-will-submit")
    ]


def test_unsafe_ways_to_reach_them_are_as_good_as_none() -> None:
    full = full_dossier()
    unsafe = {channel: changed(row, safe=Safe.UNKNOWN) for channel, row in full.contacts.items()}
    case = with_row(replace(full, contacts=unsafe), "decision_recipient", no_phone_reason="")

    assert [gap.question_id for gap in gaps(case, TODAY)] == ["pv-phone-number", "pv-contact-details"]
