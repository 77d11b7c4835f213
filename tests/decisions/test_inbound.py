"""Somebody else told us: a case of ours from then on, with its clock for the crime."""

import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.refusals import NotAllowed, Refused
from agencies.shell.partial_date import PartialDate
from referrals.decisions.actions.inbound import record_inbound, take_on_inbound
from referrals.decisions.moved import last_seen
from referrals.enums import Status, Step
from referrals.models import InboundNotice, QueueRow, Referral
from tests.decisions.factories import NOON, TODAY, acting, again, letter
from tests.factories import AgencyFactory
from tests.lodging.factories import Force, deadlines_of, member, notices_about
from victims.enums import AgeGroup

pytestmark = pytest.mark.django_db
TOLD: dict[str, Any] = {
    "told_by": "Kent Police", "told_on": TODAY, "reference": "K-1", "text": "Found in Dover, exploited in Worcester.",
    "given_names": "Linh", "family_name": "", "born_on": PartialDate(2010), "age_now": AgeGroup.CHILD,
}  # fmt: skip


def told(force: Force, **changes: Any) -> Referral:
    return record_inbound(**{"key": uuid.uuid4(), **TOLD, **changes}, **acting(force.manager))


def test_what_we_were_told_is_a_case_of_the_force_at_once(force: Force) -> None:
    key = uuid.uuid4()

    referral = told(force, key=key)

    assert told(force, key=key) == referral
    assert (referral.status, referral.force, referral.agency) == (Status.INBOUND, force.agency, force.agency)
    assert (referral.person.given_names, referral.person.age_now) == ("Linh", AgeGroup.CHILD)
    assert InboundNotice.objects.get().told_by == "Kent Police"
    assert set(deadlines_of(referral)) == {"CRIME_RECORD", "CHILD_COUNCIL", "CHILD_GUARDIAN"}
    assert QueueRow.objects.get(referral=referral).needs_us
    assert [kind for kind, _, _ in notices_about(referral)] == ["lodged"]


def test_the_clock_for_the_crime_runs_from_the_day_on_which_we_were_told(force: Force) -> None:
    referral = told(force, told_on=TODAY.replace(day=20), age_now=None, born_on=None)

    clock = referral.deadlines.get(kind="CRIME_RECORD")
    assert clock.starts_at.isoformat() == "2026-11-20T00:00:00+00:00"
    assert referral.person.age_now == ""


@pytest.mark.parametrize(
    ("step", "status"),
    [
        (Step.RECEIVED, Status.RG_PENDING),
        (Step.FIRST_YES, Status.RG_POSITIVE),
        (Step.FIRST_NO, Status.RG_NEGATIVE),
        (Step.FINAL_YES, Status.CG_POSITIVE),
        (Step.FINAL_NO, Status.CG_NEGATIVE),
        (Step.DISQUALIFY, Status.DISQUALIFIED),
    ],
)
def test_what_the_home_office_decided_elsewhere_is_recorded_here(step: Step, status: Status, force: Force) -> None:
    referral = told(force)

    decision = letter(referral, step, force, reference="K-1")

    assert again(referral).status == status
    assert not decision.needs_second_reader
    assert referral.deadlines.filter(kind="CRIME_RECORD").count() == 1


def test_another_reference_than_the_one_that_we_were_told_is_asked_back(force: Force) -> None:
    decision = letter(told(force), Step.RECEIVED, force, reference="K-2", is_sure=True)

    assert decision.warnings == ["The reference on file is K-1. You typed K-2. Is it the same person?"]


def test_who_is_not_in_the_nrm_yet_is_ours_to_complete_and_to_send(force: Force) -> None:
    referral = told(force)
    seen = last_seen(referral)

    first = take_on_inbound(referral.pk, seen=seen, **acting(force.manager))

    referral = again(referral)
    assert (referral.status, referral.is_answerable, referral.is_not_yet_sent) == (Status.TRIAGE, True, True)
    assert {"SEND_TO_HO", "COMPLETE_URGENT"} <= set(deadlines_of(referral))
    assert take_on_inbound(referral.pk, seen=seen, **acting(force.manager)) == first


def test_only_the_unit_of_a_police_force_is_told_so(force: Force) -> None:
    with pytest.raises(NotAllowed):
        record_inbound(key=uuid.uuid4(), **TOLD, **acting(force.officer))
    council = member(AgencyFactory(kind=AgencyKind.COUNCIL), Role.SPOC)
    with pytest.raises(Refused, match="Only a police force"):
        record_inbound(key=uuid.uuid4(), **TOLD, **acting(council))


# Pages


def typed(**changes: str) -> dict[str, str]:
    return {
        "key": str(uuid.uuid4()), "told_by": "Kent Police", "told_on_day": "25", "told_on_month": "11",
        "told_on_year": "2026", "given_names": "Linh", "age_now": "child", "text": "Found in Dover.",
        "says": "first_yes", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("says", "leads"),
    [("first_yes", "home-office/?step=first_yes"), ("not_in_it", "take-on/"), ("not_said", "")],
)
def test_how_far_it_has_got_leads_on_to_the_page_that_records_it(
    says: str, leads: str, client: Client, force: Force
) -> None:
    with time_machine.travel(NOON, tick=False):
        client.force_login(force.manager.user)
        shown = client.get(reverse("inbound"))
        done = client.post(reverse("inbound"), typed(says=says))
        following = client.get(done.headers["Location"])

    referral = Referral.objects.get()
    assert (shown.status_code, following.status_code) == (200, 200)
    assert done.headers["Location"] == f"{referral.get_absolute_url()}{leads}"


def test_what_is_missing_is_asked_back_and_what_was_typed_stays(client: Client, force: Force) -> None:
    client.force_login(force.manager.user)

    page = client.post(reverse("inbound"), typed(told_by="", says="odd", told_on_year="2999")).content.decode()

    assert "Enter who told us." in page
    assert "Found in Dover." in page
    assert not Referral.objects.exists()
    client.force_login(force.officer.user)
    assert client.get(reverse("inbound")).status_code == 403


def test_somebody_takes_it_on_by_page(client: Client, force: Force) -> None:
    referral = told(force)
    client.force_login(force.spoc.user)
    address = reverse("take-on-inbound", args=[referral.reference])

    assert "It is ours to check" in client.get(address).content.decode()
    assert client.post(address, {"seen": "0"}).status_code == 302
    assert again(referral).status == Status.TRIAGE
    assert "is not possible now" in client.get(address).content.decode()
