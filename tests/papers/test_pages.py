"""Who gets at papers, what the list of them says, the copy for the referrer, and the sheet of questions."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.enums import Route, Status
from referrals.intake.sections import SECTIONS
from referrals.models import Place, Referral
from referrals.rules.signs import HEADINGS
from tests.factories import MembershipFactory
from tests.home_office.factories import NOW, add_file, complete_case, filled
from tests.papers.cases import ANONYMOUS, CLEAN_TEXT, lodged_case, officer, reader, words_in, write_text

pytestmark = pytest.mark.django_db

OF_A_CASE = [
    "papers", "pack", "copy-across", "referrer-copy", "notification", "notification-check", "notification-pdf",
]  # fmt: skip


@pytest.fixture
def writer() -> Membership:
    return officer(user__full_name="PC Dana Whitlock")


def page(case: Referral, name: str = "papers") -> str:
    return reverse(name, kwargs={"reference": case.reference})


# Who


def test_papers_of_a_case_that_one_may_not_see_are_not_found(client: Client, writer: Membership) -> None:
    case = lodged_case(ANONYMOUS, writer)
    client.force_login(reader(writer).user)
    assert {client.get(page(case, name)).status_code for name in OF_A_CASE} == {200, 302}

    client.force_login(MembershipFactory(roles=[*Role]).user)

    assert {client.get(page(case, name)).status_code for name in OF_A_CASE} == {404}


def test_whoever_may_only_read_a_case_makes_no_papers(client: Client, writer: Membership) -> None:
    case = lodged_case(ANONYMOUS, writer)
    client.force_login(reader(writer, Role.CRIME_REGISTRAR).user)

    assert {client.get(page(case, name)).status_code for name in OF_A_CASE} == {403}
    assert {client.post(page(case, name)).status_code for name in OF_A_CASE} == {403, 405}
    assert not Entry.objects.filter(event__endswith=".made").exists()


# The list of papers


def test_the_list_says_what_there_is_and_where_the_second_reading_stands(client: Client, writer: Membership) -> None:
    case = lodged_case(ANONYMOUS, writer)
    write_text(case, CLEAN_TEXT, writer)
    client.force_login(reader(writer).user)

    shown = " ".join(client.get(page(case)).content.decode().split())

    assert "No pack" in shown
    assert "A second person has not read it yet. Until then the text is left out." in shown
    for name in ("copy-across", "notification", "notification-check", "notification-pdf", "referrer-copy"):
        assert f'href="{page(case, name)}"' in shown


def test_the_list_of_a_referral_offers_the_pack_and_no_notification(client: Client, writer: Membership) -> None:
    case = lodged_case(Route.CHILD, writer)
    client.force_login(writer.user)

    shown = client.get(page(case)).content.decode()

    assert f'href="{page(case, "pack")}"' in shown
    assert "A child, and anybody who may be one, never goes by a notification" in shown
    assert f'href="{page(case, "notification")}"' not in shown


@pytest.mark.parametrize(("route", "name"), [(ANONYMOUS, "notification-check"), (Route.ADULT, "pack")])
def test_more_rows_are_not_asked_for_one_by_one(
    route: Route, name: str, client: Client, writer: Membership, django_assert_num_queries: Any
) -> None:
    case = lodged_case(route, writer)
    client.force_login(reader(writer).user)
    client.get(page(case, name))
    with CaptureQueriesContext(connection) as asked:
        client.get(page(case, name))
    assert len(asked) < 40

    for number in range(3):
        add_file(case, f"more-{number}.pdf")
        filled(Place, f"more {number}", encounter=case.encounter, role="exploited", country="GRC")

    with django_assert_num_queries(len(asked)):
        client.get(page(case, name))


def test_of_a_draft_that_was_discarded_nothing_is_made(client: Client, writer: Membership) -> None:
    discarded = {"discarded_at": NOW, "discarded_by": writer.user, "discard_reason": "Made by mistake."}
    case = complete_case(Route.ADULT, by=writer, status=Status.DISCARDED, **discarded)
    client.force_login(writer.user)

    for name in ("pack", "copy-across", "referrer-copy"):
        answer = client.get(page(case, name), follow=True)
        assert answer.redirect_chain == [(page(case), 302)]
        assert "This draft was discarded" in answer.content.decode()
    assert not Entry.objects.filter(event__in=["pack.made", "copying.opened"]).exists()


# The copy for the referrer


def test_a_referrer_keeps_what_they_lodged_with_the_reference_and_what_comes_next(
    client: Client, writer: Membership
) -> None:
    case = lodged_case(Route.ADULT, writer)
    client.force_login(writer.user)

    answer = client.get(page(case, "referrer-copy"))

    said = words_in(b"".join(answer))  # type: ignore[arg-type]
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}-copy.pdf"'
    assert f"Your copy of referral {case.reference}" in said
    assert f"Passed to {writer.agency.name} on 23 November 2026, 02:16." in said
    assert "The Home Office aims to answer within 5 working days." in said
    assert "Mirela" in said
    assert "(account work)" in said
    assert Entry.objects.get(event="referrer_copy.made").operation == "disclosure"


def test_ways_to_reach_the_person_are_masked_there(client: Client, writer: Membership) -> None:
    case = lodged_case(Route.ADULT, writer)
    client.force_login(writer.user)

    said = words_in(b"".join(client.get(page(case, "referrer-copy"))))  # type: ignore[arg-type]

    for contact in case.person.contacts.all():
        for value in (contact.value, contact.street, contact.postcode):
            assert not value or value not in said
    assert case.person.decision_recipient.email not in said


def test_there_is_no_copy_of_what_was_not_passed_on(client: Client, writer: Membership) -> None:
    case = complete_case(Route.ADULT, by=writer)
    client.force_login(writer.user)

    answer = client.get(page(case, "referrer-copy"), follow=True)

    assert "This was not passed on yet" in answer.content.decode()


# The question sheet


def test_the_question_sheet_asks_what_the_sections_ask(client: Client) -> None:
    client.force_login(MembershipFactory(roles=[]).user)

    said = words_in(b"".join(client.get(reverse("question-sheet"))))  # type: ignore[arg-type]

    assert [section.title for section in SECTIONS if section.title not in said] == []
    assert [sign.label for heading in HEADINGS for sign in heading.signs if sign.label not in said] == []
    assert "Are they in danger now?" in said
    assert "Yes, still in the situation" in said
    assert "Start typing" not in said
    assert "ring 999 first" in said


def test_the_question_sheet_is_for_whoever_has_signed_in(client: Client) -> None:
    assert client.get(reverse("question-sheet")).status_code == 302
