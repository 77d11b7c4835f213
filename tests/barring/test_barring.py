"""Conflicts of interest: whoever is kept from a case finds it nowhere, and cannot tell that it exists."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from notifications.models import InboxItem
from referrals.barring import rules
from referrals.barring.actions import bar, lift
from referrals.models import Bar, QueueRow, Referral, Task
from referrals.queue.actions import taking
from tests.factories import UnitFactory, actor_of
from tests.lodging.factories import NOW, Force, lodged, member, ready

pytestmark = pytest.mark.django_db
WHY = "Her brother is the suspect."


@pytest.fixture
def force() -> Force:
    return Force()


@pytest.fixture
def case(force: Force) -> Referral:
    return lodged(ready(force.officer), force.officer)


def keep(case: Referral, whom: Any, force: Force, by: Membership | None = None) -> Bar:
    who = f"person-{whom.pk}" if isinstance(whom, Membership) else f"unit-{whom.pk}"
    return bar(case.pk, who=who, reason=WHY, by=actor_of(by or force.supervisor), at=NOW)


def sees(whom: Membership, case: Referral) -> bool:
    whom.refresh_from_db()
    return Referral.objects.visible_to(actor_of(whom)).filter(pk=case.pk).exists()


# The rules, whole


@pytest.mark.parametrize(("is_barred", "leaves", "reason"), list(product([False, True], [False, True], ["", " ", WHY])))
def test_when_somebody_may_be_kept_from_it(is_barred: bool, leaves: bool, reason: str) -> None:
    said = rules.reason_not_to_bar(is_barred=is_barred, leaves_a_supervisor=leaves, reason=reason)

    if not reason.strip():
        assert said == rules.SAY_WHY
    elif is_barred:
        assert said == rules.BARRED_ALREADY
    else:
        assert said == (None if leaves else rules.NOBODY_LEFT)


@pytest.mark.parametrize(
    ("is_lifted", "reason", "said"),
    [
        (False, WHY, None), (False, " ", rules.SAY_WHY), (True, WHY, rules.LIFTED_ALREADY),
        (True, "", rules.LIFTED_ALREADY),
    ],
)  # fmt: skip
def test_when_it_may_be_lifted(is_lifted: bool, reason: str, said: str | None) -> None:
    assert rules.reason_not_to_lift(is_lifted=is_lifted, reason=reason) == said


# What follows


def test_a_person_finds_it_nowhere_and_everybody_else_does(force: Force, case: Referral, client: Client) -> None:
    InboxItem.objects.filter(person=force.spoc.user).delete()
    keep(case, force.spoc, force)

    assert not sees(force.spoc, case)
    assert all(sees(each, case) for each in (force.officer, force.manager, force.supervisor))
    client.force_login(force.spoc.user)
    for page in ("/", "/queue/?tab=all", "/notifications/"):
        assert case.reference not in client.get(page).content.decode()
    unknown = client.get("/referrals/MS-26-0000000/")
    theirs = client.get(case.get_absolute_url())
    assert (theirs.status_code, unknown.status_code) == (404, 404)
    # Nothing but what changes with every page tells the two apart.
    assert len(theirs.content) == len(unknown.content)
    found = client.post("/queue/", {"text": case.reference, "tab": "all"}).content.decode()
    assert case.get_absolute_url() not in found


def test_everybody_of_a_unit_is_kept_from_it(force: Force, case: Referral) -> None:
    other = UnitFactory(agency=force.agency, name="North")
    beside = member(force.agency, Role.CASE_MANAGER, other)
    assert sees(beside, case)

    keep(case, other, force)

    assert not sees(beside, case)
    assert sees(force.manager, case)


def test_the_reporting_officer_and_their_agency_can_be_kept_from_it(force: Force, case: Referral) -> None:
    keep(case, force.officer, force)

    assert not sees(force.officer, case)
    assert Referral.objects.get().owner is None


def test_what_they_had_of_it_goes_back(force: Force, case: Referral) -> None:
    taking.take_next(by=actor_of(force.spoc), at=NOW)
    made = [
        Task.objects.create(referral=case, title=title, owner=force.spoc.user, made_by=force.manager.user, made_at=NOW)
        for title in ("Call", "Write")
    ]
    Task.objects.filter(pk=made[1].pk).update(done_at=NOW, done_by=force.spoc.user)

    keep(case, force.spoc, force)

    row = QueueRow.objects.get()
    assert (row.claimed_by, row.claimed_until) == (None, None)
    assert list(Task.objects.order_by("pk").values_list("owner", "version")) == [(None, 2), (force.spoc.user_id, 1)]


def test_whoever_owns_it_has_it_no_longer_and_its_clocks_are_nobodys(force: Force, case: Referral) -> None:
    from referrals.queue.actions.giving import assign  # noqa: PLC0415 - what this one is about

    assign(case.pk, owner=force.spoc.user_id, seen=0, by=actor_of(force.manager), at=NOW)
    keep(case, force.unit, force, by=member(force.agency, Role.SUPERVISOR, name="Insp Carla Byrne"))

    assert QueueRow.objects.get().owner is None
    assert not case.deadlines.filter(done_at=None, owner=force.spoc.user).exists()


def test_it_is_lifted_for_a_reason_and_both_stay_on_record(force: Force, case: Referral) -> None:
    made = keep(case, force.spoc, force)
    by, later = actor_of(force.supervisor), NOW + timedelta(days=3)

    with pytest.raises(Refused, match="Say why"):
        lift(case.pk, made.pk, reason=" ", by=by, at=later)
    lift(case.pk, made.pk, reason="Another officer leads now.", by=by, at=later)
    with pytest.raises(Refused, match="lifted this meanwhile"):
        lift(case.pk, made.pk, reason="Again.", by=by, at=later)

    assert sees(force.spoc, case)
    kept = Bar.objects.get()
    assert (kept.reason, kept.lifting_reason, kept.lifted_by) == (
        WHY,
        "Another officer leads now.",
        force.supervisor.user,
    )
    assert [
        Entry.objects.filter(event=event, reference=case.reference).count() for event in ("bar.set", "bar.lifted")
    ] == [1, 1]
    assert WHY not in str(Entry.objects.filter(event="bar.set").values())


# Who may


def test_nobody_but_a_supervisor_of_the_force_does_it(force: Force, case: Referral) -> None:
    kent = Force("kent-police", "Kent Police")
    made = keep(case, force.spoc, force)
    for other in (force.manager, force.spoc, force.officer, kent.supervisor):
        with pytest.raises(NotAllowed):
            keep(case, force.manager, force, by=other)
        with pytest.raises(NotAllowed):
            lift(case.pk, made.pk, reason="x", by=actor_of(other), at=NOW)


def test_somebody_must_stay_who_could_lift_it(force: Force, case: Referral) -> None:
    with pytest.raises(Refused, match="no supervisor of the force"):
        keep(case, force.supervisor, force)
    with pytest.raises(Refused, match="no supervisor of the force"):
        keep(case, force.unit, force)
    member(force.agency, Role.SUPERVISOR, name="Insp Carla Byrne")

    keep(case, force.supervisor, force)
    assert not sees(force.supervisor, case)


@pytest.mark.parametrize("who", ["", "person-", "person-0", "person-²", "unit-" + "9" * 30, "odd-1", "unit-1\0"])
def test_nobody_odd_is_kept_from_it(who: str, force: Force, case: Referral) -> None:
    with pytest.raises(Refused, match="Choose somebody"):
        bar(case.pk, who=who, reason=WHY, by=actor_of(force.supervisor), at=NOW)


def test_whoever_works_elsewhere_is_not_offered_and_nobody_is_kept_twice(force: Force, case: Referral) -> None:
    elsewhere = Force("kent-police", "Kent Police")
    keep(case, force.spoc, force)

    for whom, said in ((elsewhere.manager, "Choose somebody"), (elsewhere.unit, "Choose"), (force.spoc, "already")):
        with pytest.raises(Refused, match=said):
            keep(case, whom, force)
    assert Bar.objects.count() == 1


# The pages


def test_the_page_finds_somebody_keeps_what_was_typed_and_keeps_them_from_it(
    force: Force, case: Referral, client: Client
) -> None:
    client.force_login(force.supervisor.user)
    where = reverse("bars", args=[case.reference])
    assert where in client.get(f"{case.get_absolute_url()}access/").content.decode()

    found = client.post(where, {"find": "1", "text": "ashby", "reason": WHY}).content.decode()
    assert f'value="person-{force.spoc.pk}"' in found
    assert WHY in found
    assert "There is a problem" not in found
    nobody = client.post(where, {"find": "1", "text": "zzz\0", "reason": WHY}).content.decode()
    assert "matches. Try fewer letters" in nobody
    empty = client.post(where, {"reason": WHY}).content.decode()
    assert "Choose somebody, or a unit." in empty
    assert WHY in empty
    response = client.post(where, {"who": f"person-{force.spoc.pk}", "reason": WHY})

    assert response.url == where
    page = client.get(where).content.decode()
    assert "DS Tom Ashby" in page
    assert "ashby" not in str(Entry.objects.values_list("event", "shown", "digests")).lower()
    lifting = reverse("lift-bar", args=[case.reference, Bar.objects.get().pk])
    assert "Say why." in client.post(lifting, {"reason": ""}).content.decode()
    assert client.post(lifting, {"reason": "It was another Ashby."}).url == where
    assert "It was another Ashby." in client.get(where).content.decode()
    assert "It was lifted" in client.get(lifting).content.decode()


def test_whoever_keeps_themselves_from_it_is_led_away(force: Force, case: Referral, client: Client) -> None:
    member(force.agency, Role.SUPERVISOR, name="Insp Carla Byrne")
    client.force_login(force.supervisor.user)

    response = client.post(
        reverse("bars", args=[case.reference]), {"who": f"person-{force.supervisor.pk}", "reason": WHY}
    )

    assert response.url == "/queue/"


def test_the_pages_are_for_supervisors(force: Force, case: Referral, client: Client) -> None:
    pages = [reverse("bars", args=[case.reference]), reverse("lift-bar", args=[case.reference, 1])]
    for whom, expected in ((force.manager, 403), (force.officer, 403)):
        client.force_login(whom.user)
        assert [client.get(page).status_code for page in pages] == [expected] * 2
        assert pages[0] not in client.get(f"{case.get_absolute_url()}access/").content.decode()
    client.force_login(Force("kent-police", "Kent Police").supervisor.user)
    assert [client.get(page).status_code for page in pages] == [404] * 2
    client.force_login(force.supervisor.user)
    assert [client.get(page).status_code for page in pages] == [200, 404]
