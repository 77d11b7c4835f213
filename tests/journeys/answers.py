"""The fewest answers with which the Home Office would take a case, section by section, as an officer gives them.

Names of boxes; `*` stands for the key that the page gave to a row. Lists of the field are typed in full.
"""

import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

Answers = Mapping[str, str]

DANGER: Answers = {
    "safety-danger": "at_risk",
    "safety-whereabouts": "Redditch police station, until about 06:00",
    "safety-town": "Redditch",
    "safety-region": "Worcestershire",
    "safety-still_exploited": "no",
    "safety-how_they_left": "Walked out while nobody watched",
    "safety-last_contact": "week",
    "safety-fears_more": "no",
}
PERSON: Answers = {
    "person-given_names": "Andrei",
    "person-family_name": "Exemplu",
    "person-age_now": "adult",
    "person-was_child_then": "no",
    "person-gender": "male",
    "person-nationalities_1": "Romanian",
    "person-needs_interpreter": "no",
    "person-needs_communication_help": "no",
    "person-has_children": "no",
    "person-has_home_office_reference": "no",
}
CONSENT: Answers = {
    "consent-referral-explained": "what_it_is",
    "consent-referral-manner": "directly",
    "consent-referral-decision": "given",
    "consent-police-decision": "declined",
}
CONTACT: Answers = {
    "contacts-email-value": "andrei@example.org",
    "contacts-email-safe": "yes",
    "decision_recipient-who": "person",
}
NEEDS: Answers = {"support_wish-wants_support": "no"}
SIGNS: Answers = {
    "observations-G25-seen": "on",
    "observations-G25-known_by": "told",
    "signs_noticed-any_seen": "yes",
}
EXPLOITATION: Answers = {
    "account-several_situations": "no",
    "account-when_in_words": "Since about March 2026",
    "situations-*-kinds": "LAB_FORCED_WORK",
}
ACCOUNT: Answers = {
    "account-how_it_began": "A man offered work in a bar",
    "account-was_moved": "no",
    "account-work": "Washed cars, twelve hours a day",
    "account-conditions": "Six to a room above the car wash",
    "account-treatment": "Shouted at, pay kept back",
    "account-reported_before": "yes",
    "person-birthplace_gap": "not_asked",
    "person-family_gap": "not_asked",
    "person-education_gap": "not_asked",
    "person-work_before_gap": "not_asked",
}
PLACES: Answers = {"places-*-role": "exploited", "places-*-town": "Redditch"}
SUSPECTS: Answers = {"encounter-suspects_whereabouts_known": "no", "encounter-suspects_note": "A man called Costi"}
OTHERS: Answers = {"encounter-others_involved": "no"}
WORDS: Answers = {
    "interview-circumstances": "At the station, alone, with tea and breaks",
    "officer_view-reasons": "No pay, no papers, afraid of his employer",
    "officer_view-doubts": "no",
}
POLICE: Answers = {"police_matters-has_crime_reference": "no"}
SAFEGUARDING: Answers = {"safeguarding-others_involved": "no"}
REFERRER: Answers = {
    "referrer-job": "Police constable",
    "referrer-phone": "01905 000 200",
    "referrer-organisation": "West Mercia Police",
    "referrer-nation": "england",
    "referrer-deputy_email": "sergeant@westmercia.example",
}
ADULT: Mapping[str, Answers] = {
    "danger": DANGER,
    "person": PERSON,
    "consent": CONSENT,
    "contact": CONTACT,
    "needs": NEEDS,
    "signs": SIGNS,
    "exploitation": EXPLOITATION,
    "account": ACCOUNT,
    "places": PLACES,
    "suspects": SUSPECTS,
    "others": OTHERS,
    "words": WORDS,
    "police": POLICE,
    "safeguarding": SAFEGUARDING,
    "referrer": REFERRER,
}
CHILD_PERSON: Answers = {**PERSON, "person-age_now": "child"}
CHILD_SAFEGUARDING: Answers = {
    **SAFEGUARDING,
    "safeguarding-council": "Worcestershire County Council",
    "safeguarding-council_phone": "01905 000 300",
    "safeguarding-council_email": "front.door@worcestershire.example",
}


def give(page: Page, answers: Answers) -> None:
    """As a person does: click what is offered, type into what is empty."""
    for name, value in answers.items():
        before, _, behind = name.partition("*")
        box = page.locator(f'[name^="{before}"][name$="{behind}"]' if behind else f'[name="{name}"]')
        kind = box.first.get_attribute("type")
        if box.first.evaluate("box => box.tagName") == "SELECT":
            box.first.select_option(value)
        elif kind in ("radio", "checkbox"):
            _open_around(page, box.locator(f'xpath=self::*[@value="{value}"]').first)
            box.locator(f'xpath=self::*[@value="{value}"]').first.check()
        else:
            box.first.fill(value)
            box.first.blur()


def _open_around(page: Page, box: object) -> None:
    """Signs stand under headings that are closed until somebody opens them."""
    closed = box.locator("xpath=ancestor::details[not(@open)]/summary")  # type: ignore[attr-defined]
    if closed.count():
        closed.first.click()


def answer_section(page: Page, reference: str, code: str, answers: Answers) -> None:
    page.goto(f"/referrals/{reference}/sections/{code}/")
    give(page, answers)
    page.locator('button[name="then"]').last.click()
    expect(page).to_have_url(re.compile(f"{reference}/$"))
