"""An agency gives only the roles that make sense for it, and never loses its last administrator."""

from collections.abc import Collection, Mapping

from agencies.enums import AgencyKind, Role

_POLICE = frozenset(
    {
        Role.FIRST_RESPONDER,
        Role.SPOC,
        Role.CASE_MANAGER,
        Role.SUPERVISOR,
        Role.CRIME_REGISTRAR,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
_PARTNER = frozenset({Role.PANEL_MEMBER, Role.ADMINISTRATOR})

GIVEN_BY: Mapping[AgencyKind, frozenset[Role]] = {
    AgencyKind.POLICE: _POLICE,
    AgencyKind.REGIONAL: frozenset({Role.FIRST_RESPONDER, Role.REGIONAL, Role.ADMINISTRATOR}),
    AgencyKind.NATIONAL: frozenset({Role.FIRST_RESPONDER, Role.NCA_LIAISON, Role.ADMINISTRATOR}),
    AgencyKind.IMMIGRATION: frozenset({Role.ADMINISTRATOR}),
    AgencyKind.GOVERNMENT: _PARTNER,
    AgencyKind.COUNCIL: _PARTNER,
    AgencyKind.HEALTH: _PARTNER,
    AgencyKind.CHARITY: _PARTNER,
    AgencyKind.POLICING_BODY: frozenset({Role.POLICING_BODY, Role.ADMINISTRATOR}),
}
REFERS_FOR_ITSELF = frozenset({AgencyKind.POLICE, AgencyKind.REGIONAL, AgencyKind.NATIONAL, AgencyKind.POLICING_BODY})


def roles_given_by(kind: AgencyKind, *, is_first_responder: bool) -> list[Role]:
    """In the order the screens show them. A partner's people refer, or raise concerns, by what their agency is."""
    given = set(GIVEN_BY[kind])
    if kind not in REFERS_FOR_ITSELF:
        given.add(Role.PARTNER_RESPONDER if is_first_responder else Role.PARTNER)
    return [role for role in Role if role in given]


def reason_not_to_give(roles: Collection[Role], given: Collection[Role]) -> str | None:
    refused = [role.label for role in Role if role in roles and role not in given]
    if refused:
        return f"Your agency cannot give this role: {', '.join(refused)}."
    return None


def reason_not_to_lose(*, is_administrator: bool, others: int) -> str | None:
    """`others` counts the agency's other administrators who can sign in today."""
    if is_administrator and others == 0:
        return "This is the agency's last administrator. Make somebody else an administrator first."
    return None
