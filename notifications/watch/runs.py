"""When each scheduled task last ran well, and which are overdue."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import cast

from django.conf import settings

from notifications.models import ScheduledRun
from notifications.watch.rules import AtTimes, Every, is_overdue


@dataclass(frozen=True)
class Planned:
    """What a task is for, and how it is scheduled, told since when it did not run."""

    title: str
    how: Callable[[datetime], Every | AtTimes]


Schedule = Mapping[str, Planned]


@dataclass(frozen=True)
class Task:
    name: str
    title: str
    last_good_at: datetime | None
    is_overdue: bool


def schedule() -> Schedule:
    """What `settings.SCHEDULE` names: the schedule is made above this room."""
    return cast("Schedule", import_module(settings.SCHEDULE).schedule())


def note_good_run(name: str, at: datetime) -> None:
    run = {"noted_at": at, "last_good_at": at}
    ScheduledRun.objects.bulk_create(
        [ScheduledRun(name=name, **run)], update_conflicts=True, unique_fields=["name"], update_fields=["last_good_at"]
    )


def note_expected(names: Collection[str], at: datetime) -> None:
    """From now on they are expected to run."""
    ScheduledRun.objects.bulk_create([ScheduledRun(name=name, noted_at=at) for name in names], ignore_conflicts=True)


def tasks(at: datetime) -> list[Task]:
    return judged(ScheduledRun.objects.all(), at)


def judged(noted: Iterable[ScheduledRun], at: datetime) -> list[Task]:
    """All of the schedule, in its order. One that was never noted has all of its time."""
    runs = {run.name: run for run in noted}
    return [_judged(name, planned, runs.get(name), at) for name, planned in schedule().items()]


def _judged(name: str, planned: Planned, run: ScheduledRun | None, at: datetime) -> Task:
    if run is None:
        return Task(name, planned.title, None, is_overdue=False)
    how = planned.how(run.last_good_at or run.noted_at)
    return Task(name, planned.title, run.last_good_at, is_overdue(how, run.last_good_at, run.noted_at, at))
