"""Names, dates, places and ways to reach somebody: what fits their boxes, and what does not."""

from dataclasses import replace
from typing import Any

import pytest

from agencies.shell.partial_date import PartialDate
from referrals.enums import PlaceRole
from referrals.home_office.answers import read_all
from referrals.home_office.facts import facts_of
from referrals.home_office.rules import NOTHING, Answer
from tests.home_office.factories import TODAY
from tests.home_office.reading import COUNTRIES, TOWNS, changed, empty_dossier, full_dossier, read, with_row
from victims.enums import Channel, NameOrder, Safe

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("facts", "first", "last"),
    [
        ({"given_names": "Ana", "family_name": "Popa"}, Answer("Ana"), Answer("Popa")),
        ({"given_names": "Ana"}, Answer("Ana"), NOTHING),
        ({}, NOTHING, NOTHING),
        ({"name_is_unknown": True}, "not known", "not known"),
        ({"given_names": "Ana", "name_is_unknown": True}, Answer("Ana"), "not known"),
        ({"given_names": "Suharto", "name_order": NameOrder.SINGLE}, Answer("Suharto"), "one name"),
        ({"family_name": "Suharto", "name_order": NameOrder.SINGLE}, Answer("Suharto"), "one name"),
        ({"given_names": "A", "family_name": "B", "name_order": NameOrder.SINGLE}, Answer("A"), Answer("B")),
    ],
)
def test_names(facts: dict[str, Any], first: Answer | str, last: Answer | str) -> None:
    misfits = {
        "not known": Answer(misfit="We do not know it, and the form has no place for that."),
        "one name": Answer(misfit="They have one name only, and the form wants a first and a last name."),
    }
    dossier = with_row(empty_dossier(), "person", **facts)

    assert read(dossier, "pv-name-first-name") == misfits.get(str(first), first)
    assert read(dossier, "pv-name-last-name") == misfits.get(str(last), last)


def test_other_names_go_with_the_nickname() -> None:
    assert read(full_dossier(), "pv-name-nickname").text == "Blerta, Mira Hoxha, Maria Kelmendi"


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (PartialDate(1995, 5, 17), Answer("17 May 1995")),
        (
            PartialDate(1995),
            Answer(misfit="We know only 1995, and the form takes only a whole date. Leave it empty there."),
        ),
        (
            PartialDate(1995, 5),
            Answer(misfit="We know only May 1995, and the form takes only a whole date. Leave it empty there."),
        ),
        (PartialDate(2026, 11, 24), Answer(fault="Correct the date of birth: it has not come yet.")),
        (PartialDate(2026, 11, 23), Answer("23 November 2026")),
        (None, NOTHING),
    ],
)
def test_only_a_whole_date_of_birth_fits(born: PartialDate | None, expected: Answer) -> None:
    assert read(with_row(empty_dossier(), "person", born_on=born), "pv-dob") == expected


# Places


def test_an_eleventh_town_does_not_fit_and_is_told_in_words() -> None:
    full = full_dossier()
    places = [changed(full.uk_places[0], town=town, detail="") for town in TOWNS]
    dossier = with_row(replace(full, places=places), "encounter", uk_places_note="")

    tenth = read(dossier, "where-exploitation-happened-uk-city-10")

    assert tenth.text == "Leominster"
    assert tenth.misfit == (
        "We hold more than 10, and the form takes 10. The others are named in the box for other places."
    )
    assert read(dossier, "where-exploitation-happened-other-uk-other-location").text == (
        "Where they were exploited: Bridgnorth."
    )
    assert not read(replace(dossier, places=places[:10]), "where-exploitation-happened-uk-city-10").misfit


def test_ten_countries_fit_and_each_is_written_once() -> None:
    full = full_dossier()
    row = full.overseas_places[1]
    dossier = replace(full, places=[changed(row, country=country) for country in COUNTRIES for _ in range(2)])

    found = [read(dossier, f"where-exploitation-happened-overseas-country-{n}") for n in range(1, 11)]

    assert [answer.text for answer in found] == [
        "Albania", "Eritrea", "France", "Romania", "Vietnam", "Afghanistan", "Algeria", "Italy", "Spain", "Germany",
    ]  # fmt: skip
    assert not any(answer.misfit for answer in found)


@pytest.mark.parametrize(
    ("roles", "notes", "expected"),
    [
        ({"redditch": PlaceRole.EXPLOITED}, {}, Answer(codes=("uk",))),
        ({"ALB": PlaceRole.EXPLOITED}, {}, Answer(codes=("overseas",))),
        ({"redditch": PlaceRole.EXPLOITED, "ALB": PlaceRole.EXPLOITED}, {}, Answer(codes=("uk-and-overseas",))),
        ({"redditch": PlaceRole.EXPLOITED, "ALB": PlaceRole.RECRUITED}, {}, Answer(codes=("uk",))),
        ({"redditch": ""}, {}, Answer(codes=("uk",))),
        ({"redditch": PlaceRole.FOUND}, {}, NOTHING),
        ({}, {"uk_places_note": "a farm"}, Answer(codes=("uk",))),
        ({}, {"overseas_places_note": "a farm"}, Answer(codes=("overseas",))),
        ({}, {}, NOTHING),
    ],
)
def test_where_it_happened_follows_from_the_places_of_exploitation(
    roles: dict[str, str], notes: dict[str, str], expected: Answer
) -> None:
    full = full_dossier()
    no_notes = {"uk_places_note": "", "overseas_places_note": ""}
    places = [
        changed(
            full.places[0], role=role, town="" if where == "ALB" else where, country=where if where == "ALB" else ""
        )
        for where, role in roles.items()
    ]
    dossier = with_row(replace(full, places=places), "encounter", **{**no_notes, **notes})

    assert read(dossier, "where-exploitation-happened") == expected


# Contact


@pytest.mark.parametrize("safe", [Safe.NO, Safe.UNKNOWN])
def test_what_is_not_known_to_be_safe_leaves_nobodys_hands(safe: Safe) -> None:
    full = full_dossier()
    unsafe = replace(full, contacts={channel: changed(row, safe=safe) for channel, row in full.contacts.items()})
    answers = read_all(facts_of(unsafe, TODAY))
    about_contact = [
        question_id
        for question_id in answers
        if question_id.startswith(("pv-contact", "pv-phone-number-", "alternative-number"))
    ]

    assert len(about_contact) == 11
    assert all(answers[question_id] == NOTHING for question_id in about_contact)
    assert answers["pv-phone-number"].codes == ("no",)


def test_their_own_number_comes_before_another() -> None:
    full = full_dossier()
    no_reason = with_row(full, "decision_recipient", no_phone_reason="")
    without = {channel: row for channel, row in full.contacts.items() if channel != Channel.CALL}
    neither = {channel: row for channel, row in without.items() if channel != Channel.OTHER_NUMBER}

    assert read(full, "pv-phone-number").codes == ("yes",)
    assert read(replace(full, contacts=without), "pv-phone-number").codes == ("pv-alternative-number",)
    assert read(replace(full, contacts=neither), "pv-phone-number").codes == ("no",)
    assert read(replace(no_reason, contacts=neither), "pv-phone-number") == NOTHING


def test_they_are_written_to_by_whichever_way_is_safe() -> None:
    full = full_dossier()
    table = [
        ({Channel.EMAIL, Channel.POST}, ("email", "post")),
        ({Channel.EMAIL}, ("email",)),
        ({Channel.POST}, ("post",)),
    ]

    for channels, codes in table:
        dossier = replace(full, contacts={channel: full.contacts[channel] for channel in channels})
        assert read(dossier, "pv-contact-details").codes == codes
    assert read(full, "someone-else").codes == ("email", "post")
    assert read(with_row(full, "decision_recipient", has_permission=False), "someone-else-permission-check") == NOTHING
