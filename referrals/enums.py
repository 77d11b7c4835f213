from django.db.models import TextChoices


class Status(TextChoices):
    """Where a referral stands. No status means "sent" before somebody has recorded the sending."""

    DRAFT = "DRAFT", "Not sent yet"
    INBOUND = "INBOUND", "Told to us by someone else"
    TRIAGE = "TRIAGE", "Being checked by us"
    SAFEGUARDING_HOLD = "SAFEGUARDING_HOLD", "Danger being dealt with"
    NFA_LOCAL = "NFA_LOCAL", "No signs found, closed here"
    CONSENT_PENDING = "CONSENT_PENDING", "Adult deciding whether to agree"
    DTN_SENT = "DTN_SENT", "Home Office notified, no referral"
    NRM_SUBMITTED = "NRM_SUBMITTED", "Sent to Home Office, no answer yet"
    RG_PENDING = "RG_PENDING", "Waiting for the first decision"
    RG_FIR = "RG_FIR", "Home Office asked a question (first decision)"
    RG_NEGATIVE = "RG_NEGATIVE", "First decision no"
    RG_POSITIVE = "RG_POSITIVE", "First decision yes: time to recover, final decision to come"
    CG_FIR = "CG_FIR", "Home Office asked a question (final decision)"
    CG_POSITIVE = "CG_POSITIVE", "Final decision yes"
    CG_NEGATIVE = "CG_NEGATIVE", "Final decision no"
    RECON_REQUESTED = "RECON_REQUESTED", "Asked to look again"
    DISQ_CONSIDERED = "DISQ_CONSIDERED", "Protection being questioned"
    DISQUALIFIED = "DISQUALIFIED", "Protection removed"
    SUSPENDED = "SUSPENDED", "Paused: cannot be reached"
    WITHDRAWN = "WITHDRAWN", "Adult withdrew"
    DECEASED = "DECEASED", "Person has died"
    CLOSED = "CLOSED", "Closed"
    DISCARDED = "DISCARDED", "Draft discarded by a supervisor"


class Step(TextChoices):
    """What moves a referral from one status to another, as the beginning of a sentence."""

    # Ours
    LODGE = "lodge", "Passing it to the unit"
    LODGE_WAITING = "lodge_waiting", "Passing it to the unit while the adult decides"
    LODGE_SENT = "lodge_sent", "Passing on a referral that has gone to the Home Office already"
    DISCARD = "discard", "Discarding the draft"
    SEND_REFERRAL = "send_referral", "Recording that the referral was sent"
    SEND_NOTIFICATION = "send_notification", "Recording that the notification was sent"
    WAIT = "wait", "Waiting until the adult has decided"
    DECIDE = "decide", "Going on after the adult decided"
    CHANGE_MIND = "change_mind", "Asking the person again after a notification"
    HOLD = "hold", "Dealing with the danger first"
    RELEASE = "release", "Going on after the danger was dealt with"
    FIND_NO_SIGNS = "find_no_signs", "Recording that no signs were found"
    TAKE_ON_INBOUND = "take_on_inbound", "Checking a case that somebody else told us of"
    REPLY = "reply", "Recording that the Home Office was answered"
    ASK_AGAIN = "ask_again", "Recording that the Home Office was asked to look again"
    WITHDRAW = "withdraw", "Recording that the adult withdraws"
    CLOSE = "close", "Closing the referral"
    REOPEN = "reopen", "Opening the referral again"
    DIED = "died", "Recording that the person has died"
    REVERSE = "reverse", "Putting a step right that was recorded by mistake"
    # What the Home Office did, as its letter says
    RETURN = "return", "Recording that the Home Office gave it back"
    RECEIVED = "received", "Recording that the Home Office has received it"
    ASK_BEFORE_FIRST = "ask_before_first", "Recording a question before the first decision"
    FIRST_YES = "first_yes", "Recording a first decision that says yes"
    FIRST_NO = "first_no", "Recording a first decision that says no"
    ASK_BEFORE_FINAL = "ask_before_final", "Recording a question before the final decision"
    FINAL_YES = "final_yes", "Recording a final decision that says yes"
    FINAL_NO = "final_no", "Recording a final decision that says no"
    UPHOLD = "uphold", "Recording that the decision stays as it was"
    QUESTION_PROTECTION = "question_protection", "Recording that the protection is questioned"
    KEEP_PROTECTION = "keep_protection", "Recording that the protection stays"
    DISQUALIFY = "disqualify", "Recording that the protection was removed"
    SUSPEND = "suspend", "Recording that the Home Office paused it"
    RESUME = "resume", "Recording that the Home Office goes on, with the first decision still to come"
    RESUME_AFTER_FIRST = "resume_after_first", "Recording that the Home Office goes on after its first decision"
    CONFIRM_ERROR = "confirm_error", "Recording that the Home Office closed a referral made in error"


class Mover(TextChoices):
    """Whose move a step is. Ours are made here; the others are recorded as they were told."""

    RECORDER = "recorder", "Anybody who may record a concern"
    FIRST_RESPONDER = "first_responder", "A first responder"
    UNIT = "unit", "The unit of the force"
    SUPERVISOR = "supervisor", "A supervisor, never the author"
    COMPETENT_AUTHORITY = "competent_authority", "The competent authority of the Home Office"
    PANEL = "panel", "A local child panel"
    PERSON = "person", "The person, or whoever speaks for them"


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
    """What runs on a case: what somebody is to do by then, what may not come before, or what happens on that day."""

    SEND = "SEND_TO_HO", "Send it to the Home Office"
    NOTIFY = "DTN_SEND", "Notify the Home Office"
    COMPLETE = "COMPLETE_URGENT", "Add what the urgent referral left out"
    COUNCIL = "CHILD_COUNCIL", "Refer the child to the council"
    GUARDIAN = "CHILD_GUARDIAN", "Refer the child to the guardian service"
    ADOPT = "ADOPT_CONCERN", "A first responder takes on this concern"
    CRIME_RECORD = "CRIME_RECORD", "Record the crime"
    SUPERVISOR_REVIEW = "SUPERVISOR_REVIEW", "A supervisor looks at it"
    FIRST_DECISION = "RG_TARGET", "First decision"
    PANEL_DECISION = "PILOT_RG", "First decision of the child panel"
    RECOVERY = "RECOVERY", "Time to recover"
    FINAL_NOT_BEFORE = "CG_EARLIEST", "Final decision"
    ASK_AGAIN = "RECONSIDER", "Last day to ask them to look again"
    QUESTION = "FIR_DUE", "Answer the Home Office"
    TURNS_18 = "TURNS_18", "Turns 18: needs their own consent"
    SUPPORT_ENDS = "SUPPORT_EXIT_NEG", "Support ends after a no"
    MOVE_ON = "MOVE_ON_POS", "Support goes on at least until"
    REPRESENTATIONS = "DISQ_REPS", "Answer the notice on protection"
    PLACE_OF_SAFETY = "PLACE_OF_SAFETY", "Place of safety before the referral ends"
    LEAVE_ASK_AGAIN = "LEAVE_RECON", "Last day to ask again about leave"
    ORDER_NOTIFY = "STPO_NOTIFY", "Name and address under a prevention order"
    RISK_ORDER_NOTIFY = "STRO_NOTIFY", "Name and address under a risk order"


class ClockUnit(TextChoices):
    HOURS = "hours", "Hours"
    WORKING_DAYS = "working_days", "Working days"
    DAYS = "days", "Days"
    YEARS = "years", "Years"


class ClockChange(TextChoices):
    """What somebody does with a clock that runs."""

    PAUSE = "pause", "Let it stand still"
    RESUME = "resume", "Let it go on"
    EXTEND = "extend", "Give it a later day"
    END = "end", "It is over"


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


# Casework


class RiskLevel(TextChoices):
    VERY_HIGH = "very_high", "Very high"
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    STANDARD = "standard", "Standard"
    NOT_ASSESSED = "not_assessed", "Not assessed"


class NoteKind(TextChoices):
    CONTACT = "contact", "Contact with the person"
    INVESTIGATION = "investigation", "Investigation"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    DISCUSSION = "discussion", "Discussion with another agency"
    SUPERVISION = "supervision", "Supervision"
    OTHER = "other", "Something else"


class FlagKind(TextChoices):
    """What everybody who opens the case has to know first."""

    NO_SAFE_PHONE = "no_safe_phone", "No safe phone"
    SUSPECT_KNOWS_ADDRESS = "suspect_knows_address", "Suspect knows address"
    SAFE_HOURS_ONLY = "safe_hours_only", "Safe hours only"
    COUNTY_LINES = "county_lines", "County lines"
    MISSING = "missing", "Missing"
    CONFLICT = "conflict", "Conflict of interest"
    OTHER = "other", "Something else"


class Track(TextChoices):
    """What runs beside the referral, and does not end with it."""

    CRIME = "crime", "Crime"
    INVESTIGATION = "investigation", "Investigation"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    SUPPORT = "support", "Support"
    LEAVE = "leave", "Leave to stay"
    NATIONAL_SECURITY = "national_security", "National security"


class TrackState(TextChoices):
    """Each track has its own of these: referrals/rules/tracks.py."""

    NOT_STARTED = "not_started", "Nothing recorded yet"
    OPEN = "open", "Open"
    ENDED = "ended", "Ended"
    # Crime
    CRIME_RECORDED = "crime_recorded", "Crime recorded"
    NOT_A_CRIME = "not_a_crime", "Recorded as no crime, with a reason"
    PASSED_ON = "passed_on", "Passed to the force where it happened"
    # Support
    DECLINED = "declined", "They do not want support"
    EMERGENCY = "emergency", "Emergency support before a decision"
    IN_SUPPORT = "in_support", "In the adult support service"
    REACH_IN = "reach_in", "Lighter support after a final yes"
    LOCAL_AUTHORITY = "local_authority", "Looked after by the council"
    # Leave
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    UNDER_CONSIDERATION = "under_consideration", "Under consideration"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    # National security
    RESTRICTED = "restricted", "Restricted"
    NOT_RESTRICTED = "not_restricted", "Not restricted"


class CrimeMark(TextChoices):
    """What the force crime registrar found of a record."""

    RIGHT = "right", "Recorded as it should be"
    WRONG = "wrong", "To be put right"


class CrimeCheck(TextChoices):
    """How far a case is with recording what was reported: on record or not, and looked at by the crime registrar."""

    WAITING = "waiting", "Nothing recorded yet"
    UNCHECKED = "unchecked", "Recorded, not checked yet"
    WRONG = "wrong", "To be put right"
    RIGHT = "right", "Checked"


class SharePurpose(TextChoices):
    SAFE_PLACE = "safe_place", "A safe place to live"
    CARE = "care", "Care and support"
    CHILD = "child", "Protecting a child"
    INVESTIGATION = "investigation", "Investigating a crime"


class LawfulBasis(TextChoices):
    """On what a share rests. When each may be chosen, and its source: referrals/sharing/rules.py."""

    CONSENT = "consent", "Their consent, under the agreement"
    LIFE = "life", "To protect somebody’s life"
    ADULT_AT_RISK = "adult_at_risk", "Safeguarding an adult at risk: Care Act 2014 ss.42 to 45"
    CHILD_PROTECTION = "child_protection", "Protecting a child: Children Act 1989 s.47, Children Act 2004 ss.10 and 11"
    CRIME_AND_DISORDER = "crime_and_disorder", "Preventing crime and disorder: Crime and Disorder Act 1998 s.115"
    NATIONAL_CRIME_AGENCY = "national_crime_agency", "For the National Crime Agency: Crime and Courts Act 2013 s.7"
    LAW_ENFORCEMENT = "law_enforcement", "Law enforcement: Data Protection Act 2018 s.35"
    COURT_ORDER = "court_order", "Ordered by a court"


class ShareState(TextChoices):
    NEW = "new", "Not opened yet"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    STOPPED = "stopped", "Stopped"
    TAKEN_BACK = "taken_back", "Over: they took their agreement back"
    ENDED = "ended", "Ended"


class SettledBy(TextChoices):
    """What was done about something that left a case, once they took back their agreement."""

    STOPPED = "stopped", "They cannot see it any more"
    ASKED = "asked", "They were asked to give it back or destroy it"
    DESTROYED = "destroyed", "It was given back, or destroyed"
    STAYS = "stays", "It stays there, on another lawful basis"
    CANNOT = "cannot", "It cannot be got back"


class ReplyKind(TextChoices):
    PLACE = "place", "Yes, we can offer a place"
    OTHER_WAY = "other_way", "Yes, in another way"
    QUESTION = "question", "We need to know more first"
    NO_ROOM = "no_room", "No, because there is no room"
    TOO_CLOSE = "too_close", "No, because it is too close to the risk"
    UNMET_NEED = "unmet_need", "No, because we cannot meet a need"
    NO = "no", "No, for another reason"
    UPDATE = "update", "Something to add"


class WishKind(TextChoices):
    LONGER = "longer", "For longer"
    MORE = "more", "Other parts of it"
    AGAIN = "again", "To see it again"
    ACCESS = "access", "To see a case"


class WishAnswer(TextChoices):
    SHARED = "shared", "It was shared"
    REFUSED = "refused", "It was refused"


class RetentionGroup(TextChoices):
    """Of the College of Policing's guidance on reviewing records, as we know it: not verified."""

    PUBLIC_PROTECTION = "1", "Group 1: certain public protection matters"
    SERIOUS = "2", "Group 2: other sexual, violent or serious offences"
    OTHER_OFFENCES = "3", "Group 3: all other offences"
    OTHER_RECORDS = "4", "Group 4: other records"


class ErasureBasis(TextChoices):
    REVIEWED = "reviewed", "It was reviewed, and nothing needs it any more"
    RIGHT = "right", "The person has a right to it: Data Protection Act 2018 section 47"
    MISTAKE = "mistake", "It should never have been recorded"


class DecidingBody(TextChoices):
    SCA = "sca", "Single Competent Authority"
    IECA = "ieca", "Immigration Enforcement Competent Authority"
    PANEL = "panel", "A local child panel"


class ConsideredMatter(TextChoices):
    """What somebody is to have thought of. Which orders there are changes by law: referrals/rules/matters.py."""

    SECTION_45 = "section_45", "Defence of section 45"
    PREVENTION_ORDER = "prevention_order", "Slavery and trafficking prevention order"
    RISK_ORDER = "risk_order", "Slavery and trafficking risk order"
    CHILD_CRIMINAL_ORDER = "child_criminal_order", "Child criminal exploitation prevention order"
    INTELLIGENCE = "intelligence", "Intelligence report"
    INTERPRETER = "interpreter", "Interpreter"
    MEDICAL = "medical", "Medical examination or care"
    SPECIAL_MEASURES = "special_measures", "Special measures in court"


class ConsideredOutcome(TextChoices):
    DONE = "done", "Considered, and done"
    NOT_NEEDED = "not_needed", "Considered, and not needed"
    LATER = "later", "Considered, to come back to"


class ApprovalKind(TextChoices):
    NO_SIGNS = "no_signs", "Recording that no signs were found"
    CLOSE = "close", "Closing the referral"


class ApprovalState(TextChoices):
    ASKED = "asked", "Waiting for a supervisor"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    TAKEN_BACK = "taken_back", "Taken back"


class ReviewOutcome(TextChoices):
    """What an auditor found of access that a rule had listed."""

    IN_ORDER = "in_order", "In order"
    FOLLOW_UP = "follow_up", "To be followed up"
