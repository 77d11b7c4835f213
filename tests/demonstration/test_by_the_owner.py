"""Cases written by several processes, in a role for which no key is looked up: they must fit all the same."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, models

from embedded.database import OWNER, let_fill
from referrals.demonstration import generated
from referrals.demonstration.generated import tables
from referrals.demonstration.generated.tables import Table
from referrals.demonstration.generated.writing import MAY_SKIP
from referrals.models import QueueRow, Referral
from tests.conftest import serve_as, superuser_url

COUNT = 150
TABLES = [each for each in vars(tables).values() if isinstance(each, Table)]


@pytest.fixture
def _as_owner(transactional_db: None) -> Iterator[None]:
    let_fill(superuser_url(), OWNER)
    usual = connection.settings_dict["USER"]
    serve_as(OWNER)
    yield
    serve_as(usual)
    with psycopg.connect(superuser_url()) as superuser:
        superuser.execute(f"REVOKE SET ON PARAMETER session_replication_role FROM {OWNER}")


@pytest.mark.usefixtures("_as_owner")
def test_nothing_points_at_what_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated, "AT_ONCE", 40)
    call_command("load_demo", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(MAY_SKIP)
        assert cursor.fetchone() == (True,)

    call_command("generate_referrals", count=COUNT, seed=4)

    assert Referral.objects.count() == COUNT
    assert QueueRow.objects.count() == Referral.objects.exclude(lodged_at=None).count()
    keys = [(table.model, each) for table in TABLES for each in table.model._meta.concrete_fields if each.is_relation]
    assert len(keys) > len(TABLES) > 20
    assert {str(key): dangling(model, key) for model, key in keys if dangling(model, key)} == {}


def dangling(model: type[models.Model], key: models.Field) -> int:
    there = key.related_model._base_manager.values("pk")
    filled = model._base_manager.exclude(**{key.attname: None})
    return filled.exclude(**{f"{key.attname}__in": there}).count()
