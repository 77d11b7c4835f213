"""What was posted and did not get through is handed to the workers again."""

from contextlib import suppress
from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from embedded.ports import free_port
from notifications import kicking
from notifications.actions import post
from notifications.channels.sending import NotSent, send
from notifications.delivery import deliver
from notifications.enums import NoticeKind, Sending
from notifications.models import InboxItem, Message, Notice
from notifications.sweeping import sweep
from tests.notifications.house import NIGHT, House, waiting
from tests.notifications.smtp import mail_server, point_at

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


class Hands:
    """What was handed over, instead of to a broker."""

    def __init__(self) -> None:
        self.taken: dict[str, list[int]] = {}

    def __call__(self, task: str, ids: list[int]) -> None:
        self.taken.setdefault(task, []).extend(ids)


def posted(house: House, how_many: int = 1) -> None:
    for number in range(how_many):
        post(NoticeKind.LODGED, f"MS-26-{number:07}", occasion="x", at=NIGHT, units=[house.unit.pk])


@pytest.mark.parametrize(("after", "found"), [(9 * SECOND, 0), (10 * SECOND, 1)])
def test_a_notice_has_ten_seconds_to_be_delivered_by_itself(after: timedelta, found: int) -> None:
    posted(House())

    assert sweep(at=NIGHT + after, hand=Hands()) == found


def test_found_once_it_is_left_alone_for_a_minute() -> None:
    posted(House())
    at = NIGHT + 10 * SECOND

    found = [sweep(at=at + after * SECOND, hand=Hands()) for after in (0, 0, 59, 60)]

    assert found == [1, 0, 0, 1]


def test_what_is_done_and_what_is_given_up_is_not_found() -> None:
    house = House()
    posted(house, 3)
    Notice.objects.filter(reference="MS-26-0000001").update(given_up_at=NIGHT, outcome="failed")
    Notice.objects.filter(reference="MS-26-0000002").update(delivered_at=NIGHT, outcome="delivered")
    hands = Hands()

    sweep(at=NIGHT + timedelta(days=3), hand=hands)

    assert hands.taken == {kicking.DELIVER: [Notice.objects.get(reference="MS-26-0000000").pk]}


def test_messages_are_found_too_and_only_ids_are_handed_over() -> None:
    house = House()
    post(NoticeKind.LODGED_URGENT, house.case().reference, occasion="x", at=NIGHT, units=[house.unit.pk])
    deliver(waiting(), at=NIGHT)
    hands = Hands()

    sweep(at=NIGHT + timedelta(minutes=1), hand=hands)

    assert hands.taken == {kicking.SEND: list(Message.objects.order_by("pk").values_list("pk", flat=True))}


def test_however_many_wait_it_takes_as_many_queries() -> None:
    house, counts = House(), []
    for how_many in (1, 120):
        Notice.objects.all().delete()
        posted(house, how_many)
        with CaptureQueriesContext(connection) as queries:
            assert sweep(at=NIGHT + timedelta(minutes=1), hand=Hands()) == how_many
        counts.append(len(queries))

    assert counts == [7, 7]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_hand_over_each_notice_once() -> None:
    posted(House(), 40)
    hands = [Hands(), Hands()]

    def run(mine: Hands) -> None:
        sweep(at=NIGHT + 10 * SECOND, hand=mine)
        connection.close()

    both = [Thread(target=run, args=[mine]) for mine in hands]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    handed = [pk for mine in hands for pk in mine.taken.get(kicking.DELIVER, [])]
    assert sorted(handed) == sorted(Notice.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_handed_over_twice_and_delivered_at_the_same_moment_it_is_in_each_inbox_once() -> None:
    house = House()
    case = house.case()
    for number in range(20):
        post(NoticeKind.LODGED, case.reference, occasion=str(number), at=NIGHT, units=[house.unit.pk])
    ids = waiting()

    def run() -> None:
        deliver(ids, at=NIGHT)
        connection.close()

    both = [Thread(target=run) for _ in range(3)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert waiting() == []
    assert InboxItem.objects.count() == 20 * len({house.manager, house.spoc, house.supervisor})
    assert Message.objects.count() == 20


def test_a_mail_server_that_is_away_for_an_hour_loses_nothing_and_nothing_goes_twice(settings: Settings) -> None:
    """The clock of the sweeper, an hour of it, with a real server that comes back."""
    house = House()
    case = house.case()
    for number in range(5):
        post(NoticeKind.LODGED, case.reference, occasion=str(number), at=NIGHT, units=[house.unit.pk])
    point_at(settings, free_port())
    deliver(waiting(), at=NIGHT)

    for seconds in range(0, 3600, 10):
        sweep_and_send(NIGHT + seconds * SECOND)
    tries = set(Message.objects.values_list("attempts", flat=True))
    with mail_server(settings) as box:
        for seconds in range(3600, 9000, 10):
            sweep_and_send(NIGHT + seconds * SECOND)

    assert tries == {6}
    assert (len(box.messages), len(set(box.ids))) == (5, 5)
    assert set(Message.objects.values_list("outcome", flat=True)) == {Sending.SENT}


def sweep_and_send(at: datetime) -> None:
    hands = Hands()
    sweep(at=at, hand=hands)
    with suppress(NotSent):
        send(hands.taken.get(kicking.SEND, []), at=at)
