"""The council and the guardian service are told, or are not available. Sending never waits for either."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from referrals.decisions.actions.sending import record_sending
from referrals.enums import DeadlineKind, Route, SafeguardingState
from referrals.lodging.actions.afterwards import meet_deadline
from referrals.models import Referral, SafeguardingStep
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, charity_worker, deadlines_of, lodged, ready

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)
COUNCIL, GUARDIAN = DeadlineKind.COUNCIL, DeadlineKind.GUARDIAN
TOLD = {
    "state": SafeguardingState.DONE,
    "contact": "Duty desk, by telephone",
    "on": date(2026, 11, 23),
    "reference": "CS-77",
    "note": "",
}
NOT_HERE = {**TOLD, "state": SafeguardingState.UNAVAILABLE, "contact": "", "reference": "", "note": "No service here."}


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def child(force: Force) -> Referral:
    return lodged(ready(force.officer, Route.CHILD), force.officer)


def acting(who: Any) -> dict[str, Any]:
    return {"by": actor_of(who), "at": LATER}


def test_who_was_told_when_and_under_which_reference_is_kept_beside_the_other_agencies(
    force: Force, child: Referral
) -> None:
    meet_deadline(child.pk, COUNCIL, **TOLD, **acting(force.officer))
    meet_deadline(child.pk, GUARDIAN, **NOT_HERE, **acting(force.manager))

    kept = {step.kind: (step.state, step.contact, step.reference, step.note) for step in SafeguardingStep.objects.all()}
    assert kept == {
        "council_children": ("done", "Duty desk, by telephone", "CS-77", ""),
        "guardian": ("unavailable", "", "", "No service here."),
    }
    met = deadlines_of(child)
    assert met["CHILD_COUNCIL"][1] == "Done: Duty desk, by telephone: CS-77"
    assert met["CHILD_GUARDIAN"][1] == "Not available here: No service here."
    assert Entry.objects.filter(event__startswith="deadline.met").count() == 2


def test_it_is_met_once_and_a_long_note_is_kept_whole(force: Force, child: Referral) -> None:
    meet_deadline(child.pk, GUARDIAN, **{**NOT_HERE, "note": "x" * 500}, **acting(force.officer))

    with pytest.raises(Refused, match="done already"):
        meet_deadline(child.pk, GUARDIAN, **NOT_HERE, **acting(force.officer))
    assert len(SafeguardingStep.objects.get().note) == 500


def test_an_adult_has_no_such_deadline(force: Force) -> None:
    with pytest.raises(Refused):
        meet_deadline(lodged(ready(force.officer), force.officer).pk, COUNCIL, **TOLD, **acting(force.officer))


def test_sending_does_not_wait_for_them(force: Force, child: Referral) -> None:
    sent = {"sent_at": NOW, "sent_by": "x", "home_office_reference": ""}

    record_sending(child.pk, route=Route.CHILD, **sent, **acting(force.officer))

    assert deadlines_of(child)["CHILD_COUNCIL"][1] == ""


def test_only_those_who_work_on_it_meet_it(force: Force, child: Referral) -> None:
    for other in (charity_worker(), Force("kent-police", "Kent Police").manager):
        with pytest.raises(NotAllowed):
            meet_deadline(child.pk, COUNCIL, **TOLD, **acting(other))
    assert not SafeguardingStep.objects.exists()


def test_the_page_asks_what_is_needed_for_either_answer(client: Client, force: Force, child: Referral) -> None:
    client.force_login(force.officer.user)
    address = reverse("deadline", args=[child.reference, "guardian"])
    day = {"on_day": "23", "on_month": "11", "on_year": "2024"}

    assert "0800 043 4303" in client.get(address).content.decode()
    assert "Enter who was told." in client.post(address, {"state": "done", **day}).content.decode()
    assert "Say why it is not available" in client.post(address, {"state": "unavailable", **day}).content.decode()
    assert client.post(address, {"state": "unavailable", "note": "None here", **day}).status_code == 302
    assert "Nothing to do here" in client.get(address).content.decode()


@pytest.mark.parametrize("kind", ["send", "complete", "adopt", "no-such"])
def test_no_other_clock_is_stopped_here(kind: str, client: Client, force: Force, child: Referral) -> None:
    client.force_login(force.officer.user)

    assert client.post(reverse("deadline", args=[child.reference, kind]), {"state": "done"}).status_code == 404
