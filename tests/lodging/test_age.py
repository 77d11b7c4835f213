"""The age track is added to. Where it settles the age, that counts; no consent ever follows from it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.refusals import NotAllowed
from agencies.shell.partial_date import PartialDate
from audit.models import Entry
from referrals.decisions.actions.sending import record_sending
from referrals.dossier import dossier_of
from referrals.enums import Route, Status
from referrals.lodging.actions.afterwards import record_age
from referrals.models import NotificationText, Referral, SectionState
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, barely_urgent, charity_worker, lodged, notices_about, ready
from victims.enums import AgeGroup, AgeStep
from victims.models import AgeEntry, ConsentRecord, Person

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
SAID = {"on": PartialDate(2026, 11), "decided_by": "Council", "reference": "A-1", "note": ""}

# What was recorded before, the step, what is kept as their age, and how they count from then on.
STEPS = {
    (Route.ADULT, AgeStep.DOUBTED): (AgeGroup.ADULT, AgeGroup.UNSURE),
    (Route.ADULT, AgeStep.ASKED): (AgeGroup.ADULT, AgeGroup.UNSURE),
    (Route.ADULT, AgeStep.DISPUTED): (AgeGroup.ADULT, AgeGroup.UNSURE),
    (Route.ADULT, AgeStep.ASSESSED_CHILD): (AgeGroup.CHILD, AgeGroup.CHILD),
    (Route.ADULT, AgeStep.SETTLED_CHILD): (AgeGroup.CHILD, AgeGroup.CHILD),
    (Route.ADULT, AgeStep.ASSESSED_ADULT): (AgeGroup.ADULT, AgeGroup.ADULT),
    (Route.CHILD, AgeStep.DOUBTED): (AgeGroup.CHILD, AgeGroup.UNSURE),
    # The date of birth still says that they are a child, and until that is put right they count as one.
    (Route.CHILD, AgeStep.ASSESSED_ADULT): (AgeGroup.ADULT, AgeGroup.UNSURE),
}


@pytest.fixture
def force() -> Force:
    return Force()


def acting(who: Any) -> dict[str, Any]:
    return {"by": actor_of(who), "at": LATER}


def open_kinds(referral: Referral) -> set[str]:
    return set(referral.deadlines.filter(done_at=None).values_list("kind", flat=True))


def test_every_step_has_its_line_in_this_table() -> None:
    assert {step for _, step in STEPS} | {AgeStep.SETTLED_ADULT} == set(AgeStep)


@pytest.mark.parametrize(("before", "after"), STEPS.items(), ids=str)
def test_a_step_is_recorded_and_counts(
    before: tuple[Route, AgeStep], after: tuple[AgeGroup, AgeGroup], force: Force
) -> None:
    route, step = before
    referral = lodged(ready(force.officer, route), force.officer)
    steps, consents = AgeEntry.objects.count(), list(ConsentRecord.objects.values())

    record_age(referral.pk, step=step, **SAID, **acting(force.manager))

    assert (Person.objects.get().age_now, dossier_of(referral).age(localdate(LATER))) == after
    assert AgeEntry.objects.count() == steps + 1
    assert list(ConsentRecord.objects.values()) == consents
    assert ("added_to", LATER.isoformat(), "PC Dana Whitlock") in notices_about(referral)
    assert Entry.objects.get(event=f"age.{step}").actor_id == force.manager.user_id


def test_settled_as_an_adult_they_are_asked_and_nothing_is_filled_in_for_them(force: Force) -> None:
    referral = lodged(ready(force.officer, Route.CHILD), force.officer)
    Person.objects.update(born_on=None)
    assert {"CHILD_COUNCIL", "CHILD_GUARDIAN"} <= open_kinds(referral)

    record_age(referral.pk, step=AgeStep.SETTLED_ADULT, **SAID, **acting(force.manager))

    routing = dossier_of(referral).routing(localdate(LATER))
    assert routing.route == Route.UNKNOWN
    assert "have not been asked" in routing.reason
    assert open_kinds(referral) == {"SEND_TO_HO", "CRIME_RECORD"}


def test_found_to_be_a_child_the_council_and_a_guardian_are_to_be_told(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    assert open_kinds(referral) == {"SEND_TO_HO", "CRIME_RECORD"}

    record_age(referral.pk, step=AgeStep.DOUBTED, **SAID, **acting(force.officer))
    record_age(referral.pk, step=AgeStep.ASKED, **SAID, **acting(force.officer))

    assert open_kinds(referral) == {"SEND_TO_HO", "CRIME_RECORD", "CHILD_COUNCIL", "CHILD_GUARDIAN"}


def test_whoever_was_notified_about_and_may_be_a_child_is_referred_after_all(force: Force) -> None:
    referral = lodged(ready(force.officer, Route.NOTIFY_ANONYMOUS), force.officer)
    NotificationText.objects.update(version=1, checked_version=1)
    sent = {"sent_at": NOW, "sent_by": "x", "home_office_reference": ""}
    record_sending(referral.pk, route=Route.NOTIFY_ANONYMOUS, **sent, **acting(force.manager))

    record_age(referral.pk, step=AgeStep.DOUBTED, **SAID, **acting(force.manager))

    referral = Referral.objects.get()
    assert (referral.status, dossier_of(referral).routing(localdate(LATER)).route) == (Status.TRIAGE, Route.CHILD)
    assert {"SEND_TO_HO", "CHILD_COUNCIL"} <= open_kinds(referral)


def test_a_page_that_is_open_elsewhere_cannot_write_the_old_age_back(force: Force) -> None:
    referral = lodged(barely_urgent(force.officer), force.officer, as_urgent=True)
    saved = {"referral": referral, "encounter": referral.encounter, "saved_by": force.officer.user, "saved_at": NOW}
    SectionState.objects.create(code="person", version=3, page_key="open", **saved)

    record_age(referral.pk, step=AgeStep.SETTLED_CHILD, **SAID, **acting(force.manager))

    state = SectionState.objects.get(code="person")
    assert (state.version, state.page_key) == (4, "")


def test_only_those_who_work_on_it_record_it(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)

    for other in (charity_worker(), Force("kent-police", "Kent Police").manager):
        with pytest.raises(NotAllowed):
            record_age(referral.pk, step=AgeStep.SETTLED_CHILD, **SAID, **acting(other))
    assert Person.objects.get().age_now == AgeGroup.ADULT


def test_the_page_chooses_nothing_and_shows_the_track(client: Client, force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    client.force_login(force.officer.user)
    address = reverse("age", args=[referral.reference])

    page = client.get(address).content.decode()
    again = client.post(address, {"decided_by": "Somebody"}).content.decode()
    client.post(address, {"step": "disputed", "on_year": "2024"})
    case = client.get(referral.get_absolute_url()).content.decode()

    assert "checked" not in page
    assert "Council assessed as an adult" in page
    assert "Say what happened about their age." in again
    assert "The person disputes the assessment" in case


def test_the_page_says_that_a_date_of_birth_overrules_what_was_found(client: Client, force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)
    client.force_login(force.officer.user)
    address = reverse("age", args=[referral.reference])
    client.post(address, {"step": "assessed_adult", "on_year": "2026", "decided_by": "The council"})
    before = client.get(address).content.decode()

    Person.objects.update(born_on="2012-03")

    assert "leaves room for under 18" not in before
    assert (
        "found to be an adult, but the date of birth leaves room for under 18" in client.get(address).content.decode()
    )
