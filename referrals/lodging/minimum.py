"""What an urgent referral needs at the least: whether they are in danger, and one thing that tells where to look."""

from dataclasses import dataclass

SAY_DANGER = "Say whether they are in danger now."
SAY_ONE = "Give at least one of these: their name or how to recognise them, where they are now, or why you are worried."


@dataclass(frozen=True)
class Known:
    danger: bool
    who: bool
    where: bool
    why: bool


def reason_not_urgent(known: Known) -> str | None:
    if not known.danger:
        return SAY_DANGER
    return None if known.who or known.where or known.why else SAY_ONE
