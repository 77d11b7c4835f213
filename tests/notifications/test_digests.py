"""The day's e-mail: once, of what waited for it, and only of what its reader may see when it leaves."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from agencies.models import Membership
from notifications.actions import post
from notifications.channels import digests
from notifications.channels.digests import NotMade, make_digests
from notifications.channels.sending import send
from notifications.delivery import deliver
from notifications.enums import How, NoticeKind, Sending
from notifications.models import Digest, InboxItem, Message, Preference
from referrals.models import Referral
from tests.notifications.house import NIGHT, House, waiting

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
# The Sunday after the night of the house.
SEVEN = datetime.fromisoformat("2026-11-22T07:00:00+00:00")


@pytest.fixture(autouse=True)
def kept_mail(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://referrals.force.test"


@pytest.fixture
def house() -> House:
    return House()


def wants_daily(member: Membership) -> None:
    Preference.objects.create(person=member.user, kind=NoticeKind.HANDED_OVER, how=How.DAILY)


def tell(house: House, reader: Membership, how_many: int = 1) -> list[Referral]:
    cases = [house.case() for _ in range(how_many)]
    for case in cases:
        post(NoticeKind.HANDED_OVER, case.reference, occasion="x", at=NIGHT, people=[reader.user_id])
    deliver(waiting(), at=NIGHT)
    return cases


def leave(at: datetime = SEVEN) -> list[str]:
    """Subjects and texts of what is sent now."""
    before = len(mail.outbox)
    send(list(Message.objects.filter(digest__isnull=False, sent_at=None).values_list("pk", flat=True)), at=at)
    return [str(message.body) for message in mail.outbox[before:]]


@pytest.mark.parametrize(("before_seven", "made"), [(timedelta(seconds=1), 0), (timedelta(), 1), (-9 * HOUR, 1)])
def test_it_is_made_from_seven_in_the_morning_however_late(house: House, before_seven: timedelta, made: int) -> None:
    wants_daily(house.manager)
    tell(house, house.manager)

    assert make_digests(at=SEVEN - before_seven) == made


def test_it_lists_what_waited_with_references_and_task_words_and_nothing_else(house: House) -> None:
    wants_daily(house.manager)
    cases = tell(house, house.manager, 3)

    make_digests(at=SEVEN)
    [text] = leave()

    assert [text.count(case.reference) for case in cases] == [1, 1, 1]
    assert text.count("A draft or a case was handed to you") == 3
    assert "https://referrals.force.test/notifications/" in text
    assert mail.outbox[-1].subject == "What happened since the last daily e-mail"
    assert mail.outbox[-1].to == [house.manager.user.email]


def test_run_again_it_is_not_made_again_and_what_came_later_waits_for_tomorrow(house: House) -> None:
    wants_daily(house.manager)
    tell(house, house.manager)
    made = [make_digests(at=SEVEN + hours * HOUR) for hours in (0, 0, 1)]
    [later] = tell(house, house.manager)

    assert made == [1, 0, 0]
    assert make_digests(at=SEVEN + 5 * HOUR) == 0
    assert make_digests(at=SEVEN + 24 * HOUR) == 1
    assert [later.reference in text for text in leave()] == [False, True]


def test_what_was_read_meanwhile_is_not_in_it(house: House) -> None:
    wants_daily(house.manager)
    read, unread = tell(house, house.manager, 2)
    InboxItem.objects.filter(notice__reference=read.reference).update(read_at=NIGHT)

    make_digests(at=SEVEN)
    [text] = leave()

    assert (read.reference in text, unread.reference in text) == (False, True)


def test_of_nothing_unread_none_is_made(house: House) -> None:
    wants_daily(house.manager)
    tell(house, house.manager)
    InboxItem.objects.update(read_at=NIGHT)

    assert make_digests(at=SEVEN) == 0
    assert not Digest.objects.exists()
    assert not InboxItem.objects.filter(waits_for_digest=True).exists()


def test_a_case_from_which_the_reader_was_barred_is_left_out_when_it_is_made_and_when_it_leaves(house: House) -> None:
    wants_daily(house.manager)
    before, between, open_one = tell(house, house.manager, 3)
    barred = {"barred_people": [house.manager.user_id]}
    Referral.objects.filter(pk=before.pk).update(**barred)

    make_digests(at=SEVEN)
    Referral.objects.filter(pk=between.pk).update(**barred)
    [text] = leave()

    assert [case.reference in text for case in (before, between, open_one)] == [False, False, True]


def test_one_that_has_nothing_left_to_say_is_not_sent(house: House) -> None:
    wants_daily(house.manager)
    tell(house, house.manager)
    make_digests(at=SEVEN)
    Referral.objects.update(barred_people=[house.manager.user_id])

    assert leave() == []
    assert Message.objects.get().outcome == Sending.NOT_ALLOWED


def test_one_that_cannot_be_made_does_not_hold_up_the_others(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for member in (house.manager, house.spoc):
        wants_daily(member)
        tell(house, member)
    original = digests.visible_items

    def broken(person: object, *rest: object) -> object:
        if person == house.manager.user:
            raise ZeroDivisionError
        return original(person, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(digests, "visible_items", broken)

    with pytest.raises(NotMade, match=r"^1 of 2 digests: ZeroDivisionError$"):
        make_digests(at=SEVEN)

    assert list(Digest.objects.values_list("person", flat=True)) == [house.spoc.user_id]
    monkeypatch.undo()
    assert make_digests(at=SEVEN + HOUR) == 1


@pytest.mark.parametrize("how_many", [1, 3])
def test_one_more_line_costs_no_more_queries(house: House, how_many: int) -> None:
    wants_daily(house.manager)
    tell(house, house.manager, how_many)

    with CaptureQueriesContext(connection) as asked:
        make_digests(at=SEVEN)

    assert len(asked) == 12


@pytest.fixture
def two_cases(transactional_db: None) -> House:
    house = House()
    wants_daily(house.manager)
    tell(house, house.manager, 2)
    return house


def test_made_twice_at_the_same_moment_there_is_one(two_cases: House) -> None:
    def make() -> None:
        make_digests(at=SEVEN)
        connection.close()

    both = [Thread(target=make) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert (Digest.objects.count(), Message.objects.filter(digest__isnull=False).count()) == (1, 1)
    assert Digest.objects.get().items.count() == 2
