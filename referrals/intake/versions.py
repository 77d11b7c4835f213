"""Two versions of a section: where they differ, and what is kept of each."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.http import QueryDict

from agencies.shell.fields import ProseField
from referrals.intake.page import SectionPage
from referrals.intake.parts import Questions
from referrals.intake.reading import in_words, shown


class Keep(TextChoices):
    MINE = "mine", "Keep yours"
    THEIRS = "theirs", "Keep theirs"
    BOTH = "both", "Keep both, one under the other"


@dataclass(frozen=True)
class Difference:
    """One box in which two versions differ. `may_join` where both can stand, one under the other."""

    name: str
    label: str
    mine: str
    theirs: str
    may_join: bool

    @property
    def choices(self) -> list[Keep]:
        return [keep for keep in Keep if keep != Keep.BOTH or self.may_join]


def differences(mine: SectionPage, saved: SectionPage) -> list[Difference]:
    """Between what was posted and what is saved. Rows that only one of them has are kept, so they do not differ."""
    theirs = {form.prefix: form for form in saved.forms}
    pairs = [(form, theirs[form.prefix]) for form in mine.forms if form.is_bound and form.prefix in theirs]
    return [found for ours, other in pairs for found in _between(ours, other)]


def joined(data: QueryDict, saved: SectionPage, names: Collection[str]) -> QueryDict:
    """What was posted, with the saved text above it in the boxes that are to hold both."""
    if not names:
        return data
    both = data.copy()
    for form in saved.forms:
        for bound in (form[name] for name in form.fields):
            if bound.html_name in names:
                both[bound.html_name] = f"{in_words(bound)}\n\n{data.get(bound.html_name, '')}"
    return both


def _between(ours: Questions, other: Questions) -> Iterator[Difference]:
    for name in ours.fields:
        bound = ours[name]
        mine, theirs = in_words(bound), in_words(other[name])
        if mine != theirs and not bound.is_hidden:
            may_join = isinstance(bound.field, ProseField) and bool(mine and theirs)
            yield Difference(bound.html_name, str(bound.label), mine, shown(other[name]), may_join)
