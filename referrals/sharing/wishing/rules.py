"""What an agency may ask for about a case, and when it is answered. Asking gives nothing."""

from referrals.enums import ShareState, WishKind

# What goes with a share in each state. One that nobody has answered yet is accepted or declined first.
KINDS: dict[ShareState, tuple[WishKind, ...]] = {
    ShareState.NEW: (),
    ShareState.ACCEPTED: (WishKind.LONGER, WishKind.MORE),
    ShareState.DECLINED: (WishKind.AGAIN,),
    ShareState.ENDED: (WishKind.AGAIN,),
    ShareState.STOPPED: (WishKind.AGAIN,),
    ShareState.TAKEN_BACK: (WishKind.AGAIN,),
}
NOT_THIS = "That cannot be asked about this share now. Choose again."
SAY_WHAT_FOR = "Say what you need, and what for."
ASKED_ALREADY = "Your agency has asked already. You are told when it is answered."
ANSWERED_ALREADY = "It is answered already."
SAY_WHY = "Say why. They read it."
NOT_A_REFERENCE = "Type the reference as it is written: for example, MS-26-4F7K2QX."
CHOOSE_FORCE = "Choose a force with which your agency has a sharing agreement."


def reason_not_to_ask(kind: WishKind, state: ShareState, text: str, *, is_waiting: bool) -> tuple[str, str] | None:
    """The field that has to change, and why. `is_waiting`: their agency asked before, and has no answer yet."""
    if is_waiting:
        return "", ASKED_ALREADY
    if kind not in KINDS[state]:
        return "kind", NOT_THIS
    return None if text.strip() else ("text", SAY_WHAT_FOR)
