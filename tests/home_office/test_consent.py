"""Consent is what was recorded. It is read from nothing else, and never puts a name where there was to be none."""

from dataclasses import replace

import pytest

from referrals.dossier import Dossier
from referrals.enums import Route
from referrals.home_office.answers import answers_for
from referrals.home_office.rules import Answer
from tests.home_office.factories import TODAY
from tests.home_office.reading import changed, full_dossier, read
from victims.enums import BestInterestsDecision, ConsentDecision

pytestmark = pytest.mark.django_db


def decided(route: Route, **decisions: ConsentDecision | None) -> Dossier:
    """On a route, with these decisions instead, by purpose."""
    full = full_dossier(route)
    model = full_dossier().consents[0]
    others = [record for record in full.consents if record.purpose not in decisions]
    made = [changed(model, purpose=purpose, decision=said) for purpose, said in decisions.items() if said]
    return replace(full, consents=[*others, *made])


GIVEN, DECLINED, WITHDRAWN = ConsentDecision.GIVEN, ConsentDecision.DECLINED, ConsentDecision.WITHDRAWN
UNDECIDED = set(ConsentDecision) - {GIVEN, DECLINED, WITHDRAWN}
# (route, what they decided about helping, what to choose, whether something has no place)
HELPING = [
    *((route, GIVEN, ("yes",), False) for route in (Route.CHILD, Route.ADULT, Route.BEST_INTERESTS)),
    *((route, DECLINED, ("no",), False) for route in (Route.CHILD, Route.ADULT, Route.BEST_INTERESTS)),
    *((route, WITHDRAWN, ("no",), False) for route in (Route.CHILD, Route.ADULT)),
    *((route, decision, (), True) for route in (Route.CHILD, Route.ADULT) for decision in UNDECIDED),
    (Route.NOTIFY_NAMED, GIVEN, ("yes",), False),
    *((Route.NOTIFY_NAMED, decision, ("no",), True) for decision in set(ConsentDecision) - {GIVEN}),
    (Route.NOTIFY_ANONYMOUS, DECLINED, ("no",), False),
    (Route.NOTIFY_ANONYMOUS, WITHDRAWN, ("no",), False),
    *((Route.NOTIFY_ANONYMOUS, decision, ("no",), True) for decision in {GIVEN} | UNDECIDED),
    *((route, None, (), False) for route in (Route.CHILD, Route.ADULT, Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS)),
]


def test_helping_an_investigation_never_puts_a_name_on_what_was_to_have_none() -> None:
    for route, decision, codes, is_misfit in HELPING:
        found = read(decided(route, police=decision), "authorities-cooperation")
        assert (found.codes, bool(found.misfit)) == (codes, is_misfit), (route, decision)


def test_willing_to_help_but_not_named_is_no_with_an_explanation() -> None:
    found = read(decided(Route.NOTIFY_ANONYMOUS, police=GIVEN), "authorities-cooperation")

    assert found == Answer(
        codes=("no",),
        misfit="They are willing to help, but did not agree to have their name on it. "
        "Yes would ask for their name, so choose No, and explain it in the text.",
    )


def test_named_but_not_willing_to_help_keeps_the_name_out() -> None:
    case = decided(Route.NOTIFY_NAMED, police=DECLINED)

    asked = {one.question.id for one in answers_for(case, TODAY)}

    assert case.routing(TODAY).route == Route.NOTIFY_NAMED
    assert asked.isdisjoint({"pv-name-first-name", "pv-name-last-name", "pv-contact-details"})
    assert "Mirela" not in "".join(one.shown for one in answers_for(case, TODAY))


REFERRAL = [
    (Route.ADULT, GIVEN, ("yes",), ""),
    (Route.NOTIFY_ANONYMOUS, DECLINED, ("no",), ""),
    (Route.NOTIFY_ANONYMOUS, WITHDRAWN, ("no",), ""),
    (Route.NOTIFY_ANONYMOUS, ConsentDecision.CANNOT_BE_ASKED, ("no",), "They cannot be asked"),
    (Route.NOTIFY_ANONYMOUS, ConsentDecision.CANNOT_BE_TRACED, ("no",), "They cannot be found"),
    (Route.BEST_INTERESTS, ConsentDecision.LACKS_CAPACITY, (), "They did not consent"),
    (Route.WAIT, ConsentDecision.WANTS_TIME, (), ""),
    (Route.UNKNOWN, ConsentDecision.NOT_ASKED, (), ""),
]


@pytest.mark.parametrize(("route", "decision", "codes", "misfit"), REFERRAL)
def test_consent_to_the_referral_is_what_was_recorded(
    route: Route, decision: ConsentDecision, codes: tuple[str, ...], misfit: str
) -> None:
    found = read(decided(route, referral=decision), "pv-want-to-submit-nrm")

    assert found.codes == codes
    assert found.misfit.partition(",")[0].partition(":")[0] == misfit


def test_whoever_is_not_to_be_referred_in_their_best_interests_is_no() -> None:
    case = decided(Route.NOTIFY_ANONYMOUS, referral=ConsentDecision.LACKS_CAPACITY)
    best = changed(case.best_interests, decision=BestInterestsDecision.DO_NOT_REFER)

    found = read(replace(case, best_interests=best), "pv-want-to-submit-nrm")

    assert found.codes == ("no",)
    assert found.misfit.startswith("They lack capacity to decide")


def test_a_decision_in_their_best_interests_is_never_shown_as_consent() -> None:
    (consent,) = [
        one
        for one in answers_for(full_dossier(Route.BEST_INTERESTS), TODAY)
        if one.question.id == "pv-want-to-submit-nrm"
    ]

    assert consent.shown == ""
    assert "They did not consent" in consent.answer.misfit
