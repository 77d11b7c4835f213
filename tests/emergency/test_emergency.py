"""For an hour, to read, with everybody told: and over no bar, no restriction and no partner's record."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit.enums import Outcome
from audit.models import Entry
from notifications.delivery import deliver
from notifications.models import InboxItem, Notice
from referrals.emergency import actions, queries, rules
from referrals.enums import ReviewOutcome, Track, TrackState
from referrals.models import EmergencyOpening, Referral, TrackEntry
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, council_worker, lodged, member, ready

pytestmark = pytest.mark.django_db

FAMILY_NAME = "Shembull"
REASON = "She is with me and says she takes insulin."
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_night() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


class Night:
    """A case of one officer, and another officer who stands beside the person."""

    def __init__(self) -> None:
        self.force = Force()
        self.beside = member(self.force.agency, Role.FIRST_RESPONDER, name="PC Omar Nadeem")
        self.auditor = self.force.auditor()
        self.case: Referral = lodged(ready(self.force.officer), self.force.officer)
        self.case.person.family_name = FAMILY_NAME
        self.case.person.save()
        self.address = f"/emergency/{self.case.reference}/"

    def open(self, by: Membership | None = None, reason: str = REASON, reference: str = "") -> EmergencyOpening:
        reference = reference or self.case.reference
        return actions.open_case(reference=reference, reason=reason, by=actor_of(by or self.beside), at=NOW)


@pytest.fixture
def night() -> Night:
    return Night()


def got(client: Client, who: Membership, path: str) -> tuple[int, str]:
    client.force_login(who.user)
    response = client.get(path, follow=False)
    return response.status_code, response.content.decode()


def test_it_opens_by_its_reference_and_a_reason_and_nothing_else_opens(night: Night, client: Client) -> None:
    client.force_login(night.beside.user)
    answer = client.post("/emergency/", {"reference": f" {night.case.reference.lower()} ", "reason": REASON})
    assert (answer.status_code, answer["Location"]) == (302, night.address)

    status, page = got(client, night.beside, night.address)

    assert status == 200
    assert FAMILY_NAME in page
    assert "Open to you until <strong>03:31</strong>" in page
    assert FAMILY_NAME not in page.split("</title>")[0]
    for part in ("", "summary/", "referral/", "timeline/", "files/", "shares/", "access/"):
        assert got(client, night.beside, night.case.get_absolute_url() + part)[0] == 404
    assert not Referral.objects.visible_to(actor_of(night.beside)).exists()
    assert client.post(night.address).status_code == 405


def test_no_immigration_and_no_number_of_a_register_is_on_it(night: Night, client: Client) -> None:
    night.case.person.immigration_note = "Overstayed a visa"
    night.case.person.save()
    night.open()

    _, page = got(client, night.beside, night.address)

    assert FAMILY_NAME in page
    for hidden in ("Overstayed", "mmigration", "(passport number)", "H1234567"):
        assert hidden not in page


def test_the_unit_and_the_auditors_are_told_at_once_and_without_a_name(night: Night) -> None:
    night.open()

    told = Notice.objects.filter(kind="opened_in_emergency")
    assert list(told.values_list("unit", "reference")) == [(night.force.unit.pk, night.case.reference)]
    assert list(Notice.objects.filter(kind="emergency_to_review").values_list("person", "reference")) == [
        (night.auditor.user_id, "")
    ]


def test_each_step_is_on_the_ledger_and_the_reason_is_not(night: Night, client: Client) -> None:
    night.open()
    got(client, night.beside, night.address)

    rows = Entry.objects.filter(event__startswith="emergency", actor_id=night.beside.user_id).order_by("pk")
    assert list(rows.values_list("event", "operation", "reference", "outcome")) == [
        ("emergency.opened", "consultation", night.case.reference, "allowed"),
        ("emergency.looked", "consultation", night.case.reference, "allowed"),
    ]
    assert set(rows[0].digests) == {"emergency", "reason"}
    assert "insulin" not in str(list(rows.values()))
    assert "part:person" in rows[1].shown


def test_it_ends_after_an_hour(night: Night, client: Client) -> None:
    night.open()
    with time_machine.travel(NOW + HOUR - timedelta(seconds=1), tick=False):
        client.force_login(night.beside.user)
        response = client.get(night.address)
        assert FAMILY_NAME in response.content.decode()
        assert response["Refresh"] == "2"
        assert "no-store" in response["Cache-Control"]
    with time_machine.travel(NOW + HOUR, tick=False):
        client.force_login(night.beside.user)
        response = client.get(night.address, follow=True)

    assert response.redirect_chain == [("/emergency/", 302)]
    assert "Your hour ended at 03:31." in response.content.decode()
    assert FAMILY_NAME not in response.content.decode()


def test_asking_again_within_the_hour_opens_the_same(night: Night, client: Client) -> None:
    night.open()
    client.force_login(night.beside.user)

    answer = client.post("/emergency/", {"reference": night.case.reference, "reason": REASON})

    assert answer["Location"] == night.address
    assert EmergencyOpening.objects.count() == 1


# Never


def restrict(night: Night, state: TrackState = TrackState.RESTRICTED) -> None:
    TrackEntry.objects.create(
        referral=night.case, track=Track.NATIONAL_SECURITY, state=state, on=NOW.date(), reason="x",
        recorded_by=night.force.manager.user, recorded_at=NOW,
    )  # fmt: skip


def refused(night: Night, **asked: Any) -> str:
    with pytest.raises(BoxRefused) as refusal:
        night.open(**asked)
    assert not EmergencyOpening.objects.exists()
    assert not Notice.objects.filter(kind__contains="emergency").exists()
    return str(refusal.value)


def test_a_bar_a_restriction_another_force_and_nothing_at_all_are_refused_in_the_same_words(night: Night) -> None:
    kent = Force("kent-police", "Kent Police")
    assert refused(night, by=member(kent.agency, Role.FIRST_RESPONDER)) == rules.NOT_THIS_ONE
    assert refused(night, reference="MS-26-0000000") == rules.NOT_THIS_ONE
    assert refused(night, reference="nonsense") == rules.NOT_THIS_ONE
    restrict(night)
    assert refused(night) == rules.NOT_THIS_ONE
    restrict(night, TrackState.NOT_RESTRICTED)
    Referral.objects.update(barred_people=[night.beside.user_id])
    assert refused(night) == rules.NOT_THIS_ONE


def test_a_case_that_a_partner_began_is_refused(night: Night) -> None:
    worker = council_worker()
    theirs = lodged(ready(worker), worker)

    assert refused(night, reference=theirs.reference) == rules.NOT_THIS_ONE


def test_a_draft_is_refused(night: Night) -> None:
    draft = ready(night.force.officer)

    assert refused(night, reference=draft.reference) == rules.NOT_THIS_ONE


def test_ones_own_opens_as_usual(night: Night) -> None:
    assert refused(night, by=night.force.officer) == rules.OPEN_AS_USUAL


def test_a_refusal_is_on_the_ledger_with_the_case_and_keeps_what_was_typed(night: Night, client: Client) -> None:
    restrict(night)
    client.force_login(night.beside.user)

    page = client.post("/emergency/", {"reference": night.case.reference, "reason": REASON}).content.decode()

    assert "There is no case with this reference that you can open this way." in page
    assert "says she takes insulin" in page
    row = Entry.objects.get(event="emergency.refused")
    assert (row.outcome, row.shown, row.actor_id) == (Outcome.REFUSED, [night.case.reference], night.beside.user_id)


@pytest.mark.parametrize("role", [each for each in Role if each != Role.FIRST_RESPONDER])
def test_no_other_role_opens_anything(role: Role, night: Night, client: Client) -> None:
    who = member(night.force.agency, role)

    assert got(client, who, "/emergency/")[0] == 403
    assert got(client, who, night.address)[0] == 403
    with pytest.raises(NotAllowed):
        night.open(by=who)


def test_nobody_else_reads_it_by_that_opening(night: Night, client: Client) -> None:
    night.open()

    assert got(client, member(night.force.agency, Role.FIRST_RESPONDER), night.address)[0] == 404


def test_a_bar_set_meanwhile_closes_it(night: Night, client: Client) -> None:
    night.open()
    Referral.objects.update(barred_people=[night.beside.user_id])

    status, page = got(client, night.beside, night.address)

    assert (status, FAMILY_NAME in page) == (302, False)


def test_the_case_says_who_has_it_open(night: Night, client: Client) -> None:
    night.open()
    address = f"{night.case.get_absolute_url()}access/"

    assert "<li>PC Omar Nadeem, until 03:31</li>" in got(client, night.force.manager, address)[1]
    with time_machine.travel(NOW + HOUR, tick=False):
        assert "PC Omar Nadeem" not in got(client, night.force.manager, address)[1]


def test_a_restriction_set_meanwhile_closes_it(night: Night, client: Client) -> None:
    night.open()
    restrict(night)

    status, page = got(client, night.beside, night.address)

    assert (status, FAMILY_NAME in page) == (302, False)


@pytest.mark.django_db(transaction=True)
def test_a_bar_that_is_being_set_at_that_moment_holds(night: Night) -> None:
    said: list[str] = []

    def open_it() -> None:
        try:
            night.open()
        except BoxRefused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    opening = threading.Thread(target=open_it)
    with transaction.atomic():
        barred = Referral.objects.locked(night.case.pk)
        barred.barred_people = [night.beside.user_id]
        barred.save()
        opening.start()
        # It has asked the rules by now, and waits for the row.
        opening.join(2)
        assert opening.is_alive()
    opening.join()

    assert said == [rules.NOT_THIS_ONE]
    assert not EmergencyOpening.objects.exists()


# Reviewing


def test_whoever_reviews_sees_why_and_says_what_it_was(night: Night, client: Client) -> None:
    made = night.open()
    status, page = got(client, night.auditor, "/emergency/openings/")
    assert status == 200
    assert "review it by Thu 26 Nov" in page
    _, page = got(client, night.auditor, f"/emergency/openings/{made.pk}/")
    assert "says she takes insulin" in page
    assert FAMILY_NAME not in page
    assert night.case.get_absolute_url() not in page
    assert night.case.get_absolute_url() in got(client, night.force.supervisor, f"/emergency/openings/{made.pk}/")[1]

    client.force_login(night.auditor.user)
    empty = client.post(f"/emergency/openings/{made.pk}/", {"outcome": "in_order", "note": ""}).content.decode()
    assert "Say how you know." in empty
    answer = client.post(f"/emergency/openings/{made.pk}/", {"outcome": "in_order", "note": "I asked her sergeant."})

    assert answer["Location"] == "/emergency/openings/"
    made.refresh_from_db()
    assert (made.outcome, made.reviewed_by) == (ReviewOutcome.IN_ORDER, night.auditor.user)
    assert Entry.objects.get(event="emergency.reviewed").reference == night.case.reference
    assert "Nothing waits for a review." in got(client, night.auditor, "/emergency/openings/")[1]
    assert night.case.reference in got(client, night.auditor, "/emergency/openings/?tab=reviewed")[1]


def test_nobody_reviews_their_own_and_nobody_who_is_kept_from_it(night: Night, client: Client) -> None:
    night.beside.roles = [Role.FIRST_RESPONDER, Role.AUDITOR]
    night.beside.save()
    made = night.open()
    given: dict[str, Any] = {"outcome": ReviewOutcome.IN_ORDER, "note": "x", "at": NOW}

    with pytest.raises(Refused, match="Somebody else"):
        actions.review(made.pk, **given, by=actor_of(night.beside))
    assert "Somebody else has to review" in got(client, night.beside, f"/emergency/openings/{made.pk}/")[1]
    Referral.objects.update(barred_people=[night.auditor.user_id])
    assert got(client, night.auditor, f"/emergency/openings/{made.pk}/")[0] == 404
    assert night.case.reference not in got(client, night.auditor, "/emergency/openings/")[1]
    assert queries.count_waiting(actor_of(night.auditor)) == (0, None)
    with pytest.raises(NotAllowed):
        actions.review(made.pk, **given, by=actor_of(night.force.manager))
    kent = Force("kent-police", "Kent Police")
    with pytest.raises(EmergencyOpening.DoesNotExist):
        actions.review(made.pk, **given, by=actor_of(kent.supervisor))


def test_what_is_late_is_said_on_the_list_and_at_home(night: Night, client: Client) -> None:
    night.open()
    assert "Review 1 opening in an emergency" in got(client, night.auditor, "/")[1]
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert "<strong>late</strong>: it was due Thu 26 Nov" in got(client, night.auditor, "/emergency/openings/")[1]
        assert "Late: three working days are over" in got(client, night.force.supervisor, "/")[1]
    assert f"Read {night.case.reference}" in got(client, night.beside, "/")[1]


def test_the_auditors_notice_leads_to_the_list(night: Night, client: Client) -> None:
    night.open()
    deliver(list(Notice.objects.values_list("pk", flat=True)), at=NOW)
    [item] = InboxItem.objects.filter(person=night.auditor.user_id)

    client.force_login(night.auditor.user)
    assert "An opening in an emergency waits for a review" in client.get("/notifications/").content.decode()
    assert client.get(f"/notifications/items/{item.pk}/")["Location"] == "/emergency/openings/"
    told = set(InboxItem.objects.values_list("person", flat=True))
    unit = {each.user_id for each in (night.force.manager, night.force.supervisor, night.force.spoc)}
    assert told >= {night.auditor.user_id, *unit}
    assert night.beside.user_id not in told


@pytest.mark.django_db(transaction=True)
def test_two_reviews_at_once_end_in_one(night: Night) -> None:
    made = night.open()
    said: list[str] = []
    ready_together = threading.Barrier(2)

    def run(who: Membership) -> None:
        try:
            ready_together.wait()
            actions.review(made.pk, outcome=ReviewOutcome.IN_ORDER, note="x", by=actor_of(who), at=NOW)
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(who,)) for who in (night.auditor, night.force.supervisor)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said == [rules.REVIEWED]
    assert Entry.objects.filter(event="emergency.reviewed").count() == 1
