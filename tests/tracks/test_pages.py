"""The page of a track: who opens it, what it says, and that nothing typed is lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agencies import access
from agencies.enums import Permission, Relation, Role
from agencies.models import Membership
from referrals.enums import CrimeMark, Route, Status, Track, TrackState
from referrals.models import PoliceMatters, Referral, TrackEntry
from referrals.rules.tracks import RECORDS, SEES
from tests.factories import MembershipFactory, referral_of
from tests.lodging.factories import NOW, Force, council_worker, member
from tests.test_rubbish import NASTY, field_names
from tests.tracks.factories import NUMBER, SOON, TODAY, Case

pytestmark = pytest.mark.django_db
T = TrackState


@pytest.fixture
def case() -> Case:
    return Case()


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(SOON + timedelta(hours=1), tick=False):
        yield


def address(case: Case, track: Track = Track.CRIME) -> str:
    return reverse("track", args=[case.referral.reference, track])


def page_of(client: Client, case: Case, track: Track = Track.CRIME, by: Membership | None = None) -> str:
    client.force_login((by or case.force.manager).user)
    return client.get(address(case, track)).content.decode()


def crime(**more: str) -> dict[str, str]:
    return {
        "seen": "0",
        "state": "crime_recorded",
        "reference": "22/98765/26",
        "force_code": "West Mercia Police",
        "made_on_day": "23",
        "made_on_month": "11",
        "made_on_year": "2026",
        "made_time": "03:10",
        **more,
    }


# Who


def allowed(role: Role, permission: Permission) -> bool:
    return role in access.GRANTED[permission].get(Relation.OWNING_FORCE, frozenset())


@pytest.mark.parametrize("role", Role)
def test_each_role_of_the_force_opens_and_posts_what_the_table_of_access_grants(
    role: Role, case: Case, client: Client
) -> None:
    person = MembershipFactory(agency=case.force.agency, roles=[role])
    client.force_login(person.user)
    refused = 403 if allowed(role, Permission.SEE_REFERRAL) else 404

    for track in Track:
        assert client.get(address(case, track)).status_code == (200 if allowed(role, SEES[track]) else refused), track
        posted = client.post(address(case, track), {}).status_code
        assert posted == (200 if allowed(role, RECORDS[track]) else refused), track
    assert not TrackEntry.objects.exists()


def test_whoever_referred_sees_none_of_it(client: Client) -> None:
    worker, force = council_worker(), Force()
    theirs = referral_of(worker, force=force.agency, status=Status.TRIAGE, lodged_at=NOW, unit=force.unit)
    client.force_login(worker.user)

    for track in Track:
        where = reverse("track", args=[theirs.reference, track])
        assert (client.get(where).status_code, client.post(where, {}).status_code) == (403, 403)


def test_a_draft_and_an_invented_track_have_no_page(case: Case, client: Client) -> None:
    draft = referral_of(case.force.manager)
    client.force_login(case.force.manager.user)

    assert client.get(reverse("track", args=[draft.reference, "crime"])).status_code in (403, 404)
    assert client.get(reverse("track", args=[case.referral.reference, "weather"])).status_code == 404


def test_leave_is_named_on_no_page_of_somebody_who_may_not_see_it(case: Case, client: Client) -> None:
    case.record(Track.LEAVE, T.REFUSED, reason="(leave reason)")

    for person in (case.force.spoc, case.registrar):
        page = page_of(client, case, by=person)
        assert "Leave to stay" not in page
    assert "Leave to stay" in page_of(client, case)
    assert "(leave reason)" in page_of(client, case, Track.LEAVE)


def test_whoever_only_reads_gets_no_form(case: Case, client: Client) -> None:
    page = page_of(client, case, Track.SUPPORT, by=case.registrar)

    assert "Where it stands" in page
    assert "Record what happened" not in page


# What it says


def test_what_whoever_referred_said_stands_in_the_form_and_nothing_is_chosen(case: Case, client: Client) -> None:
    PoliceMatters.objects.update(crime_reference="22/11111/26", crime_force="west-mercia-police")

    page = page_of(client, case)

    assert 'value="22/11111/26"' in page
    assert 'value="West Mercia Police"' in page
    assert "106 Modern slavery" in page
    assert " checked" not in page


def test_the_codes_say_that_the_registrar_has_to_confirm_them(case: Case, client: Client) -> None:
    page = page_of(client, case)

    assert page.count("To be confirmed by the force crime registrar.") == 1
    assert "N200/01: Referred to the NRM" in page
    assert "N200/06:" not in page


@pytest.mark.parametrize(("route", "shown"), [(Route.ADULT, False), (Route.NOTIFY_ANONYMOUS, True)])
def test_a_notification_is_told_that_it_needs_an_answer_too(route: Route, shown: bool, client: Client) -> None:
    case = Case(route)
    assert ("A Duty to Notify needs its answer here too." in page_of(client, case)) is shown

    case.record(Track.CRIME, T.NOT_A_CRIME, made_at=SOON, code="N200/03", reason="x")
    assert "A Duty to Notify needs its answer" not in page_of(client, case)


def test_a_code_that_no_longer_fits_is_said_to(case: Case, client: Client) -> None:
    case.record(Track.CRIME, T.NOT_A_CRIME, made_at=SOON, code="N200/03", reason="x")
    assert "Look at it again" not in page_of(client, case)

    Referral.objects.update(status=Status.NRM_SUBMITTED)

    assert "N200/03 was recorded when the referral stood elsewhere." in page_of(client, case)


def test_a_day_to_look_again_that_has_come_is_said(case: Case, client: Client) -> None:
    case.record(Track.SUPPORT, T.EMERGENCY, review_on=TODAY + timedelta(days=7))
    assert "That day has come." not in page_of(client, case, Track.SUPPORT)

    with time_machine.travel(SOON + timedelta(days=7), tick=False):
        assert "That day has come." in page_of(client, case, Track.SUPPORT)


# Recording


def test_it_is_recorded_and_stands_in_the_history(case: Case, client: Client) -> None:
    client.force_login(case.force.manager.user)

    page = client.post(address(case), crime(), follow=True).content.decode()

    entry = TrackEntry.objects.get()
    assert (entry.reference, entry.force_code, str(entry.made_at)) == (
        "22/98765/26",
        "west-mercia-police",
        "2026-11-23 03:10:00+00:00",
    )
    assert "It is recorded." in page
    assert page.count("22/98765/26 recorded") == 3
    assert "entered today, 05:31 by DC Priya Raman" in page


def test_another_track_is_recorded_with_an_owner_and_a_day(case: Case, client: Client) -> None:
    client.force_login(case.force.manager.user)
    said = {
        "seen": "0", "state": "open", "on_day": "23", "on_month": "11", "on_year": "2026", "reason": "House searched.",
        "owner": str(case.force.spoc.user_id), "review_on_day": "7", "review_on_month": "12", "review_on_year": "2026",
    }  # fmt: skip

    page = client.post(address(case, Track.INVESTIGATION), said, follow=True).content.decode()

    assert "Open. DS Tom Ashby" in page
    assert "DS Tom Ashby answers for it. To be looked at again Mon 7 Dec 2026." in page


def test_a_late_record_comes_back_with_everything_that_was_typed(case: Case, client: Client) -> None:
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        client.force_login(case.force.manager.user)
        page = client.post(address(case), crime(made_on_day="25")).content.decode()

    assert "It was recorded more than 24 hours after the report. Say why." in page
    assert 'value="22/98765/26"' in page
    assert 'value="03:10"' in page
    assert not TrackEntry.objects.exists()


def test_a_stale_page_shows_what_was_recorded_meanwhile_beside_what_was_typed(case: Case, client: Client) -> None:
    client.force_login(case.force.manager.user)
    theirs = case.record(Track.CRIME, T.CRIME_RECORDED, case.registrar, made_at=SOON, **NUMBER)

    page = client.post(address(case), crime(reference="22/55555/26", reason="Typed at length.")).content.decode()

    assert "Somebody else recorded something here meanwhile." in page
    assert "22/98765/26 recorded" in page
    assert 'value="22/55555/26"' in page
    assert "Typed at length." in page
    again = client.post(address(case), crime(reference="22/55555/26", seen=str(theirs.pk)))
    assert again.status_code == 302
    assert TrackEntry.objects.count() == 2


def test_the_registrar_marks_on_the_page(case: Case, client: Client) -> None:
    entry = case.record(Track.CRIME, T.CRIME_RECORDED, made_at=SOON, **NUMBER)
    client.force_login(case.registrar.user)
    said = {"marking": "1", "seen": str(entry.pk), "mark": "wrong"}

    refused = client.post(address(case), said).content.decode()
    assert "Say what is to be put right." in refused
    assert "There is a problem" in refused
    client.post(address(case), {**said, "reason": "Wrong class."})

    page = page_of(client, case)
    assert TrackEntry.objects.last().mark == CrimeMark.WRONG
    assert "To be put right, says the crime registrar. Wrong class." in page
    assert "Check what is recorded" not in page


@pytest.mark.parametrize("track", Track)
def test_rubbish_is_refused_with_a_sentence(track: Track, case: Case, client: Client) -> None:
    client.force_login(case.force.supervisor.user)
    names = field_names(client.get(address(case, track)).content.decode())

    for start in range(len(NASTY)):
        said = {name: NASTY[(start + number) % len(NASTY)] for number, name in enumerate(names)}
        answer = client.post(address(case, track), {**said, "marking": NASTY[start]} if start % 2 else said)
        assert answer.status_code in (200, 403)
        assert "<script>alert(1)</script>" not in answer.content.decode()
    assert not TrackEntry.objects.exists()


@pytest.mark.parametrize("many", [1, 3])
def test_a_page_takes_the_same_queries_however_much_was_recorded(
    many: int, case: Case, client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    page_of(client, case)
    for _ in range(many):
        case.record(Track.CRIME, T.CRIME_RECORDED, made_at=SOON, **NUMBER)
        case.record(Track.SUPPORT, T.EMERGENCY, owner=case.force.spoc.user_id)

    with django_assert_num_queries(34):
        client.get(address(case))


def test_a_member_of_no_unit_may_own_what_their_role_allows(case: Case, client: Client) -> None:
    member(case.force.agency, Role.CASE_MANAGER, name="DC Una Placed")

    assert "DC Una Placed" in page_of(client, case, Track.SUPPORT)
