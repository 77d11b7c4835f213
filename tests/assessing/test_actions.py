"""Assessing, checking, asking and considering: by whoever may, kept for ever, and never in the way of a sending."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.timezone import localdate

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import NotAllowed, Refused, Stale
from audit.models import Entry
from referrals.assessing import actions, queries
from referrals.decisions.actions.sending import record_sending
from referrals.dossier import dossier_of
from referrals.enums import ConsideredMatter, ConsideredOutcome, Exploitation, RiskLevel, Route, Status
from referrals.models import (
    OfficerView,
    PoliceMatters,
    QualityCheck,
    Question,
    Referral,
    RiskAssessment,
    Situation,
)
from tests.assessing.factories import LATER, SOON, Case, CaseOfTheCouncil
from tests.factories import actor_of, referral_of
from tests.lodging.factories import NOW, Force, council_worker, member, notices_about

pytestmark = pytest.mark.django_db
M, C, R = ConsideredMatter, ConsideredOutcome, RiskLevel


@pytest.fixture
def case() -> Case:
    return Case()


# Risk


def test_the_newest_assessment_holds_and_lists_know_it(case: Case) -> None:
    assert case.row.risk == R.NOT_ASSESSED

    first = case.assess()
    case.assess(by=case.force.spoc, seen=first.pk, level=R.STANDARD, at=LATER)

    newest = queries.newest_risk(case.referral)
    assert newest is not None
    assert (newest.level, newest.assessed_by, case.row.risk) == (R.STANDARD, case.force.spoc.user, R.STANDARD)
    assert [row.level for row in queries.risk_history(case.referral)] == [R.STANDARD, R.HIGH]
    assert Entry.objects.filter(event="risk.assessed").count() == 2


def test_the_history_says_what_changed(case: Case) -> None:
    first = case.assess()
    case.assess(seen=first.pk, level=R.MEDIUM, risk="Less.", harm="", at=LATER)

    now, before = queries.risk_history(case.referral)

    assert [(change.part.name, change.now) for change in now.changed] == [("harm", ""), ("risk", "Less.")]
    assert (now.unchanged, now.step) == ("threat", "Was high")
    assert [change.part.name for change in before.changed] == ["threat", "harm"]
    assert (before.unchanged, before.step) == ("", "")


def test_somebody_who_assessed_meanwhile_is_read_first(case: Case) -> None:
    case.assess()

    with pytest.raises(Stale):
        case.assess(by=case.force.spoc)

    assert RiskAssessment.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "said"), [({"reason": " "}, "Say why"), ({"threat": "", "harm": ""}, "at least one")]
)
def test_an_assessment_that_says_nothing_is_refused(facts: dict[str, Any], said: str, case: Case) -> None:
    with pytest.raises(Refused, match=said):
        case.assess(**facts)

    assert not RiskAssessment.objects.exists()


# The quality check


def test_somebody_else_reads_it_and_finds_that_it_can_go(case: Case) -> None:
    made = case.check()

    assert (made.is_ready, made.gaps, made.checked_by) == (True, 0, case.force.manager.user)
    assert not Question.objects.exists()


def test_it_goes_back_with_questions_of_which_its_author_is_told_once(case: Case) -> None:
    OfficerView.objects.update(reasons="")

    made = case.check(is_ready=False, asks=["Give your reasons.", "Who kept the card?"])

    first, second = queries.open_questions(case.referral)
    assert (made.gaps, first.text, second.text) == (1, "Give your reasons.", "Who kept the card?")
    told = [notice for notice in notices_about(case.referral) if notice[0] == "question_asked"]
    assert told == [("question_asked", f"question {first.pk}", "PC Dana Whitlock")]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "going back without a question": ({"is_ready": False}, "at least one question"),
    "ready, with a question": ({"asks": ["x"]}, "sending it back"),
}


@pytest.mark.parametrize("which", REFUSED)
def test_a_finding_that_is_not_complete_is_refused(which: str, case: Case) -> None:
    facts, said = REFUSED[which]

    with pytest.raises(Refused, match=said):
        case.check(**facts)

    assert not QualityCheck.objects.exists()


@pytest.mark.parametrize("field", ["author", "holder", "lodged_by"])
def test_whoever_wrote_it_does_not_check_it(field: str, case: Case) -> None:
    Referral.objects.update(**{field: case.force.manager.user})

    with pytest.raises(Refused, match="Somebody else"):
        case.check()


def test_after_it_has_gone_nobody_checks_it(case: Case) -> None:
    Referral.objects.update(status=Status.NRM_SUBMITTED)

    with pytest.raises(Refused, match="gone to the Home Office already"):
        case.check()


def test_what_somebody_else_found_meanwhile_is_read_first(case: Case) -> None:
    case.check()

    with pytest.raises(Stale):
        case.check(by=case.force.spoc)

    assert QualityCheck.objects.count() == 1


def _nothing(_: Case) -> None:
    return


HOLDS_NOTHING: dict[str, Callable[[Case], object]] = {
    "nobody has read it": _nothing,
    "it went back with questions": lambda case: case.check(is_ready=False, asks=["Who?"]),
    "a question is open": lambda case: case.ask(),
    "it can go": lambda case: case.check(),
    "the risk was never assessed, and nothing considered": _nothing,
    "something is put off": lambda case: case.consider(outcome=C.LATER),
}


@pytest.mark.parametrize("status", [Status.TRIAGE, Status.SAFEGUARDING_HOLD])
@pytest.mark.parametrize("before", HOLDS_NOTHING)
def test_nothing_of_this_holds_a_sending_back(before: str, status: Status, case: Case) -> None:
    HOLDS_NOTHING[before](case)
    Referral.objects.update(status=status)
    sent = {"route": Route.ADULT, "sent_at": SOON, "sent_by": "x", "home_office_reference": ""}

    record_sending(case.referral.pk, **sent, **case.acting())

    assert Referral.objects.get().status == Status.NRM_SUBMITTED


# Questions


def test_both_sides_are_told_that_there_is_something_and_never_what() -> None:
    case = CaseOfTheCouncil()
    Referral.objects.filter(pk=case.referral.pk).update(owner=case.force.supervisor.user)

    question = case.ask("(the question)")
    case.answer(question, text="(the answer)")

    told = {(kind, recipient) for kind, _, recipient in notices_about(case.referral) if kind.startswith("question")}
    assert told == {
        ("question_asked", "Samuel Brook"),
        ("question_answered", "DC Priya Raman"),
        ("question_answered", "DS Neil Garrow"),
        ("question_answered", "Modern Slavery Unit"),
    }
    occasions = " ".join(occasion for _, occasion, _ in notices_about(case.referral))
    assert "(the" not in occasions


def test_a_colleague_who_works_on_it_now_is_told_too(case: Case) -> None:
    colleague = member(case.force.agency, Role.FIRST_RESPONDER, name="PC Jo Lim")
    Referral.objects.update(holder=colleague.user)

    case.ask()

    told = {recipient for kind, _, recipient in notices_about(case.referral) if kind == "question_asked"}
    assert told == {"PC Dana Whitlock", "PC Jo Lim"}


def test_somebody_who_asks_about_their_own_referral_is_not_told(case: Case) -> None:
    Referral.objects.update(author=case.force.manager.user, holder=None)

    case.ask()

    assert not [notice for notice in notices_about(case.referral) if notice[0] == "question_asked"]
    assert Question.objects.count() == 1


def test_an_empty_question_is_none(case: Case) -> None:
    with pytest.raises(Refused, match="Write the question"):
        case.ask(" \n")


def test_an_answer_is_kept_with_who_gave_it_and_the_one_before_stays_in_the_history(case: Case) -> None:
    question = case.ask()
    first = case.answer(question)
    second = case.answer(question, by=case.force.spoc, text="His cousin.", seen=actions.version_of(first), at=LATER)

    assert (second.answer, second.answered_by, second.answered_at) == ("His cousin.", case.force.spoc.user, LATER)
    assert [row.answer for row in queries.earlier_answers(second)] == ["The manager."]
    assert queries.open_questions(case.referral) == []
    assert Entry.objects.filter(event="question.answered").count() == 2


def test_an_answer_that_came_meanwhile_is_read_first(case: Case) -> None:
    question = case.ask()
    case.answer(question)

    with pytest.raises(Stale):
        case.answer(question, by=case.force.spoc, text="Another.")

    assert Question.objects.get().answer == "The manager."


def test_a_question_of_another_case_is_not_answered_here(case: Case) -> None:
    elsewhere = referral_of(case.author)
    other = Question.objects.create(referral=elsewhere, text="x", asked_by=case.author.user, asked_at=NOW)

    with pytest.raises(Refused, match="no such question"):
        case.answer(other)


def test_whoever_began_it_is_asked_at_home_and_nobody_else(case: Case) -> None:
    case.ask()
    case.ask("And since when?")

    found = queries.waiting_for(actor_of(case.author)).get()

    assert (found, found.asked, found.asked_at) == (case.referral, 2, SOON)
    for other in (case.force.manager, case.force.spoc, case.registrar, council_worker()):
        assert not queries.waiting_for(actor_of(other)).exists()
    for question in Question.objects.all():
        case.answer(question)
    assert not queries.waiting_for(actor_of(case.author)).exists()


# Matters


def test_what_was_considered_is_kept_and_the_newest_holds(case: Case) -> None:
    first = case.consider(outcome=C.LATER)
    case.consider(seen=first.pk, text="Seen by a doctor.", by=case.force.spoc)

    found = {matter.prompt.matter: matter for matter in queries.matters_of(dossier_of(case.referral), localdate(SOON))}

    assert [row.text for row in found[M.MEDICAL].history] == ["Seen by a doctor.", "x"]
    assert not found[M.MEDICAL].is_open
    assert Entry.objects.filter(event="considered.medical").count() == 2


def test_two_people_who_consider_different_things_are_not_in_each_others_way(case: Case) -> None:
    case.consider(M.MEDICAL)
    case.consider(M.INTERPRETER, by=case.force.spoc)

    with pytest.raises(Stale):
        case.consider(M.MEDICAL, by=case.force.spoc)


def test_intelligence_is_a_reference_and_never_its_content(case: Case) -> None:
    with pytest.raises(Refused, match="Take the text out"):
        case.consider(M.INTELLIGENCE, text="The source says so.", reference="IR-1")

    assert case.consider(M.INTELLIGENCE, text="", reference="IR-1").reference == "IR-1"


def open_of(case: Case) -> set[str]:
    return {matter.prompt.matter for matter in queries.matters_open(case.referral, localdate(SOON))}


def test_what_is_open_follows_from_the_case(case: Case) -> None:
    everything = {M.SECTION_45, M.PREVENTION_ORDER, M.RISK_ORDER, M.INTELLIGENCE, M.INTERPRETER, M.MEDICAL}
    assert open_of(case) == {*everything, M.SPECIAL_MEASURES}

    PoliceMatters.objects.update(section_45="not_suspected")
    Situation.objects.update(kinds=[Exploitation.SERVITUDE])
    for matter in (M.MEDICAL, M.INTERPRETER):
        case.consider(matter, outcome=C.NOT_NEEDED, seen=queries.newest_considered(case.referral))
    case.consider(M.RISK_ORDER, outcome=C.LATER)

    assert open_of(case) == {M.PREVENTION_ORDER, M.RISK_ORDER, M.INTELLIGENCE, M.SPECIAL_MEASURES}


def test_a_child_made_to_commit_crime_is_asked_for_the_order_of_2026(case: Case) -> None:
    assert M.CHILD_CRIMINAL_ORDER in open_of(CaseOfTheCouncil(case.force))
    assert M.CHILD_CRIMINAL_ORDER not in open_of(case)


# Who

UNIT = {"manager", "spoc", "supervisor"}
WHO: dict[str, tuple[Callable[[Case, Membership], object], set[str]]] = {
    "assess": (lambda case, by: case.assess(by=by), UNIT),
    "check": (lambda case, by: case.check(by=by), UNIT),
    "ask": (lambda case, by: case.ask(by=by), UNIT),
    "consider": (lambda case, by: case.consider(by=by), UNIT),
    "answer": (lambda case, by: case.answer(case.ask(), by=by), {"author"}),
}
PEOPLE = ["manager", "spoc", "supervisor", "registrar", "author", "officer", "elsewhere"]


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("what", WHO)
def test_each_does_exactly_what_the_table_says(what: str, who: str) -> None:
    case = CaseOfTheCouncil()
    people = {
        **{name: getattr(case.force, name) for name in ("manager", "spoc", "supervisor", "officer")},
        "registrar": case.registrar,
        "author": case.author,
        "elsewhere": Force("kent-police", "Kent Police").supervisor,
    }
    act, may = WHO[what]

    if who in may:
        act(case, people[who])
    else:
        with pytest.raises(NotAllowed):
            act(case, people[who])


@pytest.mark.parametrize("who", ["spoc", "manager", "supervisor", "officer"])
def test_the_unit_of_the_force_that_referred_answers_too(who: str, case: Case) -> None:
    assert case.answer(case.ask(), by=getattr(case.force, who)).answer == "The manager."
