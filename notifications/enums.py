from django.db.models import TextChoices


class NoticeKind(TextChoices):
    """What happened, in the words that every message and list uses. They tell of no person."""

    LODGED = "lodged", "A referral has arrived"
    LODGED_URGENT = "lodged_urgent", "An urgent referral has arrived"
    HANDED_OVER = "handed_over", "A draft or a case was handed to you"
    DRAFT_NEEDS_SOMEBODY = "draft_needs_somebody", "A draft has been left for a day"
    DRAFT_EXPIRES = "draft_expires", "An empty draft will be deleted"
    DEADLINE_NEAR = "deadline_near", "A time limit is near"
    DEADLINE_PASSED = "deadline_passed", "A time limit has passed"
    CLOCK_BREACHED = "clock_breached", "A time limit of law or national rules was missed"
    ADDED_TO = "added_to", "Something was added to a referral"
    FILE_INFECTED = "file_infected", "A file was found to be infected"
    SECOND_CHECK = "second_check", "A notification waits for a second person"
    DECIDED = "decided", "What the Home Office decided was recorded"
    SECOND_READER = "second_reader", "A recorded decision waits for a second reader"
    FOUND_WRONG = "found_wrong", "A recorded decision does not say what its letter says"
    APPROVAL_ASKED = "approval_asked", "Something waits for a supervisor"
    APPROVAL_ANSWERED = "approval_answered", "A supervisor has answered"
    QUESTION_ASKED = "question_asked", "There is a question about a referral"
    QUESTION_ANSWERED = "question_answered", "A question about a referral was answered"
    SHARED = "shared", "Parts of a case are shared"
    SHARE_STOPPED = "share_stopped", "What was shared of a case was stopped"
    SHARE_CORRECTED = "share_corrected", "Something that was shared was corrected"
    SHARE_ANSWERED = "share_answered", "An agency has answered about a shared case"
    SHARE_WISH_ANSWERED = "share_wish_answered", "What an agency asked for was answered"
    OPENED_IN_EMERGENCY = "opened_in_emergency", "A case was opened in an emergency"
    EMERGENCY_TO_REVIEW = "emergency_to_review", "An opening in an emergency waits for a review"
    SCHEDULE_OVERDUE = "schedule_overdue", "A scheduled task of this service is overdue"
    NOT_DELIVERED = "not_delivered", "A notice could not be delivered"


class How(TextChoices):
    """How somebody wants to be told of one kind of notice. It is always in the application as well."""

    AT_ONCE = "at_once", "At once, by e-mail"
    DAILY = "daily", "Once a day, in one e-mail"
    IN_APPLICATION = "in_application", "In this service only"


class Channel(TextChoices):
    EMAIL = "email", "E-mail"
    TEXT = "text", "Text message"


class Rung(TextChoices):
    """Who is told at a step of the ladder."""

    PEOPLE = "people", "The people it was for"
    UNIT = "unit", "The unit"
    SUPERVISOR = "supervisor", "The unit's duty supervisor"
    ALL_SUPERVISORS = "all_supervisors", "Every supervisor of the agency"


class Delivery(TextChoices):
    """What became of a notice."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    # Named outcomes that an administrator sees. The notice is kept, and somebody else was told.
    NO_MEMBERS = "no_members", "The unit has nobody in it: a supervisor was told instead"
    NOBODY_MAY_SEE = "nobody_may_see", "Nobody there may see the case: a supervisor was told instead"
    NOBODY_AT_ALL = "nobody_at_all", "Nobody who may see the case could be told"
    NOT_NEEDED = "not_needed", "What it was about is no longer there"
    FAILED = "failed", "Given up after more than a day"
    CANCELLED = "cancelled", "Cancelled by an administrator"


class Sending(TextChoices):
    """What became of an e-mail or a text message."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    RECEIVED = "received", "Received"
    NO_ADDRESS = "no_address", "There is no address"
    ADDRESS_REFUSED = "address_refused", "The address was refused"
    HELD_BACK = "held_back", "Held back: this installation may not write to that address"
    NOT_ALLOWED = "not_allowed", "Not sent: the reader may not see the case any more"
    TEXT_BROKEN = "text_broken", "The wording of this kind of message is broken"
    FAILED = "failed", "Given up after more than a day"
    CANCELLED = "cancelled", "Cancelled by an administrator"


# Somebody has to do something about these. Whoever cancelled one has.
NOT_DELIVERED = (Delivery.FAILED, Delivery.NO_MEMBERS, Delivery.NOBODY_MAY_SEE, Delivery.NOBODY_AT_ALL)
NOT_SENT = (
    Sending.FAILED,
    Sending.ADDRESS_REFUSED,
    Sending.TEXT_BROKEN,
    Sending.NO_ADDRESS,
    Sending.HELD_BACK,
)


# What the routing table may ask of a case. The rooms above say what of theirs is meant: referrals/telling.py.


class ExploitationGroup(TextChoices):
    LABOUR = "labour", "Labour"
    SEXUAL = "sexual", "Sexual"
    CRIMINAL = "criminal", "Made to commit crime"
    DOMESTIC = "domestic", "Household work"
    ORGANS = "organs", "Removal of organs"
    OTHER = "other", "Something else"
    NOT_KNOWN = "not_known", "Not known"


class Age(TextChoices):
    ADULT = "adult", "18 or over"
    CHILD = "child", "Under 18"
    UNSURE = "unsure", "Not sure"
    NOT_KNOWN = "not_known", "Not known"


class Risk(TextChoices):
    STILL_IN_IT = "still_in_it", "Still in the situation"
    AT_RISK = "at_risk", "Out of it, but at risk"
    SAFE_NOW = "safe_now", "Safe for now"
    NOT_SURE = "not_sure", "Not sure, or not answered"
