"""Whatever somebody does who owns the whole database is found, with the anchor that they do not own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from psycopg import sql

from audit.actions import record
from audit.enums import Operation
from audit.models import Entry, Seal
from audit.sealing import actions, anchors
from audit.sealing.anchoring import tell_of_new_seals
from audit.sealing.anchors import Anchor
from audit.sealing.keys import key_of
from audit.sealing.verification import Report, Verdict, verify
from tests.conftest import superuser_url

pytestmark = pytest.mark.django_db(transaction=True)

KEY = key_of(settings.LEDGER_KEY)
Superuser = psycopg.Connection[tuple[Any, ...]]
# Lines of the ledger by their place from 0, three to a seal: 0 to 2, 3 to 5, 6 to 8.
SEALED, IN_ONE = 9, 3


@pytest.fixture
def superuser() -> Iterator[Superuser]:
    """Who has switched every lock off."""
    with psycopg.connect(superuser_url(connection.settings_dict["NAME"]), autocommit=True) as found:
        rows = found.execute("SELECT relid::regclass::text FROM pg_partition_tree('audit_entry')").fetchall()
        months = [name for (name,) in rows]
        locks = [
            *((table, "append_only") for table in ("audit_entry", "audit_seal")),
            *((table, "no_truncate") for table in (*months, "audit_seal")),
        ]
        for table, lock in (*locks, ("audit_entry", "stamp")):
            found.execute(f"ALTER TABLE {table} DISABLE TRIGGER {lock}")  # type: ignore[arg-type]
        found.execute("ALTER TABLE audit_entry ALTER id SET DEFAULT nextval('audit_entry_id_seq')")
        yield found
        found.execute("ALTER TABLE audit_entry ALTER id DROP DEFAULT")
        for table, lock in locks:
            found.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {lock}")  # type: ignore[arg-type]
        found.execute("ALTER TABLE audit_entry ENABLE TRIGGER stamp")


@pytest.fixture
def anchor(tmp_path: Path, settings: Any) -> Path:
    settings.LEDGER_ANCHOR_FOLDER = str(tmp_path)
    return tmp_path / "anchors.txt"


@pytest.fixture
def lines(anchor: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of lines that are sealed and anchored."""
    monkeypatch.setattr(actions, "UNSEALED", actions.UNSEALED.replace(f"LIMIT {actions.MOST}", f"LIMIT {IN_ONE}"))
    write(SEALED)
    seal()
    assert Seal.objects.count() == SEALED / IN_ONE
    return list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def write(count: int) -> None:
    for number in range(count):
        record(Operation.CONSULTATION, f"test.{number}", "MS-26-0000001", by=None, at=timezone.now())


def seal(key: Ed25519PrivateKey = KEY) -> None:
    actions.seal_what_is_written(key, timezone.now())
    tell_of_new_seals()


def verified(superuser: Superuser, file: Path | None) -> Report:
    anchored: dict[int, Anchor] = anchors.read(file.read_text().splitlines()) if file else {}
    return verify(superuser, anchored)


def test_what_nobody_touched_is_intact(superuser: Superuser, lines: list[int], anchor: Path) -> None:
    report = verified(superuser, anchor)

    assert (report.verdict, report.proved_to, report.unsealed) == (Verdict.INTACT, lines[-1], 0)
    assert report.text == f"Intact.\nEvery line up to number {lines[-1]} is as it was when it was sealed and anchored."


def change(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("UPDATE audit_entry SET actor_id = 99 WHERE id = %s", [lines[4]])


def change_time(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = %s", [lines[0]])


def delete_first(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("DELETE FROM audit_entry WHERE id = %s", [lines[0]])


def delete(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("DELETE FROM audit_entry WHERE id = %s", [lines[4]])


def delete_end_of_seal(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("DELETE FROM audit_entry WHERE id = %s", [lines[5]])


def delete_a_seals_worth(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("DELETE FROM audit_entry WHERE id BETWEEN %s AND %s", [lines[3], lines[5]])


def insert(superuser: Superuser, lines: list[int]) -> None:
    """In a gap that a number left which was never used."""
    copied = "at, written_at, actor_id, acting_for, roles, operation, event, reference, shown, digests, outcome"
    names = sql.SQL(copied)
    statement = "INSERT INTO audit_entry (id, {}, request_id) SELECT 0, {}, request_id FROM audit_entry WHERE id = %s"
    superuser.execute(sql.SQL(statement).format(names, names), [lines[2]])


def reorder(superuser: Superuser, lines: list[int]) -> None:
    swap = "UPDATE audit_entry SET id = CASE id WHEN %(a)s THEN -1 ELSE %(a)s END WHERE id IN (%(a)s, %(b)s)"
    superuser.execute(swap, {"a": lines[3], "b": lines[4]})
    superuser.execute("UPDATE audit_entry SET id = %s WHERE id = -1", [lines[4]])


def truncate_lines(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("DELETE FROM audit_entry WHERE id >= %s", [lines[6]])


def truncate_with_seals(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("DELETE FROM audit_entry WHERE id >= %s", [lines[6]])
    superuser.execute("DELETE FROM audit_seal WHERE number = 3")


def remove_everything(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("TRUNCATE audit_entry, audit_seal")


def remove_a_seal_between(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("DELETE FROM audit_seal WHERE number = 2")


def change_with_its_hash(superuser: Superuser, lines: list[int]) -> None:
    change(superuser, lines)
    superuser.execute(
        "UPDATE audit_seal SET leaves = (SELECT leaves FROM audit_seal WHERE number = 1) WHERE number = 2"
    )


def move_a_border(superuser: Superuser, lines: list[int]) -> None:
    superuser.execute("UPDATE audit_seal SET last = last - 1 WHERE number = 1")


def reseal_everything(superuser: Superuser, lines: list[int]) -> None:
    """With a key of their own, after a change: consistent in itself."""
    change(superuser, lines)
    superuser.execute("TRUNCATE audit_seal")
    actions.seal_what_is_written(Ed25519PrivateKey.generate(), timezone.now())


def reseal_with_the_key(superuser: Superuser, lines: list[int]) -> None:
    """That they should not have."""
    change(superuser, lines)
    superuser.execute("TRUNCATE audit_seal")
    actions.seal_what_is_written(KEY, timezone.now())


FOUND: list[tuple[Callable[[Superuser, list[int]], None], str]] = [
    (change, "Line {4} is not what was sealed (seal 2)."),
    (change_time, "Line {0} is not what was sealed (seal 1)."),
    (delete_first, "The line that followed number {before} was removed (seal 1)."),
    (delete, "The line that followed number {3} was removed (seal 2)."),
    (delete_end_of_seal, "The line that followed number {4} was removed (seal 2)."),
    (delete_a_seals_worth, "Lines behind number {2} were removed (seal 2)."),
    (insert, "Line 0 was added (seal 1)."),
    (reorder, "Line {3} is not what was sealed (seal 2)."),
    (truncate_lines, "Lines behind number {5} were removed (seal 3)."),
    (
        truncate_with_seals,
        "Seal 3 was anchored and is not here: lines up to number {8} were removed, or its seals were.",
    ),
    (remove_everything, "Seal 1 was anchored and is not here: lines up to number {8} were removed, or its seals were."),
    (remove_a_seal_between, "Seal 3, up to line {8}, stands in place 2."),
    (change_with_its_hash, "Seal 2, up to line {5}, holds hashes of lines that do not give its root."),
    (move_a_border, "Seal 1, up to line {less}, does not say what its hash is of."),
    (reseal_everything, "Seal 1, up to line {2}, is not the one that was anchored."),
    (reseal_with_the_key, "Seal 1, up to line {2}, is not the one that was anchored."),
]


@pytest.mark.parametrize(("tamper", "named"), FOUND, ids=[tamper.__name__ for tamper, _ in FOUND])
def test_everything_that_a_superuser_does_is_found_and_named_first(
    tamper: Callable[[Superuser, list[int]], None], named: str, superuser: Superuser, lines: list[int], anchor: Path
) -> None:
    tamper(superuser, lines)

    report = verified(superuser, anchor)

    assert report.verdict == Verdict.BROKEN
    expected = named.replace("{before}", "0").replace("{less}", str(lines[2] - 1)).format(*lines)
    assert report.problems[0] == expected


@pytest.mark.parametrize("tamper", [truncate_with_seals, remove_everything, reseal_everything, reseal_with_the_key])
def test_without_the_anchor_what_is_consistent_is_not_called_intact(
    tamper: Callable[[Superuser, list[int]], None], superuser: Superuser, lines: list[int]
) -> None:
    tamper(superuser, lines)

    report = verified(superuser, None)

    assert report.verdict == Verdict.NOT_PROVABLE
    assert "Intact" not in report.text
    assert "Without an anchor that was kept elsewhere, all of it could have been made anew." in report.text


def test_what_was_resealed_later_with_another_key_is_found_by_its_signature(
    superuser: Superuser, lines: list[int], anchor: Path, settings: Any
) -> None:
    """Behind the last that was anchored."""
    settings.LEDGER_ANCHOR_FOLDER = ""
    write(3)
    seal(Ed25519PrivateKey.generate())

    assert verified(superuser, anchor).problems == [
        f"Seal 4, up to line {lines[-1] + 3}, is not signed with the key that was anchored."
    ]


def test_a_new_key_is_good_once_it_was_anchored(superuser: Superuser, lines: list[int], anchor: Path) -> None:
    write(3)
    seal(Ed25519PrivateKey.generate())

    assert verified(superuser, anchor).verdict == Verdict.INTACT


def test_what_is_not_sealed_or_not_anchored_is_not_provable(
    superuser: Superuser, lines: list[int], anchor: Path, settings: Any
) -> None:
    settings.LEDGER_ANCHOR_FOLDER = ""
    write(3)
    seal()
    write(2)

    report = verified(superuser, anchor)

    assert (report.proved_to, report.sealed, report.unsealed) == (lines[-1], 3, 2)
    assert report.text.splitlines()[2:] == [
        "3 later lines are sealed and not anchored yet: not provable.",
        "2 lines are not sealed yet: not provable.",
    ]


@pytest.mark.parametrize(("tampered", "anchored", "status"), [(False, True, 0), (True, True, 1), (False, False, 2)])
def test_the_command_says_so_and_ends_with_it(
    superuser: Superuser, lines: list[int], anchor: Path, tampered: bool, anchored: bool, status: int
) -> None:
    if tampered:
        change(superuser, lines)

    with pytest.raises(SystemExit) as ended:
        call_command("verify_ledger", *(["--anchor", str(anchor)] if anchored else []))

    assert ended.value.code == status
