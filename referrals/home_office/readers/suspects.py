"""Those who are suspected. Without an adult's consent to a referral, a notification does not say who they are."""

from referrals.home_office.facts import Facts
from referrals.home_office.rules import Answer
from referrals.home_office.wording import headed, lines, paragraphs, told
from referrals.models import Suspect

LEFT_OUT = (
    "Names of suspects, and how to reach them, are left out: the adult did not consent to being referred. "
    "Take out any that stand in the text."
)


def who(facts: Facts) -> Answer:
    is_named = not facts.route.is_notification
    rows = [
        headed(f"Suspect {number}", _described(row, is_named=is_named))
        for number, row in enumerate(facts.dossier.suspects, 1)
    ]
    encounter = facts.dossier.encounter
    found = paragraphs(*rows, told(encounter.suspects_note, "" if rows else encounter.suspects_gap))
    return Answer(text=found, misfit="" if is_named or not found else LEFT_OUT)


def _described(row: Suspect, *, is_named: bool) -> str:
    what = {
        "Description": row.description,
        "Relationship to the person": row.relationship,
        "May be a victim as well": row.get_may_be_victim_display(),
    }
    who_they_are = {"Name": row.name, "Nickname": row.nickname, "Contact": row.contact}
    return lines({**who_they_are, **what} if is_named else what)
