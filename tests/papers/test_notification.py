"""What a notification says: by rule, and of a case in which every column holds a value of its own."""

import pytest
from django.apps import apps

from agencies.models import Membership
from referrals.dossier import dossier_of
from referrals.enums import Exploitation as X
from referrals.enums import Route
from referrals.models import Referral, SectionState
from referrals.papers.notification import Named, NotificationFacts, content, natures, reason_not_to_notify
from referrals.papers.notify import notification_sheet
from referrals.papers.queries import notification_of
from referrals.papers.typesetting import typeset
from tests.home_office.factories import NOW, TODAY, add_aftermath
from tests.papers.cases import ANONYMOUS, CLEAN_TEXT, NAMED, lodged_case, marked, officer, reader, rows_of, text_of

FULL = NotificationFacts(
    authority="West Mercia Police",
    gender="Female",
    nationalities=("Albanian", "Greek"),
    was_child_then="no",
    slavery="yes",
    trafficking="not_sure",
    countries=("United Kingdom", "France"),
    passed_to="Yes, West Mercia Police",
    found_in="West Mercia Police",
    kinds=frozenset({X.FORCED_WORK, X.FORCED_CRIME}),
    text="New text.",
)
SCHEDULE_1 = [
    ("Notifying authority", "West Mercia Police"),
    ("Gender", "Female"),
    ("Nationality", "Albanian, Greek"),
    ("Under 18 when it first happened", "No"),
    ("Country where it happened", "United Kingdom, France"),
    ("Slavery, servitude or forced labour believed", "Yes"),
    ("Human trafficking believed", "Not sure"),
    ("Nature", "Forced labour; An offence by the person"),
    ("Passed to a police force", "Yes, West Mercia Police"),
    ("Police area where they were found", "West Mercia Police"),
]
IN_WORDS = ("What else can be said", "New text.")


def test_an_anonymous_one_says_what_the_regulations_name_and_nothing_else() -> None:
    assert content(FULL) == [*SCHEDULE_1, IN_WORDS]


def test_a_named_one_adds_the_name_the_date_of_birth_and_what_is_safe_to_write_to() -> None:
    named = Named("Mirela Hoxha", "17 May 1995", email="m@mail.example")

    rows = content(NotificationFacts(**{**FULL.__dict__, "named": named}))

    assert rows == [
        *SCHEDULE_1,
        ("Name", "Mirela Hoxha"),
        ("Date of birth", "17 May 1995"),
        ("E-mail address that is safe", "m@mail.example"),
        IN_WORDS,
    ]


def test_what_is_not_known_is_said_to_be_so() -> None:
    rows = dict(content(NotificationFacts(authority="A council")))

    assert rows.pop("Notifying authority") == "A council"
    assert rows.pop("Passed to a police force") == "Not yet"
    assert set(rows.values()) == {"Not known"}


NATURE_OF = {
    X.FORCED_WORK: ["Forced labour"],
    X.WAGES_TAKEN: ["Forced labour"],
    X.FRAUD: ["An offence by the person"],
    X.PROSTITUTION: ["Sexual exploitation"],
    X.CHILD_SEXUAL: ["Sexual exploitation"],
    X.HELD: ["Sexual exploitation"],
    X.FORCED_CRIME: ["An offence by the person"],
    X.ORGANS: ["Removal of organs"],
    X.SERVITUDE: ["In a home", "Forced labour"],
    X.OTHER: [],
}


def test_each_kind_of_exploitation_has_its_nature_in_the_regulations() -> None:
    assert {kind: natures({kind}) for kind in X} == NATURE_OF


def test_only_an_adult_who_is_not_referred_is_notified_of() -> None:
    assert {route for route in Route if reason_not_to_notify(route) is None} == {NAMED, ANONYMOUS}
    assert "child" in str(reason_not_to_notify(Route.CHILD))


# The whole document


def whole_case(route: Route, by: Membership) -> Referral:
    case = lodged_case(route, by)
    add_aftermath(case)
    SectionState.objects.create(
        encounter=case.encounter, referral=case, code="person", saved_by=by.user, saved_at=NOW, typed={}
    )
    return case


@pytest.mark.django_db
@pytest.mark.parametrize("route", [ANONYMOUS, NAMED])
def test_the_whole_paper_holds_nothing_but_what_is_on_the_list(route: Route) -> None:
    writer = officer()
    case = whole_case(route, writer)
    dossier = dossier_of(case)
    held = marked(dossier)
    written = dossier.notification_text
    written.text, written.version, written.checked_version = CLEAN_TEXT, 1, 1

    pdf = typeset("notification", notification_sheet(notification_of(dossier, TODAY).facts), NOW)

    person, place = dossier.person, next(place for place in dossier.overseas_places if place.role == "exploited")
    name_and_contact = [
        ("Name", f"{held.of[id(person), 'given_names']} {held.of[id(person), 'family_name']}"),
        ("Date of birth", held.of[id(person), "born_on"]),
        ("E-mail address that is safe", held.of[id(dossier.contacts["email"]), "value"]),
        (
            "Postal address that is safe",
            ", ".join(held.of[id(dossier.contacts["post"]), part] for part in ("street", "town", "county", "postcode")),
        ),
    ]
    expected = [
        ("Notifying authority", held.of[id(dossier.referral.agency), "name"]),
        ("Gender", person.get_gender_display()),
        ("Nationality", held.of[id(person), "nationalities"]),
        ("Under 18 when it first happened", person.get_was_child_then_display()),
        ("Country where it happened", f"United Kingdom, {held.of[id(place), 'country']}"),
        ("Slavery, servitude or forced labour believed", "Yes"),
        ("Human trafficking believed", "No"),
        ("Nature", "Forced labour; An offence by the person"),
        ("Passed to a police force", f"Yes, {held.of[id(dossier.referral.force), 'name']}"),
        ("Police area where they were found", held.of[id(written), "found_in"]),
        *(name_and_contact if route == NAMED else []),
        ("What else can be said", CLEAN_TEXT),
    ]
    about = {
        ANONYMOUS: "This adult is not referred and has not agreed to be named. Nothing here says who they are.",
        NAMED: "This adult is not referred and agreed to have their name on this notification.",
    }
    assert text_of(pdf).split("\n") == [
        "OFFICIAL-SENSITIVE",
        "Notification of a potential victim of modern slavery",
        "Modern Slavery Act 2015, section 52.",
        about[route],
        *(line for row in expected for line in row),
        "Page 1 of 1",
    ]


# What casework, sharing and the ledger record. No paper reads any of it: the dossier does not hold it.
BESIDE_THE_DOSSIER = {
    *("AccessReview", "Agreement", "Approval", "Bar", "ClockLength", "Considered", "DeadlineChange", "Decision"),
    *("CorrectionTold", "EmergencyOpening", "Erasure", "Handover", "LegalHold", "RetentionReview", "Settlement"),
    "ShareWish",
    *("Flag", "InboundNotice", "Note", "QualityCheck", "Question", "QueueRow", "RiskAssessment", "SavedFilter"),
    *("SentCopy", "Share", "ShareReply", "StepTaken", "Task", "TrackEntry"),
}


@pytest.mark.django_db
def test_every_table_of_a_case_and_of_a_person_is_marked_in_that_test() -> None:
    marked_tables = {type(row) for row in rows_of(dossier_of(whole_case(ANONYMOUS, officer())))}

    tables = {
        model
        for app in ("referrals", "victims")
        for model in apps.get_app_config(app).get_models()
        if not hasattr(model, "pgh_obj")
    }

    assert {table.__name__ for table in tables - marked_tables} == BESIDE_THE_DOSSIER


@pytest.mark.django_db
def test_a_name_stands_there_only_with_their_own_agreement_to_that() -> None:
    dossier = dossier_of(lodged_case(ANONYMOUS, reader(officer())))

    facts = notification_of(dossier, TODAY).facts

    assert facts.named is None
    assert dossier.person.given_names not in str(facts)
