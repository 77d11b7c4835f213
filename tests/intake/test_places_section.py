"""Where it happened: rows that everybody found together shares, and some that are about one person."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.intake.forms import places
from referrals.models import Encounter, Place, Referral, SectionState
from tests.factories import MembershipFactory, ReferralFactory, referral_of
from tests.intake.boxes import boxes_of

pytestmark = pytest.mark.django_db

K1, K2 = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
NASTY = 'שלום \u202eabc e\u0301 👩‍👧 <b>{{ settings.SECRET_KEY }}</b> {% load x %} & "quoted"'


@pytest.fixture
def officer(client: Client) -> Membership:
    officer = MembershipFactory(roles=[Role.FIRST_RESPONDER])
    client.force_login(officer.user)
    return officer


@pytest.fixture
def referral(officer: Membership) -> Referral:
    return referral_of(officer)


@pytest.fixture
def other(officer: Membership, referral: Referral) -> Referral:
    """Of somebody found together with the first."""
    return referral_of(officer, encounter=referral.encounter)


def address(referral: Referral) -> str:
    return reverse("section", kwargs={"reference": referral.reference, "code": "places"})


def row(key: str, **answers: str) -> dict[str, Any]:
    return {f"places-{key}-{name}": value for name, value in answers.items()}


def test_a_town_a_country_and_words_are_kept(client: Client, referral: Referral) -> None:
    sent = {
        "places": [K1, K2],
        **row(K1, role="exploited", town="Newport, Shropshire", detail="The car wash"),
        **row(K2, role="recruited", country="Albania"),
        "encounter-overseas_places_note": "A village near the border",
    }

    client.post(address(referral), sent)

    kept = Place.objects.values_list("role", "town", "country", "detail", "only_for")
    assert list(kept) == [
        ("exploited", "newport-shropshire", "", "The car wash", None),
        ("recruited", "", "ALB", "", None),
    ]
    assert Encounter.objects.get(pk=referral.encounter_id).overseas_places_note == "A village near the border"
    assert places.hint(dossier_of(referral)) == "Newport, Shropshire; Albania"


@pytest.mark.parametrize(("box", "code"), [("town", "unknown"), ("country", "unknown")])
def test_not_known_is_an_answer(box: str, code: str, client: Client, referral: Referral) -> None:
    client.post(address(referral), {"places": [K1], **row(K1, **{box: "Not known"})})

    assert getattr(Place.objects.get(), box) == code
    assert places.hint(dossier_of(referral)) == "Not known"


def test_a_page_saved_as_it_was_opened_changes_nothing(client: Client, referral: Referral, other: Referral) -> None:
    mine = Place.objects.create(
        encounter=referral.encounter, only_for=referral, role="lived", town="redditch", detail=NASTY
    )
    Encounter.objects.update(uk_places_note=NASTY)
    before = Place.objects.values().get()

    client.post(address(referral), boxes_of(client.get(address(referral))))

    assert Place.objects.values().get() == before
    assert mine.detail == NASTY
    assert not Entry.objects.filter(event__startswith="section.saved").exists()


def test_a_town_and_a_country_in_one_row_are_said_and_shown_again(client: Client, referral: Referral) -> None:
    Place.objects.create(key=K1, encounter=referral.encounter, country="ALB")
    sent = {"places": [K1], **row(K1, town="Redditch", country="Albania", detail="A flat"), "then": "next"}

    page = client.post(address(referral), sent).content.decode()
    again = client.get(address(referral)).content.decode()

    for shown in (page, again):
        assert places.NOT_BOTH in shown
        assert 'value="Redditch"' in shown
        assert 'value="Albania"' in shown
    assert list(Place.objects.values_list("town", "country", "detail")) == [("", "ALB", "A flat")]


def test_a_name_that_several_towns_have_asks_which(client: Client, referral: Referral) -> None:
    page = client.post(address(referral), {"places": [K1], **row(K1, town="Ashford")})

    assert "Type one of these in full: Ashford, Kent or Ashford, Surrey" in page.content.decode()
    assert not Place.objects.exists()


def test_a_row_is_added_emptied_and_removed(client: Client, referral: Referral) -> None:
    page = client.post(address(referral), {"places": [K1], **row(K1, town="Redditch"), "add": "places"}, follow=True)
    assert len(page.context["page"].parts[0].forms) == 2

    client.post(address(referral), {"places": [K1, K2], **row(K1, town="Redditch"), **row(K2, town="Telford")})
    client.post(address(referral), {"places": [K1, K2], **row(K1, town="Redditch"), "remove": f"places-{K2}"})
    assert Place.objects.get().town == "redditch"

    client.post(address(referral), {"places": [K1], **row(K1, role="", town="", detail="")})
    assert not Place.objects.exists()


def test_a_page_that_saves_again_makes_a_row_once(client: Client, referral: Referral) -> None:
    for typed in ("A", "A fl", "A flat"):
        client.post(address(referral), {"places": [K1], **row(K1, detail=typed)}, HTTP_HX_REQUEST="true")

    assert Place.objects.get().detail == "A flat"


def test_rows_that_are_no_keys_and_rows_beyond_the_most_are_left(client: Client, referral: Referral) -> None:
    saved = Place.objects.create(encounter=referral.encounter, town="redditch")
    keys = [str(uuid.UUID(int=number)) for number in range(10, 40)]
    sent = {"places": ["", "1", str(saved.pk), "../../etc", *keys]}
    for key in [str(saved.pk), *keys]:
        sent |= row(key, detail="More")

    client.post(address(referral), sent)

    assert Place.objects.get(pk=saved.pk).detail == ""
    assert Place.objects.filter(detail="More").count() == places.Places.most


def test_a_key_of_somebody_elses_row_never_touches_that_row(client: Client, referral: Referral) -> None:
    elsewhere = Place.objects.create(key=K1, encounter=ReferralFactory().encounter, town="telford")

    client.post(address(referral), {"places": [K1], **row(K1, town="Redditch")})
    client.post(address(referral), {"places": [K1], "remove": f"places-{K1}"})

    assert Place.objects.get() == elsewhere
    assert Place.objects.get().town == "telford"


def test_what_one_enters_the_other_sees_unless_it_is_only_about_the_first(
    client: Client, referral: Referral, other: Referral
) -> None:
    sent = {
        "places": [K1, K2],
        **row(K1, detail="The car wash"),
        **row(K2, detail="Her mother’s house", only_here="on"),
        "encounter-uk_places_note": "A farm",
    }

    client.post(address(referral), sent)

    mine, theirs = (client.get(address(each)).content.decode() for each in (referral, other))
    assert "These answers are shared by the 2 people found together" in theirs
    for shared in ("The car wash", "A farm"):
        assert shared in mine
        assert shared in theirs
    assert "Her mother’s house" in mine
    assert "Her mother’s house" not in theirs
    assert SectionState.objects.get(code="places").referral is None


def test_a_tick_is_taken_back_and_means_nothing_by_itself(client: Client, referral: Referral, other: Referral) -> None:
    client.post(
        address(referral), {"places": [K1, K2], **row(K1, town="Redditch", only_here="on"), **row(K2, only_here="on")}
    )
    assert Place.objects.get().only_for == referral

    client.post(address(referral), {"places": [K1], **row(K1, town="Redditch")})

    assert Place.objects.get().only_for is None


def test_one_person_alone_is_not_asked_and_keeps_what_was_ticked(client: Client, referral: Referral) -> None:
    Place.objects.create(key=K1, encounter=referral.encounter, only_for=referral, town="redditch")

    assert "Only about this person" not in client.get(address(referral)).content.decode()
    client.post(address(referral), {"places": [K1], **row(K1, town="Telford")})

    assert Place.objects.get().only_for == referral


def test_an_old_page_of_the_other_brings_back_a_row_of_its_own(
    client: Client, referral: Referral, other: Referral
) -> None:
    """The first said that it is only about them while a page of the other still showed it."""
    Place.objects.create(key=K1, encounter=referral.encounter, only_for=referral, detail="First’s")
    client.post(address(other), {"places": [K1], **row(K1, detail="Other’s")})

    page = client.get(address(referral))
    client.post(address(referral), boxes_of(page))

    assert list(Place.objects.values_list("detail", "only_for")) == [("First’s", referral.pk), ("Other’s", None)]


def test_whatever_is_typed_is_shown_as_it_was(client: Client, referral: Referral) -> None:
    client.post(
        address(referral), {"places": [K1], **row(K1, detail=NASTY, town=NASTY), "encounter-uk_places_note": NASTY}
    )

    page = client.get(address(referral))

    assert Place.objects.get().detail == NASTY
    assert boxes_of(page)[f"places-{K1}-town"] == [NASTY]
    assert "<b>" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_more_rows_cost_no_more_queries(
    count: int, client: Client, referral: Referral, django_assert_num_queries: Callable[..., Any]
) -> None:
    for town in ["redditch", "telford", "worcester"][:count]:
        Place.objects.create(encounter=referral.encounter, town=town)
    dossier = dossier_of(referral)

    with django_assert_num_queries(2):
        part = places.Places(dossier)
        assert part.html({})
    with django_assert_num_queries(1):
        places.hint(dossier)
