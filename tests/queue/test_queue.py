"""The queue: what it shows, in which order, to whom, and in how many queries."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals import listing
from referrals.enums import Status
from referrals.models import QueueRow, Referral, RiskAssessment
from referrals.queue import matching, queries
from referrals.queue.filters import SORTS, Asked, Tab, read
from tests.factories import MembershipFactory, actor_of, referral_of
from tests.lodging.factories import NOW, Force, member
from tests.queue.cases import listed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def force() -> Force:
    return Force()


def page_of(client: Client, person: Membership, **asked: str) -> str:
    client.force_login(person.user)
    response = client.get("/queue/", asked)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def on(page: str) -> list[str]:
    return re.findall(r'rowheader"><a class="govuk-link" href="/referrals/(MS-26-\w+)/"', page)


def references(*cases: Referral) -> list[str]:
    return [case.reference for case in cases]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("is_of_unit", [True, False])
def test_what_is_counted_is_what_is_seen(role: Role, is_of_unit: bool, force: Force) -> None:
    who = member(force.agency, role, *([force.unit] if is_of_unit else []))
    other = Force(code="elsewhere-police", name="Elsewhere Police")
    for facts in (
        {}, {"barred_people": [who.user_id]}, {"barred_units": [force.unit.pk]}, {"status": Status.CLOSED},
        {"barred_people": [force.officer.user_id], "barred_units": [force.unit.pk + 999]},
    ):  # fmt: skip
        listed(force, **facts)
    listed(other)
    moved = listed(other, barred_people=[who.user_id])
    Referral.objects.filter(pk=moved.pk).update(agency=force.agency, author=force.officer.user)
    for actor in (actor_of(who), actor_of(force.officer), actor_of(other.manager)):
        assert set(matching.of_force_to_count(actor)) == set(matching.of_force(actor))


def test_the_most_pressing_comes_first_and_the_ledger_keeps_what_was_shown(force: Force, client: Client) -> None:
    now = timezone.now()
    later, sooner = listed(force, at=now, due=9 * HOUR), listed(force, at=now, due=3 * HOUR)
    overdue = listed(force, at=now, due=-HOUR)

    page = page_of(client, force.manager)

    assert on(page) == references(overdue, sooner, later)
    assert f'Next: <strong class="app-ref">{overdue.reference}' in page
    assert Entry.objects.get(event="queue.listed:needs-us").shown == references(overdue, sooner, later)
    assert "Not yet sent to the Home Office" in page
    assert "<strong>No owner</strong>" in page


def test_each_tab_has_its_own_and_counts_them(force: Force, client: Client) -> None:
    triage = listed(force)
    waiting = listed(force, status=Status.RG_PENDING, owner=force.manager.user)
    closed = listed(force, status=Status.CLOSED)
    QueueRow.objects.filter(pk=closed.pk).update(is_open=False, needs_us=False)
    QueueRow.objects.filter(pk=waiting.pk).update(age="child")
    lying = referral_of(force.officer, is_left_lying=True)
    expected = {
        "needs-us": {triage}, "mine": {waiting}, "no-owner": {triage}, "children": {waiting},
        "home-office": {waiting}, "open": {triage, waiting}, "all": {triage, waiting, closed},
    }  # fmt: skip

    for tab, found in expected.items():
        page = page_of(client, force.manager, tab=tab)
        assert set(on(page)) == set(references(*found)), tab
    assert re.findall(r">([\w ]+) \((\d)\)</a>", page) == [
        ("Needs us now", "1"), ("Mine", "1"), ("No owner", "1"), ("Children", "1"), ("Waiting for Home Office", "1"),
        ("All open", "2"), ("Waiting for a second person", "0"), ("Drafts left lying", "1"),
    ]  # fmt: skip
    assert on(page_of(client, force.manager, wait="drafts")) == [lying.reference]
    assert "Nothing waits here" in page_of(client, force.manager, wait="check")


def test_another_force_and_whoever_is_kept_from_a_case_see_and_count_none_of_it(force: Force, client: Client) -> None:
    listed(force, barred_people=[force.manager.user_id])
    kent = Force("kent-police", "Kent Police")

    assert len(on(page_of(client, force.supervisor))) == 1
    for person in (force.manager, kent.manager):
        page = page_of(client, person)
        assert on(page) == []
        assert "MS-26" not in page
        assert "Needs us now (0)" in page
        actor = actor_of(person)
        assert set(queries.counts(actor, [], NOW, shown=Asked(tab=Tab.ALL)).values()) == {0}


@pytest.mark.parametrize("role", Role)
def test_who_has_a_queue(role: Role, client: Client) -> None:
    person = MembershipFactory(roles=[role])
    client.force_login(person.user)
    may = role in (Role.SPOC, Role.CASE_MANAGER, Role.SUPERVISOR)

    for path in ("/queue/", "/queue/filters/", "/queue/saved/", "/queue/saved/new/"):
        assert client.get(path).status_code == (200 if may else 403), path
    assert client.post("/queue/next/").status_code == (302 if may else 403)
    assert client.post("/queue/bulk/").status_code == (302 if may else 403)
    assert ('href="/queue/"' in client.get("/").content.decode()) is may


def test_filters_find_what_they_say(force: Force) -> None:
    first, second = (
        listed(force, due=-HOUR),
        listed(force, status=Status.RG_FIR, owner=force.manager.user, due=30 * HOUR),
    )
    third = listed(force, lodged_at=NOW - timedelta(days=10))
    QueueRow.objects.filter(pk=first.pk).update(
        risk="high", route="child", age="child", exploitation=["SEX_CHILD", "OTHER"], town="hereford", area="south",
        flags=["county_lines"], is_in_danger=True, tracks={"support": "ended"},
    )  # fmt: skip
    actor = actor_of(force.manager)
    expected: list[tuple[dict[str, list[str]], set[Referral]]] = [
        ({"status": ["RG_FIR"]}, {second}),
        ({"status": ["RG_FIR", "TRIAGE"]}, {first, second, third}),
        ({"track": ["support.ended"]}, {first}),
        ({"track": ["support.not_started"]}, {second, third}),
        ({"unit": [str(force.unit.pk)]}, {first, second, third}),
        ({"unit": ["0"]}, set()),
        ({"owner": ["me"]}, {second}),
        ({"owner": ["none"]}, {first, third}),
        ({"owner": ["none", str(force.manager.user_id)]}, {first, second, third}),
        ({"risk": ["high"]}, {first}),
        ({"route": ["child"]}, {first}),
        ({"age": ["child"]}, {first}),
        ({"kind": ["OTHER", "SEX_HELD"]}, {first}),
        ({"town": ["hereford"]}, {first}),
        ({"area": ["south"]}, {first}),
        ({"agency": [str(force.agency.pk)]}, {first, second, third}),
        ({"clock": ["overdue"]}, {first}),
        ({"clock": ["day"]}, set()),
        ({"clock": ["three-days"]}, {second}),
        ({"clock": ["none"]}, {third}),
        ({"flag": ["county_lines"]}, {first}),
        ({"flag": ["in-danger"]}, {first}),
        ({"flag": ["unfinished"]}, set()),
        ({"from": ["2026-11-23"]}, {first, second}),
        ({"to": ["2026-11-22"]}, {third}),
        ({"from": ["2026-11-13"], "to": ["2026-11-13"]}, {third}),
    ]

    for given, found in expected:
        asked = read({**given, "tab": ["all"]}, may_see_leave=True)
        rows = matching.matching(actor, asked, NOW)
        assert {row.referral for row in rows} == found, given
        assert asked.ignored == ()


@pytest.mark.parametrize("sort", SORTS)
def test_pages_lose_nobody_where_all_are_the_same(sort: str, force: Force) -> None:
    for _ in range(7):
        listed(force, due=HOUR)
    seen: list[str] = []
    after, actor = "", actor_of(force.manager)

    for _ in range(4):
        asked = read({"sort": [sort], "size": ["2"], "after": [after]}, may_see_leave=True)
        page = queries.list_cases(actor, asked, NOW)
        seen += [row.reference for row in page.rows]
        after = page.next_after

    assert after == ""
    assert sorted(seen) == sorted(Referral.objects.values_list("reference", flat=True))


def test_words_are_posted_and_so_are_the_pages_of_what_they_found(force: Force, client: Client) -> None:
    hop = [listed(force, label="Hop yard") for _ in range(3)]
    car = listed(force, label="Car wash")
    client.force_login(force.manager.user)

    first = client.post("/queue/", {"text": "HÖP", "tab": "open", "size": "2"})
    shown = html.unescape(first.content.decode())
    after = re.search(r'name="after" value="(\d+)"', shown)[1]
    second = html.unescape(
        client.post("/queue/", {"text": "hop", "tab": "open", "size": "2", "after": after}).content.decode()
    )

    assert sorted(on(shown) + on(second)) == sorted(references(*hop))
    assert 'href="?' not in re.sub(r'href="\?(wait|saved)', "", shown)
    assert "hop" not in " ".join(re.findall(r'href="[^"]+"', shown)).lower()
    assert on(html.unescape(client.post("/queue/", {"text": car.reference.lower()}).content.decode())) == [
        car.reference
    ]
    assert "No case fits" in client.post("/queue/", {"text": "nothing like it"}).content.decode()
    assert "No case fits" in client.post("/queue/", {"text": "!?"}).content.decode()
    assert Entry.objects.filter(event="queue.searched", shown__contains=[car.reference]).exists()
    moved = client.post("/queue/", {"status": "TRIAGE", "text": " ", "csrfmiddlewaretoken": "x"})
    assert moved.headers["Location"] == "/queue/?status=TRIAGE"
    assert on(page_of(client, force.manager, text="hop")) == on(page_of(client, force.manager))


def test_a_common_word_ranks_the_newest_only_and_says_so(force: Force, client: Client, monkeypatch) -> None:
    monkeypatch.setattr("referrals.queue.searching.MOST_RANKED", 2)
    found = [listed(force, label="Hop yard", lodged_at=NOW + number * HOUR) for number in range(4)]
    client.force_login(force.manager.user)

    page = client.post("/queue/", {"text": "hop"}).content.decode()

    assert "The newest 1,000 of more" in page
    assert found[0].reference not in on(page)


def test_what_is_not_understood_is_named_and_left_out(force: Force, client: Client) -> None:
    case = listed(force)

    page = page_of(client, force.manager, clock="soonish", q="x", saved="9", after="²", wait="odd")

    assert on(page) == [case.reference]
    assert "We did not understand “q”, “wait”, “clock=soonish”, “after=²” and “saved”, and left them out." in page


def test_an_empty_list_says_whether_that_is_good_news(force: Force, client: Client) -> None:
    good = page_of(client, force.manager)
    later = listed(force, status=Status.RG_PENDING, due=30 * HOUR, at=timezone.now())
    filtered = page_of(client, force.manager, town="hereford")

    assert "Nothing needs us now" in good
    assert "Take the next case" not in good
    assert later.reference in page_of(client, force.manager)
    assert "You filtered by <strong>Hereford</strong>" in filtered
    assert 'href="/queue/">Remove that filter' in filtered


@pytest.mark.parametrize("many", [1, 3])
def test_the_queue_takes_the_same_queries_for_one_and_for_three(
    many: int, force: Force, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(many):
        listed(force, due=HOUR)
    page_of(client, force.manager)

    # session, person with membership; saved filters with colleagues and units, what the button gives, the list, the
    # ledger, and all counts with what is unread.
    with django_assert_num_queries(2 + 5):
        client.get("/queue/")


def test_what_runs_out_moves_up_without_being_touched(force: Force) -> None:
    case = listed(force, status=Status.RG_PENDING, due=HOUR)
    row = QueueRow.objects.get(pk=case.pk)
    assert (row.is_overdue, row.needs_us) == (False, False)

    assert (listing.mark_overdue(at=NOW), listing.mark_overdue(at=NOW + 2 * HOUR)) == (0, 1)
    assert listing.mark_overdue(at=NOW + 2 * HOUR) == 0

    row.refresh_from_db()
    facts = listing.facts_of(listing.dossier_of(case), NOW + 2 * HOUR)
    assert (row.is_overdue, row.needs_us, row.pressing) == (True, True, facts["pressing"])


def test_risk_is_said_by_weight_and_in_a_word(force: Force, client: Client) -> None:
    case = listed(force)
    text = dict.fromkeys(("threat", "harm", "risk", "investigation", "vulnerability", "engagement"), "x")
    known = {field.name for field in RiskAssessment._meta.fields}
    RiskAssessment.objects.create(
        referral=case, level="very_high", **{name: value for name, value in text.items() if name in known},
        **({"reason": "x"} if "reason" in known else {}), assessed_by=force.manager.user, assessed_at=NOW,
    )  # fmt: skip
    listing.refresh(case, at=NOW)

    assert 'app-risk--very-high">Very high<' in page_of(client, force.manager)
