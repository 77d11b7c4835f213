"""What of a list is meant by what somebody typed."""

from datetime import date

from django.db.models import Case, Q, QuerySet, When

from agencies.enums import ListName
from agencies.folding import folded
from agencies.models import ListedValue

LONGEST = 80
LONGEST_NAME = 160
MOST_SHOWN = 12


def find(list_name: ListName, typed: str, *, on: date) -> QuerySet[ListedValue]:
    """Every word typed must be in it: whole names come first, then beginnings, then what only contains the words."""
    words = folded(typed[:LONGEST]).split()
    if not words:
        return ListedValue.objects.none()
    name = " ".join(words)
    contained, begun = Q(), Q()
    for word in words:
        contained &= Q(search__contains=word)
        begun &= Q(search__contains=f" {word}")
    rank = Case(
        When(search__contains=f"| {name} |", then=0),
        When(search__startswith=f"| {name}", then=1),
        When(begun, then=2),
        default=3,
    )
    return ListedValue.objects.current(list_name, on).filter(contained).order_by(rank, "sort_order")[:MOST_SHOWN]


def meant(list_name: ListName, typed: str, *, on: date, kept: str = "") -> list[ListedValue]:
    """The values that go by this code or name: one if it is clear, none if there is none, else those to choose from.

    `kept` is the code that a record already holds, which stays good after it was retired.
    """
    on_offer = ListedValue.objects.current(list_name, on) | ListedValue.objects.filter(list_name=list_name, code=kept)
    code, name = typed[:LONGEST_NAME].replace("\0", ""), folded(typed[:LONGEST_NAME])
    known = list(on_offer.filter(Q(code=code) | Q(search__contains=f"| {name} |")))
    return (
        [value for value in known if value.code == code]
        or [value for value in known if folded(value.label) == name]
        or known
    )
