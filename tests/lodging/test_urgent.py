"""Eight answers lodge a referral. They stand where the sections keep them, and write over nobody."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from audit.models import Entry
from notifications.models import Notice
from referrals.dossier import dossier_of
from referrals.enums import DeadlineKind, Route, Status
from referrals.lodging.actions.urgent import BOXES
from referrals.lodging.forms.urgent import UrgentForm
from referrals.models import Referral, Safety, SectionState
from tests.factories import referral_of
from tests.lodging.factories import Force, barely_urgent, charity_worker, deadlines_of, decide, lodged, member, ready
from victims.enums import ConsentDecision, ConsentPurpose

pytestmark = pytest.mark.django_db

ANSWERS = {
    "danger": "still_in_it",
    "given_names": "Andrei",
    "family_name": "Exemplu",
    "description": "Blue overalls",
    "age_now": "adult",
    "consent": "given",
    "whereabouts": "Redditch police station, until 06:00",
    "town": "Redditch",
    "reasons": "He hides when the manager comes.",
    "needed_now": "A doctor",
    "phone_tonight": "07700 900142",
}


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def as_officer(client: Client, force: Force) -> Client:
    client.force_login(force.officer.user)
    return client


def address(referral: Referral, page: str = "urgent", **more: str) -> str:
    return reverse(page, kwargs={"reference": referral.reference, **more})


def filled_in(page: str, **answers: str) -> dict[str, str]:
    """What a browser sends of the page: its hidden fields, and what was typed."""
    hidden = [tag for tag in re.findall(r"<input[^>]+>", page) if 'type="hidden"' in tag]
    pairs = [(re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in hidden]
    return {**{name[1]: value[1] for name, value in pairs if name and value}, **answers}


def opened(client: Client, referral: Referral) -> str:
    return client.get(address(referral)).content.decode()


def send(client: Client, referral: Referral, **answers: str) -> Any:
    return client.post(address(referral), filled_in(opened(client, referral), **answers))


def saved(referral: Referral) -> dict[str, str]:
    dossier = dossier_of(referral)
    return {box.column: getattr(getattr(dossier, box.row), box.column) for box in BOXES.values()}


def test_eight_answers_lodge_the_referral_and_stand_in_their_sections(as_officer: Client, force: Force) -> None:
    referral = referral_of(force.officer)

    answer = send(as_officer, referral, **ANSWERS)

    assert answer.headers["Location"] == address(referral, "lodged")
    referral.refresh_from_db()
    assert (referral.status, referral.is_urgent, referral.lodged_route) == (Status.TRIAGE, True, Route.ADULT)
    assert saved(referral) == {**{name: ANSWERS[name] for name in BOXES}, "town": "redditch"}
    record = referral.person.consents.get()
    assert (record.purpose, record.decision) == (ConsentPurpose.REFERRAL, ConsentDecision.GIVEN)
    assert (record.explained_by, record.explained, record.recorded_by) == ("PC Dana Whitlock", [], force.officer.user)
    assert set(deadlines_of(referral)) == {DeadlineKind.SEND, DeadlineKind.CRIME_RECORD, DeadlineKind.COMPLETE}
    assert [notice.kind for notice in Notice.objects.all()] == ["lodged_urgent"]
    assert set(Entry.objects.get(event="section.saved:urgent").digests) == {
        *(box.name for box in BOXES.values()),
        "consent-referral-decision",
    }
    for code in ("danger", "person", "consent", "words", "referrer"):
        assert as_officer.get(address(referral, "section", code=code)).status_code == 200


def test_sent_twice_gone_back_and_sent_again_it_is_one_referral(as_officer: Client, force: Force) -> None:
    referral = referral_of(force.officer)
    posted = filled_in(opened(as_officer, referral), **ANSWERS)

    answers = [as_officer.post(address(referral), posted) for _ in range(3)]
    answers += [
        as_officer.get(address(referral)),
        as_officer.post(address(referral), {**posted, "key": str(uuid.uuid4())}),
    ]

    assert {answer.headers["Location"] for answer in answers} == {address(referral, "lodged")}
    assert Notice.objects.count() == Entry.objects.filter(event="referral.lodged").count() == 1
    assert referral.person.consents.count() == 1


def test_too_few_answers_are_saved_and_the_page_says_what_is_needed(as_officer: Client, force: Force) -> None:
    referral = referral_of(force.officer)

    without_danger = send(as_officer, referral, whereabouts="Hereford").content.decode()
    Safety.objects.update(whereabouts="")
    only_danger = send(as_officer, referral, danger="not_sure", needed_now="A doctor").content.decode()

    assert "Say whether they are in danger now." in without_danger
    assert "Give at least one of these: their name or how to recognise them" in only_danger
    assert {name: text for name, text in saved(referral).items() if text} == {
        "danger": "not_sure",
        "needed_now": "A doctor",
    }
    referral.refresh_from_db()
    assert referral.is_draft


def test_what_cannot_be_read_is_shown_again_and_the_rest_is_saved(as_officer: Client, force: Force) -> None:
    referral = referral_of(force.officer)

    page = send(as_officer, referral, danger="at_risk", reasons="a\0b", whereabouts="Hereford").content.decode()

    assert "This holds a character that cannot be kept" in page
    assert (saved(referral)["danger"], saved(referral)["reasons"]) == ("at_risk", "")
    referral.refresh_from_db()
    assert referral.is_draft


def test_a_town_that_is_in_no_list_holds_nobody_up(as_officer: Client, force: Force) -> None:
    referral = referral_of(force.officer)

    send(as_officer, referral, danger="at_risk", whereabouts="Behind the shop", town="Nowhere-on-Sea")

    referral.refresh_from_db()
    assert referral.is_lodged
    assert (saved(referral)["whereabouts"], saved(referral)["town"]) == ("Behind the shop\nNowhere-on-Sea", "")


# Consent


def test_consent_is_never_chosen_for_anybody_whatever_is_recorded(as_officer: Client, force: Force) -> None:
    referral = referral_of(force.officer)
    decide(referral, ConsentDecision.GIVEN, force.officer)

    page = opened(as_officer, referral)

    assert "consent" not in UrgentForm(dossier_of(referral)).initial
    assert "checked" not in page
    assert "Recorded about question 4: “Yes”" in page


@pytest.mark.parametrize(("age", "route"), [("child", Route.CHILD), ("unsure", Route.CHILD)])
def test_nobody_who_may_be_a_child_is_recorded_as_having_agreed(
    as_officer: Client, force: Force, age: str, route: Route
) -> None:
    referral = referral_of(force.officer)

    send(as_officer, referral, **{**ANSWERS, "age_now": age})

    referral.refresh_from_db()
    assert referral.lodged_route == route
    assert not referral.person.consents.exists()
    assert {DeadlineKind.COUNCIL, DeadlineKind.GUARDIAN} <= set(deadlines_of(referral))


DECISIONS = {
    "given": (Route.ADULT, Status.TRIAGE),
    "declined": (Route.NOTIFY_ANONYMOUS, Status.TRIAGE),
    "wants_time": (Route.WAIT, Status.CONSENT_PENDING),
    "not_asked": (Route.UNKNOWN, Status.TRIAGE),
    "": (Route.UNKNOWN, Status.TRIAGE),
}


@pytest.mark.parametrize(("decision", "leads_to"), DECISIONS.items())
def test_what_the_adult_decided_is_what_decides(
    as_officer: Client, force: Force, decision: str, leads_to: tuple[Route, Status]
) -> None:
    referral = referral_of(force.officer)

    send(as_officer, referral, **{**ANSWERS, "consent": decision})

    referral.refresh_from_db()
    assert (referral.lodged_route, referral.status) == leads_to
    assert referral.person.consents.count() == (1 if decision else 0)


# Two pages at once


def test_a_section_that_is_open_elsewhere_gets_both_versions(as_officer: Client, force: Force) -> None:
    referral = referral_of(force.officer)
    danger = address(referral, "section", code="danger")
    as_officer.post(danger, {"safety-town": "Nowhere", "safety-whereabouts": "A", "page_key": "one", "version": "0"})

    send(as_officer, referral, danger="at_risk", whereabouts="Redditch police station")

    state = SectionState.objects.get(code="danger")
    assert (state.version, state.page_key) == (2, "")
    assert state.typed["safety-town"] == ["Nowhere"]
    assert state.typed["safety-whereabouts"] == ["Redditch police station"]
    page = as_officer.post(danger, {"safety-whereabouts": "Elsewhere", "page_key": "one", "version": "1"})
    assert "Two versions of this section" in page.content.decode()
    assert saved(referral)["whereabouts"] == "Redditch police station"


def test_what_was_not_touched_on_the_page_stays_as_somebody_else_saved_it(as_officer: Client, force: Force) -> None:
    referral = referral_of(force.officer)
    Safety.objects.create(referral=referral, whereabouts="A car", needed_now="A doctor")
    posted = filled_in(opened(as_officer, referral), whereabouts="A car", needed_now="A doctor", danger="at_risk")
    Safety.objects.update(whereabouts="Redditch police station")

    as_officer.post(address(referral), posted)

    assert saved(referral)["whereabouts"] == "Redditch police station"
    assert saved(referral)["danger"] == "at_risk"


def test_what_both_changed_is_shown_with_both_and_sent_again_keeps_mine(as_officer: Client, force: Force) -> None:
    referral = referral_of(force.officer)
    Safety.objects.create(referral=referral, whereabouts="A car")
    posted = filled_in(opened(as_officer, referral), whereabouts="A lorry", danger="at_risk")
    Safety.objects.update(whereabouts="Redditch police station")

    page = as_officer.post(address(referral), posted).content.decode()
    assert "Somebody changed this while you wrote, to: “Redditch police station”. Send again to keep yours." in page
    assert "A lorry" in page
    assert saved(referral)["whereabouts"] == "Redditch police station"

    again = as_officer.post(address(referral), filled_in(page, whereabouts="A lorry", danger="at_risk"))
    assert again.headers["Location"] == address(referral, "lodged")
    assert saved(referral)["whereabouts"] == "A lorry"


def test_what_was_passed_on_meanwhile_is_not_changed_and_the_page_keeps_what_was_typed(
    as_officer: Client, force: Force
) -> None:
    referral = ready(force.officer)
    posted = filled_in(opened(as_officer, referral), whereabouts="A lorry")
    lodged(referral, force.officer)

    page = as_officer.post(address(referral), posted).content.decode()

    assert "This was passed on while you wrote, so it can no longer be changed." in page
    assert "A lorry" in page


def test_a_page_sent_after_another_one_lodged_it_adds_what_is_missing(as_officer: Client, force: Force) -> None:
    referral = barely_urgent(force.officer)
    posted = filled_in(opened(as_officer, referral), danger="still_in_it", age_now="unsure", whereabouts="Hereford")
    lodged(referral, force.officer, as_urgent=True)
    assert set(deadlines_of(referral)) == {DeadlineKind.SEND, DeadlineKind.CRIME_RECORD, DeadlineKind.COMPLETE}

    answer = as_officer.post(address(referral), posted)

    assert answer.headers["Location"] == address(referral, "lodged")
    assert saved(referral)["whereabouts"] == "Hereford"
    assert {DeadlineKind.COUNCIL, DeadlineKind.GUARDIAN} <= set(deadlines_of(referral))


# Who


def test_a_charity_lodges_a_concern_and_nobody_else_may_answer_for_it(client: Client, force: Force) -> None:
    charity = charity_worker()
    referral = referral_of(charity)
    for stranger, status in ((member(charity.agency, Role.PARTNER), 404), (force.manager, 404)):
        client.force_login(stranger.user)
        assert client.get(address(referral)).status_code == status
        assert client.post(address(referral), ANSWERS).status_code == status
    client.force_login(charity.user)
    assert "West Mercia Police receives this" in opened(client, referral)

    send(client, referral, **{**ANSWERS, "consent": "declined"})

    referral.refresh_from_db()
    assert (referral.is_concern, referral.force, referral.lodged_route) == (True, force.agency, Route.ADVICE_ONLY)
    assert DeadlineKind.ADOPT in deadlines_of(referral)


def test_who_may_only_answer_a_draft_left_lying_may_not_send_it(client: Client, force: Force) -> None:
    referral = referral_of(force.officer, is_left_lying=True)
    client.force_login(force.manager.user)

    assert client.get(address(referral)).status_code == 403
    assert client.post(address(referral), ANSWERS).status_code == 403
    assert not saved(referral)["danger"]
