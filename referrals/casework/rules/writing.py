"""What may be written of a case by those who work on it, and if not, why. What was written stays readable."""

from collections.abc import Collection

from referrals.enums import FlagKind

SAY_SOMETHING = "Write what happened, or what they said."
NOTHING_CHANGED = "Nothing is different from what is saved."
CHANGED_MEANWHILE = "Somebody else changed this while you wrote. Nothing is lost: both versions are below."
DONE_ALREADY = "This is done already. Make a new task if something is left to do."
CANNOT_WORK_ON_IT = "They cannot work on this case. Choose somebody from the list."
RAISED_ALREADY = "This flag is raised already. Remove it first if its reason changed."
SAY_WHY = "Say why."
REMOVED_ALREADY = "Somebody removed this flag meanwhile."


def reason_not_to_note(text: str, their_words: str) -> str | None:
    return None if text.strip() or their_words.strip() else SAY_SOMETHING


def reason_not_to_change_task(*, is_done: bool) -> str | None:
    return DONE_ALREADY if is_done else None


def reason_not_to_own(owner: int | None, who_may: Collection[int]) -> str | None:
    return None if owner is None or owner in who_may else CANNOT_WORK_ON_IT


def reason_not_to_raise(kind: FlagKind, raised: Collection[str], reason: str) -> str | None:
    """Something else may be said more than once: its reason tells which."""
    if not reason.strip():
        return SAY_WHY
    return RAISED_ALREADY if kind != FlagKind.OTHER and kind in raised else None


def reason_not_to_remove(*, is_removed: bool, reason: str) -> str | None:
    if is_removed:
        return REMOVED_ALREADY
    return None if reason.strip() else SAY_WHY
