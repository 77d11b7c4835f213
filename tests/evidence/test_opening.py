"""Opening a file: checked, recorded, and sealed against whatever is in it."""

from typing import Any

import pytest
from django.test import Client

from agencies.models import Membership
from agencies.refusals import NotAllowed
from audit.enums import Operation, Outcome
from audit.models import Entry
from referrals.enums import FileState
from referrals.evidence import actions, store
from referrals.models import Referral
from tests.evidence import samples
from tests.evidence.factories import NOW, add, add_clean, address, kept, read
from tests.factories import actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_officer(client: Client, officer: Membership) -> Client:
    client.force_login(officer.user)
    return client


def test_a_file_comes_as_an_attachment_that_nothing_can_run_from(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add_clean(referral, officer, "letter.pdf")

    response = as_officer.get(address(referral, file))

    assert read(response) == kept(file)
    expected = {
        "Content-Type": "application/pdf",
        "Content-Length": str(file.size),
        "Content-Disposition": 'attachment; filename="letter.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "Cache-Control": "no-store",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
    }
    assert {name: response.headers.get(name) for name in expected} == expected
    assert "Content-Security-Policy-Report-Only" not in response.headers


CALLED = {
    'a"b.pdf': 'attachment; filename="a\\"b.pdf"',
    "Siân 😀.pdf": "attachment; filename*=utf-8''Si%C3%A2n%20%F0%9F%98%80.pdf",
    "a;b=c.pdf": 'attachment; filename="a;b=c.pdf"',
    "صورة.pdf": "attachment; filename*=utf-8''%D8%B5%D9%88%D8%B1%D8%A9.pdf",
}


def test_it_is_called_what_it_was_called_and_no_name_breaks_out_of_its_header(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    headers = {}
    for name in CALLED:
        response = as_officer.get(address(referral, add_clean(referral, officer, name)))
        read(response)
        headers[name] = response["Content-Disposition"]

    assert headers == CALLED


def test_a_text_that_is_a_page_is_served_as_text(as_officer: Client, officer: Membership, referral: Referral) -> None:
    file = add(referral, officer, "page.txt", samples.HTML, state=FileState.CLEAN, scanned_at=NOW)

    response = as_officer.get(address(referral, file))

    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("text/plain", "nosniff")
    assert read(response) == samples.HTML


def test_the_ledger_says_who_opened_which_file(as_officer: Client, officer: Membership, referral: Referral) -> None:
    file = add_clean(referral, officer)

    read(as_officer.get(address(referral, file)))

    entry = Entry.objects.get(event="file.opened")
    assert (entry.operation, entry.reference, entry.shown) == (
        Operation.CONSULTATION,
        referral.reference,
        [str(file.key)],
    )
    assert entry.actor_id == officer.user_id


CLOSED: list[dict[str, Any]] = [
    {"state": FileState.WAITING},
    {"state": FileState.INFECTED, "scanned_at": NOW, "finding": "Test-Signature"},
]


@pytest.mark.parametrize("facts", CLOSED)
def test_what_was_not_passed_by_the_scanner_is_refused_and_the_refusal_recorded(
    facts: dict[str, Any], as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer, **facts)

    response = as_officer.get(address(referral, file))

    assert response.status_code == 403
    assert samples.pdf("letter.pdf") not in response.content
    assert not Entry.objects.filter(event="file.opened").exists()
    assert Entry.objects.filter(event="page.refused", outcome=Outcome.REFUSED).count() == 1


def test_a_file_that_was_never_scanned_opens_in_practice_and_nowhere_else(
    officer: Membership, referral: Referral, settings: Any
) -> None:
    file = add(referral, officer, state=FileState.NOT_SCANNED)

    with actions.open_file(file, by=actor_of(officer), at=NOW) as stream:
        assert stream.read() == samples.pdf("letter.pdf")
    for changed in ({"DEMONSTRATION": False}, {"CLAMD_ADDRESS": "127.0.0.1:1"}):
        settings.DEMONSTRATION, settings.CLAMD_ADDRESS = True, ""
        for name, value in changed.items():
            setattr(settings, name, value)
        with pytest.raises(NotAllowed):
            actions.open_file(file, by=actor_of(officer), at=NOW)


def test_one_that_was_taken_out_is_still_there_for_who_looks_back(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add_clean(referral, officer)
    actions.supersede(file.pk, reason="Twice.", by=actor_of(officer), at=NOW)

    assert read(as_officer.get(address(referral, file))) == kept(file)


def test_one_whose_bytes_are_gone_says_so_and_was_not_opened(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add_clean(referral, officer)
    store.forget(file.stored_as)

    response = as_officer.get(address(referral, file), follow=True)

    assert "The file is not where it was kept. Tell your administrator." in response.content.decode()
    assert not Entry.objects.filter(event="file.opened").exists()
