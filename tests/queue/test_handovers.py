"""A case that was handed over is kept or given back, and whoever gave it can see which."""

from typing import Any

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit.enums import Operation
from audit.models import Entry
from notifications.models import Notice
from referrals.models import Handover, QueueRow, Referral
from referrals.queue.actions import answering, giving
from tests.factories import AgencyFactory, UnitFactory, actor_of
from tests.lodging.factories import NOW, Force, member
from tests.queue.cases import listed

pytestmark = pytest.mark.django_db
WHY = "It happened in Kent."


class Moved:
    """From the unit of one force to the unit of another."""

    def __init__(self) -> None:
        self.ours, self.kent = Force(), Force("kent-police", "Kent Police")
        self.case = listed(self.ours, owner=None)
        # Whose agency referred it sees it in any case.
        elsewhere = member(AgencyFactory(kind=AgencyKind.COUNCIL), Role.PARTNER_RESPONDER)
        Referral.objects.filter(pk=self.case.pk).update(agency=elsewhere.agency, author=elsewhere.user)
        self.hand_over(f"force-{self.kent.agency.pk}", self.ours.manager)

    def hand_over(self, to: str, by: Membership) -> None:
        giving.hand_over(self.case.pk, to=to, reason=WHY, seen=0, by=actor_of(by), at=NOW)

    def sees(self, who: Membership) -> bool:
        return Referral.objects.visible_to(actor_of(who)).filter(pk=self.case.pk).exists()

    @property
    def handover(self) -> Handover:
        return Handover.objects.latest("pk")


@pytest.fixture
def moved() -> Moved:
    return Moved()


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def back(moved: Moved, by: Membership, reason: str = "The van was from Telford.") -> Handover:
    return answering.give_back(moved.case.pk, reason=reason, by=actor_of(by), at=NOW)


def test_it_is_theirs_at_once_and_waits_for_an_answer(moved: Moved, client: Client) -> None:
    assert (moved.sees(moved.kent.manager), moved.sees(moved.ours.manager)) == (True, False)

    client.force_login(moved.kent.manager.user)
    case = client.get(f"{moved.case.get_absolute_url()}summary/", follow=True).content.decode()
    page = client.get(f"/referrals/{moved.case.reference}/handover/").content.decode()
    assert "Keep it, or give it back" in client.get(moved.case.get_absolute_url()).content.decode() + case
    assert WHY in page
    client.force_login(moved.ours.manager.user)
    page = client.get("/queue/handed-over/").content.decode()
    assert moved.case.reference in page
    assert "no answer yet" in page
    assert f'href="{moved.case.get_absolute_url()}"' not in page


def test_what_is_kept_is_said_to_whoever_gave_it_and_goes_back_no_more(moved: Moved, client: Client) -> None:
    client.force_login(moved.kent.spoc.user)
    answer = client.post(f"/referrals/{moved.case.reference}/handover/", {"accept": "1"}, follow=True)
    assert "stays here" in answer.content.decode()
    assert "Keep it, or give it back" not in answer.content.decode()
    again = client.post(f"/referrals/{moved.case.reference}/handover/", {"accept": "1"}, follow=True)
    assert "It is kept already" in again.content.decode()
    assert "Nothing waits for an answer" in client.get(f"/referrals/{moved.case.reference}/handover/").content.decode()

    with pytest.raises(Refused, match="kept already"):
        back(moved, moved.kent.spoc)
    assert Entry.objects.get(event="handover.accepted").reference == moved.case.reference
    client.force_login(moved.ours.manager.user)
    assert "they keep it" in client.get("/queue/handed-over/").content.decode()


def test_what_is_given_back_is_in_the_queue_it_came_from_with_the_reason(moved: Moved, client: Client) -> None:
    client.force_login(moved.kent.manager.user)
    address = f"/referrals/{moved.case.reference}/handover/"
    assert "Say why it goes back." in client.post(address, {"return": "1", "reason": ""}).content.decode()
    assert client.post(address, {"return": "1", "reason": "The van was from Telford."}).url == "/queue/"

    row = QueueRow.objects.get(pk=moved.case.pk)
    assert (row.force, row.unit, row.owner) == (moved.ours.agency, moved.ours.unit, None)
    assert moved.sees(moved.ours.manager)
    assert (moved.handover.return_reason, moved.handover.answered_by) == (
        "The van was from Telford.", moved.kent.manager.user,
    )  # fmt: skip
    entry = Entry.objects.filter(event="referral.disclosed").latest("pk")
    assert (entry.operation, entry.shown[0]) == (Operation.DISCLOSURE, f"agency:{moved.ours.agency.pk}")
    told = Notice.objects.filter(kind="handed_over", reference=moved.case.reference)
    assert told.filter(unit=moved.ours.unit).exists()
    assert told.filter(person=moved.ours.manager.user).exists()
    client.force_login(moved.ours.manager.user)
    assert "given back" in client.get("/queue/handed-over/").content.decode()


def test_whoever_takes_it_keeps_it(moved: Moved) -> None:
    by = actor_of(moved.kent.manager)

    giving.assign(moved.case.pk, owner=moved.kent.manager.user_id, seen=0, by=by, at=NOW)

    assert (moved.handover.accepted_at, moved.handover.answered_by) == (NOW, moved.kent.manager.user)


def test_given_on_before_it_was_answered_it_is_over_and_the_new_one_is_open(moved: Moved) -> None:
    north = UnitFactory(agency=moved.kent.agency, name="North")
    member(moved.kent.agency, Role.CASE_MANAGER, north, name="DC Amir Shah")

    moved.hand_over(f"unit-{north.pk}", moved.kent.manager)

    first, second = Handover.objects.order_by("pk")
    assert (first.ended_at, first.accepted_at, second.ended_at, second.to_unit) == (NOW, None, None, north)


def test_it_does_not_go_back_to_whoever_may_not_know_of_it_any_more(moved: Moved) -> None:
    Referral.objects.update(barred_units=[moved.ours.unit.pk])

    with pytest.raises(Refused, match="cannot go back"):
        back(moved, moved.kent.manager)
    with pytest.raises(BoxRefused, match="Say why"):
        back(moved, moved.kent.manager, reason=" ")


def test_only_those_who_have_it_answer_and_nobody_sees_what_they_are_kept_from(moved: Moved, client: Client) -> None:
    for who in (moved.ours.manager, moved.kent.officer):
        with pytest.raises(NotAllowed):
            back(moved, who)
        with pytest.raises(NotAllowed):
            answering.accept(moved.case.pk, by=actor_of(who), at=NOW)
    Referral.objects.update(barred_people=[moved.ours.manager.user_id])
    client.force_login(moved.ours.manager.user)
    assert "has handed nothing over" in client.get("/queue/handed-over/").content.decode()
    client.force_login(moved.kent.officer.user)
    assert client.get("/queue/handed-over/").status_code == 403


def test_a_case_has_one_open_handover(moved: Moved) -> None:
    found = moved.handover
    found.pk = None
    with pytest.raises(IntegrityError):
        found.save()


def test_the_list_asks_as_often_for_one_as_for_many(
    moved: Moved, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(moved.ours.manager.user)
    client.get("/queue/handed-over/")
    with django_assert_num_queries(5):
        client.get("/queue/handed-over/")
    for _ in range(20):
        case = listed(moved.ours, owner=None)
        to = f"force-{moved.kent.agency.pk}"
        giving.hand_over(case.pk, to=to, reason=WHY, seen=0, by=actor_of(moved.ours.manager), at=NOW)
    with django_assert_num_queries(5):
        assert "Next" in client.get("/queue/handed-over/").content.decode()
