"""The table of who may do what, written out by hand. Whatever is not here is refused."""

from itertools import product

import pytest

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation, Role
from agencies.refusals import NotAllowed
from agencies.roles import SENTENCES

R, OWN, HANDED = Role, Relation.OWN_REFERRAL, Relation.HANDED_TO_UNIT
LEFT = Relation.LEFT_IN_UNIT
REFERRING, OWNING = Relation.REFERRING_AGENCY, Relation.OWNING_FORCE
# Who works on a draft: any recorder on their own, and whoever it was handed to.
WITH_A_DRAFT = {
    (relation, permission)
    for relation in (OWN, HANDED)
    for permission in (
        Permission.SEE_REFERRAL,
        Permission.ANSWER_REFERRAL,
        Permission.LODGE_REFERRAL,
        Permission.HAND_OVER_DRAFT,
    )
}
RECORDER = {
    *WITH_A_DRAFT,
    (Relation.OWN_AGENCY, Permission.START_REFERRAL),
    (OWN, Permission.DISCARD_DRAFT),
    (OWN, Permission.ADD_TO_REFERRAL),
    (OWN, Permission.MAKE_PAPERS),
    (OWN, Permission.MEET_DEADLINE),
    (OWN, Permission.ANSWER_QUESTION),
}
RESPONDER = {*RECORDER, (OWN, Permission.RECORD_SENDING)}
# A partner's colleague finds what the author left lying, and carries on with it.
LEFT_TO_PARTNERS = {
    (LEFT, Permission.SEE_REFERRAL),
    (LEFT, Permission.ANSWER_REFERRAL),
    (LEFT, Permission.HAND_OVER_DRAFT),
}
REVIEWS = (Relation.OWN_AGENCY, Permission.REVIEW_EMERGENCY)
SEES_SHARED = (Relation.OWN_AGENCY, Permission.SEE_SHARED)
UNIT = {
    *RESPONDER,
    (REFERRING, Permission.SEE_REFERRAL),
    (REFERRING, Permission.ANSWER_REFERRAL),
    (REFERRING, Permission.HAND_OVER_DRAFT),
    (OWNING, Permission.SEE_REFERRAL),
    (OWNING, Permission.ADD_TO_REFERRAL),
    (OWNING, Permission.MAKE_PAPERS),
    (OWNING, Permission.CHECK_NOTIFICATION),
    (OWNING, Permission.RECORD_SENDING),
    (OWNING, Permission.ADOPT_CONCERN),
    (OWNING, Permission.MEET_DEADLINE),
    (Relation.OWN_AGENCY, Permission.SEE_QUEUE),
    (REFERRING, Permission.ANSWER_QUESTION),
    (OWNING, Permission.SEE_CASEWORK),
    (OWNING, Permission.WORK_CASE),
    (OWNING, Permission.TAKE_CASE),
    (OWNING, Permission.RECORD_DECISION),
    (OWNING, Permission.RECORD_CRIME),
    (OWNING, Permission.ASK_REFERRER),
    (Relation.OWN_AGENCY, Permission.RECORD_INBOUND),
    (OWNING, Permission.SHARE_CASE),
    SEES_SHARED,
}
# What the person's leave to stay is, few have to know.
MANAGER = {*UNIT, (OWNING, Permission.ASSIGN_CASE), (OWNING, Permission.SEE_LEAVE)}
BY_ROLE = {
    R.FIRST_RESPONDER: {*RESPONDER, (Relation.OWN_AGENCY, Permission.OPEN_IN_EMERGENCY)},
    R.PARTNER_RESPONDER: RESPONDER | LEFT_TO_PARTNERS | {SEES_SHARED},
    R.PARTNER: RECORDER | LEFT_TO_PARTNERS | {SEES_SHARED},
    R.SPOC: UNIT,
    R.CASE_MANAGER: MANAGER,
    R.SUPERVISOR: {
        *MANAGER,
        (OWNING, Permission.APPROVE),
        (OWNING, Permission.BAR_PEOPLE),
        (OWNING, Permission.OVERRIDE_CONSENT),
        (OWNING, Permission.SEE_WHO_LOOKED),
        REVIEWS,
        (Relation.OWN_AGENCY, Permission.SEE_CRIME_RECORDS),
        (Relation.OWN_AGENCY, Permission.MANAGE_ROTA),
        (HANDED, Permission.DISCARD_DRAFT),
        (REFERRING, Permission.DISCARD_DRAFT),
    },
    R.CRIME_REGISTRAR: {
        (OWNING, Permission.SEE_REFERRAL),
        (OWNING, Permission.SEE_CASEWORK),
        (OWNING, Permission.RECORD_CRIME),
        (Relation.OWN_AGENCY, Permission.SEE_CRIME_RECORDS),
    },
    R.ADMINISTRATOR: {
        (Relation.OWN_AGENCY, Permission.SEE_COLLEAGUES),
        (Relation.OWN_AGENCY, Permission.MANAGE_COLLEAGUES),
        (Relation.OWN_AGENCY, Permission.MANAGE_ROUTING),
        (Relation.OWN_AGENCY, Permission.MANAGE_DELIVERY),
        (Relation.OWN_AGENCY, Permission.CHANGE_CLOCK_RULES),
        (Relation.OWN_AGENCY, Permission.MANAGE_AGREEMENTS),
    },
    R.REGIONAL: {SEES_SHARED},
    R.NCA_LIAISON: {SEES_SHARED},
    R.PANEL_MEMBER: {SEES_SHARED},
    R.AUDITOR: {(Relation.OWN_AGENCY, Permission.READ_LEDGER), REVIEWS},
    R.POLICING_BODY: set(),
}
ALLOWED = {(role, *pair) for role, pairs in BY_ROLE.items() for pair in pairs}
EVERYTHING = list(product(Role, Relation, Permission))


def actor_with(*roles: Role) -> Actor:
    return Actor(user_id=1, agency_id=1, agency_code="a", roles=frozenset(roles))


@pytest.mark.parametrize(("role", "relation", "permission"), EVERYTHING)
def test_a_role_may_do_exactly_what_the_table_says(role: Role, relation: Relation, permission: Permission) -> None:
    expected = (role, relation, permission) in ALLOWED

    assert access.may(actor_with(role), permission, {relation}) is expected


@pytest.mark.parametrize("permission", Permission)
def test_no_role_means_nothing(permission: Permission) -> None:
    assert access.may(actor_with(), permission, set(Relation)) is False
    assert access.may_at_all(actor_with(), permission) is False


@pytest.mark.parametrize(("role", "permission"), list(product(Role, Permission)))
def test_nobody_may_do_anything_with_what_they_have_no_relation_to(role: Role, permission: Permission) -> None:
    assert access.may(actor_with(role), permission, set()) is False


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_is_given_to_somebody(permission: Permission) -> None:
    assert permission in access.GRANTED


def test_a_refusal_is_a_sentence_that_says_whom_to_ask() -> None:
    with pytest.raises(NotAllowed, match=r"^Your role does not allow this. Ask your agency's administrator.$"):
        access.require(actor_with(Role.AUDITOR), Permission.MANAGE_COLLEAGUES, {Relation.OWN_AGENCY})


def test_every_role_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Role)


def test_there_are_twelve_roles_and_the_system_administrator() -> None:
    assert {role.value for role in Role} == {
        "FR_OFFICER",
        "MSHT_SPOC",
        "MSHT_UNIT",
        "SUPERVISOR",
        "FCR",
        "ROCU_COORD",
        "NCA_LIAISON",
        "PARTNER_FR",
        "PARTNER_NONFR",
        "PANEL_MEMBER",
        "DPO_AUDITOR",
        "LPB_VIEWER",
        "ADMIN",
    }
