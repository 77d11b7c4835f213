"""GOV.UK Notify, for e-mail and for texts to duty mobiles: its official client, against an API on this machine."""

import json
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from agencies.enums import Role
from notifications.actions import post
from notifications.channels.receipts import NotAsked, ask_for_receipts
from notifications.channels.sending import NotSent, send
from notifications.delivery import deliver
from notifications.enums import Channel, NoticeKind, Sending
from notifications.models import Message, Notice
from tests.notifications.house import NIGHT, House, member, waiting
from tests.notifications.notify_stand_in import (
    BAD_ADDRESS,
    BAD_NUMBER,
    BROKEN,
    HANGS,
    NO_TEMPLATE,
    NOT_ON_TEAM,
    TOO_MANY,
    notify_stand_in,
)

pytestmark = pytest.mark.django_db

MOBILE = "+447700900001"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def house() -> House:
    return House()


def told(house: House, kind: NoticeKind = NoticeKind.LODGED) -> dict[str, int]:
    """The messages to the unit, by channel."""
    post(kind, house.case().reference, occasion="x", at=NIGHT, units=[house.unit.pk])
    deliver(waiting(), at=NIGHT)
    return dict(Message.objects.filter(unit=house.unit).values_list("channel", "pk"))


def outcome_of(pk: int) -> tuple[str, str]:
    message = Message.objects.get(pk=pk)
    return message.outcome, message.last_error


def test_an_e_mail_says_what_one_by_smtp_says(house: House, settings: Settings) -> None:
    settings.SITE_URL = "https://referrals.force.test"
    with notify_stand_in(settings) as notify:
        pk = told(house)[Channel.EMAIL]
        send([pk], at=NIGHT)

    reference = Notice.objects.get().reference
    [taken] = notify.taken
    assert (taken["path"], taken["email_address"]) == ("/v2/notifications/email", "unit@force.example")
    assert taken["template_id"] == settings.NOTIFY_EMAIL_TEMPLATE
    assert taken["reference"] == f"message-{pk}"
    assert set(taken["personalisation"]) == {"subject", "body"}
    assert taken["personalisation"]["subject"] == "A referral has arrived"
    assert f"Reference: {reference}" in taken["personalisation"]["body"]
    assert Message.objects.get(pk=pk).provider_id == taken["id"]


def test_a_text_goes_to_the_duty_mobile_of_what_must_be_answered_and_of_nothing_else(
    house: House, settings: Settings
) -> None:
    house.unit.duty_mobile = MOBILE
    house.unit.save()
    with notify_stand_in(settings) as notify:
        assert set(told(house)) == {Channel.EMAIL}
        Message.objects.all().delete()
        by_channel = told(house, NoticeKind.LODGED_URGENT)
        send([by_channel[Channel.TEXT]], at=NIGHT)

    [taken] = notify.taken
    assert (taken["path"], taken["phone_number"]) == ("/v2/notifications/sms", MOBILE)
    assert set(taken["personalisation"]) == {"body"}
    assert "An urgent referral has arrived" in taken["personalisation"]["body"]
    # One text of GSM characters has 160, two have 306.
    assert len(taken["personalisation"]["body"]) <= 306
    assert taken["personalisation"]["body"].isascii()


def test_without_a_template_for_texts_there_are_none(house: House, settings: Settings) -> None:
    house.unit.duty_mobile = MOBILE
    house.unit.save()

    assert set(told(house, NoticeKind.LODGED_URGENT)) == {Channel.EMAIL}


ANSWERS = [
    ("a bad address", (400, BAD_ADDRESS), Sending.ADDRESS_REFUSED, "Notify 400"),
    ("a bad number", (400, BAD_NUMBER), Sending.ADDRESS_REFUSED, "Notify 400"),
    ("somebody who is not on the team", (400, NOT_ON_TEAM), Sending.ADDRESS_REFUSED, "Notify 400"),
    ("no such template", (400, NO_TEMPLATE), Sending.WAITING, "NotAnswered"),
    ("too many", (429, TOO_MANY), Sending.WAITING, "NotAnswered"),
    ("broken", (500, BROKEN), Sending.WAITING, "NotAnswered"),
    ("says nothing", HANGS, Sending.WAITING, "NotAnswered"),
]


@pytest.mark.parametrize(("answer", "outcome", "error"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_whatever_it_answers_the_message_has_a_named_outcome(
    house: House, settings: Settings, answer: Any, outcome: Sending, error: str
) -> None:
    with notify_stand_in(settings) as notify:
        pk = told(house)[Channel.EMAIL]
        notify.answers = [answer]
        settings.NOTIFY_TIMEOUT = 1 if answer == HANGS else 10
        with pytest.raises(NotSent):
            send([pk], at=NIGHT)
        assert outcome_of(pk) == (outcome, error)
        if outcome == Sending.WAITING:
            send([pk], at=NIGHT + MINUTE)
            assert outcome_of(pk) == (Sending.SENT, "")


def test_a_key_that_it_does_not_know_holds_everything_back_and_loses_nothing(house: House, settings: Settings) -> None:
    with notify_stand_in(settings) as notify:
        settings.NOTIFY_API_KEY = settings.NOTIFY_API_KEY[:-1] + "7"
        pk = told(house)[Channel.EMAIL]
        with pytest.raises(NotSent):
            send([pk], at=NIGHT)

    assert (outcome_of(pk), notify.taken) == ((Sending.WAITING, "NotAnswered"), [])


def test_nothing_goes_there_that_is_not_on_the_list(house: House, settings: Settings) -> None:
    with notify_stand_in(settings) as notify:
        settings.MESSAGES_ALLOWED_TO = []
        pk = told(house)[Channel.EMAIL]
        send([pk], at=NIGHT)

    assert (outcome_of(pk)[0], notify.taken) == (Sending.HELD_BACK, [])


# What became of it

STATUSES = [
    ("created", Sending.SENT, False),
    ("sending", Sending.SENT, False),
    ("sent", Sending.SENT, False),
    ("pending", Sending.SENT, False),
    ("delivered", Sending.RECEIVED, False),
    ("permanent-failure", Sending.ADDRESS_REFUSED, True),
    ("temporary-failure", Sending.WAITING, False),
    ("technical-failure", Sending.WAITING, False),
    ("something new", Sending.SENT, False),
]


@pytest.mark.parametrize(("status", "outcome", "administrators_are_told"), STATUSES)
def test_what_became_of_a_message_is_asked(
    house: House, settings: Settings, status: str, outcome: Sending, administrators_are_told: bool
) -> None:
    member(house.force, Role.ADMINISTRATOR)
    with notify_stand_in(settings) as notify:
        pk = told(house)[Channel.EMAIL]
        send([pk], at=NIGHT)
        notify.statuses = dict.fromkeys(notify.statuses, status)

        learnt = ask_for_receipts(at=NIGHT + MINUTE)

    message = Message.objects.get(pk=pk)
    assert (message.outcome, learnt) == (outcome, int(outcome != Sending.SENT))
    assert Notice.objects.filter(kind=NoticeKind.NOT_DELIVERED).exists() is administrators_are_told
    if outcome == Sending.WAITING:
        assert (message.provider_id, message.sent_at) == ("", None)
        assert message.next_try_at > NIGHT + MINUTE


def test_what_still_fails_after_more_than_a_day_is_given_up(house: House, settings: Settings) -> None:
    member(house.force, Role.ADMINISTRATOR)
    with notify_stand_in(settings) as notify:
        pk = told(house)[Channel.EMAIL]
        send([pk], at=NIGHT)
        notify.statuses = dict.fromkeys(notify.statuses, "temporary-failure")
        ask_for_receipts(at=NIGHT + timedelta(hours=25))

    assert outcome_of(pk) == (Sending.FAILED, "Notify temporary-failure")
    assert Notice.objects.filter(kind=NoticeKind.NOT_DELIVERED).count() == 1


def test_what_is_known_and_what_is_old_is_not_asked_again(house: House, settings: Settings) -> None:
    with notify_stand_in(settings) as notify:
        pk = told(house)[Channel.EMAIL]
        send([pk], at=NIGHT)
        assert ask_for_receipts(at=NIGHT + timedelta(days=3)) == 0
        notify.statuses = dict.fromkeys(notify.statuses, "delivered")
        assert [ask_for_receipts(at=NIGHT + MINUTE) for _ in range(2)] == [1, 0]

    assert len(notify.asked) == 1


def test_one_that_cannot_be_asked_about_does_not_hold_up_the_others(house: House, settings: Settings) -> None:
    with notify_stand_in(settings) as notify:
        first = told(house)[Channel.EMAIL]
        send([first], at=NIGHT)
        post(NoticeKind.LODGED, house.case().reference, occasion="y", at=NIGHT, units=[house.unit.pk])
        deliver(waiting(), at=NIGHT)
        second = Message.objects.exclude(pk=first).get().pk
        send([second], at=NIGHT + timedelta(seconds=1))
        notify.statuses = dict.fromkeys(notify.statuses, "delivered")
        notify.answers = [(500, BROKEN)]

        with pytest.raises(NotAsked, match=r"^1 of 2 messages: NotAnswered$"):
            ask_for_receipts(at=NIGHT + MINUTE)

    assert (outcome_of(first)[0], outcome_of(second)[0]) == (Sending.SENT, Sending.RECEIVED)


def test_nothing_that_it_refuses_is_quoted(house: House, settings: Settings) -> None:
    with notify_stand_in(settings) as notify:
        pk = told(house)[Channel.EMAIL]
        notify.answers = [(400, [{"error": "ValidationError", "message": "email_address unit@force.example is bad"}])]
        with pytest.raises(NotSent) as raised:
            send([pk], at=NIGHT)

    assert "unit@force.example" not in f"{raised.value} {outcome_of(pk)}"
    assert json.loads(notify.bodies[0].split(" ", 1)[1])["email_address"] == "unit@force.example"
