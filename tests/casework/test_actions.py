"""Notes, tasks and flags: what they write, who may, and that nothing that was written is lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import NotAllowed, Refused, Stale
from audit.enums import Operation
from audit.models import Entry
from notifications.models import Notice
from referrals.casework.actions.flags import raise_flag, remove_flag
from referrals.casework.actions.notes import add_note, change_note
from referrals.casework.actions.tasks import add_task, change_task, finish_task
from referrals.casework.actions.timeline import print_timeline
from referrals.casework.rules import writing
from referrals.enums import FlagKind, NoteKind
from referrals.models import Flag, Note, QueueRow, Task
from tests.casework.factories import House, note, task
from tests.factories import MembershipFactory, actor_of
from tests.lodging.factories import lodged, member, ready

pytestmark = pytest.mark.django_db
AT = timezone.now()
NOTE = {"kind": NoteKind.CONTACT, "text": "She was calm.", "their_words": "“He has my card.”"}
TASK = {"title": "Chase it", "details": "By telephone", "owner": None, "due_on": date(2026, 12, 1)}


@pytest.fixture
def house() -> House:
    made = House()
    Notice.objects.all().delete()
    return made


def by(person: Membership) -> dict[str, Any]:
    return {"by": actor_of(person), "at": AT}


def test_a_note_keeps_their_words_apart_and_a_change_is_a_new_version(house: House) -> None:
    first = add_note(house.referral.pk, **NOTE, **by(house.manager))
    second = change_note(house.referral.pk, first.pk, version=1, **{**NOTE, "text": "She was ill."}, **by(house.spoc))
    third = change_note(house.referral.pk, first.pk, version=2, **{**NOTE, "text": "Both."}, **by(house.manager))

    kept = Note.objects.order_by("version").values_list("version", "text", "their_words", "is_newest", "first")
    words = NOTE["their_words"]
    assert list(kept) == [
        (1, "She was calm.", words, False, None),
        (2, "She was ill.", words, False, first.pk),
        (3, "Both.", words, True, first.pk),
    ]
    assert (second.written_by, third.written_by) == (house.spoc.user, house.manager.user)
    events = Entry.objects.filter(event__startswith="note.").order_by("pk").values_list("event", "operation")
    assert list(events) == [("note.added", "alteration"), *[("note.changed", "alteration")] * 2]
    assert QueueRow.objects.get().changed_at == AT


def test_a_note_that_somebody_changed_meanwhile_is_not_overwritten(house: House) -> None:
    first = note(house)
    change_note(house.referral.pk, first.pk, version=1, **NOTE, **by(house.spoc))

    with pytest.raises(Stale, match="both versions"):
        change_note(house.referral.pk, first.pk, version=1, **{**NOTE, "text": "Mine"}, **by(house.manager))

    assert not Note.objects.filter(text="Mine").exists()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [({"text": " ", "their_words": ""}, writing.SAY_SOMETHING), ({}, writing.NOTHING_CHANGED)],
)
def test_a_note_says_something_new(said: dict[str, str], refusal: str, house: House) -> None:
    first = note(house, **NOTE)

    with pytest.raises(Refused, match=refusal):
        change_note(house.referral.pk, first.pk, version=1, **{**NOTE, **said}, **by(house.manager))


def test_a_note_of_one_case_is_not_changed_through_another(house: House) -> None:
    theirs = note(house)
    other = lodged(ready(house.officer), house.officer, at=house.at)

    with pytest.raises(Note.DoesNotExist):
        change_note(other.pk, theirs.pk, version=1, **NOTE, **by(house.manager))


def test_a_task_is_made_changed_and_done_and_whoever_does_it_is_told(house: House) -> None:
    mine = add_task(house.referral.pk, **{**TASK, "owner": house.manager.user_id}, **by(house.manager))
    assert not Notice.objects.exists()
    theirs = {**TASK, "owner": house.spoc.user_id}

    change_task(house.referral.pk, mine.pk, version=1, **theirs, **by(house.manager))
    change_task(house.referral.pk, mine.pk, version=2, **{**theirs, "title": "Ring"}, **by(house.manager))
    finish_task(house.referral.pk, mine.pk, outcome="They answered", **by(house.spoc))

    kept = Task.objects.get()
    assert (kept.title, kept.version, kept.owner, kept.done_by) == ("Ring", 4, house.spoc.user, house.spoc.user)
    assert (kept.done_at, kept.outcome) == (AT, "They answered")
    assert list(Notice.objects.values_list("person", "occasion")) == [(house.spoc.user_id, f"task {kept.pk} version 2")]
    events = Entry.objects.filter(event__startswith="task.").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["task.added", "task.changed", "task.changed", "task.done"]


def test_a_task_that_somebody_changed_meanwhile_is_not_overwritten(house: House) -> None:
    made = task(house)
    change_task(house.referral.pk, made.pk, version=1, **TASK, **by(house.spoc))

    with pytest.raises(Stale):
        change_task(house.referral.pk, made.pk, version=1, **{**TASK, "title": "Mine"}, **by(house.manager))
    with pytest.raises(Refused, match=writing.NOTHING_CHANGED):
        change_task(house.referral.pk, made.pk, version=1, **TASK, **by(house.manager))

    assert Task.objects.get().title == "Chase it"


def test_what_is_done_is_neither_changed_nor_done_again(house: House) -> None:
    made = task(house, done_at=AT, done_by=house.spoc.user)

    with pytest.raises(Refused, match=writing.DONE_ALREADY):
        change_task(house.referral.pk, made.pk, version=1, **TASK, **by(house.manager))
    with pytest.raises(Refused, match=writing.DONE_ALREADY):
        finish_task(house.referral.pk, made.pk, outcome="", **by(house.manager))


def test_a_task_goes_only_to_somebody_who_may_work_on_the_case(house: House) -> None:
    house.barred(house.spoc)
    stranger = MembershipFactory(roles=[Role.CASE_MANAGER])

    for nobody in (house.spoc, house.registrar, house.officer, stranger):
        with pytest.raises(Refused, match=writing.CANNOT_WORK_ON_IT):
            add_task(house.referral.pk, **{**TASK, "owner": nobody.user_id}, **by(house.manager))
    assert not Task.objects.exists()


def test_a_task_keeps_an_owner_who_left_until_somebody_gives_it_away(house: House) -> None:
    made = task(house, owner=house.registrar.user)
    same = {**TASK, "owner": house.registrar.user_id}

    change_task(house.referral.pk, made.pk, version=1, **same, **by(house.manager))

    assert Task.objects.get().due_on == TASK["due_on"]


def test_a_flag_stands_in_lists_until_it_is_taken_down_for_a_reason(house: House) -> None:
    raised = raise_flag(house.referral.pk, kind=FlagKind.MISSING, reason="Not home", **by(house.manager))
    assert QueueRow.objects.get().flags == ["missing"]
    with pytest.raises(Refused, match=writing.RAISED_ALREADY):
        raise_flag(house.referral.pk, kind=FlagKind.MISSING, reason="Again", **by(house.spoc))

    remove_flag(house.referral.pk, raised.pk, reason="Found", **by(house.spoc))

    assert QueueRow.objects.get().flags == []
    kept = Flag.objects.get()
    assert (kept.removed_by, kept.removed_at, kept.removal_reason) == (house.spoc.user, AT, "Found")
    with pytest.raises(Refused, match=writing.REMOVED_ALREADY):
        remove_flag(house.referral.pk, raised.pk, reason="Found", **by(house.manager))
    events = Entry.objects.filter(event__startswith="flag.").values_list("event", flat=True).order_by("pk")
    assert list(events) == ["flag.raised", "flag.removed"]


def test_printing_is_a_disclosure(house: House) -> None:
    print_timeline(house.referral.pk, **by(house.registrar))

    assert Entry.objects.get(event="timeline.printed").operation == Operation.DISCLOSURE
    with pytest.raises(NotAllowed):
        print_timeline(house.referral.pk, **by(house.officer))


ACTS: list[Callable[[House, Membership], object]] = [
    lambda house, person: add_note(house.referral.pk, **NOTE, **by(person)),
    lambda house, person: change_note(house.referral.pk, note(house).pk, version=1, **NOTE, **by(person)),
    lambda house, person: add_task(house.referral.pk, **TASK, **by(person)),
    lambda house, person: change_task(house.referral.pk, task(house).pk, version=1, **TASK, **by(person)),
    lambda house, person: finish_task(house.referral.pk, task(house).pk, outcome="", **by(person)),
    lambda house, person: raise_flag(house.referral.pk, kind=FlagKind.MISSING, reason="x", **by(person)),
    lambda house, person: remove_flag(house.referral.pk, 1, reason="x", **by(person)),
]


@pytest.mark.parametrize("act", ACTS)
def test_whoever_may_not_work_on_a_case_writes_nothing_in_it(
    act: Callable[[House, Membership], object], house: House
) -> None:
    kept_from_it = house.spoc
    house.barred(kept_from_it)
    partner = member(house.force.agency, Role.ADMINISTRATOR)

    for person in (house.officer, house.registrar, kept_from_it, partner):
        with pytest.raises(NotAllowed):
            act(house, person)
