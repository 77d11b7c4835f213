from django.db.models import TextChoices


class Status(TextChoices):
    """Where a referral stands. No status means "sent" before somebody has recorded the sending."""

    DRAFT = "DRAFT", "Not sent yet"
    TRIAGE = "TRIAGE", "Being checked by us"
    CONSENT_PENDING = "CONSENT_PENDING", "Adult deciding whether to agree"
    NRM_SUBMITTED = "NRM_SUBMITTED", "Sent to Home Office, no answer yet"
    DTN_SENT = "DTN_SENT", "Home Office notified, no referral"
    WITHDRAWN = "WITHDRAWN", "Adult withdrew"
    DISCARDED = "DISCARDED", "Draft discarded by a supervisor"


class Step(TextChoices):
    """What moves a referral from one status to another, as the beginning of a sentence."""

    LODGE = "lodge", "Passing it to the unit"
    LODGE_WAITING = "lodge_waiting", "Passing it to the unit while the adult decides"
    DISCARD = "discard", "Discarding the draft"
    SEND_REFERRAL = "send_referral", "Recording that the referral was sent"
    SEND_NOTIFICATION = "send_notification", "Recording that the notification was sent"
    WAIT = "wait", "Waiting until the adult has decided"
    DECIDE = "decide", "Going on after the adult decided"
    CHANGE_MIND = "change_mind", "Asking the person again after a notification"
    RETURN = "return", "Recording that the Home Office gave it back"
    WITHDRAW = "withdraw", "Recording that the adult withdraws"


class Route(TextChoices):
    """How this person's case goes to the Home Office, if it does."""

    CHILD = "child", "Child referral"
    ADULT = "adult", "Adult referral"
    BEST_INTERESTS = "best_interests", "Adult referral in their best interests"
    NOTIFY_NAMED = "notify_named", "Notification with their name"
    NOTIFY_ANONYMOUS = "notify_anonymous", "Notification without their name"
    ADVICE_ONLY = "advice_only", "Advice, no notification"
    WAIT = "wait", "They want time to think"
    UNKNOWN = "unknown", "Not known yet"

    @property
    def is_referral(self) -> bool:
        return self in {Route.CHILD, Route.ADULT, Route.BEST_INTERESTS}

    @property
    def is_notification(self) -> bool:
        return self in {Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS}


class SectionStatus(TextChoices):
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    CANNOT_KNOW = "cannot_know", "Cannot know yet"
    OPTIONAL = "optional", "Optional"


class Danger(TextChoices):
    STILL_IN_IT = "still_in_it", "Yes, still in the situation"
    AT_RISK = "at_risk", "Out of it, but at risk"
    SAFE_NOW = "safe_now", "No, safe for now"
    NOT_SURE = "not_sure", "Not sure"


class LastContact(TextChoices):
    WEEK = "week", "Within the last week"
    MONTH = "month", "Within the last month"
    THREE_MONTHS = "three_months", "Within the last 3 months"
    SIX_MONTHS = "six_months", "Within the last 6 months"
    YEAR = "year", "6 to 12 months ago"
    LONGER = "longer", "Over a year ago"
    NOT_SURE = "not_sure", "Not sure"


class Exploitation(TextChoices):
    FORCED_WORK = "LAB_FORCED_WORK", "Made to work for nothing, or nearly nothing"
    WAGES_TAKEN = "LAB_WAGES_TAKEN", "Wages taken by force, or by control of their account"
    FRAUD = "LAB_FRAUD", "Made to commit fraud, such as identity or benefit fraud"
    PROSTITUTION = "SEX_PROSTITUTION", "Made to sell sex"
    CHILD_SEXUAL = "SEX_CHILD", "Child sexual exploitation"
    HELD = "SEX_HELD", "Taken, held and sexually assaulted"
    FORCED_CRIME = "CRIM_FORCED", "Made to commit crime, such as cannabis, drug supply or begging"
    ORGANS = "CRIM_ORGANS", "Removal of organs"
    SERVITUDE = "DOM_SERVITUDE", "Unpaid or badly paid household work"
    OTHER = "OTHER", "Something else"


class PlaceRole(TextChoices):
    EXPLOITED = "exploited", "Where they were exploited"
    RECRUITED = "recruited", "Where it began"
    TRANSIT = "transit", "On the way"
    LIVED = "lived", "Where they were kept or lived"
    FOUND = "found", "Where they were found"


class KnownBy(TextChoices):
    """What was seen and what was said must not blur."""

    SEEN = "seen", "I saw it"
    TOLD = "told", "They told me"
    OTHERS = "others", "Someone else said"


class SafeguardingKind(TextChoices):
    COUNCIL_CHILDREN = "council_children", "Council, children's services"
    GUARDIAN = "guardian", "Independent child trafficking guardian"
    COUNCIL_ADULTS = "council_adults", "Council, adult social care"
    HOUSING = "housing", "Housing"
    SUPPORT = "support", "Adult support service (The Salvation Army)"
    HEALTH = "health", "Health service"
    POLICE = "police", "Police safeguarding"
    LAWYER = "lawyer", "Lawyer or adviser"
    OTHER = "other", "Somebody else"


class SafeguardingState(TextChoices):
    DONE = "done", "Done"
    UNDER_WAY = "under_way", "Under way"
    UNAVAILABLE = "unavailable", "Not available here"


class Consideration(TextChoices):
    """Of the defence in Modern Slavery Act 2015 s.45."""

    CONSIDERED = "considered", "Yes, considered"
    NOT_YET = "not_yet", "Not yet"
    NOT_SUSPECTED = "not_suspected", "They are not suspected of an offence"


class DeadlineKind(TextChoices):
    SEND = "SEND_TO_HO", "Send it to the Home Office"
    COMPLETE = "COMPLETE_URGENT", "Add what the urgent referral left out"
    COUNCIL = "CHILD_COUNCIL", "Refer the child to the council"
    GUARDIAN = "CHILD_GUARDIAN", "Refer the child to the guardian service"
    ADOPT = "ADOPT_CONCERN", "A first responder takes on this concern"


class FileState(TextChoices):
    WAITING = "waiting", "Waiting to be checked for viruses"
    CLEAN = "clean", "Checked, no virus found"
    INFECTED = "infected", "Infected: nobody can open it"
    NOT_SCANNED = "not_scanned", "Not scanned: practice only"


class ScanTrouble(TextChoices):
    """Why a file still waits for the scanner."""

    UNREACHABLE = "unreachable", "The virus scanner does not answer. It is asked again by itself"
    TOO_LARGE = "too_large", "It is too large for the virus scanner, or packed too deeply. Tell your administrator"
    MISSING = "missing", "The file is not where it was kept. Tell your administrator"
    CHANGED = "changed", "What is kept is not what arrived. Tell your administrator, and add the file again"


class SupplementKind(TextChoices):
    ADDITION = "addition", "Something to add"
    CORRECTION = "correction", "A correction"
    ERROR = "error", "Notify the Home Office of an error"
    WITHDRAWAL = "withdrawal", "The adult withdraws from the NRM"
