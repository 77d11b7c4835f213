"""Safe ways to reach them: masked once saved, and never used by us."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.enums import Operation
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import contact
from referrals.intake.forms.masked import masked
from referrals.intake.page import SectionPage
from referrals.intake.sections import BY_CODE
from referrals.models import Referral
from tests.factories import MembershipFactory, PersonFactory, referral_of
from tests.intake.boxes import boxes_of
from victims.enums import Channel
from victims.models import DecisionRecipient, Person, SafeContact

pytestmark = pytest.mark.django_db

NUMBER, OTHER, STREET, EMAIL = "07700 900180", "07700 900999", "1 Made-up Street", "safe@example.com"
SAVED = {
    "contacts-call-value": NUMBER,
    "contacts-call-safe": "yes",
    "contacts-post-street": STREET,
    "contacts-post-postcode": "B97 4QX",
    "contacts-post-safe": "no",
    "decision_recipient-who": "someone_else",
    "decision_recipient-email": EMAIL,
}
HIDDEN = (NUMBER, STREET, "B97 4QX", EMAIL)


@pytest.fixture
def officer(client: Client) -> Membership:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER], user__full_name="PC Dana Whitlock")
    client.force_login(officer.user)
    return officer


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer, person=PersonFactory(age_now="adult"))


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "contact"})


def save(client: Client, referral: Referral, answers: dict[str, Any]) -> Any:
    return client.post(address(referral), {**boxes_of(client.get(address(referral))), **answers})


def rows() -> list[dict[str, Any]]:
    return [*SafeContact.objects.values(), *DecisionRecipient.objects.values()]


def openings() -> int:
    return Entry.objects.filter(operation=Operation.CONSULTATION, event="contact.shown").count()


def hidden_in(response: Any) -> list[str]:
    page = response.content.decode()
    return [value for value in HIDDEN if value not in page]


def test_a_page_that_is_opened_and_saved_keeps_nothing(client: Client, referral: Referral) -> None:
    save(client, referral, {"then": "next"})

    assert rows() == []
    assert not Entry.objects.filter(event__startswith="section.saved").exists()


def test_what_is_saved_stays_masked_and_saving_the_page_does_not_change_it(client: Client, referral: Referral) -> None:
    client.post(address(referral), {**SAVED, "then": "next"})
    before = rows()

    page = client.get(address(referral))
    client.post(address(referral), {**boxes_of(page), "then": "next"})

    assert hidden_in(page) == [*HIDDEN]
    assert "••••• •••180" in page.content.decode()
    assert rows() == before
    assert Entry.objects.filter(event="section.saved:contact").count() == 1
    assert openings() == 0


def test_opening_one_is_recorded_shows_only_that_one_and_keeps_what_was_typed(
    client: Client, referral: Referral
) -> None:
    client.post(address(referral), {**SAVED, "then": "next"})

    page = save(client, referral, {"contacts-text-safe": "no", "show": "contacts-call"})

    assert hidden_in(page) == [STREET, "B97 4QX", EMAIL]
    assert openings() == 1
    assert SafeContact.objects.get(channel=Channel.TEXT).safe == "no"
    assert hidden_in(client.get(address(referral))) == [*HIDDEN]

    client.post(address(referral), {**boxes_of(page), "contacts-call-value": "", "then": "next"})

    assert SafeContact.objects.get(channel=Channel.CALL).value == ""


def test_an_opened_one_survives_a_page_on_which_something_else_could_not_be_read(
    client: Client, referral: Referral
) -> None:
    client.post(address(referral), {**SAVED, "then": "next"})

    broken = save(client, referral, {"contacts-call-checked_on_day": "32", "show": "contacts-call"})
    client.post(address(referral), {**boxes_of(broken), "then": "next"})

    assert (openings(), hidden_in(broken)) == (1, [STREET, "B97 4QX", EMAIL])
    assert SafeContact.objects.get(channel=Channel.CALL).value == NUMBER
    assert hidden_in(client.get(address(referral))) == [*HIDDEN]


def test_there_is_nothing_to_open_where_nothing_is_saved(client: Client, referral: Referral) -> None:
    for row in ("contacts-voicemail", "nonsense"):
        client.post(address(referral), {"show": row})

    assert openings() == 0


def test_a_stranger_opens_nothing(client: Client, referral: Referral) -> None:
    client.post(address(referral), {**SAVED, "then": "next"})
    client.force_login(MembershipFactory(agency=referral.agency, roles=[Role.FIRST_RESPONDER]).user)

    assert client.post(address(referral), {"show": "contacts-call"}).status_code == 404
    assert openings() == 0


def test_outside_their_boxes_they_stay_masked(client: Client, referral: Referral) -> None:
    """In the answers that are checked before lodging, and where two people wrote at once."""
    client.post(address(referral), {**SAVED, "then": "next", "page_key": "one"})

    said = [answer.text for answer in SectionPage(BY_CODE["contact"].parts, dossier_of(referral)).answers]
    clash = {"contacts-call-value": OTHER, "version": "0", "page_key": "two", "then": "next"}
    page = client.post(address(referral), clash)

    assert {*said}.isdisjoint(HIDDEN)
    assert "••••• •••180" in said
    assert "Two versions of this section" in page.content.decode()
    assert OTHER in page.content.decode()
    assert hidden_in(page) == [*HIDDEN]


def test_nothing_said_about_safety_counts_as_not_known(client: Client, referral: Referral) -> None:
    client.post(address(referral), {"contacts-email-value": EMAIL, "then": "next"})

    row = SafeContact.objects.get()

    assert (row.safe, row.may_be_used) == ("unknown", False)


def test_no_way_of_reaching_them_is_a_link(client: Client, referral: Referral) -> None:
    client.post(address(referral), {**SAVED, "then": "next"})
    page = save(client, referral, {"show": "contacts-call"}).content.decode()

    assert "mailto:" not in page
    assert {part.split('"')[0] for part in page.split('href="tel:')[1:]} == {"999", "08000121700"}


def test_an_address_that_cannot_be_read_is_shown_again_and_the_rest_is_kept(client: Client, referral: Referral) -> None:
    page = save(client, referral, {"contacts-email-value": "not one", "contacts-email-safe": "no", "then": "next"})

    assert "Enter an e-mail address in the right form" in page.content.decode()
    assert 'value="not one"' in page.content.decode()
    assert SafeContact.objects.values_list("value", "safe").get() == ("", "no")


def test_nobody_is_asked_who_gets_the_letter_of_a_child(client: Client, referral: Referral) -> None:
    client.post(address(referral), {**SAVED, "then": "next"})
    before = DecisionRecipient.objects.values().get()
    Person.objects.update(age_now="unsure")

    page = client.get(address(referral))
    client.post(address(referral), {**boxes_of(page), "then": "next"})

    assert "decision_recipient-who" not in page.content.decode()
    assert DecisionRecipient.objects.values().get() == before


def test_permission_is_ticked_only_by_whoever_fills_it_in(client: Client, referral: Referral) -> None:
    client.post(address(referral), {"decision_recipient-given_names": "Ana", "then": "next"})
    assert DecisionRecipient.objects.get().has_permission is False

    save(client, referral, {"decision_recipient-has_permission": "on", "then": "next"})
    assert DecisionRecipient.objects.get().has_permission is True


def test_the_list_says_how_safe_each_is_and_nothing_else(client: Client, referral: Referral) -> None:
    client.post(address(referral), {**SAVED, "contacts-email-value": EMAIL, "then": "next"})

    assert contact.hint(dossier_of(referral)) == "Phone: safe. E-mail: not known yet. Letters: not safe"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("07700 900180", "••••• •••180"),
        ("+44 7700 900180", "••• •••• •••180"),
        ("0900", "••••••"),
        ("safe@example.com", "••••••"),
        ("Flat 2, 1 Made-up Street", "••••••"),
        ("ask Maria, 07700 900180", "••••••"),
        ("שלום \u202e", "••••••"),
    ],
)
def test_only_the_end_of_a_number_is_told(text: str, expected: str) -> None:
    assert masked(text) == expected
