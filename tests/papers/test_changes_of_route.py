"""A change of route changes every paper with it, and changing back brings everything back."""

from datetime import timedelta
from typing import Any

import pytest

from agencies.models import Membership
from agencies.shell.partial_date import PartialDate
from referrals.dossier import Dossier, dossier_of
from referrals.enums import Route
from referrals.models import Referral
from referrals.papers.copying import Sheet
from referrals.papers.giveaways import giveaways
from referrals.papers.made import Made
from referrals.papers.notification import content
from referrals.papers.pack import pack_sheet
from referrals.papers.queries import notification_of
from tests.home_office.factories import DECISIONS, NOW, TODAY, give_decision
from tests.papers.cases import CHANGES, CLEAN_TEXT, NAMED, NOTIFIED, REFERRED, lodged_case, officer, reader, write_text
from victims.enums import AgeGroup, AgeStep, ConsentDecision, ConsentPurpose
from victims.models import AgeEntry

pytestmark = pytest.mark.django_db

CHILD, ADULT, ANONYMOUS = Route.CHILD, Route.ADULT, Route.NOTIFY_ANONYMOUS
# What only one route may say, by the words of the complete case. The number is the person's own.
ONLY_ON = {
    "Worcestershire County Council": {CHILD},
    "duty@council.example": {CHILD},
    "Consents; explained": {ADULT},
    "07911 123456": {ADULT},
    "Who gets the decision": {ADULT},
    "passport.pdf": {CHILD, ADULT},
    "(referrer": {CHILD, ADULT},
    "(suspect 1 name)": {CHILD, ADULT},
    "(suspect 2 nickname)": {CHILD, ADULT},
    "Mirela": {CHILD, ADULT, NAMED},
    "Hoxhaj": {CHILD, ADULT, NAMED},
    "mirela@mail.example": {ADULT, NAMED},
    "(person family)": {CHILD, ADULT, NAMED},
    "kidderminster": set(),
    "Kidderminster": {CHILD, ADULT, NAMED},
    "22/98765/26": {CHILD, ADULT, NAMED},
}


@pytest.fixture
def writer() -> Membership:
    return officer()


def become(case: Referral, route: Route) -> None:
    """Their age is corrected, and what they decide is recorded anew."""
    is_child = route == CHILD
    person = case.person
    person.age_now = AgeGroup.CHILD if is_child else AgeGroup.ADULT
    person.born_on = PartialDate(2010 if is_child else 1995, 5, 17)
    person.save()
    AgeEntry.objects.create(
        person=person,
        step=AgeStep.ASSESSED_CHILD if is_child else AgeStep.ASSESSED_ADULT,
        recorded_by=case.author,
        recorded_at=NOW + timedelta(hours=person.age_track.count()),
    )
    for purpose, decision in DECISIONS[route].items():
        give_decision(person, purpose, decision, by=case)


def papers_of(case: Referral) -> str:
    """Everything that goes out of this service, as one text that does not depend on which case it is."""
    dossier = dossier_of(case)
    route = dossier.routing(TODAY).route
    made: list[Any] = [Sheet(dossier, TODAY).pages]
    if route.is_referral:
        made.append(pack_sheet(dossier, Made("Somebody", NOW)))
    if route.is_notification:
        made.append(content(notification_of(dossier, TODAY).facts))
    return str(made).replace(case.reference, "THIS CASE")


def test_for_every_pair_of_routes_the_papers_are_as_if_it_had_always_been_so(writer: Membership) -> None:
    cases = {route: lodged_case(route, writer) for route in (*REFERRED, *NOTIFIED)}
    for case in cases.values():
        write_text(case, CLEAN_TEXT, writer, checked_by=reader(writer))
    as_they_are = {route: papers_of(case) for route, case in cases.items()}

    for old, new in CHANGES:
        become(cases[old], new)
        assert papers_of(cases[old]) == as_they_are[new], f"{old} changed to {new}"
        become(cases[old], old)
        assert papers_of(cases[old]) == as_they_are[old], f"{old} changed to {new} and back"


@pytest.mark.parametrize("route", [*REFERRED, *NOTIFIED])
def test_what_belongs_to_a_route_stands_only_in_its_papers(route: Route, writer: Membership) -> None:
    case = lodged_case(CHILD if route != CHILD else ADULT, writer)
    become(case, route)

    made = papers_of(case)

    assert {words for words in ONLY_ON if words in made} == {words for words, on in ONLY_ON.items() if route in on}


def test_nothing_that_goes_out_without_their_name_tells_who_they_are(writer: Membership) -> None:
    case = lodged_case(ADULT, writer)
    become(case, ANONYMOUS)
    dossier = dossier_of(case)

    said = [line.text for page in Sheet(dossier, TODAY).pages for line in page.lines]
    notification = notification_of(dossier, TODAY)
    said += [value for _, value in content(notification.facts)]

    assert giveaways("\n".join(said), notification.known) == []


# The leaks of their form, one by one


def texts_of(dossier: Dossier) -> dict[str, str]:
    return {line.id: line.text for page in Sheet(dossier, TODAY).pages for line in page.lines}


def test_named_and_then_no_longer_willing_to_help(writer: Membership) -> None:
    case = lodged_case(NAMED, writer)
    assert texts_of(dossier_of(case))["pv-name-first-name"] == "Mirela"

    give_decision(case.person, ConsentPurpose.POLICE, ConsentDecision.DECLINED, by=case)

    texts = texts_of(dossier_of(case))
    assert not any(name.startswith(("pv-name", "pv-contact")) for name in texts)
    assert not any("Mirela" in text or "mirela@mail.example" in text for text in texts.values())


def test_a_name_that_they_take_back_is_gone_from_the_notification_too(writer: Membership) -> None:
    case = lodged_case(NAMED, writer)

    give_decision(case.person, ConsentPurpose.NAME, ConsentDecision.WITHDRAWN, by=case)

    assert "Mirela" not in papers_of(case)
    assert "mirela@mail.example" not in papers_of(case)


def test_a_yes_that_becomes_a_no_takes_the_telephone_number_with_it(writer: Membership) -> None:
    case = lodged_case(ADULT, writer)
    assert "07911 123456" in papers_of(case)

    become(case, ANONYMOUS)

    assert "07911 123456" not in papers_of(case)


def test_a_child_corrected_to_an_adult_has_consented_to_nothing(writer: Membership) -> None:
    case = lodged_case(CHILD, writer)
    case.person.age_now, case.person.born_on = AgeGroup.ADULT, PartialDate(1995, 5, 17)
    case.person.save()
    AgeEntry.objects.create(
        person=case.person, step=AgeStep.ASSESSED_ADULT, recorded_by=case.author, recorded_at=NOW + timedelta(hours=1)
    )

    dossier = dossier_of(case)

    assert dossier.routing(TODAY).route == Route.UNKNOWN
    assert texts_of(dossier).get("pv-want-to-submit-nrm", "") == ""
    assert "Consents" not in str(pack_sheet(dossier, Made("Somebody", NOW)))
