"""The clocks of a case, the page that changes one, the rules, and what a rule would move."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.enums import ClockUnit, DeadlineKind
from referrals.models import ClockLength, Deadline, Referral
from referrals.timekeeping import actions
from tests.factories import MembershipFactory
from tests.lodging.factories import Force, member
from tests.notifications.pages import text_of
from tests.timekeeping.cases import NOW, case_of, own_length, started

pytestmark = pytest.mark.django_db
K = DeadlineKind
DAY_AFTER = NOW + timedelta(days=1, hours=2)


def shown(client: Client, who: Membership, name: str, *args: object, status: int = 200, **asked: object) -> str:
    with time_machine.travel(DAY_AFTER, tick=False):
        client.force_login(who.user)
        response = client.get(reverse(name, args=args), asked)
    assert response.status_code == status
    return text_of(response.content.decode()) if status == 200 else ""


def test_each_clock_says_how_it_stands_and_how_that_was_worked_out(
    client: Client, force: Force, case: Referral
) -> None:
    started(case, K.CRIME_RECORD, force)
    started(case, K.FIRST_DECISION, force)
    started(case, K.REPRESENTATIONS, force)
    started(case, K.QUESTION, force, typed=NOW + timedelta(days=9))
    Deadline.objects.create(referral=case, kind=K.SEND, starts_at=NOW.replace(year=2014), due_at=NOW, outcome="x")

    text = shown(client, force.manager, "clocks", case.reference)

    assert "Overdue by 2 hours was due today, 09:00 Record the crime" in text
    assert "4 working days left due Mon 30 Nov First decision" in text
    assert "Home Office target, 5 working days. How this was worked out" in text
    assert (
        "Left out: Sat 28 Nov 2026 (weekend), Sun 29 Nov 2026 (weekend). So until the end of Mon 30 Nov 2026." in text
    )
    assert "10 working days where the letter names no day. Not yet confirmed." in text
    assert "The letter names Wed 2 Dec 2026." in text
    assert "No rule of that day is known." in text


def test_a_case_without_clocks_says_so(client: Client, force: Force, case: Referral) -> None:
    assert "No time limit runs on this case" in shown(client, force.manager, "clocks", case.reference)


def test_one_clock_and_three_take_the_same_number_of_queries(
    client: Client, force: Force, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one, three = case_of(force), case_of(force)
    started(one, K.SEND, force)
    for kind in (K.SEND, K.ASK_AGAIN, K.RECOVERY):
        started(three, kind, force)
    client.force_login(force.manager.user)
    client.get(reverse("clocks", args=[one.reference]))

    counts = []
    for referral in (one, three):
        with django_assert_num_queries(8) as queries:
            client.get(reverse("clocks", args=[referral.reference]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_who_sees_the_clocks_and_who_is_not_told_of_leave(client: Client, force: Force, case: Referral) -> None:
    leave = started(case, K.LEAVE_ASK_AGAIN, force)
    registrar = member(force.agency, Role.CRIME_REGISTRAR)

    assert "about leave" in shown(client, force.manager, "clocks", case.reference)
    for person in (force.spoc, registrar):
        assert "about leave" not in shown(client, person, "clocks", case.reference)
    shown(client, force.officer, "clocks", case.reference, status=403)
    shown(client, Force("kent-police", "Kent Police").manager, "clocks", case.reference, status=404)
    shown(client, force.spoc, "change-clock", case.reference, leave.pk, status=404)
    shown(client, registrar, "change-clock", case.reference, leave.pk, status=403)
    assert "Change" not in shown(client, registrar, "clocks", case.reference)


def test_the_page_changes_a_clock_and_keeps_what_was_typed_when_it_cannot(
    client: Client, force: Force, case: Referral
) -> None:
    deadline = started(case, K.SEND, force)
    where = reverse("change-clock", args=[case.reference, deadline.pk])
    until = {"until_day": "4", "until_month": "12", "until_year": "2026"}
    seen = actions.seen_of(deadline)

    with time_machine.travel(NOW, tick=False):
        client.force_login(force.manager.user)
        none = client.post(where, {"reason": "Typed at length", "seen": seen}).content.decode()
        no_day = client.post(where, {"what": "extend", "reason": "Typed at length", "seen": seen}).content.decode()
        stale = client.post(where, {"what": "pause", "reason": "Typed at length", "seen": "old"}).content.decode()
        saved = client.post(where, {"what": "extend", "reason": "New facts", **until, "seen": seen})
    text = shown(client, force.manager, "clocks", case.reference)

    assert "Say what happens with it." in none
    assert "Enter the day until which it runs then." in no_day
    assert "Somebody else changed this clock" in stale
    assert f'name="seen" value="{seen}"' in stale
    assert all("Typed at length" in page for page in (none, no_day, stale))
    assert saved.status_code == 302
    assert "Given a later day, Fri 4 Dec 2026, by DC Priya Raman" in text
    assert "New facts" in text


def test_a_clock_that_stands_still_says_why(client: Client, force: Force, case: Referral) -> None:
    deadline = started(case, K.SEND, force)
    client.force_login(force.manager.user)
    with time_machine.travel(NOW, tick=False):
        typed = {"what": "pause", "reason": "In hospital", "seen": actions.seen_of(deadline)}
        client.post(reverse("change-clock", args=[case.reference, deadline.pk]), typed)

    text = shown(client, force.manager, "change-clock", case.reference, deadline.pk)

    assert "Paused since Mon 23 Nov In hospital" in text
    assert "Let it go on" in text
    assert "Give it a later day" not in text


@pytest.mark.parametrize("kind", [K.CRIME_RECORD, K.FINAL_NOT_BEFORE])
def test_what_cannot_be_changed_is_not_asked_for(
    kind: DeadlineKind, client: Client, force: Force, case: Referral
) -> None:
    deadline = started(case, kind, force)

    text = shown(client, force.manager, "change-clock", case.reference, deadline.pk)

    assert "It can be neither paused nor given a later day." in text
    assert "Change" not in shown(client, force.manager, "clocks", case.reference)


def test_a_clock_of_one_case_is_not_found_below_another(client: Client, force: Force) -> None:
    one, other = case_of(force), case_of(force)

    shown(client, force.manager, "change-clock", other.reference, started(one, K.SEND, force).pk, status=404)


# Rules


@pytest.mark.parametrize("role", [None, *Role])
def test_anybody_reads_the_rules_and_only_an_administrator_sets_one(
    role: Role | None, client: Client, force: Force
) -> None:
    own_length(force, K.SEND, 36, ClockUnit.HOURS)
    person = MembershipFactory(agency=force.agency, roles=[role] if role else [])
    is_admin = role == Role.ADMINISTRATOR

    text = shown(client, person, "clock-rules")

    assert "Send it to the Home Office Local standard, 36 hours" in text
    assert "Set by the force." in text
    assert "Time to recover Held until Wed 30 Nov 2022 Law, at least 45 days" in text
    assert ("Set the length of a local standard" in text) is is_admin
    shown(client, person, "clock-rules-preview", status=200 if is_admin else 403)


ASKED = {
    "kind": K.SEND.value, "number": "36", "unit": "hours",
    "valid_from_day": "23", "valid_from_month": "11", "valid_from_year": "2026",
}  # fmt: skip


@pytest.fixture
def admin(force: Force) -> Membership:
    made: Membership = MembershipFactory(agency=force.agency, roles=[Role.ADMINISTRATOR])
    return made


def test_before_a_rule_is_saved_every_case_that_it_moves_is_listed(
    client: Client, force: Force, admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referrals.timekeeping.queries.PAGE_SIZE", 2)
    cases = [case_of(force) for _ in range(3)]
    pks = [started(each, K.SEND, force).pk for each in cases]

    first = shown(client, admin, "clock-rules-preview", **ASKED)
    rest = shown(client, admin, "clock-rules-preview", **ASKED, after=pks[1])
    none = shown(client, admin, "clock-rules-preview", **ASKED, after=pks[2])

    assert [each.reference in first for each in cases] == [True, True, False]
    assert [each.reference in rest for each in cases] == [False, False, True]
    assert "Is due: today, 09:00 Would be due: today, 21:00" in first
    assert ("More cases" in first, "More cases" in rest) == (True, False)
    assert "No clock that runs would move beyond these." in none
    listed = Entry.objects.filter(event="clock_rule.previewed").order_by("pk").first()
    assert listed
    assert listed.shown == [each.reference for each in cases[:2]]
    assert not ClockLength.objects.exists()


def test_what_was_previewed_is_saved_once_and_stale_pages_are_told(
    client: Client, force: Force, admin: Membership
) -> None:
    deadline = started(case_of(force), K.SEND, force)
    client.force_login(admin.user)
    where = reverse("clock-rules-preview")
    with time_machine.travel(DAY_AFTER, tick=False):
        saved = client.post(where, {**ASKED, "seen": "0"})
        again = client.post(where, {**ASKED, "seen": "0"}).content.decode()
        wrong = client.post(where, {**ASKED, "number": "x"}).content.decode()

    assert saved.status_code == 302
    assert "Somebody else set this length" in again
    assert f'name="seen" value="{ClockLength.objects.get().pk}"' in again
    assert "Enter a whole number." in wrong
    deadline.refresh_from_db()
    assert deadline.due_at == NOW + timedelta(hours=36)


def test_one_case_and_three_take_the_same_number_of_queries_to_preview(
    client: Client, force: Force, admin: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(admin.user)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            started(case_of(force), K.SEND, force)
        client.get(reverse("clock-rules-preview"), ASKED)
        with django_assert_num_queries(9) as queries:
            client.get(reverse("clock-rules-preview"), ASKED)
        counts.append(len(queries))
    assert counts[0] == counts[1]
