"""All our answers, laid out as the form asks for them."""

from dataclasses import replace
from datetime import date

import pytest

from agencies.shell.partial_date import PartialDate
from referrals.dossier import dossier_of
from referrals.enums import Route
from referrals.home_office.answers import answers_for, by_page
from referrals.home_office.rules import NOTHING, Answer
from tests.home_office.factories import TODAY, complete_case, give_decision
from tests.home_office.reading import full_dossier, read, with_row
from victims.enums import ConsentDecision, ConsentPurpose

pytestmark = pytest.mark.django_db


def test_answers_stand_in_the_order_and_on_the_pages_of_the_form() -> None:
    found = answers_for(full_dossier(Route.NOTIFY_NAMED), TODAY)
    pages = by_page(found)

    assert [one.question.id for one in found][:5] == [
        "reference", "user-organisation", "fr-location", "pv-under-age", "pv-under-age-at-time-of-exploitation",
    ]  # fmt: skip
    assert [page.title for page in pages][-5:] == [
        "Why they are not referred", "Gender", "Nationality", "Name", "Writing to them",
    ]  # fmt: skip
    assert [one for page in pages for one in page.answered] == found


def test_what_is_shown_is_in_the_wording_of_the_form() -> None:
    shown = {one.question.id: one.shown for one in answers_for(full_dossier(), TODAY)}

    assert shown["pv-want-to-submit-nrm"] == "Consents; explained"
    assert shown["pv-contact-details"] == "E-mail; Post"
    assert shown["types-of-exploitation-other"] == "Tick"
    assert shown["types-of-exploitation-organs-removed"] == ""
    assert shown["upload-file"] == "passport.pdf"
    assert shown["when-last-contact"] == "Within 1 month"


def test_an_adult_of_whom_no_consent_is_recorded_has_no_answer_about_consent() -> None:
    """Also where a child turned out to be an adult: nothing is inferred from the correction."""
    referral = complete_case(Route.CHILD)
    referral.person.age_now = "adult"
    referral.person.born_on = PartialDate(1995, 5, 17)
    referral.person.save()
    referral.person.age_track.all().delete()
    case = dossier_of(referral)

    assert case.routing(TODAY).route == Route.UNKNOWN
    assert read(case, "pv-want-to-submit-nrm") == NOTHING
    assert "pv-want-to-submit-nrm" not in {one.question.id for one in answers_for(case, TODAY)}


def test_a_child_is_not_asked_for_consent_even_where_some_is_recorded() -> None:
    referral = complete_case(Route.CHILD)
    give_decision(referral.person, ConsentPurpose.REFERRAL, ConsentDecision.GIVEN, by=referral)

    assert "pv-want-to-submit-nrm" not in {one.question.id for one in answers_for(dossier_of(referral), TODAY)}


def test_age_in_doubt_is_not_sure() -> None:
    full = full_dossier()
    in_doubt = with_row(replace(full, age_track=[]), "person", born_on=PartialDate(2008))

    assert read(in_doubt, "pv-under-age") == Answer(codes=("not-sure",))
    assert read(full, "pv-under-age") == Answer(codes=("no",))
    assert date(2008 + 18, 12, 31) > TODAY
