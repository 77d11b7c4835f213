"""Who may do what. Whatever this table does not grant is refused, and no role means nothing at all."""

from collections.abc import Collection, Mapping

from agencies.actors import Actor
from agencies.enums import Permission, Relation, Role
from agencies.refusals import NotAllowed

Grants = Mapping[Relation, frozenset[Role]]

GRANTED: Mapping[Permission, Grants] = {
    Permission.SEE_COLLEAGUES: {Relation.OWN_AGENCY: frozenset({Role.ADMINISTRATOR})},
    Permission.MANAGE_COLLEAGUES: {Relation.OWN_AGENCY: frozenset({Role.ADMINISTRATOR})},
}


def relations_that_allow(actor: Actor, permission: Permission) -> frozenset[Relation]:
    """How the actor must stand to a thing for the permission to hold. Empty: never."""
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
