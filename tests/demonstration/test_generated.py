"""Cases for measuring: the same for the same seed, and each as the application would have left it."""

from collections import Counter
from typing import Any

import pytest
from django.contrib.postgres.search import SearchVector
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Value

from agencies.folding import folded
from referrals.demonstration import generated
from referrals.demonstration.generated.ground import _mixed, ground_for
from referrals.demonstration.generated.people import placed_words
from referrals.dossier import dossier_of
from referrals.enums import DeadlineKind, Status, Step, Track, TrackState
from referrals.listing import facts_of
from referrals.management.commands.generate_referrals import NEWEST
from referrals.models import (
    Approval,
    Deadline,
    Decision,
    QueueRow,
    Referral,
    RiskAssessment,
    Sending,
    StepTaken,
    TrackEntry,
)
from referrals.rules import clocks, workflow
from referrals.rules.reference import read_reference
from referrals.rules.tracks import reason_not_to_enter
from referrals.stepping import came_from
from victims.models import Person

pytestmark = pytest.mark.django_db
MANY = 400
# Known to listing alone, or said as of another moment.
NOT_COMPARED = {"changed_at", "words"}


@pytest.fixture(autouse=True)
def _cases() -> None:
    call_command("load_demo", verbosity=0)
    call_command("generate_referrals", count=MANY, seed=7)


def test_the_same_seed_makes_the_same_cases() -> None:
    first = list(Referral.objects.order_by("pk").values_list("reference", "person__family_name", "status", "saved_at"))
    connection.check_constraints()

    assert len(first) == MANY == Person.objects.count()
    with pytest.raises(Exception, match="duplicate key"):
        call_command("generate_referrals", count=20, seed=7)


def test_another_seed_makes_others() -> None:
    call_command("generate_referrals", count=20, seed=8)

    references = list(Referral.objects.values_list("reference", flat=True))
    assert len(references) == MANY + 20
    assert all(read_reference(reference) == reference for reference in references)


def test_no_two_numbers_lead_to_the_same_reference() -> None:
    assert len({_mixed(number) for number in range(200_000)}) == 200_000


@pytest.mark.django_db(transaction=True)
def test_more_cases_than_one_block_are_written_by_several_processes(monkeypatch) -> None:
    """And those that went alike differ in whom they are about, who has them and what is said of them."""
    monkeypatch.setattr(generated, "AT_ONCE", 50)
    monkeypatch.setattr(generated, "VERY_MANY", 100)

    call_command("generate_referrals", count=120, seed=9)

    made = Referral.objects.filter(reference__in=_references(range(120), seed=9))
    assert made.count() == 120
    assert made.values("started_at").distinct().count() <= 120 / 20 + 1
    assert made.values("person__family_name", "person__given_names", "account__how_it_began").distinct().count() > 110
    assert made.values("safety__whereabouts").distinct().count() > 110
    connection.check_constraints()


def _references(numbers: range, *, seed: int) -> list[str]:
    ground = ground_for(len(numbers), seed=seed, now=NEWEST)
    years = Referral.objects.values_list("started_at__year", flat=True).distinct()
    return [ground.reference(number, year) for number in numbers for year in years]


def test_nobody_has_more_cases_than_a_working_life_could_hold() -> None:
    ground = ground_for(1_000, seed=3, now=NEWEST)
    again = ground_for(1_000, seed=3, now=NEWEST)

    assert len(ground.officers) >= 4
    assert ground.officers == again.officers


def test_most_cases_are_closed_and_about_two_in_five_are_children() -> None:
    statuses = Counter(Referral.objects.values_list("status", flat=True))
    children = Referral.objects.filter(person__age_now="child").count()

    assert statuses[Status.CLOSED] > MANY * 0.7
    assert len(statuses) >= 6
    assert 0.28 < children / MANY < 0.48


def test_every_history_leads_along_the_workflow_to_where_the_case_stands() -> None:
    for referral in Referral.objects.prefetch_related("steps"):
        stands = Status.DRAFT
        for number, taken in enumerate(referral.steps.all()):
            if number == 0 and taken.source == Status.INBOUND:
                stands = Status.INBOUND
            assert taken.source == stands
            assert (Step(taken.step), stands) in workflow.ROWS
            stands = Status(taken.target)
        assert referral.status in (stands, Status.INBOUND)
        assert not referral.steps.all() or came_from(referral) is not None


def test_every_step_has_the_clocks_that_its_row_starts_and_none_that_it_stops() -> None:
    for taken in StepTaken.objects.prefetch_related("started", "referral__deadlines"):
        move = workflow.ROWS[Step(taken.step), Status(taken.source)]
        assert {DeadlineKind(each.kind) for each in taken.started.all()} <= move.starts
        for clock in taken.referral.deadlines.all():
            if clock.kind in move.stops and clock.starts_at < taken.taken_at:
                assert clock.done_at is not None
                assert clock.done_at <= taken.taken_at
            if clock.stopped_by_id == taken.pk:
                assert clock.kind in move.stops


def test_every_clock_is_due_when_its_rule_says() -> None:
    for clock in Deadline.objects.filter(is_typed=False):
        assert clock.due_at == clocks.due_at(DeadlineKind(clock.kind), clock.starts_at)
    assert not Deadline.objects.filter(is_typed=True).exclude(kind=DeadlineKind.QUESTION).exists()
    assert not Deadline.objects.filter(starts_at__gt=NEWEST).exists()


def test_lists_read_what_they_would_be_told_of_each_case() -> None:
    rows = QueueRow.objects.all()
    lodged = Referral.objects.exclude(lodged_at=None)

    assert rows.count() == lodged.count() > MANY * 0.9
    for row in rows.order_by("?")[:60]:
        facts = facts_of(dossier_of(row.referral), NEWEST)
        assert {name: getattr(row, name) for name in facts if name not in NOT_COMPARED} == _compared(facts)
        said = SearchVector(Value(facts["words"]), config="simple")
        assert QueueRow.objects.annotate(said=said).values_list("said", flat=True).get(pk=row.pk) == row.words


def test_words_are_cut_as_the_server_cuts_them() -> None:
    """Every one of very many references, in which letters and digits come in any order."""
    ground = ground_for(1, seed=1, now=NEWEST)
    references = [ground.reference(number, 2026) for number in range(30_000)]

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT said FROM unnest(%s::text[], %s::text[]) AS each(said, found)"
            " WHERE to_tsvector('simple', said) <> found::tsvector",
            [[folded(each) for each in references], [placed_words(each) for each in references]],
        )
        assert cursor.fetchall() == []


def _compared(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in NOT_COMPARED}


def test_what_was_done_beside_it_is_there_as_well() -> None:
    sent = StepTaken.objects.filter(target__in=[Status.NRM_SUBMITTED, Status.DTN_SENT])

    assert Sending.objects.count() == sent.count() > 0
    assert Decision.objects.filter(step__step=Step.FIRST_YES).exists()
    assert RiskAssessment.objects.exists()
    assert Approval.objects.filter(answered_by=F("asked_by")).count() == 0
    for entry in TrackEntry.objects.all():
        filled = {name for name in ("reference", "code", "force_code", "reason", "owner") if getattr(entry, name)}
        assert reason_not_to_enter(Track(entry.track), TrackState(entry.state), frozenset(filled)) is None
