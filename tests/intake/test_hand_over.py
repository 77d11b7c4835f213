"""A draft goes to a colleague or a unit, and whoever holds it is told."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.actors import Actor
from agencies.enums import Role
from agencies.models import Membership, Unit
from agencies.refusals import NotAllowed, Refused
from audit.enums import Outcome
from audit.models import Entry
from notifications.enums import NoticeKind
from notifications.models import Notice
from referrals.intake import handing_over
from referrals.models import Referral
from tests.factories import MembershipFactory, UnitFactory, actor_of, referral_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER], user__full_name="PC Dana Whitlock")


@pytest.fixture
def unit(officer: Membership) -> Unit:
    return UnitFactory(agency=officer.agency, name="Response South")


@pytest.fixture
def colleague(officer: Membership, unit: Unit) -> Membership:
    made: Membership = MembershipFactory(
        agency=officer.agency,
        roles=[Role.FIRST_RESPONDER],
        user__full_name="PC Siân O’Brien",
        user__collar_number="2951",
    )
    made.units.set([unit])
    return made


@pytest.fixture
def draft(officer: Membership) -> Referral:
    return referral_of(officer)


def page_of(draft: Referral) -> str:
    return reverse("hand-over", kwargs={"reference": draft.reference})


def told() -> list[tuple[str, str, str]]:
    return [(notice.kind, notice.reference, notice.recipient) for notice in Notice.objects.all()]


def offered(html: str) -> list[str]:
    return re.findall(r'name="to"[^>]*value="([^"]+)"', html)


def give(draft: Referral, to: object, by: Membership) -> Referral:
    kind = "unit" if isinstance(to, Unit) else "person"
    return handing_over.hand_over(draft.pk, to=f"{kind}-{to.pk}", by=actor_of(by), at=NOW)  # type: ignore[attr-defined]


def test_a_colleague_is_found_by_name_holds_it_and_is_told(
    client: Client, officer: Membership, colleague: Membership, draft: Referral
) -> None:
    client.force_login(officer.user)
    found = client.post(page_of(draft), {"text": "sian", "find": "1"}).content.decode()

    response = client.post(page_of(draft), {"to": f"person-{colleague.pk}"})

    draft.refresh_from_db()
    assert offered(found)[0] == f"person-{colleague.pk}"
    assert "PC Siân O’Brien (2951)" in found
    assert response.headers["Location"] == "/referrals/"
    assert (draft.holder, draft.author, draft.unit) == (colleague.user, officer.user, colleague.units.get())
    assert told() == [(NoticeKind.HANDED_OVER, draft.reference, "PC Siân O’Brien")]
    entry = Entry.objects.get(event="draft.handed_over")
    assert (entry.actor_id, set(entry.digests)) == (officer.user_id, {"holder", "unit"})


def test_the_new_holder_resumes_and_the_author_may_still_look(
    client: Client, officer: Membership, colleague: Membership, draft: Referral
) -> None:
    assert not Referral.objects.visible_to(actor_of(colleague)).exists()

    give(draft, colleague, officer)

    for person in (colleague, officer):
        client.force_login(person.user)
        assert client.get(reverse("section", args=[draft.reference, "danger"])).status_code == 200


def test_a_unit_is_told_and_the_first_of_it_who_asks_has_the_draft(
    client: Client, officer: Membership, colleague: Membership, unit: Unit, draft: Referral
) -> None:
    second: Membership = MembershipFactory(agency=officer.agency, roles=[Role.FIRST_RESPONDER])
    second.units.set([unit])

    give(draft, unit, officer)
    draft.refresh_from_db()
    assert (draft.holder, draft.unit) == (None, unit)
    assert told() == [(NoticeKind.HANDED_OVER, draft.reference, "Response South")]
    client.force_login(colleague.user)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "I carry on with it" in page
    client.post(reverse("take-over", args=[draft.reference]))

    draft.refresh_from_db()
    assert draft.holder == colleague.user
    assert Entry.objects.filter(event="draft.taken_over", actor_id=colleague.user_id).count() == 1
    assert not Referral.objects.visible_to(actor_of(second)).exists()
    with pytest.raises(NotAllowed):
        handing_over.take_over(draft.pk, by=actor_of(second), at=NOW)


def test_taking_what_one_holds_changes_nothing_and_taking_from_a_holder_is_refused(
    officer: Membership, colleague: Membership, draft: Referral
) -> None:
    handing_over.take_over(draft.pk, by=actor_of(officer), at=NOW)
    give(draft, colleague, officer)

    with pytest.raises(Refused, match="PC Siân O’Brien has it already"):
        handing_over.take_over(draft.pk, by=actor_of(officer), at=NOW)
    assert not Entry.objects.filter(event="draft.taken_over").exists()


def test_one_left_lying_may_be_taken_over_by_the_unit_that_works_on_modern_slavery(
    officer: Membership, draft: Referral
) -> None:
    manager = MembershipFactory(agency=officer.agency, roles=[Role.CASE_MANAGER])
    Referral.objects.update(is_left_lying=True)

    handing_over.take_over(draft.pk, by=actor_of(manager), at=NOW)

    draft.refresh_from_db()
    assert draft.holder == manager.user


def cannot_receive(officer: Membership) -> dict[str, Membership]:
    here = {"agency": officer.agency}
    return {
        "nobody's role": MembershipFactory(**here),
        "an auditor": MembershipFactory(**here, roles=[Role.AUDITOR]),
        "somebody who left": MembershipFactory(**here, roles=[Role.FIRST_RESPONDER], deactivated_at=NOW),
        "somebody who never came": MembershipFactory(**here, roles=[Role.FIRST_RESPONDER], user__password=None),
        "somebody elsewhere": MembershipFactory(roles=[Role.FIRST_RESPONDER]),
        "themselves": officer,
    }


def test_only_colleagues_who_could_carry_on_are_found_and_may_be_chosen(
    client: Client, officer: Membership, colleague: Membership, draft: Referral
) -> None:
    others = cannot_receive(officer)
    client.force_login(officer.user)

    for typed in ("person", "dana", "pc"):
        page = client.post(page_of(draft), {"text": typed, "find": "1"}).content.decode()
        assert {value for value in offered(page) if value.startswith("person")} <= {f"person-{colleague.pk}"}
    for who, person in others.items():
        page = client.post(page_of(draft), {"to": f"person-{person.pk}"}).content.decode()
        assert "Choose a colleague who may work on referrals" in page, who
        with pytest.raises(Refused):
            give(draft, person, officer)
    elsewhere = UnitFactory()
    with pytest.raises(Refused):
        give(draft, elsewhere, officer)
    draft.refresh_from_db()
    assert draft.holder == officer.user
    assert told() == []


@pytest.mark.parametrize("to", ["", "person-", "unit-x", "person-99999999999999999999", "unit-²", "somebody", "\0"])
def test_a_malformed_choice_comes_back(to: str, client: Client, officer: Membership, draft: Referral) -> None:
    client.force_login(officer.user)

    assert client.post(page_of(draft), {"to": to}).status_code == 200
    with pytest.raises(Refused):
        handing_over.hand_over(draft.pk, to=to, by=actor_of(officer), at=NOW)


def test_what_was_typed_is_on_no_ledger_and_who_was_shown_is(
    client: Client, officer: Membership, colleague: Membership, draft: Referral
) -> None:
    client.force_login(officer.user)

    client.post(page_of(draft), {"text": "obrien", "find": "1"})

    entry = Entry.objects.get(event="colleagues.searched")
    assert entry.shown == [colleague.reference]
    assert "obrien" not in str(vars(entry)).lower()


def test_a_lodged_case_is_not_handed_over_by_this(client: Client, officer: Membership, unit: Unit) -> None:
    lodged = referral_of(officer, status="TRIAGE", force=officer.agency, lodged_at=NOW)
    client.force_login(officer.user)

    assert client.post(page_of(lodged), {"to": f"unit-{unit.pk}"}).status_code == 302
    with pytest.raises(Refused, match="no longer a draft"):
        give(lodged, unit, officer)


WHO = {
    "the holder": (Role.FIRST_RESPONDER, True),
    "a case manager while it is not left lying": (Role.CASE_MANAGER, False),
    "a colleague": (Role.FIRST_RESPONDER, False),
    "an administrator": (Role.ADMINISTRATOR, False),
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", ["hand-over", "take-over"])
def test_nobody_else_moves_a_draft(
    who: str, name: str, client: Client, officer: Membership, unit: Unit, draft: Referral
) -> None:
    role, is_holder = WHO[who]
    person = officer if is_holder else MembershipFactory(agency=officer.agency, roles=[role])
    client.force_login(person.user)

    response = client.post(reverse(name, args=[draft.reference]), {"to": f"unit-{unit.pk}"})

    assert response.status_code == (302 if is_holder else 404)
    assert Entry.objects.filter(outcome=Outcome.REFUSED, actor_id=person.user_id).exists() is not is_holder
    if not is_holder:
        with pytest.raises(NotAllowed):
            handing_over.hand_over(draft.pk, to=f"unit-{unit.pk}", by=actor_of(person), at=NOW)


@pytest.mark.parametrize("many", [1, 3])
def test_the_search_takes_the_same_queries_for_one_and_for_three(
    many: int,
    client: Client,
    officer: Membership,
    draft: Referral,
    django_assert_num_queries: Callable[..., object],
) -> None:
    MembershipFactory.create_batch(many, agency=officer.agency, roles=[Role.SPOC], user__full_name="DS Tom Ashby")
    client.force_login(officer.user)
    client.get(page_of(draft))

    # session, person, membership with its units; the case and the look; colleagues, the ledger, units; what is unread.
    with django_assert_num_queries(8):
        client.post(page_of(draft), {"text": "ashby", "find": "1"})


def test_nobody_acting_for_another_agency_reaches_it(officer: Membership, draft: Referral, unit: Unit) -> None:
    elsewhere = Actor(user_id=officer.user_id, agency_id=MembershipFactory().agency_id, roles=frozenset(Role))

    with pytest.raises(NotAllowed):
        handing_over.hand_over(draft.pk, to=f"unit-{unit.pk}", by=elsewhere, at=NOW)
