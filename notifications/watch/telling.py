"""Telling administrators that tasks are overdue, by a way that needs neither a worker nor beat."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from agencies.people.queries import NEVER_CAME
from notifications import delivery
from notifications.actions import post
from notifications.channels import sending
from notifications.enums import NoticeKind
from notifications.models import Message, Notice, ScheduledRun
from notifications.watch import runs
from notifications.watch.rules import TOLD_AGAIN_AFTER


def look(*, at: datetime) -> list[str]:
    """The overdue tasks that were told of now: never those that another process told of within six hours."""
    runs.note_expected(list(runs.schedule()), at)
    overdue = [task.name for task in runs.tasks(at) if task.is_overdue]
    notices = _tell(overdue, at) if overdue else []
    if notices:
        delivery.deliver(notices, at=at)
        sending.send(list(Message.objects.filter(notice__in=notices).values_list("pk", flat=True)), at=at)
    return overdue if notices else []


@transaction.atomic
def _tell(overdue: list[str], at: datetime) -> list[int]:
    """One notice for all of them. Whoever claims the first row tells of all."""
    untold = Q(told_at=None) | Q(told_at__lt=at - TOLD_AGAIN_AFTER)
    claimed = ScheduledRun.objects.filter(untold, name__in=overdue).update(told_at=at)
    if not claimed:
        return []
    occasion = at.isoformat()
    people = list(_administrators(at).values_list("user_id", flat=True))
    post(NoticeKind.SCHEDULE_OVERDUE, occasion=occasion, at=at, people=people)
    told = Notice.objects.filter(kind=NoticeKind.SCHEDULE_OVERDUE, occasion=occasion)
    return list(told.values_list("pk", flat=True))


def _administrators(at: datetime) -> "QuerySet[Membership]":
    """Those of police forces; where there is none, all of them."""
    usable = Membership.objects.usable(localdate(at)).filter(roles__contains=[Role.ADMINISTRATOR]).exclude(NEVER_CAME)
    of_police = usable.filter(agency__kind=AgencyKind.POLICE)
    return of_police if of_police.exists() else usable
