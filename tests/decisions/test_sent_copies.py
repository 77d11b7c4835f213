"""What went to the Home Office is kept as it was, with a fingerprint that the ledger holds too."""

import hashlib

import pytest
from django.test import Client
from django.urls import reverse

from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from referrals.decisions.actions.sending import open_copy
from referrals.enums import Route
from referrals.models import SentCopy
from tests.decisions.factories import acting, sent_case
from tests.lodging.factories import Force, charity_worker, lodged, ready

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", [Route.ADULT, Route.NOTIFY_ANONYMOUS])
def test_the_paper_is_frozen_with_the_sending(route: Route, force: Force) -> None:
    referral = sent_case(force, route)

    copy = SentCopy.objects.get()
    before = bytes(copy.pdf)
    referral.person.given_names = "Somebody Else"
    referral.person.save()

    assert before.startswith(b"%PDF")
    assert copy.sha256 == hashlib.sha256(before).hexdigest()
    assert open_copy(referral, copy.pk, **acting(force.manager)) == before
    entry = Entry.objects.get(event="sent_copy.opened")
    assert entry.shown == [f"copy:{copy.pk}"]


def test_what_is_not_the_same_any_more_is_not_handed_out(force: Force) -> None:
    referral = sent_case(force)
    SentCopy.objects.update(pdf=b"%PDF other")

    with pytest.raises(Refused, match="not what was frozen"):
        open_copy(referral, SentCopy.objects.get().pk, **acting(force.manager))
    with pytest.raises(NotAllowed):
        open_copy(referral, SentCopy.objects.get().pk, **acting(charity_worker()))


def test_the_page_lists_what_was_sent_and_opens_it(client: Client, force: Force) -> None:
    referral = sent_case(force)
    client.force_login(force.officer.user)
    copy = SentCopy.objects.get()

    page = client.get(reverse("sent", args=[referral.reference])).content.decode()
    pdf = client.get(reverse("sent-copy", args=[referral.reference, copy.pk]))

    assert copy.sha256 in page
    assert "NRM-1" in page
    assert b"".join(pdf.streaming_content) == bytes(copy.pdf)  # type: ignore[attr-defined]
    other = lodged(ready(force.officer), force.officer)
    assert "Nothing was sent yet" in client.get(reverse("sent", args=[other.reference])).content.decode()
    assert client.get(reverse("sent-copy", args=[other.reference, copy.pk])).status_code == 404
    SentCopy.objects.update(pdf=b"%PDF other")
    assert client.get(reverse("sent-copy", args=[referral.reference, copy.pk])).status_code == 302
    client.force_login(charity_worker().user)
    assert client.get(reverse("sent", args=[referral.reference])).status_code == 404
