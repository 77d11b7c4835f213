"""An empty draft goes at once. One that holds something goes only for a supervisor's reason, and the record stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership, Unit
from agencies.refusals import NotAllowed, Refused
from audit.enums import Operation, Outcome
from audit.models import Entry
from referrals.enums import Status
from referrals.intake import expiry
from referrals.intake.discarding import discard
from referrals.models import Encounter, Referral
from tests.factories import MembershipFactory, UnitFactory, actor_of, referral_of
from victims.models import Person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 31, tzinfo=UTC)


class House:
    def __init__(self) -> None:
        self.officer: Membership = MembershipFactory(roles=[Role.FIRST_RESPONDER])
        self.agency = self.officer.agency
        self.unit: Unit = UnitFactory(agency=self.agency)
        self.supervisor = self.member(Role.SUPERVISOR)
        self.manager = self.member(Role.CASE_MANAGER)

    def member(self, role: Role) -> Membership:
        made: Membership = MembershipFactory(agency=self.agency, roles=[role])
        made.units.set([self.unit])
        return made

    def draft(self, *, named: bool = False, **facts: Any) -> Referral:
        made = referral_of(self.officer, **facts)
        if named:
            Person.objects.filter(pk=made.person_id).update(family_name="Hoxhaj")
        return made


@pytest.fixture
def house() -> House:
    return House()


def by(who: Membership) -> dict[str, Any]:
    return {"by": actor_of(who), "at": NOW}


def test_its_author_deletes_an_empty_draft_at_once_with_all_its_rows(house: House) -> None:
    draft = house.draft()

    assert discard(draft.pk, **by(house.officer)) is False

    assert not any(rows.objects.exists() for rows in (Referral, Person, Encounter))
    entry = Entry.objects.get(event="draft.deleted")
    assert (entry.operation, entry.reference, entry.actor_id) == (
        Operation.ERASURE,
        draft.reference,
        house.officer.user_id,
    )


def test_one_that_holds_something_is_discarded_by_a_supervisor_and_everything_stays(house: House) -> None:
    draft = house.draft(named=True, is_left_lying=True)

    assert discard(draft.pk, reason="Begun twice", **by(house.supervisor)) is True

    draft = Referral.objects.get()
    assert (draft.status, draft.discard_reason) == (Status.DISCARDED, "Begun twice")
    assert (draft.discarded_by, draft.discarded_at) == (house.supervisor.user, NOW)
    assert draft.person.family_name == "Hoxhaj"
    assert set(Entry.objects.get(event="draft.discarded").digests) == {"status", "discard_reason"}
    with pytest.raises(Refused):
        discard(draft.pk, reason="Again", **by(house.supervisor))


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_without_a_reason_nothing_is_discarded(reason: str, house: House) -> None:
    draft = house.draft(named=True, is_left_lying=True)

    with pytest.raises(Refused, match="Say why it is discarded"):
        discard(draft.pk, reason=reason, **by(house.supervisor))
    assert Referral.objects.get().is_draft


# Who asks, whether the draft holds something, how it stands: what they get.
MAY = {
    ("officer", False, "new"): True,
    ("officer", True, "new"): False,
    ("officer", True, "left lying"): False,
    ("supervisor", False, "new"): False,
    ("supervisor", True, "new"): False,
    ("supervisor", True, "left lying"): True,
    ("supervisor", True, "handed to their unit"): True,
    ("manager", True, "left lying"): False,
    ("manager", True, "handed to their unit"): False,
    ("manager", False, "handed to their unit"): False,
}


@pytest.mark.parametrize(("case", "may"), MAY.items(), ids=str)
def test_who_may_discard_what(case: tuple[str, bool, str], may: bool, house: House) -> None:
    who, named, how = case
    draft = house.draft(
        named=named,
        is_left_lying=how == "left lying",
        **({"holder": None, "unit": house.unit} if how == "handed to their unit" else {}),
    )

    if may:
        discard(draft.pk, reason="Begun twice", **by(getattr(house, who)))
    else:
        with pytest.raises(NotAllowed):
            discard(draft.pk, reason="Begun twice", **by(getattr(house, who)))
        assert Referral.objects.get().is_draft


def test_nobody_of_another_agency_discards_it(house: House, client: Client) -> None:
    draft = house.draft(named=True, is_left_lying=True)
    stranger = MembershipFactory(roles=[Role.SUPERVISOR])
    client.force_login(stranger.user)

    assert client.post(reverse("discard", args=[draft.reference]), {"reason": "x"}).status_code == 404
    with pytest.raises(NotAllowed):
        discard(draft.pk, reason="x", **by(stranger))


def test_its_author_is_told_who_may_and_a_forged_form_is_refused_and_recorded(house: House, client: Client) -> None:
    draft = house.draft(named=True)
    client.force_login(house.officer.user)
    address = reverse("discard", args=[draft.reference])

    page = client.get(address).content.decode()
    response = client.post(address, {"reason": "Not needed"})

    assert "Only a supervisor may discard this draft" in page
    assert "<textarea" not in page
    assert response.status_code == 403
    assert Entry.objects.filter(outcome=Outcome.REFUSED, actor_id=house.officer.user_id).count() == 1
    assert Referral.objects.get().is_draft


def test_the_pages_do_what_they_say(house: House, client: Client) -> None:
    empty, full = house.draft(), house.draft(named=True, is_left_lying=True)
    client.force_login(house.officer.user)
    assert "Delete this empty draft" in client.get(reverse("discard", args=[empty.reference])).content.decode()
    assert client.post(reverse("discard", args=[empty.reference])).headers["Location"] == "/referrals/"

    client.force_login(house.supervisor.user)
    address = reverse("discard", args=[full.reference])
    assert "Say why it is discarded" in client.post(address, {"reason": " "}).content.decode()
    client.post(address, {"reason": "Begun twice"})

    client.force_login(house.officer.user)
    page = client.get(full.get_absolute_url()).content.decode()
    assert list(Referral.objects.values_list("reference", "status")) == [(full.reference, "DISCARDED")]
    assert "Why: Begun twice" in page
    assert client.get(reverse("section", args=[full.reference, "danger"])).status_code == 302


def test_what_was_written_meanwhile_is_not_deleted(house: House) -> None:
    draft = house.draft(saved_at=NOW - timedelta(days=40))
    Person.objects.update(family_name="Hoxhaj")

    with pytest.raises(NotAllowed):
        discard(draft.pk, **by(house.officer))
    assert expiry.expire_empty_drafts(at=NOW) == 0
