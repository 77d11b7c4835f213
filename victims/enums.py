from django.db.models import TextChoices


class Answer(TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_SURE = "not_sure", "Not sure"


class Gap(TextChoices):
    """Why there is no answer. As good as an answer, everywhere that asking could harm."""

    NOT_KNOWN = "not_known", "Not known"
    NOT_ASKED = "not_asked", "Not asked"
    DECLINED = "declined", "They would rather not say"


class AgeGroup(TextChoices):
    ADULT = "adult", "18 or over"
    CHILD = "child", "Under 18"
    UNSURE = "unsure", "Not sure"


class AgeStep(TextChoices):
    """What happened about an age in doubt. The track is added to, never rewritten."""

    DOUBTED = "doubted", "Age doubted"
    ASKED = "asked", "Council asked to assess"
    ASSESSED_ADULT = "assessed_adult", "Council assessed as an adult"
    ASSESSED_CHILD = "assessed_child", "Council assessed as a child"
    DISPUTED = "disputed", "The person disputes the assessment"
    SETTLED_ADULT = "settled_adult", "Settled otherwise: an adult"
    SETTLED_CHILD = "settled_child", "Settled otherwise: a child"


class NameOrder(TextChoices):
    GIVEN_FIRST = "given_first", "Given name, then family name"
    FAMILY_FIRST = "family_first", "Family name, then given name"
    SINGLE = "single", "One name only"


class Gender(TextChoices):
    FEMALE = "female", "Female"
    MALE = "male", "Male"
    NEITHER = "neither", "Neither male nor female"
    NOT_KNOWN = "not_known", "Not known"
    DECLINED = "declined", "They would rather not say"


class GenderPreference(TextChoices):
    NONE = "none", "No preference"
    FEMALE = "female", "A woman"
    MALE = "male", "A man"
    NOT_ASKED = "not_asked", "Not asked"


class DateSource(TextChoices):
    SAID = "said", "They said so"
    DOCUMENT = "document", "A document"
    RECORDS = "records", "Police or other records"
    ESTIMATED = "estimated", "Estimated"


class IdentifierKind(TextChoices):
    HOME_OFFICE = "home_office", "Home Office reference"
    NRM = "nrm", "Earlier NRM reference"
    PASSPORT = "passport", "Passport"
    IDENTITY_CARD = "identity_card", "Identity card"
    NATIONAL_INSURANCE = "national_insurance", "National Insurance number"
    PNC = "pnc", "PNC ID"
    NHS = "nhs", "NHS number"
    OTHER = "other", "Other"


class ConsentPurpose(TextChoices):
    """Each is asked, and recorded, by itself. None follows from another."""

    REFERRAL = "referral", "To be referred to the NRM"
    POLICE = "police", "To help the police or others look into it"
    NAME = "name", "To have their name on a notification"
    SHARING = "sharing", "To share with an agency"


class ConsentDecision(TextChoices):
    GIVEN = "given", "Yes"
    DECLINED = "declined", "No"
    WITHDRAWN = "withdrawn", "Withdrawn"
    WANTS_TIME = "wants_time", "They want time to think"
    NOT_ASKED = "not_asked", "Not asked yet"
    CANNOT_BE_ASKED = "cannot_be_asked", "They cannot be asked"
    CANNOT_BE_TRACED = "cannot_be_traced", "They cannot be found"
    LACKS_CAPACITY = "lacks_capacity", "They lack capacity to decide"


class Explained(TextChoices):
    WHAT_IT_IS = "what_it_is", "What the NRM is"
    SUPPORT = "support", "What support there is"
    OUTCOMES = "outcomes", "What could be decided, and what follows"
    WHO_DECIDES = "who_decides", "That the decision may fall to the Home Office's immigration enforcement authority"
    SHARING = "sharing", "That information may be shared with, or asked from, police and councils"
    HELP_IS_FREE = "help_is_free", "That support does not depend on helping the police"
    MAY_STOP = "may_stop", "That they can say no, or stop later"


class Manner(TextChoices):
    INTERPRETER = "interpreter", "Through an interpreter"
    DIRECTLY = "directly", "Directly, in a language they speak well"
    OTHER_HELP = "other_help", "With another kind of help"


class BestInterestsDecision(TextChoices):
    REFER = "refer", "Refer them"
    DO_NOT_REFER = "do_not_refer", "Do not refer them"


class Channel(TextChoices):
    CALL = "call", "Telephone call"
    TEXT = "text", "Text message"
    VOICEMAIL = "voicemail", "Voicemail or a message left"
    EMAIL = "email", "E-mail"
    POST = "post", "Letter"
    OTHER_NUMBER = "other_number", "Somebody else's telephone"


class Safe(TextChoices):
    """Unknown counts as no."""

    YES = "yes", "Safe"
    NO = "no", "Not safe"
    UNKNOWN = "unknown", "Not known"


class Recipient(TextChoices):
    PERSON = "person", "The person"
    SOMEONE_ELSE = "someone_else", "Somebody else, with their permission"


class Welfare(TextChoices):
    FOOD = "food", "Food"
    WATER = "water", "Water"
    REST = "rest", "Rest"
    CLOTHING = "clothing", "Warm clothing"
    MEDICAL = "medical", "Medical care"


class WelfareState(TextChoices):
    DONE = "done", "Done"
    ARRANGED = "arranged", "Somebody is seeing to it"
    NOT_NEEDED = "not_needed", "Not needed"
    DECLINED = "declined", "Offered, declined"


class NeedKind(TextChoices):
    SHELTER = "shelter", "Somewhere safe to stay"
    HEALTH = "health", "Health"
    MENTAL_HEALTH = "mental_health", "Mental health"
    PREGNANCY = "pregnancy", "Pregnancy"
    DISABILITY = "disability", "Disability"
    SUBSTANCES = "substances", "Drugs or alcohol"
    CHILDREN = "children", "Care of children"
    MONEY = "money", "Money for essentials"
    LEGAL = "legal", "Legal advice"
    TRANSPORT = "transport", "Transport"
    OTHER = "other", "Other"
