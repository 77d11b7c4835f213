"""For every question of the form, where its answer comes from in our model. In the order of the form."""

from agencies.enums import ListName
from referrals.enums import Exploitation, LastContact
from referrals.home_office.readers import (
    account,
    agencies,
    consent,
    contact,
    evidence,
    person,
    places,
    signs,
    suspects,
    words,
)
from referrals.home_office.source import Source, choice, listed, text, told_text, yes_or_no
from referrals.home_office.wording import OR_SAY_WHY_NOT, YES_NO_OR_NOT_SURE
from victims.enums import Answer, Channel

LAST_CONTACT = {
    LastContact.WEEK: "within-the-last-week",
    LastContact.MONTH: "within-the-last-month",
    LastContact.THREE_MONTHS: "within-the-last-3-month",
    LastContact.SIX_MONTHS: "within-the-last-6-month",
    LastContact.YEAR: "within-the-last-6-12-month",
    LastContact.LONGER: "over-a-year-ago",
    LastContact.NOT_SURE: "not-sure",
}
SEVERAL = {Answer.YES: "yes", Answer.NO: "no", Answer.NOT_SURE: "i-dont-know"}
KINDS = {
    "types-of-exploitation-forced-to-work": Exploitation.FORCED_WORK,
    "types-of-exploitation-wages-taken": Exploitation.WAGES_TAKEN,
    "types-of-exploitation-forced-to-commit-fraud": Exploitation.FRAUD,
    "types-of-exploitation-prostitution": Exploitation.PROSTITUTION,
    "types-of-exploitation-child-exploitation": Exploitation.CHILD_SEXUAL,
    "types-of-exploitation-taken-somewhere": Exploitation.HELD,
    "types-of-exploitation-forced-to-commit-crime": Exploitation.FORCED_CRIME,
    "types-of-exploitation-organs-removed": Exploitation.ORGANS,
    "types-of-exploitation-unpaid-household-work": Exploitation.SERVITUDE,
    "types-of-exploitation-other": Exploitation.OTHER,
}

ORGANISATION = "Choose your organisation."
WHEN = f"Say when it happened, as closely as they can tell{OR_SAY_WHY_NOT}"
MEETING = f"Say how and where you spoke with them{OR_SAY_WHY_NOT}"
KIND = "Choose at least one kind of exploitation."
TOWN = "Choose the town or city where it happened; Not known is on the list."
COUNTRY = "Choose the country where it happened; Not known is on the list."
EARLIER = "Say what you know of the earlier report."
EMAIL_OR_POST = "Give a safe way to write to them: an e-mail or postal address that you marked as safe."

REFERRER = {
    "reference": Source("referrer", "", "", agencies.own_label),
    "user-organisation": Source(
        "referrer", "id_referrer-organisation", ORGANISATION, agencies.organisation(ORGANISATION)
    ),
    "fr-location": Source("referrer", "id_referrer-nation", "Choose the nation you report from.", agencies.nation),
}
AGE = {
    "pv-under-age": Source("person", "id_person-age_now", "Say whether they are under 18 now.", person.under_18),
    "local-authority-contacted-about-child-local-authority-name": listed(
        "safeguarding", "safeguarding", "council", ListName.COUNCILS, "Choose the council that you tell of the child."
    ),
    "local-authority-contacted-about-child-local-authority-phone": text(
        "safeguarding", "safeguarding", "council_phone", "Give the council’s telephone number."
    ),
    "local-authority-contacted-about-child-local-authority-email": text(
        "safeguarding", "safeguarding", "council_email", "Give the council’s e-mail address."
    ),
    "local-authority-contacted-about-child-local-authority-first-name": text(
        "safeguarding", "safeguarding", "council_given_names"
    ),
    "local-authority-contacted-about-child-local-authority-last-name": text(
        "safeguarding", "safeguarding", "council_family_name"
    ),
    "pv-under-age-at-time-of-exploitation": choice(
        "person",
        "person",
        "was_child_then",
        YES_NO_OR_NOT_SURE,
        "Say whether they were under 18 at any time while exploited; Not sure is an answer.",
    ),
}
BACKGROUND = {
    "birthplace": told_text("account", "person", "birthplace", "Say where they were born"),
    "family": told_text("account", "person", "family", "Say what they told you about their family"),
    "education": told_text("account", "person", "education", "Say what they told you about their schooling"),
    "employment-history": told_text("account", "person", "work_before", "Say what they told you about earlier work"),
}
WHAT_HAPPENED = {
    "potential-victim-exploitative-situation-multiple": choice(
        "exploitation",
        "account",
        "several_situations",
        SEVERAL,
        "Say whether there was more than one situation; Not sure is an answer.",
    ),
    "when-did-the-exploitation-take-place": Source(
        "exploitation", "id_account-when_in_words", WHEN, account.when(WHEN)
    ),
    "when-did-the-exploitation-take-place-multiple": Source(
        "exploitation", "id_account-when_in_words", WHEN, account.when(WHEN)
    ),
    "how-did-the-exploitation-start": told_text("account", "account", "how_it_began", "Say how it began"),
    "were-they-taken-somewhere-by-their-exploiter": yes_or_no(
        "account", "account", "was_moved", "Say whether they were moved from place to place."
    ),
    "were-they-taken-somewhere-by-their-exploiter-journey-details": text(
        "account", "account", "journey", "Say how they were moved, or that it is not known."
    ),
    "what-were-they-required-to-do": told_text("account", "account", "work", "Say what they had to do"),
    "living-conditions": told_text("account", "account", "conditions", "Say how they lived"),
    "how-they-were-treated": Source(
        "account", "id_account-treatment", f"Say how they were treated{OR_SAY_WHY_NOT}", account.treatment
    ),
    "still-in-exploitative-situation": yes_or_no(
        "danger", "safety", "still_exploited", "Say whether they are still exploited."
    ),
    "what-is-keeping-them-in-situation": told_text("danger", "safety", "held_by", "Say what keeps them there"),
    "how-why-did-they-leave-the-situation": told_text("danger", "safety", "how_they_left", "Say how they left"),
    "when-last-contact": choice(
        "danger",
        "safety",
        "last_contact",
        LAST_CONTACT,
        "Say when they were last in contact with those who exploited them; Not sure is an answer.",
    ),
    "details-last-contact": text("danger", "safety", "last_contact_note"),
    "is-this-the-first-chance-to-report": choice(
        "account",
        "account",
        "reported_before",
        YES_NO_OR_NOT_SURE,
        "Say whether this was reported before; Not sure is an answer.",
    ),
    "yes-the-first-chance-to-report": text("account", "account", "earlier_report", EARLIER),
    "not-sure-the-first-chance-to-report": text("account", "account", "earlier_report", EARLIER),
    "why-report-now": told_text("account", "account", "why_now", "Say why it was not reported earlier"),
}
INSIGHT = {
    "modern-slavery-indicators": Source(
        "signs", "id_signs_noticed-any_seen", "Say whether you noticed any signs.", signs.any_noticed
    ),
    "modern-slavery-indicators-details": Source(
        "signs", "observations", "Choose the signs that you noticed, or describe them.", signs.which
    ),
    "where-how-interview-carried-out": Source("words", "id_interview-circumstances", MEETING, words.meeting(MEETING)),
    "professional-insight": Source("words", "id_officer_view-reasons", "Say why you make this report.", words.view),
    "evidence-of-dishonesty": yes_or_no(
        "words", "officer_view", "doubts", "Say whether there is evidence against what they said."
    ),
    "evidence-of-dishonesty-details": text(
        "words", "officer_view", "doubts_note", "Say what that evidence is, and whether fear or trauma may explain it."
    ),
    "are-others-involved": Source(
        "safeguarding",
        "id_safeguarding-others_involved",
        "Say whether other professionals or agencies are involved.",
        agencies.others_involved,
    ),
    "are-others-involved-details": Source(
        "safeguarding", "id_safeguarding-others_note", "Say who they are and what they do.", agencies.who_else
    ),
}
PLACES = {
    "where-exploitation-happened": Source(
        "places", "places", "Say where it happened: add at least one place where they were exploited.", places.where
    ),
    **{
        f"where-exploitation-happened-uk-city-{number}": Source("places", "places", TOWN, places.town(number, TOWN))
        for number in range(1, places.MOST + 1)
    },
    "where-exploitation-happened-other-uk-other-location": Source(
        "places", "id_encounter-uk_places_note", "", places.other_uk_places
    ),
    **{
        f"where-exploitation-happened-overseas-country-{number}": Source(
            "places", "places", COUNTRY, places.country(number, COUNTRY)
        )
        for number in range(1, places.MOST + 1)
    },
    "where-exploitation-happened-other-overseas-other-location": Source(
        "places", "id_encounter-overseas_places_note", "", places.other_overseas_places
    ),
    "current-pv-location-uk-city": listed(
        "danger", "safety", "town", ListName.TOWNS, "Choose the town where they are now; Not known is on the list."
    ),
    "current-pv-location-uk-region": listed(
        "danger",
        "safety",
        "region",
        ListName.REGIONS,
        "Choose the county where they are now; Not known is on the list.",
    ),
}
SUSPECTS_AND_KINDS = {
    "who-exploited-pv": Source(
        "suspects", "suspects", f"Say what is known of who did it{OR_SAY_WHY_NOT}", suspects.who
    ),
    "exploiters-location": yes_or_no(
        "suspects", "encounter", "suspects_whereabouts_known", "Say whether you know where the suspects are."
    ),
    "are-exploiters-in-the-uk": yes_or_no(
        "suspects", "encounter", "suspects_in_uk", "Say whether the suspects are in the UK."
    ),
    "exploiters-current-location-details": text(
        "suspects", "encounter", "suspects_whereabouts", "Say where the suspects are, or who knows it."
    ),
    **{
        question: Source("exploitation", "situations", KIND, account.kind(exploitation))
        for question, exploitation in KINDS.items()
    },
    "other-exploitation-details": Source(
        "exploitation", "situations", "Say what that other kind of exploitation is.", account.other_kinds
    ),
}
OTHERS_AND_POLICE = {
    "any-other-pvs": choice(
        "others",
        "encounter",
        "others_involved",
        YES_NO_OR_NOT_SURE,
        "Say whether there were other potential victims; Not sure is an answer.",
    ),
    "other-potential-victims-yes-details": Source("others", "id_encounter-others_note", "", agencies.others_found),
    "other-potential-victims-not-sure-details": Source("others", "id_encounter-others_note", "", agencies.others_found),
    "future-exploitation-concerns": yes_or_no(
        "danger", "safety", "fears_more", "Say whether there is reason to fear that it happens again."
    ),
    "future-exploitation-reasons": text(
        "danger", "safety", "fears_more_note", "Say why you fear that it happens again."
    ),
    "reported-to-police": yes_or_no(
        "police", "police_matters", "has_crime_reference", "Say whether there is a crime reference."
    ),
    "reported-to-police-police-forces": listed(
        "police", "police_matters", "crime_force", ListName.FORCES, "Choose the police force that holds the reference."
    ),
    "reported-to-police-crime-reference": Source(
        "police", "id_police_matters-crime_reference", "Give the crime or incident number.", agencies.crime_reference
    ),
    "authorities-cooperation": Source(
        "consent",
        "id_consent-police-decision",
        "Record whether they are willing to help an investigation; Not asked yet is an answer.",
        consent.to_helping,
    ),
    "authorities-cooperation-details": text("police", "police_matters", "existing_help"),
}
CONSENT_AND_SUPPORT = {
    "pv-want-to-submit-nrm": Source(
        "consent", "id_consent-referral-decision", "Record what they decide about being referred.", consent.to_referral
    ),
    "does-pv-need-support": yes_or_no("needs", "support_wish", "wants_support", "Say whether they want support."),
    "pv-phone-number": Source(
        "contact",
        "id_contacts-call-value",
        "Give a telephone number that you marked as safe, or say why there is none.",
        contact.telephone,
    ),
    "pv-phone-number-yes": Source(
        "contact", "id_contacts-call-value", "Give their telephone number.", contact.safe(Channel.CALL, "value")
    ),
    "pv-phone-number-alternative": Source(
        "contact",
        "id_contacts-other_number-value",
        "Give the other telephone number.",
        contact.safe(Channel.OTHER_NUMBER, "value"),
    ),
    "alternative-number-relation-to-pv": Source(
        "contact",
        "id_contacts-other_number-whose",
        "Say whose telephone number that is.",
        contact.safe(Channel.OTHER_NUMBER, "whose"),
    ),
    "no-contact-details": text("contact", "decision_recipient", "no_phone_reason", "Say why there is no number."),
    "refuse-nrm": Source("consent", "id_consent-referral-their_reason", "", consent.why_not),
}
WHO_THEY_ARE = {
    "pv-gender": Source("person", "id_person-gender", "Choose their gender; Not known is an answer.", person.gender),
    "pv-nationality": Source(
        "person", "id_person-nationalities_1", "Choose their nationality, or say why there is none.", person.nationality
    ),
    "pv-nationality-second": Source("person", "id_person-nationalities_2", "", person.second_nationality),
    "pv-name-first-name": Source(
        "person", "id_person-given_names", "Give their first name, or tick that you do not know it.", person.first_name
    ),
    "pv-name-last-name": Source(
        "person", "id_person-family_name", "Give their last name, or tick that you do not know it.", person.last_name
    ),
    "pv-name-nickname": Source("person", "id_person-name_used_there", "", person.nickname),
    "pv-contact-details": Source("contact", "id_contacts-email-value", EMAIL_OR_POST, contact.written_to),
    "pv-contact-details-email-input": Source(
        "contact", "id_contacts-email-value", EMAIL_OR_POST, contact.safe(Channel.EMAIL, "value")
    ),
    "pv-contact-details-email-check": Source(
        "contact", "id_contacts-email-safe", EMAIL_OR_POST, contact.safe_tick(Channel.EMAIL)
    ),
    "pv-contact-details-street": Source(
        "contact", "id_contacts-post-street", "Give the building and street.", contact.safe(Channel.POST, "street")
    ),
    "pv-contact-details-town": Source(
        "contact", "id_contacts-post-town", "Give the town of the address.", contact.safe(Channel.POST, "town")
    ),
    "pv-contact-details-county": Source("contact", "id_contacts-post-county", "", contact.safe(Channel.POST, "county")),
    "pv-contact-details-postcode": Source(
        "contact", "id_contacts-post-postcode", "Give the postcode.", contact.safe(Channel.POST, "postcode")
    ),
    "pv-contact-details-post-check": Source(
        "contact", "id_contacts-post-safe", EMAIL_OR_POST, contact.safe_tick(Channel.POST)
    ),
    "pv-dob": Source("person", "id_person-born_on", "", person.date_of_birth),
    "does-pv-have-children": yes_or_no("person", "person", "has_children", "Say whether they have children."),
    "does-pv-have-children-yes-amount": Source(
        "person", "id_person-number_of_children", "Say how many children they have.", person.children
    ),
    "pv-interpreter-requirements": yes_or_no(
        "person", "person", "needs_interpreter", "Say whether they need an interpreter."
    ),
    "pv-interpreter-requirements-language": Source(
        "person", "id_person-languages_1", "Choose the language of the interpreter.", person.language
    ),
    "pv-other-help-with-communication": yes_or_no(
        "person", "person", "needs_communication_help", "Say whether they need other help to communicate."
    ),
    "pv-other-help-with-communication-aid": text(
        "person", "person", "communication_help", "Say which help they need to communicate."
    ),
    "pv-ho-reference": Source(
        "person",
        "id_person-has_home_office_reference",
        "Say whether the Home Office already knows them by a number.",
        person.has_home_office_reference,
    ),
    "pv-ho-reference-type": Source(
        "person", "identifiers", "Add the number by which the Home Office knows them.", person.home_office_references
    ),
}
DECISION_AND_REFERRER = {
    "who-contact": choice(
        "contact", "decision_recipient", "who", contact.WHO, "Say who is to get the Home Office’s letter."
    ),
    "someone-else": Source(
        "contact",
        "id_decision_recipient-email",
        "Give the e-mail or postal address of whoever gets the letter.",
        contact.other_written_to,
    ),
    "someone-else-first-name": text("contact", "decision_recipient", "given_names"),
    "someone-else-last-name": text("contact", "decision_recipient", "family_name"),
    "someone-else-email-input": text("contact", "decision_recipient", "email", "Give the e-mail address."),
    "someone-else-street": text("contact", "decision_recipient", "street", "Give the building and street."),
    "someone-else-town": text("contact", "decision_recipient", "town", "Give the town of the address."),
    "someone-else-county": text("contact", "decision_recipient", "county"),
    "someone-else-postcode": text("contact", "decision_recipient", "postcode", "Give the postcode."),
    "someone-else-permission-check": Source(
        "contact",
        "id_decision_recipient-has_permission",
        "Ask whether they permit sending the letter to somebody else, and tick it if they do.",
        contact.other_permits,
    ),
    "fr-details-first-name": text("referrer", "referrer", "given_names", "Give your first name."),
    "fr-details-last-name": text("referrer", "referrer", "family_name", "Give your last name."),
    "fr-details-role": text("referrer", "referrer", "job", "Give your job."),
    "fr-details-phone": text("referrer", "referrer", "phone", "Give your telephone number."),
    "fr-alternative-contact": text(
        "referrer", "referrer", "deputy_email", "Give the e-mail address of somebody for when you are away."
    ),
    "upload-file": Source("files", "files", "", evidence.files),
    "what-evidence-you-will-submit": Source("files", "files", evidence.NO_DESCRIPTION, evidence.described),
}
SOURCES: dict[str, Source] = {
    **REFERRER,
    **AGE,
    **BACKGROUND,
    **WHAT_HAPPENED,
    **INSIGHT,
    **PLACES,
    **SUSPECTS_AND_KINDS,
    **OTHERS_AND_POLICE,
    **CONSENT_AND_SUPPORT,
    **WHO_THEY_ARE,
    **DECISION_AND_REFERRER,
}
