"""Unusual access: the rules as tables, what they are given, and how it is reviewed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from agencies.enums import Role
from agencies.models import Membership
from agencies.people.homes import record_home
from agencies.refusals import NotAllowed, Refused
from audit.enums import Operation, Outcome
from audit.models import Entry
from notifications.models import Shift
from referrals.enums import ReviewOutcome
from referrals.ledger.actions.reviewing import review
from referrals.ledger.queries import unusual
from referrals.ledger.queries.unusual import findings_of, list_unusual, one_finding
from referrals.ledger.rules.unusual import MOST_CASES, Finding, Look, Rule, days_between, find, is_at_night
from referrals.models import AccessReview, Referral
from tests.factories import MembershipFactory, actor_of
from tests.ledger.test_reading import write
from tests.lodging.factories import Force, lodged, member, ready
from victims.models import DecisionRecipient

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 20, 12, tzinfo=LONDON)
NIGHT = datetime(2026, 11, 20, 23, tzinfo=LONDON)
DAY = date(2026, 11, 20)


# The rules


def look(pk: int = 1, at: datetime = NOON, **facts: object) -> Look:
    return Look(**{"pk": pk, "person": 7, "at": at, "local": at, "case": "A", **facts})  # type: ignore[arg-type]


def opened(many: int, apart: timedelta = timedelta(minutes=1)) -> list[Look]:
    return [look(number, NOON + number * apart, case=f"C{number}") for number in range(many)]


def rules(looks: list[Look]) -> list[tuple[Rule, int]]:
    return [(each.rule, each.first) for each in find(looks)]


def test_many_different_cases_within_an_hour() -> None:
    assert rules(opened(MOST_CASES)) == []
    assert rules(opened(MOST_CASES + 1)) == [(Rule.MANY, MOST_CASES)]
    # Once, however long it goes on.
    assert rules(opened(MOST_CASES + 10)) == [(Rule.MANY, MOST_CASES)]
    assert rules(opened(MOST_CASES + 1, timedelta(minutes=4))) == []
    assert rules([look(number, NOON + timedelta(seconds=number)) for number in range(50)]) == []


def test_many_again_after_a_rest_is_found_again() -> None:
    later = [look(100 + each.pk, each.at + timedelta(hours=3), case=each.case) for each in opened(MOST_CASES + 1)]

    assert rules([*opened(MOST_CASES + 1), *later]) == [(Rule.MANY, 100 + MOST_CASES), (Rule.MANY, MOST_CASES)]


def test_many_of_several_people_are_not_added_up() -> None:
    others = [look(100 + each.pk, each.at, case=f"D{each.pk}", person=8) for each in opened(MOST_CASES)]

    assert rules([*opened(MOST_CASES), *others]) == []


@pytest.mark.parametrize(
    ("hour", "minute", "is_night"),
    [(21, 59, False), (22, 0, True), (23, 59, True), (0, 0, True), (5, 59, True), (6, 0, False), (12, 0, False)],
)
def test_when_it_is_night(hour: int, minute: int, is_night: bool) -> None:
    assert is_at_night(NOON.replace(hour=hour, minute=minute)) is is_night


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, [Rule.NIGHT]), ({"is_on_duty": True}, []), ({"is_theirs": True}, []), ({"case": ""}, []),
        ({"is_refused": True}, []), ({"local": NOON}, []),
    ],
)  # fmt: skip
def test_who_opens_a_case_at_night(facts: dict[str, object], found: list[Rule]) -> None:
    assert [rule for rule, _ in rules([look(at=NIGHT, **facts)])] == found


def test_a_night_is_one_finding_and_the_next_night_another() -> None:
    looks = [look(number, NIGHT + timedelta(hours=hours)) for number, hours in enumerate((0, 3, 6.5, 24, 25))]

    assert rules(looks) == [(Rule.NIGHT, 3), (Rule.NIGHT, 0)]


# What a case has in common with whoever opened it.
IN_COMMON = [("has_their_name", Rule.NAME), ("has_their_postcode", Rule.ADDRESS)]


@pytest.mark.parametrize(("fact", "rule"), IN_COMMON)
def test_what_a_case_has_in_common_with_them(fact: str, rule: Rule) -> None:
    assert rules([look()]) == []
    assert rules([look(**{fact: True})]) == [(rule, 1)]
    assert rules([look(is_refused=True, **{fact: True})]) == []


@pytest.mark.parametrize(("fact", "rule"), IN_COMMON)
def test_the_same_is_asked_about_once_for_each_day_and_case(fact: str, rule: Rule) -> None:
    same = {fact: True}
    looks = [
        look(1, **same), look(2, NOON + timedelta(hours=1), **same),
        look(3, case="B", **same), look(4, NOON + timedelta(days=1), **same),
    ]  # fmt: skip

    assert rules(looks) == [(rule, 4), (rule, 3), (rule, 1)]


def test_refused_five_times_within_an_hour() -> None:
    tried = [look(number, NOON + timedelta(minutes=14 * number), is_refused=True, case="") for number in range(6)]

    assert rules(tried[:4]) == []
    assert rules(tried[:5]) == [(Rule.REFUSED, 4)]
    assert rules(tried) == [(Rule.REFUSED, 4)]
    apart = [look(number, NOON + timedelta(minutes=16 * number), is_refused=True) for number in range(9)]
    assert rules(apart) == []


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        (None, None, (20, 26)), (date(2026, 11, 25), None, (25, 26)), (None, date(2026, 11, 10), (4, 10)),
        (date(2026, 11, 25), date(2026, 11, 20), (20, 20)), (date(2026, 12, 25), date(2026, 12, 30), (26, 26)),
    ],
)  # fmt: skip
def test_which_days_are_looked_at(begin: date | None, end: date | None, days: tuple[int, int]) -> None:
    found = days_between(begin, end, date(2026, 11, 26))

    assert tuple(day.day for day in found) == days


def test_never_more_than_a_month() -> None:
    assert days_between(date(2020, 1, 1), None, date(2026, 11, 26)) == (date(2026, 10, 27), date(2026, 11, 26))


# What they are given


@pytest.fixture
def force(db: None) -> Force:
    return Force()


@pytest.fixture
def auditor(force: Force) -> Membership:
    return force.auditor()


@pytest.fixture
def case(force: Force) -> Referral:
    return lodged(ready(force.officer), force.officer)


def found_by(auditor: Membership, first: date = DAY, last: date = DAY) -> list[tuple[Rule, int]]:
    return [(each.rule, each.first) for each in findings_of(actor_of(auditor), first, last)[0]]


def test_a_night_look_by_somebody_who_has_nothing_to_do_with_it(
    force: Force, case: Referral, auditor: Membership
) -> None:
    strange = write(force.manager, "timeline.opened", str(case), at=NIGHT)
    write(force.officer, "referral.opened", str(case), at=NIGHT)
    unit, person = force.unit, force.spoc.user
    Shift.objects.create(unit=unit, person=person, starts_at=NIGHT, ends_at=NIGHT + timedelta(hours=8))
    write(force.spoc, "referral.opened", str(case), at=NIGHT)

    assert found_by(auditor) == [(Rule.NIGHT, strange.pk)]
    assert found_by(auditor, DAY - timedelta(days=3), DAY + timedelta(days=3)) == [(Rule.NIGHT, strange.pk)]
    assert found_by(auditor, DAY + timedelta(days=1), DAY + timedelta(days=1)) == []
    late = write(force.spoc, "referral.opened", str(case), at=NIGHT + timedelta(hours=26))
    assert found_by(auditor, DAY + timedelta(days=2), DAY + timedelta(days=2)) == [(Rule.NIGHT, late.pk)]


def test_the_same_family_name_is_found_and_shown_without_it(
    force: Force, case: Referral, auditor: Membership, client: Client
) -> None:
    case.person.family_name = "Rámån"
    case.person.save()
    same = write(force.manager, "timeline.opened", str(case), at=NOON)
    write(force.spoc, "timeline.opened", str(case), at=NOON)
    client.force_login(auditor.user)
    page = client.get("/ledger/unusual/?from=2026-11-20&to=2026-11-20").content.decode()

    assert found_by(auditor) == [(Rule.NAME, same.pk)]
    assert "same family name" in page
    assert "Rámån" not in page


def test_their_own_postcode_is_found_in_each_address_and_shown_in_none(
    force: Force, case: Referral, auditor: Membership, client: Client
) -> None:
    admin = member(force.agency, Role.ADMINISTRATOR)
    for person, postcode in ((force.manager, "wr9 9zz"), (force.spoc, "WR9 9ZY")):
        record_home(person, postcode=postcode, by=actor_of(admin), at=NOON)
    opened = [write(each, "timeline.opened", str(case), at=NOON) for each in (force.manager, force.spoc)]
    assert found_by(auditor) == []

    case.person.contacts.update_or_create(channel="post", defaults={"postcode": "WR99ZZ"})
    assert found_by(auditor) == [(Rule.ADDRESS, opened[0].pk)]
    DecisionRecipient.objects.update_or_create(person=case.person, defaults={"postcode": "wr99zy"})
    assert found_by(auditor) == [(Rule.ADDRESS, opened[1].pk), (Rule.ADDRESS, opened[0].pk)]

    client.force_login(auditor.user)
    page = client.get("/ledger/unusual/?from=2026-11-20&to=2026-11-20").content.decode()
    assert "their own postcode" in page
    assert "9Z" not in page.upper().replace(" ", "")


def test_a_postcode_that_another_agency_recorded_finds_nothing_here(
    force: Force, case: Referral, auditor: Membership
) -> None:
    there = MembershipFactory(user=force.manager.user)
    record_home(there, postcode="WR9 9ZZ", by=actor_of(member(there.agency, Role.ADMINISTRATOR)), at=NOON)
    case.person.contacts.update_or_create(channel="post", defaults={"postcode": "WR9 9ZZ"})
    write(force.manager, "timeline.opened", str(case), at=NOON)

    assert found_by(auditor) == []


def test_refusals_are_counted(force: Force, auditor: Membership) -> None:
    refused = {"operation": Operation.SECURITY, "outcome": Outcome.REFUSED, "shown": ["MS-26-0000000"]}
    entries = [write(force.spoc, "page.refused", "referral", at=NOON, **refused) for _ in range(5)]

    assert found_by(auditor) == [(Rule.REFUSED, entries[-1].pk)]
    assert findings_of(actor_of(auditor), DAY, DAY)[0][0].cases == ("MS-26-0000000",)


def test_what_another_force_did_is_not_listed(force: Force, case: Referral, auditor: Membership) -> None:
    kent = Force("kent-police", "Kent Police")
    entry = write(kent.spoc, "timeline.opened", str(case), at=NIGHT)

    assert found_by(auditor) == []
    assert found_by(kent.auditor()) == [(Rule.NIGHT, entry.pk)]
    assert found_by(force.supervisor) == []


def test_too_many_lines_are_cut_and_too_many_findings_too(
    force: Force, case: Referral, auditor: Membership, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (force.manager, force.spoc):
        write(person, "timeline.opened", str(case), at=NIGHT)
    monkeypatch.setattr(unusual, "MOST_SHOWN", 1)
    client.force_login(auditor.user)
    where = "/ledger/unusual/?from=2026-11-20&to=2026-11-20"

    assert "There are more." in client.get(where).content.decode()
    assert "Not all lines" not in client.get(where).content.decode()
    monkeypatch.setattr(unusual, "MOST_READ", 1)
    assert "Not all lines" in client.get(where).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_unusual_access_takes_the_same_queries_for_one_and_for_three(
    many: int, force: Force, case: Referral, auditor: Membership, django_assert_num_queries: Callable[..., object]
) -> None:
    for person in (force.manager, force.spoc, force.supervisor)[:many]:
        write(person, "timeline.opened", str(case), at=NIGHT)
    actor = actor_of(auditor)

    # lines, people, homes, cases, shifts; names, reviews, the ledger.
    with django_assert_num_queries(5 + 3):
        assert len(list_unusual(actor, DAY, DAY, NIGHT).rows) == many


# Reviewing


@pytest.fixture
def entry(force: Force, case: Referral) -> Entry:
    return write(force.manager, "timeline.opened", str(case), at=NIGHT)


def test_a_review_is_kept_and_what_is_not_reviewed_stands_first(
    force: Force, case: Referral, entry: Entry, auditor: Membership, client: Client
) -> None:
    older = write(force.spoc, "timeline.opened", str(case), at=NIGHT - timedelta(minutes=30))
    client.force_login(auditor.user)
    where = f"/ledger/unusual/{entry.pk}/night/"
    listed = "/ledger/unusual/?from=2026-11-20&to=2026-11-20"
    page = client.get(listed).content.decode()
    assert page.index(where) < page.index(f"/ledger/unusual/{older.pk}/")

    answer = client.post(where, {"outcome": "in_order", "note": "She was called in."})

    assert answer.status_code == 302
    made = AccessReview.objects.get()
    assert (made.rule, made.entry, made.about, made.outcome) == ("night", entry.pk, force.manager.user_id, "in_order")
    kept = Entry.objects.get(event="access.reviewed")
    assert (kept.reference, sorted(kept.digests)) == (f"review:{made.pk}", ["entry", "note", "outcome", "rule"])
    page = client.get(listed).content.decode()
    assert page.index(f"/{older.pk}/night/") < page.index(where)
    assert "In order" in page
    assert "She was called in." in client.get(where).content.decode()
    assert client.post(where, {"outcome": "follow_up", "note": "She was not."}).status_code == 302
    assert AccessReview.objects.count() == 2


def test_a_review_without_its_answers_comes_back(entry: Entry, auditor: Membership, client: Client) -> None:
    client.force_login(auditor.user)
    page = client.post(f"/ledger/unusual/{entry.pk}/night/", {"outcome": "odd"}).content.decode()

    assert "Choose whether it was in order." in page
    assert "Say how you know." in page
    assert not AccessReview.objects.exists()


def test_only_what_a_rule_finds_can_be_reviewed(
    force: Force, entry: Entry, auditor: Membership, client: Client
) -> None:
    client.force_login(auditor.user)

    for where in (f"{entry.pk}/many", f"{entry.pk}/odd", "999999999/night", "0/night"):
        assert client.get(f"/ledger/unusual/{where}/").status_code == 404, where
    client.force_login(Force("kent-police", "Kent Police").auditor().user)
    assert client.get(f"/ledger/unusual/{entry.pk}/night/").status_code == 404
    client.force_login(force.supervisor.user)
    assert client.get(f"/ledger/unusual/{entry.pk}/night/").status_code == 403
    assert client.get("/ledger/unusual/").status_code == 403


def test_ones_own_access_is_reviewed_by_another_auditor(
    force: Force, case: Referral, auditor: Membership, client: Client
) -> None:
    mine = write(auditor, "timeline.opened", str(case), at=NIGHT)
    where = f"/ledger/unusual/{mine.pk}/night/"
    typed = {"outcome": "in_order", "note": "It was me."}
    client.force_login(auditor.user)

    assert "Another auditor reviews it." in client.get(where).content.decode()
    assert 'name="note"' not in client.get(where).content.decode()
    assert client.post(where, typed).status_code == 200
    assert not AccessReview.objects.exists()
    client.force_login(force.auditor("Second Auditor").user)
    assert client.post(where, typed).status_code == 302


def test_who_reviews(force: Force, entry: Entry, auditor: Membership) -> None:
    found = one_finding(actor_of(auditor), entry.pk, "night")
    assert found
    said = {"outcome": ReviewOutcome.IN_ORDER, "note": "x", "at": NIGHT}

    with pytest.raises(NotAllowed):
        review(found.finding, by=actor_of(force.supervisor), **said)
    with pytest.raises(Refused, match="Another auditor"):
        review(Finding(Rule.NIGHT, auditor.user_id, entry.pk, NIGHT, "x"), by=actor_of(auditor), **said)


def test_a_review_is_never_changed(entry: Entry, auditor: Membership) -> None:
    found = one_finding(actor_of(auditor), entry.pk, "night")
    assert found
    made = review(found.finding, outcome=ReviewOutcome.IN_ORDER, note="x", by=actor_of(auditor), at=NIGHT)

    for change in (made.save, made.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert str(made) == f"night {entry.pk}: In order"
