"""In which order a unit looks at its cases: danger first, then what is overdue, then risk, then time."""

from referrals.enums import RiskLevel

# The most pressing first. Not assessed comes before medium: nobody knows yet how bad it is.
BY_RISK = (RiskLevel.VERY_HIGH, RiskLevel.HIGH, RiskLevel.NOT_ASSESSED, RiskLevel.MEDIUM, RiskLevel.STANDARD)

# By how much a case comes later while no clock of it has run out.
LATER = 10


def pressing(*, is_in_danger: bool, is_overdue: bool, risk: RiskLevel) -> int:
    """Lowest first. Only for ordering: the number means nothing by itself, and is shown nowhere."""
    return (not is_in_danger) * 2 * LATER + (not is_overdue) * LATER + BY_RISK.index(risk)
