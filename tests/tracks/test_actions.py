"""Recording on a track: added to, by whoever may, and never ended by what becomes of the referral."""

from datetime import date, timedelta
from typing import Any

import pytest

from agencies.refusals import NotAllowed, Refused, Stale
from audit.models import Entry
from referrals import stepping
from referrals.enums import CrimeMark, DeadlineKind, Route, Status, Step, Track, TrackState
from referrals.models import Referral, TrackEntry
from referrals.rules import crime, tracks
from referrals.rules.workflow import OF_THE_NRM
from referrals.tracks import actions, queries
from tests.factories import actor_of, referral_of
from tests.lodging.factories import NOW, Force
from tests.tracks.factories import NUMBER, SOON, TODAY, Case

pytestmark = pytest.mark.django_db
T = TrackState


@pytest.fixture
def case() -> Case:
    return Case()


def test_a_crime_number_meets_the_clock_and_lists_know_it(case: Case) -> None:
    entry = case.record(Track.CRIME, T.CRIME_RECORDED, made_at=SOON, **NUMBER)

    assert (entry.on, entry.recorded_by, entry.reference) == (TODAY, case.force.manager.user, "22/98765/26")
    assert case.clock() == "22/98765/26 recorded"
    assert case.row.tracks == {"crime": "crime_recorded"}
    kept = Entry.objects.get(event="track.crime")
    assert set(kept.digests) == {"state", "on", "reference", "force_code", "made_at"}


@pytest.mark.parametrize("route", [Route.NOTIFY_ANONYMOUS, Route.NOTIFY_NAMED])
def test_a_duty_to_notify_needs_its_answer_too(route: Route) -> None:
    case = Case(route)
    assert case.clock() == ""
    assert tracks.still_runs(Track.CRIME, T.NOT_STARTED)

    case.record(Track.CRIME, T.NOT_A_CRIME, made_at=SOON, code="N200/03", reason="They said no.")

    assert case.clock() == "Recorded as no crime, N200/03"


def test_a_late_record_needs_a_reason(case: Case) -> None:
    late = NOW + timedelta(hours=25)

    with pytest.raises(Refused, match="24 hours"):
        case.record(Track.CRIME, T.CRIME_RECORDED, made_at=late, at=late, **NUMBER)

    case.record(Track.CRIME, T.CRIME_RECORDED, made_at=late, at=late, reason="Found on Monday.", **NUMBER)
    assert case.clock() == "22/98765/26 recorded"


def test_entered_late_is_not_recorded_late(case: Case) -> None:
    entry = case.record(Track.CRIME, T.CRIME_RECORDED, made_at=SOON, at=NOW + timedelta(days=9), **NUMBER)

    assert entry.on == TODAY


@pytest.mark.parametrize(("force_code", "code"), [("kent-police", "N200/06"), ("police-scotland", "")])
def test_passed_on_it_gets_the_code_where_there_is_one(force_code: str, code: str, case: Case) -> None:
    entry = case.record(Track.CRIME, T.PASSED_ON, made_at=SOON, force_code=force_code, reason="It happened there.")

    assert entry.code == code


def test_without_the_clock_the_day_counts_from_passing_on(case: Case) -> None:
    case.referral.deadlines.filter(kind=DeadlineKind.CRIME_RECORD).delete()

    assert queries.reported_at(case.referral) == case.referral.lodged_at


def test_somebody_elses_entry_in_between_is_shown_first(case: Case) -> None:
    case.record(Track.SAFEGUARDING, T.OPEN, on=TODAY)

    with pytest.raises(Stale):
        case.record(Track.SAFEGUARDING, T.ENDED, reason="x", on=TODAY, seen=0)

    assert TrackEntry.objects.count() == 1


REFUSED = {
    "a state of another track": (Track.LEAVE, T.OPEN, {}, "cannot be"),
    "nobody answers for it": (Track.INVESTIGATION, T.OPEN, {}, "answers for it"),
    "tomorrow": (Track.SUPPORT, T.EMERGENCY, {"on": TODAY + timedelta(days=1)}, "future"),
    "looked at again today": (Track.SUPPORT, T.EMERGENCY, {"review_on": TODAY}, "after today"),
    "an owner from nowhere": (Track.INVESTIGATION, T.OPEN, {"owner": 999_999}, "of your force"),
    "a code nobody knows": (
        Track.CRIME,
        T.NOT_A_CRIME,
        {"made_at": SOON, "code": "N999", "reason": "x"},
        crime.CHOOSE_A_CODE,
    ),
}


@pytest.mark.parametrize("which", REFUSED)
def test_what_a_rule_refuses_changes_nothing(which: str, case: Case) -> None:
    track, state, facts, said = REFUSED[which]

    with pytest.raises(Refused, match=said):
        case.record(track, state, **facts)

    assert not TrackEntry.objects.exists()


def test_a_draft_has_no_tracks(case: Case) -> None:
    draft = referral_of(case.force.officer, force=case.force.agency)
    Referral.objects.filter(pk=draft.pk).update(force=case.force.agency)

    with pytest.raises(NotAllowed):
        actions.record(draft.pk, Track.SUPPORT, state=T.EMERGENCY, seen=0, by=actor_of(case.force.manager), at=NOW)


def test_a_case_that_somebody_else_told_of_has_tracks_too(case: Case) -> None:
    inbound = referral_of(
        case.force.officer, force=case.force.agency, status=Status.INBOUND, lodged_at=NOW, unit=case.force.unit
    )
    entry = actions.record(
        inbound.pk, Track.SUPPORT, state=T.EMERGENCY, seen=0, by=actor_of(case.force.manager), at=NOW
    )

    assert entry.on == TODAY


# Who


WHO = {
    "supervisor": set(Track),
    "manager": set(Track) - {Track.NATIONAL_SECURITY},
    "spoc": set(Track) - {Track.NATIONAL_SECURITY, Track.LEAVE},
    "registrar": {Track.CRIME},
    "officer": set(),
}
WORKS: dict[Track, tuple[TrackState, dict[str, Any]]] = {
    Track.CRIME: (T.CRIME_RECORDED, {"made_at": SOON, **NUMBER}),
    Track.INVESTIGATION: (T.ENDED, {"reason": "x"}),
    Track.SAFEGUARDING: (T.OPEN, {}),
    Track.SUPPORT: (T.EMERGENCY, {}),
    Track.LEAVE: (T.UNDER_CONSIDERATION, {}),
    Track.NATIONAL_SECURITY: (T.RESTRICTED, {"reason": "x"}),
}


@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize("who", WHO)
def test_each_records_exactly_what_the_table_says(who: str, track: Track, case: Case) -> None:
    person = case.registrar if who == "registrar" else getattr(case.force, who)
    state, facts = WORKS[track]

    if track in WHO[who]:
        case.record(track, state, by=person, **facts)
    else:
        with pytest.raises(NotAllowed):
            case.record(track, state, by=person, **facts)

    assert TrackEntry.objects.filter(track=track).exists() is (track in WHO[who])


def test_owners_are_those_who_could_record_and_are_not_kept_from_the_case(case: Case) -> None:
    force = case.force
    Referral.objects.update(barred_people=[force.spoc.user_id])
    case.referral.refresh_from_db()

    def may_own(track: Track) -> list[str]:
        return [str(each.user) for each in queries.who_may_own(case.referral, track, TODAY)]

    assert may_own(Track.SUPPORT) == ["DC Priya Raman", "DS Neil Garrow"]
    assert may_own(Track.CRIME) == ["DC Priya Raman", "DS Neil Garrow", "Ruth Vale"]
    assert may_own(Track.NATIONAL_SECURITY) == ["DS Neil Garrow"]

    Referral.objects.update(barred_people=[], barred_units=[force.unit.pk])
    case.referral.refresh_from_db()
    assert may_own(Track.CRIME) == ["Ruth Vale"]


def test_the_named_owner_answers_for_it(case: Case) -> None:
    owner = case.force.spoc.user
    case.record(Track.INVESTIGATION, T.OPEN, owner=owner.pk, review_on=date(2026, 12, 7))

    found = {each.track: each for each in queries.standing(case.referral, actor_of(case.force.manager))}

    assert found[Track.INVESTIGATION] == (Track.INVESTIGATION, T.OPEN, "Open. DS Tom Ashby", date(2026, 12, 7))


# The mark of the registrar


def test_the_registrar_marks_what_was_recorded_and_changes_none_of_it(case: Case) -> None:
    case.record(Track.CRIME, T.CRIME_RECORDED, made_at=SOON, owner=case.force.spoc.user_id, **NUMBER)

    case.mark(CrimeMark.WRONG, reason="Wrong class.")
    marked = case.mark(CrimeMark.RIGHT)

    first, wrong, right = TrackEntry.objects.all()
    assert (right, wrong.reason, right.reason) == (marked, "Wrong class.", "")
    for name in ("state", "reference", "force_code", "on", "made_at", "owner"):
        assert getattr(first, name) == getattr(wrong, name) == getattr(right, name)
    assert [each.mark for each in (first, wrong, right)] == ["", "wrong", "right"]


def test_a_mark_needs_something_to_mark_by_somebody_else_who_is_the_registrar(case: Case) -> None:
    with pytest.raises(Refused, match="Nothing is recorded"):
        case.mark(CrimeMark.RIGHT)
    with pytest.raises(NotAllowed):
        case.mark(CrimeMark.RIGHT, by=case.force.supervisor)
    case.record(Track.CRIME, T.CRIME_RECORDED, by=case.registrar, made_at=SOON, **NUMBER)
    with pytest.raises(Refused, match="You recorded this"):
        case.mark(CrimeMark.RIGHT)
    with pytest.raises(NotAllowed):
        case.mark(CrimeMark.RIGHT, by=case.force.officer)


# They do not end with the referral


@pytest.mark.parametrize("step", [Step.FIND_NO_SIGNS, Step.WITHDRAW, Step.DIED, Step.CLOSE, Step.CONFIRM_ERROR])
def test_no_track_ends_because_the_referral_ends(step: Step, case: Case) -> None:
    for track, state in {Track.SAFEGUARDING: T.OPEN, Track.SUPPORT: T.IN_SUPPORT}.items():
        case.record(track, state, review_on=date(2026, 12, 1))
    case.record(Track.INVESTIGATION, T.OPEN, owner=case.force.spoc.user_id)
    before = queries.standing(case.referral, actor_of(case.force.manager))
    leads_there = {
        Step.WITHDRAW: Status.RG_PENDING,
        Step.CLOSE: Status.CG_NEGATIVE,
        Step.CONFIRM_ERROR: Status.RG_PENDING,
    }
    referral = Referral.objects.get(pk=case.referral.pk)
    referral.status = leads_there.get(step, Status.TRIAGE)
    referral.save()

    stepping.take(referral, step, by=actor_of(case.force.supervisor), at=SOON, reason="x")

    assert queries.standing(referral, actor_of(case.force.manager)) == before
    assert case.row.is_open
    assert DeadlineKind.CRIME_RECORD not in OF_THE_NRM
    assert case.clock() == ""


# Looking again


def test_what_is_to_be_looked_at_again_is_found_until_somebody_does(case: Case) -> None:
    manager = actor_of(case.force.manager)
    case.record(Track.SUPPORT, T.EMERGENCY, review_on=date(2026, 11, 30))
    case.record(Track.SAFEGUARDING, T.OPEN, review_on=date(2026, 12, 30))

    def due(on: date) -> list[str]:
        return [entry.track for entry in queries.to_review(manager, on)]

    assert due(date(2026, 11, 29)) == []
    assert due(date(2026, 11, 30)) == ["support"]
    case.record(Track.SUPPORT, T.IN_SUPPORT)
    assert due(date(2026, 11, 30)) == []
    assert due(date(2027, 1, 1)) == ["safeguarding"]


def test_nobody_is_told_to_look_at_what_they_may_not_see(case: Case) -> None:
    review = {"review_on": date(2026, 11, 30)}
    case.record(Track.LEAVE, T.UNDER_CONSIDERATION, **review)
    case.record(Track.NATIONAL_SECURITY, T.RESTRICTED, by=case.force.supervisor, reason="x", **review)
    case.record(Track.SUPPORT, T.EMERGENCY, **review)
    elsewhere = Force("kent-police", "Kent Police")
    seen = {
        who: {entry.track for entry in queries.to_review(actor_of(person), date(2026, 12, 1))}
        for who, person in {
            "manager": case.force.manager,
            "spoc": case.force.spoc,
            "registrar": case.registrar,
            "officer": case.force.officer,
            "elsewhere": elsewhere.supervisor,
        }.items()
    }

    assert seen == {
        "manager": {"leave", "national_security", "support"},
        "spoc": {"national_security", "support"},
        "registrar": {"support"},
        "officer": set(),
        "elsewhere": set(),
    }


def test_leave_stands_in_no_summary_of_somebody_who_may_not_see_it(case: Case) -> None:
    case.record(Track.LEAVE, T.REFUSED)

    def tracks_of(actor: Any) -> set[Track]:
        return {each.track for each in queries.standing(case.referral, actor)}

    everyday = {Track.CRIME, Track.INVESTIGATION, Track.SAFEGUARDING, Track.SUPPORT}
    assert tracks_of(None) == everyday
    assert tracks_of(actor_of(case.registrar)) == tracks_of(actor_of(case.force.spoc)) == everyday
    assert tracks_of(actor_of(case.force.manager)) == {*everyday, Track.LEAVE}
    assert tracks_of(actor_of(case.force.supervisor)) == set(Track)
    assert tracks_of(actor_of(case.force.officer)) == set()
