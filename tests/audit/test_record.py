from datetime import UTC, datetime

import pytest
from django.db import Error, transaction

from agencies.actors import Actor
from agencies.enums import Role
from audit import actions as audit
from audit.enums import Operation, Outcome
from audit.models import Entry, RecordKey
from audit.origin import Origin, present

pytestmark = pytest.mark.django_db
STAMPED = ("id", "written_at")
AT = datetime(2026, 11, 23, 2, 16, tzinfo=UTC)
ACTOR = Actor(user_id=7, agency_id=1, agency_code="west-mercia-police", roles=frozenset({Role.SPOC, Role.AUDITOR}))


def test_an_entry_says_who_for_whom_what_when_and_from_where() -> None:
    token = present.set(Origin("203.0.113.9", "0d6a"))

    entry = audit.record(Operation.CONSULTATION, "case.opened", "MS-26-AAA", by=ACTOR, at=AT, shown=["a", "b"])

    present.reset(token)
    entry.refresh_from_db()
    assert {field.name: getattr(entry, field.name) for field in Entry._meta.fields if field.name not in STAMPED} == {
        "at": AT,
        "actor_id": 7,
        "acting_for": "west-mercia-police",
        "roles": ["DPO_AUDITOR", "MSHT_SPOC"],
        "operation": "consultation",
        "event": "case.opened",
        "reference": "MS-26-AAA",
        "shown": ["a", "b"],
        "digests": {},
        "outcome": "allowed",
        "address": "203.0.113.9",
        "request_id": "0d6a",
    }


def test_somebody_who_has_not_signed_in_is_recorded_without_a_name() -> None:
    entry = audit.record(Operation.SECURITY, "session.refused", by=None, at=AT, outcome=Outcome.REFUSED)

    assert (entry.actor_id, entry.acting_for, entry.roles, entry.outcome) == (None, "", [], "refused")


def test_a_change_that_is_rolled_back_leaves_no_entry() -> None:
    with transaction.atomic():
        audit.record(Operation.ALTERATION, "case.changed", by=ACTOR, at=AT)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()


def test_the_same_value_gives_another_digest_in_another_record() -> None:
    first, second = (
        audit.record(Operation.ALTERATION, "x.changed", reference, by=ACTOR, at=AT, changed={"name": "Mary"})
        for reference in ("x:1", "x:2")
    )

    assert first.digests["name"] != second.digests["name"]


def test_the_same_value_gives_the_same_digest_in_the_same_record() -> None:
    first, second = (
        audit.record(Operation.ALTERATION, "x.changed", "x:1", by=ACTOR, at=AT, changed={"name": "Mary"})
        for _ in range(2)
    )

    assert first.digests == second.digests
    assert RecordKey.objects.count() == 1


@pytest.mark.parametrize("field", ["operation", "outcome"])
def test_an_unknown_operation_or_outcome_is_refused_by_the_database(field: str) -> None:
    facts = {"at": AT, "operation": Operation.SECURITY, "event": "x", "outcome": Outcome.ALLOWED, field: "invented"}

    with pytest.raises(Error), transaction.atomic():
        Entry.objects.create(**facts)


def test_an_entry_reads_as_a_line() -> None:
    entry = audit.record(Operation.SECURITY, "session.closed", "user:7", by=ACTOR, at=AT)

    assert str(entry) == "2026-11-23 02:16:00 session.closed user:7 allowed"


def test_recording_is_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        audit.record(Operation.CONSULTATION, "case.opened", "MS-26-AAA", by=ACTOR, at=AT)
