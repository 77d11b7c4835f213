"""How the way of a message ends, other than by arriving: each has a name, and an administrator sees it."""

from notifications.enums import Sending


class Ended(Exception):
    """Nothing is gained by trying again. `detail` names an error, never an address."""

    outcome: Sending
    is_failure = True

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class NotAllowed(Ended):
    outcome, is_failure = Sending.NOT_ALLOWED, False


class NoAddress(Ended):
    outcome, is_failure = Sending.NO_ADDRESS, False


class NotOnList(Ended):
    outcome, is_failure = Sending.HELD_BACK, False


class AddressRefused(Ended):
    outcome = Sending.ADDRESS_REFUSED


class TextBroken(Ended):
    """The wording of a kind of message asks for what is not there, or is not there itself."""

    outcome = Sending.TEXT_BROKEN
