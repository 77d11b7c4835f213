"""What the Home Office form would ask for, and what it would refuse.

An honest answer for which the form has no place counts as an answer here. It is shown beside the box instead.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agencies.enums import ListName
from referrals.enums import Route
from referrals.home_office.profile import ANY, ROUTES, TYPED, Kind, Limit, Profile, Question

# A little wider than what the form refuses, which is not written down anywhere.
WEB_ADDRESS = re.compile(r"\w{2}\.[^\W\d_]{2}")
LOCAL_PART = r"[-!#$%&'*+/0-9=?A-Z^_a-z`{|}~]+(\.[-!#$%&'*+/0-9=?A-Z^_a-z`{|}~]+)*"
DOMAIN = r"([a-zA-Z0-9]([-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][-a-zA-Z0-9]{0,61}[a-zA-Z0-9]"
EMAIL = re.compile(rf"(?=.{{1,64}}@.{{1,255}}$){LOCAL_PART}@{DOMAIN}", re.ASCII)
# The form asks a catalogue of all numbers in the world. We only tell what cannot be one.
BETWEEN_DIGITS = str.maketrans("", "", " -()./\u00a0")
NUMBER_AT_HOME = re.compile(r"0[1-9][0-9]{8,9}", re.ASCII)
NUMBER_WITH_COUNTRY = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
# Numbers that are kept for films and tests, which the form refuses.
NOBODYS_NUMBERS = re.compile(r"(?:0|\+44)(?:7700900|1632960|2079460|1214960|1614960|8081570|9098790)[0-9]{3}", re.ASCII)


@dataclass(frozen=True)
class Answer:
    """What to write or choose in their form.

    `misfit` says what we know and they have no place for, whether or not there is something to choose all the same.
    `fault` says what to do about an answer that is only begun, or that they would refuse.
    """

    text: str = ""
    codes: tuple[str, ...] = ()
    misfit: str = ""
    fault: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.text or self.codes)

    @property
    def is_open(self) -> bool:
        """Whoever copies has still to choose, so nobody can tell which way the form turns."""
        return bool(self.misfit) and not self.is_given


NOTHING = Answer()
Answers = Mapping[str, Answer]


def form_route(route: Route) -> Route:
    """The form knows no decision in somebody's best interests: that goes as an adult's referral."""
    return Route.ADULT if route == Route.BEST_INTERESTS else route


def is_on_route(question: Question, route: Route) -> bool:
    """While it is not known how the case goes, or that it goes nowhere: what every route asks."""
    asked_on = form_route(route)
    return asked_on in question.routes if asked_on in ROUTES else question.routes >= ROUTES


def is_shown(question: Question, route: Route, answers: Answers) -> bool:
    """Whether the form, answered as we answer, comes to this question."""
    return is_on_route(question, route) and all(
        _holds(answers[condition.question_id], condition.codes) for condition in question.shown_when
    )


def is_asked(question: Question, route: Route, answers: Answers) -> bool:
    """The same; and where it is open which way the form turns, whatever we hold for either way."""
    return is_shown(question, route, answers) or (
        answers[question.id].is_given
        and is_on_route(question, route)
        and all(
            (found := answers[condition.question_id]).is_open or _holds(found, condition.codes)
            for condition in question.shown_when
        )
    )


def _holds(answer: Answer, codes: frozenset[str]) -> bool:
    return answer.is_given if ANY in codes else not codes.isdisjoint(answer.codes)


def is_written_anew(question: Question, route: Route) -> bool:
    """Nothing that could tell who they are is copied to a notification without their name."""
    finer_than_a_police_area = question.list_name in {ListName.TOWNS, ListName.REGIONS}
    is_free = question.kind in TYPED or question.kind in {Kind.DATE, Kind.FILES}
    return route == Route.NOTIFY_ANONYMOUS and (is_free or finer_than_a_police_area)


def problem_with(question: Question, text: str) -> str | None:
    """What to do about a text that the form would refuse."""
    if question.longest is not None and (length := length_of(text)) > question.longest:
        return f"Shorten {_named(question)}: it has {length:,} characters, and the form takes {question.longest:,}."
    if question.kind == Kind.EMAIL and not EMAIL.fullmatch(text):
        return f"Correct {_named(question)}: it is not a whole e-mail address."
    if Limit.REAL_NUMBER in question.limits and not may_be_a_number(text):
        return f"Correct {_named(question)}: give the whole number, with the country code if it is from abroad."
    if Limit.WHOLE_NUMBER in question.limits and not re.fullmatch(r"[0-9]+", text, re.ASCII):
        return f"Give {_named(question)} as a number."
    return None


def traps_in(question: Question, text: str, profile: Profile) -> Iterator[str]:
    """What the form would refuse without saying why, or change without saying so."""
    if Limit.NO_WEB_ADDRESS in question.limits and WEB_ADDRESS.search(text):
        yield "The form refuses this box when it holds something like word.word. Put a space after every full stop."
    if question.kind in TYPED and not profile.changed_characters.isdisjoint(text):
        yield f"The form changes {' '.join(sorted(profile.changed_characters))} without a word. Write it another way."
    if Limit.REAL_NUMBER in question.limits and NOBODYS_NUMBERS.fullmatch(text.translate(BETWEEN_DIGITS)):
        yield "The form refuses this number: it is one of those kept for films and tests."


def length_of(text: str) -> int:
    """As a browser sends it and the form counts it: a line break is two characters, and so is an emoji."""
    sent = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return len(sent.encode("utf-16-le")) // 2


def may_be_a_number(text: str) -> bool:
    number = text.translate(BETWEEN_DIGITS)
    return bool(NUMBER_AT_HOME.fullmatch(number) or NUMBER_WITH_COUNTRY.fullmatch(number))


def _named(question: Question) -> str:
    return f"“{question.asks}”"
