"""What is missing before the Home Office would take a case, what to look at twice, and what is kept and not sent."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from referrals.dossier import Dossier
from referrals.enums import FileState, Route
from referrals.home_office.answers import Answered, answered, read_all
from referrals.home_office.facts import Facts, facts_of
from referrals.home_office.profile import profile_on
from referrals.home_office.readers.agencies import has_told_somebody
from referrals.home_office.readers.evidence import going
from referrals.home_office.rules import Answers, is_asked, is_shown, problem_with, traps_in
from referrals.home_office.sources import SOURCES
from victims.enums import Answer as OurAnswer
from victims.enums import ConsentDecision, ConsentPurpose
from victims.rules.age import contradiction


@dataclass(frozen=True)
class Gap:
    """Something to do, as a sentence that begins with a verb, and the box to do it in."""

    sentence: str
    section: str
    anchor: str
    question_id: str = ""


@dataclass(frozen=True)
class SecondLook:
    """Nothing is missing, but somebody should look again."""

    sentence: str
    section: str
    anchor: str


@dataclass(frozen=True)
class KeptBack:
    """Something we hold that is not asked on this route: kept, and not sent."""

    section: str
    label: str


OF_CONSENT = {
    "explained_by": "Say who explained it to them.",
    "explained_at": "Say when it was explained to them.",
    "manner": "Say how it was explained: through an interpreter, directly, or with other help.",
    "explained": "Tick what was explained to them.",
}
OF_BEST_INTERESTS = {
    "assessment": "Describe the assessment of their capacity.",
    "decided_by": "Say who decided in their best interests.",
    "consulted": "Say who was consulted.",
}
ASK_THEM = "Ask whether they want to be referred, and record what they decide."
DECIDE_FOR_THEM = "Record what was decided in their best interests."
NONE_BUT_SOME = "You chose that no signs were seen, and described some."
ONE_BUT_SEVERAL = "You chose that there was one situation, and described several."
NO_OTHERS_BUT_SOME = "You chose that nobody else is involved, and recorded whom you told."
STILL_CHECKED = "Some files are still being checked for viruses. They cannot go with the referral yet."


def gaps(dossier: Dossier, today: date) -> list[Gap]:
    """Whatever is to be done before it could be sent, on the route it is on. Safeguarding steps are never among it."""
    facts = facts_of(dossier, today)
    found: dict[object, Gap] = {}
    for gap in (*_about_the_route(facts), *gaps_of_the_form(facts, read_all(facts))):
        found.setdefault((gap.sentence, gap.anchor), gap)
    return list(found.values())


def sections_with_gaps(dossier: Dossier, today: date) -> dict[str, int]:
    return dict(Counter(gap.section for gap in gaps(dossier, today)))


def second_looks(dossier: Dossier, today: date) -> list[SecondLook]:
    facts = facts_of(dossier, today)
    return [*_contradictions(facts), *_misfits_and_traps(facts), *_about_files(facts)]


def kept_back(dossier: Dossier, today: date) -> list[KeptBack]:
    """A box of ours that answers two of their questions is sent as soon as one of them is asked."""
    facts = facts_of(dossier, today)
    answers = read_all(facts)
    sent = {(one.source.anchor, one.answer) for one in answered(facts, answers) if one.is_copied}
    kept: dict[object, KeptBack] = {}
    for question in profile_on(today).questions:
        source, answer = SOURCES[question.id], answers[question.id]
        box = (source.anchor, answer)
        is_held = answer.is_given and source.anchor and box not in sent
        if is_held and (box not in kept or is_asked(question, facts.route, answers)):
            kept[box] = KeptBack(source.section, question.asks)
    return list(kept.values())


# What is missing


def gaps_of_the_form(facts: Facts, answers: Answers) -> Iterator[Gap]:
    """What is written anew for a notification without a name is not missing here: papers/ sees to that."""
    copied = [one for one in answered(facts, answers) if not one.written_anew]
    for one in copied:
        is_needed = one.question.required and is_shown(one.question, facts.route, answers)
        if sentence := _to_do(one, is_needed=is_needed):
            yield Gap(sentence, one.source.section, one.source.anchor, one.question.id)
    yield from _empty_groups(copied)


def _to_do(one: Answered, *, is_needed: bool) -> str | None:
    answer = one.answer
    if answer.fault:
        return answer.fault
    if answer.text:
        return problem_with(one.question, answer.text)
    return one.source.say if is_needed and not answer.is_given and not answer.misfit else None


def _empty_groups(copied: list[Answered]) -> Iterator[Gap]:
    """Tick boxes of which at least one is wanted. The first of them stands for all."""
    groups = {one.question.one_of: one for one in reversed(copied) if one.question.one_of}
    given = {one.question.one_of for one in copied if one.answer.is_given}
    for group, first in groups.items():
        if group not in given:
            yield Gap(first.source.say, first.source.section, first.source.anchor, first.question.id)


def _about_the_route(facts: Facts) -> Iterator[Gap]:
    """What the form does not ask for and the law does: consent that was informed, a decision that was reasoned."""
    record, best = facts.dossier.consent(ConsentPurpose.REFERRAL), facts.dossier.best_interests
    if facts.route == Route.ADULT:
        yield from _empty_boxes(record, OF_CONSENT, "id_consent-referral")
    if facts.route == Route.BEST_INTERESTS:
        yield from _empty_boxes(best, OF_BEST_INTERESTS, "id_best_interests")
    if facts.route == Route.UNKNOWN and facts.dossier.age(facts.today):
        lacks_capacity = record and record.decision == ConsentDecision.LACKS_CAPACITY
        anchor = "id_best_interests-decision" if lacks_capacity else "id_consent-referral-decision"
        yield Gap(DECIDE_FOR_THEM if lacks_capacity else ASK_THEM, "consent", anchor)


def _empty_boxes(row: object, wanted: dict[str, str], prefix: str) -> Iterator[Gap]:
    for field, sentence in wanted.items():
        if not getattr(row, field):
            yield Gap(sentence, "consent", f"{prefix}-{field}")


# What to look at twice


def _contradictions(facts: Facts) -> Iterator[SecondLook]:
    dossier = facts.dossier
    if sentence := contradiction(dossier.person.age_now, dossier.person.born_on, facts.today):
        yield SecondLook(sentence, "person", "id_person-born_on")
    if dossier.signs_noticed.none_seen and dossier.observations:
        yield SecondLook(NONE_BUT_SOME, "signs", "id_signs_noticed-none_seen")
    if dossier.account.several_situations == OurAnswer.NO and len(dossier.situations) > 1:
        yield SecondLook(ONE_BUT_SEVERAL, "exploitation", "id_account-several_situations")
    if dossier.safeguarding.others_involved == OurAnswer.NO and has_told_somebody(facts):
        yield SecondLook(NO_OTHERS_BUT_SOME, "safeguarding", "id_safeguarding-others_involved")


def _misfits_and_traps(facts: Facts) -> Iterator[SecondLook]:
    profile = profile_on(facts.today)
    for one in answered(facts, read_all(facts)):
        sentences = [one.answer.misfit, *traps_in(one.question, one.answer.text, profile)]
        for sentence in filter(None, sentences):
            yield SecondLook(f"{one.question.asks}: {sentence}", one.source.section, one.source.anchor)


def _about_files(facts: Facts) -> Iterator[SecondLook]:
    if not facts.route.is_referral:
        return
    count, most = len(going(facts)), profile_on(facts.today).most_files
    if count > most:
        yield SecondLook(
            f"Choose which files go: there are {count}, and the form really takes {most}.", "files", "files"
        )
    if any(file.state == FileState.WAITING and file.goes_in_pack for file in facts.dossier.files):
        yield SecondLook(STILL_CHECKED, "files", "files")
