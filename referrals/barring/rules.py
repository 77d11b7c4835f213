"""When somebody may be kept from a case, and when that may end."""

SAY_WHY = "Say why."
NO_SUCH = "Choose somebody, or a unit, of the force that has the case or of the agency that referred."
BARRED_ALREADY = "They are kept from it already."
NOBODY_LEFT = "Then no supervisor of the force could open the case, and nobody could lift this again."
LIFTED_ALREADY = "Somebody lifted this meanwhile."


def reason_not_to_bar(*, is_barred: bool, leaves_a_supervisor: bool, reason: str) -> str | None:
    if not reason.strip():
        return SAY_WHY
    if is_barred:
        return BARRED_ALREADY
    return None if leaves_a_supervisor else NOBODY_LEFT


def reason_not_to_lift(*, is_lifted: bool, reason: str) -> str | None:
    if is_lifted:
        return LIFTED_ALREADY
    return None if reason.strip() else SAY_WHY
