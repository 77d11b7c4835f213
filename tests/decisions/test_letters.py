"""What the Home Office decided is copied, shown before it is saved, saved once, and read again where it is odd."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from referrals.decisions.actions.letters import (
    ADD_THE_LETTER,
    PUT_RIGHT,
    READ,
    TELL_THEM,
    WAITS,
    BoxRefused,
    second_read,
)
from referrals.decisions.actions.steps import put_right
from referrals.decisions.moved import Moved, last_seen
from referrals.enums import Status, Step
from referrals.models import Decision, Flag, Referral, StepTaken, Task
from tests.decisions.factories import NOON, TODAY, acting, again, case_at, letter, sent_case
from tests.home_office.factories import add_file
from tests.lodging.factories import Force, charity_worker, deadlines_of, notices_about, ready

pytestmark = pytest.mark.django_db


def kinds(referral: Referral) -> set[tuple[str, str]]:
    return {(kind, recipient) for kind, _, recipient in notices_about(referral)}


def open_clocks(referral: Referral) -> set[str]:
    return set(referral.deadlines.filter(done_at=None).values_list("kind", flat=True))


def test_a_first_yes_moves_the_case_starts_its_clocks_and_tells_the_officer(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)

    decision = letter(referral, Step.FIRST_YES, force)

    referral = again(referral)
    assert (referral.status, decision.step.on, decision.recorded_by) == (Status.RG_POSITIVE, TODAY, force.manager.user)
    assert open_clocks(referral) == {"CRIME_RECORD", "RECOVERY", "CG_EARLIEST"}
    assert deadlines_of(referral)["RG_TARGET"][1] == Step.FIRST_YES.label
    assert ("decided", "PC Dana Whitlock") in kinds(referral)
    assert set(Task.objects.values_list("title", flat=True)) == {TELL_THEM, ADD_THE_LETTER}
    assert not decision.needs_second_reader
    assert Entry.objects.filter(event="letter.recorded").count() == 2


def test_the_letter_saves_the_task_of_adding_it(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)
    file = add_file(referral, "letter.pdf")
    Task.objects.all().delete()

    decision = letter(referral, Step.FIRST_YES, force, letter=file.key)

    assert decision.letter == file
    assert [task.title for task in Task.objects.all()] == [TELL_THEM]


def test_a_file_of_another_case_is_no_letter_of_this_one(force: Force) -> None:
    referral, other = case_at(force, Step.RECEIVED), sent_case(force)

    assert letter(referral, Step.FIRST_YES, force, letter=add_file(other, "x.pdf").key).letter is None


def test_a_question_is_answered_by_the_day_that_the_letter_says(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)
    with pytest.raises(BoxRefused, match="Enter the day by which they want an answer"):
        letter(referral, Step.ASK_BEFORE_FIRST, force)

    letter(referral, Step.ASK_BEFORE_FIRST, force, answer_by=date(2026, 12, 4))

    clock = again(referral).deadlines.get(kind="FIR_DUE")
    assert (clock.is_typed, clock.due_at.isoformat()) == (True, "2026-12-04T23:59:00+00:00")


def test_a_letter_off_the_table_is_asked_back_then_recorded_flagged_and_read_again(force: Force) -> None:
    referral = sent_case(force)
    with pytest.raises(BoxRefused, match="Tick that the letter says so"):
        letter(referral, Step.FINAL_YES, force)

    decision = letter(referral, Step.FINAL_YES, force, is_sure=True)

    assert again(referral).status == Status.CG_POSITIVE
    assert (decision.needs_second_reader, decision.step.is_unusual) == (True, True)
    assert "This usually follows" in decision.warnings[0]
    assert Flag.objects.get().reason == WAITS
    assert ("second_reader", "Modern Slavery Unit") in kinds(referral)


@pytest.mark.parametrize("decided_on", [date(2026, 12, 24), date(2026, 12, 25)])
def test_a_final_decision_before_the_thirtieth_day_is_recorded_warned_and_flagged(
    decided_on: date, force: Force
) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_YES)
    Flag.objects.all().delete()

    decision = letter(
        referral, Step.FINAL_YES, force, decided_on=decided_on, is_sure=True, at=NOON + timedelta(days=40)
    )

    is_early = decided_on < date(2026, 12, 25)
    assert again(referral).status == Status.CG_POSITIVE
    assert decision.needs_second_reader is is_early is Flag.objects.exists()


def test_the_same_page_sent_twice_records_once(force: Force) -> None:
    referral = sent_case(force)
    seen = last_seen(referral)

    first = letter(referral, Step.FIRST_YES, force, seen=seen)
    second = letter(referral, Step.FIRST_YES, force, seen=seen)

    assert first == second
    assert Decision.objects.count() == 1


def test_whoever_did_not_see_the_last_step_moves_nothing(force: Force) -> None:
    referral = sent_case(force)
    seen = last_seen(referral)
    letter(referral, Step.FIRST_YES, force, seen=seen, **acting(force.spoc))

    with pytest.raises(Moved) as moved:
        letter(referral, Step.FIRST_NO, force, seen=seen)
    assert [step.step for step in moved.value.steps] == [Step.FIRST_YES]
    assert Decision.objects.count() == 1


def test_only_the_unit_that_has_it_records_what_was_decided(force: Force) -> None:
    referral = sent_case(force)

    for other in (force.officer, charity_worker(), Force("kent-police", "Kent Police").manager):
        with pytest.raises(NotAllowed):
            letter(referral, Step.FIRST_YES, force, **acting(other))
    draft = ready(force.officer)
    with pytest.raises(NotAllowed):
        letter(draft, Step.FIRST_YES, force, is_sure=True)


# The second reader


def odd(force: Force) -> Decision:
    return letter(sent_case(force), Step.FINAL_YES, force, is_sure=True)


def test_somebody_else_confirms_it_against_the_letter(force: Force) -> None:
    decision = odd(force)
    with pytest.raises(NotAllowed, match="You recorded this"):
        second_read(decision.referral_id, decision.pk, is_right=True, note="", **acting(force.manager))

    read = second_read(decision.referral_id, decision.pk, is_right=True, note="", **acting(force.spoc))

    assert (read.second_read_by_id, read.is_found_wrong) == (force.spoc.user_id, False)
    assert not read.waits_for_second_reader
    assert Flag.objects.get().removal_reason == READ
    with pytest.raises(Refused, match="Somebody has read this already"):
        second_read(decision.referral_id, decision.pk, is_right=True, note="", **acting(force.supervisor))


def test_what_is_wrong_is_told_to_whoever_recorded_it_and_becomes_a_task(force: Force) -> None:
    decision = odd(force)
    with pytest.raises(BoxRefused, match="Say what the letter says instead"):
        second_read(decision.referral_id, decision.pk, is_right=False, note=" ", **acting(force.spoc))

    second_read(decision.referral_id, decision.pk, is_right=False, note="It says no.", **acting(force.spoc))

    task = Task.objects.get(title=PUT_RIGHT)
    assert (task.details, task.due_on) == ("It says no.", TODAY)
    assert ("found_wrong", "DC Priya Raman") in kinds(decision.referral)


def test_what_was_put_right_waits_for_nobody(force: Force) -> None:
    decision = odd(force)
    put_right(decision.referral_id, seen=last_seen(decision.referral), reason="Another case.", **acting(force.manager))

    again_read = Decision.objects.get()
    assert not again_read.waits_for_second_reader
    assert Flag.objects.get().removed_at
    with pytest.raises(Refused, match="put right meanwhile"):
        second_read(decision.referral_id, decision.pk, is_right=True, note="", **acting(force.spoc))


# Pages


def typed(referral: Referral, **changes: Any) -> dict[str, Any]:
    copied = {
        "seen": last_seen(referral), "step": "first_yes", "body": "sca", "decided_on_day": "25",
        "decided_on_month": "11", "decided_on_year": "2026", "reference": "NRM-1", "reasons": "",
    }  # fmt: skip
    return {**copied, **changes}


@pytest.fixture
def manager(client: Client, force: Force) -> Any:
    client.force_login(force.manager.user)
    with time_machine.travel(NOON, tick=False):
        yield client


def test_the_page_shows_what_saving_does_before_anything_is_saved(manager: Client, force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)
    address = reverse("record-decision", args=[referral.reference])

    shown = manager.get(address).content.decode()
    preview = manager.post(address, typed(referral)).content.decode()

    assert shown.index("Yes: reasonable grounds") < shown.index("The letter says something else")
    assert Status.RG_POSITIVE.label in preview
    assert "Wed 25 Nov 2026 to at least Thu 24 Dec 2026: 30 days, the day of the decision is day 1" in preview
    assert "Not before Fri 25 Dec 2026. The law sets no last day" in preview
    assert "First decision, with 7 days to spare" in preview
    assert "PC Dana Whitlock" in preview
    assert "Tell them what was decided, in a safe way. Due Fri 27 Nov 2026" in preview
    assert "Save the decision" in preview
    assert again(referral).status == Status.RG_PENDING

    saved = manager.post(address, typed(referral, save="1"))
    assert saved.headers["Location"] == referral.get_absolute_url()
    assert again(referral).status == Status.RG_POSITIVE
    assert (
        manager.post(address, typed(referral, save="1", seen=StepTaken.objects.order_by("-pk")[1].pk)).status_code
        == 302
    )
    assert Decision.objects.filter(step__step="first_yes").count() == 1


def test_with_scripts_only_the_panel_comes_back(manager: Client, force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)

    panel = manager.post(
        reverse("record-decision", args=[referral.reference]), typed(referral), headers={"HX-Request": "true"}
    ).content.decode()

    assert panel.startswith('<div id="what-saving-does"')
    assert "<html" not in panel


def test_what_is_odd_is_asked_back_once_and_then_saved(manager: Client, force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)
    address = reverse("record-decision", args=[referral.reference])
    odd_one = typed(referral, reference="NRM-9", step="else", other_step="keep_protection")

    asked = manager.post(address, odd_one | {"save": "1"}).content.decode()

    assert "Tick that the letter says so" in asked
    assert "The reference on file is NRM-1. You typed NRM-9." in asked
    assert again(referral).status == Status.RG_PENDING
    assert manager.post(address, odd_one | {"save": "1", "is_sure": "on"}).status_code == 302
    decision = Decision.objects.latest("pk")
    assert decision.needs_second_reader

    page = manager.get(reverse("second-read", args=[referral.reference, decision.pk])).content.decode()
    assert "You recorded this" in page
    manager.force_login(force.spoc.user)
    page = manager.get(reverse("second-read", args=[referral.reference, decision.pk])).content.decode()
    assert "The reference on file is NRM-1" in page
    read = manager.post(reverse("second-read", args=[referral.reference, decision.pk]), {"is_right": "yes"})
    assert read.status_code == 302
    twice = manager.post(reverse("second-read", args=[referral.reference, decision.pk]), {"is_right": "yes"})
    assert twice.status_code == 302
    assert manager.get(reverse("second-read", args=[referral.reference, 999_999])).status_code == 404


ASKED_BACK = {
    "Choose what the letter says.": {"step": ""},
    "Enter the date that stands on the letter.": {"decided_on_day": "", "decided_on_month": "", "decided_on_year": ""},
    "Write the reasons that the letter gives.": {"step": "first_no"},
    "Enter the day by which they want an answer.": {"step": "ask_before_first"},
    "must be today or in the past": {"decided_on_year": "2027"},
    "This page is incomplete. Open it again.": {"seen": ""},
}


@pytest.mark.parametrize("said", ASKED_BACK)
def test_what_is_missing_or_cannot_be_is_said_and_what_was_typed_stays(
    said: str, manager: Client, force: Force
) -> None:
    referral = case_at(force, Step.RECEIVED)
    address = reverse("record-decision", args=[referral.reference])

    page = manager.post(address, typed(referral, **ASKED_BACK[said], reference="NRM-7")).content.decode()

    assert said in page
    assert 'value="NRM-7"' in page


def test_going_back_to_change_something_keeps_what_was_typed(manager: Client, force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)
    address = reverse("record-decision", args=[referral.reference])

    page = manager.post(address, typed(referral, change="1", reasons="Because.", reference="NRM-7")).content.decode()

    assert 'value="NRM-7"' in page
    assert "Because." in page
    assert 'value="25"' in page


def test_two_who_record_at_once_see_both_versions(manager: Client, force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)
    mine = typed(referral, step="first_no", reasons="They were not believed.", save="1")
    letter(referral, Step.FIRST_YES, force, **acting(force.spoc))

    page = manager.post(reverse("record-decision", args=[referral.reference]), mine)

    text = page.content.decode()
    assert page.status_code == 409
    assert "DS Tom Ashby" in text
    assert "They were not believed." in text
    assert "No: no reasonable grounds" in text
    assert again(referral).status == Status.RG_POSITIVE
    on = mine | {"seen": last_seen(again(referral))}
    del on["save"]
    assert (
        "This usually follows"
        in manager.post(reverse("record-decision", args=[referral.reference]), on).content.decode()
    )


def test_the_letter_is_kept_with_the_files_as_soon_as_it_arrives(
    manager: Client, force: Force, settings: Any, tmp_path: Any
) -> None:
    settings.EVIDENCE_FOLDER = tmp_path
    referral = case_at(force, Step.RECEIVED)
    address = reverse("record-decision", args=[referral.reference])
    pdf = SimpleUploadedFile(
        "letter.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "application/pdf"
    )

    page = manager.post(address, {**typed(referral), "file": pdf}).content.decode()

    kept = again(referral).files.get(name="letter.pdf")
    assert f"“{kept.name}”" in page
    assert ADD_THE_LETTER not in page
    manager.post(address, typed(referral, letter=str(kept.key), save="1"))
    assert Decision.objects.latest("pk").letter == kept
    refused = SimpleUploadedFile("letter.exe", b"MZ", "application/pdf")
    again_shown = manager.post(address, {**typed(again(referral)), "file": refused}).content.decode()
    assert "letter.exe" in again_shown


def test_the_page_asks_a_fixed_number_of_questions_of_the_database(
    manager: Client, force: Force, django_assert_max_num_queries: Any
) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_YES)

    for _ in range(2):
        with django_assert_max_num_queries(32):
            manager.post(reverse("record-decision", args=[referral.reference]), typed(referral, step="final_yes"))
        letter(again(referral), Step.CONFIRM_ERROR, force, is_sure=True)
