"""The pages on which somebody says how they are told, when they are away, and who is on shift."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from audit.enums import Outcome
from audit.models import Entry
from notifications.enums import How, NoticeKind
from notifications.habits import rules
from notifications.kinds import KINDS
from notifications.models import Absence, Preference, Shift
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory
from tests.notifications.house import NIGHT, House, member
from tests.notifications.told import said

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
SETTINGS, AWAY = "/notifications/settings/", "/notifications/settings/away/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NIGHT, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def manager(house: House, client: Client) -> Membership:
    client.force_login(house.manager.user)
    return house.manager


# How somebody is told


def choices_on(page: str) -> dict[str, str]:
    """Kind, and the way that is chosen for it."""
    return {
        name: value
        for name, value in re.findall(r'name="(\w+)"[^>]*value="(\w+)"[^>]*checked', page)
        if name in NoticeKind.values
    }


def test_the_page_shows_how_somebody_is_told_of_each_kind(manager: Membership, client: Client) -> None:
    Preference.objects.create(person=manager.user, kind=NoticeKind.LODGED, how=How.DAILY)

    page = client.get(SETTINGS).content.decode()

    usual = {kind: KINDS[kind].how for kind in KINDS if KINDS[kind].may_be_turned_off and KINDS[kind].is_about_a_case}
    assert choices_on(page) == {**usual, NoticeKind.LODGED: How.DAILY}
    assert "They tell of danger, of a missed deadline or of an emergency, and cannot be turned off." in page
    for kind in (NoticeKind.LODGED_URGENT, NoticeKind.DEADLINE_PASSED, NoticeKind.CLOCK_BREACHED):
        assert f"<li>{kind.label}</li>" in page


# Role, and the kinds that could reach it: of cases, and of what is about none.
SERVICE = {NoticeKind.SCHEDULE_OVERDUE, NoticeKind.NOT_DELIVERED}
REACHED: dict[Role | None, tuple[bool, set[NoticeKind]]] = {
    Role.CASE_MANAGER: (True, set()),
    Role.FIRST_RESPONDER: (True, set()),
    Role.ADMINISTRATOR: (False, SERVICE),
    Role.AUDITOR: (False, {NoticeKind.EMERGENCY_TO_REVIEW}),
    Role.POLICING_BODY: (False, set()),
    None: (False, set()),
}


@pytest.mark.parametrize(("role", "expected"), REACHED.items())
def test_only_kinds_that_could_reach_somebody_are_asked(
    role: Role | None, expected: tuple[bool, set[NoticeKind]], client: Client
) -> None:
    of_cases, others = expected
    client.force_login(MembershipFactory(roles=[role] if role else []).user)

    page = client.get(SETTINGS).content.decode()

    shown = {kind for kind in NoticeKind if f'name="{kind}"' in page or f"<li>{kind.label}</li>" in page}
    assert shown == {kind for kind in NoticeKind if (of_cases if KINDS[kind].is_about_a_case else kind in others)}
    may_choose = any(KINDS[kind].may_be_turned_off for kind in shown)
    assert ("There is nothing else for you to choose." in page) is not may_choose


def test_a_choice_is_kept_and_shown(manager: Membership, client: Client) -> None:
    chosen = {**choices_on(client.get(SETTINGS).content.decode()), NoticeKind.ADDED_TO: How.AT_ONCE}

    page = client.post(SETTINGS, chosen, follow=True).content.decode()

    assert "How you are told is saved." in page
    assert choices_on(page) == chosen
    kept = Preference.objects.get()
    assert (kept.person, kept.kind, kept.how) == (manager.user, NoticeKind.ADDED_TO, How.AT_ONCE)


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if not KINDS[kind].may_be_turned_off])
def test_danger_and_breach_are_not_turned_off_by_whatever_is_posted(
    kind: NoticeKind, manager: Membership, client: Client
) -> None:
    chosen = choices_on(client.get(SETTINGS).content.decode())
    assert kind not in chosen

    client.post(SETTINGS, {**chosen, kind: How.IN_APPLICATION})

    assert not Preference.objects.exists()


@pytest.mark.parametrize("how", ["", "never", "\0", "AT_ONCE"])
def test_a_way_that_does_not_exist_is_named_and_the_rest_stays_as_chosen(
    how: str, manager: Membership, client: Client
) -> None:
    chosen = {**choices_on(client.get(SETTINGS).content.decode()), NoticeKind.LODGED: How.DAILY}

    page = client.post(SETTINGS, {**chosen, NoticeKind.ADDED_TO: how}).content.decode()

    sentence = "Choose one of the three ways." if how else "Choose how you are told: something was added to a referral."
    assert sentence in page
    assert choices_on(page)[NoticeKind.LODGED] == How.DAILY
    assert not Preference.objects.exists()


# Away


def days(first: date, last: date) -> dict[str, object]:
    both = {"first_day": first, "last_day": last}
    return {f"{name}_{part}": getattr(day, part) for name, day in both.items() for part in ("day", "month", "year")}


def find(client: Client, text: str, **typed: object) -> str:
    return client.post(AWAY, {**typed, "text": text, "find": "1"}).content.decode()


def found_on(page: str) -> list[str]:
    """Whom one can choose, without nobody."""
    keys = re.findall(r'name="to"[^>]*value="(\d+)"', page)
    return [str(Membership.objects.get(pk=key).user) for key in keys]


def test_somebody_finds_a_colleague_and_passes_theirs_to_them(
    house: House, manager: Membership, client: Client
) -> None:
    typed = days(TODAY, TODAY + 2 * DAY)
    page = find(client, str(house.spoc.user), **typed)
    assert found_on(page) == [str(house.spoc.user)]
    assert all(f'value="{typed[name]}"' in page for name in typed)

    saved = client.post(AWAY, {**typed, "to": house.spoc.pk}, follow=True)

    absence = Absence.objects.get()
    assert saved.redirect_chain == [(SETTINGS, 302)]
    assert f"Sat 21 Nov to Mon 23 Nov 2026 (now) Yours go to {house.spoc.user}" in said(saved.content.decode())
    assert (absence.person, absence.passes_to) == (manager.user, house.spoc.user)
    assert (absence.first_day, absence.last_day) == (TODAY, TODAY + 2 * DAY)


def test_theirs_may_go_to_nobody(manager: Membership, client: Client) -> None:
    page = client.post(AWAY, {**days(TODAY + DAY, TODAY + DAY), "to": "nobody"}, follow=True).content.decode()

    assert "Sun 22 Nov to Sun 22 Nov 2026 Yours go to nobody: they wait for you." in said(page)
    assert Absence.objects.get().passes_to is None


@pytest.mark.parametrize("kind", AgencyKind)
def test_looking_for_colleagues_finds_nobody_of_immigration_enforcement(kind: AgencyKind, client: Client) -> None:
    agency = AgencyFactory(kind=kind)
    person = MembershipFactory(agency=agency, roles=[Role.CASE_MANAGER], user__full_name="Dana Whitlock")
    MembershipFactory(agency=agency, roles=[Role.CASE_MANAGER], user__full_name="Dana Colleague")
    MembershipFactory(
        agency=AgencyFactory(kind=AgencyKind.IMMIGRATION), roles=[Role.SUPERVISOR], user__full_name="Dana Enforcer"
    )
    client.force_login(person.user)

    assert found_on(find(client, "dana")) == ([] if kind == AgencyKind.IMMIGRATION else ["Dana Colleague"])


def test_only_colleagues_who_are_there_are_found(house: House, manager: Membership, client: Client) -> None:
    roles = {"roles": [Role.SPOC]}
    MembershipFactory(agency=house.force, user__full_name="Dana Here", user__collar_number="2417", **roles)
    MembershipFactory(agency=house.force, user__full_name="Dana Roleless")
    MembershipFactory(agency=house.force, user__full_name="Dana Left", deactivated_at=NIGHT, **roles)
    MembershipFactory(agency=house.force, user__full_name="Dana Invited", user__password=None, **roles)
    MembershipFactory(user__full_name="Dana Elsewhere", **roles)

    assert found_on(find(client, "DANA")) == ["Dana Here"]
    assert "Dana Here (2417)" in find(client, "24")


@pytest.mark.parametrize("text", ["nobody like this", "%", "_", "<script>", "\u202e"])
def test_finding_nobody_is_said(text: str, manager: Membership, client: Client) -> None:
    page = find(client, text)

    assert found_on(page) == []
    assert "Nobody at your agency matches. Try fewer letters." in page


@pytest.mark.parametrize("text", ["", "  "])
def test_looking_for_nothing_is_said_beside_the_box(text: str, manager: Membership, client: Client) -> None:
    page = find(client, text, **days(TODAY, TODAY))

    assert "Type part of a name or a collar number." in page
    assert 'value="21"' in page


def test_what_was_looked_for_is_not_in_the_ledger(house: House, manager: Membership, client: Client) -> None:
    find(client, str(house.spoc.user))

    entry = Entry.objects.get(event="colleagues.searched")
    assert entry.shown == [house.spoc.reference]
    assert str(house.spoc.user) not in str({**vars(entry), "_state": ""})


def test_somebody_of_another_agency_cannot_be_chosen_by_a_forged_answer(
    house: House, manager: Membership, client: Client
) -> None:
    for stranger in (member(AgencyFactory(), Role.SPOC).pk, 1 << 40, "9" * 30, "x", "-1"):
        page = client.post(AWAY, {**days(TODAY, TODAY), "to": stranger}).content.decode()

        assert "Choose a colleague of your agency, or nobody." in page
    assert not Absence.objects.exists()


# What is typed, and what is said of it.
WRONG = {
    "the last before the first": (days(TODAY + DAY, TODAY), rules.TURNED_ROUND),
    "gone by": (days(TODAY - 3 * DAY, TODAY - DAY), rules.GONE_BY),
    "too long": (days(TODAY, TODAY + 400 * DAY), rules.TOO_LONG_AHEAD),
    "away already": (days(TODAY + 5 * DAY, TODAY + 9 * DAY), rules.OVERLAPS),
    "not a day": ({**days(TODAY, TODAY), "last_day_day": "31"}, "November"),
    "no year": ({**days(TODAY, TODAY), "first_day_year": ""}, "year"),
    "nobody chosen": ({**days(TODAY, TODAY), "to": ""}, "Find a colleague and choose them, or choose nobody."),
}


@pytest.mark.parametrize(("typed", "sentence"), WRONG.values(), ids=WRONG)
def test_bad_days_come_back_as_they_were_typed(
    typed: dict[str, object], sentence: str, house: House, manager: Membership, client: Client
) -> None:
    there = Absence.objects.create(person=manager.user, first_day=TODAY + 5 * DAY, last_day=TODAY + 6 * DAY)

    page = client.post(AWAY, {"to": house.spoc.pk, **typed}).content.decode()

    assert sentence in said(page)
    for name, value in typed.items():
        assert not value or re.search(rf'name="{name}"[^>]*value="{value}"', page), name
    assert ("to" in typed) or found_on(page) == [str(house.spoc.user)]
    assert list(Absence.objects.all()) == [there]


def test_whoever_is_back_ends_it(manager: Membership, client: Client) -> None:
    gone = Absence.objects.create(person=manager.user, first_day=TODAY - DAY, last_day=TODAY + DAY)
    page = client.get(SETTINGS).content.decode()
    assert "I am back: end it" in page
    button = re.search(r'action="([^"]+/end/)"', page)
    assert button

    page = client.post(button[1], follow=True).content.decode()

    gone.refresh_from_db()
    assert gone.last_day == TODAY - DAY
    assert "You are told again from now on." in page
    assert "You are not away, and not going to be." in page


def test_the_absence_of_somebody_else_cannot_be_told_from_none(
    house: House, manager: Membership, client: Client
) -> None:
    theirs = Absence.objects.create(person=house.spoc.user, first_day=TODAY, last_day=TODAY)

    answers = [client.post(reverse("come-back", args=[key])).status_code for key in (theirs.pk, 1 << 40)]

    assert answers == [404, 404]
    assert list(Absence.objects.all()) == [theirs]
    assert str(theirs.first_day.year) not in said(client.get(SETTINGS).content.decode())
    assert client.get(reverse("come-back", args=[theirs.pk])).status_code == 405


@pytest.mark.parametrize("many", [1, 3])
def test_the_settings_take_the_same_queries_for_one_and_for_three(
    many: int, house: House, manager: Membership, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(many):
        day = TODAY + number * DAY
        Absence.objects.create(person=manager.user, first_day=day, last_day=day, passes_to=house.spoc.user)
    client.get(SETTINGS)

    # session, person with membership; what is wished; absences; what is unread.
    with django_assert_num_queries(5):
        client.get(SETTINGS)


# Rota


def rota_of(house: House) -> str:
    return f"/notifications/rota/{house.unit.pk}/"


def shift(house: House, **facts: object) -> Shift:
    given = {"unit": house.unit, "person": house.manager.user, "starts_at": NIGHT - timedelta(hours=2), **facts}
    return Shift.objects.create(**{"ends_at": given["starts_at"] + timedelta(hours=9), **given})


def typed_shift(house: House, **facts: object) -> dict[str, object]:
    day = {"day_day": 22, "day_month": 11, "day_year": 2026}
    return {"person": house.manager.user_id, **day, "starts": "22:00", "ends": "07:00", "position": 2, **facts}


def of_another_unit(house: House) -> Membership:
    return house.inspector


def of_another_force(house: House) -> Membership:
    return member(AgencyFactory(), Role.SUPERVISOR)


def of_no_unit(house: House) -> Membership:
    return member(house.force, Role.SUPERVISOR)


def an_administrator(house: House) -> Membership:
    return member(house.force, Role.ADMINISTRATOR)


# Who asks; what opening, adding and removing answer.
MAY = {
    "a supervisor of the unit": (lambda house: house.supervisor, (200, 302, 302)),
    "a supervisor of no unit": (of_no_unit, (200, 302, 302)),
    "a case manager of the unit": (lambda house: house.manager, (200, 403, 403)),
    "a point of contact of the unit": (lambda house: house.spoc, (200, 403, 403)),
    "a supervisor of another unit": (of_another_unit, (404, 404, 404)),
    "a supervisor of another force": (of_another_force, (404, 404, 404)),
    "an officer of the force": (lambda house: house.officer, (404, 404, 404)),
    "an administrator": (an_administrator, (404, 404, 404)),
}


@pytest.mark.parametrize(("who", "expected"), MAY.values(), ids=MAY)
def test_who_may_see_and_change_a_rota(
    who: Callable[[House], Membership], expected: tuple[int, int, int], house: House, client: Client
) -> None:
    there, person = shift(house), who(house)
    client.force_login(person.user)

    shown = client.get(rota_of(house))
    added = client.post(rota_of(house), typed_shift(house))
    removed = client.post(reverse("remove-shift", args=[house.unit.pk, there.pk]))

    assert (shown.status_code, added.status_code, removed.status_code) == expected
    may_change = expected[1] == 302
    assert ("Add this shift" in shown.content.decode()) is may_change
    assert (f"/{there.pk}/remove/" in shown.content.decode()) is may_change
    assert Shift.objects.filter(pk=there.pk).exists() is not may_change
    assert Shift.objects.exclude(pk=there.pk).exists() is may_change
    refused = Entry.objects.filter(event="page.refused", outcome=Outcome.REFUSED, actor_id=person.user_id)
    assert refused.count() == sum(status in (403, 404) for status in expected)


def test_the_rota_is_by_day_and_says_who_is_on_shift_now(house: House, client: Client) -> None:
    shift(house)
    shift(house, person=house.spoc.user, starts_at=NIGHT + 2 * DAY, position=3)
    shift(house, person=house.supervisor.user, starts_at=NIGHT - 2 * DAY)
    client.force_login(house.spoc.user)

    page = said(client.get(rota_of(house)).content.decode())

    assert f"Saturday 21 November {house.manager.user} 21:40 to 06:40, told as number 1. On shift now" in page
    assert f"Monday 23 November {house.spoc.user} 23:40 to 08:40, told as number 3" in page
    assert str(house.supervisor.user) not in page


def test_a_shift_is_added(house: House, client: Client) -> None:
    client.force_login(house.supervisor.user)

    page = said(client.post(rota_of(house), typed_shift(house), follow=True).content.decode())

    assert "The shift is added." in page
    assert f"Sunday 22 November {house.manager.user} 22:00 to 07:00, told as number 2" in page


def test_a_shift_is_removed(house: House, client: Client) -> None:
    there = shift(house)
    client.force_login(house.supervisor.user)

    page = client.post(reverse("remove-shift", args=[house.unit.pk, there.pk]), follow=True).content.decode()

    assert "The shift is removed." in page
    assert "Nobody is on shift in the next 4 weeks." in page


def test_a_shift_of_another_unit_is_not_removed_below_this_one(house: House, client: Client) -> None:
    elsewhere = shift(house, unit=house.duty)
    client.force_login(house.supervisor.user)

    answers = [client.post(reverse("remove-shift", args=[house.unit.pk, key])) for key in (elsewhere.pk, 1 << 40)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert list(Shift.objects.all()) == [elsewhere]


WRONG_SHIFTS = {
    "no time": ({"starts": "25:00"}, "Enter the time as hours and minutes, for example 22:00."),
    "no end": ({"ends": ""}, "Enter when the shift ends."),
    "no day": ({"day_day": "31"}, "November"),
    "nobody": ({"person": ""}, "Choose who is on shift."),
    "somebody else": ({"person": "999999"}, "Choose somebody who is in this unit."),
    "no number": ({"position": "0"}, "Choose a number from 1 to 9."),
    "over": ({"day_day": "1"}, rules.SHIFT_GONE_BY),
    "on shift already": ({"day_day": "21"}, rules.ON_SHIFT_ALREADY),
}


@pytest.mark.parametrize(("typed", "sentence"), WRONG_SHIFTS.values(), ids=WRONG_SHIFTS)
def test_a_bad_shift_comes_back_as_it_was_typed(
    typed: dict[str, object], sentence: str, house: House, client: Client
) -> None:
    there = shift(house)
    client.force_login(house.supervisor.user)
    answers = typed_shift(house, **typed)

    page = client.post(rota_of(house), answers).content.decode()

    assert sentence in said(page)
    for name in ("starts", "ends", "day_day", "day_month", "day_year"):
        assert not answers[name] or re.search(rf'name="{name}"[^>]*value="{answers[name]}"', page), name
    assert list(Shift.objects.all()) == [there]


@pytest.mark.parametrize("starts", ["22:00", "22.00", "2200"])
def test_a_time_may_be_typed_as_people_type_it(starts: str, house: House, client: Client) -> None:
    client.force_login(house.supervisor.user)

    assert client.post(rota_of(house), typed_shift(house, starts=starts)).status_code == 302


def test_whoever_is_in_one_unit_comes_straight_to_its_rota(house: House, client: Client) -> None:
    client.force_login(house.manager.user)

    assert client.get("/notifications/rota/")["Location"] == rota_of(house)


def test_whoever_looks_after_every_unit_chooses_one(house: House, client: Client) -> None:
    elsewhere = UnitFactory()
    client.force_login(of_no_unit(house).user)

    page = client.get("/notifications/rota/").content.decode()

    assert re.findall(r'href="/notifications/rota/(\d+)/"', page) == [str(unit.pk) for unit in (house.unit, house.duty)]
    assert elsewhere.name not in page


def test_whoever_is_in_no_unit_is_told_so(house: House, client: Client) -> None:
    client.force_login(house.officer.user)

    assert "You are in no unit, so there is no rota to show." in client.get("/notifications/rota/").content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_a_rota_takes_the_same_queries_for_one_and_for_three(
    many: int, house: House, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(many):
        shift(house, starts_at=NIGHT + number * DAY)
    client.force_login(house.supervisor.user)
    client.get(rota_of(house))

    # session, person with membership; the unit; its people; the shifts; what is unread.
    with django_assert_num_queries(6):
        client.get(rota_of(house))
