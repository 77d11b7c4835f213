"""Who gets a case: by taking the next, by being given one, one at a time or many at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from agencies.enums import Role
from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from notifications.models import Notice
from referrals import listing
from referrals.enums import Status, SupplementKind
from referrals.lodging.actions.afterwards import add_to
from referrals.models import QueueRow, Referral, SavedFilter
from referrals.owning import CLAIM
from referrals.queue.actions import giving, saving, taking
from referrals.queue.filters import Asked, read
from tests.factories import AgencyFactory, actor_of
from tests.lodging.factories import NOW, Force, lodged, member, ready
from tests.queue.cases import listed

HOUR = timedelta(hours=1)


@pytest.fixture
def force() -> Force:
    return Force()


def row_of(case: Referral) -> QueueRow:
    return QueueRow.objects.get(pk=case.pk)


@pytest.mark.django_db
def test_the_most_pressing_case_without_an_owner_is_given_and_work_keeps_it(force: Force) -> None:
    listed(force, due=HOUR)
    first = listed(force, due=-HOUR)
    by = actor_of(force.manager)

    assert taking.take_next(by=by, at=NOW) == first
    assert (row_of(first).claimed_by, row_of(first).owner) == (force.manager.user, None)
    add_to(first.pk, kind=SupplementKind.ADDITION, section="danger", text="x", by=by, at=NOW + CLAIM / 2)

    row = row_of(first)
    assert (row.owner, row.claimed_by, row.claimed_until) == (force.manager.user, None, None)
    assert Referral.objects.get(pk=first.pk).owner == force.manager.user
    assert [each.owner for each in first.deadlines.all()] == [force.manager.user]


@pytest.mark.django_db
def test_a_claim_lapses_by_itself_and_somebody_elses_work_does_not_keep_it(force: Force) -> None:
    case = listed(force)
    manager, spoc = actor_of(force.manager), actor_of(force.spoc)
    taking.take_next(by=manager, at=NOW)

    with pytest.raises(Refused, match="No case waits"):
        taking.take_next(by=spoc, at=NOW + CLAIM - timedelta(seconds=1))
    add_to(case.pk, kind=SupplementKind.ADDITION, section="danger", text="x", by=spoc, at=NOW)
    assert row_of(case).owner is None
    assert taking.take_next(by=spoc, at=NOW + CLAIM) == case


@pytest.mark.django_db
def test_taking_another_gives_back_what_was_not_worked_on(force: Force) -> None:
    first, second = listed(force, due=-HOUR), listed(force, due=HOUR)
    by = actor_of(force.manager)

    assert [taking.take_next(by=by, at=NOW) for _ in range(3)] == [first, second, first]
    assert row_of(second).claimed_by is None


@pytest.mark.django_db
def test_nobody_is_given_what_they_may_not_know_of_or_what_another_unit_has(force: Force) -> None:
    listed(force, barred_people=[force.manager.user_id])
    listed(Force("kent-police", "Kent Police"))
    listed(force, status=Status.RG_PENDING)
    officer = actor_of(force.officer)

    with pytest.raises(Refused, match="No case waits"):
        taking.take_next(by=actor_of(force.manager), at=NOW)
    with pytest.raises(NotAllowed):
        taking.take_next(by=officer, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_eight_people_at_once_never_get_the_same_case(force: Force) -> None:
    people = [actor_of(member(force.agency, Role.CASE_MANAGER, force.unit)) for _ in range(8)]
    for number in range(6):
        listed(force, due=number * HOUR)
    given: list[int] = []
    empty: list[str] = []
    ready_to_go = threading.Barrier(len(people))

    def take(by) -> None:
        try:
            ready_to_go.wait()
            given.append(taking.take_next(by=by, at=NOW).pk)
        except Refused as refusal:
            empty.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(given) == sorted(QueueRow.objects.values_list("pk", flat=True))
    assert len(empty) == 2
    assert QueueRow.objects.exclude(claimed_by=None).values("claimed_by").distinct().count() == 6


@pytest.mark.django_db
def test_many_at_once_end_as_each_alone_with_a_line_on_the_ledger_each(force: Force) -> None:
    alone, first, second = listed(force, due=HOUR), listed(force, due=HOUR), listed(force, due=HOUR)
    by, to = actor_of(force.manager), force.spoc.user_id
    giving.assign(alone.pk, owner=to, seen=0, by=by, at=NOW)

    outcome = giving.give_many([f"{first.pk}.0", f"{second.pk}.0"], to=f"owner-{to}", by=by, at=NOW)

    assert (outcome.done, outcome.refused) == (2, [])
    ends = [(row.owner_id, row.changed_at, row.claimed_by) for row in map(row_of, (alone, first, second))]
    assert len(set(ends)) == 1
    assert ends[0][0] == to
    for case in (alone, first, second):
        assert Entry.objects.filter(event="case.assigned", reference=case.reference).count() == 1
        assert Notice.objects.filter(reference=case.reference, person=to).count() == 1
        assert {each.owner_id for each in case.deadlines.all()} == {to}


@pytest.mark.django_db
def test_more_than_a_hundred_are_refused_and_nothing_is_changed(force: Force) -> None:
    picks = [f"{number}.0" for number in range(1, 102)]

    with pytest.raises(
        Refused, match=r"At most 100 cases can be changed at once\. You ticked 101\. Nothing was changed\."
    ):
        giving.give_many(picks, to="owner-none", by=actor_of(force.manager), at=NOW)
    for picked, to, said in (
        ([], "owner-none", "Tick the cases"),
        (["x", "0"], "", "Tick"),
        (["1.0"], "odd", "Choose what"),
    ):
        with pytest.raises(Refused, match=said):
            giving.give_many(picked, to=to, by=actor_of(force.manager), at=NOW)


@pytest.mark.django_db
def test_what_changed_hands_meanwhile_is_not_given_away_unseen(force: Force, client: Client) -> None:
    case = listed(force)
    by = actor_of(force.manager)
    giving.assign(case.pk, owner=force.spoc.user_id, seen=0, by=by, at=NOW)
    where = f"/referrals/{case.reference}/assign/"
    client.force_login(force.supervisor.user)

    page = client.post(where, {"owner": str(force.manager.user_id), "seen": "0"}).content.decode()

    assert "It is with DS Tom Ashby now." in page
    assert "Give it all the same" in page
    assert f'name="seen" value="{force.spoc.user_id}"' in page
    assert row_of(case).owner == force.spoc.user
    many = giving.give_many([f"{case.pk}.0"], to="owner-none", by=by, at=NOW)
    assert (many.done, [reference for reference, _ in many.refused]) == (0, [case.reference])
    assert client.post(where, {"owner": str(force.manager.user_id), "seen": str(force.spoc.user_id)}).status_code == 302
    assert row_of(case).owner == force.manager.user


@pytest.mark.django_db
def test_who_may_give_a_case_to_whom(force: Force) -> None:
    case = listed(force, barred_people=[force.supervisor.user_id])
    manager, spoc = actor_of(force.manager), actor_of(force.spoc)

    with pytest.raises(NotAllowed):
        giving.assign(case.pk, owner=force.manager.user_id, seen=0, by=spoc, at=NOW)
    for owner, said in ((force.officer.user_id, "Choose a colleague"), (force.supervisor.user_id, "may not know")):
        with pytest.raises(Refused, match=said):
            giving.assign(case.pk, owner=owner, seen=0, by=manager, at=NOW)
    giving.assign(case.pk, owner=spoc.user_id, seen=0, by=spoc, at=NOW)
    giving.assign(case.pk, owner=spoc.user_id, seen=spoc.user_id, by=spoc, at=NOW)
    giving.assign(case.pk, owner=None, seen=spoc.user_id, by=manager, at=NOW)

    assert Entry.objects.filter(event="case.assigned", reference=case.reference).count() == 2
    assert row_of(case).owner is None


@pytest.mark.django_db
def test_another_unit_and_another_force_get_it_with_its_history(force: Force) -> None:
    kent = Force("kent-police", "Kent Police")
    other = force.agency.units.create(code="north", name="North", kind="response", valid_from=force.unit.valid_from)
    empty = force.agency.units.create(code="south", name="South", kind="response", valid_from=force.unit.valid_from)
    member(force.agency, Role.CASE_MANAGER, other)
    member(force.agency, Role.FIRST_RESPONDER, empty)
    case = listed(force, owner=force.spoc.user, due=HOUR)
    by, seen = actor_of(force.manager), force.spoc.user_id

    for to, reason, said in (
        ("unit-0", "", "Choose a unit"), (f"unit-{empty.pk}", "", "somebody works on cases"),
        (f"unit-{force.unit.pk}", "", "already"), ("force-0", "x", "Choose a unit"),
        (f"force-{kent.agency.pk}", " ", "Say why"), (f"force-{force.agency.pk}", "x", "Choose a unit"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=said):
            giving.hand_over(case.pk, to=to, reason=reason, seen=seen, by=by, at=NOW)
    assert giving.give_many([f"{case.pk}.{seen}"], to=f"unit-{other.pk}", by=by, at=NOW).done == 1
    assert (row_of(case).unit, row_of(case).owner) == (other, None)
    assert not Referral.objects.visible_to(actor_of(kent.manager)).exists()

    giving.hand_over(case.pk, to=f"force-{kent.agency.pk}", reason="It happened there.", seen=0, by=by, at=NOW)

    assert (row_of(case).force, row_of(case).unit) == (kent.agency, kent.unit)
    assert Referral.objects.visible_to(actor_of(kent.manager)).get() == case
    assert Entry.objects.get(event="referral.disclosed").shown == [f"agency:{kent.agency.pk}", f"unit:{kent.unit.pk}"]
    assert case.deadlines.filter(done_at=None).count() == 1


@pytest.mark.django_db
def test_a_case_goes_nowhere_that_could_not_have_it(force: Force) -> None:
    barred = force.agency.units.create(code="north", name="North", kind="response", valid_from=force.unit.valid_from)
    member(force.agency, Role.CASE_MANAGER, barred)
    empty = AgencyFactory(code="kent-police", name="Kent Police")
    case, unlisted = listed(force, barred_units=[barred.pk]), listed(force)
    elsewhere = listed(Force("gwent-police", "Gwent Police"))
    QueueRow.objects.filter(pk=unlisted.pk).delete()
    by = actor_of(force.manager)

    for moved, to, said in (
        (case, f"unit-{barred.pk}", "North may not know of this case"),
        (case, f"force-{empty.pk}", "Kent Police has no unit"),
        (unlisted, f"unit-{force.unit.pk}", "Only a case that a force has received"),
    ):
        with pytest.raises(Refused, match=said):
            giving.hand_over(moved.pk, to=to, reason="It happened there.", seen=0, by=by, at=NOW)
    many = giving.give_many([f"{elsewhere.pk}.0"], to=f"owner-{force.spoc.user_id}", by=by, at=NOW)
    assert (many.done, many.refused, row_of(elsewhere).owner) == (0, [], None)


@pytest.mark.django_db
def test_rows_hold_what_would_be_written_anew_and_missing_ones_are_made(force: Force) -> None:
    case = lodged(ready(force.officer), force.officer)
    add_to(case.pk, kind=SupplementKind.ADDITION, section="danger", text="x", by=actor_of(force.manager), at=NOW + HOUR)
    giving.assign(case.pk, owner=force.spoc.user_id, seen=0, by=actor_of(force.manager), at=NOW + HOUR)
    kept = QueueRow.objects.values().get()
    QueueRow.objects.all().delete()

    assert list(listing.lacking()) == [case]
    assert listing.make_anew([case.pk], at=NOW + HOUR) == 1
    anew = QueueRow.objects.values().get()

    assert {**anew, "changed_at": None} == {**kept, "changed_at": None}
    assert not listing.lacking().exists()
    listing.make_anew([case.pk], at=NOW + 2 * HOUR)
    assert QueueRow.objects.get().changed_at == anew["changed_at"]


@pytest.mark.django_db
def test_filters_are_saved_for_oneself_or_by_those_who_give_cases_out_for_their_unit(force: Force) -> None:
    manager, spoc, supervisor = (actor_of(each) for each in (force.manager, force.spoc, force.supervisor))
    asked = read({"status": ["TRIAGE"], "text": ["hoxhaj"]}, may_see_leave=True)
    mine = saving.save_filter(name="A", unit=None, asked=asked, by=spoc, at=NOW)
    units = saving.save_filter(name="A", unit=force.unit.pk, asked=asked, by=manager, at=NOW)

    assert mine.asked == units.asked == {"status": ["TRIAGE"]}
    for by, unit, wrong in ((spoc, None, Refused), (spoc, force.unit.pk, NotAllowed), (manager, 0, Refused)):
        with pytest.raises(wrong):
            saving.save_filter(name="A", unit=unit, asked=Asked(), by=by, at=NOW)
    with pytest.raises(NotAllowed):
        saving.rename_filter(mine.pk, name="B", by=manager, at=NOW)
    with pytest.raises(NotAllowed):
        saving.delete_filter(units.pk, by=spoc, at=NOW)
    saving.rename_filter(units.pk, name="B", by=supervisor, at=NOW)
    saving.save_filter(name="A", unit=force.unit.pk, asked=asked, by=manager, at=NOW)
    with pytest.raises(Refused, match="of that name"):
        saving.rename_filter(units.pk, name="A", by=supervisor, at=NOW)
    saving.delete_filter(mine.pk, by=spoc, at=NOW)
    with pytest.raises(Refused, match="deleted meanwhile"):
        saving.delete_filter(mine.pk, by=spoc, at=NOW)
    assert set(SavedFilter.objects.values_list("name", flat=True)) == {"A", "B"}


@pytest.mark.django_db
def test_no_more_filters_are_kept_than_a_list_can_show(force: Force) -> None:
    by = actor_of(force.spoc)
    for number in range(saving.MOST_KEPT):
        saving.save_filter(name=str(number), unit=None, asked=Asked(), by=by, at=NOW)

    with pytest.raises(Refused, match="Delete one first"):
        saving.save_filter(name="One more", unit=None, asked=Asked(), by=by, at=NOW)
