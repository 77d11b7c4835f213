"""What scripts add, and that everything works when they do not arrive."""

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from agencies.models import User
from tests.browser import let_in, without_scripts

COMPONENTS = "/practice/components/"
SEND = "Send back what I typed"
NASTY = ['"><script>alert(1)</script>', "&amp; &lt;b&gt;", "{{ x }} {% now %}", "Łukasz Nguyễn 😀", "'\"`\\ %00 \t|"]


@pytest.fixture
def shown(page_of_officer: Page) -> Page:
    page_of_officer.goto(COMPONENTS)
    return page_of_officer


@pytest.fixture
def plain(browser: Browser, officer: User, base_url: str) -> Iterator[Page]:
    """A browser that runs no script at all."""
    with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        yield opened(context.new_page(), officer, base_url)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def either(request: pytest.FixtureRequest, browser: Browser, officer: User, base_url: str) -> Iterator[Page]:
    with browser.new_context(base_url=base_url, java_script_enabled=request.param) as context:
        yield opened(context.new_page(), officer, base_url)


def opened(page: Page, user: User, base_url: str) -> Page:
    let_in(page, user, base_url)
    page.goto(COMPONENTS)
    return page


def send(page: Page) -> None:
    page.get_by_role("button", name=SEND).click()


def sent_next(page: Page) -> str:
    """What goes off when the form is sent."""
    with page.expect_request(lambda request: request.method == "POST") as request:
        send(page)
    return request.value.post_data or ""


def test_the_page_keeps_to_its_own_policy_and_keeps_nothing(page_of_officer):
    said: list[str] = []
    page_of_officer.on("console", lambda message: said.append(message.text))
    page_of_officer.on("pageerror", lambda error: said.append(str(error)))

    page_of_officer.goto(COMPONENTS)
    page_of_officer.locator("#id_language").press_sequentially("rom")
    page_of_officer.get_by_role("button", name="Show password").first.click()

    assert said == []
    page_of_officer.goto("/static/app.css")  # the same place, without our script that closes the storage
    assert page_of_officer.evaluate("[{...localStorage}, {...sessionStorage}, document.cookie]") == [{}, {}, ""]


def test_a_further_question_is_shown_once_its_option_is_chosen(either):
    dialect, keeps = either.locator("#id_dialect"), either.locator("#id_who_keeps")

    expect(dialect).to_be_hidden()
    either.locator("#id_interpreter").check()
    expect(dialect).to_be_visible()
    either.locator("#id_interpreter-2").check()
    expect(dialect).to_be_hidden()

    either.locator("#id_signs-2").check()
    expect(keeps).to_be_visible()
    either.locator("#id_signs-2").uncheck()
    expect(keeps).to_be_hidden()


def test_none_of_these_unticks_the_others(shown):
    shown.locator("#id_signs").check()

    shown.locator("#id_signs-3").check()

    expect(shown.locator("#id_signs")).not_to_be_checked()


@pytest.mark.parametrize("text", NASTY)
def test_what_is_typed_comes_back_from_a_real_browser(either, text):
    lines = f"\n\n {text}\n{text} \n"
    either.locator("#id_name").fill(text)
    either.locator("#id_account").fill(lines)
    either.locator("#id_born_month").fill(text)

    send(either)

    assert either.locator("#id_name").input_value() == text
    assert either.locator("#id_account").input_value() == lines
    assert either.locator("#id_born_month").input_value() == text


def test_the_summary_takes_the_focus_and_leads_to_the_box(shown):
    shown.locator("#id_seen_on_day").fill("1")
    shown.locator("#id_seen_on_month").fill("17")
    shown.locator("#id_seen_on_year").fill("2026")
    send(shown)

    summary = shown.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Month must be between 1 and 12").click()
    expect(shown.locator("#id_seen_on_month")).to_be_focused()
    summary.get_by_role("link", name="Say whether they need an interpreter").click()
    expect(shown.locator("#id_interpreter")).to_be_focused()


def test_the_counter_counts(shown):
    shown.locator("#id_account").fill("x" * 190)

    expect(shown.locator("#id_account-info ~ .govuk-character-count__status").first).to_have_text(
        "You have 10 characters remaining"
    )


def test_an_option_is_found_by_typing_and_sent_by_its_value(shown):
    shown.get_by_label("Language").first.press_sequentially("alb")
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("Enter")

    assert 'name="language"\r\n\r\nsq\r\n' in sent_next(shown)
    expect(shown.locator("#id_language")).to_have_value("Albanian")


def test_an_option_may_be_typed_in_full(shown):
    shown.locator("#id_language").fill("vietnamese ")

    assert 'name="language"\r\n\r\nvi\r\n' in sent_next(shown)


def test_what_is_in_no_list_is_said_and_kept(shown):
    shown.locator("#id_language").fill("Klingon")

    send(shown)

    expect(shown.locator("#id_language")).to_have_value("Klingon")
    expect(shown.locator(".govuk-error-summary")).to_contain_text("Choose a language from the list")
    described = shown.locator("#id_language").get_attribute("aria-describedby") or ""
    assert described.startswith("id_language-hint id_language-error")
    shown.locator("#id_language").fill("")
    assert 'name="language"\r\n\r\n\r\n' in sent_next(shown)


def test_the_hint_of_a_long_list_stays_tied_to_it(shown):
    box = shown.locator("#id_language")

    before = box.get_attribute("aria-describedby") or ""
    box.press_sequentially("al")
    expect(shown.locator("#id_language__listbox")).to_be_visible()

    assert before.startswith("id_language-hint ")
    expect(box).to_have_attribute("aria-describedby", "id_language-hint")


def test_a_list_on_the_server_is_offered_and_sent_by_its_code(shown):
    shown.locator("#id_town").press_sequentially("Redd")
    shown.locator("#id_town__listbox").get_by_text("Redditch").click()

    posted = sent_next(shown)

    assert posted.count('name="town"') == 1
    assert 'name="town"\r\n\r\nRedditch\r\n' not in posted


def test_typing_on_after_choosing_sends_what_is_typed(shown):
    shown.locator("#id_town").press_sequentially("Redd")
    shown.locator("#id_town__listbox").get_by_text("Redditch").click()
    shown.locator("#id_town").fill("Somewhere else")

    posted = sent_next(shown)

    assert posted.count('name="town"') == 1
    assert 'name="town"\r\n\r\nSomewhere else\r\n' in posted


def test_a_list_that_cannot_be_reached_leaves_a_text_box(shown):
    shown.route("**/lists/**", lambda route: route.abort())
    shown.locator("#id_town").press_sequentially("Redd")
    expect(shown.locator("#id_town__listbox")).to_contain_text("Not in the list")

    assert 'name="town"\r\n\r\nRedd\r\n' in sent_next(shown)


def test_a_suggestion_is_never_read_as_markup(shown):
    offered = [{"value": "1", "label": "<b>Bold</b>", "hint": "<i>"}]
    shown.route("**/lists/**", lambda route: route.fulfill(json=offered))

    shown.locator("#id_town").press_sequentially("bold")

    expect(shown.locator("#id_town__listbox")).to_contain_text("<b>Bold</b> (<i>)")
    assert shown.locator("#id_town__listbox b").count() == 0


def test_without_scripts_a_long_list_is_a_select_and_a_text_box(plain):
    plain.get_by_label("Language").first.select_option("Polish")
    plain.get_by_label("Town").first.fill("Redditch")

    send(plain)

    expect(plain.locator("select#id_language")).to_have_value("pl")
    expect(plain.locator("input#id_town")).to_have_value("Redditch")


def test_without_scripts_the_menu_is_simply_there(plain):
    plain.set_viewport_size({"width": 375, "height": 800})

    expect(plain.get_by_role("link", name="Colleagues")).to_be_visible()
    expect(plain.get_by_role("button", name="Menu")).to_be_hidden()


def test_every_sheet_of_paper_shows_the_marking_and_who_printed_and_no_navigation(shown):
    shown.emulate_media(media="print")

    expect(shown.locator(".app-bar__mark")).to_be_visible()
    expect(shown.locator(".app-printed")).to_contain_text("Printed by PC Dana Whitlock, West Mercia Police, ")
    repeated = "['header', '.app-printed'].map(part => getComputedStyle(document.querySelector(part)).display)"
    assert shown.evaluate(repeated) == ["table-header-group", "table-footer-group"]
    for gone in (".app-bar__who", ".govuk-service-navigation", ".govuk-back-link", ".govuk-button-group", "footer"):
        expect(shown.locator(gone).first).to_be_hidden()


def test_the_skip_link_leads_past_the_menu(shown):
    shown.keyboard.press("Tab")
    expect(shown.locator(".govuk-skip-link")).to_be_focused()

    shown.keyboard.press("Enter")

    expect(shown.locator("main")).to_be_focused()


# Before somebody is signed out


@pytest.fixture
def later(page_of_officer) -> Page:
    """A page whose clock the test moves on."""
    page_of_officer.clock.install()
    page_of_officer.goto(COMPONENTS)
    return page_of_officer


def test_nothing_is_said_while_there_is_time(later):
    later.clock.fast_forward("24:30")

    expect(later.get_by_role("alertdialog")).to_be_hidden()


def test_five_minutes_before_the_end_one_is_asked_and_may_stay(later):
    later.clock.fast_forward("25:05")
    dialog = later.get_by_role("alertdialog", name="You will be signed out soon")
    expect(dialog).to_contain_text("In 5 minutes you are signed out")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()

    with later.expect_response("**/session/keep/") as answer:
        dialog.get_by_role("button", name="Stay signed in").click()

    assert answer.value.status == 204
    expect(dialog).to_be_hidden()
    later.clock.fast_forward("24:00")
    expect(dialog).to_be_hidden()


def test_what_another_page_of_theirs_does_counts(later, base_url):
    later.clock.fast_forward("20:00")
    later.evaluate("new BroadcastChannel('signed-in').postMessage('here')")
    later.clock.fast_forward("10:00")

    expect(later.get_by_role("alertdialog")).to_be_hidden()


def test_at_the_end_the_page_is_covered_and_what_was_typed_goes_to_the_door(later):
    later.locator("#id_account").fill("They took my passport.")
    Session.objects.all().delete()
    later.clock.fast_forward("30:05")
    dialog = later.get_by_role("alertdialog", name="You were signed out")
    expect(dialog).to_be_visible()
    assert later.evaluate("getComputedStyle(document.querySelector('dialog'), '::backdrop').backgroundColor") == (
        "rgb(255, 255, 255)"
    )

    dialog.get_by_role("button", name="Sign in again").click()

    later.wait_for_url("**/account/sign-in/**")


def test_somebody_still_signed_in_elsewhere_simply_goes_on(later):
    later.locator("#id_account").fill("They took my passport.")
    later.clock.fast_forward("30:05")

    later.get_by_role("button", name="Sign in again").click()

    expect(later.get_by_role("alertdialog")).to_be_hidden()
    expect(later.locator("#id_account")).to_have_value("They took my passport.")


def test_nobody_who_has_not_signed_in_is_warned(client: Client, db: None):
    assert "data-idle-warning" not in client.get("/help/").content.decode()


def test_a_page_whose_scripts_do_not_arrive_shows_no_dialog(page_of_officer):
    without_scripts(page_of_officer)

    page_of_officer.goto(COMPONENTS)

    expect(page_of_officer.locator("dialog")).to_be_hidden()
