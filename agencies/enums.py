from django.db.models import TextChoices


class AgencyKind(TextChoices):
    POLICE = "police", "Police force"
    REGIONAL = "regional", "Regional organised crime unit"
    NATIONAL = "national", "National law enforcement"
    IMMIGRATION = "immigration", "Immigration enforcement"
    GOVERNMENT = "government", "Government body"
    COUNCIL = "council", "Local authority"
    HEALTH = "health", "Health service"
    CHARITY = "charity", "Charity"
    POLICING_BODY = "policing_body", "Local policing body"


class Nation(TextChoices):
    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"
    UNITED_KINGDOM = "uk", "All of the United Kingdom"


class UnitKind(TextChoices):
    MODERN_SLAVERY = "modern_slavery", "Modern slavery unit"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    CONTROL_ROOM = "control_room", "Control room"
    CRIME_RECORDING = "crime_recording", "Crime recording"
    RESPONSE = "response", "Response and local policing"
    CHILDREN = "children", "Children's services"
    ADULTS = "adults", "Adult social care"
    HOUSING = "housing", "Housing and community safety"
    SUPPORT = "support", "Support service"
    OVERSIGHT = "oversight", "Oversight"


class Role(TextChoices):
    FIRST_RESPONDER = "FR_OFFICER", "First responder officer"
    SPOC = "MSHT_SPOC", "Modern slavery single point of contact"
    CASE_MANAGER = "MSHT_UNIT", "Case manager, modern slavery unit"
    SUPERVISOR = "SUPERVISOR", "Supervisor"
    CRIME_REGISTRAR = "FCR", "Force crime registrar"
    REGIONAL = "ROCU_COORD", "Regional coordinator"
    NCA_LIAISON = "NCA_LIAISON", "National Crime Agency liaison"
    PARTNER_RESPONDER = "PARTNER_FR", "Partner who is a first responder"
    PARTNER = "PARTNER_NONFR", "Partner who is not a first responder"
    PANEL_MEMBER = "PANEL_MEMBER", "Panel member"
    AUDITOR = "DPO_AUDITOR", "Data protection auditor"
    POLICING_BODY = "LPB_VIEWER", "Local policing body viewer"
    ADMINISTRATOR = "ADMIN", "System administrator"


class Relation(TextChoices):
    """How the one who asks stands to what is asked for."""

    OWN_AGENCY = "own_agency", "Belongs to the agency I act for"
    OWN_REFERRAL = "own_referral", "I began it, or work on it now"
    HANDED_TO_UNIT = "handed_to_unit", "A draft that was handed to my unit"
    LEFT_IN_UNIT = "left_in_unit", "A draft left lying for a day in my unit, or in an agency where it is in none"
    REFERRING_AGENCY = "referring_agency", "My agency refers: lodged, or a draft left lying for a day"
    OWNING_FORCE = "owning_force", "Lodged with the force I act for"


class Permission(TextChoices):
    SEE_COLLEAGUES = "see_colleagues"
    MANAGE_COLLEAGUES = "manage_colleagues"
    MANAGE_ROUTING = "manage_routing"
    MANAGE_DELIVERY = "manage_delivery"
    START_REFERRAL = "start_referral"
    SEE_REFERRAL = "see_referral"
    ANSWER_REFERRAL = "answer_referral"
    LODGE_REFERRAL = "lodge_referral"
    HAND_OVER_DRAFT = "hand_over_draft"
    DISCARD_DRAFT = "discard_draft"
    ADD_TO_REFERRAL = "add_to_referral"
    MAKE_PAPERS = "make_papers"
    CHECK_NOTIFICATION = "check_notification"
    RECORD_SENDING = "record_sending"
    ADOPT_CONCERN = "adopt_concern"
    MEET_DEADLINE = "meet_deadline"
    SEE_QUEUE = "see_queue"
    # Casework
    SEE_CASEWORK = "see_casework"
    WORK_CASE = "work_case"
    TAKE_CASE = "take_case"
    ASSIGN_CASE = "assign_case"
    RECORD_DECISION = "record_decision"
    RECORD_INBOUND = "record_inbound"
    RECORD_CRIME = "record_crime"
    SEE_CRIME_RECORDS = "see_crime_records"
    SEE_LEAVE = "see_leave"
    ASK_REFERRER = "ask_referrer"
    ANSWER_QUESTION = "answer_question"
    APPROVE = "approve"
    BAR_PEOPLE = "bar_people"
    # Sharing
    MANAGE_AGREEMENTS = "manage_agreements"
    SHARE_CASE = "share_case"
    OVERRIDE_CONSENT = "override_consent"
    SEE_SHARED = "see_shared"
    # Emergencies
    OPEN_IN_EMERGENCY = "open_in_emergency"
    REVIEW_EMERGENCY = "review_emergency"
    CHANGE_CLOCK_RULES = "change_clock_rules"
    MANAGE_ROTA = "manage_rota"
    # The ledger
    READ_LEDGER = "read_ledger"
    SEE_WHO_LOOKED = "see_who_looked"


class ListName(TextChoices):
    """The lists of the field. Each is a file in agencies/reference/data/."""

    FIRST_RESPONDERS = "first_responders", "First responder organisations"
    FORCES = "forces", "Police forces"
    COUNCILS = "councils", "Councils"
    REGIONS = "regions", "Regions of the United Kingdom"
    TOWNS = "towns", "Towns and cities of the United Kingdom"
    NATIONALITIES = "nationalities", "Nationalities"
    COUNTRIES = "countries", "Countries"
    LANGUAGES = "languages", "Languages"
    ETHNICITIES = "ethnicities", "Self-defined ethnicity"
