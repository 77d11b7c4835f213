"""After passing on: the reference at once, who was told, whose move is next. Lodged is not sent."""

import re
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership
from notifications.actions import post
from notifications.enums import NoticeKind
from referrals.dossier import dossier_of
from referrals.enums import Route, Status
from referrals.models import Referral
from tests.factories import referral_of
from tests.lodging.factories import Force, barely_urgent, charity_worker, council_worker, lodged, member, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def force() -> Force:
    return Force()


def address(referral: Referral) -> str:
    return reverse("lodged", kwargs={"reference": referral.reference})


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def opened(client: Client, who: Membership, referral: Referral) -> str:
    client.force_login(who.user)
    return words(client.get(address(referral)).content.decode())


def just_lodged(by: Membership, route: Route = Route.ADULT, *, as_urgent: bool = False) -> Referral:
    made = barely_urgent(by) if as_urgent else ready(by, route)
    return lodged(made, by, as_urgent=as_urgent, at=timezone.now())


def test_the_reference_comes_first_and_it_is_not_sent_yet(client: Client, force: Force) -> None:
    referral = just_lodged(force.officer)

    page = opened(client, force.officer, referral)

    assert f"Referral passed on Write this in your notebook {referral.reference}" in page
    assert "Not yet sent to the Home Office. PC Dana Whitlock answers for it being sent." in page
    assert re.search(r"(24|23) hours left due tomorrow, \d\d:\d\d Local standard, 24 hours. Not yet", page)
    assert "Modern Slavery Unit Message left today" in page
    assert "West Mercia Police: The unit checks it, and it is sent to the Home Office." in page
    assert "aims to decide within 5 working days" in page
    assert "sent to the Home Office today" not in page


def test_it_shows_the_notices_that_were_really_posted(client: Client, force: Force) -> None:
    council = council_worker()
    referral = just_lodged(council)
    post(NoticeKind.ADDED_TO, referral.reference, occasion="x", at=timezone.now(), people=[force.supervisor.user_id])

    page = opened(client, council, referral)

    told = page[page.index("Who has been told") : page.index("What happens next")]
    assert told.count("Message left today") == 2
    assert "DS Tom Ashby" in told
    assert "Modern Slavery Unit" in told
    assert "DS Neil Garrow" not in told
    assert "DS Tom Ashby: send it to the Home Office, due tomorrow" in page


def test_only_who_passed_it_on_is_told_what_is_theirs_to_do(client: Client, force: Force) -> None:
    referral = just_lodged(force.officer)
    theirs = ("Before you leave them", "You see every step in My referrals")

    own, managers = opened(client, force.officer, referral), opened(client, force.manager, referral)

    assert [words in own for words in theirs] == [True, True]
    assert [words in managers for words in theirs] == [False, False]
    assert "PC Dana Whitlock: send it to the Home Office, due tomorrow" in managers


def test_an_urgent_one_says_what_is_missing_and_until_when(client: Client, force: Force) -> None:
    referral = just_lodged(force.officer, as_urgent=True)

    page = opened(client, force.officer, referral)

    assert "Urgent referral passed on" in page
    assert re.search(r"\d+ things are still missing (24|23) hours left due tomorrow", page)
    assert "Go on with the sections" in page
    assert "You: add what the urgent referral left out, due tomorrow" in page


# By route: what the force does next.
NEXT = {
    Route.CHILD: "The unit checks it, and it is sent to the Home Office.",
    Route.NOTIFY_ANONYMOUS: "The unit checks it, and it is sent to the Home Office.",
    Route.WAIT: "Nothing is sent while they think it over. Somebody asks them again.",
}


@pytest.mark.parametrize(("route", "sentence"), NEXT.items())
def test_what_happens_next_depends_on_the_route(client: Client, force: Force, route: Route, sentence: str) -> None:
    page = opened(client, force.officer, just_lodged(force.officer, route))

    assert f"West Mercia Police: {sentence}" in page
    assert ("aims to decide" in page) is route.is_referral
    assert ("refer the child to the council" in page) is (route == Route.CHILD)


def test_a_concern_says_that_a_first_responder_takes_it_on(client: Client, force: Force) -> None:
    charity = charity_worker()

    page = opened(client, charity, just_lodged(charity, as_urgent=True))

    assert "DS Tom Ashby: a first responder takes on this concern, due" in page
    assert "A first responder of the force takes it on, and sends it to the Home Office." in page


def test_where_nothing_is_sent_the_unit_decides_what_else_is_done(client: Client, force: Force) -> None:
    charity = charity_worker()
    charity.agency.is_first_responder = True
    charity.agency.save()
    referral = lodged(ready(charity, Route.ADVICE_ONLY), charity, as_urgent=True, at=timezone.now())

    page = opened(client, charity, referral)

    assert "Nothing is sent on this route: who refers is not bound by the duty to notify." in page
    assert "West Mercia Police: Nothing is sent to the Home Office on this route. The unit decides what else" in page


def test_others_found_together_are_offered_next(client: Client, force: Force) -> None:
    referral = just_lodged(force.officer)
    second = referral_of(force.officer, encounter=referral.encounter, label="Second man")
    referral_of(member(force.agency, Role.FIRST_RESPONDER), encounter=referral.encounter, label="Not visible")

    page = opened(client, force.officer, referral)

    assert "1 other person was found with them" in page
    assert "Carry on with “Second man”" in page
    assert "Not visible" not in page
    assert second.is_draft


def test_a_draft_leads_to_its_sections_and_a_stranger_finds_nothing(client: Client, force: Force) -> None:
    draft, referral = referral_of(force.officer), just_lodged(force.officer)
    client.force_login(force.officer.user)
    assert client.get(address(draft)).headers["Location"] == draft.get_absolute_url()

    for who, status in (
        (force.manager, 200),
        (member(force.agency, Role.CRIME_REGISTRAR), 200),
        (council_worker(), 404),
    ):
        client.force_login(who.user)
        assert client.get(address(referral)).status_code == status


def test_the_page_asks_as_often_whoever_was_told(client: Client, force: Force, django_assert_max_num_queries) -> None:
    referral = just_lodged(force.officer)
    client.force_login(force.officer.user)
    client.get(address(referral))
    with django_assert_max_num_queries(40) as first:
        client.get(address(referral))
    people = [force.spoc.user_id, force.manager.user_id, force.supervisor.user_id]
    post(NoticeKind.LODGED, referral.reference, occasion="lodged", at=timezone.now(), people=people)
    with django_assert_max_num_queries(40) as second:
        client.get(address(referral))

    assert len(first) == len(second)


# "Not yet sent", on every page of a lodged case


def not_sent_yet(referral: Referral) -> str:
    dossier = dossier_of(referral)
    return words(render_to_string("lodging/_not_sent_yet.html", {"referral": dossier.referral, "dossier": dossier}))


def test_not_yet_sent_is_said_until_somebody_recorded_the_sending(force: Force) -> None:
    draft = ready(force.officer)
    assert not_sent_yet(draft) == ""

    referral = lodged(draft, force.officer, at=timezone.now())
    assert not_sent_yet(referral).startswith("Not yet sent to the Home Office. PC Dana Whitlock answers for it")

    for status in (Status.NRM_SUBMITTED, Status.DTN_SENT, Status.WITHDRAWN):
        Referral.objects.filter(pk=referral.pk).update(status=status)
        assert not_sent_yet(referral) == ""


def test_a_local_standard_that_has_passed_informs_and_is_never_red(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer, at=timezone.now() - timedelta(hours=26))
    dossier = dossier_of(referral)

    html = render_to_string("lodging/_not_sent_yet.html", {"referral": dossier.referral, "dossier": dossier})

    assert "Overdue by 2 hours" in html
    assert "govuk-tag--orange" in html
    assert "red" not in html
    assert "Not yet confirmed by the force." in html


def test_where_nothing_is_sent_the_panel_says_why(force: Force) -> None:
    referral = lodged(ready(force.officer, Route.WAIT), force.officer, at=timezone.now())

    assert "Nothing is sent while they think it over. Ask them again" in not_sent_yet(referral)
