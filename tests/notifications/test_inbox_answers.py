"""Somebody says that they have it: who may, who hears of it, and until when it can be said."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agencies.models import Membership
from audit.enums import Outcome
from audit.models import Entry
from notifications.actions import climb, settle
from notifications.delivery import deliver
from notifications.models import Call, InboxItem
from referrals.models import Referral
from tests.notifications.house import NIGHT, House, waiting
from tests.notifications.told import PASSED_ON, URGENT, said, tell

pytestmark = pytest.mark.django_db
NOW = NIGHT + timedelta(minutes=5)
QUARTER = timedelta(minutes=15)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def case(house: House) -> Referral:
    """The control room was told, and the unit is next."""
    case = house.case()
    tell(URGENT, case, units=[house.duty.pk], then=[house.unit.pk], climbs_in=house.force.pk)
    return case


def inbox_of(person: Membership, client: Client) -> str:
    client.force_login(person.user)
    return said(client.get("/notifications/").content.decode())


def say_so(person: Membership, client: Client) -> str:
    """What the page says after it, or the status where it refuses."""
    client.force_login(person.user)
    answer = client.post(reverse("acknowledge", args=[Call.objects.get().pk]), follow=True)
    return said(answer.content.decode()) if answer.status_code == 200 else str(answer.status_code)


# What the page asks


def test_it_says_until_when_and_whom_it_goes_to_then(house: House, case: Referral, client: Client) -> None:
    page = inbox_of(house.inspector, client)

    assert "1 unread. 1 needs you to say you have it." in page
    assert (
        f"An urgent referral has arrived: {case.reference} To the {house.duty}, 23:40. "
        f"If nobody answers by 23:55 it goes to the duty supervisor of the {house.duty}. I have it" in page
    )


def climbed(times: int, clock: time_machine.Traveller) -> None:
    for number in range(1, times + 1):
        at = NIGHT + QUARTER * number
        climb(at=at)
        deliver(waiting(), at=at)
        clock.move_to(at + timedelta(minutes=1))


THEN = "If nobody answers by 00:25 it goes to"
BEFORE = "Told before: {duty}, Sat 21 Nov, 23:40; {inspector}, Sat 21 Nov,"
# Rung; who asks; what is said of whom it goes to, and of who was told before.
RUNGS = {
    1: ("inspector", "To you, 23:55. If nobody answers by 00:10 it goes to the {unit}. Told before: {duty}, 23:40."),
    2: ("manager", f"To the {{unit}}, 00:10. {THEN} the duty supervisor of the {{unit}}. {BEFORE} 23:55."),
    3: ("supervisor", "To you, 00:25. If nobody answers by 00:40 it goes to every supervisor of {force}."),
    4: ("inspector", "To you, 00:40. It climbs no further. Told before: {duty}, "),
}


@pytest.mark.parametrize(("rung", "expected"), RUNGS.items())
def test_at_every_rung_it_says_who_was_told_before_and_who_is_next(
    rung: int, expected: tuple[str, str], house: House, case: Referral, client: Client, clock: time_machine.Traveller
) -> None:
    who, sentence = expected
    climbed(rung, clock)

    names = {"unit": house.unit, "duty": house.duty, "force": house.force, "inspector": house.inspector.user}
    assert sentence.format(**names) in inbox_of(getattr(house, who), client)


def test_whoever_was_told_first_sees_who_was_told_since(
    house: House, client: Client, clock: time_machine.Traveller
) -> None:
    tell(URGENT, house.case(), units=[house.unit.pk], then=[house.duty.pk])
    climbed(2, clock)

    assert (
        f"To the {house.unit}, Sat 21 Nov, 23:40. If nobody answers by 00:25 it goes to the duty supervisor of "
        f"the {house.duty}. Told since: {house.supervisor.user}, Sat 21 Nov, 23:55; {house.duty}, 00:10. I have it"
        in inbox_of(house.manager, client)
    )


def test_what_climbs_first_stands_first(house: House, client: Client) -> None:
    cases = [house.case() for _ in range(3)]
    for number, minutes in enumerate((4, 9, 0)):
        at = NIGHT - timedelta(minutes=minutes)
        tell(URGENT, cases[number], units=[house.unit.pk], then=[house.duty.pk], at=at)

    page = inbox_of(house.manager, client)

    asked = re.findall(r"An urgent referral has arrived: (\S+) To the", page)
    assert asked == [cases[number].reference for number in (1, 0, 2)]
    assert "3 need you to say you have them." in page


def test_nobody_is_asked_who_was_not_told_yet(house: House, case: Referral, client: Client) -> None:
    assert "Say you have it" not in inbox_of(house.manager, client)


def test_nobody_is_asked_what_need_not_be_answered(house: House, client: Client) -> None:
    tell(PASSED_ON, house.case(), units=[house.unit.pk])

    assert "Say you have it" not in inbox_of(house.manager, client)


# Saying it


def test_whoever_was_told_has_it_and_it_climbs_no_further(house: House, case: Referral, client: Client) -> None:
    page = say_so(house.inspector, client)

    call = Call.objects.get()
    assert f"You have it: {case.reference}. It climbs no further." in page
    assert "Say you have it" not in page
    assert (call.acknowledged_by, call.acknowledged_at, call.climbs_at) == (house.inspector.user, NOW, None)
    assert InboxItem.objects.get(person=house.inspector.user).read_at == NOW
    entry = Entry.objects.get(event="notice.acknowledged:lodged_urgent")
    assert (entry.reference, entry.actor_id) == (case.reference, house.inspector.user_id)


def test_the_second_who_says_so_hears_who_has_it(
    house: House, case: Referral, client: Client, clock: time_machine.Traveller
) -> None:
    climbed(2, clock)
    say_so(house.manager, client)
    clock.shift(timedelta(minutes=1))

    page = say_so(house.spoc, client)

    assert f"{house.manager.user} has it already, since 00:11: {case.reference}." in page
    assert Call.objects.get().acknowledged_by == house.manager.user
    assert Entry.objects.filter(event="notice.acknowledged:lodged_urgent").count() == 1


def test_the_others_see_in_their_list_who_has_it(
    house: House, case: Referral, client: Client, clock: time_machine.Traveller
) -> None:
    climbed(2, clock)
    say_so(house.manager, client)

    client.force_login(house.spoc.user)
    page = said(client.get("/notifications/?show=unit").content.decode())

    assert f"00:10, to the {house.unit}. {house.manager.user} has it" in page


def test_what_was_done_meanwhile_need_not_be_answered(house: House, case: Referral, client: Client) -> None:
    settle(case.reference, "x", at=NOW)

    assert "Say you have it" not in inbox_of(house.inspector, client)
    assert f"What it was about was done meanwhile: {case.reference}." in say_so(house.inspector, client)
    assert Call.objects.get().acknowledged_at is None
    client.force_login(house.inspector.user)
    assert "Done meanwhile" in said(client.get("/notifications/?show=unit").content.decode())


REFUSED = {"somebody not told": "manager", "the author of the case": "officer"}


@pytest.mark.parametrize("who", REFUSED.values(), ids=REFUSED)
def test_nobody_else_can_say_that_they_have_it(who: str, house: House, case: Referral, client: Client) -> None:
    assert say_so(getattr(house, who), client) == "403"

    assert Call.objects.get().is_open
    assert not Entry.objects.filter(event__startswith="notice.acknowledged").exists()
    assert Entry.objects.filter(event="page.refused", outcome=Outcome.REFUSED).count() == 1


def test_somebody_who_was_told_and_may_not_see_the_case_any_more_cannot_say_it(
    house: House, case: Referral, client: Client
) -> None:
    Referral.objects.update(barred_people=[house.inspector.user_id])

    assert "Say you have it" not in inbox_of(house.inspector, client)
    assert say_so(house.inspector, client) == "403"
    assert Call.objects.get().is_open


def test_what_does_not_exist_is_not_found(house: House, client: Client) -> None:
    client.force_login(house.manager.user)

    assert client.post(reverse("acknowledge", args=[1 << 40])).status_code == 404
