"""No signs found, and closing: asked for by one, approved by another, and never one's own."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import BoxRefused, NotAllowed, Refused
from referrals.decisions.actions.approvals import answer, ask_for_no_signs, ask_to_close, take_back
from referrals.decisions.actions.steps import hold, put_right
from referrals.decisions.moved import last_seen
from referrals.enums import ApprovalState, Route, Status, Step
from referrals.models import Approval, QueueRow, Referral, TrackEntry
from referrals.rules.workflow import StepRefused
from tests.decisions.factories import NOON, TODAY, acting, again, case_at, crime_recorded, sent_case
from tests.lodging.factories import Force, lodged, member, notices_about, ready

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
WHY = {
    "why": "All is done.", "handed_over": "Safeguarding to the council.", "support": "The Salvation Army.",
    "why_not_wait": "They do not want to ask.",
}  # fmt: skip


def asked_no_signs(force: Force, by: Membership | None = None) -> tuple[Referral, Approval]:
    referral = lodged(ready(by or force.officer), by or force.officer)
    approval = ask_for_no_signs(
        referral.pk, seen=last_seen(referral), rationale="A family holiday.", **acting(force.manager)
    )
    return again(referral), approval


def asked_to_close(referral: Referral, force: Force, **changes: str) -> Approval:
    return ask_to_close(referral.pk, seen=last_seen(referral), **{**WHY, **changes}, **acting(force.manager))


def said(referral: Referral) -> set[tuple[str, str]]:
    return {(kind, recipient) for kind, _, recipient in notices_about(referral)}


def test_nothing_waits_while_a_supervisor_is_asked(force: Force) -> None:
    referral, approval = asked_no_signs(force)

    assert (referral.status, approval.state) == (Status.TRIAGE, ApprovalState.ASKED)
    assert ("approval_asked", "DS Neil Garrow") in said(referral)
    assert asked_again(referral, force) == approval


def asked_again(referral: Referral, force: Force) -> Approval:
    return ask_for_no_signs(
        referral.pk, seen=last_seen(referral), rationale="A family holiday.", **acting(force.manager)
    )


def test_a_supervisor_approves_and_the_clocks_before_sending_are_over(force: Force) -> None:
    referral, approval = asked_no_signs(force)

    done = answer(referral.pk, approval.pk, is_approved=True, text="", **acting(force.supervisor, LATER))

    assert again(referral).status == Status.NFA_LOCAL
    assert done.state == ApprovalState.APPROVED
    assert not referral.deadlines.filter(kind="SEND_TO_HO", done_at=None).exists()
    assert ("approval_answered", "DC Priya Raman") in said(referral)
    assert ("added_to", "PC Dana Whitlock") in said(referral)
    assert answer(referral.pk, approval.pk, is_approved=True, text="", **acting(force.supervisor, LATER)) == done
    with pytest.raises(NotAllowed):
        put_right(referral.pk, seen=last_seen(referral), reason="x", **acting(force.manager))


def test_a_refusal_says_why_and_changes_nothing(force: Force) -> None:
    referral, approval = asked_no_signs(force)
    with pytest.raises(BoxRefused, match="Say why"):
        answer(referral.pk, approval.pk, is_approved=False, text=" ", **acting(force.supervisor))

    answer(referral.pk, approval.pk, is_approved=False, text="Look again.", **acting(force.supervisor))

    assert (again(referral).status, Approval.objects.get().answer) == (Status.TRIAGE, "Look again.")
    other = member(force.agency, Role.SUPERVISOR, force.unit)
    with pytest.raises(Refused, match="answered already: refused"):
        answer(referral.pk, approval.pk, is_approved=True, text="", **acting(other))


def test_nobody_approves_what_they_asked_for_or_wrote(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    own = ask_for_no_signs(referral.pk, seen=last_seen(referral), rationale="x", **acting(force.supervisor))
    with pytest.raises(NotAllowed, match="You asked for this"):
        answer(referral.pk, own.pk, is_approved=True, text="", **acting(force.supervisor))
    take_back(referral.pk, own.pk, **acting(force.supervisor))

    written, approval = asked_no_signs(force, by=force.supervisor)

    with pytest.raises(NotAllowed, match="You wrote this"):
        answer(written.pk, approval.pk, is_approved=True, text="", **acting(force.supervisor))
    for who in (force.manager, force.officer):
        with pytest.raises(NotAllowed):
            answer(written.pk, approval.pk, is_approved=True, text="", **acting(who))
    # The only supervisor may not answer, so the unit hears that somebody has to be found.
    assert ("approval_asked", "Modern Slavery Unit") in said(written)


def test_only_whoever_asked_takes_it_back_and_another_question_waits_for_that(force: Force) -> None:
    referral, approval = asked_no_signs(force)
    with pytest.raises(Refused, match="Only whoever asked"):
        take_back(referral.pk, approval.pk, **acting(force.spoc))
    with pytest.raises(Refused, match="was asked already"):
        ask_for_no_signs(referral.pk, seen=last_seen(referral), rationale="Other.", **acting(force.spoc))

    take_back(referral.pk, approval.pk, **acting(force.manager))

    assert Approval.objects.get().state == ApprovalState.TAKEN_BACK
    assert asked_again(referral, force) != approval


def test_a_case_that_moved_since_is_asked_about_anew(force: Force) -> None:
    referral, approval = asked_no_signs(force)
    hold(referral.pk, seen=last_seen(referral), reason="x", **acting(force.manager, LATER))

    with pytest.raises(Refused, match="has moved since"):
        answer(referral.pk, approval.pk, is_approved=True, text="", **acting(force.supervisor, LATER))


def test_no_signs_are_found_only_while_we_check_it(force: Force) -> None:
    referral = sent_case(force)

    with pytest.raises(StepRefused):
        ask_for_no_signs(referral.pk, seen=last_seen(referral), rationale="x", **acting(force.manager))


# Closing


def test_a_no_alone_closes_nothing(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_NO)
    crime_recorded(referral, force)

    with pytest.raises(BoxRefused, match="never closed only because the Home Office said no"):
        asked_to_close(referral, force, handed_over="")
    with pytest.raises(BoxRefused, match="They may still ask"):
        asked_to_close(referral, force, why_not_wait="")
    approval = asked_to_close(referral, force)
    assert "Handed over: Safeguarding to the council." in approval.rationale
    assert "Why nobody waits until they have asked again: They do not want to ask." in approval.rationale


def test_closing_ends_the_referral_alone(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_YES, Step.FINAL_YES)
    with pytest.raises(BoxRefused, match="First look at what runs beside it: crime"):
        asked_to_close(referral, force)
    crime_recorded(referral, force)
    TrackEntry.objects.create(
        referral=referral, track="safeguarding", state="open", on=TODAY, owner=force.spoc.user,
        review_on=TODAY + timedelta(days=30), recorded_by=force.manager.user, recorded_at=NOON,
    )  # fmt: skip

    approval = asked_to_close(referral, force)
    answer(referral.pk, approval.pk, is_approved=True, text="", **acting(force.supervisor, LATER))

    assert again(referral).status == Status.CLOSED
    assert QueueRow.objects.get(referral=referral).is_open
    assert referral.deadlines.filter(kind="CRIME_RECORD", done_at=None).exists()


def test_what_stood_in_the_way_when_it_was_asked_may_stand_there_again(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_YES, Step.FINAL_YES)
    crime_recorded(referral, force)
    approval = asked_to_close(referral, force)
    TrackEntry.objects.create(
        referral=referral, track="support", state="in_support", on=TODAY, recorded_by=force.manager.user,
        recorded_at=LATER,
    )  # fmt: skip

    with pytest.raises(Refused, match="First look at what runs beside it: support"):
        answer(referral.pk, approval.pk, is_approved=True, text="", **acting(force.supervisor, LATER))


def test_a_notification_is_closed_with_its_answer_on_the_crime(force: Force) -> None:
    referral = sent_case(force, Route.NOTIFY_NAMED)
    with pytest.raises(BoxRefused, match="crime"):
        asked_to_close(referral, force)
    crime_recorded(referral, force)

    assert "Why nobody waits" not in asked_to_close(referral, force).rationale


# Pages


def test_asking_answering_and_taking_back_by_page(client: Client, force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    client.force_login(force.manager.user)
    address = reverse("no-signs", args=[referral.reference])
    assert "nothing waits for this" in client.get(address).content.decode()
    assert "Say what was looked at" in client.post(address, {"seen": last_seen(referral)}).content.decode()

    client.post(address, {"seen": last_seen(referral), "rationale": "A family holiday."})

    approval = Approval.objects.get()
    page = reverse("approval", args=[referral.reference, approval.pk])
    assert page in client.get(address).content.decode()
    assert "Take it back" in client.get(page).content.decode()
    client.force_login(force.spoc.user)
    assert client.post(page, {"take_back": "1"}).headers["Location"] == page
    assert client.post(page, {"is_approved": "yes"}).status_code == 403
    client.force_login(force.supervisor.user)
    shown = client.get(page).content.decode()
    assert "A family holiday." in shown
    assert "Say why" in client.post(page, {"is_approved": "no"}).content.decode()
    assert client.post(page, {"is_approved": "yes"}).status_code == 302
    assert again(referral).status == Status.NFA_LOCAL
    assert "is not possible now" in client.get(address).content.decode()
    assert client.get(reverse("approval", args=[referral.reference, 999_999])).status_code == 404


def test_the_page_of_closing_says_what_stands_in_the_way(client: Client, force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_NO)
    other = sent_case(force)
    address = reverse("close", args=[referral.reference])

    with time_machine.travel(NOON, tick=False):
        client.force_login(force.manager.user)
        shown = client.get(address).content.decode()
        refused = client.post(address, {"seen": last_seen(referral), "why": "No."}).content.decode()
        crime_recorded(referral, force)
        done = client.post(address, {"seen": last_seen(referral), **WHY})
        asked = client.get(address).content.decode()
        early = client.get(reverse("close", args=[other.reference])).content.decode()

    assert "Say how it was recorded as a crime, or why not." in shown
    assert "until Fri 25 Dec 2026" in shown
    assert "Who gives support from now on?" not in shown
    assert "They may still ask" in refused
    assert done.status_code == 302
    assert "Nobody has answered yet" in asked
    assert "A referral is closed once its way through the NRM is over" in early


def test_a_page_asks_a_fixed_number_of_questions_of_the_database(
    client: Client, force: Force, django_assert_max_num_queries: Any
) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_NO)
    client.force_login(force.manager.user)
    for number in range(3):
        crime_recorded(referral, force)
        with django_assert_max_num_queries(22):
            client.get(reverse("close", args=[referral.reference]))
        assert TrackEntry.objects.count() == number + 1
