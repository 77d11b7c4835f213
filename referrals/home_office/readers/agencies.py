"""Other agencies, the police, and who refers."""

from agencies.enums import ListName, Nation
from referrals.enums import SafeguardingState
from referrals.home_office.facts import Facts
from referrals.home_office.rules import NOTHING, Answer
from referrals.home_office.source import Reader, chosen
from referrals.home_office.wording import YES_OR_NO, day, headed, listed, paragraphs, sentences
from referrals.models import SafeguardingStep

NATIONS = {
    Nation.ENGLAND: "england",
    Nation.WALES: "wales",
    Nation.SCOTLAND: "scotland",
    Nation.NORTHERN_IRELAND: "northern-ireland",
}
TAKEN = {SafeguardingState.DONE, SafeguardingState.UNDER_WAY}
ONE_NATION = "Our answer is all of the United Kingdom, and the form takes one nation."
ADOPTED_LATER = "Whoever takes this on as a first responder names their organisation."


def own_label(facts: Facts) -> Answer:
    return Answer(text=facts.dossier.referral.reference)


def organisation(say: str) -> Reader:
    """Of a concern, it is that of the first responder who took it on."""

    def read(facts: Facts) -> Answer:
        referral = facts.dossier.referral
        if referral.adopted_at and referral.force:
            return facts.listed(ListName.FIRST_RESPONDERS, referral.force.code, say)
        if not referral.agency.is_first_responder:
            return Answer(misfit=ADOPTED_LATER)
        return facts.listed(ListName.FIRST_RESPONDERS, facts.dossier.referrer.organisation, say)

    return read


def others_involved(facts: Facts) -> Answer:
    """Whoever was told is involved, unless somebody said otherwise."""
    ours = facts.dossier.safeguarding.others_involved
    if not ours and has_told_somebody(facts):
        return Answer(codes=("yes",))
    return chosen(ours, YES_OR_NO)


def has_told_somebody(facts: Facts) -> bool:
    return any(step.state in TAKEN for step in facts.dossier.safeguarding_steps)


def who_else(facts: Facts) -> Answer:
    steps = "\n".join(_described(step) for step in facts.dossier.safeguarding_steps if step.kind)
    return Answer(text=paragraphs(facts.dossier.safeguarding.others_note, headed("Told, or asked for help", steps)))


def _described(step: SafeguardingStep) -> str:
    state = step.get_state_display() if step.state else ""
    head = listed(
        [state.lower(), step.agency, step.contact, day(step.on), step.reference and f"reference {step.reference}"]
    )
    return sentences([f"- {step.get_kind_display()}: {head}" if head else f"- {step.get_kind_display()}", step.note])


def crime_reference(facts: Facts) -> Answer:
    """Of intelligence nothing goes out, not even its reference."""
    matters = facts.dossier.police_matters
    incident = matters.incident_reference and f"incident {matters.incident_reference}"
    return Answer(text=listed([matters.crime_reference, incident]))


def nation(facts: Facts) -> Answer:
    ours = facts.dossier.referrer.nation
    if not ours:
        return NOTHING
    return Answer(codes=(NATIONS[Nation(ours)],)) if ours in NATIONS else Answer(misfit=ONE_NATION)


def others_found(facts: Facts) -> Answer:
    encounter = facts.dossier.encounter
    operation = encounter.operation and f"Operation: {encounter.operation}"
    return Answer(text=paragraphs(operation, encounter.others_note))
