"""The page from which a case is copied into the Home Office form."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Membership
from audit.models import Entry
from referrals.dossier import Dossier, dossier_of
from referrals.enums import Route
from referrals.home_office.answers import answers_for
from referrals.home_office.profile import TYPED
from referrals.papers.copying import ALLOWED, LEFT_OUT, TEXT_BOX, Line, Sheet
from tests.home_office.factories import TODAY, complete_case, give_decision
from tests.papers.cases import ANONYMOUS, CLEAN_TEXT, NAMED, lodged_case, officer, reader, write_text
from victims.enums import ConsentDecision, ConsentPurpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> Membership:
    return officer()


def lines_of(dossier: Dossier) -> dict[str, Line]:
    return {line.id: line for page in Sheet(dossier, TODAY).pages for line in page.lines}


@pytest.mark.parametrize("route", [Route.CHILD, Route.ADULT])
def test_of_a_referral_every_answer_stands_there_in_their_wording(route: Route, writer: Membership) -> None:
    dossier = dossier_of(lodged_case(route, writer))

    lines = lines_of(dossier)

    shown = {one.question.id: one.shown for one in answers_for(dossier, TODAY)}
    assert {name: line.text for name, line in lines.items() if line.text} == {
        n: text for n, text in shown.items() if text
    }
    assert [name for name in shown if name in lines] == list(lines)
    further = "where-exploitation-happened-uk-city-"
    assert {name for name in shown if name not in lines and name.startswith(further)} == {
        f"{further}{number}" for number in range(3, 11)
    }
    assert len(lines) > 60


def test_of_an_anonymous_notification_only_what_is_allowed_and_the_new_text(writer: Membership) -> None:
    case = lodged_case(ANONYMOUS, writer)
    write_text(case, CLEAN_TEXT, writer, checked_by=reader(writer))

    lines = lines_of(dossier_of(case))

    ours = {line.id for line in lines.values() if line.text not in {"", LEFT_OUT}}
    assert ours <= ALLOWED | {TEXT_BOX}
    assert lines[TEXT_BOX].text == (
        "Slavery, servitude or forced labour believed: Yes\n"
        "Human trafficking believed: No\n"
        "Nature: Forced labour; An offence by the person\n"
        f"Passed to a police force: Yes, {writer.agency.name}\n"
        "Police area where they were found: West Mercia Police\n\n" + CLEAN_TEXT
    )
    assert lines["pv-gender"].text == "Female"
    assert lines["where-exploitation-happened-overseas-country-1"].text == "Eritrea"
    assert lines["family"].text == LEFT_OUT
    assert (lines["reported-to-police"].text, lines["reported-to-police-police-forces"].text) == (
        "Yes",
        "West Mercia Police",
    )
    assert lines["reported-to-police-crime-reference"].text == LEFT_OUT
    assert "no more than the police area" in lines["current-pv-location-uk-city"].notes[0]
    assert "Never our reference" in lines["reference"].notes[0]


def test_of_a_choice_that_is_not_copied_it_says_which_answers_lead_nowhere(writer: Membership) -> None:
    lines = lines_of(dossier_of(lodged_case(ANONYMOUS, writer)))

    assert lines["future-exploitation-concerns"].notes == ("Ours is not copied. After No the form asks nothing more.",)
    assert lines["still-in-exploitative-situation"].notes == ("Ours is not copied. Choose what says least.",)


def test_text_that_nobody_checked_is_not_copied(writer: Membership) -> None:
    case = lodged_case(ANONYMOUS, writer)
    write_text(case, CLEAN_TEXT, writer)

    assert CLEAN_TEXT not in lines_of(dossier_of(case))[TEXT_BOX].text


def test_of_a_named_notification_their_name_and_what_is_safe_to_write_to(writer: Membership) -> None:
    dossier = dossier_of(lodged_case(NAMED, writer))

    lines = lines_of(dossier)

    assert lines["pv-name-first-name"].text == dossier.person.given_names
    assert lines["pv-contact-details-email-input"].text == "mirela@mail.example"
    assert lines["pv-contact-details-email-check"].text == "Tick"
    assert lines["family"].text == dossier.person.family


def test_on_a_named_notification_what_names_somebody_else_is_left_out(writer: Membership) -> None:
    dossier = dossier_of(lodged_case(NAMED, writer))
    dossier.suspects[0].name = "Artan Beqiri"
    account = dossier.account
    account.treatment, account.work = "Beqiri shouted.", "Cleaning."

    lines = lines_of(dossier)

    assert lines["how-they-were-treated"].text == ""
    assert "Left out: it holds the name of somebody suspected." in " ".join(lines["how-they-were-treated"].notes)
    assert lines["what-were-they-required-to-do"].text == "Cleaning."


def test_their_own_name_stays_though_a_suspect_is_called_the_same(writer: Membership) -> None:
    dossier = dossier_of(lodged_case(NAMED, writer))
    dossier.suspects[0].name = f"Artan {dossier.person.family_name}"

    assert lines_of(dossier)["pv-name-last-name"].text == dossier.person.family_name


def test_somebody_who_helps_but_is_not_named_is_copied_as_not_helping(writer: Membership) -> None:
    case = lodged_case(ANONYMOUS, writer)
    give_decision(case.person, ConsentPurpose.POLICE, ConsentDecision.GIVEN, by=case)

    helping = lines_of(dossier_of(case))["authorities-cooperation"]

    assert helping.text == "No"
    assert "Yes would ask for their name" in helping.notes[0]


def test_their_traps_stand_beside_the_question(writer: Membership) -> None:
    lines = lines_of(dossier_of(lodged_case(Route.ADULT, writer)))

    assert "means the opposite" in " ".join(lines["is-this-the-first-chance-to-report"].notes)
    assert "99 files" in " ".join(lines["upload-file"].notes)


def test_characters_are_counted_as_their_form_counts_them() -> None:
    line = Line(id="x", asks="x", is_typed=True, text="a\n😀", longest=15_000)

    assert line.count == "5 of 15,000 characters"
    assert replace(line, longest=4).count == "5 of 4 characters: too long"


def test_the_page_shows_each_text_to_copy_and_is_recorded(client: Client, writer: Membership) -> None:
    client.force_login(writer.user)
    case = lodged_case(Route.ADULT, writer)
    case.account.work = "\n<b>&amp; {{ x }}"
    case.account.save()

    page = client.get(reverse("copy-across", args=[case.reference])).content.decode()

    assert "&lt;b&gt;&amp;amp; {{ x }}</textarea>" in page
    typed = [line for line in lines_of(dossier_of(case)).values() if line.is_typed and line.text]
    assert page.count("readonly") == page.count('data-module="app-copy"') == len(typed)
    opened = Entry.objects.get(event="copying.opened")
    assert (opened.operation, opened.reference) == ("consultation", case.reference)


def test_where_nothing_is_to_be_sent_the_page_says_so(client: Client, writer: Membership) -> None:
    client.force_login(writer.user)
    case = complete_case(Route.WAIT, by=writer)

    assert (
        "Nothing is to be sent as things stand."
        in client.get(reverse("copy-across", args=[case.reference])).content.decode()
    )


def test_every_question_that_is_allowed_is_one_of_theirs_and_holds_no_free_text() -> None:
    dossier_questions = {one.question.id: one.question for one in answers_for(_anonymous(), TODAY)}

    assert not {id_ for id_ in ALLOWED & dossier_questions.keys() if dossier_questions[id_].kind in TYPED}


def _anonymous() -> Dossier:
    return dossier_of(lodged_case(ANONYMOUS, officer()))
