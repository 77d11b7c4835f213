"""The pages on which notes, tasks and flags are written: what was typed stays, whatever is wrong with it."""

import pytest
from django.test import Client
from django.utils.timezone import localdate

from referrals.models import Flag, Note, Task
from tests.casework.factories import XSS, House, note, task
from tests.casework.test_pages import address, text_of
from tests.test_rubbish import NASTY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(client: Client) -> House:
    made = House()
    client.force_login(made.manager.user)
    return made


def test_a_note_without_words_comes_back_and_one_with_words_is_shown(house: House, client: Client) -> None:
    empty = client.post(address("new-note", house), {"kind": "contact", "text": " ", "their_words": ""})
    odd = client.post(address("new-note", house), {"kind": "odd", "text": "kept", "their_words": XSS})
    done = client.post(address("new-note", house), {"kind": "contact", "text": "x", "their_words": XSS}, follow=True)

    assert "Write what happened, or what they said." in text_of(empty.content.decode())
    assert "kept</textarea>" in odd.content.decode()
    assert XSS not in odd.content.decode() + done.content.decode()
    assert "The note is added." in text_of(done.content.decode())
    assert Note.objects.get().their_words == XSS


@pytest.mark.parametrize("version", ["1", "", "x", "9" * 400, "-1"])
def test_a_stale_note_shows_both_versions_and_can_be_saved_after_that(
    version: str, house: House, client: Client
) -> None:
    first = note(house, text="At first", is_newest=False)
    note(house, first=first, version=2, text="Theirs", written_by=house.spoc.user)
    where = address("change-note", house, first.pk)
    mine = {"kind": "contact", "text": "Mine", "their_words": ""}

    stale = client.post(where, {**mine, "version": version}).content.decode()

    for said in ("Two people changed this", "Theirs", "DS Tom Ashby", "Mine</textarea>", 'name="version" value="2"'):
        assert said in stale, said
    assert not Note.objects.filter(text="Mine").exists()
    assert client.post(where, {**mine, "version": "2"}).status_code == 302
    assert Note.objects.get(is_newest=True).text == "Mine"


def test_a_stale_task_shows_what_differs_and_keeps_what_was_typed(house: House, client: Client) -> None:
    made = task(house, title="Ring", details="Same", owner=house.spoc.user, due_on=localdate(), version=2)
    day = {"due_on_day": "1", "due_on_month": "12", "due_on_year": "2026"}
    mine = {"title": "Write", "details": "Same", "owner": "", **day}

    stale = client.post(address("task", house, made.pk), {**mine, "version": "1"})
    page = text_of(stale.content.decode())

    for said in ("Two people changed this", "Write", "Ring", "DS Tom Ashby", "Nobody by name", "Tue 1 Dec"):
        assert said in page, said
    assert "What else matters" not in page[: page.index("What you wrote")]
    assert Task.objects.get().title == "Ring"
    assert client.post(address("task", house, made.pk), {**mine, "version": "2"}).status_code == 302
    assert (Task.objects.get().title, Task.objects.get().version) == ("Write", 3)


def test_what_is_wrong_with_a_task_is_said_and_what_was_typed_stays(house: House, client: Client) -> None:
    typed = {"title": "", "details": "kept", "owner": str(house.registrar.user_id), "due_on_day": "31"}

    page = client.post(address("new-task", house), typed).content.decode()

    for said in ("Say what is to be done.", "They cannot work on this case.", "kept</textarea>", 'value="31"'):
        assert said in page, said
    assert not Task.objects.exists()


def test_a_task_that_is_done_is_shown_and_not_asked_again(house: House, client: Client) -> None:
    made = task(house)
    done = client.post(address("task-done", house, made.pk), {"outcome": "They answered"}, follow=True)
    again = client.post(address("task-done", house, made.pk), {"outcome": "Twice"}).content.decode()
    page = client.get(address("task", house, made.pk)).content.decode()

    assert "The task is done." in done.content.decode()
    assert "This is done already." in again
    assert "Twice" in again
    assert "They answered" in page
    assert 'name="title"' not in page
    assert "Chase it" in client.get(address("tasks", house) + "?done").content.decode()
    assert "Chase it" not in text_of(client.get(address("tasks", house)).content.decode())


def test_tasks_come_in_order_of_their_last_day_and_in_pages(house: House, client: Client) -> None:
    for number in range(17):
        task(house, title=f"Task {number:02}", due_on=localdate().replace(year=2030 - number))
    task(house, title="Without a date")

    page = client.get(address("tasks", house)).content.decode()

    assert page.index("Task 16") < page.index("Task 15") < page.index("Task 02")
    assert "Task 01" not in page
    assert "Next 15 tasks" in page
    assert "Tasks (18)" in page


def test_a_flag_needs_a_reason_twice(house: House, client: Client) -> None:
    empty = client.post(address("flags", house), {"kind": "missing", "reason": ""})
    client.post(address("flags", house), {"kind": "missing", "reason": "Not home"})
    twice = client.post(address("flags", house), {"kind": "missing", "reason": "Again"})
    flag = Flag.objects.get()
    kept = client.post(address("remove-flag", house, flag.pk), {"reason": ""})
    gone = client.post(address("remove-flag", house, flag.pk), {"reason": "Found"}, follow=True)

    assert "Say why." in text_of(empty.content.decode())
    assert "This flag is raised already." in text_of(twice.content.decode())
    assert "Say why it no longer holds." in text_of(kept.content.decode())
    for said in ("Not home", "Found", "Removed"):
        assert said in text_of(gone.content.decode())


@pytest.mark.parametrize("nasty", NASTY)
def test_rubbish_breaks_none_of_these_pages(nasty: str, house: House, client: Client) -> None:
    made, written = task(house), note(house)
    names = (
        "kind",
        "text",
        "their_words",
        "title",
        "details",
        "owner",
        "due_on_day",
        "due_on_year",
        "version",
        "reason",
    )
    typed = dict.fromkeys((*names, "outcome"), nasty)

    for where in (
        address("new-note", house),
        address("change-note", house, written.pk),
        address("new-task", house),
        address("task", house, made.pk),
        address("flags", house),
        address("task-done", house, made.pk),
    ):
        assert client.post(where, typed).status_code in (200, 302), where
    for where in (address("timeline", house), address("tasks", house), house.referral.get_absolute_url()):
        assert client.get(where, {"after": nasty, "show": nasty, "done": nasty}).status_code == 200
