"""Closed cases are looked at again, and held as long as something needs them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit.models import Entry
from referrals.enums import RetentionGroup
from referrals.evidence import actions as evidence
from referrals.models import LegalHold, Referral, RetentionReview
from referrals.retention import actions
from tests.evidence.factories import add, add_clean
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, member
from tests.queue.cases import listed
from tests.retention.closed import LONG_AGO, closed

pytestmark = pytest.mark.django_db
WHY = "Both are still before the court."


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, who: Membership, address: str) -> str:
    client.force_login(who.user)
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_closed_case_is_due_after_six_years_where_nobody_said_how_long(force: Force, client: Client) -> None:
    old, young, open_one = closed(force), closed(force, NOW - timedelta(days=365)), listed(force)

    shown = page(client, force.supervisor, "/retention/")

    assert old.reference in shown
    assert young.reference not in shown
    assert open_one.reference not in shown
    assert "Nobody has said how long" in shown
    assert Entry.objects.get(event="retention.listed").shown == [old.reference]


def test_a_review_says_why_and_until_when_and_the_newest_counts(force: Force, client: Client) -> None:
    case = closed(force)
    address = f"{case.get_absolute_url()}retention/"
    assert "review is due since" in page(client, force.supervisor, address)
    assert "Choose the group." in client.post(address, {"reason": WHY}).content.decode()
    assert "Say why." in client.post(address, {"group": "1", "reason": ""}).content.decode()

    assert client.post(address, {"group": "1", "reason": WHY}).url == address

    shown = page(client, force.supervisor, address)
    assert "looks at it again on <strong>" in shown
    assert WHY in shown
    assert case.reference not in page(client, force.supervisor, "/retention/")
    assert RetentionReview.objects.get().review_on.year == 2029
    with time_machine.travel(NOW + timedelta(days=365 * 4)):
        assert case.reference in page(client, force.supervisor, "/retention/")
        actions.review(case.pk, group=RetentionGroup.OTHER_RECORDS, reason=WHY, by=actor_of(force.supervisor), at=NOW)
        assert "Somebody looks at it again" in page(client, force.supervisor, address)


def test_what_has_not_ended_is_not_reviewed(force: Force, client: Client) -> None:
    case = listed(force)
    with pytest.raises(Refused, match="not closed"):
        actions.review(case.pk, group=RetentionGroup.SERIOUS, reason=WHY, by=actor_of(force.supervisor), at=NOW)
    with pytest.raises(BoxRefused):
        actions.review(
            closed(force).pk, group=RetentionGroup.SERIOUS, reason=" ", by=actor_of(force.supervisor), at=NOW
        )

    shown = page(client, force.supervisor, f"{case.get_absolute_url()}retention/")
    assert "It is not closed" in shown
    assert "Erase it" not in shown
    case = closed(force)
    case.queue_row.is_open = True
    case.queue_row.save()
    assert "something beside it still runs" in page(client, force.supervisor, f"{case.get_absolute_url()}retention/")


def test_a_hold_is_placed_and_ended_with_a_reason_and_both_stay_readable(force: Force, client: Client) -> None:
    case = listed(force)
    address = f"{case.get_absolute_url()}retention/"
    client.force_login(force.supervisor.user)
    assert "Say what needs it" in client.post(f"{address}hold/", {"reason": ""}).content.decode()
    assert client.post(f"{address}hold/", {"reason": WHY}).url == address
    hold = LegalHold.objects.get()
    assert "<strong>Held</strong>" in page(client, force.supervisor, address)
    assert WHY in page(client, force.supervisor, f"{address}hold/{hold.pk}/end/")
    with pytest.raises(BoxRefused):
        actions.place_hold(case.pk, reason=" ", by=actor_of(force.supervisor), at=NOW)
    with pytest.raises(BoxRefused):
        actions.end_hold(case.pk, hold.pk, reason=" ", by=actor_of(force.supervisor), at=NOW)

    assert client.post(f"{address}hold/{hold.pk}/end/", {"reason": "Sentenced."}).url == address

    shown = page(client, force.supervisor, address)
    assert "<strong>Held</strong>" not in shown
    assert "Ended: Sentenced." in shown
    assert "It ended" in page(client, force.supervisor, f"{address}hold/{hold.pk}/end/")
    with pytest.raises(Refused, match="ended already"):
        actions.end_hold(case.pk, hold.pk, reason="x", by=actor_of(force.supervisor), at=NOW)


def test_while_it_is_held_no_file_is_taken_out_or_written_over_and_more_can_be_added(force: Force) -> None:
    case = listed(force)
    file = add_clean(case, force.manager)
    actions.place_hold(case.pk, reason=WHY, by=actor_of(force.supervisor), at=NOW)
    said = evidence.Said(file.key, file.version, "page", "A letter", None)

    with pytest.raises(Refused, match="legal hold"):
        evidence.supersede(file.pk, reason="x", by=actor_of(force.manager), at=NOW)
    with pytest.raises(Refused, match="legal hold"):
        evidence.describe(case.pk, [said], by=actor_of(force.manager), at=NOW)
    assert evidence.describe(case.pk, [], by=actor_of(force.manager), at=NOW) == []
    assert add(case, force.manager, "more.pdf")


def test_only_supervisors_of_the_force_and_nobody_who_is_kept_from_it(force: Force, client: Client) -> None:
    case, kent = closed(force), Force("kent-police", "Kent Police")
    others = (force.manager, force.officer, kent.supervisor, member(force.agency, Role.CRIME_REGISTRAR))
    for who in others:
        for act in (
            lambda by: actions.place_hold(case.pk, reason=WHY, by=by, at=NOW),
            lambda by: actions.review(case.pk, group=RetentionGroup.SERIOUS, reason=WHY, by=by, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                act(actor_of(who))
    client.force_login(force.manager.user)
    assert client.get("/retention/").status_code == client.get("/retention/erased/").status_code == 403
    assert case.reference not in page(client, kent.supervisor, "/retention/")
    Referral.objects.update(barred_people=[force.supervisor.user_id])
    assert case.reference not in page(client, force.supervisor, "/retention/")


def test_the_list_asks_as_often_for_one_as_for_many(
    force: Force, client: Client, django_assert_num_queries: Any
) -> None:
    closed(force)
    client.force_login(force.supervisor.user)
    client.get("/retention/")
    with django_assert_num_queries(5):
        client.get("/retention/")
    for number in range(20):
        closed(force, NOW - LONG_AGO - timedelta(days=1 + number))
    with django_assert_num_queries(5):
        shown = client.get("/retention/").content.decode()
    assert shown.count("Nobody has said how long ·") == 15
    first = Referral.objects.order_by("pk").first()
    assert first is not None
    assert "Start of the list" in client.get(f"/retention/?after={first.pk}").content.decode()
