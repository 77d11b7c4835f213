"""A notice is a row of the caller's transaction, once per occasion and recipient, and wakes a worker afterwards."""

from datetime import timedelta

import pytest
from django.db import transaction

from notifications.actions import post
from notifications.enums import Delivery, NoticeKind, Rung
from notifications.kinds import KINDS
from notifications.models import Call, Notice
from tests.notifications.house import NIGHT, House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House()


def test_what_is_rolled_back_tells_nobody(house: House) -> None:
    with transaction.atomic():
        post(NoticeKind.LODGED_URGENT, "MS-26-AAAAAAA", occasion="lodged", at=NIGHT, units=[house.unit.pk])
        assert Notice.objects.exists()
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not Call.objects.exists()


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_same_occasion_posted_again_tells_nobody_twice(kind: NoticeKind, house: House) -> None:
    for minutes in (0, 5):
        at = NIGHT + timedelta(minutes=minutes)
        units, people = [house.unit.pk, house.unit.pk], [house.manager.user_id]
        post(kind, "MS-26-AAAAAAA", occasion="x", at=at, units=units, people=people, climbs_in=house.force.pk)

    assert [(notice.unit, notice.person, notice.posted_at) for notice in Notice.objects.order_by("unit")] == [
        (house.unit, None, NIGHT),
        (None, house.manager.user, NIGHT),
    ]
    assert Call.objects.count() == (1 if KINDS[kind].acknowledge_within else 0)


def test_another_occasion_is_told_again(house: House) -> None:
    for occasion in ("version 1", "version 2"):
        post(NoticeKind.SECOND_CHECK, "MS-26-AAAAAAA", occasion=occasion, at=NIGHT, units=[house.unit.pk])

    assert Notice.objects.count() == 2


def test_what_must_be_answered_has_its_ladder(house: House) -> None:
    post(
        NoticeKind.LODGED_URGENT,
        "MS-26-AAAAAAA",
        occasion="lodged",
        at=NIGHT,
        units=[house.unit.pk],
        then=[house.duty.pk],
        climbs_in=house.force.pk,
    )

    call = Call.objects.get()
    assert [(step.rung, step.whom) for step in call.steps] == [
        (Rung.UNIT, (house.unit.pk,)),
        (Rung.SUPERVISOR, (house.unit.pk,)),
        (Rung.UNIT, (house.duty.pk,)),
        (Rung.SUPERVISOR, (house.duty.pk,)),
        (Rung.ALL_SUPERVISORS, (house.force.pk,)),
    ]
    assert call.climbs_at == NIGHT + timedelta(minutes=15)
    assert Notice.objects.get().call == call


def test_it_waits_until_it_is_delivered(house: House) -> None:
    post(NoticeKind.LODGED, "MS-26-AAAAAAA", occasion="lodged", at=NIGHT, units=[house.unit.pk])

    notice = Notice.objects.get()
    assert (notice.outcome, notice.delivered_at, notice.given_up_at) == (Delivery.WAITING, None, None)
    assert notice.next_try_at == NIGHT + timedelta(seconds=10)


def test_every_kind_is_described() -> None:
    assert set(KINDS) == set(NoticeKind)


def test_danger_and_breach_cannot_be_turned_off_and_must_be_answered() -> None:
    fixed = {kind for kind, facts in KINDS.items() if not facts.may_be_turned_off}
    answered = {kind for kind, facts in KINDS.items() if facts.acknowledge_within}

    assert answered == {NoticeKind.LODGED_URGENT, NoticeKind.DEADLINE_PASSED, NoticeKind.CLOCK_BREACHED}
    emergencies = {NoticeKind.OPENED_IN_EMERGENCY, NoticeKind.EMERGENCY_TO_REVIEW}
    assert fixed == {*answered, *emergencies, NoticeKind.SCHEDULE_OVERDUE}
