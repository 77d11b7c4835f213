"""Lodged is not sent. Only a recorded sending says so, and never of a child by Duty to Notify."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from agencies.refusals import NotAllowed, Refused
from audit.enums import Operation
from audit.models import Entry
from referrals.decisions.actions.sending import add_home_office_reference, record_sending
from referrals.dossier import dossier_of
from referrals.enums import Route, Status
from referrals.lodging import afterwards as rules
from referrals.lodging.actions.following import follow_route
from referrals.lodging.plain_words import standing_of
from referrals.models import NotificationText, Referral, Sending
from tests.factories import actor_of
from tests.home_office.factories import give_decision
from tests.lodging.factories import NOW, Force, barely_urgent, charity_worker, deadlines_of, lodged, ready
from victims.enums import AgeGroup, ConsentDecision, ConsentPurpose

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=3)
SENT = {"sent_at": NOW + timedelta(hours=2), "sent_by": "DC Priya Raman", "home_office_reference": "NRM-1"}

STATUS_AFTER = {
    Route.CHILD: Status.NRM_SUBMITTED,
    Route.ADULT: Status.NRM_SUBMITTED,
    Route.BEST_INTERESTS: Status.NRM_SUBMITTED,
    Route.NOTIFY_NAMED: Status.DTN_SENT,
    Route.NOTIFY_ANONYMOUS: Status.DTN_SENT,
}


@pytest.fixture
def force() -> Force:
    return Force()


def case_on(route: Route, force: Force) -> Referral:
    referral = lodged(ready(force.officer, route), force.officer)
    NotificationText.objects.filter(referral=referral).update(version=1, checked_version=1)
    return referral


def send(referral: Referral, force: Force, route: Route, **changes: object) -> Sending:
    return record_sending(referral.pk, by=actor_of(force.manager), at=SOON, **{"route": route, **SENT, **changes})


@pytest.mark.parametrize(("route", "status"), STATUS_AFTER.items())
def test_a_sending_moves_the_case_by_its_route_and_stops_the_clock(route: Route, status: Status, force: Force) -> None:
    referral = case_on(route, force)
    assert "Not yet sent to the Home Office." in standing_of(referral).more

    sending = send(referral, force, route)

    referral = Referral.objects.get()
    assert (referral.status, referral.is_not_yet_sent) == (status, False)
    assert (sending.route, sending.sent_by, sending.home_office_reference) == (route, "DC Priya Raman", "NRM-1")
    assert deadlines_of(referral)["SEND_TO_HO"][1] == "NRM-1"
    assert "Not yet sent" not in standing_of(referral).more
    entry = Entry.objects.get(event="referral.sent")
    assert (entry.operation, entry.actor_id, entry.shown) == (
        Operation.DISCLOSURE,
        force.manager.user_id,
        ["home-office"],
    )


def test_nothing_is_recorded_twice(force: Force) -> None:
    referral = case_on(Route.ADULT, force)
    send(referral, force, Route.ADULT)

    with pytest.raises(Refused, match="not possible now"):
        send(referral, force, Route.ADULT)
    assert Sending.objects.count() == 1


def test_nothing_is_sent_while_they_think_it_over(force: Force) -> None:
    referral = case_on(Route.WAIT, force)

    with pytest.raises(Refused, match="Nothing is sent while they think it over"):
        send(referral, force, Route.WAIT)


@pytest.mark.parametrize("age", [AgeGroup.CHILD, AgeGroup.UNSURE])
@pytest.mark.parametrize("route", [Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS])
def test_a_child_or_whoever_may_be_one_never_goes_by_duty_to_notify(age: AgeGroup, route: Route, force: Force) -> None:
    referral = case_on(route, force)
    person = referral.person
    person.age_now = age
    person.save()

    with pytest.raises(Refused, match="a child never goes by Duty to Notify"):
        send(referral, force, route)
    assert not Sending.objects.exists()
    assert send(referral, force, Route.CHILD).route == Route.CHILD


def test_a_page_that_showed_another_route_records_nothing(force: Force) -> None:
    referral = case_on(Route.ADULT, force)

    with pytest.raises(Refused, match=r"The route is now “Adult referral”, because .* The page showed “Notification"):
        send(referral, force, Route.NOTIFY_NAMED)
    assert not Sending.objects.exists()


def test_without_a_name_a_second_person_reads_the_text_as_it_stands(force: Force) -> None:
    referral = case_on(Route.NOTIFY_ANONYMOUS, force)
    NotificationText.objects.update(version=2)

    with pytest.raises(Refused, match="Nobody has checked the text"):
        send(referral, force, Route.NOTIFY_ANONYMOUS)


def test_it_cannot_have_been_sent_later_than_now(force: Force) -> None:
    with pytest.raises(Refused, match="in the future"):
        send(case_on(Route.ADULT, force), force, Route.ADULT, sent_at=SOON + timedelta(minutes=1))


def test_a_concern_is_taken_on_first(force: Force) -> None:
    worker = charity_worker()
    concern = lodged(ready(worker), worker)

    with pytest.raises(Refused, match="Nobody has taken on this concern yet"):
        send(concern, force, Route.ADULT)


def test_an_urgent_one_may_be_sent_with_its_gaps_and_is_then_only_added_to(force: Force) -> None:
    referral = lodged(barely_urgent(force.officer), force.officer, as_urgent=True)

    send(referral, force, Route.ADULT, home_office_reference="")

    referral = Referral.objects.get()
    assert deadlines_of(referral)["COMPLETE_URGENT"][1] == rules.SENT_WITH_GAPS
    assert (referral.status, referral.is_answerable) == (Status.NRM_SUBMITTED, False)


def test_who_was_notified_about_and_says_yes_later_is_referred_by_a_second_sending(force: Force) -> None:
    referral = case_on(Route.NOTIFY_NAMED, force)
    send(referral, force, Route.NOTIFY_NAMED)
    give_decision(referral.person, ConsentPurpose.REFERRAL, ConsentDecision.GIVEN, by=referral)

    follow_route(dossier_of(referral), by=actor_of(force.manager), at=SOON)
    referral = Referral.objects.get()
    assert (referral.status, referral.is_not_yet_sent) == (Status.TRIAGE, True)
    assert referral.deadlines.filter(kind="SEND_TO_HO", done_at=None).count() == 1
    send(referral, force, Route.ADULT)

    assert Referral.objects.get().status == Status.NRM_SUBMITTED
    assert list(Sending.objects.values_list("route", flat=True)) == [Route.NOTIFY_NAMED, Route.ADULT]


def test_the_home_office_reference_is_added_once_and_never_written_over(force: Force) -> None:
    referral = case_on(Route.ADULT, force)
    acting = {"by": actor_of(force.manager), "at": SOON}
    with pytest.raises(Refused):
        add_home_office_reference(referral.pk, home_office_reference="NRM-2", **acting)
    send(referral, force, Route.ADULT, home_office_reference="")

    add_home_office_reference(referral.pk, home_office_reference="NRM-2", **acting)

    with pytest.raises(Refused):
        add_home_office_reference(referral.pk, home_office_reference="NRM-3", **acting)
    assert Sending.objects.get().home_office_reference == "NRM-2"
    assert Entry.objects.filter(event="sending.reference_added").count() == 1


def test_whoever_may_not_send_records_nothing(force: Force) -> None:
    referral = case_on(Route.ADULT, force)

    for other in (Force("kent-police", "Kent Police").manager, charity_worker()):
        with pytest.raises(NotAllowed):
            record_sending(referral.pk, route=Route.ADULT, **SENT, by=actor_of(other), at=SOON)
    assert not Sending.objects.exists()


def test_the_page_asks_who_and_when_and_comes_back_with_what_was_typed(client: Client, force: Force) -> None:
    referral = case_on(Route.ADULT, force)
    address = reverse("sending", args=[referral.reference])
    client.force_login(force.manager.user)
    typed = {
        "route": "adult",
        "sent_on_day": "23",
        "sent_on_month": "11",
        "sent_on_year": "2024",
        "sent_by": "DC Raman",
    }

    shown = client.get(address).content.decode()
    again = client.post(address, {**typed, "sent_time": "25:00"}).content.decode()
    done = client.post(address, {**typed, "sent_time": "02:45"})

    assert "adult referral</strong>, because they are 18 or over and said yes" in shown
    assert "Enter the time as hours and minutes" in again
    assert 'value="DC Raman"' in again
    assert done.headers["Location"] == referral.get_absolute_url()
    assert Sending.objects.get().sent_at.isoformat() == "2024-11-23T02:45:00+00:00"
    assert "Add the Home Office reference" in client.get(address).content.decode()
