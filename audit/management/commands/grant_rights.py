from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from pghistory.models import Event
from psycopg import sql

from audit.models import Entry

STATEMENTS = [
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE, TRUNCATE ON {ledger} FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
]
# What was before and after is history too: an erasure reaches it in another role.
HISTORY = "REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}"


class Command(BaseCommand):
    help = "As the database's owner, after a migration: give the application's role its rights, and none on the ledger."

    def handle(self, *args: object, **options: object) -> None:
        names = {
            "role": sql.Identifier(settings.DATABASE_APPLICATION_ROLE),
            "ledger": sql.Identifier(Entry._meta.db_table),
        }
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.DATABASE_APPLICATION_ROLE])
            if cursor.fetchone() is None:
                raise CommandError(
                    f"There is no database role {settings.DATABASE_APPLICATION_ROLE}. "
                    "Create it, or name the right one in DATABASE_APPLICATION_ROLE."
                )
            for statement in STATEMENTS:
                cursor.execute(sql.SQL(statement).format(**names).as_string(cursor.connection))
            for table in version_tables():
                names["table"] = sql.Identifier(table)
                cursor.execute(sql.SQL(HISTORY).format(**names).as_string(cursor.connection))


def version_tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models() if issubclass(model, Event)]
