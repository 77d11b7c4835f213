"""Whether a draft holds anything about a person, a danger or grounds. Asked in the database, for one draft or many."""

from collections.abc import Collection, Iterator
from functools import cache, reduce
from operator import or_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    Field,
    IntegerField,
    Model,
    OuterRef,
    Q,
    TextField,
    UUIDField,
)
from pghistory.models import Event

from audit.enums import Operation
from audit.models import Entry
from referrals.models import Encounter, Referral, Referrer, SectionState
from victims.columns import PartialDateColumn
from victims.models import Person

# The referrer's own name and number are nothing about the case.
OF_THE_REFERRER = "referrer"
NOT_ABOUT_THE_CASE = {Referrer, SectionState, Referral}


@cache
def holding() -> Q:
    """For `filter`. An answer that was taken back counts too: what was written down once is not thrown away unseen.

    Facts that several people share are held by the draft of the encounter that was begun first.
    """
    own = [
        _says_something(Person, pk=OuterRef("person_id")),
        *_rows_of(Referral, OuterRef("pk")),
        *_rows_of(Person, OuterRef("person_id")),
        _typed(referral=OuterRef("pk")),
        _was_answered(),
    ]
    shared = [
        _says_something(Encounter, pk=OuterRef("encounter_id")),
        *_rows_of(Encounter, OuterRef("encounter_id"), only_for=None),
        _typed(encounter=OuterRef("encounter_id"), referral=None),
    ]
    earlier = Referral.objects.filter(encounter=OuterRef("encounter_id"), pk__lt=OuterRef("pk"))
    return _any(own) | (_any(shared) & ~Q(Exists(earlier)))


def holds_information(pk: int) -> bool:
    return pk in holding_something([pk])


def holding_something(pks: Collection[int]) -> set[int]:
    """Which of these drafts do. Of nearly all something was answered: that is asked first, and costs little."""
    found = _among(pks, _any([_was_answered(), _says_something(Person, pk=OuterRef("person_id"))]))
    return found | _among(set(pks) - found, holding())


def _among(pks: Collection[int], asked: Q) -> set[int]:
    return set(Referral.objects.filter(asked, pk__in=pks).order_by().values_list("pk", flat=True)) if pks else set()


def relations_to(parent: type[Model]) -> list[Any]:
    """Of every table whose rows belong to one of `parent`, but for the history of changes."""
    fields: list[Any] = parent._meta.get_fields(include_hidden=True)
    found = [field for field in fields if field.auto_created and not field.concrete and field.is_relation]
    return [relation for relation in found if not issubclass(relation.related_model, Event)]


def _rows_of(parent: type[Model], whose: OuterRef, **also: Any) -> Iterator[Exists]:
    for relation in relations_to(parent):
        if relation.related_model not in NOT_ABOUT_THE_CASE:
            yield _says_something(relation.related_model, **{relation.field.name: whose}, **also)


def _says_something(rows: Any, **whose: Any) -> Exists:
    said = [_is_filled(column) for column in rows._meta.concrete_fields if not _is_frame(column)]
    return Exists(rows._base_manager.filter(**whose).filter(reduce(or_, said)))


def _is_frame(column: "Field[Any, Any]") -> bool:
    return column.primary_key or column.is_relation or isinstance(column, UUIDField)


def _is_filled(column: "Field[Any, Any]") -> Q:
    name = column.name
    if isinstance(column, ArrayField):
        return Q(**{f"{name}__len__gt": 0})
    if isinstance(column, BooleanField):
        return Q(**{name: True})
    if isinstance(column, IntegerField) and not column.null:
        return Q(**{f"{name}__gt": 0})
    if isinstance(column, CharField | TextField) and not isinstance(column, PartialDateColumn):
        return Q(**{f"{name}__gt": ""})
    return Q(**{f"{name}__isnull": False})


def _typed(**whose: Any) -> Exists:
    """What was typed and could not be read as an answer."""
    return Exists(SectionState.objects.filter(**whose).exclude(typed={}).exclude(code=OF_THE_REFERRER))


def _was_answered() -> Exists:
    saved = Entry.objects.filter(
        reference=OuterRef("reference"), operation=Operation.ALTERATION, event__startswith="section.saved:"
    )
    return Exists(saved.exclude(event=f"section.saved:{OF_THE_REFERRER}"))


def _any(found: list[Exists]) -> Q:
    return reduce(or_, map(Q, found))
