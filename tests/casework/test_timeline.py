"""The timeline: newest first, merged from everything, nothing lost or twice in paging, and what is left out."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from referrals.casework.queries import timeline
from referrals.casework.queries.entries import SOURCES
from referrals.casework.rules.timeline import Shown
from referrals.models import Sending, StepTaken
from tests.casework.factories import HOUR, House, fill, note, task
from tests.casework.test_pages import address, shown, text_of
from tests.lodging.factories import lodged, ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return House(at=timezone.now() - timedelta(days=10))


def titles(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'moj-timeline__title">([^<]+)<', page)]


def test_every_sort_of_row_is_shown(house: House) -> None:
    fill(house, 1)
    sources = timeline.sources_for(list(Shown), sees_leave=True)

    for source in sources:
        assert timeline.page_of(house.referral, [source]).entries, source.code
    assert len({source.code for source in SOURCES}) == len(SOURCES)


@pytest.mark.parametrize("size", [1, 7, 20])
def test_pages_follow_one_another_and_lose_nothing(size: int, house: House) -> None:
    fill(house, 3)
    sources = timeline.sources_for(list(Shown), sees_leave=True)
    found, after = [], ""

    for _ in range(200):
        page = timeline.page_of(house.referral, sources, after, size)
        found += page.entries
        after = page.after
        if not after:
            break

    assert [entry.at for entry in found] == sorted((entry.at for entry in found), reverse=True)
    assert len(found) == sum(timeline.counts(house.referral, sees_leave=True).values())
    assert sorted(map(str, found)) == sorted(map(str, timeline.everything(house.referral, sources)))


def test_the_page_shows_twenty_and_a_link_to_what_is_older(house: House, client: Client) -> None:
    for number in range(30):
        note(house, text=f"Note {number}", written_at=house.at + number * HOUR)

    first = shown(client, house.manager, address("timeline", house) + "?show=notes")
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = shown(client, house.manager, address("timeline", house) + html.unescape(older[1]))

    assert (len(titles(first)), len(titles(second))) == (20, 10)
    assert "Note 29" in first
    assert "Note 0" in second
    assert 'rel="next"' not in second
    assert "Coming up" not in second


@pytest.mark.parametrize("after", ["note-0", "note-99999999", "odd-1", "x", "\0", "note-²", "-1", "9" * 400])
def test_a_malformed_page_starts_from_the_beginning(after: str, house: House, client: Client) -> None:
    note(house, text="Only this")
    client.force_login(house.manager.user)

    page = client.get(address("timeline", house), {"after": after, "show": ["notes", "odd", "\0"]}).content.decode()

    assert "Only this" in page
    assert "There is no such kind, so it is left out." in page


def test_the_key_of_another_case_does_not_move_the_page(house: House, client: Client) -> None:
    note(house, text="Only this")
    mine, house.referral = house.referral, lodged(ready(house.officer), house.officer)
    theirs = note(house, text="Elsewhere", written_at=house.at - HOUR)
    house.referral = mine

    page = shown(client, house.manager, address("timeline", house) + f"?after=note-{theirs.pk}")

    assert "Only this" in page


def test_messages_are_left_out_until_somebody_asks(house: House, client: Client) -> None:
    usual = shown(client, house.manager, address("timeline", house))
    asked = shown(client, house.manager, address("timeline", house) + "?show=messages")

    assert not [title for title in titles(usual) if title.startswith("Told ")]
    assert [title for title in titles(asked) if title.startswith("Told ")] == titles(asked) != []
    assert 'value="messages" checked' in asked
    assert 'value="messages" checked' not in usual


def test_a_note_stands_where_it_was_first_written_with_a_way_to_its_first_version(house: House, client: Client) -> None:
    first = note(house, text="At first", is_newest=False)
    note(house, text="In between", written_at=house.at + HOUR)
    note(house, text="Later", first=first, version=2, written_at=house.at + 2 * HOUR, their_words="“No”")

    page = shown(client, house.manager, address("timeline", house) + "?show=notes")

    assert "At first" not in page
    assert page.index("In between") < page.index("Later")
    assert "See the first version" in page
    assert "<blockquote" in page
    whole = shown(client, house.manager, address("note", house, first.pk))
    assert whole.index("Later") < whole.index("At first")


def test_a_sending_and_a_decision_are_told_once(house: House, client: Client) -> None:
    at = house.at + HOUR
    facts = {"recorded_by": house.manager.user, "recorded_at": at}
    Sending.objects.create(referral=house.referral, route="adult", sent_at=at, sent_by="x", **facts)
    step = {"source": "TRIAGE", "target": "NRM_SUBMITTED", "on": at.date(), "taken_by": house.manager.user}
    StepTaken.objects.create(referral=house.referral, step="send_referral", taken_at=at, **step)

    page = shown(client, house.manager, address("timeline", house))

    assert titles(page).count("Sent to the Home Office") == 1


def test_what_is_to_come_stands_first_soonest_first(house: House, client: Client) -> None:
    today = timezone.localdate()
    task(house, title="In a month", due_on=today + timedelta(days=30))
    task(house, title="Tomorrow", due_on=today + timedelta(days=1))
    task(house, title="Without a date")

    page = text_of(shown(client, house.manager, address("timeline", house)))

    assert "1 day left" in page
    assert page.index("Tomorrow") < page.index("In a month") < page.index("So far")
    assert "Without a date" not in page[: page.index("So far")]


def test_printed_is_everything_oldest_first(house: House, client: Client) -> None:
    fill(house, 3)

    page = shown(client, house.manager, address("print-timeline", house))

    assert len(titles(page)) == sum(timeline.counts(house.referral, sees_leave=True).values())
    assert page.index("Words 1 later") < page.index("Words 3 later")


def test_finding_a_page_takes_one_question_and_one_for_each_sort_of_row(
    house: House, django_assert_num_queries: Callable[..., object]
) -> None:
    fill(house, 3)
    notes = [source for source in SOURCES if source.shown == Shown.NOTES]

    with django_assert_num_queries(2):
        timeline.page_of(house.referral, notes)
    with django_assert_num_queries(1):
        timeline.counts(house.referral, sees_leave=True)
