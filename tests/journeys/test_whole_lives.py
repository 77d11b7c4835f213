"""From arrival to closure: a case manager, a second reader, the crime registrar, a supervisor and the officer who
referred, at a desk, on a phone, without JavaScript and by keyboard alone.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page

from agencies.enums import Role
from referrals.enums import Route, Status
from referrals.models import Referral
from tests.journeys.conftest import Way
from tests.journeys.walk import Walk
from tests.lodging.factories import Force, member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def walk(another: Callable[[], Page], base_url: str, way: Way, transactional_db: None) -> Walk:
    return Walk(Force(), another, base_url, way)


def test_a_yes(walk: Walk) -> None:
    registrar = member(walk.force.agency, Role.CRIME_REGISTRAR, name="Ruth Vale")
    walk.begin(Route.ADULT)
    walk.come(walk.force.manager)
    walk.take_next()
    walk.open("quality/")
    walk.choose("It can go to the Home Office")
    walk.press("^Record what you found")
    walk.send()
    assert walk.status == Status.NRM_SUBMITTED

    walk.copy("They have received it")
    walk.save(Status.RG_PENDING)
    walk.copy("Yes: reasonable grounds")
    walk.says("the day of the decision is day 1")
    walk.save(Status.RG_POSITIVE)
    walk.copy("They ask us for more, before the final decision", answer_by=localdate() + timedelta(days=9))
    walk.save(Status.CG_FIR)
    walk.open("reply/")
    walk.fill("text", "The phone records, by e-mail.")
    walk.press("^Record the answer")
    assert walk.status == Status.RG_POSITIVE
    walk.copy("Yes: conclusive grounds")
    walk.says("A final decision is possible from")
    walk.press("^Save for the second reader")
    walk.says("Tick that the letter says so")
    walk.look("asked-back")
    walk.choose("I have looked again, and the letter says so")
    walk.save(Status.CG_POSITIVE)

    walk.come(walk.force.spoc)
    walk.read_again()
    walk.come(registrar)
    walk.record_crime()

    walk.come(walk.force.manager)
    close(walk, support="The Salvation Army, told today.")
    walk.says("final decision: yes, recognised as a victim")


def test_a_no_and_they_are_asked_to_look_again(walk: Walk) -> None:
    walk.begin(Route.ADULT)
    walk.come(walk.force.manager)
    walk.take_next()
    walk.send()
    walk.copy("No: no reasonable grounds", reasons="They were not believed.")
    walk.save(Status.RG_NEGATIVE)
    walk.open("close/")
    walk.says("First, what runs beside it")
    walk.record_crime()
    walk.open("ask-again/")
    walk.press("^Record that they were asked")
    walk.says("Choose the ground.")
    walk.look("ask-again-errors")
    walk.choose("New evidence that could change the outcome")
    walk.fill("asked_by", "Their lawyer")
    walk.fill("text", "A medical report.")
    walk.press("^Record that they were asked")
    assert walk.status == Status.RECON_REQUESTED

    walk.copy("Yes: reasonable grounds")
    walk.save(Status.RG_POSITIVE)
    walk.open("put-right/")
    walk.fill("reason", "It was the letter of somebody else.")
    walk.press("^Put it right")
    assert walk.status == Status.RECON_REQUESTED
    walk.copy("They looked again, and it stays as it was", reasons="The report changes nothing.")
    walk.save(Status.RG_NEGATIVE)

    close(walk, handed_over="Safeguarding, to Hereford social care.")
    walk.come(walk.force.supervisor)
    walk.open("reopen/")
    walk.fill("reason", "A second person came forward.")
    walk.press("^Open it again")
    assert walk.status == Status.RG_NEGATIVE


def test_a_child_whose_age_was_in_doubt(walk: Walk) -> None:
    walk.begin(Route.CHILD)
    walk.come(walk.force.manager)
    walk.take_next()
    for what in ("Council asked to assess", "Council assessed as a child"):
        walk.open("age/")
        walk.choose(what)
        walk.press("^Record it")
    walk.send()
    walk.copy("Yes: reasonable grounds")
    walk.save(Status.RG_POSITIVE)
    walk.open("considered/")
    walk.copy("No: no conclusive grounds", reasons="They were not believed.")
    walk.choose("I have looked again, and the letter says so")
    walk.save(Status.CG_NEGATIVE)
    walk.come(walk.force.spoc)
    walk.read_again()
    walk.record_crime()
    close(walk, handed_over="Safeguarding, to the council.", why_not_wait="Their guardian does not want it.")


def test_a_notification_becomes_a_referral(walk: Walk) -> None:
    walk.begin(Route.NOTIFY_NAMED)
    walk.come(walk.force.manager)
    walk.take_next()
    walk.send()
    assert walk.status == Status.DTN_SENT
    walk.open("sent/")
    walk.says("Fingerprint (SHA-256)")
    walk.open("decision/")
    walk.way.hands.choose(walk.page.locator("[name=consent-referral-decision][value=given]"))
    walk.press("^Record what they decided")
    assert walk.status == Status.TRIAGE

    walk.open("hold/")
    walk.fill("reason", "They wait outside the house.")
    walk.press("^Deal with the danger first")
    assert walk.status == Status.SAFEGUARDING_HOLD
    walk.send()
    assert walk.status == Status.NRM_SUBMITTED
    walk.copy("No: no reasonable grounds", reasons="They were not believed.")
    walk.save(Status.RG_NEGATIVE)
    walk.record_crime()
    close(walk, handed_over="Safeguarding, to Hereford social care.", why_not_wait="They do not want it.")


def test_a_notice_from_somebody_else(walk: Walk) -> None:
    walk.come(walk.force.manager)
    walk.go("/referrals/inbound/")
    walk.press("^Record it")
    walk.says("Enter who told us.")
    walk.look("inbound-errors")
    walk.fill("told_by", "Kent Police")
    walk.fill("text", "Found in Dover, exploited in Worcester.")
    walk.choose("They are not in the NRM yet")
    walk.press("^Record it")
    walk.reference = Referral.objects.get().reference
    walk.look("take-on")
    walk.open("take-on/")
    walk.press("^Take it on")
    assert walk.status == Status.TRIAGE
    walk.record_crime()
    walk.open("no-signs/")
    walk.fill("rationale", "A dispute about wages, and nothing of force.")
    walk.press("^Ask a supervisor")
    walk.come(walk.force.supervisor)
    walk.answer_approval()
    assert walk.status == Status.NFA_LOCAL


def close(walk: Walk, **answers: str) -> None:
    """Asked for by whoever is there, and approved by a supervisor. The officer reads it."""
    walk.open("close/")
    walk.fill("why", "All is handed over.")
    for name, text in answers.items():
        walk.fill(name, text)
    walk.press("^Ask a supervisor")
    walk.come(walk.force.supervisor)
    walk.answer_approval()
    assert walk.status == Status.CLOSED
    walk.come(walk.force.officer)
    walk.go("/referrals/")
    walk.says("Closed")
    walk.open("")
