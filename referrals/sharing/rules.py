"""When a case may be shared with another agency, on what, and for how long.

No basis was confirmed by a data protection officer yet, and the pages say so. Sources: the rules of domain knowledge
of November 2026, "sharing_bases"; Data Protection Act 2018 Part 3; the statutes that each basis names.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from agencies.enums import AgencyKind
from referrals.enums import LawfulBasis, ReplyKind
from victims.enums import AgeGroup, ConsentDecision

LONGEST = timedelta(days=90)
SHORTEST_MASKED = 2
LEFT_OUT = "[left out]"
ENDING_SOON = timedelta(days=7)
K = AgencyKind
ANY = frozenset(K) - {K.IMMIGRATION, K.POLICING_BODY}
# Never as a matter of course: only where a supervisor says why, and on one of these.
IMMIGRATION = frozenset({K.IMMIGRATION})
LAW = frozenset({K.POLICE, K.REGIONAL, K.NATIONAL})
CARE = frozenset({K.COUNCIL, K.HEALTH, K.CHARITY})
CHILD = frozenset({AgeGroup.CHILD, AgeGroup.UNSURE})
ADULT = frozenset({AgeGroup.ADULT})

# Parts of a referral that can be shown. Files, what is kept of the officer, and of other agencies, are not among them.
SECTIONS = (
    *("danger", "person", "contact", "needs", "signs", "exploitation", "account", "suspects", "words"),
    "safeguarding",
)
# Nobody has heard from them, which is not a no.
UNASKED = (None, ConsentDecision.NOT_ASKED)
# Answers that no share shows: what is about their leave to stay, and every number by which a register knows them.
NEVER_SHOWN = frozenset({"immigration_note", "has_home_office_reference"})
NEVER_SHOWN_PARTS = frozenset({"identifiers"})
# What a reply of each kind has to say in words.
NEEDS_WORDS = frozenset({ReplyKind.OTHER_WAY, ReplyKind.QUESTION, ReplyKind.NO, ReplyKind.UPDATE})

CHOOSE_AGENCY = "Choose an agency with a sharing agreement in force."
NOBODY_THERE = "Nobody of that role works there today. Choose another role."
NOT_THIS_BASIS = "This basis does not fit that agency, or this person’s age. Choose another."
NO_CONSENT = "They have not agreed to share with this agency, so it cannot rest on their consent."
THEY_SAID_NO = "They said no, and nobody sets that aside. Choose another basis, if there is one."
NOT_YOURS = "Only a supervisor can share on their consent before they were asked."
NOT_NEEDED = "This needs no exception. Leave it empty, or choose the basis of consent."
CHOOSE_PARTS = "Tick at least one part. Tick the least that does the job."
TOO_EARLY = "The last day has to be today or later."
TOO_LATE = "At most 90 days. Share it again when they are over: that is a new decision."
SAY_WHAT = "Say what you need from them."
SAY_WHY = "Say why."
ONLY_WITH_APPROVAL = "Immigration enforcement sees nothing unless a supervisor says why. Say why."
NO_APPROVAL_NEEDED = "Only for immigration enforcement. Leave it empty."
SAYS_WHAT_IS_LEFT_OUT = "This says a name or passage that is to be left out. Put it another way."
TOO_SHORT = "Leave out at least two letters at a time: {words} is less."
OVER = "It was stopped, or its time is over."
NOT_NEW = "Somebody there has answered this already."
NOT_ACCEPTED = "Accept it first."
READ_ALREADY = "Somebody there has read this already."
NO_REPLIES = "No reply is asked for."
SAY_MORE = "Say it in words."


@dataclass(frozen=True)
class Basis:
    """`is_verified`: by a data protection officer, whose agency answers for it."""

    agencies: frozenset[AgencyKind]
    ages: frozenset[AgeGroup] = CHILD | ADULT
    needs_consent: bool = False
    is_verified: bool = False
    valid_from: date = date(2026, 11, 26)


BASES: Mapping[LawfulBasis, Basis] = {
    LawfulBasis.CONSENT: Basis(ANY, ADULT, needs_consent=True),
    LawfulBasis.LIFE: Basis(ANY | IMMIGRATION),
    LawfulBasis.ADULT_AT_RISK: Basis(CARE, ADULT),
    LawfulBasis.CHILD_PROTECTION: Basis(CARE | {K.POLICE}, CHILD),
    LawfulBasis.CRIME_AND_DISORDER: Basis(frozenset({K.POLICE, K.COUNCIL, K.HEALTH})),
    LawfulBasis.NATIONAL_CRIME_AGENCY: Basis(frozenset({K.NATIONAL})),
    LawfulBasis.LAW_ENFORCEMENT: Basis(LAW),
    LawfulBasis.COURT_ORDER: Basis(ANY | IMMIGRATION),
}


def bases_for(kind: AgencyKind, age: AgeGroup | None) -> list[LawfulBasis]:
    """Whoever may be under 18 is treated as a child, and so is somebody of whom nobody knows."""
    counts_as = age or AgeGroup.UNSURE
    return [code for code, basis in BASES.items() if kind in basis.agencies and counts_as in basis.ages]


def reason_not_to_share(
    *,
    basis: LawfulBasis,
    kind: AgencyKind,
    age: AgeGroup | None,
    consent: ConsentDecision | None,
    override_reason: str,
    may_override: bool,
    asked: str,
    approval_reason: str,
    sections: Collection[str],
    masked: Collection[str],
    ends_on: date,
    today: date,
) -> tuple[str, str] | None:
    """The field that has to change, and why.

    `consent`: the newest about sharing with this agency. `override_reason`: why it is shared before they were asked.
    `approval_reason`: why immigration enforcement sees it. `masked`: what is left out, as it was typed.
    """
    if not asked.strip():
        return "asked", SAY_WHAT
    if bool(approval_reason.strip()) != (kind == AgencyKind.IMMIGRATION):
        return "approval_reason", NO_APPROVAL_NEEDED if approval_reason.strip() else ONLY_WITH_APPROVAL
    if basis not in bases_for(kind, age):
        return "basis", NOT_THIS_BASIS
    if problem := _of_consent(basis, consent, override_reason, may_override=may_override):
        return problem
    if not sections or not set(sections) <= set(SECTIONS):
        return "sections", CHOOSE_PARTS
    if short := next((words for words in masked if len(words.strip()) < SHORTEST_MASKED), None):
        return "masked", TOO_SHORT.format(words=f"“{short.strip()}”")
    if without(asked, masked) != without(asked, ()):
        return "asked", SAYS_WHAT_IS_LEFT_OUT
    if ends_on < today:
        return "ends_on", TOO_EARLY
    return ("ends_on", TOO_LATE) if ends_on > today + LONGEST else None


def _of_consent(
    basis: LawfulBasis, consent: ConsentDecision | None, override_reason: str, *, may_override: bool
) -> tuple[str, str] | None:
    is_missing = BASES[basis].needs_consent and consent != ConsentDecision.GIVEN
    if not override_reason.strip():
        return ("basis", NO_CONSENT) if is_missing else None
    if not is_missing:
        return "override_reason", NOT_NEEDED
    if not may_override:
        return "override_reason", NOT_YOURS
    return None if consent in UNASKED else ("override_reason", THEY_SAID_NO)


def is_shown(box: str) -> bool:
    """`box`: as a page names it, "id_person-given_names": the part it is of, what is one of several, and the answer."""
    part, _, rest = box.removeprefix("id_").partition("-")
    return part not in NEVER_SHOWN_PARTS and rest.rpartition("-")[2] not in NEVER_SHOWN


def without(text: str, masked: Collection[str]) -> str:
    """Each of the words and passages left out, however it is spaced, in capitals or not, inside longer words too."""
    text = _plain(text)
    hidden: set[int] = set()
    for words in masked:
        # Looked for from every letter on, so that of two passages that overlap nothing stays.
        pattern = r"(?=(" + r"\s+".join(map(re.escape, _plain(words).split())) + "))"
        for found in re.finditer(pattern, text, re.IGNORECASE):
            hidden.update(range(*found.span(1)))
    shown = ((place in hidden, letter) for place, letter in enumerate(text))
    return "".join(
        LEFT_OUT if is_hidden else "".join(letter for _, letter in letters)
        for is_hidden, letters in groupby(shown, key=itemgetter(0))
    )


def _plain(text: str) -> str:
    """One sign for each letter, whichever way its accent was typed; and one apostrophe."""
    return unicodedata.normalize("NFC", text).replace("’", "'")


def reason_not_to_answer(*, is_open: bool, is_answered: bool) -> str | None:
    """Of accepting and of declining."""
    if not is_open:
        return OVER
    return NOT_NEW if is_answered else None


def reason_not_to_reply(*, is_open: bool, is_accepted: bool, may_reply: bool, kind: ReplyKind, text: str) -> str | None:
    if not is_open:
        return OVER
    if not is_accepted:
        return NOT_ACCEPTED
    if not may_reply:
        return NO_REPLIES
    return SAY_MORE if kind in NEEDS_WORDS and not text.strip() else None
