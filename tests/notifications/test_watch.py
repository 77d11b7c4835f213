"""Heartbeats of scheduled tasks, and telling administrators when one stands still: with no worker and no broker."""

from datetime import datetime, timedelta
from threading import Thread
from time import monotonic, sleep

import pytest
from celery.schedules import crontab
from celery.signals import task_success
from django.core import mail
from django.db import connection
from pytest_django import Settings

from agencies.enums import AgencyKind, Role
from config import watch
from config.celery import app
from config.schedule import _read, schedule
from notifications.enums import Delivery, NoticeKind
from notifications.models import InboxItem, Message, Notice, ScheduledRun
from notifications.watch import runs, telling
from notifications.watch.rules import AtTimes, Every
from tests.factories import AgencyFactory
from tests.notifications.house import NIGHT, House, member

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SWEEP = "notifications.sweep"


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture(autouse=True)
def kept_mail(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def all_ran(at: datetime, *, but: str = "") -> None:
    for name in runs.schedule():
        if name != but:
            runs.note_good_run(name, at)


def test_every_task_of_the_schedule_is_watched_under_the_name_that_it_runs_by() -> None:
    app.loader.import_default_modules()

    assert {name for name in schedule() if name not in app.tasks} == set()
    assert len(schedule()) == len(app.conf.beat_schedule)


@pytest.mark.parametrize("name", ["notifications.sweep", "config.note_beat"])
def test_a_task_that_ran_well_is_noted_and_one_that_is_not_scheduled_is_not(name: str) -> None:
    task_success.send(sender=app.tasks["notifications.deliver"], result=None)
    task_success.send(sender=app.tasks[name], result=None)

    assert list(ScheduledRun.objects.values_list("name", flat=True)) == [name]
    assert ScheduledRun.objects.get().last_good_at is not None


def test_a_second_good_run_moves_the_first_and_keeps_since_when_it_is_expected() -> None:
    runs.note_expected([SWEEP], NIGHT - DAY)
    runs.note_good_run(SWEEP, NIGHT - HOUR)
    runs.note_good_run(SWEEP, NIGHT)

    run = ScheduledRun.objects.get()
    assert (run.noted_at, run.last_good_at) == (NIGHT - DAY, NIGHT)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (datetime.fromisoformat("2026-11-25T03:00:00+00:00"), datetime.fromisoformat("2026-11-25T03:40:00+00:00")),
        (datetime.fromisoformat("2026-11-25T03:41:00+00:00"), datetime.fromisoformat("2026-11-26T03:40:00+00:00")),
        # In summer the clock of the house is an hour ahead.
        (datetime.fromisoformat("2026-07-25T02:00:00+00:00"), datetime.fromisoformat("2026-07-25T02:40:00+00:00")),
    ],
)
def test_a_time_of_day_is_read_on_the_clock_of_the_house(since: datetime, due: datetime) -> None:
    nightly = crontab(hour=3, minute=40, app=app)

    read = _read(nightly, since)

    assert isinstance(read, AtTimes)
    assert abs(read.due_at - due) < timedelta(minutes=1)


def test_an_interval_is_read_as_one() -> None:
    assert schedule()["notifications.climb"].how(NIGHT) == Every(timedelta(seconds=30))


def test_on_a_new_installation_nothing_is_overdue_before_its_time(house: House) -> None:
    member(house.force, Role.ADMINISTRATOR)

    assert telling.look(at=NIGHT) == []
    assert telling.look(at=NIGHT + timedelta(minutes=2)) == []
    assert SWEEP in telling.look(at=NIGHT + timedelta(minutes=3))


def test_administrators_of_police_are_told_at_once_without_worker_or_broker(house: House) -> None:
    """The broker of this test is not asked for anything: no task is run."""
    administrator = member(house.force, Role.ADMINISTRATOR)
    council = member(AgencyFactory(kind=AgencyKind.COUNCIL), Role.ADMINISTRATOR)
    all_ran(NIGHT, but=SWEEP)
    runs.note_good_run(SWEEP, NIGHT - HOUR)

    assert telling.look(at=NIGHT) == [SWEEP]

    assert list(InboxItem.objects.values_list("person", flat=True)) == [administrator.user_id]
    assert (Notice.objects.get().kind, Notice.objects.get().outcome) == (
        NoticeKind.SCHEDULE_OVERDUE,
        Delivery.DELIVERED,
    )
    [message] = mail.outbox
    assert message.to == [administrator.user.email]
    assert message.subject == "A scheduled task of this service is overdue"
    assert council.user.email not in str(message.message())


def test_where_there_is_no_police_force_every_administrator_is_told() -> None:
    council = member(AgencyFactory(kind=AgencyKind.COUNCIL), Role.ADMINISTRATOR)
    runs.note_expected([SWEEP], NIGHT - HOUR)

    telling.look(at=NIGHT)

    assert list(InboxItem.objects.values_list("person", flat=True)) == [council.user_id]


def test_they_are_told_of_all_in_one_and_not_again_for_six_hours(house: House) -> None:
    member(house.force, Role.ADMINISTRATOR)
    all_ran(NIGHT - DAY)

    first = telling.look(at=NIGHT)
    later = [telling.look(at=NIGHT + hours * HOUR) for hours in (0, 1, 5)]
    much_later = telling.look(at=NIGHT + timedelta(hours=6, minutes=1))

    assert len(first) > 5
    assert later == [[], [], []]
    assert much_later
    assert (Notice.objects.count(), Message.objects.count(), len(mail.outbox)) == (2, 2, 2)


def test_nobody_is_told_while_everything_runs(house: House) -> None:
    member(house.force, Role.ADMINISTRATOR)
    all_ran(NIGHT)

    assert telling.look(at=NIGHT + timedelta(seconds=59)) == []
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_web_processes_that_look_at_the_same_moment_tell_once() -> None:
    house = House()
    member(house.force, Role.ADMINISTRATOR)
    all_ran(NIGHT - DAY)

    def look() -> None:
        telling.look(at=NIGHT)
        connection.close()

    both = [Thread(target=look) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert (Notice.objects.count(), InboxItem.objects.count(), len(mail.outbox)) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_watch_of_a_web_process_looks_again_and_again_and_survives_a_database_that_is_away(
    settings: Settings,
) -> None:
    member(House().force, Role.ADMINISTRATOR)
    runs.note_expected(list(runs.schedule()), NIGHT - 30 * DAY)
    settings.SCHEDULE = "config.no_such_schedule"
    watching = watch.Watch(0.05)
    watching.start()
    sleep(0.3)
    assert (watching.is_alive(), Notice.objects.count()) == (True, 0)

    settings.SCHEDULE = "config.schedule"
    ends = monotonic() + 40
    while not Notice.objects.filter(outcome=Delivery.DELIVERED).exists() and monotonic() < ends:
        sleep(0.05)
    watching.end()

    assert Notice.objects.get().kind == NoticeKind.SCHEDULE_OVERDUE
