"""Notes of a case. A change is a new version, and every version stays."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from agencies.actors import Actor
from agencies.refusals import Refused, Stale
from referrals.casework.actions.locking import ask, record, to_work_on
from referrals.casework.rules import writing
from referrals.enums import NoteKind
from referrals.models import Note


@transaction.atomic
def add_note(pk: int, *, kind: NoteKind, text: str, their_words: str, by: Actor, at: datetime) -> Note:
    referral = to_work_on(pk, by)
    ask(writing.reason_not_to_note(text, their_words))
    said = {"kind": kind, "text": text, "their_words": their_words}
    made = Note.objects.create(referral=referral, written_by_id=by.user_id, written_at=at, **said)
    record(referral, "note.added", by=by, at=at, **said)
    return made


@transaction.atomic
def change_note(
    pk: int, first: int, *, version: int, kind: NoteKind, text: str, their_words: str, by: Actor, at: datetime
) -> Note:
    """`first`: the key of its first version. `version`: the one that the page showed."""
    referral = to_work_on(pk, by)
    newest = newest_version(referral.pk, first)
    said = {"kind": kind, "text": text, "their_words": their_words}
    ask(writing.reason_not_to_note(text, their_words))
    if all(getattr(newest, name) == value for name, value in said.items()):
        raise Refused(writing.NOTHING_CHANGED)
    if version != newest.version:
        raise Stale(writing.CHANGED_MEANWHILE)
    newest.is_newest = False
    newest.save(update_fields=["is_newest"])
    made = Note.objects.create(
        referral=referral,
        first_id=first,
        version=newest.version + 1,
        written_by_id=by.user_id,
        written_at=at,
        **said,
    )
    record(referral, "note.changed", by=by, at=at, **said, version=made.version)
    return made


def newest_version(referral: int, first: int) -> Note:
    """Raises Note.DoesNotExist."""
    is_it = Q(pk=first, first=None) | Q(first=first)
    return Note.objects.select_related("written_by").filter(is_it, referral=referral).get(is_newest=True)
