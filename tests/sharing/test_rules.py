"""When a case may be shared, whole: every basis with every kind of agency and every age."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from agencies.enums import AgencyKind
from referrals.enums import LawfulBasis, ReplyKind
from referrals.intake.sections import BY_CODE
from referrals.sharing import rules
from victims.enums import AgeGroup, ConsentDecision

K, B = AgencyKind, LawfulBasis
TODAY = date(2026, 11, 26)
ADULT, CHILD = {AgeGroup.ADULT}, {AgeGroup.CHILD, AgeGroup.UNSURE, None}
EVERYBODY = ADULT | CHILD
# By agency: which basis for whom. Whoever may be a child never rests on consent, and a charity never on s.115.
CARE = {
    B.CONSENT: ADULT,
    B.LIFE: EVERYBODY,
    B.ADULT_AT_RISK: ADULT,
    B.CHILD_PROTECTION: CHILD,
    B.COURT_ORDER: EVERYBODY,
}
LAW = {B.CONSENT: ADULT, B.LIFE: EVERYBODY, B.LAW_ENFORCEMENT: EVERYBODY, B.COURT_ORDER: EVERYBODY}
TABLE: dict[AgencyKind, dict[LawfulBasis, set[Any]]] = {
    K.CHARITY: CARE,
    K.COUNCIL: {**CARE, B.CRIME_AND_DISORDER: EVERYBODY},
    K.HEALTH: {**CARE, B.CRIME_AND_DISORDER: EVERYBODY},
    K.POLICE: {**LAW, B.CHILD_PROTECTION: CHILD, B.CRIME_AND_DISORDER: EVERYBODY},
    K.REGIONAL: LAW,
    K.NATIONAL: {**LAW, B.NATIONAL_CRIME_AGENCY: EVERYBODY},
    K.GOVERNMENT: {B.CONSENT: ADULT, B.LIFE: EVERYBODY, B.COURT_ORDER: EVERYBODY},
    K.POLICING_BODY: {},
    # Where a supervisor says why, and never on their consent.
    K.IMMIGRATION: {B.LIFE: EVERYBODY, B.COURT_ORDER: EVERYBODY},
}
SOUND: dict[str, Any] = {
    "basis": B.LIFE, "kind": K.CHARITY, "age": AgeGroup.ADULT, "consent": None, "asked": "A room.",
    "sections": ["person"], "ends_on": TODAY, "today": TODAY, "override_reason": "", "may_override": False,
    "approval_reason": "", "masked": [],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "basis", "age"), list(product(K, B, [*AgeGroup, None])))
def test_a_basis_fits_as_the_table_says(kind: AgencyKind, basis: LawfulBasis, age: AgeGroup | None) -> None:
    assert (basis in rules.bases_for(kind, age)) is (age in TABLE[kind].get(basis, set()))


@pytest.mark.parametrize("decision", [None, *ConsentDecision])
@pytest.mark.parametrize("basis", list(B))
def test_consent_is_needed_where_it_is_the_basis_and_nowhere_else(
    basis: LawfulBasis, decision: ConsentDecision | None
) -> None:
    kind = {B.CRIME_AND_DISORDER: K.COUNCIL, B.NATIONAL_CRIME_AGENCY: K.NATIONAL, B.LAW_ENFORCEMENT: K.POLICE}.get(
        basis, K.CHARITY
    )
    age = AgeGroup.CHILD if basis == B.CHILD_PROTECTION else AgeGroup.ADULT
    said = rules.reason_not_to_share(**{**SOUND, "basis": basis, "kind": kind, "age": age, "consent": decision})

    refused = basis == B.CONSENT and decision != ConsentDecision.GIVEN
    assert said == (("basis", rules.NO_CONSENT) if refused else None)


@pytest.mark.parametrize("may_override", [False, True])
@pytest.mark.parametrize("decision", [None, *ConsentDecision])
@pytest.mark.parametrize("basis", [B.CONSENT, B.LIFE])
def test_only_a_consent_that_nobody_asked_for_is_set_aside_and_only_by_who_may(
    basis: LawfulBasis, decision: ConsentDecision | None, may_override: bool
) -> None:
    asked = {"basis": basis, "consent": decision, "may_override": may_override, "override_reason": "Her bus leaves."}

    said = rules.reason_not_to_share(**{**SOUND, **asked})

    if basis == B.LIFE or decision == ConsentDecision.GIVEN:
        assert said == ("override_reason", rules.NOT_NEEDED)
    elif not may_override:
        assert said == ("override_reason", rules.NOT_YOURS)
    elif decision in (None, ConsentDecision.NOT_ASKED):
        assert said is None
    else:
        assert said == ("override_reason", rules.THEY_SAID_NO)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"asked": " "}, ("asked", rules.SAY_WHAT)),
        ({"kind": K.IMMIGRATION}, ("approval_reason", rules.ONLY_WITH_APPROVAL)),
        ({"kind": K.IMMIGRATION, "approval_reason": " "}, ("approval_reason", rules.ONLY_WITH_APPROVAL)),
        ({"kind": K.IMMIGRATION, "approval_reason": "A judge asked.", "basis": B.COURT_ORDER}, None),
        ({"approval_reason": "A judge asked."}, ("approval_reason", rules.NO_APPROVAL_NEEDED)),
        ({"masked": ["Ben Shaw", " x "]}, ("masked", rules.TOO_SHORT.format(words="“x”"))),
        ({"masked": ["Ben Shaw", "Jo"]}, None),
        ({"masked": ["ROOM"]}, ("asked", rules.SAYS_WHAT_IS_LEFT_OUT)),
        ({"asked": "A room, they’re cold.", "masked": ["Ben"]}, None),
        ({"sections": []}, ("sections", rules.CHOOSE_PARTS)),
        ({"sections": ["person", "files"]}, ("sections", rules.CHOOSE_PARTS)),
        ({"ends_on": TODAY - timedelta(days=1)}, ("ends_on", rules.TOO_EARLY)),
        ({"ends_on": TODAY + timedelta(days=90)}, None),
        ({"ends_on": TODAY + timedelta(days=91)}, ("ends_on", rules.TOO_LATE)),
    ],
)
def test_what_else_is_asked(changes: dict[str, Any], said: tuple[str, str] | None) -> None:
    assert rules.reason_not_to_share(**{**SOUND, **changes}) == said


@pytest.mark.parametrize(("is_open", "is_answered"), list(product([False, True], repeat=2)))
def test_when_it_may_be_answered(is_open: bool, is_answered: bool) -> None:
    said = rules.reason_not_to_answer(is_open=is_open, is_answered=is_answered)

    assert said == (rules.OVER if not is_open else rules.NOT_NEW if is_answered else None)


@pytest.mark.parametrize(
    ("is_open", "is_accepted", "may_reply", "kind", "text"),
    list(product([False, True], [False, True], [False, True], ReplyKind, ["", " ", "From Friday."])),
)
def test_when_a_reply_may_be_sent(
    is_open: bool, is_accepted: bool, may_reply: bool, kind: ReplyKind, text: str
) -> None:
    said = rules.reason_not_to_reply(
        is_open=is_open, is_accepted=is_accepted, may_reply=may_reply, kind=kind, text=text
    )

    if not is_open:
        assert said == rules.OVER
    elif not is_accepted:
        assert said == rules.NOT_ACCEPTED
    elif not may_reply:
        assert said == rules.NO_REPLIES
    else:
        in_words = {ReplyKind.OTHER_WAY, ReplyKind.QUESTION, ReplyKind.NO, ReplyKind.UPDATE}
        assert said == (rules.SAY_MORE if kind in in_words and not text.strip() else None)


def test_no_basis_is_said_to_be_confirmed_and_every_part_is_one_of_the_referral() -> None:
    assert not any(basis.is_verified for basis in rules.BASES.values())
    assert set(rules.BASES) == set(LawfulBasis)
    assert set(rules.SECTIONS) < set(BY_CODE)
    assert {"files", "referrer", "consent", "police"}.isdisjoint(rules.SECTIONS)


@pytest.mark.parametrize(
    ("box", "shown"),
    [
        ("id_person-given_names", True),
        ("id_person-immigration_note", False),
        ("id_person-has_home_office_reference", False),
        ("id_identifiers-4fb0259f-73da-4acb-8d7f-938a1658cb38-value", False),
        ("id_contacts-call-note", True),
        ("id_needs-medicine-note", True),
        ("", True),
    ],
)
def test_no_number_of_a_register_and_nothing_of_their_leave_is_shown(box: str, shown: bool) -> None:
    assert rules.is_shown(box) is shown


@pytest.mark.parametrize(
    ("text", "masked", "shown"),
    [
        ("Ben drove.", [], "Ben drove."),
        ("Ben drove.", ["Ben"], "[left out] drove."),
        ("BEN and ben", ["Ben"], "[left out] and [left out]"),
        ("Ben\n  Shaw drove, Ben Shaw paid.", ["Ben Shaw"], "[left out] drove, [left out] paid."),
        ("Ben’s van", ["Ben's"], "[left out] van"),
        ("Benedikt", ["Ben"], "[left out]edikt"),
        ("A B C D", ["A B", "B C"], "[left out] D"),
        ("aaa", ["aa"], "[left out]"),
        ("Ben left out", ["Ben", "left out"], "[left out] [left out]"),
        ("Zo\u0065\u0308 said", ["Zo\u00eb"], "[left out] said"),
        ("10.5 (a)", ["10.5 (a)"], "[left out]"),
        ("1055 (a)", ["10.5"], "1055 (a)"),
        ("", ["Ben"], ""),
    ],
)
def test_words_are_left_out_however_they_stand(text: str, masked: list[str], shown: str) -> None:
    assert rules.without(text, masked) == shown
