"""Check your answers: what is missing first, every answer with a way back to it, and who receives it."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from notifications.models import Notice
from referrals.dossier import dossier_of
from referrals.enums import PlaceRole, Route, Status
from referrals.intake.sections import SECTIONS
from referrals.lodging import basis
from referrals.lodging.basis import basis_for
from referrals.lodging.queries import check as queries
from referrals.models import Place, Referral, Suspect
from tests.factories import referral_of
from tests.lodging.factories import Force, charity_worker, council_worker, lodged, member, ready
from victims.enums import AgeGroup, ConsentDecision, ConsentPurpose, IdentifierKind
from victims.models import ConsentRecord, Identifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def force() -> Force:
    return Force()


def address(referral: Referral, page: str = "check") -> str:
    return reverse(page, kwargs={"reference": referral.reference})


def opened(client: Client, who: Membership, referral: Referral) -> str:
    client.force_login(who.user)
    return client.get(address(referral)).content.decode()


def key_in(page: str) -> str:
    found = re.search(r'name="key"[^>]*value="([^"]+)"', page) or re.search(r'value="([^"]+)"[^>]*name="key"', page)
    assert found
    return found[1]


# What it shows


def test_what_is_missing_comes_first_each_with_a_link_to_its_field(client: Client, force: Force) -> None:
    referral = ready(force.officer)
    referral.account.work = ""
    referral.account.save()

    page = opened(client, force.officer, referral)

    assert "1 thing is missing" in page
    gap = "Say what they had to do, or choose Not known or Not asked."
    assert f'href="/referrals/{referral.reference}/sections/account/#id_account-work">{gap}</a>' in page
    assert page.index(gap) < page.index("govuk-summary-card")
    assert "Send as urgent with 1 gap<" in page.replace("\n", "").replace("  ", "")


def test_every_section_has_a_card_and_every_answer_a_way_to_change_it(client: Client, force: Force) -> None:
    referral = ready(force.officer)

    page = opened(client, force.officer, referral)

    assert "Nothing is missing" in page
    assert "Send as urgent" not in page
    for section in SECTIONS:
        assert f'id="card-{section.code}"' in page
    assert "Mirela" in page
    assert "(account work)" in page
    assert f'href="/referrals/{referral.reference}/sections/person/#id_person-family_name"' in page


def test_contact_details_are_said_to_be_recorded_and_not_shown(client: Client, force: Force) -> None:
    page = opened(client, force.officer, ready(force.officer))

    assert "Recorded, hidden here" in page
    for detail in ("07911", "07911 123", "mirela@mail", "lawyer@law", "WR5", "street)", "postcode)"):
        assert detail not in page
    assert "(safe contact call times)" in page


def test_what_the_route_does_not_send_is_listed_and_kept(client: Client, force: Force) -> None:
    referral = ready(force.officer, Route.NOTIFY_NAMED)

    page = opened(client, force.officer, referral)

    assert "Kept, and not sent on this route" in page
    assert "It comes back if the route changes back" in page


def test_a_second_look_does_not_stop_anybody(client: Client, force: Force) -> None:
    referral = ready(force.officer)
    referral.signs_noticed.none_seen = True
    referral.signs_noticed.save()

    page = opened(client, force.officer, referral)

    assert "Worth a second look" in page
    assert "You chose that no signs were seen, and described some." in page
    assert "Nothing is missing" in page


def test_html_in_an_answer_is_shown_verbatim(client: Client, force: Force) -> None:
    referral = ready(force.officer)
    referral.account.work = "<b>{{ 7|add:7 }}</b>\nsecond line"
    referral.account.save()

    assert "&lt;b&gt;{{ 7|add:7 }}&lt;/b&gt;<br>second line" in opened(client, force.officer, referral)


def add_rows(referral: Referral, count: int) -> None:
    for number in range(count):
        towns = ("redditch", "evesham", "bromsgrove", "hereford")
        place = {"role": PlaceRole.FOUND, "town": towns[number % 4]}
        Place.objects.create(encounter=referral.encounter, **place)
        Suspect.objects.create(encounter=referral.encounter, name=f"Suspect {number}")
        Identifier.objects.create(person=referral.person, kind=IdentifierKind.PASSPORT, value=str(number))


def test_the_page_asks_as_often_for_three_rows_as_for_one(
    client: Client, force: Force, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    council = council_worker()
    referral = referral_of(council)
    add_rows(referral, 1)
    client.force_login(council.user)
    client.get(address(referral))

    with django_assert_num_queries(QUERIES):
        client.get(address(referral))
    add_rows(referral, 3)
    with django_assert_num_queries(QUERIES):
        client.get(address(referral))


QUERIES = 41


# Who receives it, and on what basis

CHARITY, COUNCIL_KIND, HEALTH = AgencyKind.CHARITY, AgencyKind.COUNCIL, AgencyKind.HEALTH
ADULT, CHILD = AgeGroup.ADULT, AgeGroup.CHILD
BASES = [
    (COUNCIL_KIND, ADULT, False, [basis.CARE, basis.CRIME_AND_DISORDER]),
    (COUNCIL_KIND, CHILD, False, [basis.CHILDREN, basis.CRIME_AND_DISORDER]),
    (COUNCIL_KIND, AgeGroup.UNSURE, False, [basis.CHILDREN, basis.CRIME_AND_DISORDER]),
    (COUNCIL_KIND, None, False, [basis.CHILDREN, basis.CRIME_AND_DISORDER]),
    (COUNCIL_KIND, ADULT, True, [basis.CONSENT, basis.CARE, basis.CRIME_AND_DISORDER]),
    (HEALTH, ADULT, False, [basis.CARE, basis.CRIME_AND_DISORDER]),
    (AgencyKind.GOVERNMENT, ADULT, False, [basis.CRIME_AND_DISORDER]),
    (AgencyKind.IMMIGRATION, ADULT, False, [basis.CRIME_AND_DISORDER]),
    (AgencyKind.REGIONAL, ADULT, False, [basis.CRIME_AND_DISORDER]),
    (AgencyKind.NATIONAL, CHILD, False, [basis.CRIME_AND_DISORDER]),
    (CHARITY, ADULT, False, [basis.OWN_DECISION]),
    (CHARITY, CHILD, False, [basis.OWN_DECISION]),
    (CHARITY, ADULT, True, [basis.CONSENT]),
    (AgencyKind.POLICING_BODY, ADULT, False, [basis.OWN_DECISION]),
]


@pytest.mark.parametrize(("kind", "age", "agreed", "named"), BASES)
def test_the_basis_depends_on_who_passes_it_on_and_of_whom(
    kind: AgencyKind, age: AgeGroup | None, agreed: bool, named: list[str]
) -> None:
    found = basis_for(kind, age, force="West Mercia Police", agreed_to_share=agreed)

    assert list(found.allowed_by) == [each.format(force="West Mercia Police") for each in named]
    assert found.received.startswith("West Mercia Police receives it and keeps it under Part 3 of the Data Protection")


def test_an_officer_sees_who_is_told_and_no_basis(client: Client, force: Force) -> None:
    page = opened(client, force.officer, ready(force.officer))

    assert "Pass to our unit" in page
    assert "Modern Slavery Unit, West Mercia Police" in page
    assert "<strong>You</strong>" in page
    assert "Not the Home Office yet." in page
    assert "What allows you to pass it on" not in page


def test_a_partner_and_a_charity_see_before_lodging_which_force_receives_it_and_why(
    client: Client, force: Force
) -> None:
    council, charity = council_worker(), charity_worker()
    of_council, of_charity = ready(council), ready(charity)

    page = opened(client, council, of_council)
    assert "Pass to West Mercia Police" in page
    assert "West Mercia Police receives this" in page
    assert "Care Act 2014" in page
    assert "DS Tom Ashby" in page

    page = opened(client, charity, of_charity)
    assert "Care Act" not in page
    assert "Crime and Disorder" not in page
    assert "No consent to share it with West Mercia Police is recorded" in page

    shared = {"purpose": ConsentPurpose.SHARING, "agency": force.agency, "recorded_by": charity.user}
    person = of_charity.person
    ConsentRecord.objects.create(
        person=person, decision=ConsentDecision.GIVEN, recorded_at=of_charity.saved_at, **shared
    )
    page = opened(client, charity, of_charity)
    assert "They said yes to sharing this with West Mercia Police" in page


def test_where_nobody_can_receive_it_the_page_says_whom_to_call_and_has_no_button(client: Client) -> None:
    council = council_worker()

    page = opened(client, council, ready(council))

    assert "call 101" in page
    assert "Pass to" not in page


# Passing it on


def test_pressing_twice_going_back_and_sending_again_make_one_referral(client: Client, force: Force) -> None:
    referral = ready(force.officer)
    page = opened(client, force.officer, referral)
    posted = {"key": key_in(page), "declared": "on"}

    answers = [client.post(address(referral), posted) for _ in range(3)]
    later = client.post(address(referral), {"key": str(uuid.uuid4()), "as_urgent": "1"})
    back = client.get(address(referral))

    assert {answer.headers["Location"] for answer in (*answers, later, back)} == {address(referral, "lodged")}
    referral.refresh_from_db()
    assert (str(referral.lodging_key), referral.is_urgent) == (posted["key"], False)
    assert Notice.objects.count() == 1


def test_each_showing_of_the_page_has_a_key_of_its_own(client: Client, force: Force) -> None:
    referral = ready(force.officer)

    assert key_in(opened(client, force.officer, referral)) != key_in(opened(client, force.officer, referral))


# What is posted, and the sentence that comes back with the page.
REFUSED = [
    ({}, "Tick that what you wrote is true as far as you know."),
    ({"declared": "on", "key": "nonsense"}, "This page is incomplete. Open it again."),
    ({"declared": "on", "key": ""}, "This page is incomplete. Open it again."),
]


@pytest.mark.parametrize(("posted", "sentence"), REFUSED)
def test_a_page_that_is_not_ready_comes_back_with_a_sentence(
    client: Client, force: Force, posted: dict[str, str], sentence: str
) -> None:
    referral = ready(force.officer)
    page = opened(client, force.officer, referral)

    answer = client.post(address(referral), {"key": key_in(page), **posted}).content.decode()

    assert "There is a problem" in answer
    assert sentence in answer
    assert "checked" not in answer[answer.index("declared") : answer.index("declared") + 200] or "declared" in posted
    referral.refresh_from_db()
    assert referral.is_draft


def test_gaps_are_refused_without_a_declaration_being_asked_and_lodged_as_urgent(client: Client, force: Force) -> None:
    referral = ready(force.officer)
    referral.account.work = ""
    referral.account.save()
    key = key_in(opened(client, force.officer, referral))

    refused = client.post(address(referral), {"key": key}).content.decode()
    assert "1 thing is missing. Answer what the list at the top of this page says." in refused
    assert key_in(refused) == key

    lodged_it = client.post(address(referral), {"key": key, "as_urgent": "1"})
    assert lodged_it.headers["Location"] == address(referral, "lodged")
    referral.refresh_from_db()
    assert referral.is_urgent


def test_without_the_urgent_minimum_the_page_leads_to_the_eight_questions(client: Client, force: Force) -> None:
    referral = referral_of(force.officer)
    page = opened(client, force.officer, referral)

    answer = client.post(address(referral), {"key": key_in(page), "as_urgent": "1"}).content.decode()

    assert f'href="{address(referral, "urgent")}"' in page
    assert "Say whether they are in danger now." in answer


def test_an_urgent_one_is_finished_on_the_same_page(client: Client, force: Force) -> None:
    referral = ready(force.officer)
    referral.account.work = ""
    referral.account.save()
    lodged(referral, force.officer, as_urgent=True)
    page = opened(client, force.officer, referral)
    assert "Not yet sent to the Home Office" in page
    assert "Finish: nothing is missing" in page

    refused = client.post(address(referral), {"declared": "on"}).content.decode()
    assert "1 thing is missing." in refused
    referral.account.work = "Car wash"
    referral.account.save()
    undeclared = client.post(address(referral), {"then": "finish"}).content.decode()
    assert "Tick that what you wrote is true as far as you know." in undeclared
    finished = [client.post(address(referral), {"declared": "on"}) for _ in range(2)]

    assert {answer.headers["Location"] for answer in finished} == {address(referral, "lodged")}
    referral.refresh_from_db()
    assert referral.completed_at


# Who opens it

# By who asks: the answer to opening and to passing on a draft that was left lying, and to opening and finishing an
# urgent one. Both have gaps, so for whoever may do it the page comes back.
OPENS = {
    "author": (200, 200, 200, 200),
    "case manager of the referrer": (200, 403, 200, 200),
    "case manager of the force": (404, 404, 403, 403),
    "registrar of the force": (404, 404, 403, 403),
    # A partner who sits beside the author finds what was left lying.
    "colleague": (200, 403, 404, 404),
    "stranger": (404, 404, 404, 404),
}


@pytest.mark.parametrize("who", OPENS)
def test_who_may_check_and_pass_on(client: Client, force: Force, who: str) -> None:
    council = council_worker()
    people = {
        "author": council,
        "case manager of the referrer": member(council.agency, Role.CASE_MANAGER),
        "case manager of the force": force.manager,
        "registrar of the force": member(force.agency, Role.CRIME_REGISTRAR),
        "colleague": member(council.agency, Role.PARTNER_RESPONDER),
        "stranger": member(charity_worker().agency, Role.PARTNER),
    }
    draft = referral_of(council, is_left_lying=True)
    urgent = referral_of(council)
    Referral.objects.filter(pk=urgent.pk).update(
        status=Status.TRIAGE, is_urgent=True, lodged_at=urgent.saved_at, force=force.agency
    )
    client.force_login(people[who].user)

    answers: list[Any] = [client.get(address(draft))]
    answers.append(client.post(address(draft), {"key": str(uuid.uuid4()), "declared": "on"}))
    answers += [client.get(address(urgent)), client.post(address(urgent), {"declared": "on"})]

    assert tuple(answer.status_code for answer in answers) == OPENS[who]


def test_who_may_answer_but_not_pass_on_sees_no_button(client: Client, force: Force) -> None:
    draft = ready(force.officer, is_left_lying=True)

    page = opened(client, force.manager, draft)

    assert "Whoever began this, or works on it now, passes it on." in page
    assert "Pass to our unit" not in page


def test_every_answer_stands_on_the_page_of_its_section(force: Force) -> None:
    dossier = dossier_of(ready(force.officer))

    cards = queries.cards(dossier)

    assert [card.section for card in cards] == list(SECTIONS)
    assert all(card.lines for card in cards)
