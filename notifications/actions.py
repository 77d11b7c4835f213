"""Posting a notice. It is written in the caller's transaction, so a change that is rolled back tells nobody."""

from collections.abc import Iterable
from datetime import datetime

from notifications.enums import NoticeKind
from notifications.models import Notice


def post(
    kind: NoticeKind,
    reference: str,
    *,
    occasion: str,
    at: datetime,
    units: Iterable[int] = (),
    people: Iterable[int] = (),
) -> None:
    """Say it once to each. The same occasion posted again tells nobody twice."""
    said = {"kind": kind, "reference": reference, "occasion": occasion, "posted_at": at}
    to_units = [Notice(unit_id=unit, **said) for unit in dict.fromkeys(units)]
    to_people = [Notice(person_id=person, **said) for person in dict.fromkeys(people)]
    Notice.objects.bulk_create([*to_units, *to_people], ignore_conflicts=True)
