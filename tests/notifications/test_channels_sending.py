"""Handing over e-mail, to real servers on this machine. However a server behaves, the message has a named outcome."""

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from itertools import product
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, Unit, User
from embedded.ports import free_port
from notifications.actions import post
from notifications.channels.sending import NotSent, send
from notifications.delivery import deliver
from notifications.enums import Channel, NoticeKind, Sending
from notifications.models import InboxItem, Message, Notice
from notifications.rules import retrying
from referrals.models import Referral
from tests.notifications.house import NIGHT, House, member, waiting
from tests.notifications.smtp import Box, Drops, Forgets, NeverEnds, Stalls, mail_server, point_at

pytestmark = pytest.mark.django_db
URGENT, PASSED_ON = NoticeKind.LODGED_URGENT, NoticeKind.LODGED
REFUSED, GREYLISTED = "550 no such mailbox", "451 come back later"


@pytest.fixture
def house() -> House:
    return House()


def tell(house: House, kind: NoticeKind = PASSED_ON, case: Referral | None = None, **whom: Any) -> list[int]:
    """The messages that come of it: by themselves, one to the unit's mailbox."""
    case = case or house.case()
    known = set(Message.objects.values_list("pk", flat=True))
    post(kind, case.reference, occasion=f"x{len(known)}", at=NIGHT, **(whom or {"units": [house.unit.pk]}))
    deliver(waiting(), at=NIGHT)
    return sorted(set(Message.objects.values_list("pk", flat=True)) - known)


def try_to_send(ids: list[int], hours: float = 0) -> str:
    """What was raised, or nothing."""
    try:
        send(ids, at=NIGHT + timedelta(hours=hours))
    except NotSent as problem:
        return str(problem)
    return ""


def outcome_of(pk: int) -> tuple[str, str]:
    message = Message.objects.get(pk=pk)
    assert (message.sent_at is None) or message.given_up_at is None
    return message.outcome, message.last_error


# What arrives


def test_it_says_what_happened_and_the_reference_and_where_to_look_and_nothing_else(
    house: House, settings: Settings
) -> None:
    settings.SITE_URL = "https://referrals.force.test"
    case = house.case()
    ids = tell(house, case=case)

    with mail_server(settings) as box:
        assert send(ids, at=NIGHT) == 1

    (message,) = box.messages
    assert box.recipients == ["unit@force.example"]
    assert message["Subject"] == "A referral has arrived"
    plain = re.split(r"(?:\r?\n){2}", message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert [" ".join(part.split()) for part in plain] == [
        "A referral has arrived",
        f"Reference: {case.reference}",
        f"https://referrals.force.test/referrals/{case.reference}/",
        (
            "Others can read e-mail on its way. So this message says nothing about anybody. "
            "What there is to know is behind the link, for whoever may see it."
        ),
        "This message was sent by Modern slavery referrals, a program. Nobody reads replies.",
    ]
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert re.findall(r'href="([^"]+)"', html) == [f"https://referrals.force.test/referrals/{case.reference}/"]
    assert outcome_of(ids[0]) == (Sending.SENT, "")


def test_its_headers_tell_other_programs_to_leave_it_alone_and_make_a_repeat_recognisable(
    house: House, settings: Settings
) -> None:
    settings.SITE_URL = "https://referrals.force.test:8443"
    (pk,) = tell(house)
    with mail_server(settings, Forgets) as lost:
        try_to_send([pk])
    with mail_server(settings) as box:
        try_to_send([pk], hours=1)
        Message.objects.update(sent_at=None, outcome=Sending.WAITING)
        try_to_send([pk], hours=2)
        (other,) = tell(house)
        try_to_send([other])

    assert lost.messages == []
    first, again, another = box.messages
    assert (first["Auto-Submitted"], first["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert re.fullmatch(rf"<message-{pk}\.[0-9a-f]{{32}}@referrals\.force\.test>", first["Message-ID"].strip())
    assert first["Message-ID"] == again["Message-ID"] != another["Message-ID"]


# How servers behave

OUTCOMES: list[tuple[str, Callable[[Any], Any], str, str, str]] = [
    ("takes it", mail_server, "", Sending.SENT, ""),
    (
        "refuses the address",
        lambda settings: mail_server(settings, box=Box(answers=[REFUSED])),
        "1 of 1 messages: AddressRefused",
        Sending.ADDRESS_REFUSED,
        "SMTPRecipientsRefused 550",
    ),
    (
        "says not now",
        lambda settings: mail_server(settings, box=Box(answers=[GREYLISTED])),
        "1 of 1 messages: SMTPRecipientsRefused",
        Sending.WAITING,
        "SMTPRecipientsRefused",
    ),
    (
        "stalls",
        lambda settings: mail_server(settings, Stalls),
        "1 of 1 messages: SMTPServerDisconnected",
        Sending.WAITING,
        "SMTPServerDisconnected",
    ),
    (
        "hangs up in the middle",
        lambda settings: mail_server(settings, Drops),
        "1 of 1 messages: SMTPServerDisconnected",
        Sending.WAITING,
        "SMTPServerDisconnected",
    ),
    (
        "takes it and hangs up",
        lambda settings: mail_server(settings, Forgets),
        "1 of 1 messages: SMTPServerDisconnected",
        Sending.WAITING,
        "SMTPServerDisconnected",
    ),
    ("takes it and does not say goodbye", lambda settings: mail_server(settings, NeverEnds), "", Sending.SENT, ""),
    (
        "is not there",
        lambda settings: point_at(settings, free_port()),
        "1 of 1 messages: ConnectionRefusedError",
        Sending.WAITING,
        "ConnectionRefusedError",
    ),
]


@pytest.mark.parametrize(
    ("server", "raised", "outcome", "error"), [row[1:] for row in OUTCOMES], ids=[row[0] for row in OUTCOMES]
)
def test_however_the_server_behaves_the_message_has_a_named_outcome(
    server: Callable[[Any], Any], raised: str, outcome: str, error: str, house: House, settings: Settings
) -> None:
    (pk,) = tell(house)

    with ExitStack() as stack:
        if started := server(settings):
            stack.enter_context(started)
        told = try_to_send([pk])

    assert told == raised
    assert outcome_of(pk) == (outcome, error)
    message = Message.objects.get(pk=pk)
    assert message.next_try_at == NIGHT + timedelta(minutes=1)
    is_over = outcome == Sending.ADDRESS_REFUSED
    assert (message.given_up_at is not None, message.sent_at is not None) == (is_over, outcome == Sending.SENT)


def test_a_server_that_greylists_gets_it_again_after_a_minute(house: House, settings: Settings) -> None:
    (pk,) = tell(house)

    with mail_server(settings, box=Box(answers=[GREYLISTED, GREYLISTED])) as box:
        told = [try_to_send([pk], minutes / 60) for minutes in (0, 1, 3, 7)]

    assert told == ["1 of 1 messages: SMTPRecipientsRefused"] * 2 + ["", ""]
    assert len(box.messages) == 1
    assert Message.objects.get(pk=pk).attempts == 3


def test_a_server_that_is_away_is_tried_for_more_than_a_day_with_growing_gaps(house: House, settings: Settings) -> None:
    administrator = member(house.force, Role.ADMINISTRATOR)
    (pk,) = tell(house)
    point_at(settings, free_port())
    message = Message.objects.get(pk=pk)
    at, tries = NIGHT, []

    while message.given_up_at is None:
        tries.append((at - NIGHT) / timedelta(hours=1))
        assert try_to_send([pk], tries[-1]) == "1 of 1 messages: ConnectionRefusedError"
        message.refresh_from_db()
        at = message.next_try_at

    assert [round(hours * 60) for hours in tries[:6]] == [0, 1, 3, 7, 15, 31]
    assert tries[-1] > 24 > tries[-2]
    assert outcome_of(pk) == (Sending.FAILED, "ConnectionRefusedError")
    told = Notice.objects.get(kind=NoticeKind.NOT_DELIVERED)
    assert (told.person, told.occasion, told.reference) == (administrator.user, f"message {pk}", "")


def test_one_bad_address_does_not_hold_up_the_others_and_is_not_named(house: House, settings: Settings) -> None:
    ids = tell(house, URGENT)
    bad = house.manager.user.email

    with mail_server(settings, box=Box(refuses={bad: REFUSED})) as box:
        told = try_to_send(ids)

    assert told == "1 of 4 messages: AddressRefused"
    others = {house.spoc.user.email, house.supervisor.user.email, "unit@force.example"}
    assert set(box.recipients) == others
    assert Message.objects.filter(outcome=Sending.SENT).count() == 3


def test_after_some_minutes_the_rest_is_left_to_the_sweeper(
    house: House, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [pk for _ in range(3) for pk in tell(house)]
    monkeypatch.setattr("notifications.channels.sending.LONGEST", 0.5)

    with mail_server(settings, Stalls):
        told = try_to_send(ids)

    assert told == "1 of 3 messages: SMTPServerDisconnected"
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]


# Once


def test_what_was_sent_is_not_sent_again(house: House, settings: Settings) -> None:
    ids = tell(house)

    with mail_server(settings) as box:
        assert [send(ids, at=NIGHT + timedelta(hours=hours)) for hours in range(3)] == [1, 0, 0]

    assert len(box.messages) == 1


def test_what_an_administrator_cancelled_is_not_sent(house: House, settings: Settings) -> None:
    ids = tell(house)
    Message.objects.update(outcome=Sending.CANCELLED, given_up_at=NIGHT)

    with mail_server(settings) as box:
        assert send(ids, at=NIGHT) == 0

    assert box.messages == []


def test_a_message_that_does_not_exist_is_nothing_to_do() -> None:
    assert send([0, 1 << 40], at=NIGHT) == 0


# Who may still see it


def barred_by_name(house: House, case: Referral) -> None:
    case.barred_people = [house.manager.user_id]
    case.save()


def deactivated(house: House, case: Referral) -> None:
    Membership.objects.filter(pk=house.manager.pk).update(deactivated_at=NIGHT)


def account_closed(house: House, case: Referral) -> None:
    User.objects.filter(pk=house.manager.user_id).update(is_active=False)


def without_role(house: House, case: Referral) -> None:
    Membership.objects.filter(pk=house.manager.pk).update(roles=[Role.AUDITOR])


@pytest.mark.parametrize("change", [barred_by_name, deactivated, account_closed, without_role])
def test_a_person_who_may_not_see_it_any_more_is_not_written_to(
    change: Callable[[House, Referral], None], house: House, settings: Settings
) -> None:
    case = house.case()
    (pk,) = tell(house, URGENT, case, people=[house.manager.user_id])
    change(house, case)

    with mail_server(settings) as box:
        assert send([pk], at=NIGHT) == 0

    assert box.messages == []
    assert outcome_of(pk) == (Sending.NOT_ALLOWED, "")
    assert not Notice.objects.filter(kind=NoticeKind.NOT_DELIVERED).exists()


def one_of_them_barred(house: House, case: Referral) -> None:
    barred_by_name(house, case)


def unit_ended(house: House, case: Referral) -> None:
    Unit.objects.filter(pk=house.unit.pk).update(valid_to=NIGHT.date() - timedelta(days=1))


def agency_ended(house: House, case: Referral) -> None:
    Agency.objects.filter(pk=house.force.pk).update(valid_to=NIGHT.date() - timedelta(days=1))


def became_immigration_enforcement(house: House, case: Referral) -> None:
    Agency.objects.filter(pk=house.force.pk).update(kind=AgencyKind.IMMIGRATION)


def nobody_left(house: House, case: Referral) -> None:
    Membership.objects.filter(units=house.unit).update(deactivated_at=NIGHT)


def case_gone_elsewhere(house: House, case: Referral) -> None:
    case.reference = "MS-26-GONEGON"
    case.save()


@pytest.mark.parametrize(
    "change",
    [
        one_of_them_barred,
        unit_ended,
        agency_ended,
        became_immigration_enforcement,
        nobody_left,
        case_gone_elsewhere,
    ],
)
def test_a_mailbox_that_may_not_be_told_any_more_is_not_written_to(
    change: Callable[[House, Referral], None], house: House, settings: Settings
) -> None:
    case = house.case()
    (pk,) = tell(house, case=case)
    change(house, case)

    with mail_server(settings) as box:
        assert send([pk], at=NIGHT) == 0

    assert box.messages == []
    assert outcome_of(pk) == (Sending.NOT_ALLOWED, "")


def test_the_address_is_the_one_of_the_moment(house: House, settings: Settings) -> None:
    ids = tell(house)
    Unit.objects.filter(pk=house.unit.pk).update(mailbox="new@force.example")

    with mail_server(settings) as box:
        send(ids, at=NIGHT)

    assert box.recipients == ["new@force.example"]


def test_without_an_address_it_ends_with_that_name(house: House, settings: Settings) -> None:
    (pk,) = tell(house)
    Unit.objects.filter(pk=house.unit.pk).update(mailbox="")

    with mail_server(settings) as box:
        assert send([pk], at=NIGHT) == 0

    assert (box.messages, outcome_of(pk)) == ([], (Sending.NO_ADDRESS, ""))


# Wording that is broken


@pytest.fixture
def broken(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the wording, for a test to break."""
    copytree(
        settings.BASE_DIR / "templates" / "notifications" / "mail", tmp_path / "templates" / "notifications" / "mail"
    )
    settings.BASE_DIR = tmp_path
    return tmp_path / "templates" / "notifications" / "mail" / "notice.html"


BREAKS = {
    "a word that is not there": "{{ name_of_the_case }}",
    "a list that is not there": "{% for each in people %}{% endfor %}",
    "a question about what is not there": "{% if person %}x{% endif %}",
    "half a tag": "{% if",
}


@pytest.mark.parametrize("text", BREAKS.values(), ids=BREAKS)
def test_wording_that_is_broken_has_a_name_and_is_kept_and_told_and_can_be_sent_later(
    text: str, broken: Path, house: House, settings: Settings
) -> None:
    administrator = member(house.force, Role.ADMINISTRATOR)
    (pk,) = tell(house)
    good = broken.read_text()
    broken.write_text(text)

    with mail_server(settings) as box:
        assert try_to_send([pk]) == "1 of 1 messages: TextBroken"
        assert box.messages == []
        assert outcome_of(pk)[0] == Sending.TEXT_BROKEN
        assert Notice.objects.get(kind=NoticeKind.NOT_DELIVERED).person == administrator.user

        broken.write_text(good)
        Message.objects.filter(pk=pk).update(outcome=Sending.WAITING, given_up_at=None)
        time.sleep(0.01)
        assert try_to_send([pk], hours=1) == ""
        assert len(box.messages) == 1


def test_a_kind_of_the_next_release_has_no_words(house: House, settings: Settings) -> None:
    (pk,) = tell(house)
    Notice.objects.update(kind="of_the_next_release")

    with mail_server(settings) as box:
        assert try_to_send([pk]) == "1 of 1 messages: TextBroken"

    assert (box.messages, outcome_of(pk)[0]) == ([], Sending.TEXT_BROKEN)


# Administrators


def test_every_administrator_of_the_agency_and_nobody_else_is_told_of_a_dead_mailbox_once(
    house: House, settings: Settings
) -> None:
    administrators = [member(house.force, Role.ADMINISTRATOR) for _ in range(2)]
    member(House().force, Role.ADMINISTRATOR)
    left = member(house.force, Role.ADMINISTRATOR)
    Membership.objects.filter(pk=left.pk).update(deactivated_at=NIGHT)
    (pk,) = tell(house)

    with mail_server(settings, box=Box(refuses={"unit@force.example": REFUSED})):
        try_to_send([pk])
        Message.objects.update(outcome=Sending.WAITING, given_up_at=None)
        try_to_send([pk], hours=1)

    told = Notice.objects.filter(kind=NoticeKind.NOT_DELIVERED)
    assert {notice.person_id for notice in told} == {each.user_id for each in administrators}
    assert told.count() == 2


def test_of_a_message_to_a_person_the_administrators_of_their_agency_are_told(house: House, settings: Settings) -> None:
    administrator = member(house.force, Role.ADMINISTRATOR)
    (pk,) = tell(house, URGENT, people=[house.manager.user_id])

    with mail_server(settings, box=Box(answers=[REFUSED])):
        try_to_send([pk])

    assert Notice.objects.get(kind=NoticeKind.NOT_DELIVERED).person == administrator.user


def test_who_administers_no_longer_hears_of_the_service_no_more(house: House, settings: Settings) -> None:
    was_one = member(house.force, Role.ADMINISTRATOR)
    post(NoticeKind.SCHEDULE_OVERDUE, occasion="x", at=NIGHT, people=[was_one.user_id])
    deliver(waiting(), at=NIGHT)
    (message,) = Message.objects.all()

    was_one.roles = [Role.CASE_MANAGER]
    was_one.save()
    post(NoticeKind.SCHEDULE_OVERDUE, occasion="y", at=NIGHT, people=[was_one.user_id])
    deliver(waiting(), at=NIGHT)

    with mail_server(settings) as box:
        assert send([message.pk], at=NIGHT) == 0
    assert box.messages == []
    assert outcome_of(message.pk)[0] == Sending.NOT_ALLOWED
    assert InboxItem.objects.filter(notice__occasion="y").count() == 0


def test_a_notice_of_what_did_not_arrive_brings_forth_no_other(house: House, settings: Settings) -> None:
    administrator = member(house.force, Role.ADMINISTRATOR)
    post(NoticeKind.NOT_DELIVERED, occasion="message 1", at=NIGHT, people=[administrator.user_id])
    notice = Notice.objects.get()
    message = Message.objects.create(
        channel=Channel.EMAIL, notice=notice, person=administrator.user, posted_at=NIGHT, next_try_at=NIGHT
    )

    with mail_server(settings, box=Box(answers=[REFUSED])):
        try_to_send([message.pk])

    assert outcome_of(message.pk)[0] == Sending.ADDRESS_REFUSED
    assert Notice.objects.count() == 1


# Whom this installation may write to

LISTS = [
    (None, Sending.SENT),
    ([], Sending.HELD_BACK),
    (["other@force.example"], Sending.HELD_BACK),
    (["force.example"], Sending.HELD_BACK),
    (["Unit@Force.Example "], Sending.SENT),
]


@pytest.mark.parametrize(("allowed", "outcome"), LISTS)
def test_outside_production_only_those_on_the_list_are_written_to(
    allowed: list[str] | None, outcome: str, house: House, settings: Settings
) -> None:
    (pk,) = tell(house)

    with mail_server(settings) as box:
        settings.MESSAGES_ALLOWED_TO = allowed
        assert try_to_send([pk]) == ""

    assert outcome_of(pk) == (outcome, "")
    assert len(box.messages) == (outcome == Sending.SENT)


@pytest.mark.parametrize(("kind", "role"), list(product(AgencyKind, [Role.CASE_MANAGER, Role.SUPERVISOR])))
def test_no_mailbox_of_immigration_enforcement_is_ever_written_to(
    kind: AgencyKind, role: Role, house: House, settings: Settings
) -> None:
    (pk,) = tell(house)
    Agency.objects.filter(pk=house.force.pk).update(kind=kind)

    with mail_server(settings) as box:
        try_to_send([pk])

    assert len(box.messages) == (kind != AgencyKind.IMMIGRATION)


# Practice, and figures


def test_a_practice_installation_shows_it_with_its_headers(
    house: House, settings: Settings, client: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    case = house.case()

    send(tell(house, case=case), at=NIGHT)

    page = client.get("/practice/mail/").content.decode()
    assert "A referral has arrived" in page
    assert f"Reference: {case.reference}" in page
    assert "Auto-Submitted: auto-generated" in page
    assert "Message-ID: &lt;message-" in page


@pytest.mark.parametrize("members", [1, 3])
def test_one_more_message_costs_as_many_queries(members: int, house: House) -> None:
    for _ in range(members):
        member(house.force, Role.CASE_MANAGER, house.unit)
    ids = tell(house)

    with CaptureQueriesContext(connection) as queries:
        send(ids, at=NIGHT)

    assert InboxItem.objects.count() == 3 + members
    assert len(mail.outbox) == 1
    assert len(queries) == 13


def test_gaps_are_those_of_the_rule() -> None:
    assert retrying.gap_after(1) == timedelta(minutes=1)
