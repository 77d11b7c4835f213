from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from pghistory.models import Context, Event
from psycopg import sql

from audit.models import Entry, RecordKey, Seal

BEFORE = [
    "GRANT USAGE ON SCHEMA public TO {role}",
    # Names are looked for among temporary tables first: one called like the ledger would hide it.
    "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {role}",
    # Whatever an earlier version gave.
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
]
ALL = "SELECT, INSERT, UPDATE, DELETE"
READ_AND_ADD = "SELECT, INSERT"
# A request that says more of itself later writes it over what it said first.
CONTEXT = "SELECT, INSERT, UPDATE (metadata, updated_at)"


class Command(BaseCommand):
    help = "As the database's owner, after a migration: give the application's role its rights, and none on the ledger."

    def handle(self, *args: object, **options: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.DATABASE_APPLICATION_ROLE])
            if cursor.fetchone() is None:
                raise CommandError(
                    f"There is no database role {settings.DATABASE_APPLICATION_ROLE}. "
                    "Create it, or name the right one in DATABASE_APPLICATION_ROLE."
                )
            for statement in statements():
                cursor.execute(statement.as_string(cursor.connection))


def statements() -> Iterator[sql.Composed]:
    role = sql.Identifier(settings.DATABASE_APPLICATION_ROLE)
    database = sql.Identifier(connection.settings_dict["NAME"])
    for statement in BEFORE:
        yield sql.SQL(statement).format(role=role, database=database)
    exceptions = rights_by_table()
    for table in connection.introspection.table_names():
        rights = sql.SQL(exceptions.get(table, ALL))
        yield sql.SQL("GRANT {} ON {} TO {}").format(rights, sql.Identifier(table), role)


def rights_by_table() -> dict[str, str]:
    """Of the tables that the application may not change as it likes. An erasure reaches them in another role."""
    return {
        Entry._meta.db_table: READ_AND_ADD,
        RecordKey._meta.db_table: READ_AND_ADD,
        Seal._meta.db_table: READ_AND_ADD,
        Context._meta.db_table: CONTEXT,
        MigrationRecorder.Migration._meta.db_table: "SELECT",
        **dict.fromkeys(version_tables(), READ_AND_ADD),
    }


def version_tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, Event)]
