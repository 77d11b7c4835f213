"""How they were spoken with, what they said, and what the referrer thinks: each under who said it, never mixed."""

from agencies.enums import ListName
from referrals.home_office.facts import Facts
from referrals.home_office.rules import Answer
from referrals.home_office.source import Reader, text_of
from referrals.home_office.wording import headed, lines, paragraphs
from victims.enums import Answer as OurAnswer

THEIR_WORDS = "What the person said, in their own words"
VIEW = "The referrer’s view"


def meeting(say: str) -> Reader:
    """The circumstances are what the form asks. What the person said then has no other box there."""

    def read(facts: Facts) -> Answer:
        circumstances = text_of(facts, "interview", "circumstances")
        rest = (_how(facts), headed("How they were found", _found(facts)), _their_words(facts))
        return Answer(text=paragraphs(circumstances, *rest), fault="" if circumstances else say)

    return read


def _how(facts: Facts) -> str:
    talk = facts.dossier.interview
    return lines(
        {
            "Spoken with alone": talk.get_was_alone_display(),
            "Who was there": talk.who_was_there,
            "Appropriate adult": talk.get_appropriate_adult_display(),
            "Through an interpreter": talk.get_interpreter_used_display(),
            "Interpreter": talk.interpreter,
            "Stopped early": talk.get_was_stopped_display(),
        }
    )


def _found(facts: Facts) -> str:
    encounter = facts.dossier.encounter
    return paragraphs(str(encounter.found_on or ""), text_of(facts, "encounter", "found_how"))


def _their_words(facts: Facts) -> str:
    own = facts.dossier.own_words
    language = own.language and f", in {facts.labels.ours(ListName.LANGUAGES, own.language)}"
    through = ", through an interpreter" if own.through_interpreter == OurAnswer.YES else ""
    return headed(f"{THEIR_WORDS}{language}{through}", text_of(facts, "own_words", "words"))


def view(facts: Facts) -> Answer:
    return Answer(text=headed(VIEW, facts.dossier.officer_view.reasons))
