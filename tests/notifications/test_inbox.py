"""What somebody finds in their inbox, and that opening it reads it."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.enums import Role
from audit.enums import Outcome
from audit.models import Entry
from notifications.enums import NoticeKind
from notifications.inbox.queries import Show, unread
from notifications.models import Absence, Call, InboxItem
from referrals.models import Referral
from tests.factories import MembershipFactory, actor_of
from tests.notifications.house import NIGHT, House, member
from tests.notifications.told import ADDED, PASSED_ON, URGENT, item_of, listed, said, tell

pytestmark = pytest.mark.django_db
NOW = NIGHT + timedelta(minutes=5)
DAY = timedelta(days=1)
INBOX = "/notifications/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def manager(house: House, client: Client) -> int:
    client.force_login(house.manager.user)
    return house.manager.user_id


def page_of(client: Client, **asked: object) -> str:
    response = client.get(INBOX, asked)
    assert response.status_code == 200
    return response.content.decode()


# The lists


def test_each_list_shows_what_belongs_there(house: House, manager: int, client: Client) -> None:
    case = house.case()
    tell(ADDED, case, people=[manager])
    tell(PASSED_ON, case, units=[house.unit.pk])
    tell(NoticeKind.HANDED_OVER, case, people=[manager])
    InboxItem.objects.filter(notice__kind=NoticeKind.HANDED_OVER).update(read_at=NOW)
    tell(ADDED, case, people=[house.spoc.user_id], occasion="somebody else's")

    shown = {show: listed(page_of(client, show=show)) for show in ("", *Show)}

    by_name = [
        f"A draft or a case was handed to you: {case.reference}",
        f"Something was added to a referral: {case.reference}",
    ]
    assert shown == {
        "": by_name,
        Show.MINE: by_name,
        Show.UNIT: [f"A referral has arrived: {case.reference}"],
        Show.READ: by_name[:1],
    }


def test_the_page_counts_what_is_unread_of_each_list(house: House, manager: int, client: Client) -> None:
    case = house.case()
    tell(ADDED, case, people=[manager])
    tell(ADDED, case, people=[manager], occasion="again")
    tell(PASSED_ON, case, units=[house.unit.pk])

    page = said(page_of(client))

    assert "3 unread." in page
    assert "Mine (2) My unit (1) Read Settings" in page
    assert "say you have" not in page


def test_a_list_is_by_day_and_the_latest_comes_first(house: House, manager: int, client: Client) -> None:
    for days in (0, 1, 400):
        tell(ADDED, house.case(), people=[manager], at=NIGHT - DAY * days, occasion=str(days))

    page = page_of(client)

    assert re.findall(r"<h2[^>]*>([^<]+)</h2>\s*<ul class=\"app-todo", page) == [
        "Today",
        "Friday 20 November",
        "Saturday 18 October 2025",
    ]
    assert len(listed(page)) == 3


def test_a_list_can_be_narrowed_to_one_kind(house: House, manager: int, client: Client) -> None:
    case = house.case()
    tell(ADDED, case, people=[manager])
    tell(NoticeKind.HANDED_OVER, case, people=[manager])

    assert listed(page_of(client, kind=ADDED)) == [f"Something was added to a referral: {case.reference}"]
    assert "Nothing of this kind." in page_of(client, kind=NoticeKind.SECOND_CHECK)


ODD = ["x", "MINE", "\0", "mine'--", "<script>alert(1)</script>", "9" * 400]


@pytest.mark.parametrize("odd", ODD)
def test_a_list_or_a_kind_that_does_not_exist_is_named_and_everything_is_shown(
    odd: str, house: House, manager: int, client: Client
) -> None:
    tell(ADDED, house.case(), people=[manager])

    page = page_of(client, show=odd, kind=odd, after=odd)

    assert "There is no such list, so you see what came to you by name." in page
    assert "There is no such kind of notification, so you see all of them." in page
    assert len(listed(page)) == 1
    assert "<script>alert(1)" not in page


NOTHING = {
    Show.MINE: "Nothing yet. When something needs you, it stands here and your home page says so.",
    Show.UNIT: "Nothing has come to a unit of yours.",
    Show.READ: "You have read nothing here yet.",
}


@pytest.mark.parametrize("show", Show)
def test_an_empty_list_says_what_would_stand_there(show: Show, manager: int, client: Client) -> None:
    page = said(page_of(client, show=show))

    assert NOTHING[show] in page
    assert "None unread." in page
    assert "Mark all of today as read" not in page


def test_an_empty_list_says_when_something_last_came_to_the_unit(house: House, manager: int, client: Client) -> None:
    tell(PASSED_ON, house.case(), units=[house.unit.pk], at=NIGHT - DAY)

    assert "The last thing for your unit came on Friday 20 November." in said(page_of(client))


def test_a_row_says_through_which_unit_it_came_and_for_whom(house: House, client: Client) -> None:
    today = {"first_day": NIGHT.date(), "last_day": NIGHT.date()}
    Absence.objects.create(person=house.manager.user, passes_to=house.spoc.user, **today)
    tell(ADDED, house.case(), people=[house.manager.user_id])
    tell(PASSED_ON, house.case(), units=[house.unit.pk])
    client.force_login(house.spoc.user)

    assert f"23:40, for {house.manager.user}, who is away" in said(page_of(client))
    assert f"23:40, to the {house.unit}" in said(page_of(client, show=Show.UNIT))


# Pages of a list


def test_a_long_list_comes_in_pages_that_lose_nothing(house: House, manager: int, client: Client) -> None:
    case = house.case()
    for number in range(32):
        tell(ADDED, case, people=[manager], occasion=str(number))
    seen: list[str] = []
    asked = f"{INBOX}?show=mine&kind={ADDED}"

    for _ in range(4):
        page = client.get(asked).content.decode()
        seen += re.findall(r'href="/notifications/items/(\d+)/"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if not following:
            break
        asked = INBOX + html.unescape(following[1])

    assert len(seen) == len(set(seen)) == 32
    assert f"kind={ADDED}" in asked


def test_the_database_is_asked_for_one_page_alone(house: House, manager: int, client: Client) -> None:
    case = house.case()
    for number in range(20):
        tell(ADDED, case, people=[manager], occasion=str(number))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(listed(page_of(client))) == 15

    lists = [query["sql"] for query in queries if "waits_for_digest" in query["sql"] and "ORDER BY" in query["sql"]]
    assert ["LIMIT 16" in asked for asked in lists] == [True]


def test_a_page_that_begins_after_somebody_elses_row_is_the_first(house: House, manager: int, client: Client) -> None:
    tell(ADDED, house.case(), people=[manager])
    tell(ADDED, house.case(), people=[house.spoc.user_id])

    assert len(listed(page_of(client, after=item_of(house.spoc.user_id).pk))) == 1


def test_after_the_last_row_there_is_nothing_more(house: House, manager: int, client: Client) -> None:
    tell(ADDED, house.case(), people=[manager])

    assert "There is nothing more to show." in page_of(client, after=item_of(manager).pk)


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    many: int, house: House, manager: int, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(many):
        case = house.case()
        tell(URGENT, case, units=[house.unit.pk], then=[house.duty.pk], climbs_in=house.force.pk, occasion=str(number))
        tell(ADDED, case, people=[manager], occasion=str(number))
    page_of(client)

    # session, person with membership; the list; open calls, what reached one of them, whom they climb to, who was
    # told; what is unread.
    with django_assert_num_queries(8):
        page_of(client, show=Show.UNIT)


# Who may see it


def hide(case: Referral, house: House) -> None:
    Referral.objects.filter(pk=case.pk).update(barred_people=[house.manager.user_id])


def test_a_case_that_may_not_be_seen_any_more_is_neither_listed_nor_counted(
    house: House, manager: int, client: Client
) -> None:
    seen, hidden = house.case(), house.case()
    for case in (seen, hidden):
        tell(URGENT, case, units=[house.unit.pk], then=[house.duty.pk])
    assert unread(actor_of(house.manager)).total == 2

    hide(hidden, house)
    page = page_of(client, show=Show.UNIT)

    assert hidden.reference not in page
    assert listed(page) == [f"An urgent referral has arrived: {seen.reference}"]
    assert "1 unread. 1 needs you to say you have it." in said(page)


@pytest.mark.parametrize("name", ["open-notification", "read-notification"])
def test_a_case_that_may_not_be_seen_any_more_is_not_opened(
    name: str, house: House, manager: int, client: Client
) -> None:
    case = house.case()
    tell(ADDED, case, people=[manager])
    hide(case, house)

    answer = (client.get if name == "open-notification" else client.post)(reverse(name, args=[item_of(manager).pk]))

    assert answer.status_code == 404
    assert item_of(manager).read_at is None


@pytest.mark.parametrize("name", ["open-notification", "read-notification"])
def test_what_reached_somebody_else_cannot_be_told_from_nothing(
    name: str, house: House, manager: int, client: Client
) -> None:
    tell(ADDED, house.case(), people=[house.spoc.user_id])
    theirs = item_of(house.spoc.user_id)
    ask = client.get if name == "open-notification" else client.post

    answers = [ask(reverse(name, args=[key])) for key in (theirs.pk, 1 << 40)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert item_of(house.spoc.user_id).read_at is None
    refused = Entry.objects.filter(event="page.refused", outcome=Outcome.REFUSED, actor_id=manager)
    assert refused.count() == 2


@pytest.mark.parametrize("role", [None, *Role])
def test_everybody_has_an_inbox_of_their_own(role: Role | None, client: Client) -> None:
    client.force_login(MembershipFactory(roles=[role] if role else []).user)

    assert "None unread." in said(page_of(client))


def test_what_is_about_the_service_is_for_whoever_is_an_administrator_now(house: House, client: Client) -> None:
    admin = member(house.force, Role.ADMINISTRATOR)
    tell(NoticeKind.SCHEDULE_OVERDUE, None, people=[admin.user_id])
    client.force_login(admin.user)
    assert listed(page_of(client)) == ["A scheduled task of this service is overdue"]
    opened = client.get(reverse("open-notification", args=[item_of(admin.user_id).pk]))
    assert opened["Location"] == reverse("delivery")

    admin.roles = [Role.CASE_MANAGER]
    admin.save()
    client.force_login(admin.user)

    assert listed(page_of(client)) == []


# Reading


def test_opening_one_reads_it_and_leads_to_the_case(house: House, manager: int, client: Client) -> None:
    case = house.case()
    tell(ADDED, case, people=[manager])

    answer = client.get(reverse("open-notification", args=[item_of(manager).pk]))

    assert answer["Location"] == case.get_absolute_url()
    assert item_of(manager).read_at == NOW
    assert "Unread" not in said(page_of(client))


def test_what_was_read_first_stays_read_since_then(
    house: House, manager: int, client: Client, clock: time_machine.Traveller
) -> None:
    tell(ADDED, house.case(), people=[manager])
    address = reverse("open-notification", args=[item_of(manager).pk])
    client.get(address)
    clock.shift(timedelta(minutes=10))

    client.get(address)

    assert item_of(manager).read_at == NOW


def test_marking_as_read_leads_back_to_where_the_button_was_pressed(house: House, manager: int, client: Client) -> None:
    tell(ADDED, house.case(), people=[manager])
    asked = f"{INBOX}?show=mine&kind={ADDED}"
    button = re.search(r'name="next" value="([^"]+)"', client.get(asked).content.decode())
    assert button
    typed = {"next": html.unescape(button[1])}

    answer = client.post(reverse("read-notification", args=[item_of(manager).pk]), typed)

    assert answer["Location"] == asked
    assert item_of(manager).read_at == NOW


ELSEWHERE = ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "evil", "", "\0"]


@pytest.mark.parametrize("place", ELSEWHERE)
@pytest.mark.parametrize("name", ["read-notification", "acknowledge", "read-todays-notifications"])
def test_no_button_leads_to_another_site(name: str, place: str, house: House, manager: int, client: Client) -> None:
    tell(URGENT, house.case(), units=[house.unit.pk], then=[house.duty.pk])
    keys = {"read-notification": [item_of(manager).pk], "acknowledge": [Call.objects.get().pk]}

    answer = client.post(reverse(name, args=keys.get(name, [])), {"next": place})

    assert answer["Location"] == INBOX


@pytest.mark.parametrize("name", ["read-notification", "acknowledge", "read-todays-notifications"])
def test_a_link_alone_changes_nothing(name: str, house: House, manager: int, client: Client) -> None:
    tell(URGENT, house.case(), units=[house.unit.pk], then=[house.duty.pk])
    keys = {"read-notification": [item_of(manager).pk], "acknowledge": [Call.objects.get().pk]}

    assert client.get(reverse(name, args=keys.get(name, []))).status_code == 405
    assert item_of(manager).read_at is None


# List, and whether each of these is read after it: by name today, by name yesterday, through the unit today.
READ_TODAY = {
    "mine": (True, False, False),
    "unit": (False, False, True),
    "invented": (True, False, False),
    "": (True, False, False),
}


@pytest.mark.parametrize(("show", "expected"), READ_TODAY.items())
def test_todays_of_one_list_are_read_together(
    show: str, expected: tuple[bool, ...], house: House, manager: int, client: Client
) -> None:
    case = house.case()
    notices = [
        tell(ADDED, case, people=[manager], occasion="today"),
        tell(ADDED, case, people=[manager], occasion="yesterday", at=NIGHT - DAY),
        tell(PASSED_ON, case, units=[house.unit.pk]),
    ]

    client.post(reverse("read-todays-notifications"), {"show": show})

    read = [notice.items.get(person=manager).read_at is not None for notice in notices]
    assert tuple(read) == expected
    assert not InboxItem.objects.exclude(person=manager).exclude(read_at=None).exists()


def test_reading_todays_leaves_out_a_case_that_may_not_be_seen_any_more(
    house: House, manager: int, client: Client
) -> None:
    case = house.case()
    tell(ADDED, case, people=[manager])
    hide(case, house)

    client.post(reverse("read-todays-notifications"), {"show": "mine"})

    assert item_of(manager).read_at is None


# The count beside the navigation


@pytest.mark.parametrize(("many", "expected"), [(0, ""), (1, "1 unread"), (99, "99 unread"), (100, "99+ unread")])
def test_the_count_is_a_number_or_nothing(many: int, expected: str, house: House, manager: int, client: Client) -> None:
    notice = tell(ADDED, house.case(), people=[manager])
    item = notice.items.get()
    item.delete()
    for number in range(many):
        notice.pk = None
        notice.occasion = str(number)
        notice.save()
        InboxItem.objects.create(notice=notice, person_id=manager, delivered_at=NIGHT)

    answer = client.get(reverse("notification-count"))

    assert said(answer.content.decode()) == expected
    assert "no-store" in answer["Cache-Control"]
    assert client.post(reverse("notification-count")).status_code == 405


def test_what_has_been_read_is_not_counted(house: House, manager: int, client: Client) -> None:
    tell(ADDED, house.case(), people=[manager])
    InboxItem.objects.update(read_at=NOW)

    assert said(client.get(reverse("notification-count")).content.decode()) == ""


def test_the_count_stands_in_the_navigation_of_other_pages(house: House, manager: int, client: Client) -> None:
    tell(ADDED, house.case(), people=[manager])

    page = client.get("/account/").content.decode()

    assert re.search(r'class="moj-notification-badge">1<span class="govuk-visually-hidden"> unread', page)
