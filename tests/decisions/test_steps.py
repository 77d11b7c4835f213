"""The steps that are ours: danger first, answers, asking again, a death, opening again, and putting right."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agencies.refusals import BoxRefused, NotAllowed, Refused
from referrals.decisions.actions.inbound import record_inbound
from referrals.decisions.actions.sending import record_sending
from referrals.decisions.actions.steps import (
    ask_again,
    hold,
    put_right,
    record_death,
    record_reply,
    release,
    reopen,
)
from referrals.decisions.moved import Moved, last_seen
from referrals.decisions.rules.asking_again import Ground
from referrals.dossier import dossier_of
from referrals.enums import Route, Status, Step
from referrals.lodging.actions.afterwards import record_age, withdraw
from referrals.lodging.actions.following import follow_route
from referrals.models import NotificationText, Referral, Sending
from referrals.rules.workflow import StepRefused
from tests.decisions.factories import NOON, SENT, TODAY, acting, again, case_at, letter, sent_case
from tests.home_office.factories import give_decision
from tests.lodging.factories import Force, charity_worker, deadlines_of, lodged, ready
from victims.enums import AgeStep, ConsentDecision, ConsentPurpose
from victims.models import Person

pytestmark = pytest.mark.django_db
ASKED = {
    "ground": Ground.NEW_EVIDENCE, "asked_by": "their lawyer", "on": TODAY, "text": "A medical report.", "why_late": "",
}  # fmt: skip


INBOUND: dict[str, Any] = {
    "key": uuid.uuid4(), "told_by": "Kent Police", "told_on": TODAY, "reference": "", "text": "x", "given_names": "",
    "family_name": "", "born_on": None, "age_now": None,
}  # fmt: skip


def seen(referral: Referral) -> dict[str, int]:
    return {"seen": last_seen(referral)}


def is_open(referral: Referral, kind: str) -> bool:
    return referral.deadlines.filter(kind=kind, done_at=None).exists()


# Danger first, and nothing waits for it


def held(force: Force, route: Route = Route.ADULT) -> Referral:
    referral = lodged(ready(force.officer, route), force.officer)
    NotificationText.objects.filter(referral=referral).update(version=1, checked_version=1)
    hold(referral.pk, **seen(referral), reason="Traffickers at the door.", **acting(force.manager, SENT))
    return again(referral)


def test_danger_comes_first_and_the_case_goes_on_when_it_is_dealt_with(force: Force) -> None:
    referral = held(force)
    assert (referral.status, referral.is_not_yet_sent) == (Status.SAFEGUARDING_HOLD, True)
    with pytest.raises(Refused, match="Say why"):
        release(referral.pk, **seen(referral), reason=" ", **acting(force.manager))

    release(referral.pk, **seen(referral), reason="Moved to a safe place.", **acting(force.spoc))

    assert again(referral).status == Status.TRIAGE


@pytest.mark.parametrize(
    ("route", "status"),
    [
        (Route.ADULT, Status.NRM_SUBMITTED),
        (Route.CHILD, Status.NRM_SUBMITTED),
        (Route.NOTIFY_NAMED, Status.DTN_SENT),
        (Route.NOTIFY_ANONYMOUS, Status.DTN_SENT),
    ],
)
@pytest.mark.parametrize("is_held", [True, False])
def test_neither_danger_nor_a_check_of_ours_holds_a_sending_back(
    is_held: bool, route: Route, status: Status, force: Force
) -> None:
    referral = held(force, route) if is_held else lodged(ready(force.officer, route), force.officer)
    NotificationText.objects.filter(referral=referral).update(version=1, checked_version=1)

    sent = {"route": route, "sent_at": SENT, "sent_by": "x", "home_office_reference": "NRM-1"}
    record_sending(referral.pk, **sent, **acting(force.manager))

    assert again(referral).status == status
    assert not is_open(referral, "SEND_TO_HO")


@pytest.mark.parametrize("decision", [ConsentDecision.GIVEN, ConsentDecision.DECLINED, ConsentDecision.WANTS_TIME])
def test_danger_does_not_hold_a_decision_of_theirs_back(decision: ConsentDecision, force: Force) -> None:
    referral = held(force)

    give_decision(referral.person, ConsentPurpose.REFERRAL, decision, by=referral)
    follow_route(dossier_of(referral), **acting(force.manager))

    waits = decision == ConsentDecision.WANTS_TIME
    assert again(referral).status == (Status.CONSENT_PENDING if waits else Status.SAFEGUARDING_HOLD)
    assert is_open(referral, "SEND_TO_HO")


def test_a_notification_becomes_a_referral_once_they_say_yes(force: Force) -> None:
    referral = sent_case(force, Route.NOTIFY_NAMED)

    give_decision(referral.person, ConsentPurpose.REFERRAL, ConsentDecision.GIVEN, by=referral)
    follow_route(dossier_of(referral), **acting(force.manager))

    assert again(referral).status == Status.TRIAGE
    assert is_open(referral, "SEND_TO_HO")
    sent = {"route": Route.ADULT, "sent_at": NOON, "sent_by": "x", "home_office_reference": "NRM-2"}
    record_sending(referral.pk, **sent, **acting(force.manager))
    assert again(referral).status == Status.NRM_SUBMITTED
    assert [sending.copy.sha256 for sending in Sending.objects.all()]


@pytest.mark.parametrize(
    ("route", "step", "status", "runs"),
    [
        (Route.NOTIFY_NAMED, AgeStep.ASSESSED_CHILD, Status.TRIAGE, True),
        (Route.NOTIFY_NAMED, AgeStep.ASSESSED_ADULT, Status.DTN_SENT, False),
        (Route.CHILD, AgeStep.ASSESSED_ADULT, Status.NRM_SUBMITTED, False),
        (Route.CHILD, AgeStep.SETTLED_CHILD, Status.NRM_SUBMITTED, True),
    ],
)
def test_an_age_that_is_settled_either_way_moves_the_clocks_of_a_child(
    route: Route, step: AgeStep, status: Status, runs: bool, force: Force
) -> None:
    referral = sent_case(force, route)
    Person.objects.filter(pk=referral.person_id).update(born_on=None)

    said = {"on": None, "decided_by": "The council", "reference": "", "note": ""}
    record_age(referral.pk, step=step, **said, **acting(force.manager))

    assert again(referral).status == status
    assert is_open(referral, "CHILD_COUNCIL") is runs


# Answers and asking again


@pytest.mark.parametrize(
    ("steps", "back"),
    [
        ([Step.RECEIVED, Step.ASK_BEFORE_FIRST], Status.RG_PENDING),
        ([Step.RECEIVED, Step.FIRST_YES, Step.ASK_BEFORE_FINAL], Status.RG_POSITIVE),
    ],
)
def test_an_answer_stops_its_clock_and_the_decision_is_to_come_again(
    steps: list[Step], back: Status, force: Force
) -> None:
    referral = case_at(force, *steps)

    record_reply(
        referral.pk, **seen(referral), on=TODAY, text="The phone records.", reference="R-7", **acting(force.manager)
    )

    assert again(referral).status == back
    assert deadlines_of(referral)["FIR_DUE"][1] == "R-7"
    assert referral.steps.last().reason == "The phone records.\nReference: R-7"


@pytest.mark.parametrize(
    ("first", "before"),
    [
        ([Step.RECEIVED, Step.FIRST_NO], Status.RG_NEGATIVE),
        ([Step.RECEIVED, Step.FIRST_YES, Step.FINAL_NO], Status.CG_NEGATIVE),
    ],
)
def test_after_a_no_they_are_asked_to_look_again_and_the_no_may_stay(
    first: list[Step], before: Status, force: Force
) -> None:
    referral = case_at(force, *first)
    assert is_open(referral, "RECONSIDER")

    ask_again(referral.pk, **seen(referral), **ASKED, **acting(force.manager))

    assert again(referral).status == Status.RECON_REQUESTED
    assert not is_open(referral, "RECONSIDER")
    assert "Asked by their lawyer." in referral.steps.last().reason
    letter(again(referral), Step.UPHOLD, force)
    assert again(referral).status == before


def test_asking_late_is_recorded_with_what_is_exceptional(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_NO)
    late = {**ASKED, "on": date(2027, 1, 20)}
    after = NOON + timedelta(days=60)
    with pytest.raises(BoxRefused, match="Say what is exceptional"):
        ask_again(referral.pk, **seen(referral), **late, **acting(force.manager, after))

    sight, why = seen(referral), {**late, "why_late": "In hospital."}
    first = ask_again(referral.pk, **sight, **why, **acting(force.manager, after))

    assert ask_again(referral.pk, **sight, **why, **acting(force.manager, after)) == first
    assert "After the last day, because: In hospital." in referral.steps.last().reason


def test_protection_is_questioned_removed_asked_about_and_given_back(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_YES, Step.QUESTION_PROTECTION)
    assert is_open(referral, "DISQ_REPS")
    letter(referral, Step.DISQUALIFY, force)
    assert again(referral).status == Status.DISQUALIFIED
    assert not is_open(referral, "DISQ_REPS")

    ask_again(referral.pk, **seen(referral), **{**ASKED, "ground": Ground.REVIEW}, **acting(force.manager))
    letter(again(referral), Step.FIRST_YES, force)

    assert again(referral).status == Status.RG_POSITIVE


def test_it_is_paused_and_goes_on(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.SUSPEND)
    assert not is_open(referral, "RG_TARGET")

    letter(referral, Step.RESUME, force)

    assert again(referral).status == Status.RG_PENDING
    assert is_open(referral, "RG_TARGET")


@pytest.mark.parametrize("steps", [[], [Step.RECEIVED], [Step.RECEIVED, Step.FIRST_YES], [Step.RECEIVED, Step.SUSPEND]])
def test_an_adult_withdraws_from_wherever_they_are_in_the_nrm(steps: list[Step], force: Force) -> None:
    referral = case_at(force, *steps)

    withdraw(referral.pk, text="“No more.”", is_their_wish=True, **acting(force.officer))

    assert again(referral).status == Status.WITHDRAWN
    left = set(referral.deadlines.filter(done_at=None).values_list("kind", flat=True))
    assert left == {"CRIME_RECORD"}


def test_a_death_stops_what_was_of_the_nrm_and_nothing_else(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_YES)
    died = {"on": TODAY, "reason": "The coroner told us."}
    with pytest.raises(BoxRefused, match="Tick that it is confirmed"):
        record_death(referral.pk, **seen(referral), **died, is_confirmed=False, **acting(force.manager))

    sight = seen(referral)
    first = record_death(referral.pk, **sight, **died, is_confirmed=True, **acting(force.manager))

    assert record_death(referral.pk, **sight, **died, is_confirmed=True, **acting(force.manager)) == first
    assert again(referral).status == Status.DECEASED
    assert is_open(referral, "CRIME_RECORD")
    assert not is_open(referral, "RECOVERY")


def test_a_closed_referral_is_opened_by_a_supervisor_and_its_clocks_go_on(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_YES, Step.CONFIRM_ERROR)
    assert not is_open(referral, "RECOVERY")
    with pytest.raises(NotAllowed):
        reopen(referral.pk, **seen(referral), reason="x", **acting(force.manager))
    sight = seen(referral)

    first = reopen(referral.pk, **sight, reason="It was no error.", **acting(force.supervisor))

    assert again(referral).status == Status.RG_POSITIVE
    assert is_open(referral, "RECOVERY")
    assert reopen(referral.pk, **sight, reason="It was no error.", **acting(force.supervisor)) == first


# Putting right


def test_the_last_step_is_put_right_and_both_stay(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_NO)
    sight = seen(referral)

    first = put_right(referral.pk, **sight, reason="It said yes.", **acting(force.spoc))

    assert again(referral).status == Status.RG_PENDING
    assert is_open(referral, "RG_TARGET")
    assert not is_open(referral, "RECONSIDER")
    assert put_right(referral.pk, **sight, reason="It said yes.", **acting(force.spoc)) == first
    assert referral.steps.count() == 5


def test_a_sending_that_never_was_is_marked_and_its_copy_stays(force: Force) -> None:
    referral = sent_case(force)

    put_right(referral.pk, **seen(referral), reason="Another case.", **acting(force.manager))

    sending = Sending.objects.get()
    assert again(referral).status == Status.TRIAGE
    assert (sending.mistaken_at, bool(sending.copy.sha256)) == (NOON, True)
    assert dossier_of(referral).sendings == []


def test_a_sending_that_is_marked_already_keeps_its_mark(force: Force) -> None:
    referral = sent_case(force)
    before = NOON - timedelta(hours=1)
    Sending.objects.update(mistaken_at=before)

    put_right(referral.pk, **seen(referral), reason="Another case.", **acting(force.manager))

    assert Sending.objects.get().mistaken_at == before


def test_a_clock_that_runs_anew_by_now_is_not_opened_twice(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_NO)
    referral.deadlines.create(kind="RG_TARGET", starts_at=NOON, due_at=NOON + timedelta(days=5))

    put_right(referral.pk, **seen(referral), reason="It said yes.", **acting(force.spoc))

    assert referral.deadlines.get(kind="RG_TARGET", done_at=None).starts_at == NOON


def test_what_was_passed_on_is_not_taken_back(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)

    with pytest.raises(Refused, match="cannot be undone"):
        put_right(referral.pk, **seen(referral), reason="x", **acting(force.manager))
    inbound = record_inbound(**INBOUND, **acting(force.manager))
    with pytest.raises(Refused, match="There is no step to put right"):
        put_right(inbound.pk, seen=0, reason="x", **acting(force.manager))


def test_whoever_did_not_see_the_last_step_puts_nothing_right(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)
    sight = seen(referral)
    letter(referral, Step.FIRST_YES, force)

    with pytest.raises(Moved):
        put_right(referral.pk, **sight, reason="x", **acting(force.spoc))


def test_nobody_else_takes_a_step(force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_NO)
    stranger = Force("kent-police", "Kent Police").supervisor

    for who in (force.officer, charity_worker(), stranger):
        for act in (
            lambda by: hold(referral.pk, seen=0, reason="x", **acting(by)),
            lambda by: ask_again(referral.pk, seen=0, **ASKED, **acting(by)),
            lambda by: put_right(referral.pk, seen=0, reason="x", **acting(by)),
            lambda by: reopen(referral.pk, seen=0, reason="x", **acting(by)),
        ):
            with pytest.raises(NotAllowed):
                act(who)
    with pytest.raises(StepRefused, match="not possible now"):
        hold(referral.pk, **seen(referral), reason="x", **acting(force.manager))


# Pages

DAY = {"on_day": "25", "on_month": "11", "on_year": "2026"}
PAGES: dict[str, tuple[list[Step], dict[str, str], Status]] = {
    "died": ([Step.RECEIVED], {**DAY, "reason": "The coroner.", "is_confirmed": "on"}, Status.DECEASED),
    "record-reply": ([Step.RECEIVED, Step.ASK_BEFORE_FIRST], {**DAY, "text": "Sent by e-mail."}, Status.RG_PENDING),
    "ask-again": (
        [Step.RECEIVED, Step.FIRST_NO],
        {**DAY, "ground": "guidance", "asked_by": "We", "text": "See the letter."},
        Status.RECON_REQUESTED,
    ),
    "reverse-step": ([Step.RECEIVED, Step.FIRST_NO], {"reason": "It said yes."}, Status.RG_PENDING),
    "reopen": ([Step.RECEIVED, Step.CONFIRM_ERROR], {"reason": "It was no error."}, Status.RG_PENDING),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_step_has_a_page_that_asks_back_and_records(name: str, client: Client, force: Force) -> None:
    steps, answers, status = PAGES[name]
    referral = case_at(force, *steps)
    address = reverse(name, args=[referral.reference])

    with time_machine.travel(NOON, tick=False):
        client.force_login(force.supervisor.user)
        shown = client.get(address)
        empty = client.post(address, {"seen": last_seen(referral)})
        done = client.post(address, {**answers, "seen": last_seen(referral)})
        after = client.get(address).content.decode()

    assert (shown.status_code, empty.status_code, done.status_code) == (200, 200, 302)
    assert "There is a problem" in empty.content.decode()
    assert again(referral).status == status
    assert ("is not possible now" in after) is (name != "reverse-step")


def test_the_pages_of_danger_lead_there_and_back(client: Client, force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    client.force_login(force.manager.user)

    for name, status in (("hold", Status.SAFEGUARDING_HOLD), ("release", Status.TRIAGE)):
        address = reverse(name, args=[referral.reference])
        assert client.get(address).status_code == 200
        client.post(address, {"seen": last_seen(referral), "reason": "As it was."})
        assert again(referral).status == status


def test_the_page_of_asking_again_says_until_when(client: Client, force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_NO)
    disqualified = case_at(force, Step.RECEIVED, Step.FIRST_YES, Step.QUESTION_PROTECTION, Step.DISQUALIFY)
    address = reverse("ask-again", args=[referral.reference])

    with time_machine.travel(NOON, tick=False):
        client.force_login(force.manager.user)
        assert "They may ask until Fri 25 Dec 2026." in client.get(address).content.decode()
        other = client.get(reverse("ask-again", args=[disqualified.reference])).content.decode()
        assert "No last day runs." in other
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        client.force_login(force.manager.user)
        assert "The last day to ask was Fri 25 Dec 2026." in client.get(address).content.decode()
        late = {"ground": "guidance", "asked_by": "We", "text": "See.", "seen": last_seen(referral)}
        day = {"on_day": "20", "on_month": "1", "on_year": "2027"}
        assert "Say what is exceptional" in client.post(address, {**late, **day}).content.decode()


def test_a_page_that_was_overtaken_shows_both_and_goes_on_from_there(client: Client, force: Force) -> None:
    referral = case_at(force, Step.RECEIVED)
    typed = {"seen": last_seen(referral), "reason": "The coroner.", "is_confirmed": "on", **DAY}
    letter(referral, Step.FIRST_YES, force, **acting(force.spoc))

    with time_machine.travel(NOON, tick=False):
        client.force_login(force.manager.user)
        both = client.post(reverse("died", args=[referral.reference]), typed)
        on = client.post(reverse("died", args=[referral.reference]), {**typed, "seen": last_seen(again(referral))})

    text = both.content.decode()
    assert both.status_code == 409
    assert "DS Tom Ashby" in text
    assert "The coroner." in text
    assert "Wed 25 Nov 2026" in text
    assert on.status_code == 302


def test_what_a_supervisor_approved_is_not_for_a_case_manager_to_undo(client: Client, force: Force) -> None:
    referral = case_at(force, Step.RECEIVED, Step.FIRST_YES, Step.CONFIRM_ERROR)
    reopen(referral.pk, **seen(referral), reason="x", **acting(force.supervisor))
    client.force_login(force.manager.user)

    assert client.get(reverse("reverse-step", args=[referral.reference])).status_code == 403
    client.force_login(force.supervisor.user)
    assert client.get(reverse("reverse-step", args=[referral.reference])).status_code == 200
