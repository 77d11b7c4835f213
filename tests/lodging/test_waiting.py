"""What waits for the unit: of its own force, longest waiting first, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from agencies.models import Membership
from audit.models import Entry
from referrals.enums import Route
from referrals.lodging.queries import queue
from referrals.lodging.queries.queue import Wait
from referrals.models import NotificationText, Referral
from tests.factories import actor_of, referral_of
from tests.lodging.factories import NOW, Force, barely_urgent, charity_worker, lodged, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def force() -> Force:
    return Force()


def waiting_for(person: Membership, wait: Wait) -> list[Referral]:
    return list(queue.waiting(actor_of(person), wait).order_by(*queue.ORDER))


def on_page(client: Client, person: Membership, **asked: str) -> list[str]:
    client.force_login(person.user)
    page = client.get("/queue/", asked).content.decode()
    return re.findall(r'rowheader"><a class="govuk-link" href="/referrals/(MS-26-\w+)/"', page)


def written(referral: Referral, **facts: object) -> None:
    said = {"version": 1, "text": "x", "written_at": NOW, "checked_version": None, **facts}
    NotificationText.objects.update_or_create(referral=referral, defaults=said)


def test_each_case_waits_where_it_belongs(force: Force, client: Client) -> None:
    worker = charity_worker()
    due_second = lodged(ready(force.officer), force.officer, at=NOW + timedelta(hours=1))
    due_first = lodged(ready(force.officer, Route.NOTIFY_ANONYMOUS), force.officer)
    urgent = lodged(barely_urgent(force.officer), force.officer, as_urgent=True, at=NOW + timedelta(hours=2))
    concern = lodged(ready(worker), worker, at=NOW + timedelta(hours=3))
    lying, _new = referral_of(force.officer, is_left_lying=True), referral_of(force.officer)
    NotificationText.objects.update(version=0)
    written(due_first)
    expected = {
        Wait.SEND: [due_first, due_second, urgent, concern],
        Wait.GAPS: [urgent],
        Wait.ADOPT: [concern],
        Wait.CHECK: [due_first],
        Wait.DRAFTS: [lying],
    }

    assert {wait: waiting_for(force.manager, wait) for wait in Wait} == expected
    assert {wait: int(count) for wait, count in queue.counts(actor_of(force.manager)).items()} == {
        wait: len(found) for wait, found in expected.items()
    }
    for wait in (Wait.CHECK, Wait.DRAFTS):
        found = expected[wait]
        references = [each.reference for each in found]
        assert on_page(client, force.manager, wait=wait) == references
        assert Entry.objects.get(event=f"queue.listed:{wait}").shown == references


def test_a_text_that_somebody_read_as_it_stands_waits_no_longer(force: Force) -> None:
    referral = lodged(ready(force.officer, Route.NOTIFY_ANONYMOUS), force.officer)

    for version, checked, waits in ((1, None, True), (1, 1, False), (2, 1, True), (0, None, False)):
        written(referral, version=version, checked_version=checked)
        assert bool(waiting_for(force.manager, Wait.CHECK)) is waits, (version, checked)


def test_another_force_and_another_role_see_none_of_it(force: Force, client: Client) -> None:
    lodged(ready(force.officer), force.officer)
    referral_of(force.officer, is_left_lying=True)
    kent = Force("kent-police", "Kent Police")

    assert len(waiting_for(force.supervisor, Wait.SEND)) == len(waiting_for(force.spoc, Wait.DRAFTS)) == 1
    assert not any(waiting_for(kent.manager, wait) for wait in Wait)
    assert on_page(client, kent.manager, wait="drafts") == []


def test_it_comes_in_pages_that_lose_nobody(force: Force, client: Client) -> None:
    for _ in range(33):
        referral_of(force.officer, is_left_lying=True)
    seen: list[str] = []
    after = ""

    for _ in range(4):
        found = on_page(client, force.manager, wait="drafts", after=after)
        seen += found
        if len(found) < 15:
            break
        after = str(Referral.objects.get(reference=found[-1]).pk)

    assert len(seen) == len(set(seen)) == 33
