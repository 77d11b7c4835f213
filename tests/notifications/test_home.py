"""What the home page says of notifications."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from agencies.models import Membership
from notifications.actions import acknowledge, climb
from notifications.delivery import deliver
from notifications.models import Call
from referrals.models import Referral
from tests.factories import actor_of
from tests.notifications.house import NIGHT, House, waiting
from tests.notifications.told import ADDED, URGENT, said, tell

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NIGHT + 5 * MINUTE, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def house() -> House:
    return House()


def home_of(person: Membership, client: Client) -> str:
    client.force_login(person.user)
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def to_do_on(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'app-todo__verb"><a class="govuk-link" href="(/notifications[^"]*)">([^<]+)<', page)
    return [(href, verb) for href, verb in found]


def urgent(house: House, **facts: object) -> tuple[Referral, Call]:
    case = house.case()
    tell(URGENT, case, units=[house.unit.pk], climbs_in=house.force.pk, **facts)
    return case, Call.objects.get(reference=case.reference)


def test_nothing_is_said_where_nothing_came(house: House, client: Client) -> None:
    assert to_do_on(home_of(house.manager, client)) == []


@pytest.mark.parametrize(("many", "expected"), [(1, "Read 1 notification"), (3, "Read 3 notifications")])
def test_it_counts_what_is_unread(many: int, expected: str, house: House, client: Client) -> None:
    for number in range(many):
        tell(ADDED, house.case(), people=[house.manager.user_id], occasion=str(number))

    page = home_of(house.manager, client)

    assert to_do_on(page) == [("/notifications/", expected)]
    assert "Reference and task only. Open the case for the rest." in page


def test_what_must_be_answered_leads_there_and_says_until_when(house: House, client: Client) -> None:
    case, call = urgent(house)

    page = home_of(house.manager, client)

    assert to_do_on(page) == [
        (f"/notifications/#call-{call.pk}", f"Say you have it: An urgent referral has arrived, {case.reference}"),
        ("/notifications/", "Read 1 notification"),
    ]
    assert "10 minutes left" in page
    assert "climbs 23:55" in page
    about = f"To the {house.unit}, 23:40. If nobody answers, it goes to the duty supervisor of the {house.unit}."
    assert about in said(page)


def test_the_address_of_the_line_is_on_the_page(house: House, client: Client) -> None:
    _, call = urgent(house)
    [(href, _), _] = to_do_on(home_of(house.manager, client))
    address, part = href.split("#")

    assert f'id="{part}"' in client.get(address).content.decode()
    assert part == f"call-{call.pk}"


def test_at_the_top_of_the_ladder_it_says_that_it_climbs_no_further(
    house: House, client: Client, clock: time_machine.Traveller
) -> None:
    urgent(house)
    for number in (1, 2):
        climb(at=NIGHT + QUARTER * number)
        deliver(waiting(), at=NIGHT + QUARTER * number)
    clock.move_to(NIGHT + QUARTER * 3)

    page = home_of(house.inspector, client)

    assert "To you, 00:10. It climbs no further." in said(page)
    assert "Nobody has it" in page


@pytest.mark.parametrize("who", ["officer", "inspector"])
def test_nobody_is_asked_who_was_not_told(who: str, house: House, client: Client) -> None:
    urgent(house)

    assert to_do_on(home_of(getattr(house, who), client)) == []


def test_what_somebody_has_is_asked_of_nobody(house: House, client: Client) -> None:
    _, call = urgent(house)
    acknowledge(call.pk, by=actor_of(house.spoc), at=NIGHT + MINUTE)

    assert to_do_on(home_of(house.manager, client)) == [("/notifications/", "Read 1 notification")]


def test_a_case_that_may_not_be_seen_any_more_is_not_named(house: House, client: Client) -> None:
    case, _ = urgent(house)
    Referral.objects.update(barred_people=[house.manager.user_id])

    page = home_of(house.manager, client)

    assert to_do_on(page) == []
    assert case.reference not in page


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_for_three(
    many: int, house: House, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(many):
        urgent(house, occasion=str(number))
    home_of(house.manager, client)

    # session, person with membership; what is to be answered, whom it climbs to, who was told; what is unread; cases
    # and loads; the rest.
    with django_assert_num_queries(18):
        client.get("/")
