"""Passing a case on: once, complete or as urgent, to somebody who is named. Lodged is not sent."""

import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from agencies.actors import Actor
from agencies.enums import AgencyKind, Role, UnitKind
from agencies.refusals import NotAllowed, Refused
from audit.enums import Operation
from audit.models import Entry
from notifications.enums import NoticeKind
from notifications.models import Notice
from referrals.dossier import dossier_of
from referrals.enums import DeadlineKind, Route, Status
from referrals.lodging import receiver
from referrals.lodging.actions.lodging import complete, lodge
from referrals.lodging.minimum import SAY_DANGER, SAY_ONE, Known, reason_not_urgent
from referrals.lodging.receiver import receiver_for
from referrals.models import Deadline, NotificationText, Referral, Safety
from tests.factories import AgencyFactory, UnitFactory, actor_of, referral_of
from tests.home_office.factories import TODAY
from tests.lodging.factories import (
    NOW,
    Force,
    barely_urgent,
    charity_worker,
    council_worker,
    deadlines_of,
    decide,
    lodged,
    member,
    notices_about,
    ready,
)
from victims.enums import AgeGroup, ConsentDecision

pytestmark = pytest.mark.django_db

SEND, COMPLETE, ADOPT = DeadlineKind.SEND, DeadlineKind.COMPLETE, DeadlineKind.ADOPT
COUNCIL, GUARDIAN = DeadlineKind.COUNCIL, DeadlineKind.GUARDIAN
CRIME, BIRTHDAY = DeadlineKind.CRIME_RECORD, DeadlineKind.TURNS_18
DANA, TOM = "PC Dana Whitlock", "DS Tom Ashby"


@pytest.fixture
def force() -> Force:
    return Force()


# What it does

STATUS_BY_ROUTE = {
    Route.CHILD: Status.TRIAGE,
    Route.ADULT: Status.TRIAGE,
    Route.BEST_INTERESTS: Status.TRIAGE,
    Route.NOTIFY_NAMED: Status.TRIAGE,
    Route.NOTIFY_ANONYMOUS: Status.TRIAGE,
    Route.WAIT: Status.CONSENT_PENDING,
}


@pytest.mark.parametrize(("route", "status"), STATUS_BY_ROUTE.items())
def test_a_lodged_case_is_with_the_unit_and_not_sent(force: Force, route: Route, status: Status) -> None:
    key = uuid.uuid4()

    referral = lodge(
        ready(force.officer, route).pk, key=key, declared=True, as_urgent=False, by=actor_of(force.officer), at=NOW
    )

    referral.refresh_from_db()
    assert referral.status == status
    assert referral.is_not_yet_sent
    assert not referral.sendings.exists()
    assert (referral.lodging_key, referral.lodged_at, referral.lodged_by) == (key, NOW, force.officer.user)
    assert (referral.lodged_route, referral.lodged_profile) == (route, "nrm_form 2026-04")
    assert (referral.force, referral.unit, referral.owner) == (force.agency, force.unit, force.officer.user)
    assert (referral.is_urgent, referral.is_concern, referral.is_answerable) == (False, False, False)


def test_an_officers_own_referral_tells_the_unit_and_stays_within_the_force(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)

    assert notices_about(referral) == [("lodged", "lodged", "Modern Slavery Unit")]
    assert deadlines_of(referral) == {SEND: (DANA, ""), CRIME: (DANA, "")}
    recorded = Entry.objects.filter(reference=referral.reference).values_list("operation", "event", "actor_id")
    assert list(recorded.order_by("pk")) == [
        (Operation.ALTERATION, "step.lodge", force.officer.user_id),
        (Operation.ALTERATION, "deadline.started:CRIME_RECORD", force.officer.user_id),
        (Operation.ALTERATION, "deadline.started:SEND_TO_HO", force.officer.user_id),
        (Operation.ALTERATION, "referral.lodged", force.officer.user_id),
    ]
    assert set(Entry.objects.get(event="referral.lodged").digests) == {
        "lodging_key", "lodged_at", "lodged_by_id", "lodged_route", "lodged_profile", "force", "unit",
        "owner", "holder_id", "is_urgent", "is_concern",
    }  # fmt: skip


def test_a_partners_referral_is_a_recorded_disclosure_to_the_force_of_the_place(force: Force) -> None:
    Force(code="gwent-police", name="Gwent Police")
    council = council_worker()

    referral = lodged(ready(council), council)

    assert (referral.force, referral.owner, referral.is_concern) == (force.agency, force.spoc.user, False)
    assert notices_about(referral) == [("lodged", "lodged", TOM), ("lodged", "lodged", "Modern Slavery Unit")]
    assert deadlines_of(referral) == {SEND: (TOM, ""), CRIME: (TOM, "")}
    entry = Entry.objects.get(event="referral.disclosed")
    assert (entry.operation, entry.acting_for) == (Operation.DISCLOSURE, council.agency.code)
    assert entry.shown == [f"agency:{force.agency.pk}", f"unit:{force.unit.pk}"]


def test_a_charitys_concern_waits_for_a_first_responder_to_take_it_on(force: Force) -> None:
    charity = charity_worker()

    referral = lodged(barely_urgent(charity), charity, as_urgent=True)

    assert referral.is_concern
    assert notices_about(referral) == [
        ("lodged_urgent", "lodged", TOM),
        ("lodged_urgent", "lodged", "Modern Slavery Unit"),
    ]
    assert deadlines_of(referral) == {
        SEND: (TOM, ""),
        CRIME: (TOM, ""),
        COMPLETE: ("Ines Carvalho", ""),
        ADOPT: (TOM, ""),
    }


@pytest.mark.parametrize("age", [AgeGroup.CHILD, AgeGroup.UNSURE])
def test_for_whoever_may_be_a_child_the_council_and_a_guardian_are_asked_in_time(force: Force, age: AgeGroup) -> None:
    referral = ready(force.officer, Route.CHILD)
    referral.person.age_now = age
    referral.person.save()

    referral = lodged(referral, force.officer)

    assert deadlines_of(referral) == dict.fromkeys((SEND, CRIME, COUNCIL, GUARDIAN, BIRTHDAY), (DANA, ""))
    within_a_day = Deadline.objects.exclude(kind=BIRTHDAY)
    assert {each.due_at - NOW for each in within_a_day} == {timedelta(hours=24)}


def test_who_lodges_a_draft_that_was_handed_to_the_unit_works_on_it_from_then_on(force: Force) -> None:
    colleague = member(force.agency, Role.FIRST_RESPONDER, force.unit)
    handed = ready(force.officer, holder=None, unit=force.unit)

    referral = lodged(handed, colleague)

    assert (referral.holder, referral.owner) == (colleague.user, colleague.user)
    assert Referral.objects.visible_to(actor_of(colleague)).get() == referral


# Once


def test_the_same_key_and_another_key_give_the_same_referral_and_change_nothing(force: Force) -> None:
    draft, by = ready(force.officer), actor_of(force.officer)
    keys = [uuid.uuid4(), uuid.uuid4()]
    first = lodge(draft.pk, key=keys[0], declared=True, as_urgent=False, by=by, at=NOW)
    before = (Entry.objects.count(), notices_about(first), deadlines_of(first))

    for key, as_urgent in ((keys[0], False), (keys[1], False), (keys[1], True)):
        again = lodge(draft.pk, key=key, declared=False, as_urgent=as_urgent, by=by, at=NOW.replace(hour=9))
        assert (again, again.lodged_at, again.lodging_key, again.is_urgent) == (first, NOW, keys[0], False)

    assert (Entry.objects.count(), notices_about(first), deadlines_of(first)) == before


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_lodging_and_one_set_of_notices() -> None:
    force = Force()
    draft, by, together = ready(force.officer), actor_of(force.officer), Barrier(2)
    found: list[Referral] = []

    def press() -> None:
        together.wait()
        found.append(lodge(draft.pk, key=uuid.uuid4(), declared=True, as_urgent=False, by=by, at=NOW))
        connection.close()

    pressing = [Thread(target=press) for _ in range(2)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join(timeout=20)

    assert len({(each.pk, each.lodging_key) for each in found}) == 1
    assert notices_about(draft) == [("lodged", "lodged", "Modern Slavery Unit")]
    assert Entry.objects.filter(event="referral.lodged").count() == 1
    assert set(deadlines_of(draft)) == {SEND, CRIME}
    assert draft.deadlines.count() == 2


# What is refused

MINIMUM = [
    (Known(danger=False, who=True, where=True, why=True), SAY_DANGER),
    (Known(danger=False, who=False, where=False, why=False), SAY_DANGER),
    (Known(danger=True, who=False, where=False, why=False), SAY_ONE),
    (Known(danger=True, who=True, where=False, why=False), None),
    (Known(danger=True, who=False, where=True, why=False), None),
    (Known(danger=True, who=False, where=False, why=True), None),
]


@pytest.mark.parametrize(("known", "reason"), MINIMUM)
def test_an_urgent_referral_needs_danger_and_one_thing_more(known: Known, reason: str | None) -> None:
    assert reason_not_urgent(known) == reason


def refusal(draft: Referral, by: Actor, *, declared: bool = True, as_urgent: bool = False) -> str:
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        lodge(draft.pk, key=uuid.uuid4(), declared=declared, as_urgent=as_urgent, by=by, at=NOW)
    draft.refresh_from_db()
    assert not draft.is_lodged
    assert notices_about(draft) == []
    assert Entry.objects.count() == before
    return str(refused.value)


def test_what_is_not_ready_is_refused_with_a_sentence(force: Force) -> None:
    by = actor_of(force.officer)
    whole, one_short, empty = ready(force.officer), ready(force.officer), referral_of(force.officer)
    one_short.account.work = ""
    one_short.account.save()
    look = "Answer what the list at the top of this page says."

    assert refusal(whole, by, declared=False) == "Tick that what you wrote is true as far as you know."
    assert refusal(one_short, by) == f"1 thing is missing. {look}"
    assert refusal(empty, by).endswith(f"things are missing. {look}")
    assert refusal(empty, by, as_urgent=True) == SAY_DANGER
    Safety.objects.create(referral=empty, danger="not_sure")
    assert refusal(empty, by, as_urgent=True) == SAY_ONE


def test_a_discarded_draft_and_a_key_of_another_referral_are_refused(force: Force) -> None:
    first, draft, by = lodged(ready(force.officer), force.officer), ready(force.officer), actor_of(force.officer)
    with pytest.raises(Refused, match=r"^This page belongs to another referral. Open the page of this one again.$"):
        lodge(draft.pk, key=first.lodging_key, declared=True, as_urgent=False, by=by, at=NOW)

    facts = {"status": Status.DISCARDED, "discarded_at": NOW, "discarded_by": force.officer.user}
    discarded = ready(force.officer, discard_reason="A double", **facts)

    assert refusal(discarded, by) == "Passing it to the unit is not possible now: “Draft discarded by a supervisor”."


NOBODY = "Your role does not allow this. Ask your agency's administrator."
# Of a draft that its author has handed to nobody: who may pass it on.
MAY_LODGE = {
    "author": True,
    "colleague": False,
    "case manager of the force": False,
    "supervisor of the force": False,
    "registrar": False,
    "another force": False,
    "author without a role": False,
}


@pytest.mark.parametrize(("who", "may"), MAY_LODGE.items())
def test_only_who_began_a_draft_or_works_on_it_passes_it_on(force: Force, who: str, may: bool) -> None:
    draft = ready(force.officer, is_left_lying=True, unit=force.unit)
    people = {
        "author": force.officer,
        "colleague": member(force.agency, Role.FIRST_RESPONDER, force.unit),
        "case manager of the force": force.manager,
        "supervisor of the force": force.supervisor,
        "registrar": member(force.agency, Role.CRIME_REGISTRAR),
        "another force": Force(code="gwent-police", name="Gwent Police").officer,
        "author without a role": force.officer,
    }
    actor = actor_of(people[who])
    if who == "author without a role":
        actor = Actor(user_id=actor.user_id, agency_id=actor.agency_id, agency_code=actor.agency_code)

    if may:
        assert lodge(draft.pk, key=uuid.uuid4(), declared=True, as_urgent=False, by=actor, at=NOW).is_lodged
    else:
        assert refusal(draft, actor) == NOBODY


# Who receives it


def test_an_officer_of_another_force_keeps_to_their_own(force: Force) -> None:
    gwent = Force(code="gwent-police", name="Gwent Police")

    assert lodged(ready(gwent.officer), gwent.officer).force == gwent.agency


def test_a_partners_case_goes_by_place_then_to_the_only_force_there_is(force: Force) -> None:
    council = council_worker()
    nowhere = barely_urgent(council)

    assert receiver_for(dossier_of(nowhere), council.user_id, TODAY).force == force.agency

    gwent = Force(code="gwent-police", name="Gwent Police")
    with pytest.raises(Refused) as refused:
        receiver_for(dossier_of(nowhere), council.user_id, TODAY)
    assert str(refused.value) == receiver.WHICH_FORCE
    for place, expected in (({"town": "abercarn", "region": "worcestershire"}, force), ({"town": "redditch"}, force)):
        Safety.objects.filter(referral=nowhere).update(**{"town": "", "region": "", **place})
        assert receiver_for(dossier_of(nowhere), council.user_id, TODAY).force == expected.agency
    assert gwent.agency


def test_where_nobody_could_receive_it_the_refusal_says_whom_to_call() -> None:
    council = council_worker()
    draft = barely_urgent(council)

    assert refusal(draft, actor_of(council), as_urgent=True) == receiver.NO_FORCE

    bare = AgencyFactory(name="Bare Police", kind=AgencyKind.POLICE)
    assert refusal(draft, actor_of(council), as_urgent=True) == receiver.NO_UNIT.format(force="Bare Police")
    assert "call 999" in receiver.NO_FORCE
    assert "call 101" in receiver.NO_UNIT

    response = UnitFactory(agency=bare, kind=UnitKind.RESPONSE)
    found = receiver_for(dossier_of(draft), council.user_id, TODAY)
    assert (found.unit, found.owner) == (response, None)


def test_the_owner_is_the_first_of_the_unit_by_role_and_then_by_name(force: Force) -> None:
    council = council_worker()
    dossier = dossier_of(barely_urgent(council))

    def owner() -> str:
        return str(receiver_for(dossier, council.user_id, TODAY).owner)

    assert owner() == TOM
    member(force.agency, Role.SPOC, force.unit, name="DS Ann Aaron")
    assert owner() == "DS Ann Aaron"
    force.unit.memberships.filter(roles__contains=[Role.SPOC]).update(deactivated_at=NOW)
    assert owner() == "DC Priya Raman"
    force.unit.memberships.filter(roles__contains=[Role.CASE_MANAGER]).update(deactivated_at=NOW)
    assert owner() == "DS Neil Garrow"
    force.unit.memberships.update(deactivated_at=NOW)
    assert owner() == DANA


# Finishing an urgent one


def test_an_urgent_one_is_finished_once_nothing_is_missing(force: Force) -> None:
    referral, by = ready(force.officer), actor_of(force.officer)
    work = referral.account.work
    referral.account.work = ""
    referral.account.save()
    referral = lodged(referral, force.officer, as_urgent=True)
    assert referral.is_answerable
    assert deadlines_of(referral) == dict.fromkeys((SEND, CRIME, COMPLETE), (DANA, ""))

    with pytest.raises(Refused, match=r"^1 thing is missing\."):
        complete(referral.pk, declared=True, by=by, at=NOW)
    referral.account.work = work
    referral.account.save()
    with pytest.raises(Refused, match=r"^Tick that"):
        complete(referral.pk, declared=False, by=by, at=NOW)
    finished = complete(referral.pk, declared=True, by=by, at=NOW)
    complete(referral.pk, declared=True, by=by, at=NOW.replace(hour=9))

    assert (finished.completed_at, finished.is_answerable, finished.status) == (NOW, False, Status.TRIAGE)
    over = (DANA, "Nothing is missing any more")
    assert deadlines_of(finished) == {SEND: (DANA, ""), CRIME: (DANA, ""), COMPLETE: over}
    assert notices_about(finished) == [
        ("added_to", "completed", "Modern Slavery Unit"),
        ("lodged_urgent", "lodged", "Modern Slavery Unit"),
    ]
    assert Entry.objects.filter(event="referral.completed").count() == 1


def test_finishing_follows_what_the_adult_decided_meanwhile(force: Force) -> None:
    waiting = lodged(ready(force.officer, Route.WAIT), force.officer, as_urgent=True)
    assert (waiting.status, waiting.lodged_route) == (Status.CONSENT_PENDING, Route.WAIT)
    decided = ready(force.officer)
    waiting.person.consents.all().delete()
    decided.person.consents.update(person=waiting.person)

    finished = complete(waiting.pk, declared=True, by=actor_of(force.officer), at=NOW)

    assert (finished.status, finished.lodged_route) == (Status.TRIAGE, Route.ADULT)


def test_only_an_urgent_one_is_finished_and_only_by_who_may_answer(force: Force) -> None:
    whole = lodged(ready(force.officer), force.officer)
    draft, urgent = ready(force.officer), lodged(ready(force.officer), force.officer, as_urgent=True)

    for referral in (whole, draft):
        with pytest.raises(Refused, match=r"^Only a referral that was sent as urgent is finished later.$"):
            complete(referral.pk, declared=True, by=actor_of(force.officer), at=NOW)
    with pytest.raises(NotAllowed):
        complete(urgent.pk, declared=True, by=actor_of(member(force.agency, Role.CRIME_REGISTRAR)), at=NOW)


def test_an_urgent_one_needs_no_declaration_and_no_route(force: Force) -> None:
    draft = barely_urgent(force.officer)
    decide(draft, ConsentDecision.NOT_ASKED, force.officer)

    referral = lodged(draft, force.officer, as_urgent=True)

    assert (referral.status, referral.lodged_route, referral.is_urgent) == (Status.TRIAGE, Route.UNKNOWN, True)


def test_a_text_for_a_notification_that_was_written_before_asks_the_unit_for_a_reader(force: Force) -> None:
    for route, is_asked in ((Route.NOTIFY_ANONYMOUS, True), (Route.ADULT, False)):
        referral = ready(force.officer, route)
        NotificationText.objects.filter(referral=referral).update(text="Held at work", version=3, checked_version=2)

        lodged(referral, force.officer)

        asked = Notice.objects.filter(kind=NoticeKind.SECOND_CHECK, reference=referral.reference, occasion="version 3")
        assert asked.exists() is is_asked
