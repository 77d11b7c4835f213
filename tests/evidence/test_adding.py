"""Adding files: one or many, the limits, the same file twice, and who may."""

import dataclasses
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import NotAllowed, Refused
from audit.enums import Operation
from audit.models import Entry
from notifications.models import Notice
from referrals.enums import FileState, Status
from referrals.evidence import actions
from referrals.evidence import store as kept_in
from referrals.evidence.rules import TAKEN
from referrals.models import EvidenceFile, Referral
from tests.evidence import samples
from tests.evidence.factories import NOW, add, address, arrived, kept
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, actor_of, referral_of

pytestmark = pytest.mark.django_db
ALREADY = "it is already here as"


@pytest.fixture
def as_officer(client: Client, officer: Membership) -> Client:
    client.force_login(officer.user)
    return client


def send(client: Client, referral: Referral, files: list[tuple[str, bytes]], **more: Any) -> list[str]:
    """What the next page says of it."""
    chosen = [SimpleUploadedFile(name, content) for name, content in files]
    response = client.post(address(referral), {"chosen": chosen, **more})
    assert response.status_code == 302
    return [str(message) for message in get_messages(response.wsgi_request)]


def names(referral: Referral) -> list[str]:
    return [file.name for file in referral.files.all()]


def test_a_file_is_kept_as_it_came_and_waits_to_be_checked(
    as_officer: Client, referral: Referral, folder: Path
) -> None:
    said = send(as_officer, referral, [("Tenancy letter.pdf", samples.PDF)])

    file = EvidenceFile.objects.get()
    assert said == ["1 file is added."]
    assert (file.name, file.content_type, file.size, file.goes_in_pack) == (
        "Tenancy letter.pdf",
        "application/pdf",
        len(samples.PDF),
        True,
    )
    assert (file.state, file.added_by, file.referral) == (FileState.WAITING, referral.author, referral)
    assert kept(file) == samples.PDF
    assert "letter" not in file.stored_as


def test_the_ledger_says_that_it_was_added_and_holds_neither_its_name_nor_its_content(
    as_officer: Client, referral: Referral
) -> None:
    send(as_officer, referral, [("Tenancy letter.pdf", samples.PDF)])

    entry = Entry.objects.get(event="file.added")
    assert (entry.operation, entry.reference) == (Operation.COLLECTION, referral.reference)
    assert set(entry.digests) == {"file", "name", "sha256"}
    assert "Tenancy" not in str(entry.digests)


def test_several_come_at_once_and_one_that_is_refused_keeps_none_of_the_others_away(
    as_officer: Client, referral: Referral, settings: Any
) -> None:
    settings.EVIDENCE_LARGEST_BYTES = 1024 * 1024

    said = send(
        as_officer,
        referral,
        [
            ("a.pdf", samples.PDF),
            ("b.exe", samples.PROGRAM),
            ("c.pdf", samples.PDF + bytes(1024 * 1024)),
            ("d.txt", b""),
            ("e.jpg", samples.JPG),
        ],
    )

    assert names(referral) == ["a.pdf", "e.jpg"]
    assert said == [
        f"“b.exe” was not added: files of its type are not taken here. Add {TAKEN}.",
        "“c.pdf” was not added: it is larger than 1 MB. Make it smaller, or split it and add the parts.",
        "“d.txt” was not added: it is empty. See whether it opens on your device, and add it again.",
        "2 files are added.",
    ]


def test_exactly_the_limit_is_taken_and_one_byte_more_is_refused(as_officer: Client, referral: Referral) -> None:
    """25 MB, as the Home Office counts them."""
    rest = bytes(26_214_400 - len(samples.PDF))

    send(as_officer, referral, [("fits.pdf", samples.PDF + rest)])
    said = send(as_officer, referral, [("large.pdf", samples.PDF + rest + b"x")])

    assert [(file.name, file.size) for file in referral.files.all()] == [("fits.pdf", 26_214_400)]
    assert said == [
        "1 file is added.",
        "“large.pdf” was not added: it is larger than 25 MB. Make it smaller, or split it and add the parts.",
    ]


def test_a_hundred_files_are_taken_and_the_next_is_refused(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    first = add(referral, officer, "1.pdf")
    for n in range(2, 98):
        first.pk, first.key, first.stored_as, first.sha256 = None, uuid.uuid4(), f"kept/{n}", f"{n:064}"
        first.save(force_insert=True)

    said = send(as_officer, referral, [(f"{n}.pdf", samples.pdf(str(n))) for n in range(98, 102)])

    assert referral.files.count() == 100
    assert said == [
        "“101.pdf” was not added: 100 files are as many as can be here. Take one out that is not needed.",
        "3 files are added.",
    ]
    page = as_officer.get(address(referral)).content.decode()
    assert "The Home Office takes 99 files with a referral, and 100 here are of its types." in page
    assert "100 files are here, and that is as many as can be." in page
    assert 'type="file"' not in page


def test_more_than_a_hundred_in_one_request_are_answered_with_sentences(
    as_officer: Client, referral: Referral, settings: Any
) -> None:
    settings.EVIDENCE_MOST_FILES = 1

    said = send(as_officer, referral, [(f"{n}.txt", f"File {n}".encode()) for n in range(101)])

    assert (referral.files.count(), len(said)) == (1, 101)


def test_one_that_is_taken_out_makes_room(officer: Membership, referral: Referral, settings: Any) -> None:
    settings.EVIDENCE_MOST_FILES = 1
    first = add(referral, officer)

    actions.supersede(first.pk, reason="Another case.", by=actor_of(officer), at=NOW)

    assert add(referral, officer, "second.pdf").name == "second.pdf"


def test_the_same_file_is_recognised_whatever_it_is_called(
    as_officer: Client, officer: Membership, referral: Referral, folder: Path
) -> None:
    add(referral, officer, content=samples.PDF)

    said = send(as_officer, referral, [("copy of letter.pdf", samples.PDF)])

    since = "added by Dana Whitlock on 23 November 2026 at 02:14"
    assert said == [f"“copy of letter.pdf” was not added: {ALREADY} “letter.pdf”, {since}."]
    assert len(list((folder / "kept").iterdir())) == referral.files.count() == 1


def test_the_same_file_may_be_on_two_cases_and_come_back_after_it_was_taken_out(
    officer: Membership, referral: Referral
) -> None:
    other = referral_of(officer)
    first = add(referral, officer, content=samples.PDF)
    add(other, officer, content=samples.PDF)
    actions.supersede(first.pk, reason="Wrong one.", by=actor_of(officer), at=NOW)

    again = add(referral, officer, content=samples.PDF)

    assert EvidenceFile.objects.filter(sha256=again.sha256).count() == 3


def test_two_at_the_same_moment_do_not_make_two_of_it(
    officer: Membership, referral: Referral, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """The second is only found out once its bytes are kept, and then nothing of it stays."""
    keep = kept_in.keep

    def keep_while_somebody_else_adds(file: Any) -> str:
        monkeypatch.setattr(kept_in, "keep", keep)
        add(referral, officer, "first.pdf", samples.PDF)
        return keep(file)

    monkeypatch.setattr(kept_in, "keep", keep_while_somebody_else_adds)

    with pytest.raises(Refused, match=f"“second.pdf” was not added: {ALREADY} “first.pdf”"):
        add(referral, officer, "second.pdf", samples.PDF)

    assert names(referral) == ["first.pdf"]
    assert len(list((folder / "kept").iterdir())) == 1


def test_what_cannot_be_written_down_is_not_kept_either(
    officer: Membership, referral: Referral, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Here because the ledger is longer than it may be. Nothing of the file stays."""
    nobody = dataclasses.replace(actor_of(officer), agency_code="x" * 61)

    with pytest.raises(DatabaseError), transaction.atomic():
        actions.add_file(referral.pk, arrived("a.pdf", samples.PDF), by=nobody, at=NOW)

    assert not referral.files.exists()
    assert list((folder / "kept").iterdir()) == []


def lodged(referral: Referral, **facts: Any) -> Referral:
    force = AgencyFactory()
    Referral.objects.filter(pk=referral.pk).update(
        **{"status": Status.TRIAGE, "lodged_at": NOW, "force": force, "unit": UnitFactory(agency=force), **facts}
    )
    referral.refresh_from_db()
    return referral


def test_after_it_was_passed_on_files_are_still_added_and_the_unit_is_told_once_a_day(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    owner = MembershipFactory().user
    lodged(referral, owner=owner)

    send(as_officer, referral, [("a.pdf", samples.pdf("a")), ("b.pdf", samples.pdf("b"))])

    assert all(file.was_added_later for file in referral.files.all())
    assert {(notice.kind, notice.unit, notice.person) for notice in Notice.objects.all()} == {
        ("added_to", referral.unit, None),
        ("added_to", None, owner),
    }
    assert "Added after sending to the unit" in as_officer.get(address(referral)).content.decode()


def test_the_receiving_unit_adds_files_too(client: Client, referral: Referral) -> None:
    lodged(referral)
    manager = MembershipFactory(agency=referral.force, roles=[Role.CASE_MANAGER])
    client.force_login(manager.user)

    assert send(client, referral, [("a.pdf", samples.PDF)]) == ["1 file is added."]


def test_a_discarded_draft_takes_no_files(as_officer: Client, officer: Membership, referral: Referral) -> None:
    Referral.objects.filter(pk=referral.pk).update(
        status=Status.DISCARDED, discarded_at=NOW, discarded_by=officer.user, discard_reason="Twice."
    )

    said = send(as_officer, referral, [("a.pdf", samples.PDF)])

    assert set(said) == {"This draft was discarded, so its files stay as they are."}
    assert not referral.files.exists()
    assert 'type="file"' not in as_officer.get(address(referral)).content.decode()


# Who is not allowed


def test_somebody_who_only_looks_on_may_not_add(client: Client, referral: Referral, folder: Path) -> None:
    lodged(referral)
    registrar = MembershipFactory(agency=referral.force, roles=[Role.CRIME_REGISTRAR])
    client.force_login(registrar.user)
    assert client.get(address(referral)).status_code == 200

    response = client.post(address(referral), {"chosen": SimpleUploadedFile("a.pdf", samples.PDF)})

    assert response.status_code == 403
    assert not referral.files.exists()
    assert not (folder / "kept").exists()


def test_the_action_itself_refuses_a_stranger(referral: Referral, folder: Path) -> None:
    stranger = MembershipFactory(roles=[Role.FIRST_RESPONDER])

    with pytest.raises(NotAllowed):
        actions.add_file(referral.pk, arrived("a.pdf", samples.PDF), by=actor_of(stranger), at=NOW)

    assert not (folder / "kept").exists()


# Names


STRANGE = {
    "../../../etc/passwd.txt": "passwd.txt",
    "C:\\Windows\\letter.txt": "letter.txt",
    "a\0b.txt": "ab.txt",
    "👮 photo.txt": "👮 photo.txt",
    "abc\u202etxt.exe.txt": "abctxt.exe.txt",
    "صورة.txt": "صورة.txt",
    "<b>{{ 7|add:7 }}.txt": "<b>{{ 7|add:7 }}.txt",
    'a"b.txt': 'a"b.txt',
}


def test_strange_names_are_kept_as_text_and_never_become_paths(
    officer: Membership, referral: Referral, folder: Path
) -> None:
    for number, name in enumerate(STRANGE):
        add(referral, officer, name, f"File {number}".encode())

    assert names(referral) == list(STRANGE.values())
    assert {path.parent for path in folder.rglob("*") if path.is_file()} == {folder / "kept"}


def test_a_name_is_escaped_wherever_it_is_shown(as_officer: Client, officer: Membership, referral: Referral) -> None:
    file = add(referral, officer, "<b>{{ 7|add:7 }}.pdf", samples.PDF)

    for page in (address(referral), address(referral, file, "supersede-file")):
        html = as_officer.get(page).content.decode()
        assert "&lt;b&gt;{{ 7|add:7 }}.pdf" in html
        assert "<b>{{" not in html
    said = send(as_officer, referral, [("<i>.pdf", samples.PDF)])
    assert "“<i>.pdf” was not added" in said[0]
    assert "&lt;i&gt;.pdf” was not added" in as_officer.get(address(referral)).content.decode()


def test_a_browser_that_finds_a_file_too_large_says_its_name_only(as_officer: Client, referral: Referral) -> None:
    said = send(as_officer, referral, [], too_large=["holiday.mp4", "../b.mp4"])

    assert said == [
        "“holiday.mp4” was not added: it is larger than 25 MB. Make it smaller, or split it and add the parts.",
        "“b.mp4” was not added: it is larger than 25 MB. Make it smaller, or split it and add the parts.",
    ]


@pytest.mark.parametrize(
    ("sent", "said"), [("3", ["3 files are added."]), ("0", []), ("x", []), ("99999", []), ("-1", [])]
)
def test_files_that_were_sent_one_by_one_are_counted_at_the_end(
    sent: str, said: list[str], as_officer: Client, referral: Referral
) -> None:
    assert send(as_officer, referral, [], sent=sent) == said


def test_a_script_is_told_how_many_were_added(as_officer: Client, referral: Referral) -> None:
    added = [
        as_officer.post(
            address(referral), {"chosen": SimpleUploadedFile(name, samples.PDF)}, HTTP_ACCEPT="application/json"
        )
        for name in ("a.pdf", "again.pdf")
    ]

    assert [response.json() for response in added] == [{"added": 1}, {"added": 0}]
    assert "“again.pdf” was not added" in as_officer.get(address(referral)).content.decode()
