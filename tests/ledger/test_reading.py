"""The ledger as an auditor reads it: whose lines, which of them, and that reading is a line of its own."""

from collections.abc import Callable

import pytest
from django.test import Client

from agencies.enums import Role
from agencies.models import Membership
from audit import actions as audit
from audit.enums import Operation, Outcome
from audit.models import Entry
from referrals.ledger.queries.reading import readable_by
from referrals.models import Referral
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, council_worker, lodged, member, ready

pytestmark = pytest.mark.django_db
READ = "ledger.read"


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def auditor(force: Force) -> Membership:
    return member(force.agency, Role.AUDITOR, name="Ruth Calloway")


@pytest.fixture
def case(force: Force) -> Referral:
    return lodged(ready(force.officer), force.officer)


def write(by: Membership | None, event: str = "referral.opened", reference: str = "", **facts: object) -> Entry:
    operation = facts.pop("operation", Operation.CONSULTATION)
    who = actor_of(by) if by else None
    return audit.record(operation, event, reference, by=who, **{"at": NOW, **facts})  # type: ignore[arg-type]


def page_of(client: Client, person: Membership, /, **asked: object) -> str:
    client.force_login(person.user)
    response = client.get("/ledger/", {"from": "2026-01-01", **asked})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", [None, *Role])
def test_only_an_auditor_reads_the_ledger(role: Role | None, force: Force, client: Client) -> None:
    person = member(force.agency, Role.AUDITOR)
    person.roles = [role] if role else []
    person.save()
    write(force.officer)
    client.force_login(person.user)
    expected = 200 if role == Role.AUDITOR else 403

    for where in ("/ledger/", "/ledger/person/", "/ledger/export/"):
        assert client.get(where).status_code == expected, where
        assert client.post(where).status_code == (405 if where == "/ledger/" else expected), where
    assert ('href="/ledger/"' in client.get("/").content.decode()) is (role == Role.AUDITOR)
    assert readable_by(actor_of(person)).exists() is (role == Role.AUDITOR)


def test_an_auditor_opens_no_case(case: Referral, auditor: Membership, client: Client) -> None:
    assert str(case) in page_of(client, auditor)

    for part in ("", "timeline/", "access/", "looked/"):
        assert client.get(f"/referrals/{case}/{part}").status_code == 404
    assert not Referral.objects.visible_to(actor_of(auditor)).exists()


def test_whose_lines_an_auditor_reads(force: Force, case: Referral, auditor: Membership) -> None:
    stranger, partner = Force("kent-police", "Kent Police"), council_worker()
    theirs = lodged(ready(stranger.officer), stranger.officer)
    known = {
        "ours": write(force.officer),
        "a partner about our case": write(partner, reference=str(case)),
        "the application about our case": write(None, "draft.left_lying", str(case)),
        "at our door": write(None, "session.refused", force.officer.user.reference, operation=Operation.SECURITY),
        "another force": write(stranger.officer),
        "another force about their case": write(stranger.officer, reference=str(theirs)),
        "the application about their case": write(None, "draft.left_lying", str(theirs)),
        "at their door": write(None, "session.refused", stranger.officer.user.reference, operation=Operation.SECURITY),
    }
    readable = set(readable_by(actor_of(auditor)).values_list("pk", flat=True))

    seen = {name for name, entry in known.items() if entry.pk in readable}

    assert seen == {"ours", "a partner about our case", "the application about our case", "at our door"}


def test_a_line_says_who_did_what_to_which_case(case: Referral, auditor: Membership, client: Client) -> None:
    refused = {"outcome": Outcome.REFUSED, "operation": Operation.SECURITY}
    write(council_worker(), "page.refused", "referral", shown=[str(case), "MS-26-0000000"], **refused)
    page = page_of(client, auditor, case=case)

    assert "Passed the referral on" in page
    assert "PC Dana Whitlock" in page
    assert "West Mercia Police" in page
    assert '<strong class="app-flag">Refused</strong>' in page
    assert "Samuel Brook" in page
    # What else somebody of another agency was shown is theirs.
    assert "MS-26-0000000" not in page
    assert "(person given names)" not in page


def test_a_list_of_cases_is_counted_and_unfolds(force: Force, auditor: Membership, client: Client) -> None:
    cases = [str(lodged(ready(force.officer), force.officer)) for _ in range(3)]
    write(force.manager, "queue.listed:mine", shown=cases)
    page = page_of(client, auditor)

    assert "Was shown a list of cases" in page
    assert "3 cases" in page
    assert all(case in page for case in cases)


def test_each_filter_keeps_the_lines_that_it_names(
    force: Force, case: Referral, auditor: Membership, client: Client
) -> None:
    write(force.manager, "timeline.opened", str(case))
    write(council_worker(), "pack.made", str(case), operation=Operation.DISCLOSURE)
    write(force.spoc, "page.refused", "referral", operation=Operation.SECURITY, outcome=Outcome.REFUSED)

    def lines(**asked: object) -> set[str]:
        page = page_of(client, auditor, **asked)
        words = {"Opened the timeline", "Downloaded the pack for the Home Office", "Was refused a page"}
        return {each for each in words if each in page}

    assert len(lines()) == 3
    assert lines(who=force.manager.user_id) == {"Opened the timeline"}
    assert lines(operation="disclosure") == {"Downloaded the pack for the Home Office"}
    assert lines(outcome="refused") == {"Was refused a page"}
    assert lines(agency="worcestershire-county-council") == {"Downloaded the pack for the Home Office"}
    assert lines(case=str(case).lower()) == {"Opened the timeline", "Downloaded the pack for the Home Office"}
    assert lines(to="2026-11-22") == set()
    assert len(lines(to="2026-11-23")) == 3
    assert lines(to="22/11/2026") == set()
    assert len(lines(to="23/11/2026")) == 3
    assert lines(**{"from": "2026-11-24"}) == set()


def test_who_was_shown_a_case_in_a_list_is_found_by_the_case(
    force: Force, case: Referral, auditor: Membership, client: Client
) -> None:
    write(council_worker(), "referrals.listed", shown=[str(case), "MS-26-1111111"])

    assert "Samuel Brook" in page_of(client, auditor, case=case)
    assert "Samuel Brook" not in page_of(client, auditor, case="MS-26-1111111")
    kent = Force("kent-police", "Kent Police")
    assert "Samuel Brook" not in page_of(client, member(kent.agency, Role.AUDITOR), case=case)


@pytest.mark.parametrize("name", ["case", "who", "agency", "operation", "outcome", "from", "to"])
@pytest.mark.parametrize("odd", ["odd one", "9" * 40, "-1", "0", "é"])
def test_what_is_not_understood_is_named_and_left_out(
    name: str, odd: str, force: Force, auditor: Membership, client: Client
) -> None:
    write(force.officer, "timeline.opened")
    page = page_of(client, auditor, **{name: odd, "after": odd})

    is_agency = name == "agency" and odd in ("9" * 40, "0")
    assert ("We did not understand" in page) is not is_agency
    if name != "from" and not is_agency:
        assert "Opened the timeline" in page


def test_without_a_filter_only_the_last_days_are_shown(force: Force, auditor: Membership, client: Client) -> None:
    write(force.officer, "timeline.opened")
    client.force_login(auditor.user)

    assert "Opened the timeline" in client.get("/ledger/?to=2026-11-24").content.decode()
    assert "Opened the timeline" not in client.get("/ledger/?to=2026-11-22").content.decode()
    assert "Opened the timeline" in client.get(f"/ledger/?who={force.officer.user_id}").content.decode()


def test_reading_is_a_line_of_its_own_without_names(force: Force, auditor: Membership, client: Client) -> None:
    page_of(client, auditor, who=force.manager.user_id, outcome="refused")
    entry = Entry.objects.get(event=READ)

    asked = [f"who:{force.manager.user_id}", "outcome:refused", "from:2026-01-01"]
    assert (entry.actor_id, entry.operation, entry.shown) == (auditor.user_id, Operation.CONSULTATION, asked)
    assert "Read the ledger" in page_of(client, auditor)


def test_a_page_of_fifty_is_followed_by_the_next(force: Force, auditor: Membership, client: Client) -> None:
    entries = [write(force.officer, "timeline.opened") for _ in range(52)]
    page = page_of(client, auditor, who=force.officer.user_id, operation="consultation")
    after = entries[2].pk

    assert page.count("Opened the timeline") == 50
    assert f"after={after}" in page
    rest = page_of(client, auditor, who=force.officer.user_id, operation="consultation", after=after)
    assert rest.count("Opened the timeline") == 2
    last = page_of(client, auditor, who=force.officer.user_id, operation="consultation", after=entries[0].pk)
    assert "Start of the list" in last


@pytest.mark.parametrize("many", [1, 3])
def test_the_ledger_takes_the_same_queries_for_one_line_and_for_three(
    many: int, force: Force, auditor: Membership, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    people = [force.officer, force.manager, force.spoc]
    for person in people[:many]:
        write(person, "timeline.opened")
    client.force_login(auditor.user)
    asked = {"operation": "consultation", "to": "2026-11-24"}
    client.get("/ledger/", asked)

    # session, person with membership; what is unread, all agencies, the lines, the names, the ledger.
    with django_assert_num_queries(2 + 5):
        client.get("/ledger/", asked)


def test_a_person_is_found_by_a_posted_name_and_chosen_by_key(
    force: Force, auditor: Membership, client: Client
) -> None:
    stranger = Force("kent-police", "Kent Police")
    client.force_login(auditor.user)
    found = client.post("/ledger/person/?case=&outcome=refused", {"text": "whit"}).content.decode()

    assert f"/ledger/?who={force.officer.user_id}&amp;outcome=refused" in found
    assert f"who={stranger.officer.user_id}&" not in found
    assert Entry.objects.get(event="ledger.people_searched").shown == [force.officer.reference]
    assert "Nobody at your agency matches" in client.post("/ledger/person/", {"text": "?!"}).content.decode()
    assert "Enter part of a name" in client.post("/ledger/person/", {"text": ""}).content.decode()


def test_a_made_up_key_gives_no_name_away(force: Force, auditor: Membership, client: Client) -> None:
    kent = Force("kent-police", "Kent Police")
    kent.spoc.user.full_name = "Secret Name"
    kent.spoc.user.save()

    page = page_of(client, auditor, who=kent.spoc.user_id)

    assert "somebody of another agency" in page
    assert "Secret Name" not in page
    assert "DC Priya Raman" in page_of(client, auditor, who=force.manager.user_id)
