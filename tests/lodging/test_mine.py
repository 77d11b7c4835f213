"""My referrals: what waits for me first, then where each stands. No names, nobody else's, and nobody lost in paging."""

import html as html_module
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.enums import Route, Status
from referrals.lodging.plain_words import WORDS, standing_of
from referrals.models import Deadline, Question, Referral, Sending, StepTaken
from tests.factories import MembershipFactory, UnitFactory, referral_of
from tests.lodging.factories import NOW, Force, barely_urgent, charity_worker, lodged, ready
from victims.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def officer(force: Force) -> Membership:
    return force.officer


def in_status(officer: Membership, status: Status, **facts: object) -> Referral:
    gone = {"discarded_at": NOW, "discarded_by": officer.user, "discard_reason": "Begun twice"}
    return referral_of(
        officer,
        status=status,
        lodged_at=NOW,
        force=officer.agency,
        **(gone if status == Status.DISCARDED else {}),
        **facts,
    )


def listed(client: Client, person: Membership, address: str = "/referrals/") -> str:
    client.force_login(person.user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def references_on(page: str) -> list[str]:
    return re.findall(r'app-todo__verb"><a class="govuk-link" href="/referrals/(MS-26-\w+)/"', page)


def test_what_waits_for_me_comes_first_then_drafts_then_the_newest(client: Client, officer: Membership) -> None:
    old, new = (in_status(officer, Status.TRIAGE, saved_at=NOW + timedelta(days=day)) for day in (1, 2))
    first_draft, second_draft = (referral_of(officer, saved_at=NOW + timedelta(hours=hour)) for hour in (1, 2))
    urgent = lodged(barely_urgent(officer), officer, as_urgent=True)

    page = listed(client, officer)

    expected = [urgent, second_draft, first_draft, new, old]
    assert references_on(page) == [each.reference for each in expected]
    assert [page.index(heading) for heading in ("Waiting for you: urgent", "Not passed on yet", "Where they are now")]
    assert Entry.objects.get(event="referrals.listed").shown == [each.reference for each in expected]


def test_only_mine_and_what_was_handed_to_my_unit_is_shown(client: Client, officer: Membership) -> None:
    unit, other_unit = (UnitFactory(agency=officer.agency) for _ in range(2))
    officer.units.set([unit])
    colleague = MembershipFactory(agency=officer.agency, roles=[Role.FIRST_RESPONDER])
    elsewhere = MembershipFactory(user=officer.user, roles=[])
    mine = [
        referral_of(officer),
        referral_of(colleague, holder=officer.user),
        referral_of(colleague, holder=None, unit=unit),
    ]
    referral_of(colleague)
    referral_of(colleague, holder=None, unit=other_unit)
    referral_of(colleague, is_left_lying=True)
    referral_of(elsewhere)
    in_status(colleague, Status.TRIAGE, unit=unit)
    client.force_login(officer.user)
    client.post(reverse("acting-for"), {"membership": officer.pk})

    page = client.get("/referrals/").content.decode()

    assert set(references_on(page)) == {each.reference for each in mine}
    assert f"Handed to {unit.name}" in page


def test_a_partner_sees_what_a_colleague_of_their_unit_left_lying(client: Client) -> None:
    author = MembershipFactory(roles=[Role.PARTNER])
    unit = UnitFactory(agency=author.agency)
    colleague = MembershipFactory(agency=author.agency, roles=[Role.PARTNER])
    colleague.units.set([unit])
    left = referral_of(author, unit=unit, is_left_lying=True)
    referral_of(author, unit=unit)

    page = listed(client, colleague)

    assert references_on(page) == [left.reference]
    assert f"Left lying by {author.user}" in page


def test_no_name_and_no_place_is_on_the_list(client: Client, officer: Membership) -> None:
    referral = lodged(ready(officer), officer)
    Person.objects.update(given_names="Mirela", family_name="Hoxhaj")

    page = listed(client, officer)

    assert referral.reference in page
    assert "18 or over" in page
    for told in ("Mirela", "Hoxhaj", "Kidderminster", "Albanian"):
        assert told not in page


STATES = {
    Status.DRAFT: ("Carry on with", False),
    Status.TRIAGE: ("Being checked by our unit", True),
    Status.CONSENT_PENDING: ("They are deciding whether to agree", True),
    Status.NRM_SUBMITTED: ("Sent to the Home Office", False),
    Status.DTN_SENT: ("Home Office notified, no referral", False),
    Status.WITHDRAWN: ("They chose to stop", False),
    Status.INBOUND: ("Somebody else told the unit of them", False),
    Status.SAFEGUARDING_HOLD: ("Danger being dealt with", True),
    Status.NFA_LOCAL: ("Our unit found no signs", False),
    Status.RG_PENDING: ("The Home Office has it", False),
    Status.RG_FIR: ("The Home Office asked us a question", False),
    Status.RG_NEGATIVE: ("First decision: no", False),
    Status.RG_POSITIVE: ("They have time to recover", False),
    Status.CG_FIR: ("Final decision to come", False),
    Status.CG_POSITIVE: ("Final decision: yes, recognised as a victim", False),
    Status.CG_NEGATIVE: ("Final decision: no", False),
    Status.RECON_REQUESTED: ("The Home Office was asked to look again", False),
    Status.DISQ_CONSIDERED: ("The Home Office is considering whether protection applies", False),
    Status.DISQUALIFIED: ("The Home Office removed the protection", False),
    Status.SUSPENDED: ("Paused: the Home Office cannot reach them", False),
    Status.DECEASED: ("They have died", False),
    Status.CLOSED: ("Closed", False),
    Status.DISCARDED: ("Why: Begun twice", False),
}


@pytest.mark.parametrize("status", STATES)
def test_each_says_in_plain_words_where_it_stands_and_whether_it_was_sent(
    status: Status, client: Client, officer: Membership
) -> None:
    if status == Status.DRAFT:
        referral_of(officer)
    else:
        in_status(officer, status)
    words, is_not_sent = STATES[status]

    page = listed(client, officer)

    assert words in page
    assert ("Not yet sent to the Home Office" in page) is is_not_sent


def test_there_are_words_for_every_status() -> None:
    assert set(WORDS) == set(STATES) == set(Status)


def test_after_a_notification_it_says_whether_their_name_went(officer: Membership) -> None:
    for route, words in ((Route.NOTIFY_NAMED, "Their name was sent"), (Route.NOTIFY_ANONYMOUS, "No name was sent")):
        referral = in_status(officer, Status.DTN_SENT)
        facts = {"sent_at": NOW, "sent_by": "x", "recorded_by": officer.user, "recorded_at": NOW}
        Sending.objects.create(referral=referral, route=route, **facts)

        assert words in standing_of(referral).more


def test_after_a_no_it_says_until_when_they_may_ask_again(client: Client, officer: Membership) -> None:
    for status in (Status.RG_NEGATIVE, Status.CG_NEGATIVE):
        referral = in_status(officer, status)
        Deadline.objects.create(
            referral=referral, kind="RECONSIDER", starts_at=NOW, due_at=datetime(2026, 12, 23, 12, tzinfo=UTC)
        )

        said = "They may ask the Home Office to look again until Wednesday 23 December 2026."
        assert said in standing_of(referral).more
        assert said in listed(client, officer)


def test_a_case_that_was_closed_says_why_or_what_came_of_it(client: Client, officer: Membership) -> None:
    step = {"taken_by": officer.user, "taken_at": NOW, "on": NOW.date(), "reason": "A family quarrel"}
    closed, local = in_status(officer, Status.CLOSED), in_status(officer, Status.NFA_LOCAL, owner=officer.user)
    StepTaken.objects.create(referral=closed, step="close", source="CG_NEGATIVE", target="CLOSED", **step)
    StepTaken.objects.create(referral=local, step="find_no_signs", source="TRIAGE", target="NFA_LOCAL", **step)
    page = listed(client, officer)

    for referral, said in ((closed, "What came of it: final decision: no."), (local, "Why: A family quarrel.")):
        assert said in standing_of(referral).more
        assert said in page
    assert f"Ask {officer.user}." in page


def test_what_the_unit_asks_stands_first(client: Client, officer: Membership) -> None:
    asked, other = (
        in_status(officer, Status.TRIAGE),
        in_status(officer, Status.TRIAGE, saved_at=NOW + timedelta(days=9)),
    )
    for text in ("Who kept the card?", "Since when?"):
        Question.objects.create(referral=asked, text=text, asked_by=officer.user, asked_at=NOW)
    page = listed(client, officer)

    assert references_on(page) == [asked.reference, other.reference]
    assert "Who kept the card?" in page
    assert "And 1 more." in page


def test_a_partner_sees_which_force_has_it(client: Client, force: Force) -> None:
    worker = charity_worker()
    lodged(ready(worker), worker)

    assert "West Mercia Police is asked to take it on" in listed(client, worker)


@pytest.mark.parametrize("same_moment", [True, False])
def test_a_long_list_comes_in_pages_that_lose_nobody(same_moment: bool, client: Client, officer: Membership) -> None:
    for number in range(38):
        saved_at = NOW if same_moment else NOW + timedelta(minutes=number * 7 % 38)
        if number % 2:
            in_status(officer, Status.TRIAGE, saved_at=saved_at)
        else:
            referral_of(officer, saved_at=saved_at)
    client.force_login(officer.user)
    seen: list[str] = []
    address = "/referrals/"

    for _ in range(5):
        page = client.get(address).content.decode()
        seen += references_on(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if not following:
            break
        address = "/referrals/" + html_module.unescape(following[1])

    assert len(seen) == len(set(seen)) == 38
    assert [
        line for each in Entry.objects.filter(event="referrals.listed").order_by("pk") for line in each.shown
    ] == seen


@pytest.mark.parametrize("after", ["0", "99999999999999999999", "-1", "x", "1'--", "\0", "²"])
def test_a_malformed_page_starts_from_the_beginning(after: str, client: Client, officer: Membership) -> None:
    referral = referral_of(officer)
    client.force_login(officer.user)

    assert references_on(client.get("/referrals/", {"after": after}).content.decode()) == [referral.reference]


def test_somebody_elses_key_does_not_move_the_page(client: Client, officer: Membership) -> None:
    mine, theirs = referral_of(officer), referral_of(MembershipFactory())
    client.force_login(officer.user)

    assert references_on(client.get("/referrals/", {"after": theirs.pk}).content.decode()) == [mine.reference]


@pytest.mark.parametrize(
    ("role", "status"),
    [(role, 403 if role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.CRIME_REGISTRAR) else 200) for role in
     (Role.FIRST_RESPONDER, Role.PARTNER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.CRIME_REGISTRAR)],
)  # fmt: skip
def test_who_has_such_a_list(role: Role, status: int, client: Client) -> None:
    person = MembershipFactory(roles=[role])
    client.force_login(person.user)

    assert client.get("/referrals/").status_code == status


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    many: int, client: Client, officer: Membership, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(many):
        referral_of(officer)
        in_status(officer, Status.TRIAGE)
    listed(client, officer)

    # session, person with membership; the list, sendings, age tracks, clocks, questions; the ledger; what is unread.
    with django_assert_num_queries(11):
        client.get("/referrals/")
