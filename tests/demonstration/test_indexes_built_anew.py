"""Indexes that are set aside while very many cases are written: all are there afterwards, whatever happened."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import pytest
from django.core.management import call_command
from django.db import connection

from agencies.models import User
from embedded.database import APPLICATION, OWNER
from referrals.demonstration import generated
from referrals.demonstration.generated import writing
from referrals.demonstration.generated.indexes import are_better_built_anew
from referrals.models import QueueRow, Referral
from tests.conftest import serve_as
from victims.models import Person

COUNT = 120
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
NOT_VALID = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready AND indislive)"


@pytest.fixture(autouse=True)
def _as_owner(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    call_command("load_demo", verbosity=0)
    monkeypatch.setattr(generated, "AT_ONCE", 40)
    usual = connection.settings_dict["USER"]
    serve_as(OWNER)
    yield
    serve_as(usual)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many indexes there were as each block was written."""
    numbers: list[int] = []
    _before_each_block(monkeypatch, lambda: numbers.append(len(_indexes())))
    return numbers


def _before_each_block(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    def write(texts: writing.Texts) -> None:
        act()
        writing.write(texts)

    monkeypatch.setattr(generated, "write", write)


def _indexes() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
        return cursor.fetchall()


def test_every_index_is_there_as_it_was(seen: list[int]) -> None:
    before = _indexes()

    call_command("generate_referrals", count=COUNT, seed=4)

    assert len(seen) == 3
    assert max(seen) < len(before) - 50
    assert _indexes() == before
    with connection.cursor() as cursor:
        cursor.execute(NOT_VALID)
        assert cursor.fetchall() == []
    assert Referral.objects.count() == COUNT


def test_every_index_that_the_models_declare_is_there() -> None:
    declared = {index.name for model in (QueueRow, Referral) for index in model._meta.indexes}

    call_command("generate_referrals", count=COUNT, seed=4)

    assert len(declared) > 12
    assert declared <= {name for name, _ in _indexes()}


def test_what_fails_half_way_leaves_every_index_and_no_case(monkeypatch: pytest.MonkeyPatch) -> None:
    before, colleagues = _indexes(), User.objects.count()
    monkeypatch.setattr("referrals.demonstration.generated.ground.CASES_OF_AN_OFFICER", 10)
    written: list[int] = []

    def fail_at_the_third() -> None:
        written.append(Person.objects.count())
        if len(written) == 3:
            raise OSError("No space left on device")

    _before_each_block(monkeypatch, fail_at_the_third)

    with pytest.raises(OSError, match="No space"):
        call_command("generate_referrals", count=COUNT, seed=4)

    assert written == [0, 40, 80]
    assert _indexes() == before
    assert Person.objects.count() == Referral.objects.count() == 0
    assert User.objects.count() == colleagues


def test_an_end_of_the_connection_half_way_leaves_every_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the command is killed, which runs nothing more."""
    before = _indexes()

    def end() -> None:
        if Person.objects.exists():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    _before_each_block(monkeypatch, end)

    with closing(connection), pytest.raises(Exception, match="terminating connection"):
        call_command("generate_referrals", count=COUNT, seed=4)

    assert _indexes() == before
    assert Referral.objects.count() == 0


def test_who_draws_does_not_hold_the_connection_of_a_command_that_may_be_killed() -> None:
    connection.ensure_connection()
    held = os.fstat(connection.connection.fileno()).st_ino

    with generated._processes(1) as drawers:
        assert held in _open_here()
        assert held not in drawers.submit(_open_here).result()

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _open_here() -> set[int]:
    found = set()
    for number in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            found.add(os.fstat(int(number)).st_ino)
    return found


def test_few_more_among_many_leave_the_indexes_in_place(seen: list[int]) -> None:
    call_command("generate_referrals", count=COUNT, seed=4)
    seen.clear()
    before = _indexes()

    call_command("generate_referrals", count=50, seed=5)
    assert max(seen) < len(before)
    seen.clear()
    call_command("generate_referrals", count=45, seed=6)

    assert seen == [len(before)] * 2


def test_only_the_owner_sets_them_aside(seen: list[int]) -> None:
    before = _indexes()
    assert are_better_built_anew(COUNT)

    serve_as(APPLICATION)
    call_command("generate_referrals", count=COUNT, seed=4)

    assert seen == [len(before)] * 3
    assert Referral.objects.count() == COUNT
