"""The ledger by month: where a line goes, who may make room, and what is said when there is none."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.actions import record
from audit.enums import Operation
from audit.models import Entry
from audit.partitions import make_months_ahead, months_missing
from audit.tasks import make_months
from embedded.database import OWNER

pytestmark = pytest.mark.django_db(transaction=True)

DEFAULT = "audit_entry_default"


@pytest.fixture
def as_owner() -> Iterator[psycopg.Connection]:
    parameters = {**connection.get_connection_params(), "user": OWNER}
    allowed = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname")}
    with psycopg.connect(**allowed, autocommit=True) as owner:
        yield owner
    make_months()


def month(ahead: int) -> datetime:
    now = timezone.now().astimezone(UTC)
    years, months = divmod(now.month - 1 + ahead, 12)
    return now.replace(year=now.year + years, month=months + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def partition(ahead: int) -> str:
    return f"audit_entry_{month(ahead):%Y_%m}"


def written(at: datetime) -> str:
    entry = record(Operation.SECURITY, "test.happened", by=None, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM audit_entry WHERE id = %s", [entry.pk])
        (name,) = cursor.fetchone()
    return str(name)


def test_a_line_goes_to_the_month_of_its_act_to_the_last_moment_of_it() -> None:
    moment = timedelta(microseconds=1)

    assert written(timezone.now()) == partition(0)
    assert written(month(1) - moment) == partition(0)
    assert written(month(1)) == partition(1)
    assert written(month(3) - moment) == partition(2)


def test_what_was_or_comes_too_far_away_is_kept_all_the_same() -> None:
    assert written(month(3)) == DEFAULT
    assert written(datetime(2012, 2, 29, tzinfo=UTC)) == DEFAULT
    assert Entry.objects.count() == 2


def test_numbers_go_on_from_month_to_month() -> None:
    at = (month(2), datetime(2012, 2, 29, tzinfo=UTC), timezone.now(), month(1))
    numbers = [record(Operation.SECURITY, "test.happened", by=None, at=each).pk for each in at]

    assert numbers == list(range(numbers[0], numbers[0] + 4))


def test_whoever_serves_makes_the_months_ahead_and_no_other_table(as_owner: psycopg.Connection) -> None:
    assert make_months_ahead() == []
    as_owner.execute(f"DROP TABLE {partition(1)}")  # type: ignore[arg-type]
    as_owner.execute(f"DROP TABLE {partition(2)}")  # type: ignore[arg-type]

    assert make_months_ahead() == [partition(1), partition(2)]
    assert written(month(2)) == partition(2)

    for refused in (f"SELECT make_month_of_the_ledger('{month(3):%Y-%m-%d}')", "CREATE TABLE mine (number int)"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(refused)


def test_a_month_that_came_without_room_loses_nothing_and_is_said(as_owner: psycopg.Connection) -> None:
    as_owner.execute(f"DROP TABLE {partition(1)}")  # type: ignore[arg-type]
    assert months_missing(connection, timezone.now()) == [f"{month(1):%Y-%m}"]

    assert written(month(1)) == DEFAULT
    assert make_months_ahead() == []
    assert months_missing(connection, month(1)) == [f"{month(1):%Y-%m}"]
    assert months_missing(connection, month(3)) == [f"{month(3):%Y-%m}", f"{month(4):%Y-%m}"]


@pytest.mark.parametrize("change", ["UPDATE {} SET event = 'other'", "DELETE FROM {}", "TRUNCATE {}"])
def test_no_month_can_be_changed_past_the_whole_by_anybody(as_owner: psycopg.Connection, change: str) -> None:
    as_owner.execute(f"DROP TABLE {partition(2)}")  # type: ignore[arg-type]
    make_months_ahead()

    for at, name in ((timezone.now(), partition(0)), (month(2), partition(2)), (month(5), DEFAULT)):
        assert written(at) == name
        with pytest.raises(DatabaseError, match=f"permission denied for table {name}"):
            connection.cursor().execute(change.format(name))
        with pytest.raises(psycopg.DatabaseError, match="append-only"):
            as_owner.execute(change.format(name))  # type: ignore[arg-type]


def test_locks_of_every_month_hold_on_a_replica_too(as_owner: psycopg.Connection) -> None:
    rows = as_owner.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'A' AND tgname IN "
        "('append_only', 'no_truncate') AND tgrelid IN (SELECT relid FROM pg_partition_tree('audit_entry'))"
    ).fetchall()

    tables = ("audit_entry", DEFAULT, *map(partition, range(3)))
    assert set(rows) >= {(table, lock) for table in tables for lock in ("append_only", "no_truncate")}


def test_the_ledger_is_found_by_the_same_indexes_in_each_month(as_owner: psycopg.Connection) -> None:
    names = {name for (name,) in as_owner.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'audit_entry'")}
    assert names >= {index.name for index in Entry._meta.indexes}
    counts = as_owner.execute(
        "SELECT count(*) FROM pg_indexes WHERE tablename IN "
        "(SELECT relid::regclass::text FROM pg_partition_tree('audit_entry')) GROUP BY tablename"
    ).fetchall()
    assert set(counts) == {(len(names),)}
