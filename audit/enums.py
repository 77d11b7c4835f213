from django.db.models import TextChoices


class Operation(TextChoices):
    """What was done. The first six are those that the Data Protection Act 2018 s.62 requires to be logged."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    SECURITY = "security", "Sign-in and security"


class Outcome(TextChoices):
    ALLOWED = "allowed"
    REFUSED = "refused"
