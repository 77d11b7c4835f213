"""On what basis an organisation passes a case to the police: said before it does.

Passing on is something the organisation may do, seldom something it must. Consent to be referred is no consent to
share, so only a recorded yes to sharing with that force counts. None of these is confirmed by the force's lawyers yet.
"""

from dataclasses import dataclass

from agencies.enums import AgencyKind
from victims.enums import AgeGroup

TO_POLICE = (
    "{force} receives it and keeps it under Part 3 of the Data Protection Act 2018, for law enforcement. "
    "From then on the force answers for it; you see what becomes of it, and can add to it."
)
CHILDREN = "Children Acts 1989 and 2004: to safeguard a child, or somebody who may be one."
CARE = "Care Act 2014: to protect an adult with needs for care and support."
CRIME_AND_DISORDER = (
    "Crime and Disorder Act 1998 section 115: you may tell the police what is needed against crime. "
    "It does not oblige you."
)
CONSENT = "They said yes to sharing this with {force}. It is recorded."
OWN_DECISION = (
    "Your organisation decides on what basis it passes this on, under the UK GDPR. "
    "No consent to share it with {force} is recorded, and consent to be referred is not that."
)
PUBLIC = {AgencyKind.COUNCIL, AgencyKind.HEALTH, AgencyKind.GOVERNMENT, AgencyKind.IMMIGRATION}
LAW_ENFORCEMENT = {AgencyKind.POLICE, AgencyKind.REGIONAL, AgencyKind.NATIONAL}
SAFEGUARDS = {AgencyKind.COUNCIL, AgencyKind.HEALTH}


@dataclass(frozen=True)
class Basis:
    """What the force does with it, and what allows passing it on."""

    received: str
    allowed_by: tuple[str, ...]


def basis_for(kind: AgencyKind, age: AgeGroup | None, *, force: str, agreed_to_share: bool) -> Basis:
    found = [CONSENT] if agreed_to_share else []
    if kind in SAFEGUARDS:
        found.append(CARE if age == AgeGroup.ADULT else CHILDREN)
    if kind in PUBLIC | LAW_ENFORCEMENT:
        found.append(CRIME_AND_DISORDER)
    return Basis(TO_POLICE.format(force=force), tuple(each.format(force=force) for each in found or [OWN_DECISION]))
