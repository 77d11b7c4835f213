"""Who opens which part of a case, what of it they see, and who else is shown to have it open."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.enums import Relation, Role
from agencies.models import Membership
from audit.models import Entry
from referrals.casework import presence
from referrals.casework.queries.people import seen_by, who_can_see
from referrals.models import Flag, Note, Referral, Task
from tests.casework.factories import House, fill, note, task
from tests.casework.test_pages import address, shown, text_of
from tests.factories import MembershipFactory, UnitFactory, actor_of
from tests.lodging.factories import council_worker, lodged, member, ready

pytestmark = pytest.mark.django_db

READ = ["case-referral", "timeline", "print-timeline", "tasks", "decisions", "people", "access", "flags", "presence"]
WRITE = ["new-note", "new-task"]
# For supervisors alone.
WHO = "who-looked"
MAY = {
    "the manager": {*READ, *WRITE},
    "the supervisor": {*READ, *WRITE, WHO},
    "the point of contact": {*READ, *WRITE},
    "the registrar": {*READ},
    "the author": set(),
    "an officer": set(),
    "somebody kept from it": set(),
    "another force's manager": set(),
    "an administrator": set(),
    "an auditor": set(),
}


@pytest.fixture
def house() -> House:
    return House()


def person_of(house: House, who: str) -> Membership:
    agency, unit = house.force.agency, house.force.unit
    known = {
        "the manager": lambda: house.manager,
        "the supervisor": lambda: house.supervisor,
        "the point of contact": lambda: house.spoc,
        "the registrar": lambda: house.registrar,
        "the author": lambda: house.officer,
        "an officer": lambda: member(agency, Role.FIRST_RESPONDER),
        "somebody kept from it": lambda: member(agency, Role.SUPERVISOR, unit),
        "another force's manager": lambda: MembershipFactory(roles=[Role.CASE_MANAGER]),
        "an administrator": lambda: member(agency, Role.ADMINISTRATOR),
        "an auditor": lambda: member(agency, Role.AUDITOR),
    }
    found: Membership = known[who]()
    if who == "somebody kept from it":
        house.barred(found)
    return found


@pytest.mark.parametrize("who", MAY)
def test_each_opens_exactly_what_the_table_says(who: str, house: House, client: Client) -> None:
    person = person_of(house, who)
    client.force_login(person.user)

    opened = {name: client.get(address(name, house)).status_code for name in (*READ, *WRITE, WHO)}

    refused = 403 if MAY[who] or who == "the author" else 404
    assert opened == {name: 200 if name in MAY[who] else refused for name in opened}


@pytest.mark.parametrize("who", [who for who in MAY if not MAY[who] & set(WRITE)])
def test_whoever_only_reads_changes_nothing_by_posting(who: str, house: House, client: Client) -> None:
    written, to_do = note(house), task(house)
    flag = Flag.objects.create(
        referral=house.referral, kind="missing", reason="x", raised_by=house.manager.user, raised_at=house.at
    )
    client.force_login(person_of(house, who).user)
    posts = {
        ("new-note",): {"kind": "contact", "text": "x"},
        ("change-note", written.pk): {"kind": "contact", "text": "x", "version": 1},
        ("new-task",): {"title": "x"},
        ("task", to_do.pk): {"title": "x", "version": 1},
        ("task-done", to_do.pk): {},
        ("flags",): {"kind": "county_lines", "reason": "x"},
        ("remove-flag", flag.pk): {"reason": "x"},
    }

    for (name, *more), typed in posts.items():
        assert client.post(address(name, house, *more), typed).status_code in (403, 404), name

    assert [Note.objects.count(), Task.objects.count(), Flag.objects.count()] == [1, 1, 1]
    assert (Task.objects.get().title, Flag.objects.get().removed_at) == ("Chase it", None)


def test_a_registrar_reads_and_is_offered_nothing_to_write(house: House, client: Client) -> None:
    fill(house, 1)

    for name in ("referral", "timeline", "tasks", "flags", "decisions"):
        page = shown(client, house.registrar, address(name, house))
        for offered in ("new-note", "new-task", "open-contact"):
            assert f'"{address(offered, house)}' not in page, (name, offered)
    done = shown(client, house.registrar, address("task", house, Task.objects.first().pk))
    assert 'name="title"' not in done
    assert "Change this note" not in shown(client, house.registrar, address("note", house, Note.objects.first().pk))


def test_a_decision_about_leave_is_seen_only_by_those_who_may(house: House, client: Client) -> None:
    fill(house, 1)
    pages = ("referral", "timeline", "print-timeline")

    for name in pages:
        assert "Leave to stay" in text_of(shown(client, house.manager, address(name, house))), name
        for person in (house.spoc, house.registrar):
            page = shown(client, person, address(name, house))
            assert "Leave to stay" not in page, name
            assert "leave Words" not in page, name


def test_a_part_of_one_case_is_not_found_below_another(house: House, client: Client) -> None:
    written, to_do = note(house), task(house)
    flag = Flag.objects.create(
        referral=house.referral, kind="missing", reason="x", raised_by=house.manager.user, raised_at=house.at
    )
    other = lodged(ready(house.officer), house.officer)
    client.force_login(house.manager.user)
    keyed = {
        "note": written.pk, "change-note": written.pk, "task": to_do.pk, "task-done": to_do.pk, "remove-flag": flag.pk,
    }  # fmt: skip

    for name, pk in keyed.items():
        where = reverse(name, args=[other.reference, pk])
        assert {client.get(where).status_code, client.post(where, {}).status_code} <= {404, 405}, name


def test_who_can_see_it_and_why_says_the_same_as_the_table(house: House, client: Client) -> None:
    worker = council_worker()
    case = lodged(ready(worker), worker)
    kept = house.supervisor
    case.barred_people = [kept.user_id]
    case.save()
    beside = member(worker.agency, Role.SUPERVISOR, name="Council Supervisor")
    everybody = Membership.objects.select_related("agency")

    seen = {seer.person.pk for seer in who_can_see(case, timezone.localdate())}

    may = {
        each.user_id for each in everybody if Referral.objects.visible_to(actor_of(each)).filter(pk=case.pk).exists()
    }
    assert seen == may
    assert {worker.user_id, house.manager.user_id, house.registrar.user_id, beside.user_id} <= seen
    page = text_of(shown(client, house.manager, reverse("access", args=[case.reference])))
    for said in ("Samuel Brook", "Rowan Ellis", "Council Supervisor", "1 is kept from it"):
        assert said in page
    assert str(kept.user) not in page


def test_the_line_of_the_summary_says_the_same_as_the_page_of_access(house: House) -> None:
    worker = council_worker()
    beside = member(worker.agency, Role.SUPERVISOR, name="Council Supervisor")
    agency = house.force.agency
    elsewhere = UnitFactory(agency=agency)
    for role in (Role.SUPERVISOR, Role.FIRST_RESPONDER, Role.AUDITOR):
        member(agency, role, elsewhere)
    cases = [lodged(ready(each), each) for each in (worker, house.officer)]

    def told() -> list[tuple[int, list[str]]]:
        found = [seen_by(case, timezone.localdate()) for case in cases]
        return [(each.of_the_force, each.others) for each in found]

    def of_the_table() -> list[tuple[int, list[str]]]:
        found = [who_can_see(case, timezone.localdate()) for case in cases]
        here = [[Relation.OWNING_FORCE in seer.relations for seer in seers] for seers in found]
        names = [
            [str(seer.person) for seer, is_here in zip(*each, strict=True) if not is_here]
            for each in zip(found, here, strict=True)
        ]
        return list(zip(map(sum, here), names, strict=True))

    before = told()
    assert before == of_the_table()
    assert before[0][1] == [str(worker.user), str(beside.user)]
    for case in cases:
        case.barred_people, case.barred_units = [house.manager.user_id, worker.user_id], [elsewhere.pk]
        case.save()
    assert told() == of_the_table()
    assert [count for count, _ in told()] == [count - 2 for count, _ in before]


def test_numbers_are_hidden_until_somebody_opens_them_on_the_record(house: House, client: Client) -> None:
    page = shown(client, house.manager, house.referral.get_absolute_url())
    opened = client.post(address("open-contact", house)).content.decode()

    numbers = ("07911 123456", "mirela@mail.example", "WR1 4AA")
    assert [number for number in numbers if number in page] == []
    assert [number for number in numbers if number in opened] == list(numbers)
    assert "What now" in opened
    assert Entry.objects.get(event="contact.shown").actor_id == house.manager.user_id


# Who else has it open


def test_two_people_see_one_another_and_nobody_sees_themselves(house: House, client: Client) -> None:
    page = shown(client, house.manager, house.referral.get_absolute_url())
    assert "also has" not in page

    seen = shown(client, house.spoc, address("timeline", house))
    asked = shown(client, house.manager, address("presence", house))

    assert "DC Priya Raman also has this case open since" in seen
    assert "DS Tom Ashby also has this case open since" in asked
    assert "Priya" not in asked


def test_nobody_who_is_kept_from_a_case_or_lost_their_place_appears(house: House, client: Client) -> None:
    for person in (house.spoc, house.supervisor):
        shown(client, person, house.referral.get_absolute_url())
    house.barred(house.spoc)
    house.supervisor.deactivated_at = timezone.now()
    house.supervisor.save()

    assert "also has" not in shown(client, house.manager, address("presence", house))


def test_whoever_went_away_is_forgotten_and_since_when_is_kept(house: House) -> None:
    now = timezone.now()
    manager, spoc = actor_of(house.manager), actor_of(house.spoc)
    with time_machine.travel(now, tick=False):
        presence.look_in(house.referral, spoc, now)
        later = now + timedelta(seconds=60)
        presence.look_in(house.referral, spoc, later)

        found = presence.look_in(house.referral, manager, later)
        gone = presence.look_in(house.referral, manager, later + presence.LASTS)

    assert [(each.person, each.since) for each in found] == [(house.spoc.user, now)]
    assert gone == []


def test_being_asked_by_an_open_page_leaves_nothing_in_the_ledger(house: House, client: Client) -> None:
    client.force_login(house.manager.user)
    before = Entry.objects.count()

    response = client.get(address("presence", house), headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert Entry.objects.count() == before


def test_without_redis_the_page_works(house: House, client: Client, settings: object) -> None:
    settings.CACHES = {  # type: ignore[attr-defined]
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    assert "What now" in shown(client, house.manager, house.referral.get_absolute_url())
