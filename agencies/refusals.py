"""A rule said no. The message is a sentence for the person who asked."""


class Refused(Exception):
    """Base of every refusal that a form may show. `box`: the name of the one it belongs to, if it belongs to one."""

    box: str | None = None


class NotAllowed(Refused):
    """This person may not do this."""


class Stale(Refused):
    """Somebody else saved first."""


class BoxRefused(Refused):
    """An empty name of a box: it belongs to the whole of the form."""

    def __init__(self, box: str, said: str) -> None:
        super().__init__(said)
        self.box = box or None
