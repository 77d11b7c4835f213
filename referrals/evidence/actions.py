"""Adding a file, explaining it, taking it out, opening it, and forgetting what is on no case."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.timezone import localtime

from agencies import access
from agencies.actors import Actor
from agencies.refusals import NotAllowed, Refused
from audit import actions as audit
from audit.enums import Operation
from notifications.enums import NoticeKind
from referrals.enums import ScanTrouble, Status
from referrals.evidence import looking, queries, rules, store
from referrals.evidence.arrivals import ArrivedFile
from referrals.evidence.kinds import Kind, kind_called
from referrals.models import EvidenceFile, LegalHold, Referral, Share
from referrals.telling import tell_unit

# Longer than any request lasts that could still be about to write its row.
UNKNOWN_FOR = timedelta(days=1)
AT_ONCE = 500


@dataclass(frozen=True)
class Said:
    """What somebody typed about a file, on which page, and which version they had before them."""

    key: uuid.UUID
    version: int
    page_key: str
    description: str
    dated_on: date | None


@dataclass(frozen=True)
class Adding:
    """`through`: the share by which another agency adds it. `require` refuses whoever may not."""

    by: Actor
    at: datetime
    through: Share | None
    require: Callable[[Referral], None]


def add_file(
    referral_pk: int,
    arrived: ArrivedFile,
    *,
    by: Actor,
    at: datetime,
    through: Share | None = None,
    require: Callable[[Referral], None] | None = None,
) -> EvidenceFile:
    """Kept first and written down second: whatever goes wrong between, what is left is forgotten within a day.

    Without `require`, whoever may change the case adds to it.
    """
    adding = Adding(by, at, through, require or (lambda referral: _require_change(referral, by)))
    name = rules.clean_name(arrived.name)
    kind = _judge(name, arrived)
    _require_taken(Referral.objects.get(pk=referral_pk), name, arrived.sha256, adding)
    stored_as = store.keep(arrived)
    try:
        return _write_down(referral_pk, name, kind, arrived, stored_as, adding)
    except BaseException:
        store.forget(stored_as)
        raise


@transaction.atomic
def describe(referral_pk: int, said: Sequence[Said], *, by: Actor, at: datetime) -> list[EvidenceFile]:
    """Answers with those that somebody else described in the meantime. They stay as they are."""
    referral = _lock_referral(referral_pk)
    _require_change(referral, by)
    ours = referral.files.filter(superseded_at=None, share=None)
    files = {file.key: file for file in ours.select_for_update(of=("self",))}
    changed = [(files[one.key], one) for one in said if one.key in files and _says_something_new(files[one.key], one)]
    if changed:
        _require_free(referral)
    stale = [file for file, one in changed if file.version != one.version and file.page_key != one.page_key]
    for file, one in changed:
        if file not in stale:
            _describe(referral, file, one, by, at)
    return stale


@transaction.atomic
def supersede(pk: int, *, reason: str, by: Actor, at: datetime) -> EvidenceFile:
    """It stays, with who took it out and why."""
    ours = EvidenceFile.objects.filter(share=None).select_related("referral")
    file: EvidenceFile = ours.select_for_update(of=("self",)).get(pk=pk)
    _require_change(file.referral, by)
    if file.is_superseded:
        return file
    _require_free(file.referral)
    file.superseded_at, file.superseded_by_id, file.superseded_reason = at, by.user_id, reason
    file.save(update_fields=["superseded_at", "superseded_by", "superseded_reason"])
    changed = {"file": str(file.key), "superseded_reason": reason}
    audit.record(Operation.ALTERATION, "file.superseded", file.referral.reference, by=by, at=at, changed=changed)
    return file


@transaction.atomic
def open_file(file: EvidenceFile, *, by: Actor, at: datetime) -> "File[bytes]":
    """The ledger says which one. Whoever sends it closes it."""
    if not queries.may_be_opened(file):
        raise NotAllowed("Nobody can open this file.")
    reference, shown = file.referral.reference, [str(file.key)]
    audit.record(Operation.CONSULTATION, "file.opened", reference, by=by, at=at, shown=shown)
    try:
        return store.open_for_sending(file.stored_as)
    except FileNotFoundError:
        raise Refused(f"{ScanTrouble.MISSING.label}.") from None


def forget_orphans(*, at: datetime) -> int:
    """What is in the store and on no row, a day after it came there. Safe to run twice."""
    forgotten = 0
    names = store.names_of_all()
    while batch := list(islice(names, AT_ONCE)):
        known = set(EvidenceFile.objects.filter(stored_as__in=batch).values_list("stored_as", flat=True))
        for name in (name for name in batch if name not in known and _is_old(name, at)):
            store.forget(name)
            forgotten += 1
    return forgotten


def _is_old(name: str, at: datetime) -> bool:
    try:
        return store.kept_since(name) < at - UNKNOWN_FOR
    except FileNotFoundError:  # somebody else forgot it
        return False


# Adding


def _judge(name: str, arrived: ArrivedFile) -> Kind:
    largest = settings.EVIDENCE_LARGEST_BYTES
    kind = kind_called(name)
    problem = rules.reason_not_to_take(name, arrived.size, largest, looking.look_at(arrived))
    if kind is None or problem:
        raise Refused(problem)
    return kind


def _write_down(
    referral_pk: int, name: str, kind: Kind, arrived: ArrivedFile, stored_as: str, adding: Adding
) -> EvidenceFile:
    by, at = adding.by, adding.at
    with transaction.atomic():
        referral = _lock_referral(referral_pk)
        _require_taken(referral, name, arrived.sha256, adding)
        added = EvidenceFile.objects.create(
            referral=referral,
            share=adding.through,
            name=name,
            stored_as=stored_as,
            content_type=kind.content_type,
            size=arrived.size,
            sha256=arrived.sha256,
            goes_in_pack=kind.goes_in_pack,
            added_by_id=by.user_id,
            added_at=at,
        )
        changed = {"file": str(added.key), "name": name, "sha256": added.sha256}
        audit.record(Operation.COLLECTION, "file.added", referral.reference, by=by, at=at, changed=changed)
        if added.was_added_later or adding.through:
            _tell_of_addition(referral, at)
        return added


def _require_taken(referral: Referral, name: str, sha256: str, adding: Adding) -> None:
    adding.require(referral)
    here = referral.files.filter(superseded_at=None, share=adding.through)
    if same := here.filter(sha256=sha256).select_related("added_by").first():
        added = f"{localtime(same.added_at):%-d %B %Y at %H:%M}"
        raise Refused(rules.same_as(name, same.name, str(same.added_by), added))
    if here.count() >= settings.EVIDENCE_MOST_FILES:
        raise Refused(rules.too_many(name, settings.EVIDENCE_MOST_FILES))


def _lock_referral(pk: int) -> Referral:
    return Referral.objects.locked(pk)


def _require_change(referral: Referral, by: Actor) -> None:
    permission = rules.needed_to_change(is_answerable=referral.is_answerable)
    access.require(by, permission, referral.relations_to(by))
    if problem := rules.reason_not_to_change(Status(referral.status)):
        raise Refused(problem)


def _require_free(referral: Referral) -> None:
    """Under a legal hold nothing is taken out, or written over."""
    if LegalHold.objects.filter(referral=referral, ended_at=None).exists():
        raise Refused(rules.HELD)


def _tell_of_addition(referral: Referral, at: datetime) -> None:
    """Once a day, however many files come."""
    occasion = f"files of {localtime(at):%Y-%m-%d}"
    tell_unit(referral, NoticeKind.ADDED_TO, occasion, at, people=[referral.owner_id])


# Describing


def _says_something_new(file: EvidenceFile, said: Said) -> bool:
    return (file.description, file.dated_on) != (said.description, said.dated_on)


def _describe(referral: Referral, file: EvidenceFile, said: Said, by: Actor, at: datetime) -> None:
    if not queries.may_be_described(referral, file):
        raise Refused("What was passed on stays as it was. Add what you know now instead.")
    file.description, file.dated_on = said.description, said.dated_on
    file.version, file.page_key = file.version + 1, said.page_key
    file.save(update_fields=["description", "dated_on", "version", "page_key"])
    changed = {"file": str(file.key), "description": said.description, "dated_on": str(said.dated_on or "")}
    audit.record(Operation.ALTERATION, "file.described", referral.reference, by=by, at=at, changed=changed)
