"""What a reader is given: the case, the day, and what the lists call their values."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agencies.enums import ListName
from referrals.dossier import Dossier
from referrals.enums import Route
from referrals.home_office.labels import Labels, labels_of
from referrals.home_office.rules import NOTHING, Answer


@dataclass(frozen=True)
class Facts:
    dossier: Dossier
    today: date
    labels: Labels

    @cached_property
    def route(self) -> Route:
        return self.dossier.routing(self.today).route

    def listed(self, list_name: ListName, code: str, say: str = "") -> Answer:
        """In their wording. What is ours alone is a misfit; what no list has is to be chosen again."""
        if not code:
            return NOTHING
        theirs = self.labels.theirs(list_name, code)
        if theirs is None:
            return Answer(fault=f"{say} Choose it from the list.".strip())
        if not theirs:
            return Answer(misfit=f"Our answer is {self.labels.ours(list_name, code)}, and the form does not offer it.")
        return Answer(text=theirs)


def facts_of(dossier: Dossier, today: date) -> Facts:
    return Facts(dossier, today, labels_of(dossier))
