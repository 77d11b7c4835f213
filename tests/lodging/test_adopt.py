"""A concern of an organisation that is no first responder is taken on by a first responder, by name."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.models import Membership
from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from notifications.models import Notice
from referrals.dossier import dossier_of
from referrals.enums import Route
from referrals.lodging.actions.afterwards import adopt
from referrals.lodging.plain_words import standing_of
from referrals.models import Referral
from tests.factories import actor_of
from tests.home_office.factories import give_decision
from tests.lodging.factories import NOW, Force, charity_worker, deadlines_of, lodged, notices_about, ready
from victims.enums import ConsentDecision, ConsentPurpose

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def concern(force: Force) -> Referral:
    worker = charity_worker()
    made = lodged(ready(worker), worker)
    Notice.objects.all().delete()
    return made


def acting(who: Any) -> dict[str, Any]:
    return {"by": actor_of(who), "at": LATER}


def test_whoever_takes_it_on_answers_for_it(force: Force, concern: Referral) -> None:
    assert standing_of(concern).words == "West Mercia Police is asked to take it on"

    adopt(concern.pk, **acting(force.manager))

    concern = Referral.objects.get()
    assert (concern.adopted_by, concern.adopted_at, concern.owner) == (force.manager.user, LATER, force.manager.user)
    assert deadlines_of(concern) == {
        "ADOPT_CONCERN": ("DS Tom Ashby", "Taken on"),
        "SEND_TO_HO": ("DC Priya Raman", ""),
        "CRIME_RECORD": ("DC Priya Raman", ""),
    }
    assert ("added_to", LATER.isoformat(), "Ines Carvalho") in notices_about(concern)
    assert Entry.objects.get(event="concern.adopted").actor_id == force.manager.user_id
    assert standing_of(concern).words == "Being checked by West Mercia Police"


def test_from_then_on_what_binds_the_force_decides_the_route(force: Force, concern: Referral) -> None:
    give_decision(concern.person, ConsentPurpose.REFERRAL, ConsentDecision.DECLINED, by=concern)
    assert dossier_of(concern).routing(localdate(LATER)).route == Route.ADVICE_ONLY

    adopt(concern.pk, **acting(force.manager))

    assert dossier_of(concern).routing(localdate(LATER)).route == Route.NOTIFY_ANONYMOUS


def test_it_is_taken_on_once(force: Force, concern: Referral) -> None:
    adopt(concern.pk, **acting(force.manager))

    with pytest.raises(Refused, match="took this on meanwhile"):
        adopt(concern.pk, **acting(force.supervisor))
    assert Referral.objects.get().adopted_by == force.manager.user


def test_what_a_first_responder_sent_is_no_concern(force: Force) -> None:
    referral = lodged(ready(force.officer), force.officer)

    with pytest.raises(Refused, match="no concern"):
        adopt(referral.pk, **acting(force.manager))


def test_only_the_unit_of_the_force_that_has_it_takes_it_on(force: Force, concern: Referral) -> None:
    author = Membership.objects.get(user=concern.author)
    for other in (force.officer, author, Force("kent-police", "Kent Police").manager):
        with pytest.raises(NotAllowed):
            adopt(concern.pk, **acting(other))
    force.agency.is_first_responder = False
    force.agency.save()
    with pytest.raises(NotAllowed):
        adopt(concern.pk, **acting(Membership.objects.get(pk=force.manager.pk)))
    assert Referral.objects.get().adopted_by is None


def test_the_page_says_what_follows_and_the_button_does_it(client: Client, force: Force, concern: Referral) -> None:
    address = reverse("adopt", args=[concern.reference])
    client.force_login(force.manager.user)

    page = client.get(address).content.decode()
    response = client.post(address)

    assert "From then on you answer for it being sent" in page
    assert response.headers["Location"] == concern.get_absolute_url()
    assert Referral.objects.get().adopted_by == force.manager.user
    assert "I take it on" not in client.get(address).content.decode()
