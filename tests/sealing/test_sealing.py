"""What is sealed, when, and where it is told of."""

import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.actions import record
from audit.enums import Operation
from audit.models import Anchored, Entry, Seal
from audit.sealing import actions, anchoring, anchors, proving
from audit.sealing.actions import seal_what_is_written
from audit.sealing.anchors import Anchor, NotAnAnchor
from audit.sealing.keys import key_of
from audit.tasks import seal as seal_task
from embedded.database import OWNER
from tests.conftest import superuser_url

pytestmark = pytest.mark.django_db(transaction=True)

KEY = key_of(settings.LEDGER_KEY)
ANCHOR = Anchor(4, 90, bytes(32), b"\x01" * 32)


def write(event: str = "test.happened") -> Entry:
    return record(Operation.SECURITY, event, by=None, at=timezone.now())


def sealed(patience: float = 5) -> list[Seal]:
    return seal_what_is_written(KEY, timezone.now(), patience)


def other_connection() -> "psycopg.Connection[tuple[Any, ...]]":
    parameters = connection.get_connection_params()
    return psycopg.connect(**{name: parameters[name] for name in ("host", "port", "user", "password", "dbname")})


def test_nothing_is_sealed_twice_and_each_seal_follows_the_one_before() -> None:
    assert sealed() == []
    write()
    [first] = sealed()
    assert sealed() == []
    last = [write(), write()][-1]
    [second] = sealed()

    assert (second.number, second.first, second.last, second.count) == (2, first.last + 1, last.pk, 2)
    assert bytes(second.previous) == bytes(first.hash)


def test_a_line_that_is_not_committed_yet_is_waited_for_and_nobody_waits_for_us() -> None:
    """It has the lower number. Sealed without it, the ledger would look as if it had been added afterwards."""
    with other_connection() as other:
        other.execute(
            "INSERT INTO audit_entry (at, roles, operation, event, acting_for, reference, shown, digests, outcome, "
            "request_id) VALUES (now(), '{}', 'security', 'test.slow', '', '', '{}', '{}', 'allowed', '')"
        )
        later = write("test.quick")
        assert sealed(patience=0.2) == []
        write("test.meanwhile")
        other.commit()

    [made] = sealed()

    assert made.count == 3
    assert made.first <= later.pk <= made.last


def test_what_another_database_of_the_server_writes_is_not_waited_for() -> None:
    with psycopg.connect(superuser_url()) as elsewhere:
        [[name]] = elsewhere.execute("SELECT current_database()").fetchall()
        assert name != connection.settings_dict["NAME"]
        elsewhere.execute("SELECT pg_current_xact_id()")
        write()
        assert len(sealed(patience=0)) == 1
        elsewhere.rollback()


def test_a_transaction_that_only_reads_is_not_waited_for() -> None:
    with other_connection() as other:
        other.execute("SELECT count(*) FROM audit_entry")
        write()
        assert len(sealed(patience=0)) == 1
        other.rollback()


def test_what_was_rolled_back_leaves_a_gap_and_no_doubt() -> None:
    write()
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    write()

    [made] = sealed()

    assert made.count == 2
    assert not Entry.objects.filter(pk=made.last - 1).exists()


def test_two_that_seal_at_once_make_one_chain() -> None:
    for _ in range(20):
        write()
    ready = threading.Barrier(4)

    def run() -> None:
        try:
            ready.wait()
            sealed()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealed()

    seals = list(Seal.objects.order_by("number"))
    assert [each.number for each in seals] == list(range(1, len(seals) + 1))
    assert sum(each.count for each in seals) == 20


def test_while_another_seals_nothing_is_sealed_here() -> None:
    write()
    with other_connection() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [actions.LOCK])
        assert sealed() == []
        other.rollback()

    assert len(sealed()) == 1


@pytest.mark.parametrize("change", ["UPDATE audit_seal SET count = 0", "DELETE FROM audit_seal", "TRUNCATE audit_seal"])
def test_a_seal_cannot_be_changed_by_who_serves_nor_by_the_owner(change: str) -> None:
    write()
    sealed()

    with pytest.raises(DatabaseError, match="permission denied for table audit_seal"):
        connection.cursor().execute(change)
    parameters = {**connection.get_connection_params(), "user": OWNER}
    allowed = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname")}
    with psycopg.connect(**allowed) as owner, pytest.raises(psycopg.DatabaseError, match="append-only"):
        owner.execute(change)


# Anchors


def test_the_task_seals_and_tells_each_store_once(tmp_path: Path, settings: Any) -> None:
    settings.LEDGER_ANCHOR_FOLDER, settings.LEDGER_ANCHOR_MAIL = str(tmp_path / "new"), "anchors@elsewhere.test"
    write()
    seal_task()
    seal_task()
    write()
    seal_task()

    told = anchors.read((tmp_path / "new" / "anchors.txt").read_text().splitlines())
    seals = list(Seal.objects.order_by("number"))
    assert [(each.number, each.last, each.hash) for each in told.values()] == [
        (each.number, each.last, bytes(each.hash)) for each in seals
    ]
    by_mail = [anchors.read(message.body.splitlines()) for message in mail.outbox]
    assert [list(each) for each in by_mail] == [[1], [2]]
    assert {**by_mail[0], **by_mail[1]} == told
    assert mail.outbox[0].to == ["anchors@elsewhere.test"]


def test_a_store_that_does_not_answer_hears_of_everything_later(tmp_path: Path, settings: Any) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    settings.LEDGER_ANCHOR_FOLDER = str(blocked)
    write()
    sealed()
    assert anchoring.tell_of_new_seals() == {"folder": 0}
    write()
    sealed()

    blocked.unlink()

    assert anchoring.tell_of_new_seals() == {"folder": 2}
    assert Anchored.objects.get().number == 2


def test_an_anchor_reads_as_it_was_written_also_out_of_a_mail() -> None:
    text = f"# Keep these lines\n\n> quoted\n{ANCHOR}\n  {ANCHOR}  \n"

    assert anchors.read(text.splitlines()) == {4: ANCHOR}


@pytest.mark.parametrize(
    "line", ["4 90", f"four 90 {'00' * 32} {'01' * 32}", f"4 90 {'zz' * 32} {'01' * 32}", f"{ANCHOR} more", "hello"]
)
def test_what_is_no_anchor_is_named(line: str) -> None:
    with pytest.raises(NotAnAnchor, match="not an anchor"):
        anchors.read([line])


def test_two_anchors_of_one_seal_that_differ_are_refused() -> None:
    other = Anchor(4, 91, bytes(32), b"\x01" * 32)

    with pytest.raises(NotAnAnchor, match="Seal 4 is anchored twice"):
        anchors.read([str(ANCHOR), str(other)])


@pytest.mark.parametrize("text", ["", "AAAA", "A" * 42, "not base 64!"])
def test_a_key_is_32_bytes(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - binascii words it
        key_of(text)


# One line


def test_one_line_is_proved_without_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [write() for _ in range(7)]
    [made] = sealed()

    for line in lines:
        proof = proving.prove(line.pk)
        assert proof.holds
        assert proof.says.hash == bytes(made.hash)
        assert len(proof.path) <= 3
    call_command("prove_entry", lines[0].pk)
    assert bytes(made.hash).hex() in capsys.readouterr().out


def test_a_line_without_a_seal_is_not_proved() -> None:
    line = write()

    with pytest.raises(CommandError, match=f"No seal holds a line {line.pk}"):
        call_command("prove_entry", line.pk)
    with pytest.raises(CommandError, match="No seal holds a line 0"):
        call_command("prove_entry", 0)
