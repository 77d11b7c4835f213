"""Serving as anybody who could change the ledger is found out, each way on its own."""

import sys
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.db import connection
from psycopg import sql
from pytest_django import Settings

from audit.rights import LEDGER, reason_not_to_serve
from embedded.database import OWNER
from tests.conftest import superuser_url
from tests.deployment.production import VARIABLES, run

SERVES = "serves_in_a_test"
pytestmark = pytest.mark.django_db(transaction=True)

SUPERUSER = "DATABASE_URL names a superuser of the database. Serve as a role that cannot change the ledger."
OWNS = "DATABASE_URL names the owner of the ledger. Serve as a role that cannot change it."
MAY_CHANGE = "The role in DATABASE_URL may change the ledger. Run grant_rights as the owner of the database."

POWERS = [
    ("ALTER ROLE {role} SUPERUSER", SUPERUSER),
    ("GRANT {owner} TO {role}", OWNS),
    ("GRANT UPDATE ON {ledger} TO {role}", MAY_CHANGE),
    ("GRANT UPDATE (outcome) ON {ledger} TO {role}", MAY_CHANGE),
    ("GRANT DELETE ON {ledger} TO {role}", MAY_CHANGE),
    ("GRANT TRUNCATE ON {ledger} TO {role}", MAY_CHANGE),
    ("GRANT TRIGGER ON {ledger} TO {role}", MAY_CHANGE),
    ("GRANT DELETE ON {ledger} TO PUBLIC", MAY_CHANGE),
]
NAMES = {"role": sql.Identifier(SERVES), "owner": sql.Identifier(OWNER), "ledger": sql.Identifier(LEDGER)}


def as_superuser(*statements: str) -> None:
    with psycopg.connect(superuser_url(connection.settings_dict["NAME"])) as superuser:
        for statement in statements:
            superuser.execute(sql.SQL(statement).format(**NAMES, password=sql.Literal(settings.SERVER_PASSWORD)))


@pytest.fixture
def _a_serving_role() -> Iterator[None]:
    as_superuser("CREATE ROLE {role} LOGIN PASSWORD {password}", "GRANT SELECT, INSERT ON {ledger} TO {role}")
    usual = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = SERVES
    yield
    connection.close()
    connection.settings_dict["USER"] = usual
    as_superuser("REVOKE DELETE ON {ledger} FROM PUBLIC", "DROP OWNED BY {role}", "DROP ROLE {role}")


@pytest.mark.usefixtures("_a_serving_role")
@pytest.mark.parametrize(("statement", "reason"), POWERS)
def test_a_role_that_could_change_the_ledger_may_not_serve(statement: str, reason: str) -> None:
    assert reason_not_to_serve(connection) is None
    as_superuser(statement)

    assert reason_not_to_serve(connection) == reason


def test_the_role_that_serves_in_tests_may_serve() -> None:
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


def test_the_owner_may_migrate_but_not_serve(settings: Settings) -> None:
    connection.close()
    usual = connection.settings_dict["USER"]
    connection.settings_dict["USER"] = OWNER
    try:
        settings.ACTS_AS_OWNER = True
        to_migrate = run_checks(tags=[Tags.database], databases=["default"])
        settings.ACTS_AS_OWNER = False
        to_serve = run_checks(tags=[Tags.database], databases=["default"])
    finally:
        connection.close()
        connection.settings_dict["USER"] = usual

    assert to_migrate == []
    assert [(message.id, message.msg) for message in to_serve] == [("audit.E001", OWNS)]


def test_the_check_before_the_start_stops_a_superuser() -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--database", "default"]

    told = run(*command, **{**VARIABLES, "DATABASE_URL": superuser_url(connection.settings_dict["NAME"])})

    assert told.returncode == 1
    assert "DATABASE_URL must not name a superuser." in told.stderr
