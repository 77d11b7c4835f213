"""Where units are told and when they are on duty, as an administrator reads and changes it."""

from datetime import time

import pytest
from django.test import Client

from agencies.models import Unit
from tests.notifications.pages import (
    hidden,
    page_of,
    sent,
    text_of,
)

pytestmark = pytest.mark.django_db


# Units


def test_a_unit_shows_its_hours_and_is_changed(as_admin: Client, msu: Unit) -> None:
    for weekday in range(5):
        msu.duty_hours.create(weekday=weekday, starts=time(7), ends=time(19))
    page = page_of(as_admin, "unit", msu.pk)
    assert hidden(page, "day_0") == hidden(page, "day_4") == "07:00 to 19:00"
    assert hidden(page, "day_5") == ""

    week = {f"day_{day}": "all day" for day in range(7)}
    listed = sent(
        as_admin, "unit", msu.pk, mailbox="unit@force.example", seen=hidden(page, "seen"), **{**week, "day_6": ""}
    )

    assert "Modern Slavery Unit is saved." in listed
    assert "Monday to Saturday: all day" in text_of(listed)
    assert "unit@force.example" in listed


def test_a_unit_without_hours_is_on_duty_at_all_times(as_admin: Client, msu: Unit) -> None:
    assert "At all times" in page_of(as_admin, "units")


BAD_UNITS = [
    ({"mailbox": "no address"}, "Enter an e-mail address in the right form"),
    ({"mailbox": f"{'x' * 250}@force.example"}, "Enter an e-mail address with at most 254 characters."),
    ({"phone": "ask Tom"}, "Enter a telephone number"),
    ({"duty_mobile": "0" * 30}, "Use at most 20 characters."),
    ({"day_2": "mornings"}, "Write the hours of Wednesday such as 07:00 to 19:00"),
    ({"day_2": "19:00 to 07:00"}, "The hours of Wednesday end before they start."),
    ({"day_2": "9" * 90}, "Use at most 80 characters."),
]


@pytest.mark.parametrize(("wrong", "said"), BAD_UNITS)
def test_a_unit_that_cannot_be_kept_comes_back_as_it_was_typed_with_a_sentence(
    wrong: dict[str, str], said: str, as_admin: Client, msu: Unit
) -> None:
    page = page_of(as_admin, "unit", msu.pk)
    typed = {"mailbox": "new@force.example", "day_0": "09:00 to 17:00", "seen": hidden(page, "seen")}

    page = sent(as_admin, "unit", msu.pk, **{**typed, **wrong})

    assert said in page
    assert hidden(page, "day_0") == "09:00 to 17:00"
    assert hidden(page, "mailbox") == {**typed, **wrong}["mailbox"]
    msu.refresh_from_db()
    assert msu.mailbox == ""


def test_a_stale_page_of_a_unit_shows_what_is_saved_now_and_keeps_what_was_typed(as_admin: Client, msu: Unit) -> None:
    seen = hidden(page_of(as_admin, "unit", msu.pk), "seen")
    sent(as_admin, "unit", msu.pk, mailbox="theirs@force.example", seen=seen)

    mistaken = sent(as_admin, "unit", msu.pk, mailbox="mine", seen=seen)
    page = sent(as_admin, "unit", msu.pk, mailbox="mine@force.example", seen=hidden(mistaken, "seen"))

    assert "Somebody else changed this unit after you opened the page." in page
    assert "Mailbox: theirs@force.example" in text_of(page)
    assert "Save mine instead" in page
    sent(as_admin, "unit", msu.pk, mailbox="mine@force.example", seen=hidden(page, "seen"))
    msu.refresh_from_db()
    assert msu.mailbox == "mine@force.example"
