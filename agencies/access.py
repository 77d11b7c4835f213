"""Who may do what. Whatever this table does not grant is refused, and no role means nothing at all."""

from collections.abc import Collection, Mapping

from agencies import deciding
from agencies.actors import Actor
from agencies.enums import Permission, Relation, Role
from agencies.refusals import NotAllowed

Grants = Mapping[Relation, frozenset[Role]]

RECORDERS = frozenset(
    {Role.FIRST_RESPONDER, Role.SPOC, Role.CASE_MANAGER, Role.SUPERVISOR, Role.PARTNER_RESPONDER, Role.PARTNER}
)
FIRST_RESPONDERS = RECORDERS - {Role.PARTNER}
PARTNERS = frozenset({Role.PARTNER_RESPONDER, Role.PARTNER})
UNIT = frozenset({Role.SPOC, Role.CASE_MANAGER, Role.SUPERVISOR})
MANAGERS = frozenset({Role.CASE_MANAGER, Role.SUPERVISOR})
SUPERVISORS = frozenset({Role.SUPERVISOR})
# Whom a case can be shared with, in an agency that neither has it nor referred it.
RECEIVERS = PARTNERS | UNIT | {Role.REGIONAL, Role.NCA_LIAISON, Role.PANEL_MEMBER}
OVERSIGHT = frozenset({Role.CRIME_REGISTRAR})

GRANTED: Mapping[Permission, Grants] = {
    Permission.SEE_COLLEAGUES: {Relation.OWN_AGENCY: frozenset({Role.ADMINISTRATOR})},
    Permission.MANAGE_COLLEAGUES: {Relation.OWN_AGENCY: frozenset({Role.ADMINISTRATOR})},
    Permission.MANAGE_ROUTING: {Relation.OWN_AGENCY: frozenset({Role.ADMINISTRATOR})},
    Permission.MANAGE_DELIVERY: {Relation.OWN_AGENCY: frozenset({Role.ADMINISTRATOR})},
    Permission.START_REFERRAL: {Relation.OWN_AGENCY: RECORDERS},
    Permission.SEE_REFERRAL: {
        Relation.OWN_REFERRAL: RECORDERS,
        Relation.HANDED_TO_UNIT: RECORDERS,
        # A partner has no unit that looks after referrals, so whoever sits beside the author does.
        Relation.LEFT_IN_UNIT: PARTNERS,
        Relation.REFERRING_AGENCY: UNIT,
        Relation.OWNING_FORCE: UNIT | OVERSIGHT,
    },
    Permission.ANSWER_REFERRAL: {
        Relation.OWN_REFERRAL: RECORDERS,
        Relation.HANDED_TO_UNIT: RECORDERS,
        Relation.LEFT_IN_UNIT: PARTNERS,
        Relation.REFERRING_AGENCY: UNIT,
    },
    Permission.LODGE_REFERRAL: {Relation.OWN_REFERRAL: RECORDERS, Relation.HANDED_TO_UNIT: RECORDERS},
    Permission.HAND_OVER_DRAFT: {
        Relation.OWN_REFERRAL: RECORDERS,
        Relation.HANDED_TO_UNIT: RECORDERS,
        Relation.LEFT_IN_UNIT: PARTNERS,
        Relation.REFERRING_AGENCY: UNIT,
    },
    Permission.DISCARD_DRAFT: {
        Relation.OWN_REFERRAL: RECORDERS,
        Relation.HANDED_TO_UNIT: SUPERVISORS,
        Relation.REFERRING_AGENCY: SUPERVISORS,
    },
    Permission.ADD_TO_REFERRAL: {Relation.OWN_REFERRAL: RECORDERS, Relation.OWNING_FORCE: UNIT},
    Permission.MAKE_PAPERS: {Relation.OWN_REFERRAL: RECORDERS, Relation.OWNING_FORCE: UNIT},
    Permission.CHECK_NOTIFICATION: {Relation.OWNING_FORCE: UNIT},
    Permission.RECORD_SENDING: {Relation.OWN_REFERRAL: FIRST_RESPONDERS, Relation.OWNING_FORCE: UNIT},
    Permission.ADOPT_CONCERN: {Relation.OWNING_FORCE: UNIT},
    Permission.MEET_DEADLINE: {Relation.OWN_REFERRAL: RECORDERS, Relation.OWNING_FORCE: UNIT},
    Permission.SEE_QUEUE: {Relation.OWN_AGENCY: UNIT},
    Permission.SEE_CASEWORK: {Relation.OWNING_FORCE: UNIT | OVERSIGHT},
    Permission.WORK_CASE: {Relation.OWNING_FORCE: UNIT},
    Permission.TAKE_CASE: {Relation.OWNING_FORCE: UNIT},
    Permission.ASSIGN_CASE: {Relation.OWNING_FORCE: MANAGERS},
    Permission.RECORD_DECISION: {Relation.OWNING_FORCE: UNIT},
    Permission.RECORD_INBOUND: {Relation.OWN_AGENCY: UNIT},
    # The registrar reads and marks what was recorded as a crime, and nothing else.
    Permission.RECORD_CRIME: {Relation.OWNING_FORCE: UNIT | OVERSIGHT},
    Permission.SEE_CRIME_RECORDS: {Relation.OWN_AGENCY: SUPERVISORS | OVERSIGHT},
    Permission.SEE_LEAVE: {Relation.OWNING_FORCE: MANAGERS},
    Permission.ASK_REFERRER: {Relation.OWNING_FORCE: UNIT},
    Permission.ANSWER_QUESTION: {Relation.OWN_REFERRAL: RECORDERS, Relation.REFERRING_AGENCY: UNIT},
    Permission.APPROVE: {Relation.OWNING_FORCE: SUPERVISORS},
    Permission.BAR_PEOPLE: {Relation.OWNING_FORCE: SUPERVISORS},
    Permission.MANAGE_AGREEMENTS: {Relation.OWN_AGENCY: frozenset({Role.ADMINISTRATOR})},
    Permission.SHARE_CASE: {Relation.OWNING_FORCE: UNIT},
    Permission.OVERRIDE_CONSENT: {Relation.OWNING_FORCE: SUPERVISORS},
    Permission.SEE_SHARED: {Relation.OWN_AGENCY: RECEIVERS},
    # Whoever stands beside somebody at night, and would see no case but their own. The unit sees them all.
    Permission.OPEN_IN_EMERGENCY: {Relation.OWN_AGENCY: frozenset({Role.FIRST_RESPONDER})},
    Permission.REVIEW_EMERGENCY: {Relation.OWN_AGENCY: SUPERVISORS | {Role.AUDITOR}},
    Permission.CHANGE_CLOCK_RULES: {Relation.OWN_AGENCY: frozenset({Role.ADMINISTRATOR})},
    Permission.MANAGE_ROTA: {Relation.OWN_AGENCY: SUPERVISORS},
    # Whoever reads what everybody did opens no case.
    Permission.READ_LEDGER: {Relation.OWN_AGENCY: frozenset({Role.AUDITOR})},
    Permission.SEE_WHO_LOOKED: {Relation.OWNING_FORCE: SUPERVISORS},
}


def relations_that_allow(actor: Actor, permission: Permission) -> frozenset[Relation]:
    """How the actor must stand to a thing for the permission to hold. Empty: never."""
    deciding.note()
    grants = GRANTED.get(permission, {})
    return frozenset(relation for relation, roles in grants.items() if actor.has_any(roles))


def may(actor: Actor, permission: Permission, relations: Collection[Relation]) -> bool:
    return not relations_that_allow(actor, permission).isdisjoint(relations)


def may_at_all(actor: Actor, permission: Permission) -> bool:
    """Whether there could be anything the permission holds for: what menus ask."""
    return bool(relations_that_allow(actor, permission))


def require(actor: Actor, permission: Permission, relations: Collection[Relation]) -> None:
    """Raises NotAllowed."""
    if not may(actor, permission, relations):
        raise NotAllowed("Your role does not allow this. Ask your agency's administrator.")
