"""Late clocks climb, each rung once: however often somebody looks, at how many places at once, and after how long."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections, transaction

from notifications.actions import settle
from notifications.enums import NoticeKind
from notifications.models import Call, Notice
from referrals import deadlines, listing
from referrals.enums import DeadlineKind
from referrals.models import Deadline, QueueRow, Referral
from tests.factories import actor_of
from tests.lodging.factories import Force, notices_about
from tests.timekeeping.cases import DAY, HOUR, NOW, case_of, started

K = DeadlineKind


def told(referral: Referral) -> list[tuple[str, str]]:
    """Kind and recipient, as often as they were told."""
    return sorted((kind, recipient) for kind, _, recipient in notices_about(referral))


@pytest.mark.django_db
def test_what_is_confirmed_is_breached_and_must_be_acknowledged(force: Force, case: Referral) -> None:
    started(case, K.CRIME_RECORD, force)

    deadlines.climb(at=NOW + 24 * HOUR)

    assert told(case) == [("clock_breached", "Modern Slavery Unit"), ("clock_breached", "PC Dana Whitlock")]
    assert Call.objects.filter(kind=NoticeKind.CLOCK_BREACHED, acknowledged_at=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [K.SEND, K.FIRST_DECISION, K.REPRESENTATIONS])
def test_a_standard_of_ones_own_an_aim_and_what_is_not_confirmed_pass_and_are_no_breach(
    kind: DeadlineKind, force: Force, case: Referral
) -> None:
    started(case, kind, force)

    deadlines.climb(at=NOW + 60 * DAY)

    assert {kind for kind, _ in told(case)} == {"deadline_passed"}


@pytest.mark.django_db
def test_a_day_that_a_letter_names_can_be_breached(force: Force, case: Referral) -> None:
    deadline = started(case, K.QUESTION, force, typed=NOW + 3 * DAY)
    assert deadline.is_typed

    deadlines.climb(at=NOW + 60 * DAY)

    assert {kind for kind, _ in told(case)} == {"clock_breached"}


@pytest.mark.django_db
def test_a_birthday_is_told_of_three_times_and_is_never_late(force: Force, case: Referral) -> None:
    by, born = actor_of(force.officer), datetime(2008, 12, 23, tzinfo=NOW.tzinfo)
    deadlines.start(case, K.TURNS_18, owner_id=case.owner_id, by=by, at=NOW, event_at=born)

    climbed = [deadlines.climb(at=NOW + days * DAY) for days in (0, 1, 16, 17, 30, 31, 400)]

    assert climbed == [1, 0, 1, 0, 1, 0, 0]
    assert {kind for kind, _ in told(case)} == {"deadline_near"}
    assert Deadline.objects.get().rung == 3


@pytest.mark.django_db
def test_what_stands_still_is_over_or_is_under_no_rule_does_not_climb(force: Force) -> None:
    paused, done, old = (case_of(force) for _ in range(3))
    for referral in (paused, done):
        started(referral, K.SEND, force)
    Deadline.objects.filter(referral=paused).update(paused_at=NOW)
    Deadline.objects.filter(referral=done).update(done_at=NOW)
    long_ago = datetime(2014, 1, 1, tzinfo=NOW.tzinfo)
    Deadline.objects.create(referral=old, kind=K.SEND, starts_at=long_ago, due_at=long_ago)

    assert deadlines.climb(at=NOW + 60 * DAY) == 0
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_with_another_day_it_is_told_of_anew_and_what_was_told_before_is_settled(force: Force, case: Referral) -> None:
    deadline = started(case, K.SEND, force)
    deadlines.climb(at=NOW + 30 * HOUR)
    assert Call.objects.filter(settled_at=None).exists()

    deadlines.move(deadline, by=actor_of(force.officer), at=NOW + 31 * HOUR, due_at=NOW + 3 * DAY)
    assert not Call.objects.filter(settled_at=None).exists()

    assert deadlines.climb(at=NOW + 3 * DAY - HOUR) == 1
    assert deadlines.climb(at=NOW + 3 * DAY) == 1
    due = [occasion[-7:] for _, occasion, _ in notices_about(case) if "2026-11-26" in occasion]
    assert sorted(set(due)) == [" rung 1", " rung 2"]


@pytest.mark.django_db
def test_lists_say_that_a_clock_has_passed_once_it_has(force: Force, case: Referral) -> None:
    started(case, K.SEND, force)
    listing.refresh(case, at=NOW)
    assert not QueueRow.objects.get().is_overdue

    assert listing.mark_overdue(at=NOW + 24 * HOUR - timedelta(seconds=1)) == 0
    deadlines.climb(at=NOW + 24 * HOUR)

    row = QueueRow.objects.get()
    assert row.is_overdue
    assert row.needs_us
    assert listing.mark_overdue(at=NOW + 25 * HOUR) == 0


@pytest.mark.django_db
def test_a_list_does_not_tell_of_leave(force: Force, case: Referral) -> None:
    started(case, K.LEAVE_ASK_AGAIN, force)

    listing.refresh(case, at=NOW)

    assert QueueRow.objects.get().next_kind == ""


@pytest.mark.django_db
def test_what_is_due_is_found_by_index(force: Force) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = deadlines.to_climb(NOW).explain()

    assert "deadlines_" in plan
    assert "Seq Scan" not in plan


def at_once(count: int, work: Callable[[], int]) -> list[int]:
    """What each of several says that do the same at the same moment, each with a connection of its own."""
    found: list[int] = []
    together = threading.Barrier(count)

    def one() -> None:
        together.wait()
        try:
            found.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_two_that_climb_at_once_tell_nobody_twice(force: Force) -> None:
    cases = [case_of(force) for _ in range(6)]
    for referral in cases:
        started(referral, K.SEND, force)
        listing.refresh(referral, at=NOW)

    climbed = at_once(2, lambda: deadlines.climb(at=NOW + 24 * HOUR))

    assert sum(climbed) == len(cases)
    for referral in cases:
        assert told(referral) == [("deadline_passed", "Modern Slavery Unit"), ("deadline_passed", "PC Dana Whitlock")]
    assert deadlines.climb(at=NOW + 24 * HOUR) == 0
    assert QueueRow.objects.filter(is_overdue=True).count() == len(cases)


@pytest.mark.django_db(transaction=True)
def test_a_case_that_somebody_is_changing_is_marked_as_well(force: Force, case: Referral) -> None:
    started(case, K.SEND, force)
    listing.refresh(case, at=NOW)
    later = NOW + 25 * HOUR

    with transaction.atomic():
        locked = Referral.objects.locked(case.pk)
        assert at_once(1, lambda: listing.mark_overdue(at=later)) == [1]
        listing.refresh(locked, at=later)

    assert QueueRow.objects.get(referral=case).is_overdue
    assert listing.mark_overdue(at=later) == 0


@pytest.mark.django_db
def test_a_run_that_was_missed_loses_nothing(force: Force, case: Referral) -> None:
    started(case, K.SEND, force)

    assert deadlines.climb(at=NOW + 40 * DAY) == 1

    assert {recipient for _, recipient in told(case)} == {
        "PC Dana Whitlock", "Modern Slavery Unit", "DS Neil Garrow"
    }  # fmt: skip


@pytest.mark.django_db
def test_what_was_settled_stays_settled(force: Force, case: Referral) -> None:
    deadline = started(case, K.SEND, force)
    deadlines.climb(at=NOW + 24 * HOUR)
    deadlines.meet(case, K.SEND, outcome="HO/1", by=actor_of(force.officer), at=NOW + 25 * HOUR)

    assert not Call.objects.filter(settled_at=None).exists()
    settle(case.reference, f"deadline {deadline.pk} ", at=NOW)
    assert deadlines.climb(at=NOW + 60 * DAY) == 0
