"""What was lodged stays as it was. What is known later stands beside it, with who wrote it and when."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from notifications.models import Notice
from referrals.enums import SupplementKind
from referrals.lodging.actions.afterwards import add_to, report_error
from referrals.models import OwnWords, Referral, Sending, Supplement
from tests.factories import actor_of, referral_of
from tests.lodging.factories import NOW, Force, charity_worker, council_worker, lodged, notices_about, ready

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
ADDED = {"kind": SupplementKind.ADDITION, "section": "words", "text": "She said: ‘He kept my card.’"}


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def referral(force: Force) -> Referral:
    made = lodged(ready(force.officer), force.officer)
    Notice.objects.all().delete()
    return made


def acting(who: Any) -> dict[str, Any]:
    return {"by": actor_of(who), "at": LATER}


def sent(referral: Referral) -> None:
    Sending.objects.create(
        referral=referral, route="adult", sent_at=NOW, sent_by="x", recorded_by=referral.author, recorded_at=NOW
    )


def test_an_addition_is_kept_beside_what_was_lodged_and_those_who_work_on_it_are_told(
    referral: Referral, force: Force
) -> None:
    before = OwnWords.objects.values().get()

    add_to(referral.pk, **ADDED, **acting(force.manager))

    made = Supplement.objects.get()
    assert (made.kind, made.section, made.text) == ("addition", "words", "She said: ‘He kept my card.’")
    assert (made.written_by, made.written_at) == (force.manager.user, LATER)
    assert OwnWords.objects.values().get() == before
    assert notices_about(referral) == [
        ("added_to", LATER.isoformat(), "Modern Slavery Unit"),
        ("added_to", LATER.isoformat(), "PC Dana Whitlock"),
    ]
    entry = Entry.objects.get(event="referral.addition")
    assert (set(entry.digests), entry.actor_id) == ({"kind", "section", "text"}, force.manager.user_id)


def test_the_author_of_an_addition_is_not_told_of_it(referral: Referral, force: Force) -> None:
    add_to(referral.pk, **ADDED, **acting(force.officer))

    assert notices_about(referral) == [("added_to", LATER.isoformat(), "Modern Slavery Unit")]


@pytest.mark.parametrize("kind", [SupplementKind.ERROR, SupplementKind.WITHDRAWAL])
def test_an_error_and_a_withdrawal_are_no_additions(kind: SupplementKind, referral: Referral, force: Force) -> None:
    with pytest.raises(Refused):
        add_to(referral.pk, **{**ADDED, "kind": kind}, **acting(force.manager))
    assert not Supplement.objects.exists()


def test_a_draft_is_answered_and_not_added_to(force: Force) -> None:
    with pytest.raises(Refused, match="While it is a draft, answer its sections"):
        add_to(referral_of(force.officer).pk, **ADDED, **acting(force.officer))


def test_only_its_author_and_the_force_that_has_it_add_to_it(force: Force) -> None:
    worker = council_worker()
    referral = lodged(ready(worker), worker)

    for person in (worker, force.manager, force.supervisor, force.spoc):
        add_to(referral.pk, **ADDED, **acting(person))
    for person in (force.officer, charity_worker(), Force("kent-police", "Kent Police").manager):
        with pytest.raises(NotAllowed):
            add_to(referral.pk, **ADDED, **acting(person))
    assert Supplement.objects.count() == 4


def test_an_error_is_told_of_only_after_it_went_and_moves_nothing(referral: Referral, force: Force) -> None:
    with pytest.raises(Refused, match="nothing to put right there"):
        report_error(referral.pk, text="Wrong date of birth", **acting(force.manager))
    sent(referral)
    before = Referral.objects.values().get()

    report_error(referral.pk, text="Wrong date of birth", **acting(force.manager))

    assert Supplement.objects.get().kind == SupplementKind.ERROR
    assert Referral.objects.values().get() == before


def test_the_page_shows_what_was_added_as_it_was_written(client: Client, referral: Referral, force: Force) -> None:
    client.force_login(force.officer.user)
    address = reverse("add-to", args=[referral.reference])
    typed = {"kind": "correction", "section": "words", "text": "<b>{{ 7|add:7 }}</b>\nsecond line"}

    empty = client.post(address, {"text": "kept"}).content.decode()
    client.post(address, typed)
    page = client.get(referral.get_absolute_url()).content.decode()

    assert "Say whether it is new or puts something right." in empty
    assert "kept</textarea>" in empty
    assert "A correction: Their own words, and your view" in page
    assert "&lt;b&gt;{{ 7|add:7 }}&lt;/b&gt;<br>second line" in page


@pytest.mark.parametrize(
    "typed", [{"text": "x" * 15_001}, {"text": "a\0b"}, {"section": "no-such"}, {"kind": "error"}, {"kind": ["a", "b"]}]
)
def test_what_cannot_be_taken_comes_back(
    typed: dict[str, Any], client: Client, referral: Referral, force: Force
) -> None:
    client.force_login(force.officer.user)

    page = client.post(reverse("add-to", args=[referral.reference]), {**ADDED, **typed})

    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert not Supplement.objects.exists()
