"""Consent: three questions, three records, and nothing chosen for anybody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.enums import Route, Status
from referrals.intake.forms import consent
from referrals.intake.forms.times import moment, on_the_wall
from referrals.models import Referral
from tests.factories import MembershipFactory, PersonFactory, referral_of
from tests.intake.boxes import boxes_of
from victims.enums import ConsentDecision, ConsentPurpose
from victims.models import BestInterestsRecord, ConsentRecord, Person

pytestmark = pytest.mark.django_db

REFERRAL, POLICE, NAME = (f"consent-{purpose}-decision" for purpose in ("referral", "police", "name"))
DECISIONS = {REFERRAL, POLICE, NAME, "best_interests-decision"}
REASON = "consent-referral-their_reason"
NASTY = 'שלום \u202eabc e\u0301 <script>alert(1)</script>{{ 7|add:7 }}{% debug %} & "quoted"'


@pytest.fixture
def officer(client: Client) -> Membership:
    officer = MembershipFactory(
        roles=[Role.FIRST_RESPONDER], user__full_name="PC Dana Whitlock", user__collar_number="2417"
    )
    client.force_login(officer.user)
    return officer


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer, person=PersonFactory(age_now="adult"))


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "consent"})


def open_page(client: Client, referral: Referral) -> dict[str, list[str]]:
    return boxes_of(client.get(address(referral)))


def send(client: Client, referral: Referral, answers: dict[str, Any]) -> Any:
    """As from a page on which nothing else was answered."""
    return client.post(address(referral), {**answers, "then": "next"})


def save(client: Client, referral: Referral, answers: dict[str, Any] | None = None) -> Any:
    """Opens the page, changes these answers on it, and saves it."""
    return client.post(address(referral), {**open_page(client, referral), **(answers or {}), "then": "next"})


def kept(purpose: ConsentPurpose = ConsentPurpose.REFERRAL) -> list[tuple[str, str]]:
    return list(ConsentRecord.objects.filter(purpose=purpose).values_list("decision", "their_reason"))


def route_of(referral: Referral) -> Route:
    return dossier_of(referral).routing(localdate()).route


def shown(client: Client, referral: Referral) -> str:
    return client.get(address(referral)).content.decode()


def test_a_page_that_is_opened_and_saved_records_nothing(client: Client, referral: Referral) -> None:
    page = open_page(client, referral)
    save(client, referral)

    assert page["consent-referral-explained_by"] == ["PC Dana Whitlock, 2417"]
    assert DECISIONS.isdisjoint(page)
    assert not ConsentRecord.objects.exists()
    assert not Entry.objects.filter(event="section.saved:consent").exists()


def test_an_answer_that_is_opened_and_saved_stays_one_record(client: Client, referral: Referral) -> None:
    send(client, referral, {REFERRAL: "declined", REASON: "Afraid.", "consent-referral-explained": ["what_it_is"]})
    ConsentRecord.objects.update(recorded_at=timezone.now() - timedelta(days=1))

    save(client, referral)

    assert kept() == [("declined", "Afraid.")]
    assert Entry.objects.filter(event="section.saved:consent").count() == 1


def test_none_of_the_three_follows_from_another(client: Client, referral: Referral) -> None:
    send(client, referral, {REFERRAL: "declined", POLICE: "given"})
    page = open_page(client, referral)

    assert (page[REFERRAL], page[POLICE]) == (["declined"], ["given"])
    assert NAME not in page
    assert route_of(referral) == Route.NOTIFY_ANONYMOUS

    save(client, referral, {NAME: "given"})

    assert (len(kept()), len(kept(ConsentPurpose.POLICE)), len(kept(ConsentPurpose.NAME))) == (1, 1, 1)
    assert route_of(referral) == Route.NOTIFY_NAMED


def test_a_child_is_not_asked_and_nothing_is_chosen_once_they_count_as_an_adult(
    client: Client, referral: Referral
) -> None:
    Person.objects.update(age_now="unsure")
    as_child, page = open_page(client, referral), shown(client, referral)
    Person.objects.update(age_now="adult")

    assert "They are not asked for consent." in page
    assert not [name for name in as_child if name.startswith(consent.OF_ADULTS)]
    assert DECISIONS.isdisjoint(open_page(client, referral))
    assert route_of(referral) == Route.UNKNOWN


def test_what_an_adult_decided_is_kept_and_not_used_while_they_count_as_a_child(
    client: Client, referral: Referral
) -> None:
    send(client, referral, {REFERRAL: "declined", REASON: NASTY})
    late = {**open_page(client, referral), REFERRAL: "given", "then": "next"}
    Person.objects.update(age_now="child")
    client.post(address(referral), late)
    page = shown(client, referral)

    assert "Recorded while they counted as an adult" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}{% debug %}" in page
    assert "<script>alert(1)" not in page
    assert [decision for decision, _ in kept()] == ["declined", "given"]
    assert route_of(referral) == Route.CHILD


def test_a_changed_decision_is_a_new_record_and_the_older_one_stays_as_it_was(
    client: Client, referral: Referral
) -> None:
    send(client, referral, {REFERRAL: "given"})
    before = ConsentRecord.objects.values().get()
    send(client, referral, {REFERRAL: "withdrawn", REASON: "Changed their mind."})

    assert ConsentRecord.objects.filter(pk=before["id"]).values().get() == before
    assert kept() == [("given", ""), ("withdrawn", "Changed their mind.")]
    assert "What was recorded before" in shown(client, referral)


def test_only_a_yes_can_be_taken_back(client: Client, referral: Referral) -> None:
    send(client, referral, {REFERRAL: "withdrawn"})
    assert not ConsentRecord.objects.exists()

    send(client, referral, {REFERRAL: "given"})
    send(client, referral, {REFERRAL: "withdrawn"})

    assert [decision for decision, _ in kept()] == ["given", "withdrawn"]


def test_whoever_is_still_writing_completes_their_record(client: Client, referral: Referral) -> None:
    page = {**open_page(client, referral), REFERRAL: "declined", "page_key": "one"}
    for reason in ("A", "Afr", "Afraid."):
        client.post(address(referral), {**page, REASON: reason}, HTTP_HX_REQUEST="true")

    assert kept() == [("declined", "Afraid.")]


@pytest.mark.parametrize("since", ["an hour passed", "somebody else recorded it", "it was lodged"])
def test_otherwise_a_new_record_says_the_decision_again(
    since: str, client: Client, officer: Membership, referral: Referral
) -> None:
    send(client, referral, {REFERRAL: "declined", REASON: "Afraid."})
    now = timezone.now()
    if since == "an hour passed":
        ConsentRecord.objects.update(recorded_at=now - timedelta(hours=1, seconds=1))
    elif since == "somebody else recorded it":
        ConsentRecord.objects.update(recorded_by=MembershipFactory(agency=officer.agency).user)
    else:
        lodged = {"lodged_at": now, "force": officer.agency, "is_urgent": True}
        Referral.objects.update(status=Status.TRIAGE, **lodged)

    save(client, referral, {REASON: "Afraid of the owner."})

    assert kept() == [("declined", "Afraid."), ("declined", "Afraid of the owner.")]


def test_what_was_typed_before_anybody_decided_is_kept_and_shows_no_decision(
    client: Client, referral: Referral
) -> None:
    send(client, referral, {"consent-referral-explained": ["what_it_is", "who_decides"], REASON: NASTY})
    page = open_page(client, referral)

    assert page["consent-referral-explained"] == ["what_it_is", "who_decides"]
    assert page[REASON] == [NASTY]
    assert REFERRAL not in page
    assert kept() == [("not_asked", NASTY)]
    assert route_of(referral) == Route.UNKNOWN

    send(client, referral, {REFERRAL: "given"})

    assert [decision for decision, _ in kept()] == ["not_asked", "given"]


def test_you_and_now_are_kept_once_they_decided_and_not_where_nothing_was_explained(
    client: Client, referral: Referral
) -> None:
    save(client, referral, {REFERRAL: "cannot_be_traced", "consent-referral-why_not_asked": "Left the hostel."})
    record = ConsentRecord.objects.get()
    assert (record.explained_by, record.explained_at, record.why_not_asked) == ("", None, "Left the hostel.")

    save(client, referral, {REFERRAL: "given"})
    record = ConsentRecord.objects.latest("pk")
    assert record.explained_by == "PC Dana Whitlock, 2417"
    assert timezone.now() - record.explained_at < timedelta(minutes=5)


def test_a_time_that_cannot_be_read_is_shown_again_and_the_decision_is_kept(client: Client, referral: Referral) -> None:
    answers = {REFERRAL: "given", "consent-referral-explained_time": "25:99", "consent-police-explained_on_day": "32"}
    page = save(client, referral, {**answers, POLICE: "declined"}).content.decode()

    assert "Enter the time as hours and minutes, for example 23:50." in page
    assert 'value="25:99"' in page
    assert '<details class="govuk-details" open>' in page
    assert ConsentRecord.objects.count() == 2


def test_a_time_to_come_is_asked_about(client: Client, referral: Referral) -> None:
    later = timezone.now() + timedelta(minutes=30)
    on, at = on_the_wall(later)
    parts = {f"consent-referral-explained_on_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}

    page = save(client, referral, {REFERRAL: "given", **parts, "consent-referral-explained_time": at})

    if on == localdate():
        assert "This time has not come yet." in page.content.decode()
    assert ConsentRecord.objects.get().explained_at is None


def test_best_interests_stand_by_themselves_and_are_never_consent(client: Client, referral: Referral) -> None:
    save(client, referral, {REFERRAL: "lacks_capacity", "best_interests-assessment": "Could not keep it in mind."})
    assert BestInterestsRecord.objects.get().decision == ""
    assert route_of(referral) == Route.UNKNOWN

    save(client, referral, {"best_interests-decision": "refer", "best_interests-decided_by": "Dr Grey"})
    page = shown(client, referral)

    assert [decision for decision, _ in kept()] == ["lacks_capacity"]
    assert list(BestInterestsRecord.objects.values_list("decision", "decided_by")) == [("", ""), ("refer", "Dr Grey")]
    assert route_of(referral) == Route.BEST_INTERESTS
    assert "is not consent, and is never recorded" in page
    assert consent.hint(dossier_of(referral)).startswith("Lacks capacity to decide")


def test_the_list_says_what_they_decided_and_when(client: Client, referral: Referral) -> None:
    assert consent.hint(dossier_of(referral)) == ""
    explained_at = datetime(2026, 11, 22, 23, 50, tzinfo=UTC)
    said = {"recorded_by": referral.author, "recorded_at": explained_at + timedelta(hours=3)}
    for decision in ConsentDecision:
        ConsentRecord.objects.create(
            person=referral.person,
            purpose=ConsentPurpose.REFERRAL,
            decision=decision,
            explained_at=explained_at,
            **said,
        )
        expected = f"{consent.SAID[decision]}, Sun 22 Nov, 23:50" if decision != ConsentDecision.NOT_ASKED else ""
        assert consent.hint(dossier_of(referral)) == expected


def test_the_hour_that_comes_twice_is_not_moved_by_saving(client: Client, referral: Referral) -> None:
    second = datetime(2026, 10, 25, 1, 30, 12, tzinfo=UTC)
    record = {"person": referral.person, "decision": "given", "explained_at": second, "recorded_at": second}
    ConsentRecord.objects.create(purpose="referral", recorded_by=referral.author, **record)

    save(client, referral)

    assert ConsentRecord.objects.get().explained_at == second
    assert moment(*on_the_wall(second)) != second


def test_saving_on_the_way_says_at_once_what_is_sent(client: Client, referral: Referral) -> None:
    page = {**open_page(client, referral), REFERRAL: "declined"}
    answer = client.post(address(referral), page, HTTP_HX_REQUEST="true").content.decode()

    assert 'id="route"' in answer
    assert 'id="sent" hx-swap-oob="true"' in answer
    assert "their name and date of birth, any way to reach them" in answer


def test_somebody_who_cannot_see_the_referral_records_nothing(client: Client, referral: Referral) -> None:
    send(client, referral, {REFERRAL: "given"})
    client.force_login(MembershipFactory(agency=referral.agency, roles=[Role.FIRST_RESPONDER]).user)

    answer = client.post(address(referral), {REFERRAL: "withdrawn"})

    assert answer.status_code == 404
    assert [decision for decision, _ in kept()] == ["given"]
