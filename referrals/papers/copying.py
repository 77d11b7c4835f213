"""Our answers laid out as the Home Office form asks for them, so that they can be copied across."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from referrals.dossier import Dossier
from referrals.enums import Route
from referrals.home_office.answers import Answered, answers_for, by_page
from referrals.home_office.profile import TYPED, Kind, Profile, Question, profile_on
from referrals.home_office.rules import length_of, traps_in
from referrals.papers.giveaways import Known, names_of_others, sentence
from referrals.papers.notification import NotificationFacts, beside_the_form
from referrals.papers.queries import notification_of

# Of a notification without their name, only these answers are ours. Whatever else there is stays with us.
ALLOWED = frozenset(
    {
        "user-organisation", "fr-location", "pv-under-age", "pv-under-age-at-time-of-exploitation",
        "where-exploitation-happened", *(f"where-exploitation-happened-overseas-country-{n}" for n in range(1, 11)),
        "types-of-exploitation-forced-to-work", "types-of-exploitation-wages-taken",
        "types-of-exploitation-forced-to-commit-fraud", "types-of-exploitation-prostitution",
        "types-of-exploitation-child-exploitation", "types-of-exploitation-taken-somewhere",
        "types-of-exploitation-forced-to-commit-crime", "types-of-exploitation-organs-removed",
        "types-of-exploitation-unpaid-household-work", "types-of-exploitation-other",
        "reported-to-police", "reported-to-police-police-forces",
        "authorities-cooperation", "pv-want-to-submit-nrm", "pv-gender", "pv-nationality", "pv-nationality-second",
    }
)  # fmt: skip
TEXT_BOX = "professional-insight"
# Their own, whoever else is called the same.
THEIR_OWN = ("pv-name-", "pv-contact-details-")
LETTERS_IN_A_ROW = 40
LEFT_OUT = "Left out: this notification does not say who the person is."
NO_NEARER = "The form wants a place. Choose one that says no more than the police area, and say so in the text."
NOTHING_GOES = "Nothing is to be sent as things stand. What every route asks is shown here."
ABOUT = {
    Route.NOTIFY_ANONYMOUS: "Nothing is copied here that was written for the case: only what the regulations name, and "
    "the new text once a second person has read it. Write nothing from memory either.",
    Route.NOTIFY_NAMED: "They agreed to their own name, and to nobody else’s. Whatever names a suspect or another "
    "potential victim is left out.",
}
INSTEAD = {
    "reference": "Type a label of your own. Never our reference. It is not sent.",
    "where-exploitation-happened-uk-city-1": NO_NEARER,
    "current-pv-location-uk-city": NO_NEARER,
    "current-pv-location-uk-region": NO_NEARER,
}


@dataclass(frozen=True)
class Line:
    """One of their questions. Either there is something to copy or to choose, or `notes` say what to do instead."""

    id: str
    asks: str
    is_typed: bool
    text: str
    longest: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        return length_of(self.text)

    @property
    def count(self) -> str:
        """A line break is two characters in their form."""
        counted = f"{self.length:,} of {self.longest:,} characters" if self.longest else f"{self.length:,} characters"
        return f"{counted}: too long" if self.longest and self.length > self.longest else counted

    @property
    def rows(self) -> int:
        return min(10, sum(1 + len(row) // LETTERS_IN_A_ROW for row in self.text.split("\n")))


@dataclass(frozen=True)
class CopyPage:
    title: str
    lines: list[Line]


class Sheet:
    """How one case is copied, on one route."""

    def __init__(self, dossier: Dossier, today: date) -> None:
        self.answered = answers_for(dossier, today)
        self.profile = profile_on(today)
        self.routing = dossier.routing(today)
        self.route = self.routing.route
        notification = notification_of(dossier, today) if self.route.is_notification else None
        self.known = notification.known if notification else Known()
        self.facts = notification.facts if notification else None

    @property
    def pages(self) -> list[CopyPage]:
        return [
            CopyPage(page.title, [self._line(one) for one in page.answered if not _is_further_and_empty(one)])
            for page in by_page(self.answered)
        ]

    @property
    def says(self) -> str:
        """What holds for all of it, on this route."""
        return ABOUT.get(self.route, "" if self.route.is_referral else NOTHING_GOES)

    @property
    def traps(self) -> list[str]:
        """Those of the whole form."""
        return [trap.say for trap in self.profile.traps if not trap.at]

    def _line(self, one: Answered) -> Line:
        if self.route == Route.NOTIFY_ANONYMOUS:
            text, notes = _without_a_name(one, self.facts, self.profile)
        else:
            text, notes = _as_answered(one, self.known, self.profile)
        return Line(
            id=one.question.id,
            asks=one.question.asks,
            is_typed=one.question.kind in TYPED,
            text=text,
            longest=one.question.longest,
            notes=(*notes, *_traps(one.question, self.profile)),
        )


def _is_further_and_empty(one: Answered) -> bool:
    """A box that appears in their form only once it is asked for."""
    return one.question.kind == Kind.LIST and not (one.question.required or one.shown or one.answer.misfit)


def _as_answered(one: Answered, known: Known, profile: Profile) -> tuple[str, tuple[str, ...]]:
    """On a notification, nothing that names somebody who has not agreed to it."""
    notes = [note for note in (one.answer.misfit, one.answer.fault) if note]
    is_of_others = one.question.kind in TYPED and not one.question.id.startswith(THEIR_OWN)
    if is_of_others and (found := names_of_others(one.shown, known)):
        return "", (*notes, f"Left out: it holds {sentence(found)}. Write it anew without.")
    if not one.shown and not notes:
        notes = [_nothing(one.question)]
    return one.shown, (*notes, *traps_in(one.question, one.answer.text, profile))


def _without_a_name(one: Answered, facts: NotificationFacts | None, profile: Profile) -> tuple[str, tuple[str, ...]]:
    question = one.question
    if question.id in ALLOWED:
        return _as_answered(one, Known(), profile)
    if question.id == TEXT_BOX and facts:
        return in_the_text_box(facts), ()
    if question.id in INSTEAD:
        return "", (INSTEAD[question.id],)
    if question.kind in TYPED:
        return (LEFT_OUT, ()) if question.required else ("", ("Leave it empty.",))
    return "", (f"Ours is not copied. {_says_least(question, profile)}",)


def in_the_text_box(facts: NotificationFacts) -> str:
    """What the regulations want and the form does not ask, and then what was written for this notification."""
    rows = [f"{label}: {value}" for label, value in beside_the_form(facts) if value]
    return "\n\n".join(filter(None, ["\n".join(rows), facts.text]))


def _says_least(question: Question, profile: Profile) -> str:
    """The answers after which the form asks nothing more."""
    leads_on = set(_codes_that_lead_on(question, profile.questions))
    quiet = [label for code, label in question.options if code not in leads_on]
    return f"After {' or '.join(quiet)} the form asks nothing more." if quiet else "Choose what says least."


def _codes_that_lead_on(question: Question, others: Iterable[Question]) -> Iterator[str]:
    for other in others:
        for condition in other.shown_when:
            if condition.question_id == question.id:
                yield from condition.codes


def _traps(question: Question, profile: Profile) -> list[str]:
    return [trap.say for trap in profile.traps if question.id in trap.at]


def _nothing(question: Question) -> str:
    if question.kind in {Kind.TICK, Kind.TICKS}:
        return "Leave it unticked."
    return "We have no answer yet, and the form needs one." if question.required else "Leave it empty."
