"""The administrators' page of what did not get through: seen, tried again, cancelled, and never a case opened by it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from agencies.refusals import NotAllowed
from audit.models import Entry
from notifications import delivery
from notifications.actions import post
from notifications.channels import sending
from notifications.desk import actions
from notifications.desk.queries import What
from notifications.enums import NOT_DELIVERED, NOT_SENT, Channel, Delivery, NoticeKind, Sending
from notifications.models import Call, InboxItem, Message, Notice, ScheduledRun
from notifications.watch import runs
from tests.factories import AgencyFactory, actor_of
from tests.notifications.house import NIGHT, House, member, waiting

pytestmark = pytest.mark.django_db

KIND = NoticeKind.LODGED
AFTER = NIGHT + timedelta(hours=1)


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def administrator(house: House) -> Membership:
    return member(house.force, Role.ADMINISTRATOR)


@pytest.fixture
def desk(client: Client, administrator: Membership) -> Callable[[str], str]:
    client.force_login(administrator.user)
    return lambda show: unescape(client.get(reverse("delivery"), {"show": show}).content.decode())


def a_notice(house: House, outcome: Delivery = Delivery.FAILED, **facts: object) -> Notice:
    closed = {"delivered_at": None, "given_up_at": NIGHT}
    if outcome in (Delivery.DELIVERED, Delivery.NO_MEMBERS, Delivery.NOBODY_MAY_SEE, Delivery.NOBODY_AT_ALL):
        closed = {"delivered_at": NIGHT, "given_up_at": None}
    if outcome == Delivery.WAITING:
        closed = {"delivered_at": None, "given_up_at": None}
    given = {
        "kind": KIND,
        "reference": house.case().reference,
        "occasion": "lodged",
        "unit": house.unit,
        "posted_at": NIGHT,
        "outcome": outcome,
        **closed,
        **facts,
    }
    return Notice.objects.create(**given)


def a_message(house: House, outcome: Sending = Sending.ADDRESS_REFUSED, **facts: object) -> Message:
    is_open = outcome == Sending.WAITING
    given = {
        "channel": Channel.EMAIL,
        "unit": house.unit,
        "posted_at": NIGHT,
        "outcome": outcome,
        "given_up_at": None if is_open else NIGHT,
        "last_error": "SMTPRecipientsRefused 550",
        **facts,
    }
    if "notice" not in given:
        given["notice"] = a_notice(house, Delivery.DELIVERED)
    return Message.objects.create(**given)


@pytest.mark.parametrize("outcome", Delivery)
def test_a_notice_stands_there_while_somebody_has_to_see_to_it(
    house: House, desk: Callable[[str], str], outcome: Delivery
) -> None:
    notice = a_notice(house, outcome)

    assert (notice.reference in desk("notices")) is (outcome in NOT_DELIVERED)


@pytest.mark.parametrize("outcome", Sending)
def test_a_message_stands_there_while_somebody_has_to_see_to_it(
    house: House, desk: Callable[[str], str], outcome: Sending
) -> None:
    sent = {"given_up_at": None, "sent_at": NIGHT} if outcome in (Sending.SENT, Sending.RECEIVED) else {}
    message = a_message(house, outcome, **sent)

    assert message.notice
    assert (message.notice.reference in desk("messages")) is (outcome in NOT_SENT)


def test_it_says_what_it_was_to_whom_since_when_and_what_became_of_it(house: House, desk: Callable[[str], str]) -> None:
    message = a_message(house)
    assert message.notice

    with time_machine.travel(AFTER, tick=False):
        page = desk("messages")

    assert f"A referral has arrived, {message.notice.reference}" in page
    assert f"{house.unit}, mailbox (e-mail)" in page
    assert "The address was refused (SMTPRecipientsRefused 550)" in page
    assert reverse("referral", args=[message.notice.reference]) not in page


def test_what_is_being_tried_again_says_when(house: House, desk: Callable[[str], str]) -> None:
    a_message(house, Sending.WAITING, attempts=3, next_try_at=AFTER + timedelta(minutes=4), last_error="TimeoutError")

    with time_machine.travel(AFTER, tick=False):
        assert "Tried 3 times, again from Sun 22 Nov, 00:44 (TimeoutError)" in desk("messages") or (
            "Tried 3 times, again from 00:44 (TimeoutError)" in desk("messages")
        )


def test_what_waits_for_its_first_try_is_no_trouble(house: House, desk: Callable[[str], str]) -> None:
    message = a_message(house, Sending.WAITING, last_error="")

    assert message.notice
    assert message.notice.reference not in desk("messages")


def test_another_agencys_troubles_are_not_shown_and_not_touched(client: Client, house: House) -> None:
    notice, message = a_notice(house), a_message(house)
    stranger = member(AgencyFactory(kind=AgencyKind.POLICE), Role.ADMINISTRATOR)
    client.force_login(stranger.user)

    for show in ("notices", "messages", "calls"):
        page = client.get(reverse("delivery"), {"show": show}).content.decode()
        assert (notice.reference in page, house.unit.name in page) == (False, False)
    for name, pk in (("notice", notice.pk), ("message", message.pk)):
        assert client.post(reverse(f"try-{name}-again", args=[pk])).status_code == 404
        assert client.post(reverse(f"cancel-{name}", args=[pk])).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_see_it_and_change_it(client: Client, house: House, role: Role) -> None:
    notice, somebody = a_notice(house), member(house.force, role)
    client.force_login(somebody.user)

    assert client.get(reverse("delivery")).status_code == 403
    assert client.post(reverse("try-notice-again", args=[notice.pk])).status_code == 403
    for action in (actions.try_again, actions.cancel):
        with pytest.raises(NotAllowed):
            action(What.NOTICE, notice.pk, by=actor_of(somebody), at=AFTER)


def test_a_notice_for_a_unit_that_had_nobody_is_delivered_again_once_it_has(
    house: House, administrator: Membership
) -> None:
    empty = house.duty
    house.inspector.units.clear()
    reference = house.case().reference
    post(NoticeKind.LODGED_URGENT, reference, occasion="lodged", at=NIGHT, units=[empty.pk])
    delivery.deliver(waiting(), at=NIGHT)
    notice = Notice.objects.get()
    assert notice.outcome == Delivery.NO_MEMBERS
    told_instead = set(InboxItem.objects.values_list("person", flat=True))
    newcomer = member(house.force, Role.CASE_MANAGER, empty)

    actions.try_again(What.NOTICE, notice.pk, by=actor_of(administrator), at=AFTER)
    delivery.deliver(waiting(), at=AFTER)

    notice.refresh_from_db()
    assert (notice.outcome, notice.delivered_at) == (Delivery.DELIVERED, AFTER)
    assert set(InboxItem.objects.values_list("person", flat=True)) == told_instead | {newcomer.user_id}
    assert Entry.objects.filter(event="notice.tried_again", reference=f"notice:{notice.pk}").count() == 1


def test_whoever_was_told_instead_is_not_written_to_twice(house: House, administrator: Membership) -> None:
    house.inspector.units.clear()
    post(NoticeKind.LODGED_URGENT, house.case().reference, occasion="lodged", at=NIGHT, units=[house.duty.pk])
    delivery.deliver(waiting(), at=NIGHT)
    before = set(Message.objects.values_list("pk", flat=True))

    actions.try_again(What.NOTICE, Notice.objects.get().pk, by=actor_of(administrator), at=AFTER)
    delivery.deliver(waiting(), at=AFTER)

    assert before
    assert set(Message.objects.values_list("pk", flat=True)) == before


def test_a_dead_mailbox_that_was_mended_gets_its_message(house: House, administrator: Membership) -> None:
    message = a_message(house, sent_at=NIGHT)

    actions.try_again(What.MESSAGE, message.pk, by=actor_of(administrator), at=AFTER)

    message.refresh_from_db()
    assert (message.outcome, message.given_up_at, message.sent_at, message.next_try_at) == (
        *(Sending.WAITING, None, None),
        AFTER,
    )
    assert Entry.objects.filter(event="message.tried_again").count() == 1


@pytest.mark.parametrize("what", What)
def test_what_is_cancelled_is_kept_and_not_tried_again(house: House, administrator: Membership, what: What) -> None:
    row = a_notice(house) if what == What.NOTICE else a_message(house, Sending.WAITING, attempts=2)

    actions.cancel(what, row.pk, by=actor_of(administrator), at=AFTER)
    delivery.deliver([row.pk], at=AFTER)
    sending.send([row.pk], at=AFTER)

    row.refresh_from_db()
    assert (row.outcome, row.given_up_at, InboxItem.objects.count()) == ("cancelled", AFTER, 0)
    assert Entry.objects.filter(event=f"{what.name.lower()}.cancelled").count() == 1


@pytest.mark.parametrize("name", ["try-notice-again", "cancel-notice", "try-message-again", "cancel-message"])
def test_what_got_through_meanwhile_is_said_and_left(
    client: Client, house: House, administrator: Membership, name: str
) -> None:
    message = a_message(house, Sending.SENT, given_up_at=None, sent_at=NIGHT)
    assert message.notice
    pk = message.pk if "message" in name else message.notice.pk
    client.force_login(administrator.user)

    page = client.post(reverse(name, args=[pk]), follow=True)

    assert "It has got through meanwhile, or was cancelled." in unescape(page.content.decode())
    assert set(Message.objects.values_list("outcome", flat=True)) == {Sending.SENT}
    assert set(Notice.objects.values_list("outcome", flat=True)) == {Delivery.DELIVERED}


def test_the_buttons_do_what_they_say(client: Client, house: House, administrator: Membership) -> None:
    first, second = a_message(house), a_message(house, notice=a_notice(house, Delivery.DELIVERED))
    client.force_login(administrator.user)

    again = client.post(reverse("try-message-again", args=[first.pk]), follow=True).content.decode()
    stopped = client.post(reverse("cancel-message", args=[second.pk]), follow=True).content.decode()

    assert "It is tried again now." in again
    assert "It is cancelled, and is not tried again." in stopped


def test_a_call_that_climbed_to_the_top_unanswered_stands_there(house: House, desk: Callable[[str], str]) -> None:
    case = house.case()
    post(NoticeKind.LODGED_URGENT, case.reference, occasion="lodged", at=NIGHT, units=[house.unit.pk])
    call = Call.objects.get()
    assert case.reference not in desk("calls")

    Call.objects.update(climbs_at=None, rung=3)
    assert "told in 4 steps" in desk("calls")

    Call.objects.filter(pk=call.pk).update(settled_at=AFTER)
    assert case.reference not in desk("calls")


def test_scheduled_tasks_stand_there_with_when_they_last_ran_well(desk: Callable[[str], str]) -> None:
    now = timezone.now()
    for name in runs.schedule():
        runs.note_good_run(name, now)
    ScheduledRun.objects.filter(name="notifications.sweep").update(last_good_at=now - timedelta(hours=1))

    page = desk("tasks")

    assert (page.count("On time"), page.count("Overdue")) == (len(runs.schedule()) - 1, 1)
    assert "Hand over notices and messages that still wait, every few seconds" in page


@pytest.mark.parametrize("odd", ["x", "MESSAGES", "%00", "messages'--"])
def test_a_part_that_does_not_exist_is_said(desk: Callable[[str], str], odd: str) -> None:
    assert "There is no such part, so you see messages." in desk(odd)


@pytest.mark.parametrize("show", ["messages", "notices", "calls"])
def test_an_empty_part_says_so(desk: Callable[[str], str], show: str) -> None:
    said = {
        "messages": "Every e-mail and text has left, or is about to.",
        "notices": "Every notice has reached somebody it was for.",
        "calls": "Nothing urgent is left without an answer.",
    }
    assert said[show] in desk(show)


def test_a_long_list_comes_in_pages_that_lose_nothing(client: Client, house: House, administrator: Membership) -> None:
    references = {a_notice(house, occasion=str(number)).reference for number in range(34)}
    client.force_login(administrator.user)
    seen: set[str] = set()
    address: str | None = f"{reverse('delivery')}?show=notices"
    while address:
        page = unescape(client.get(address).content.decode())
        seen |= {reference for reference in references if reference in page}
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"{reverse('delivery')}{following[1]}" if following else None

    assert seen == references


def test_the_home_page_of_an_administrator_counts_them(client: Client, house: House, administrator: Membership) -> None:
    a_message(house)
    a_notice(house)
    client.force_login(administrator.user)

    page = client.get(reverse("home")).content.decode()

    assert "See to 1 message that did not get through" in page
    assert "See to 1 notice that did not get through" in page

    client.force_login(house.manager.user)
    assert "did not get through" not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("show", ["messages", "notices", "calls"])
def test_one_more_row_asks_no_more_of_the_database(
    client: Client, house: House, administrator: Membership, show: str
) -> None:
    client.force_login(administrator.user)
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            a_message(house)
            a_notice(house)
            post(NoticeKind.LODGED_URGENT, house.case().reference, occasion="x", at=NIGHT, units=[house.unit.pk])
        Call.objects.update(climbs_at=None)
        client.get(reverse("delivery"), {"show": show})
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("delivery"), {"show": show})
        counts.append(len(asked))

    assert counts[0] == counts[1]
