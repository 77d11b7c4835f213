"""A rule said no. The message is a sentence for the person who asked."""


class Refused(Exception):
    """Base of every refusal that a form may show."""


class NotAllowed(Refused):
    """This person may not do this."""


class Stale(Refused):
    """Somebody else saved first."""
