"""A draft that holds something and was not passed on within a day is seen by the unit."""

from datetime import UTC, datetime, timedelta

import pytest

from agencies.enums import Role, UnitKind
from agencies.models import Membership
from audit.models import Entry
from notifications.enums import NoticeKind
from notifications.models import Notice
from referrals.intake import expiry, handing_over
from referrals.models import Referral
from tests.factories import MembershipFactory, UnitFactory, actor_of, referral_of

pytestmark = pytest.mark.django_db
STARTED = datetime(2026, 11, 23, 1, 50, tzinfo=UTC)
A_DAY = timedelta(hours=24)


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER])


def draft_of(officer: Membership, **facts: object) -> Referral:
    made = referral_of(officer, started_at=STARTED, **facts)
    made.person.family_name = "Hoxhaj"
    made.person.save()
    return made


@pytest.mark.parametrize(
    ("after", "is_seen"),
    [(A_DAY - timedelta(seconds=1), False), (A_DAY, True), (A_DAY * 40, True)],
)
def test_it_is_seen_after_24_hours_and_not_before(after: timedelta, is_seen: bool, officer: Membership) -> None:
    draft = draft_of(officer)
    manager = MembershipFactory(agency=officer.agency, roles=[Role.CASE_MANAGER])

    expiry.find_drafts_left_lying(at=STARTED + after)

    assert Referral.objects.visible_to(actor_of(manager)).contains(draft) is is_seen


def test_the_authors_unit_and_the_modern_slavery_unit_are_told_once_however_often_it_runs(officer: Membership) -> None:
    own = UnitFactory(agency=officer.agency)
    looks_after = UnitFactory(agency=officer.agency, kind=UnitKind.MODERN_SLAVERY)
    UnitFactory(agency=officer.agency)
    UnitFactory(kind=UnitKind.MODERN_SLAVERY)
    draft = draft_of(officer, unit=own)

    found = [expiry.find_drafts_left_lying(at=STARTED + A_DAY * days) for days in (1, 1, 2)]

    assert found == [1, 0, 0]
    assert {(each.kind, each.reference, each.unit, each.person) for each in Notice.objects.all()} == {
        (NoticeKind.DRAFT_NEEDS_SOMEBODY, draft.reference, own, None),
        (NoticeKind.DRAFT_NEEDS_SOMEBODY, draft.reference, looks_after, None),
    }
    assert Entry.objects.filter(event="draft.left_lying", reference=draft.reference).count() == 1


def test_an_empty_draft_and_what_was_passed_on_are_not_shown_to_the_unit(officer: Membership) -> None:
    referral_of(officer, started_at=STARTED)
    draft_of(officer, status="TRIAGE", lodged_at=STARTED, force=officer.agency)

    assert expiry.find_drafts_left_lying(at=STARTED + A_DAY * 9) == 0
    assert not Referral.objects.filter(is_left_lying=True).exists()


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.SPOC, True), (Role.CASE_MANAGER, True), (Role.SUPERVISOR, True), (Role.FIRST_RESPONDER, False)],
)
def test_who_may_see_it_then(role: Role, may: bool, officer: Membership) -> None:
    draft = draft_of(officer)
    expiry.find_drafts_left_lying(at=STARTED + A_DAY)
    here = MembershipFactory(agency=officer.agency, roles=[role])
    elsewhere = MembershipFactory(roles=[role])

    assert Referral.objects.visible_to(actor_of(here)).contains(draft) is may
    assert not Referral.objects.visible_to(actor_of(elsewhere)).exists()


def test_a_partners_colleagues_are_told_and_may_carry_on(officer: Membership) -> None:
    author = MembershipFactory(roles=[Role.PARTNER])
    unit = UnitFactory(agency=author.agency, kind=UnitKind.SUPPORT)
    colleague = MembershipFactory(agency=author.agency, roles=[Role.PARTNER])
    colleague.units.set([unit])
    draft = draft_of(author, unit=unit)

    expiry.find_drafts_left_lying(at=STARTED + A_DAY)
    handing_over.take_over(draft.pk, by=actor_of(colleague), at=STARTED + A_DAY)

    assert Notice.objects.get().unit == unit
    assert Referral.objects.get().holder == colleague.user


def test_where_nobody_has_a_unit_every_colleague_who_may_carry_on_is_told_by_name() -> None:
    author = MembershipFactory(roles=[Role.PARTNER])
    colleague = MembershipFactory(agency=author.agency, roles=[Role.PARTNER_RESPONDER])
    MembershipFactory(agency=author.agency, roles=[Role.AUDITOR])
    draft_of(author, unit=None)

    expiry.find_drafts_left_lying(at=STARTED + A_DAY)

    assert {notice.person for notice in Notice.objects.all()} == {author.user, colleague.user}
