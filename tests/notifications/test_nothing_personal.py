"""A case whose every field holds a word of its own, told by every kind of notice and every channel: no word gets out.

Everything is searched: messages to the mail server, to GOV.UK Notify, whatever Redis is told, arguments of tasks, logs.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from threading import Thread
from typing import Any

import pytest
import redis
from celery.signals import before_task_publish, task_prerun, task_success
from django.conf import settings as our_settings
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone
from pytest_django import Settings

from agencies.shell.partial_date import PartialDate
from notifications.actions import climb, post
from notifications.channels.digests import make_digests
from notifications.enums import How, NoticeKind
from notifications.habits.queries import preferences
from notifications.kinds import KINDS
from notifications.models import Call, InboxItem, Message, Notice, Preference
from referrals.dossier import dossier_of
from referrals.enums import Status
from referrals.models import Referral
from tests.home_office.factories import complete_case
from tests.notifications.house import NIGHT, House
from tests.notifications.notify_stand_in import notify_stand_in
from tests.notifications.smtp import mail_server
from tests.notifications.workers import wait_as_a_site_does
from tests.papers.cases import Marker, rows_of

pytestmark = pytest.mark.django_db(transaction=True)

# What tells of somebody without being a word of ours: kinds of exploitation, ages and the like, in our own terms.
OUR_TERMS = ("exploitation", "labour", "sexual", "criminal", "child", "adult", "under 18", "consent", "Duty to Notify")
# Of the case itself, and open to everybody who is told of it.
NOT_MARKED = {"reference", "barred_people", "barred_units"}


@contextmanager
def everything_that_redis_is_told() -> Iterator[list[str]]:
    told: list[str] = []
    client = redis.Redis.from_url(our_settings.REDIS_URL)
    with client.monitor() as monitor:

        def listen() -> None:
            for command in monitor.listen():
                told.append(str(command["command"]))
                if "the end of it" in told[-1]:
                    return

        listener = Thread(target=listen)
        listener.start()
        try:
            yield told
        finally:
            redis.Redis.from_url(our_settings.REDIS_URL).echo("the end of it")
            listener.join(10)
    assert not listener.is_alive()


def opened(command: str) -> str:
    """With what is wrapped in base64 unwrapped: that is how bodies of tasks travel."""
    found = [command]
    for word in command.replace("\\", "").split('"'):
        if len(word) > 20:
            try:
                found.append(base64.b64decode(word, validate=True).decode())
            except (binascii.Error, UnicodeDecodeError):
                continue
    return "\n".join(found)


def marked_case(house: House) -> tuple[Referral, set[str]]:
    """And every word and date that was written into it or was there."""
    passed_on = {"force": house.force, "unit": house.unit, "lodged_at": NIGHT, "lodged_by": house.officer.user}
    referral = complete_case(by=house.officer, status=Status.TRIAGE, **passed_on)
    ours = [row for row in rows_of(dossier_of(referral)) if row._meta.app_label in ("referrals", "victims")]
    words: set[str] = set()
    for row in ours:
        words |= written_into(row)
    assert len(words) > 60
    return referral, words | {form for row in ours for form in dates_of(row)}


def written_into(row: models.Model) -> set[str]:
    """The words that stand in it now. A row whose columns hold only codes of ours takes none."""
    marker, kept = Marker({}, number=row.pk * 100), {name: getattr(row, name, None) for name in NOT_MARKED}
    marker.mark(row)
    for name, value in kept.items():
        if value is not None:
            setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except (IntegrityError, DataError):
        row.refresh_from_db()
        return set()
    return {word for word in marker.of.values() if re.fullmatch(r"Marked\d+.*", word)}


def dates_of(row: models.Model) -> Iterator[str]:
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if isinstance(value, PartialDate):
            yield str(value)
        elif isinstance(value, date) and not isinstance(value, datetime):
            yield value.isoformat()
            yield f"{value:%-d %B %Y}"


def tell_everybody(house: House, reference: str, at: datetime) -> None:
    """Every kind, to units and people, at once and for the day's e-mail, with one that climbs to the top."""
    everybody = [house.manager, house.spoc, house.supervisor]
    for kind in NoticeKind:
        facts: dict[str, Any] = {"units": [house.unit.pk]} if KINDS[kind].is_about_a_case else {}
        people = [member.user_id for member in everybody]
        said = reference if KINDS[kind].is_about_a_case else ""
        post(
            kind, said, occasion="tried", at=at, people=people, then=[house.duty.pk], climbs_in=house.force.pk, **facts
        )


def test_no_word_of_a_case_is_in_any_message_task_log_or_key(
    settings: Settings, celery_live: object, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    house = House()
    house.unit.duty_mobile = "+447700900001"
    house.unit.save()
    Preference.objects.bulk_create(
        Preference(person=house.spoc.user, kind=kind, how=How.DAILY) for kind in NoticeKind if kind != "not_delivered"
    )
    referral, words = marked_case(house)
    tasks: list[str] = []
    heard = [
        before_task_publish.connect(
            lambda body, headers, **_: tasks.append(json.dumps([body, headers], default=str)), weak=False
        ),
        task_prerun.connect(lambda args, kwargs, **_: tasks.append(f"{args} {kwargs}"), weak=False),
        task_success.connect(lambda result, **_: tasks.append(f"{result}"), weak=False),
    ]
    capfd.readouterr()

    with notify_stand_in(settings) as notify, mail_server(settings) as box, everything_that_redis_is_told() as commands:
        settings.MAIL_CHANNEL = "smtp"
        now = timezone.now()
        tell_everybody(house, referral.reference, now)
        wait_as_a_site_does(lambda: not Notice.objects.filter(delivered_at=None).exists())
        for _ in range(6):
            Call.objects.filter(climbs_at__isnull=False).update(climbs_at=now)
            climb(at=now)
        make_digests(at=now.replace(hour=12))
        wait_as_a_site_does(lambda: not Notice.objects.filter(delivered_at=None, given_up_at=None).exists())
        wait_as_a_site_does(lambda: not Message.objects.filter(sent_at=None, given_up_at=None).exists())
    for signal, receiver in zip((before_task_publish, task_prerun, task_success), heard, strict=True):
        signal.disconnect(receiver)

    out, err = capfd.readouterr()
    searched = {
        "e-mail": "\n".join(str(message) + str(message.get_body(("plain",))) for message in box.messages),
        "raw e-mail": b"\n".join(box.raw).decode(),
        "Notify": "\n".join(notify.bodies),
        "tasks": "\n".join(tasks),
        "Redis": "\n".join(map(opened, commands)),
        "logs": out + err + caplog.text,
    }
    found = [(where, word) for where, text in searched.items() for word in words if word in text]
    found += [
        (where, term) for where in ("e-mail", "Notify") for term in OUR_TERMS if term.lower() in searched[where].lower()
    ]
    # Each place was really looked at.
    assert {where: referral.reference in searched[where] for where in ("e-mail", "raw e-mail", "Notify")} == {
        "e-mail": True,
        "raw e-mail": True,
        "Notify": True,
    }
    assert '"ids"' in searched["Redis"]
    assert "notifications.deliver" in searched["Redis"]
    assert searched["tasks"]
    assert InboxItem.objects.filter(waits_for_digest=False).exists()
    assert Message.objects.filter(digest__isnull=False, sent_at__isnull=False).exists()
    assert preferences([house.spoc.user_id], NoticeKind.LODGED) == {house.spoc.user_id: How.DAILY}
    assert found == []
