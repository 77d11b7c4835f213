"""The pages of assessing: who opens them, what they say, and that nothing typed is lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agencies import access
from agencies.enums import Permission, Relation, Role
from agencies.models import Membership
from audit.models import Entry
from referrals.enums import ConsideredMatter, ConsideredOutcome, RiskLevel, Status
from referrals.models import Considered, OfficerView, QualityCheck, Question, Referral, RiskAssessment
from tests.assessing.factories import LATER, Case, CaseOfTheCouncil
from tests.factories import MembershipFactory, referral_of
from tests.lodging.factories import NOW
from tests.test_rubbish import NASTY, field_names

pytestmark = pytest.mark.django_db
M, C, R = ConsideredMatter, ConsideredOutcome, RiskLevel

# What is needed to open a page, and to post to it.
PAGES = {
    "risk": (Permission.SEE_CASEWORK, Permission.WORK_CASE),
    "considered": (Permission.SEE_CASEWORK, Permission.WORK_CASE),
    "quality-check": (Permission.SEE_CASEWORK, Permission.WORK_CASE),
    "questions": (Permission.SEE_REFERRAL, Permission.ASK_REFERRER),
    "answer-question": (Permission.ANSWER_QUESTION, Permission.ANSWER_QUESTION),
}


@pytest.fixture
def case() -> Case:
    return Case()


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(LATER + timedelta(hours=1), tick=False):
        yield


def address(case: Case, name: str) -> str:
    args: list[Any] = [case.referral.reference]
    if name == "answer-question":
        args.append((Question.objects.filter(referral=case.referral).first() or case.ask("(question text)")).pk)
    return reverse(name, args=args)


def page_of(client: Client, case: Case, name: str, by: Membership | None = None) -> str:
    client.force_login((by or case.force.manager).user)
    return client.get(address(case, name)).content.decode()


# Who


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("side", [Relation.OWNING_FORCE, Relation.REFERRING_AGENCY, Relation.OWN_REFERRAL])
def test_each_role_on_each_side_opens_and_posts_what_the_table_of_access_grants(
    side: Relation, name: str, client: Client
) -> None:
    case = CaseOfTheCouncil()
    where = address(case, name)
    agency = case.force.agency if side == Relation.OWNING_FORCE else case.author.agency

    def may(role: Role, permission: Permission) -> bool:
        sides = {Relation.REFERRING_AGENCY, side} if side == Relation.OWN_REFERRAL else {side}
        return any(role in access.GRANTED[permission].get(each, ()) for each in sides)

    for role in Role:
        person = MembershipFactory(agency=agency, roles=[role])
        if side == Relation.OWN_REFERRAL:
            Referral.objects.update(author=person.user)
        client.force_login(person.user)
        refused = 403 if may(role, Permission.SEE_REFERRAL) else 404
        reads, writes = PAGES[name]
        assert client.get(where).status_code == (200 if may(role, reads) else refused), role
        assert client.post(where, {}).status_code == (200 if may(role, writes) else refused), role
    assert not RiskAssessment.objects.exists()


def test_a_draft_has_none_of_these_pages(case: Case, client: Client) -> None:
    draft = referral_of(case.author)
    client.force_login(case.author.user)

    for name in set(PAGES) - {"answer-question"}:
        assert client.get(reverse(name, args=[draft.reference])).status_code in (403, 404), name
    assert client.get(reverse("answer-question", args=[draft.reference, 1])).status_code == 404


def test_a_question_of_another_case_is_not_found_below_this_one(case: Case, client: Client) -> None:
    other = Question.objects.create(
        referral=referral_of(case.author), text="x", asked_by=case.author.user, asked_at=NOW
    )
    client.force_login(case.author.user)

    assert client.get(reverse("answer-question", args=[case.referral.reference, other.pk])).status_code == 404


def test_the_registrar_reads_and_gets_no_form(case: Case, client: Client) -> None:
    OfficerView.objects.update(reasons="")

    for name in ("risk", "considered", "quality-check", "questions"):
        page = page_of(client, case, name, by=case.registrar)
        assert 'name="seen"' not in page, name
        assert "<textarea" not in page, name


@pytest.mark.parametrize("name", ["risk", "considered", "quality-check"])
def test_a_first_page_says_that_it_has_seen_nothing_yet(name: str, case: Case, client: Client) -> None:
    assert 'name="seen" value="0"' in page_of(client, case, name)


# Risk


def test_nobody_assessed_it_yet_is_said_in_words(case: Case, client: Client) -> None:
    page = page_of(client, case, "risk")

    assert "Nobody has assessed it yet." in page
    assert " checked" not in page


def test_assessing_again_begins_with_what_was_written_last_but_never_with_its_level(case: Case, client: Client) -> None:
    first = case.assess()
    page = page_of(client, case, "risk")
    assert page.count("He comes back.") == 2
    assert " checked" not in page

    said = {"threat": "He is in custody.", "level": "medium", "reason": "Arrested.", "seen": str(first.pk)}
    page = client.post(address(case, "risk"), said, follow=True).content.decode()

    assert "The risk is recorded." in page
    assert "Was high" in page
    assert RiskAssessment.objects.last().level == R.MEDIUM


def test_a_stale_assessment_shows_both(case: Case, client: Client) -> None:
    theirs = case.assess(by=case.force.spoc, reason="(their reason)")
    client.force_login(case.force.manager.user)
    mine = {"threat": "(my threat)", "level": "standard", "reason": "(my reason)", "seen": "0"}

    page = client.post(address(case, "risk"), mine).content.decode()

    assert "Somebody else assessed the risk meanwhile." in page
    assert "As it is saved now" in page
    for words in ("(their reason)", "He comes back.", "(my threat)", "(my reason)", "DS Tom Ashby"):
        assert words in page
    assert client.post(address(case, "risk"), {**mine, "seen": str(theirs.pk)}).status_code == 302


# The quality check


def test_what_is_missing_stands_with_a_place_to_add_it(case: Case, client: Client) -> None:
    OfficerView.objects.update(reasons="")

    page = page_of(client, case, "quality-check")

    assert "1 thing is missing" in page
    assert f"/referrals/{case.referral.reference}/add-to/?section=words" in page
    assert "Nobody has read it for this yet." in page


def test_it_goes_back_with_what_was_ticked_and_written(case: Case, client: Client) -> None:
    OfficerView.objects.update(reasons="")
    page = page_of(client, case, "quality-check")
    sentence = page.split('name="missing" type="checkbox" value="')[1].split('"')[0]

    said = {"seen": "0", "result": "back", "missing": sentence, "question": "Who kept the card?", "note": ""}
    answer = client.post(address(case, "quality-check"), said)

    assert answer.status_code == 302
    assert [question.text for question in Question.objects.all()] == [sentence, "Who kept the card?"]
    assert "Back to whoever referred, with questions" in page_of(client, case, "quality-check")


def test_it_can_go_is_recorded(case: Case, client: Client) -> None:
    page_of(client, case, "quality-check")

    client.post(address(case, "quality-check"), {"seen": "0", "result": "ready"})

    assert QualityCheck.objects.get().is_ready


def test_its_author_and_whoever_comes_too_late_get_a_reason_instead_of_a_form(case: Case, client: Client) -> None:
    Referral.objects.update(author=case.force.manager.user)
    assert "You wrote this. Somebody else has to read it." in page_of(client, case, "quality-check")

    Referral.objects.update(author=case.author.user, status=Status.RG_PENDING)
    assert "It has gone to the Home Office already." in page_of(client, case, "quality-check")


def test_a_stale_check_shows_what_somebody_else_found(case: Case, client: Client) -> None:
    case.check(by=case.force.spoc, note="(their note)")
    client.force_login(case.force.manager.user)

    said = {"seen": "0", "result": "back", "question": "(my question)"}
    page = client.post(address(case, "quality-check"), said).content.decode()

    assert "Somebody else read it meanwhile." in page
    assert "(their note)" in page
    assert "(my question)" in page


# Questions


def test_the_unit_asks_and_whoever_referred_answers(case: Case, client: Client) -> None:
    client.force_login(case.force.manager.user)
    client.post(address(case, "questions"), {"text": "Who kept the card?"})
    question = Question.objects.get()

    page = page_of(client, case, "questions", by=case.author)
    assert "Who kept the card?" in page
    assert "Ask something" not in page
    client.post(address(case, "answer-question"), {"seen": "", "text": "“The manager.”"})

    page = page_of(client, case, "questions")
    assert "“The manager.”" in page
    assert "by PC Dana Whitlock" in page
    question.refresh_from_db()
    assert question.answered_by == case.author.user


def test_a_second_answer_shows_the_first_and_keeps_what_was_typed(case: Case, client: Client) -> None:
    question = case.ask()
    case.answer(question, by=case.force.spoc, text="(their answer)")
    client.force_login(case.author.user)

    page = client.post(address(case, "answer-question"), {"seen": "", "text": "(my answer)"}).content.decode()
    assert "Somebody else answered this meanwhile." in page
    assert "(their answer)" in page
    assert "(my answer)" in page

    seen = page.split('name="seen" value="')[1].split('"')[0]
    client.post(address(case, "answer-question"), {"seen": seen, "text": "(my answer)"})
    page = client.get(address(case, "answer-question")).content.decode()
    assert "Answers before that" in page
    assert "(their answer)" in page


def test_the_officers_home_begins_with_questions_and_shows_none_of_their_words(case: Case, client: Client) -> None:
    client.force_login(case.author.user)
    assert "Answer about" not in client.get("/").content.decode()
    case.ask("(question text)")

    page = client.get("/").content.decode()

    assert f"Answer about {case.referral.reference}: Car wash" in page
    assert "1 question" in page
    assert "(question text)" not in page
    assert page.index("Answer about") < page.index("What became of your referrals")
    listed = Entry.objects.filter(event="questions.listed")
    assert listed.get().shown == [case.referral.reference]
    case.ask()
    assert "2 questions" in client.get("/").content.decode()


# Considered


def test_each_matter_says_its_source_since_when_and_what_nobody_has_confirmed(case: Case, client: Client) -> None:
    page = page_of(client, CaseOfTheCouncil(case.force), "considered")

    assert "Modern Slavery Act 2015 section 45; in force by SI 2015/1476. Since 31 July 2015." in page
    assert "Crime and Policing Act 2026, Royal Assent on 29 April 2026. Since 29 April 2026." in page
    assert "Nobody has confirmed yet that this part of the Act is in force." in page
    assert page.count("Not yet confirmed.") == 4
    assert page.index("Still to consider") < page.index("Record what was considered")


def test_it_is_recorded_and_its_history_stays(case: Case, client: Client) -> None:
    client.force_login(case.force.manager.user)
    said = {"seen": "0", "matter": "medical", "outcome": "later", "text": "Asked the surgery."}

    client.post(address(case, "considered"), said)
    last = Considered.objects.get()
    page = client.post(
        address(case, "considered"), {**said, "seen": str(last.pk), "outcome": "done", "text": "Seen."}, follow=True
    ).content.decode()

    assert "Asked the surgery." in page
    assert "Considered, and done.</strong> Seen." in page
    assert "<h2" in page.split("Seen.")[0]


def test_a_link_chooses_the_matter_and_nothing_else(case: Case, client: Client) -> None:
    client.force_login(case.force.manager.user)

    page = client.get(address(case, "considered"), {"matter": "risk_order"}).content.decode()

    assert page.count(" checked") == 1
    assert 'value="risk_order" checked' in page


def test_a_stale_line_shows_both(case: Case, client: Client) -> None:
    case.consider(M.MEDICAL, by=case.force.spoc, text="(their text)")
    client.force_login(case.force.manager.user)

    said = {"seen": "0", "matter": "medical", "outcome": "done", "text": "(my text)"}
    page = client.post(address(case, "considered"), said).content.decode()

    assert "Somebody else recorded this meanwhile." in page
    assert "(their text)" in page
    assert "(my text)" in page


# All of them


@pytest.mark.parametrize("name", PAGES)
def test_rubbish_is_refused_with_a_sentence(name: str, case: Case, client: Client) -> None:
    client.force_login(case.force.manager.user)
    where = address(case, name)
    names = field_names(client.get(where, {"matter": "\0"}).content.decode())

    for start in range(len(NASTY)):
        said = {each: NASTY[(start + number) % len(NASTY)] for number, each in enumerate(names)}
        answer = client.post(where, said)
        assert answer.status_code in (200, 302)
        assert "<script>alert(1)</script>" not in answer.content.decode()


QUERIES = {"risk": 28, "considered": 29, "quality-check": 30, "questions": 27, "answer-question": 29}


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_the_same_queries_however_much_was_recorded(
    name: str, many: int, case: Case, client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    where = address(case, name)
    client.force_login(case.force.manager.user)
    client.get(where)
    for _ in range(many):
        last = RiskAssessment.objects.last()
        case.assess(seen=last.pk if last else 0)
        found = QualityCheck.objects.last()
        case.check(seen=found.pk if found else 0, is_ready=False, asks=["x"])
        case.answer(case.ask())
        considered = Considered.objects.last()
        case.consider(seen=considered.pk if considered else 0)

    with django_assert_num_queries(QUERIES[name]):
        client.get(where)


@pytest.mark.parametrize("many", [1, 3])
def test_home_takes_the_same_queries_however_many_questions_wait(
    many: int, case: Case, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client.force_login(case.author.user)
    client.get("/")
    for _ in range(many):
        case.ask()

    with django_assert_max_num_queries(35) as queries:
        client.get("/")
    assert sum('COUNT("referrals_question"' in query["sql"] for query in queries.captured_queries) == 1
