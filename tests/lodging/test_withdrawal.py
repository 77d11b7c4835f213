"""Three things that are never one another: a draft is discarded, an adult withdraws, an error is told of."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from referrals.decisions.actions.sending import record_sending
from referrals.enums import Route, Status, SupplementKind
from referrals.lodging.actions.afterwards import report_error, withdraw
from referrals.models import NotificationText, Referral, Supplement
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, charity_worker, council_worker, lodged, ready
from victims.enums import AgeGroup, ConsentDecision, ConsentPurpose
from victims.models import ConsentRecord

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
WISH = {"text": "“I do not want this any more.” In writing, in our file.", "is_their_wish": True}


@pytest.fixture
def force() -> Force:
    return Force()


def sent_on(route: Route, force: Force) -> Referral:
    referral = lodged(ready(force.officer, route), force.officer)
    NotificationText.objects.update(version=1, checked_version=1)
    facts = {"route": route, "sent_at": NOW, "sent_by": "x", "home_office_reference": "NRM-1"}
    record_sending(referral.pk, **facts, by=actor_of(force.manager), at=LATER)
    return referral


def acting(who: Any) -> dict[str, Any]:
    return {"by": actor_of(who), "at": LATER}


@pytest.mark.parametrize("route", [Route.ADULT, Route.BEST_INTERESTS])
def test_an_adult_withdraws_and_that_they_did_is_recorded_as_their_decision(route: Route, force: Force) -> None:
    referral = sent_on(route, force)
    decisions = ConsentRecord.objects.count()

    withdraw(referral.pk, **WISH, **acting(force.officer))

    newest = ConsentRecord.objects.order_by("recorded_at", "pk").last()
    assert Referral.objects.get().status == Status.WITHDRAWN
    assert newest
    assert (newest.purpose, newest.decision) == (ConsentPurpose.REFERRAL, ConsentDecision.WITHDRAWN)
    assert ConsentRecord.objects.count() == decisions + 1
    assert Supplement.objects.get().kind == SupplementKind.WITHDRAWAL
    assert Entry.objects.filter(event="referral.withdrawn", actor_id=force.officer.user_id).count() == 1
    with pytest.raises(Refused):
        withdraw(referral.pk, **WISH, **acting(force.officer))


@pytest.mark.parametrize("age", [AgeGroup.CHILD, AgeGroup.UNSURE])
def test_a_childs_referral_is_withdrawn_by_nobody_and_its_error_may_be_told_of(age: AgeGroup, force: Force) -> None:
    referral = sent_on(Route.CHILD, force)
    person = referral.person
    person.age_now = age
    person.save()

    for who in (force.officer, force.supervisor):
        with pytest.raises(Refused, match="A child’s referral cannot be withdrawn"):
            withdraw(referral.pk, **WISH, **acting(who))
    assert Referral.objects.get().status == Status.NRM_SUBMITTED
    report_error(referral.pk, text="The family name was wrong.", **acting(force.officer))
    assert Supplement.objects.get().kind == SupplementKind.ERROR


def test_what_was_not_sent_or_only_notified_is_not_withdrawn(force: Force) -> None:
    unsent = lodged(ready(force.officer), force.officer)
    notified = sent_on(Route.NOTIFY_ANONYMOUS, force)

    for referral in (unsent, notified):
        with pytest.raises(Refused, match="not in the NRM"):
            withdraw(referral.pk, **WISH, **acting(force.officer))


def test_it_is_their_wish_or_nobodys(force: Force) -> None:
    referral = sent_on(Route.ADULT, force)

    with pytest.raises(Refused, match="Only the person themselves"):
        withdraw(referral.pk, text="x", is_their_wish=False, **acting(force.officer))


def test_only_a_first_responder_who_works_on_it_records_it(force: Force) -> None:
    referral = sent_on(Route.ADULT, force)

    for other in (charity_worker(), council_worker(), Force("kent-police", "Kent Police").supervisor):
        with pytest.raises(NotAllowed):
            withdraw(referral.pk, **WISH, **acting(other))


PAGES = {
    Route.CHILD: ("A child’s referral cannot be withdrawn", False),
    Route.ADULT: ("Only an adult can, and only of their own wish", True),
    Route.NOTIFY_NAMED: ("not in the NRM", False),
}


@pytest.mark.parametrize("route", PAGES)
def test_the_page_says_whether_it_can_be_and_what_else_it_might_be(route: Route, client: Client, force: Force) -> None:
    referral = sent_on(route, force)
    client.force_login(force.officer.user)
    sentence, may = PAGES[route]

    page = client.get(reverse("withdraw", args=[referral.reference])).content.decode()

    assert sentence in page
    assert ("Record that they withdraw" in page) is may
    assert reverse("report-error", args=[referral.reference]) in page
    assert "discard the draft" in page
