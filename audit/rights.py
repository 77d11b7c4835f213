"""Whether the database role that we serve as could change what the ledger says."""

from django.db.backends.base.base import BaseDatabaseWrapper

LEDGER = "audit_entry"
# A superuser passes every check. An owner, and whoever may become the owner, may grant themselves any right.
QUESTIONS = """
    SELECT
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
        pg_has_role(current_user, relowner, 'MEMBER'),
        has_table_privilege(oid, 'DELETE') OR has_table_privilege(oid, 'TRUNCATE')
            OR has_table_privilege(oid, 'TRIGGER') OR has_any_column_privilege(oid, 'UPDATE')
    FROM pg_class
    WHERE oid = to_regclass(%s)
"""


def reason_not_to_serve(connection: BaseDatabaseWrapper) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(QUESTIONS, [LEDGER])
        found = cursor.fetchone()
    if found is None:
        return "The database has no ledger. Run migrate as its owner."
    is_superuser, is_owner, may_change = found
    if is_superuser:
        return "DATABASE_URL names a superuser of the database. Serve as a role that cannot change the ledger."
    if is_owner:
        return "DATABASE_URL names the owner of the ledger. Serve as a role that cannot change it."
    if may_change:
        return "The role in DATABASE_URL may change the ledger. Run grant_rights as the owner of the database."
    return None
