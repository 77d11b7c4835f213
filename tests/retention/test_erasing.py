"""Two supervisors agree, and then nothing is left of a case: in no table, version, file or search."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
import time_machine
from django.conf import settings as our_settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from psycopg import sql

from agencies.enums import Role
from agencies.models import KeptForm, Membership
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit.enums import Operation
from audit.models import Entry, RecordKey
from notifications.models import Notice
from referrals.casework.actions.notes import add_note
from referrals.enums import ErasureBasis, NoteKind, WishKind
from referrals.evidence import store
from referrals.models import Erasure, EvidenceFile, QueueRow, Referral
from referrals.retention import actions, queries
from referrals.sharing import actions as sharing_actions
from referrals.sharing.wishing import actions as wishing
from tests.conftest import superuser_url
from tests.evidence import samples
from tests.evidence.factories import add_clean, arrived
from tests.factories import actor_of, referral_of
from tests.lodging.factories import NOW, Force, member
from tests.notifications.house import House
from tests.notifications.test_nothing_personal import marked_case
from tests.queue.cases import listed
from tests.retention.closed import LONG_AGO, close, closed
from tests.sharing.factories import Sharing

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Nothing needs it any more."


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def inspector(force: Force) -> Membership:
    return member(force.agency, Role.SUPERVISOR, force.unit, name="Insp Ruth Vale")


def ask(case: Referral, by: Membership, basis: ErasureBasis = ErasureBasis.REVIEWED, at: Any = NOW) -> Erasure:
    return actions.ask_to_erase(case.pk, basis=basis, reason=WHY, by=actor_of(by), at=at)


def approve(case: Referral, by: Membership, at: Any = NOW) -> Erasure:
    return actions.approve(case.pk, by=actor_of(by), at=at)


def note(case: Referral, by: Membership, text: str, at: datetime) -> None:
    add_note(case.pk, kind=NoteKind.OTHER, text=text, their_words="", by=actor_of(by), at=at)


def everything() -> str:
    """Every row of every table, as text; what stands in bytes as well; every file of the store; every key of Redis."""
    said: list[str] = []
    with psycopg.connect(superuser_url(connection.settings_dict["NAME"])) as superuser:
        named = superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in named:
            rows = superuser.execute(sql.SQL("SELECT one::text FROM {} AS one").format(sql.Identifier(name)))
            said += [row for (row,) in rows]
    folder = Path(our_settings.EVIDENCE_FOLDER)
    said += [path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file()]
    with redis.Redis.from_url(our_settings.REDIS_URL) as held:
        said += [f"{key} {held.dump(key)!r}" for key in held.scan_iter()]
    return "\n".join(said)


def left_of(words: set[str]) -> set[str]:
    there = everything()
    return {word for word in words if word in there or word.encode().hex() in there}


# What is gone


def test_no_word_of_a_case_is_left_anywhere_and_every_word_was_there_before() -> None:
    house = House()
    case, words = marked_case(house)
    words = {word for word in words if word.startswith("Marked")}
    add_clean(case, house.manager, "MarkedName.pdf")
    note(case, house.manager, "MarkedNote", NOW)
    words |= {"MarkedName", "MarkedNote"}
    KeptForm.objects.create(
        user=house.manager.user, path=f"/referrals/{case.reference}/notes/new/", route="new-note",
        fields=b"MarkedForm", kept_at=NOW,
    )  # fmt: skip
    words.add("MarkedForm")
    case.person.given_names = "MarkedBefore"
    case.person.save()
    case.person.given_names = "MarkedAfter"
    case.person.save()
    words |= {"MarkedBefore", "MarkedAfter"}
    close(case, house.manager, NOW - LONG_AGO)
    before = left_of(words)
    assert before > {"MarkedBefore", "MarkedAfter", "MarkedName", "MarkedNote"}
    assert len(before) > 50

    ask(case, house.supervisor, at=NOW)
    approve(case, house.inspector)

    assert left_of(words) == set()
    assert not Referral.objects.filter(pk=case.pk).exists()


def test_what_stays_is_a_tombstone_and_the_ledger_without_what_could_prove_a_value(
    force: Force, inspector: Membership, client: Client
) -> None:
    case = closed(force)
    note(case, force.manager, "A note", NOW - LONG_AGO)
    close(case, force.manager, NOW - LONG_AGO)
    assert RecordKey.objects.filter(reference=case.reference).exists()
    lines = set(Entry.objects.filter(reference=case.reference).values_list("pk", flat=True))
    ask(case, force.supervisor)

    approve(case, inspector)

    assert not RecordKey.objects.filter(reference=case.reference).exists()
    assert lines < set(Entry.objects.filter(reference=case.reference).values_list("pk", flat=True))
    entry = Entry.objects.get(event="case.erased")
    assert (entry.operation, entry.reference, entry.digests) == (Operation.ERASURE, case.reference, {})
    tombstone = Erasure.objects.get()
    assert (tombstone.reference, tombstone.asked_by, tombstone.approved_by) == (
        case.reference, force.supervisor.user, inspector.user,
    )  # fmt: skip
    assert tombstone.rows["referrals_referral"] == tombstone.rows["victims_person"] == 1
    assert tombstone.rows["referrals_note"] == 1
    client.force_login(inspector.user)
    shown = client.get("/retention/erased/").content.decode()
    assert case.reference in shown
    assert "Agreed by Insp Ruth Vale" in shown
    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_tombstone_is_never_changed_or_removed(force: Force, inspector: Membership) -> None:
    case = closed(force)
    ask(case, force.supervisor)
    approve(case, inspector)

    for change in ("UPDATE referrals_erasure SET reason = ''", "DELETE FROM referrals_erasure"):
        with pytest.raises(DatabaseError, match="said for ever"), transaction.atomic():
            connection.cursor().execute(change)


def test_others_who_were_found_with_them_keep_what_is_theirs(force: Force, inspector: Membership) -> None:
    case = closed(force)
    case.encounter.suspects.create(name="Ben Shaw")
    case.encounter.suspects.create(name="Only Theirs", only_for=case)
    beside = referral_of(force.officer, encounter=case.encounter)
    untouched = listed(force)
    ask(case, force.supervisor)

    approve(case, inspector)

    beside.refresh_from_db()
    assert list(beside.encounter.suspects.values_list("name", flat=True)) == ["Ben Shaw"]
    assert QueueRow.objects.filter(pk=untouched.pk).exists()
    assert untouched.person.pk


def test_files_are_forgotten_and_what_partners_did_goes_with_it() -> None:
    sharing = Sharing()
    case, force = sharing.case, sharing.force
    inspector = member(force.agency, Role.SUPERVISOR, force.unit)
    share = sharing.accepted()
    add_clean(case, force.manager, "ours.pdf")
    sharing_actions.add_file(
        share.reference, arrived("theirs.pdf", samples.pdf("theirs")), by=actor_of(sharing.worker), at=NOW
    )
    wishing.ask(share.reference, kind=WishKind.LONGER, text="x", by=actor_of(sharing.worker), at=NOW)
    sharing_actions.stop(case.pk, 1, reason="She moved.", by=actor_of(force.manager), at=NOW)
    close(case, force.manager, NOW - LONG_AGO)
    stored = list(EvidenceFile.objects.filter(referral=case).values_list("stored_as", flat=True))
    gone = queries.what_would_go(case)
    assert (len(gone.files), gone.theirs) == (len(stored), 1)
    later = NOW + timedelta(minutes=1)
    ask(case, force.supervisor, at=later)

    made = approve(case, inspector, at=later)

    assert made.files == len(stored) > 1
    assert not set(stored) & set(store.names_of_all())
    assert dict(gone.rows)["share wishes"] == made.rows["referrals_sharewish"] == 1


# Who, and when


def test_nobody_erases_alone(force: Force, inspector: Membership) -> None:
    case = closed(force)
    with pytest.raises(Refused, match="answered already"):
        approve(case, inspector)
    made = ask(case, force.supervisor)
    assert Notice.objects.filter(kind="approval_asked", person=inspector.user).exists()
    with pytest.raises(Refused, match="You asked for it"):
        approve(case, force.supervisor)
    with pytest.raises(Refused, match="asked already"):
        ask(case, inspector)
    kent = Force("kent-police", "Kent Police")
    for who in (force.manager, force.officer, kent.supervisor):
        with pytest.raises(NotAllowed):
            approve(case, who)
        with pytest.raises(NotAllowed):
            ask(case, who)

    for past_the_actions in (
        "SELECT erase_case(%s)",
        "UPDATE referrals_erasure SET approved_at = now(), approved_by_id = asked_by_id WHERE id = %s",
        "UPDATE referrals_erasure SET erased_at = now() WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(past_the_actions, [made.pk])
    assert Referral.objects.filter(pk=case.pk).exists()


def test_the_database_itself_erases_nothing_that_is_held(force: Force, inspector: Membership) -> None:
    case = closed(force)
    made = ask(case, force.supervisor)
    actions.place_hold(case.pk, reason="An appeal.", by=actor_of(inspector), at=NOW)
    with pytest.raises(Refused, match="legal hold"):
        approve(case, inspector)
    Erasure.objects.filter(pk=made.pk).update(approved_at=NOW, approved_by=inspector.user)
    with pytest.raises(DatabaseError, match="that is held"), transaction.atomic():
        connection.cursor().execute("SELECT erase_case(%s)", [made.pk])


def test_what_was_recorded_since_is_looked_at_again(force: Force, inspector: Membership) -> None:
    case = closed(force)
    ask(case, force.supervisor)
    later = NOW + timedelta(hours=1)
    note(case, force.manager, "She rang.", later)
    QueueRow.objects.update(is_open=False)

    with pytest.raises(Refused, match="recorded since"):
        approve(case, inspector, at=later)
    actions.refuse(case.pk, reason="She rang.", by=actor_of(inspector), at=later)
    assert Notice.objects.filter(kind="approval_answered", person=force.supervisor.user).exists()
    ask(case, inspector, at=later)
    assert approve(case, force.supervisor, at=later).erased_at


def test_what_stops_it_is_said_at_its_box(force: Force) -> None:
    young = closed(force, NOW - timedelta(days=400))
    with pytest.raises(BoxRefused, match="has not come yet") as refusal:
        ask(young, force.supervisor)
    assert refusal.value.box == "basis"
    with pytest.raises(BoxRefused, match="not closed"):
        ask(listed(force), force.supervisor)
    with pytest.raises(BoxRefused, match="Say why"):
        actions.ask_to_erase(young.pk, basis=ErasureBasis.RIGHT, reason=" ", by=actor_of(force.supervisor), at=NOW)
    made = ask(young, force.supervisor, ErasureBasis.MISTAKE)
    with pytest.raises(BoxRefused, match="Say why"):
        actions.refuse(young.pk, reason=" ", by=actor_of(force.supervisor), at=NOW)
    actions.refuse(young.pk, reason="Asked for the wrong one.", by=actor_of(force.supervisor), at=NOW)
    assert not Notice.objects.filter(kind="approval_answered").exists()
    made.refresh_from_db()
    assert made.refused_by == force.supervisor.user


def test_without_another_supervisor_the_unit_hears_that_somebody_is_missing(force: Force) -> None:
    ask(closed(force), force.supervisor)

    assert Notice.objects.get(kind="approval_asked").unit == force.unit


def test_it_is_asked_and_agreed_on_the_pages(force: Force, inspector: Membership, client: Client) -> None:
    case = closed(force)
    file = add_clean(case, force.manager, "letter.pdf", added_at=NOW - LONG_AGO)
    address = f"{case.get_absolute_url()}retention/erase/"
    client.force_login(force.supervisor.user)
    shown = client.get(address).content.decode()
    assert file.name in shown
    assert "What stays" in shown
    assert "Choose why." in client.post(address, {"reason": WHY}).content.decode()
    back = f"{case.get_absolute_url()}retention/"
    assert client.post(address, {"basis": "right", "reason": WHY}).url == back
    assert "has asked to erase it" in client.get(back).content.decode()
    mine = client.get(address).content.decode()
    assert "Another supervisor has to agree." in mine
    assert 'name="erase"' not in mine
    assert "You asked for it" in client.post(address, {"erase": "1"}).content.decode()

    client.force_login(inspector.user)
    assert "waits for another supervisor" in client.get("/retention/erased/").content.decode()
    assert "Say why." in client.post(address, {"refuse": "1", "reason": ""}).content.decode()
    assert client.post(address, {"refuse": "1", "reason": "Not yet."}).url == back
    assert "not erased" in client.get("/retention/erased/").content.decode()
    client.post(address, {"basis": "right", "reason": WHY})
    client.force_login(force.supervisor.user)
    answer = client.post(address, {"erase": "1"}, follow=True)
    assert f"{case.reference} is erased" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/retention/erased/"


def test_two_who_agree_at_once_erase_once(force: Force, inspector: Membership) -> None:
    third = member(force.agency, Role.SUPERVISOR, force.unit)
    case = closed(force)
    ask(case, force.supervisor)
    ready, said = threading.Barrier(2), []

    def run(who: Membership) -> None:
        try:
            ready.wait()
            approve(case, who)
            said.append("erased")
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[who]) for who in (inspector, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said.count("erased") == 1
    assert Entry.objects.filter(event="case.erased").count() == 1
