"""Lines of the ledger in a file."""

import csv
import io

import pytest
from django.test import Client

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import NotAllowed
from audit.enums import Operation
from audit.models import Entry
from referrals.ledger.actions import exporting
from referrals.ledger.rules.asked import Asked
from referrals.ledger.rules.cells import plain
from tests.factories import actor_of
from tests.ledger.test_reading import write
from tests.lodging.factories import NOW, Force, member

pytestmark = pytest.mark.django_db
WHY = "=Asked for by the Commissioner"


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def auditor(force: Force) -> Membership:
    return member(force.agency, Role.AUDITOR)


def exported(client: Client, who: Membership, query: str = "from=2026-01-01") -> list[list[str]]:
    client.force_login(who.user)
    response = client.post(f"/ledger/export/?{query}", {"reason": WHY})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="ledger-')
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+44", "'+44"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("  =1", "'  =1"),
        ("MS-26-1", "MS-26-1"), (7, "7"), ("", ""),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: object, written: str) -> None:
    assert plain(cell) == written


def test_what_is_filtered_goes_into_a_file(force: Force, auditor: Membership, client: Client) -> None:
    force.officer.user.full_name = "=cmd()"
    force.officer.user.save()
    write(force.officer, "queue.listed:mine", shown=["MS-26-0000000", "MS-26-1111111"])
    write(force.manager, "timeline.opened")
    about, head, *rows = exported(client, auditor, f"who={force.officer.user_id}")

    assert about[1] == f"Asked for: who {force.officer.user_id}"
    assert about[2] == f"Why: {WHY}"
    assert head == exporting.HEAD
    assert [row[2:5] + row[8:10] for row in rows] == [
        ["'=cmd()", "West Mercia Police", "Was shown a list of cases", "MS-26-0000000 MS-26-1111111", "allowed"]
    ]


def test_an_export_is_a_line_of_its_own(force: Force, auditor: Membership, client: Client) -> None:
    exported(client, auditor, f"who={force.officer.user_id}")
    entry = Entry.objects.get(event="ledger.exported")

    assert (entry.operation, entry.actor_id) == (Operation.DISCLOSURE, auditor.user_id)
    assert entry.reference.startswith("export:")
    assert (list(entry.digests), entry.shown) == (["reason"], [f"who:{force.officer.user_id}"])


def test_without_a_reason_nothing_is_exported(auditor: Membership, client: Client) -> None:
    client.force_login(auditor.user)
    page = client.post("/ledger/export/?outcome=refused", {"reason": " "}).content.decode()

    assert "Say why you need them." in page
    assert not Entry.objects.filter(event="ledger.exported").exists()
    shown = client.get(f"/ledger/export/?who={auditor.user_id}").content.decode()
    assert str(auditor.user) in shown
    assert "There is a problem" not in shown


def test_a_long_export_is_cut_and_says_so(
    force: Force, auditor: Membership, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_EXPORTED", 3)
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    for _ in range(3):
        write(force.officer, "timeline.opened")
    query = f"who={force.officer.user_id}"

    assert len(exported(client, auditor, query)) == 2 + 3
    write(force.officer, "timeline.opened")
    *rows, last = exported(client, auditor, query)
    assert len(rows) == 2 + 3
    assert last == ["Cut after 3 rows. There are older ones: ask for fewer days."]


def test_nobody_else_exports(force: Force) -> None:
    with pytest.raises(NotAllowed):
        exporting.export(Asked(), reason="x", by=actor_of(force.supervisor), at=NOW)


def test_without_a_filter_everything_is_asked_for(auditor: Membership) -> None:
    _, rows = exporting.export(Asked(), reason="x", by=actor_of(auditor), at=NOW)

    assert "Asked for: everything" in next(rows)
