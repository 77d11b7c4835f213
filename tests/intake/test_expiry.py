"""An empty draft is deleted on the day that was told, and on no other; one that holds something never is."""

import html as html_module
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership
from agencies.shell.partial_date import PartialDate
from audit.enums import Operation
from audit.models import Entry
from notifications.enums import NoticeKind
from notifications.models import Notice
from referrals.intake import expiry
from referrals.intake.holding import holds_information
from referrals.intake.keeping import keeping_of, keeping_of_each
from referrals.models import Encounter, Place, Referral, Referrer, Safety, SectionState, Suspect
from referrals.rules.expiry import Expiry, expiry_of, seen_by_unit_from
from tests.factories import EncounterFactory, MembershipFactory, UnitFactory, referral_of
from tests.home_office.factories import complete_case
from victims.enums import AgeGroup, Channel, ConsentDecision, ConsentPurpose, NeedKind
from victims.models import AgeEntry, ConsentRecord, Need, Person, SafeContact

pytestmark = pytest.mark.django_db
SAVED = datetime(2026, 11, 23, 2, 16, tzinfo=UTC)

# Last changed, as the server says it; the days of the warning and of the deletion, as London says them.
DATES = {
    "in the middle of a month": (datetime(2026, 11, 1, 12, tzinfo=UTC), date(2026, 11, 22), date(2026, 11, 29)),
    "across the end of a month": (datetime(2026, 11, 23, 2, 16, tzinfo=UTC), date(2026, 12, 14), date(2026, 12, 21)),
    "across the end of a year": (datetime(2026, 12, 15, 9, tzinfo=UTC), date(2027, 1, 5), date(2027, 1, 12)),
    "across the end of February": (datetime(2027, 2, 8, 9, tzinfo=UTC), date(2027, 3, 1), date(2027, 3, 8)),
    "across a 29 February": (datetime(2028, 2, 8, 9, tzinfo=UTC), date(2028, 2, 29), date(2028, 3, 7)),
    "across the clocks going back": (datetime(2026, 10, 10, 12, tzinfo=UTC), date(2026, 10, 31), date(2026, 11, 7)),
    "across the clocks going forward": (datetime(2027, 3, 20, 12, tzinfo=UTC), date(2027, 4, 10), date(2027, 4, 17)),
    "late on a summer evening": (datetime(2026, 6, 1, 23, 30, tzinfo=UTC), date(2026, 6, 23), date(2026, 6, 30)),
    "late on a winter evening": (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), date(2026, 12, 22), date(2026, 12, 29)),
}


@pytest.mark.parametrize(("saved_at", "warn_on", "delete_on"), DATES.values(), ids=DATES)
def test_it_is_28_days_after_the_last_change_with_a_warning_at_21(
    saved_at: datetime, warn_on: date, delete_on: date
) -> None:
    assert expiry_of(saved_at) == Expiry(warn_on, delete_on)


def test_the_unit_sees_what_holds_something_after_24_hours_that_really_passed() -> None:
    before_the_clocks_go_back = datetime(2026, 10, 24, 12, tzinfo=UTC)

    assert seen_by_unit_from(before_the_clocks_go_back) == datetime(2026, 10, 25, 12, tzinfo=UTC)


# What holds something


@pytest.fixture
def officer() -> Membership:
    return MembershipFactory(roles=[Role.FIRST_RESPONDER])


@pytest.fixture
def draft(officer: Membership) -> Referral:
    return referral_of(officer, saved_at=SAVED, started_at=SAVED)


def _person(draft: Referral, **facts: Any) -> None:
    Person.objects.filter(pk=draft.person_id).update(**facts)


def _encounter(draft: Referral, **facts: Any) -> None:
    Encounter.objects.filter(pk=draft.encounter_id).update(**facts)


def _section(draft: Referral, code: str = "danger", **facts: Any) -> None:
    whose = {"encounter": draft.encounter, "referral": draft} | facts
    SectionState.objects.create(code=code, saved_by=draft.author, saved_at=SAVED, version=1, **whose)


def _recorded(draft: Referral, event: str, operation: Operation = Operation.ALTERATION) -> None:
    Entry.objects.create(at=SAVED, reference=draft.reference, operation=operation, event=event, outcome="allowed")


def _said(draft: Referral) -> None:
    facts = {"purpose": ConsentPurpose.REFERRAL, "decision": ConsentDecision.NOT_ASKED}
    ConsentRecord.objects.create(person=draft.person, recorded_by=draft.author, recorded_at=SAVED, **facts)


def _aged(draft: Referral) -> None:
    AgeEntry.objects.create(person=draft.person, step="doubted", recorded_by=draft.author, recorded_at=SAVED)


HOLDS = {
    "a name": lambda draft: _person(draft, family_name="Hoxhaj"),
    "a name that is not known": lambda draft: _person(draft, name_is_unknown=True),
    "an age": lambda draft: _person(draft, age_now=AgeGroup.UNSURE),
    "a date of birth": lambda draft: _person(draft, born_on=PartialDate(1995)),
    "a language": lambda draft: _person(draft, languages=["sqi"]),
    "a number of children": lambda draft: _person(draft, number_of_children=0),
    "a danger": lambda draft: Safety.objects.create(referral=draft, danger="not_sure"),
    "a need": lambda draft: Need.objects.create(person=draft.person, kind=NeedKind.SHELTER),
    "a contact": lambda draft: SafeContact.objects.create(person=draft.person, channel=Channel.CALL),
    "an answer about consent": _said,
    "a doubt about their age": _aged,
    "where they were found": lambda draft: _encounter(draft, found_how="In a van"),
    "a place": lambda draft: Place.objects.create(encounter=draft.encounter, town="redditch"),
    "a suspect": lambda draft: Suspect.objects.create(encounter=draft.encounter, only_for=draft, description="x"),
    "what could not be read": lambda draft: _section(draft, typed={"safety-town": ["Nowhere"]}),
    "what could not be read and is shared": lambda draft: _section(
        draft, "places", referral=None, typed={"place": ["x"]}
    ),
    "an answer that was taken back": lambda draft: _recorded(draft, "section.saved:danger"),
}
HOLDS_NOTHING = {
    "nothing": lambda draft: None,
    "a label": lambda draft: Referral.objects.filter(pk=draft.pk).update(label="Car wash"),
    "a section that was looked at": _section,
    "rows without an answer": lambda draft: Safety.objects.create(referral=draft),
    "who refers": lambda draft: Referrer.objects.create(referral=draft, family_name="Whitlock"),
    "who refers, as it was typed": lambda draft: _section(draft, "referrer", typed={"referrer-phone": ["x"]}),
    "that who refers was saved": lambda draft: _recorded(draft, "section.saved:referrer"),
    "that it was looked at": lambda draft: _recorded(draft, "referral.opened", Operation.CONSULTATION),
}


@pytest.mark.parametrize("fill", HOLDS.values(), ids=HOLDS)
def test_a_draft_holds_something(fill: Any, draft: Referral) -> None:
    assert holds_information(draft.pk) is False

    fill(draft)

    assert holds_information(draft.pk) is True
    assert expiry.expire_empty_drafts(at=SAVED + timedelta(days=90)) == 0
    assert Referral.objects.get() == draft


@pytest.mark.parametrize("fill", HOLDS_NOTHING.values(), ids=HOLDS_NOTHING)
def test_a_draft_holds_nothing_and_goes_with_all_its_rows(fill: Any, draft: Referral) -> None:
    fill(draft)

    assert holds_information(draft.pk) is False
    assert expiry.expire_empty_drafts(at=SAVED + timedelta(days=90)) == 1
    for rows in (Referral, Person, Encounter, SectionState, Safety, Referrer):
        assert not rows.objects.exists()


def test_every_row_of_a_complete_case_counts_by_itself(draft: Referral) -> None:
    assert holds_information(complete_case().pk) is True
    assert holds_information(draft.pk) is False


def test_facts_that_are_shared_are_held_by_the_draft_that_was_begun_first(officer: Membership) -> None:
    encounter = EncounterFactory(agency=officer.agency, found_how="Together in a van")
    first, second = (referral_of(officer, encounter=encounter, saved_at=SAVED) for _ in range(2))
    Suspect.objects.create(encounter=encounter, only_for=None)

    assert [holds_information(each.pk) for each in (first, second)] == [True, False]
    assert expiry.expire_empty_drafts(at=SAVED + timedelta(days=28)) == 1
    assert (Referral.objects.get(), Encounter.objects.get(), Suspect.objects.count()) == (first, encounter, 1)


# What is told and what is done


def nights(first: datetime) -> list[datetime]:
    """Twenty to four in London, in the nights about the days that matter."""
    start = timezone.localtime(first).replace(hour=3, minute=40)
    return [start + timedelta(days=number) for number in (0, 19, 20, 21, 22, 26, 27, 28, 29)]


@pytest.mark.parametrize(
    "saved_at", [SAVED, datetime(2026, 10, 10, 22, 59, tzinfo=UTC), datetime(2026, 6, 1, 23, 30, tzinfo=UTC)]
)
def test_the_warning_and_the_deletion_come_on_the_days_that_the_page_told(
    saved_at: datetime, client: Client, officer: Membership
) -> None:
    draft = referral_of(officer, saved_at=saved_at, started_at=saved_at)
    client.force_login(officer.user)
    page = html_module.unescape(client.get(draft.get_absolute_url()).content.decode())
    told = re.search(r"deleted on <strong>([^<]+)</strong>. We remind you on ([^<]+)\.</p>", page)
    assert told

    warned, gone = [], []
    for night in nights(saved_at):
        expiry.expire_empty_drafts(at=night)
        warned += [night] if Notice.objects.exists() and not warned else []
        gone += [night] if not Referral.objects.exists() and not gone else []

    assert f"{gone[0]:%a} {gone[0].day} {gone[0]:%B}" == told[1]
    assert f"{warned[0]:%a} {warned[0].day} {warned[0]:%B}" == told[2]
    assert Notice.objects.count() == 1


def test_the_holder_is_warned_once_and_again_only_after_another_change(draft: Referral) -> None:
    for day in (20, 21, 21, 22):
        expiry.expire_empty_drafts(at=SAVED + timedelta(days=day))
    Referral.objects.update(saved_at=SAVED + timedelta(days=22))
    for day in (28, 42, 43, 44):
        expiry.expire_empty_drafts(at=SAVED + timedelta(days=day))

    notices = Notice.objects.order_by("pk")
    assert [(each.kind, each.reference, each.person, each.unit, each.occasion) for each in notices] == [
        (NoticeKind.DRAFT_EXPIRES, draft.reference, draft.holder, None, "2026-12-21"),
        (NoticeKind.DRAFT_EXPIRES, draft.reference, draft.holder, None, "2027-01-12"),
    ]
    assert Referral.objects.get() == draft


def test_the_unit_is_warned_of_what_was_handed_to_it(officer: Membership) -> None:
    unit = UnitFactory(agency=officer.agency)
    referral_of(officer, saved_at=SAVED, holder=None, unit=unit)

    expiry.expire_empty_drafts(at=SAVED + timedelta(days=21))

    assert [(each.unit, each.person) for each in Notice.objects.all()] == [(unit, None)]


def test_running_it_twice_deletes_once_and_the_ledger_keeps_that_it_was_done(draft: Referral) -> None:
    at = SAVED + timedelta(days=28)

    assert [expiry.expire_empty_drafts(at=at), expiry.expire_empty_drafts(at=at)] == [1, 0]
    entry = Entry.objects.get(event="draft.expired")
    assert (entry.operation, entry.reference, entry.actor_id) == (Operation.ERASURE, draft.reference, None)


def test_what_is_lodged_or_discarded_is_never_deleted(officer: Membership) -> None:
    gone = {"discarded_at": SAVED, "discarded_by": officer.user, "discard_reason": "Begun twice"}
    referral_of(officer, saved_at=SAVED, status="DISCARDED", **gone)
    referral_of(officer, saved_at=SAVED, status="TRIAGE", lodged_at=SAVED, force=officer.agency)

    assert expiry.expire_empty_drafts(at=SAVED + timedelta(days=900)) == 0
    assert Referral.objects.count() == 2


def test_a_list_says_the_same_as_the_page(draft: Referral, officer: Membership) -> None:
    full = referral_of(officer, saved_at=SAVED)
    _person(full, family_name="Hoxhaj")

    listed = keeping_of_each(Referral.objects.all())

    assert listed == {each.pk: keeping_of(each) for each in (draft, full)}
    assert (listed[draft.pk].delete_on, listed[full.pk].delete_on) == (date(2026, 12, 21), None)


def test_a_draft_that_is_gone_when_its_turn_comes_is_nothing_to_do() -> None:
    """Somebody discarded it, or passed it on, after the list was made."""
    assert expiry._expire(0, SAVED) is False
    assert expiry._show_to_unit(0, SAVED) is False
