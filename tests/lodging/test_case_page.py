"""The page of a lodged case, and every page below it, opened by everybody who might try."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.enums import Role
from agencies.models import Membership
from audit.enums import Outcome
from audit.models import Entry
from notifications.models import Notice
from referrals.dossier import dossier_of
from referrals.enums import Route, SupplementKind
from referrals.lodging.actions.afterwards import add_to
from referrals.models import Deadline, QualityCheck, Question, Referral, SafeguardingStep, Sending, Supplement
from tests.factories import MembershipFactory, actor_of, referral_of
from tests.lodging.factories import NOW, Force, council_worker, lodged, member, ready
from victims.models import AgeEntry, ConsentRecord

pytestmark = pytest.mark.django_db

CASE = ["referral"]
ADDING = ["add-to", "report-error", "age", "decision"]
SENDING = ["sending", "withdraw"]
ACTS = [*ADDING, *SENDING, "deadline", "adopt", "open-contact"]
# What each may open of a case that a council worker lodged with the force. 403: they may see it, and no more.
MAY_OPEN = {
    "its author": {*CASE, *ADDING, *SENDING, "deadline", "open-contact"},
    "the force's manager": {*CASE, *ACTS},
    "the force's supervisor": {*CASE, *ACTS},
    "the force's registrar": {*CASE},
    "an officer of the force": set(),
    "a colleague at the council": set(),
    "another force's manager": set(),
    "an administrator": set(),
    "an auditor": set(),
}


class Case:
    def __init__(self) -> None:
        self.force = Force()
        worker = council_worker()
        self.referral = lodged(ready(worker, Route.CHILD), worker)
        agency = self.force.agency
        self.people: dict[str, Membership] = {
            "its author": worker,
            "the force's manager": self.force.manager,
            "the force's supervisor": self.force.supervisor,
            "the force's registrar": member(agency, Role.CRIME_REGISTRAR),
            "an officer of the force": self.force.officer,
            "a colleague at the council": member(worker.agency, Role.PARTNER_RESPONDER),
            "another force's manager": Force("kent-police", "Kent Police").manager,
            "an administrator": member(agency, Role.ADMINISTRATOR),
            "an auditor": member(agency, Role.AUDITOR),
        }

    def address(self, name: str) -> str:
        kind = ["council"] if name == "deadline" else []
        return reverse(name, args=[self.referral.reference, *kind])


@pytest.fixture
def case() -> Case:
    return Case()


def recorded() -> list[int]:
    rows = (Sending, Supplement, SafeguardingStep, AgeEntry, ConsentRecord, Notice)
    return [each.objects.count() for each in rows] + [Deadline.objects.filter(done_at=None).count()]


@pytest.mark.parametrize("who", MAY_OPEN)
def test_each_opens_exactly_what_the_table_says(who: str, case: Case, client: Client) -> None:
    before, person = recorded(), case.people[who]
    client.force_login(person.user)
    answers: dict[str, int] = {}

    for name in [*CASE, *ACTS]:
        method = client.post if name == "open-contact" else client.get
        answers[name] = method(case.address(name)).status_code

    refused = 403 if "referral" in MAY_OPEN[who] else 404
    assert answers == {name: 200 if name in MAY_OPEN[who] else refused for name in answers}
    refusals = Entry.objects.filter(event="page.refused", outcome=Outcome.REFUSED, actor_id=person.user_id)
    assert refusals.count() == len(answers) - len(MAY_OPEN[who])
    assert recorded() == before


WOULD_WORK = {
    "add-to": {"kind": "addition", "section": "words", "text": "x"},
    "report-error": {"text": "x"},
    "age": {"step": "settled_adult"},
    "decision": {"consent-police-decision": "given"},
    "sending": {
        "route": "child", "sent_on_day": "1", "sent_on_month": "11", "sent_on_year": "2024", "sent_time": "10:00",
        "sent_by": "x",
    },
    "withdraw": {"text": "x", "is_their_wish": "on"},
    "deadline": {"state": "done", "contact": "x", "on_day": "1", "on_month": "11", "on_year": "2024"},
    "adopt": {},
    "open-contact": {},
}  # fmt: skip


@pytest.mark.parametrize("who", [who for who in MAY_OPEN if len(MAY_OPEN[who]) < 2])
def test_whoever_may_not_do_it_does_not_do_it_by_posting(who: str, case: Case, client: Client) -> None:
    before = recorded()
    client.force_login(case.people[who].user)

    for name in ACTS:
        assert client.post(case.address(name), WOULD_WORK[name]).status_code in (403, 404), name

    assert recorded() == before


def test_a_draft_has_none_of_these_pages(case: Case, client: Client) -> None:
    draft = referral_of(case.force.officer)
    client.force_login(case.force.officer.user)

    for name in [*ADDING, *SENDING]:
        expected = 404
        assert client.get(reverse(name, args=[draft.reference])).status_code == expected, name


def test_the_page_says_where_it_stands_and_who_has_it(case: Case, client: Client) -> None:
    add_to(
        case.referral.pk,
        kind=SupplementKind.ADDITION,
        section="words",
        text="He kept the card.",
        by=actor_of(case.force.manager),
        at=NOW,
    )
    client.force_login(case.people["its author"].user)

    page = client.get(case.address("referral")).content.decode()

    for said in (
        case.referral.reference,
        "Being checked by West Mercia Police.",
        "Not yet sent to the Home Office.",
        "Now: child referral.",
        "they are under 18; no consent is needed",
        "The unit checks it, and it is sent to the Home Office.",
        "Refer the child to the council",
        "Samuel Brook answers for it being sent"
        if case.referral.owner == case.people["its author"].user
        else "answers",
        "Modern Slavery Unit, West Mercia Police",
        "Modern Slavery Unit: a referral has arrived",
        "He kept the card.",
        "DC Priya Raman",
        "That you opened this is on record.",
    ):
        assert said in page, said
    assert re.findall(r'class="govuk-button" href="([^"]+)"', page)[0] == case.address("sending")


NUMBERS = ("07911 123456", "mirela@mail.example", "WR1 4AA")


def test_numbers_and_addresses_are_hidden_until_somebody_opens_them_on_the_record(case: Case, client: Client) -> None:
    author = case.people["its author"]
    client.force_login(author.user)

    page = client.get(case.address("referral")).content.decode()
    assert "Recorded, hidden here" in page
    assert [number for number in NUMBERS if number in page] == []

    opened = client.post(case.address("open-contact")).content.decode()
    assert [number for number in NUMBERS if number in opened] == list(NUMBERS)
    assert Entry.objects.get(event="contact.shown").actor_id == author.user_id
    assert client.get(case.address("open-contact")).status_code == 405


def test_what_may_be_done_follows_from_route_and_status(client: Client) -> None:
    force = Force()
    adult = lodged(ready(force.officer), force.officer)
    client.force_login(force.officer.user)
    acts = {name: reverse(name, args=[adult.reference]) for name in (*ADDING, *SENDING)}

    def offered() -> set[str]:
        page = client.get(adult.get_absolute_url()).content.decode()
        return {name for name, address in acts.items() if f'href="{address}"' in page}

    assert offered() == {"add-to", "age", "decision", "sending"}
    client.post(acts["sending"], {**WOULD_WORK["sending"], "route": "adult"})
    assert offered() == {"add-to", "age", "report-error", "withdraw", "sending"}
    client.post(acts["sending"], {"home_office_reference": "NRM-1"})
    assert offered() == {"add-to", "age", "report-error", "withdraw"}
    client.post(acts["withdraw"], WOULD_WORK["withdraw"])
    assert offered() == {"add-to", "age", "report-error"}


def test_whoever_referred_sees_what_is_asked_of_them_first_and_what_would_have_helped(
    case: Case, client: Client
) -> None:
    manager, author = case.force.manager.user, case.people["its author"]
    asked = {"asked_by": manager, "asked_at": NOW}
    for text in ("Who kept the card?", "<b>Since when?</b>"):
        Question.objects.create(referral=case.referral, text=text, **asked)
    answered = {"answer": "He did", "answered_by": author.user, "answered_at": NOW}
    Question.objects.create(referral=case.referral, text="Answered before", **asked, **answered)
    for note in ("", "Say who held the documents."):
        QualityCheck.objects.create(
            referral=case.referral, is_ready=False, gaps=1, note=note, checked_by=manager, checked_at=NOW
        )
    client.force_login(author.user)

    page = client.get(case.address("referral")).content.decode()

    assert page.index("2 questions for you") < page.index("Who kept the card?") < page.index("What happens next")
    assert "&lt;b&gt;Since when?&lt;/b&gt;" in page
    assert "Answered before" not in page
    assert "What would have helped" in page
    assert "Say who held the documents." in page


def test_an_adult_who_thinks_it_over_decides_later_and_nothing_is_chosen_for_them(client: Client) -> None:
    force = Force()
    referral = lodged(ready(force.officer, Route.WAIT), force.officer)
    client.force_login(force.officer.user)
    address = reverse("decision", args=[referral.reference])
    before = ConsentRecord.objects.count()

    page = client.get(address).content.decode()
    typed = {"consent-referral-decision": "given", "consent-referral-explained_by": "Dana"}
    unreadable = client.post(address, {**typed, "consent-referral-explained_time": "25:99"}).content.decode()
    nothing = client.post(address, {}).content.decode()
    assert ConsentRecord.objects.count() == before
    client.post(address, typed)

    assert "They want time to think" in page
    assert " checked" not in page
    assert "(consent record" not in page
    assert "Some answers need a look. Nothing is recorded yet." in unreadable
    assert "Say what they decided. Nothing is recorded yet." in nothing
    assert Referral.objects.get().status == "TRIAGE"
    assert ConsentRecord.objects.count() == before + 1
    assert Entry.objects.filter(event="decision.recorded").count() == 1


def test_a_yes_may_be_taken_back_before_it_is_sent(client: Client) -> None:
    force = Force()
    referral = lodged(ready(force.officer), force.officer)
    client.force_login(force.officer.user)

    client.post(reverse("decision", args=[referral.reference]), {"consent-referral-decision": "withdrawn"})

    referral = Referral.objects.get()
    assert dossier_of(referral).routing(localdate()).route == Route.NOTIFY_ANONYMOUS
    assert referral.status == "TRIAGE"


def test_while_gaps_are_open_the_sections_are_shown_and_asked(client: Client) -> None:
    force = Force()
    referral = lodged(ready(force.officer), force.officer)
    Referral.objects.update(is_urgent=True)
    client.force_login(force.officer.user)

    assert "sections done" in client.get(referral.get_absolute_url()).content.decode()
    response = client.get(reverse("decision", args=[referral.reference]))
    assert response.headers["Location"].endswith("/sections/consent/")


def test_a_reference_that_is_not_there_cannot_be_told_from_one_that_is_not_yours(client: Client, case: Case) -> None:
    client.force_login(MembershipFactory(roles=[Role.SUPERVISOR]).user)
    theirs = client.get(case.address("referral"))
    nobodys = client.get(reverse("referral", args=["MS-26-0000000"]))

    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content.replace(b"-", b"")[:200] == nobodys.content.replace(b"-", b"")[:200]


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_takes_the_same_queries_however_much_happened(
    many: int, client: Client, case: Case, django_assert_num_queries: Callable[..., object]
) -> None:
    manager = case.force.manager
    client.force_login(case.people["its author"].user)
    client.get(case.address("referral"))
    for _ in range(many):
        add = {"kind": SupplementKind.ADDITION, "section": "words", "text": "x"}
        add_to(case.referral.pk, **add, by=actor_of(manager), at=NOW)
        sent = {"route": "child", "sent_at": NOW, "sent_by": "x", "recorded_by": manager.user, "recorded_at": NOW}
        Sending.objects.create(referral=case.referral, **sent)
        asked = {"text": "x", "asked_by": manager.user, "asked_at": NOW}
        Question.objects.create(referral=case.referral, **asked)
        checked = {"is_ready": False, "gaps": 1, "note": "x", "checked_by": manager.user, "checked_at": NOW}
        QualityCheck.objects.create(referral=case.referral, **checked)
        step = {"step": "disputed", "recorded_by": manager.user, "recorded_at": NOW}
        AgeEntry.objects.create(person=case.referral.person, **step)

    with django_assert_num_queries(38):
        client.get(case.address("referral"))
