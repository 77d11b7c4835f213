"""Changing an answer that changes the route: nothing leaks, nothing is lost."""

from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.shell.partial_date import PartialDate
from referrals.dossier import Dossier, dossier_of
from referrals.enums import PlaceRole, Route
from referrals.home_office.answers import answers_for, read_all
from referrals.home_office.facts import facts_of
from referrals.home_office.readiness import gaps, kept_back, sections_with_gaps
from referrals.models import Place, Referral, Suspect
from tests.home_office.factories import (
    DECISIONS,
    NOW,
    TODAY,
    add_file,
    complete_case,
    empty_case,
    filled,
    give_decision,
)
from victims.enums import AgeGroup, AgeStep, ConsentDecision, ConsentPurpose
from victims.models import AgeEntry, Identifier

pytestmark = pytest.mark.django_db

DECIDED_MEANWHILE = {
    "Whether the adult consents to being referred, after everything was explained",
    "Why they do not wish to be referred",
}
FOUR = [Route.CHILD, Route.ADULT, Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS]


def change_to(referral: Referral, route: Route) -> Dossier:
    """As an officer does it: the age is put right, and what they decide now is recorded on top."""
    person = referral.person
    is_child = route == Route.CHILD
    person.age_now = AgeGroup.CHILD if is_child else AgeGroup.ADULT
    person.born_on = PartialDate(2010 if is_child else 1995, 5, 17)
    person.save()
    filled(
        AgeEntry,
        person=person,
        step=AgeStep.SETTLED_CHILD if is_child else AgeStep.SETTLED_ADULT,
        recorded_by=referral.author,
        recorded_at=NOW,
    )
    for purpose, decision in DECISIONS[route].items():
        give_decision(person, purpose, decision, by=referral)
    return dossier_of(referral)


def copied(dossier: Dossier) -> dict[str, str]:
    return {one.question.id: one.shown for one in answers_for(dossier, TODAY) if one.is_copied}


def labels(dossier: Dossier) -> set[str]:
    return {kept.label for kept in kept_back(dossier, TODAY)}


@pytest.mark.parametrize(("before", "after"), list(permutations(FOUR, 2)))
def test_what_is_not_asked_any_more_is_kept_back_and_returns(before: Route, after: Route) -> None:
    referral = complete_case(before)
    first = change_to(referral, before)
    asked = {one.question.id: one.question for one in answers_for(first, TODAY)}

    second = change_to(referral, after)
    third = change_to(referral, before)

    assert (first.routing(TODAY).route, second.routing(TODAY).route) == (before, after)
    was, now = copied(first), copied(second)
    gone = set(was) - set(now) - {"reference"}
    assert {asked[question_id].asks for question_id in gone} - labels(first) <= labels(second)
    for question_id in gone:
        assert len(was[question_id]) <= len("Tick") or was[question_id] not in now.values()
    assert copied(third) == was
    assert labels(first) <= labels(third) <= labels(first) | DECIDED_MEANWHILE


@pytest.mark.parametrize("route", [Route.BEST_INTERESTS, Route.ADVICE_ONLY, Route.WAIT, Route.UNKNOWN])
def test_on_every_other_route_as_well_whatever_is_not_laid_out_is_kept_back(route: Route) -> None:
    dossier = dossier_of(complete_case(route))
    held = {question_id for question_id, answer in read_all(facts_of(dossier, TODAY)).items() if answer.is_given}

    assert held - set(copied(dossier))
    assert labels(dossier)


def test_without_a_name_no_word_of_ours_is_laid_out() -> None:
    """Every text of the complete case stands in brackets, and every name and number is known."""
    referral = complete_case(Route.NOTIFY_ANONYMOUS)
    dossier = dossier_of(referral)
    laid_out, held = "\n".join(copied(dossier).values()), everything_held(dossier)

    secrets = ("(", "Mirela", "Hoxhaj", "Blerta", "1995", "07911", "@", "98765", "H1234567", "NRM-", "passport.pdf")
    finer_than_a_police_area = ("Redditch", "Worcestershire", "Kidderminster", "Evesham", "Bromsgrove", "Droitwich")
    for secret in (*secrets, *finer_than_a_police_area, referral.reference, "Samira", "Okonjo"):
        assert secret in held, secret
        assert secret not in laid_out, secret


def everything_held(dossier: Dossier) -> str:
    answers = read_all(facts_of(dossier, TODAY)).values()
    return "\n".join(answer.text for answer in answers)


def test_a_named_notification_changed_to_one_without_a_name_keeps_nothing_of_the_name() -> None:
    referral = complete_case(Route.NOTIFY_NAMED)
    named = copied(dossier_of(referral))
    give_decision(referral.person, ConsentPurpose.NAME, ConsentDecision.WITHDRAWN, by=referral)
    anonymous = copied(dossier_of(referral))

    assert named["pv-name-first-name"] == "Mirela"
    assert named["pv-contact-details-email-input"] == "mirela@mail.example"
    assert {question_id for question_id in anonymous if question_id.startswith(("pv-name", "pv-contact"))} == set()
    assert anonymous["authorities-cooperation"] == "No"


def test_consent_withdrawn_takes_the_telephone_number_with_it() -> None:
    referral = complete_case()
    adult = copied(dossier_of(referral))
    give_decision(referral.person, ConsentPurpose.REFERRAL, ConsentDecision.WITHDRAWN, by=referral)

    assert adult["pv-phone-number-yes"] == "07911 123456"
    assert "07911 123456" not in copied(dossier_of(referral)).values()
    assert "Their own telephone number" in labels(dossier_of(referral))


def test_a_child_corrected_to_an_adult_has_consented_to_nothing() -> None:
    referral = complete_case(Route.CHILD)
    change_to(referral, Route.UNKNOWN)
    dossier = dossier_of(referral)

    assert dossier.routing(TODAY).route == Route.UNKNOWN
    assert "pv-want-to-submit-nrm" not in copied(dossier)
    assert "id_consent-referral-decision" in {gap.anchor for gap in gaps(dossier, TODAY)}


# Queries


def queries_of(referral: Referral) -> tuple[int, int]:
    with CaptureQueriesContext(
        connection,
    ) as reading:
        dossier = dossier_of(referral)
    with CaptureQueriesContext(connection) as comparing:
        gaps(dossier, TODAY)
    return len(reading), len(comparing)


def test_a_case_is_read_and_compared_in_a_fixed_number_of_queries() -> None:
    one, three = complete_case(), complete_case()
    for number in range(3):
        filled(Place, f"more {number}", encounter=three.encounter, role=PlaceRole.EXPLOITED, town="worcester")
        filled(Suspect, f"more {number}", encounter=three.encounter)
        filled(Identifier, f"more {number}", person=three.person)
        add_file(three, f"more-{number}.pdf")
        give_decision(three.person, ConsentPurpose.POLICE, ConsentDecision.GIVEN, by=three)

    assert queries_of(one) == queries_of(three)
    assert queries_of(one)[1] == 1


def test_an_empty_case_is_compared_in_one_query_too() -> None:
    dossier = dossier_of(empty_case())

    with CaptureQueriesContext(connection) as comparing:
        sections_with_gaps(dossier, TODAY)

    assert len(comparing) == 1
