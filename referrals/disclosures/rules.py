"""What has to be said about something that left a case, once they took back their agreement."""

from referrals.enums import SettledBy

# Why it stays, or why nobody gets it back, is not said by the choice.
NEEDS_WORDS = frozenset({SettledBy.STAYS, SettledBy.CANNOT})
SAY_WHY = "Say why, and on what basis."
NOTHING_TO_SETTLE = "Nothing is to be settled about it now."


def reason_not_to_settle(*, is_to_settle: bool, settled_by: SettledBy, text: str) -> tuple[str, str] | None:
    """The box that has to change, if one has to, and why."""
    if not is_to_settle:
        return "", NOTHING_TO_SETTLE
    return ("text", SAY_WHY) if settled_by in NEEDS_WORDS and not text.strip() else None
