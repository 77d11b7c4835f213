"""A migration in one step leaves the same tables as its small steps do, one after the other."""

from collections.abc import Iterator, Sequence
from typing import Any

import pgtrigger
import pytest
from django.db import connection, models
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from audit.in_one_step import InOneStep
from embedded.database import OWNER

# Those whose tables point at each other. The ledger's point at nothing.
OURS = {"agencies", "notifications", "referrals", "victims"}
BY_HAND = (operations.RunSQL, operations.RunPython)
KEY = ("id", models.BigAutoField(primary_key=True))


def trigger(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=pgtrigger.Update, func="RETURN NEW;")


def to(model: str, **options: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(f"library.{model}", models.CASCADE, related_name="+", **options)


WHAT_WAS: Sequence[Operation] = (
    operations.CreateModel(
        "Book", [KEY, ("title", models.CharField(max_length=10)), ("is_old", models.BooleanField())]
    ),
    operations.AddConstraint("book", models.CheckConstraint(condition=~models.Q(title=""), name="title_is_good")),
    operations.AddIndex("book", models.Index(fields=["title"], name="book_found")),
    AddTrigger("book", trigger("before")),
)
STEPS: Sequence[Operation] = (
    operations.CreateModel("Page", [KEY, ("text", models.TextField())]),
    operations.CreateModel("Reader", [KEY, ("read", models.ManyToManyField("library.Book", related_name="+"))]),
    RemoveTrigger("book", "before"),
    operations.RemoveConstraint("book", "title_is_good"),
    operations.RemoveIndex("book", "book_found"),
    operations.RemoveField("book", "is_old"),
    operations.AlterField("book", "title", models.CharField(max_length=20)),
    operations.AddField("book", "cover", to("page", null=True)),
    AddTrigger("book", trigger("before")),
    AddTrigger("book", trigger("after")),
    operations.AddConstraint("book", models.CheckConstraint(condition=~models.Q(title="?"), name="title_is_good")),
    operations.AddIndex("book", models.Index(fields=["title", "cover"], name="book_found")),
    operations.AddField("page", "book", to("book")),
    operations.AddField("page", "readers", models.ManyToManyField("library.Reader", related_name="+")),
    operations.AddIndex("page", models.Index(fields=["text"], name="page_by_text")),
    operations.AddConstraint("page", models.UniqueConstraint(fields=["book", "text"], name="page_once")),
    AddTrigger("page", trigger("before")),
)


@pytest.fixture
def owner(db: None) -> Iterator[DatabaseWrapper]:
    """Who may make tables."""
    found = DatabaseWrapper({**connection.settings_dict, "USER": OWNER})
    found.set_autocommit(False)
    yield found
    found.rollback()
    found.close()


def migrated(by: DatabaseWrapper, steps: Sequence[Operation], state: ProjectState) -> ProjectState:
    with by.schema_editor(atomic=False) as editor:
        return _migration(steps).apply(state, editor)


def unmigrated(by: DatabaseWrapper, steps: Sequence[Operation], state: ProjectState) -> None:
    with by.schema_editor(atomic=False) as editor:
        _migration(steps).unapply(state, editor)


def _migration(steps: Sequence[Operation]) -> Migration:
    found = Migration("steps", "library")
    found.operations = [*steps]
    return found


def tables(by: DatabaseWrapper) -> dict[str, list[tuple[Any, ...]]]:
    """Their columns, indexes, constraints and triggers."""
    asked = {
        "columns": "SELECT table_name, rank() OVER (PARTITION BY table_name ORDER BY ordinal_position), column_name,"
        " data_type, is_nullable, character_maximum_length"
        " FROM information_schema.columns WHERE table_name LIKE 'library_%'",
        "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE tablename LIKE 'library_%'",
        "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid::regclass::text LIKE 'library_%'",
        "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgrelid::regclass::text LIKE 'library_%'",
    }
    found = {}
    with by.cursor() as cursor:
        for name, sql in asked.items():
            cursor.execute(sql)
            found[name] = sorted(cursor.fetchall())
    return found


def test_the_same_tables_come_of_it_and_the_same_are_left_when_it_is_taken_back(owner: DatabaseWrapper) -> None:
    before = migrated(owner, WHAT_WAS, ProjectState())
    first = tables(owner)
    found = []
    for steps in (STEPS, [InOneStep(STEPS)]):
        migrated(owner, steps, before.clone())
        found.append(tables(owner))
        unmigrated(owner, steps, before.clone())
        found.append(tables(owner))
    one_by_one, taken_back, in_one_step, taken_back_in_one_step = found

    assert one_by_one == in_one_step != first
    assert {table for table, *_ in in_one_step["columns"]} == {
        "library_book", "library_page", "library_page_readers", "library_reader", "library_reader_read"
    }  # fmt: skip
    assert len(in_one_step["triggers"]) == 3
    # A column that was taken out and put back is the last.
    assert taken_back == taken_back_in_one_step
    assert {name: taken_back[name] for name in ("indexes", "constraints", "triggers")} == {
        name: first[name] for name in ("indexes", "constraints", "triggers")
    }


def test_the_picture_is_the_same(owner: DatabaseWrapper) -> None:
    before = _migration(WHAT_WAS).mutate_state(ProjectState())

    assert _migration([InOneStep(STEPS)]).mutate_state(before) == _migration(STEPS).mutate_state(before)


def of_ours() -> dict[str, list[Operation]]:
    found = MigrationLoader(None).disk_migrations
    return {f"{app}.{name}": migration.operations for (app, name), migration in found.items() if app in OURS}


@pytest.mark.parametrize("name", of_ours())
def test_each_migration_of_ours_is_one_step_but_for_what_is_written_by_hand(name: str) -> None:
    """Otherwise every start from nothing, and so every run of the tests, takes half a minute longer."""
    assert sum(not isinstance(step, BY_HAND) for step in of_ours()[name]) <= 1


def test_each_kind_of_step_that_we_take_is_compared_above() -> None:
    in_one = [step for steps in of_ours().values() for step in steps if isinstance(step, InOneStep)]
    taken = {type(small) for step in in_one for small in step.operations}

    assert {operations.CreateModel, operations.AlterField, AddTrigger} < taken <= {type(step) for step in STEPS}
