"""Two locks on the ledger: the role that serves lacks the right, and a trigger stops even the owner."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.actions import record
from audit.enums import Operation
from audit.management.commands.grant_rights import version_tables
from audit.models import Entry
from embedded.database import APPLICATION, OWNER

CHANGES = ["UPDATE audit_entry SET event = 'other'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]


@pytest.fixture
def entry() -> Entry:
    return record(Operation.SECURITY, "test.happened", by=None, at=timezone.now())


@pytest.fixture
def as_owner(transactional_db: None, entry: Entry) -> Iterator[psycopg.Connection]:
    parameters = {**connection.get_connection_params(), "user": OWNER}
    allowed = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname")}
    with psycopg.connect(**allowed) as owner:
        yield owner


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_the_application_has_no_right_to_change_the_ledger(entry: Entry, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (APPLICATION,)

    with pytest.raises(DatabaseError, match="permission denied for table audit_entry"), transaction.atomic():
        connection.cursor().execute(change)

    assert list(Entry.objects.values_list("event", flat=True)) == ["test.happened"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_trigger_stops_even_the_owner(as_owner: psycopg.Connection, change: str) -> None:
    with pytest.raises(psycopg.DatabaseError, match="The ledger is append-only"), as_owner.transaction():
        as_owner.execute(change)

    assert as_owner.execute("SELECT event FROM audit_entry").fetchall() == [("test.happened",)]


@pytest.mark.django_db
def test_the_application_cannot_switch_the_triggers_off() -> None:
    with pytest.raises(DatabaseError, match="permission denied to set parameter"), transaction.atomic():
        connection.cursor().execute("SET LOCAL session_replication_role = replica")


def test_the_next_test_starts_from_an_empty_ledger(transactional_db: None) -> None:
    assert Entry.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("table", version_tables())
@pytest.mark.parametrize("change", ["UPDATE {} SET pgh_label = 'other'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_has_no_right_to_change_what_was_before_and_after(table: str, change: str) -> None:
    with pytest.raises(DatabaseError, match=f"permission denied for table {table}"), transaction.atomic():
        connection.cursor().execute(change.format(table))


def test_every_version_table_is_among_them() -> None:
    assert {"agencies_userevent", "agencies_membershipevent", "agencies_unitmembershipevent"} <= set(version_tables())
