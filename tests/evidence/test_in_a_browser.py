"""Choosing files in a real browser, with scripts and without."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from agencies.models import Membership
from referrals.enums import FileState
from referrals.models import Referral
from tests.browser import DESK, PHONE, assert_accessible, assert_fits, let_in
from tests.evidence import samples
from tests.evidence.factories import NOW, add, add_clean, address

LARGEST = 1024 * 1024
Open = Callable[..., Page]


@pytest.fixture
def chosen(tmp_path: Path) -> dict[str, Path]:
    """Files on the officer's own device."""
    contents = {
        "letter.pdf": samples.PDF,
        "photo.jpg": samples.JPG,
        "program.exe": samples.PROGRAM,
        "fits.txt": b"x" * LARGEST,
        "large.txt": b"x" * (LARGEST + 1),
    }
    folder = tmp_path / "device"
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in contents}


@pytest.fixture
def open_files(
    browser: Browser, officer: Membership, referral: Referral, base_url: str, settings: Any
) -> Iterator[Open]:
    settings.EVIDENCE_LARGEST_BYTES = LARGEST
    contexts = []

    def opened(*, scripts: bool = True, viewport: Any = DESK) -> Page:
        context = browser.new_context(base_url=base_url, java_script_enabled=scripts, viewport=viewport)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        let_in(page, officer.user, base_url)
        page.goto(address(referral))
        return page

    yield opened
    for context in contexts:
        context.close()


def names(referral: Referral) -> list[str]:
    return [file.name for file in referral.files.all()]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_several_files_are_chosen_at_once_and_each_that_is_refused_says_why(
    scripts: bool, open_files: Open, referral: Referral, chosen: dict[str, Path]
) -> None:
    page = open_files(scripts=scripts)
    posts: list[Request] = []
    complaints: list[str] = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.get_by_label("Choose files").set_input_files(list(chosen.values()))
    page.get_by_role("button", name="Add files").click()

    expect(page.get_by_text("3 files are added.")).to_be_visible()
    expect(page.get_by_text("“program.exe” was not added: files of its type are not taken here.")).to_be_visible()
    expect(page.get_by_text("“large.txt” was not added: it is larger than 1 MB.")).to_be_visible()
    assert names(referral) == ["letter.pdf", "photo.jpg", "fits.txt"]
    # One for each file, the large one by its name alone; and the form itself at the end.
    assert len(posts) == (6 if scripts else 1)
    assert complaints == []


def test_how_far_it_is_is_shown_while_it_is_sent_and_files_that_were_sent_are_kept(
    open_files: Open, referral: Referral, chosen: dict[str, Path]
) -> None:
    page = open_files()
    sent: list[Any] = []

    def answer(route: Any) -> None:
        """The first arrives. Then the connection breaks."""
        if route.request.method == "POST" and sent:
            route.abort()
        else:
            sent.extend([1] if route.request.method == "POST" else [])
            route.continue_()

    page.route(f"**{address(referral)}", answer)
    page.get_by_label("Choose files").set_input_files([chosen["letter.pdf"], chosen["fits.txt"]])
    page.get_by_role("button", name="Add files").click()

    expect(page.get_by_text("fits.txt could not be sent. Check your connection")).to_be_visible()
    assert page.get_by_role("progressbar").get_attribute("aria-label") == "Sending files"
    assert names(referral) == ["letter.pdf"]

    page.unroute(f"**{address(referral)}")
    page.wait_for_timeout(1000)  # a second click within a second does nothing
    page.get_by_role("button", name="Add files").click()
    expect(page.get_by_text("2 files are added.")).to_be_visible()
    assert names(referral) == ["letter.pdf", "fits.txt"]


def test_what_is_typed_is_saved_by_itself_and_whichever_button_is_pressed_files_are_added(
    open_files: Open, officer: Membership, referral: Referral, chosen: dict[str, Path]
) -> None:
    """At the Home Office, who presses Continue instead of Upload loses the file and is not told."""
    file = add(referral, officer, "here.pdf")
    page = open_files()

    box = page.get_by_role("group", name="here.pdf").get_by_label("What is it?")
    box.fill("Letter")
    box.press("Tab")
    expect(page.locator("#saved")).to_have_text(re.compile(r"Saved \d\d:\d\d$"))
    file.refresh_from_db()
    assert file.description == "Letter"

    box.fill("Letter of the landlord")
    page.get_by_label("Choose files").set_input_files(chosen["photo.jpg"])
    page.get_by_role("button", name="Save and see all sections").click()
    expect(page.get_by_text("1 file is added.")).to_be_visible()
    assert names(referral) == ["here.pdf", "photo.jpg"]
    file.refresh_from_db()
    assert file.description == "Letter of the landlord"


def test_the_pages_are_accessible_and_fit_on_a_phone(open_files: Open, officer: Membership, referral: Referral) -> None:
    file = add_clean(referral, officer, "Tenancy letter with quite a long name that somebody gave it in a hurry.pdf")
    add(referral, officer, "gift.txt", b"a", state=FileState.INFECTED, scanned_at=NOW, finding="Test-Signature")
    taken_out = {"superseded_at": NOW, "superseded_by": officer.user, "superseded_reason": "It was here twice."}
    add(referral, officer, "out.pdf", **taken_out)
    page = open_files()

    for to in (address(referral), f"{address(referral)}?show=superseded", address(referral, file, "supersede-file")):
        page.set_viewport_size(DESK)
        page.goto(to)
        assert_accessible(page)
        page.set_viewport_size(PHONE)
        assert_fits(page)
