"""An officer's home page: start, what waits, what was not passed on, what became of the others. In that order."""

import html as html_module
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.enums import Status
from referrals.models import NotificationText, Referral
from tests.factories import referral_of
from tests.lodging.factories import Force, barely_urgent, charity_worker, lodged, member, ready
from victims.models import Person

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def force() -> Force:
    return Force()


def home_of(client: Client, person: Membership) -> str:
    client.force_login(person.user)
    return html_module.unescape(client.get("/").content.decode())


def lines_on(page: str) -> list[str]:
    return re.findall(r'app-todo__verb"><a class="govuk-link" href="[^"]+">([^<]+)<', page)


def beside(page: str) -> list[str]:
    found = re.search(r"Who has how much</h2>(.*?)</ul>", page, re.DOTALL)
    return re.findall(r">([^<]+)</a>", found[1]) if found else []


def passed_on(officer: Membership, number: int) -> Referral:
    facts = {"status": Status.TRIAGE, "force": officer.agency, "lodged_at": NOW, "saved_at": NOW}
    return referral_of(officer, label=f"Case {number}", **facts)


def test_what_an_officer_sees_stands_in_this_order(force: Force, client: Client) -> None:
    officer = force.officer
    urgent = lodged(barely_urgent(officer), officer, as_urgent=True, at=NOW)
    empty = referral_of(officer, label="Hop yard", saved_at=NOW - timedelta(days=2))
    full = referral_of(officer, label="Car wash", saved_at=NOW, started_at=NOW)
    Person.objects.filter(pk=full.person_id).update(family_name="Hoxhaj")
    other = passed_on(officer, 1)

    page = home_of(client, officer)

    headings = ["Refer someone you are worried about", "Someone in danger now?", "Start a referral"]
    headings += ["Waiting for you", "Not passed on yet</h2>", "What became of your referrals"]
    places = [page.index(heading) for heading in headings]
    assert places == sorted(places)
    assert lines_on(page) == [
        "Finish your urgent referral",
        "Carry on with “Car wash”",
        "Carry on with “Hop yard”",
        f"{other.reference}: Case 1",
        "All my referrals (4)",
    ]
    assert re.search(r"empty: deleted on \w{3} \d+ \w{3}<", page)
    assert "your unit sees it from tomorrow" in page
    assert "Hoxhaj" not in page
    shown = Entry.objects.get(event="referrals.listed").shown
    assert shown == [each.reference for each in (urgent, full, empty, other)]


def test_five_of_each_are_shown_and_a_link_leads_to_all(force: Force, client: Client) -> None:
    for number in range(7):
        passed_on(force.officer, number)
        referral_of(force.officer)

    lines = lines_on(home_of(client, force.officer))

    assert len(lines) == 5 + 5 + 1
    assert lines[-1] == "All my referrals (14)"


def test_the_unit_is_told_what_waits_in_its_queue(force: Force, client: Client) -> None:
    worker = charity_worker()
    lodged(ready(worker), worker, at=NOW)
    NotificationText.objects.update(version=0)
    for _ in range(2):
        referral_of(force.officer, is_left_lying=True)

    page = home_of(client, force.manager)

    assert lines_on(page) == [
        "1 referral to send to the Home Office",
        "1 referral to take on from an organisation that is no first responder",
        "2 drafts left lying for a day",
    ]
    assert beside(page) == ["DS Tom Ashby"]
    assert "1 open, 1 of them need somebody now" in page
    assert 'href="/queue/?wait=drafts"' in page


def test_a_manager_sees_which_cases_need_them_and_the_one_that_nobody_has(force: Force, client: Client) -> None:
    nobodys = lodged(barely_urgent(force.officer), force.officer, as_urgent=True, at=NOW)
    mine = lodged(ready(force.manager), force.manager, at=NOW)

    page = home_of(client, force.manager)

    assert page.index("What needs you now") < page.index("Refer someone you are worried about")
    assert f"Nobody has {nobodys.reference}<" in page
    assert re.search(r'action="/queue/next/">.*?Take the next case', page, re.DOTALL)
    assert "1 of your 1 case needs you" in page
    assert f'href="/referrals/{mine.reference}/"' in page
    assert "No owner" in beside(page)
    assert Entry.objects.filter(event="queue.listed:mine", shown=[mine.reference]).exists()


def test_a_large_force_sees_oneself_and_the_first_of_its_people(
    force: Force, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referrals.home.MOST_PEOPLE", 2)
    others = [member(force.agency, Role.CASE_MANAGER, force.unit, name=f"DC {name}") for name in ("Adair", "Baker")]
    for each in (force.manager, *others):
        lodged(ready(each), each, at=NOW)

    page = home_of(client, force.manager)

    assert beside(page) == [str(force.manager.user), "DC Adair"]


def test_starting_leads_to_danger_and_an_urgent_one_to_its_eight_answers(force: Force, client: Client) -> None:
    client.force_login(force.officer.user)

    first = client.post("/referrals/new/").headers["Location"]
    second = client.post("/referrals/new/", {"urgent": "1"}).headers["Location"]

    assert re.fullmatch(r"/referrals/MS-\d\d-\w{7}/sections/danger/", first)
    assert re.fullmatch(r"/referrals/MS-\d\d-\w{7}/urgent/", second)


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_for_three(
    many: int, force: Force, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(many):
        passed_on(force.officer, number)
        referral_of(force.officer)
    home_of(client, force.officer)

    # session, person with membership; what is to be answered, what is unread; kept forms, invitations; four lists, and
    # for two of them steps, sendings, questions, age tracks and deadlines; how many there are; the ledger.
    with django_assert_num_queries(24):
        client.get("/")
