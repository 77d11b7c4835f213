"""Which unit is told of a case: as the force's table says, and as the officer was shown before lodging."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import AgencyKind, UnitKind
from agencies.models import Area, Membership, Unit
from notifications.enums import Age, ExploitationGroup, NoticeKind, Risk, Rung
from notifications.models import Call, Notice, RoutingRow
from notifications.routing import queries as routing
from notifications.routing.rules import Facts
from referrals import telling
from referrals.dossier import dossier_of
from referrals.enums import Danger, Exploitation, PlaceRole, Route
from referrals.lodging import receiver
from referrals.lodging.queries.check import reception
from referrals.models import Place, Referral, Safety, Situation
from tests.factories import UnitFactory, actor_of, referral_of
from tests.lodging.factories import Force, barely_urgent, charity_worker, council_worker, lodged, ready
from victims.enums import AgeGroup

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SATURDAY_NIGHT = datetime(2026, 11, 21, 23, 40, tzinfo=UTC)
LONG_AGO = date(2026, 1, 1)
LODGED, URGENT = NoticeKind.LODGED, NoticeKind.LODGED_URGENT


class House(Force):
    """With a desk for nights, two areas, and a table of who is told."""

    def __init__(self) -> None:
        super().__init__()
        for weekday in range(5):
            self.unit.duty_hours.create(weekday=weekday, starts=time(7), ends=time(19))
        self.night: Unit = UnitFactory(agency=self.agency, name="Night desk", kind=UnitKind.CONTROL_ROOM)
        self.north: Unit = UnitFactory(agency=self.agency, name="North")
        self.area("north", "shropshire-council")
        self.area("south", "redditch-borough-council", "worcestershire-county-council")
        urgent = {"kinds": [URGENT]}
        self.row("Children", self.night, self.unit, kinds=[LODGED, URGENT], ages=["child", "unsure"])
        self.row("Labour in the north", self.north, self.unit, areas=["north"], exploitation=["labour"], **urgent)
        self.row("From partners", self.night, agency_kinds=["council", "charity"], risks=["still_in_it"], **urgent)
        self.row("Urgent", self.unit, self.night, **urgent)

    def area(self, code: str, *councils: str) -> Area:
        return Area.objects.create(
            force=self.agency, code=code, name=code.title(), councils=list(councils), valid_from=LONG_AGO
        )

    def row(self, name: str, *units: Unit, **conditions: list[str]) -> RoutingRow:
        position = RoutingRow.objects.count() + 1
        made = RoutingRow.objects.create(
            agency=self.agency, name=name, position=position, valid_from=LONG_AGO, **conditions
        )
        for number, unit in enumerate(units, 1):
            made.steps.create(unit=unit, position=number)
        return made


@pytest.fixture
def house() -> House:
    return House()


# Cases, who is told first and then, and by which row. By day, and in the night from Saturday to Sunday.


def of_an_adult(by: Membership) -> Referral:
    return barely_urgent(by)


def of_a_child(by: Membership) -> Referral:
    referral = barely_urgent(by)
    referral.person.age_now = AgeGroup.CHILD
    referral.person.save()
    return referral


def in_the_north(by: Membership) -> Referral:
    referral = barely_urgent(by)
    Safety.objects.filter(referral=referral).update(town="shrewsbury")
    Situation.objects.create(referral=referral, kinds=[Exploitation.WAGES_TAKEN])
    return referral


def complete(by: Membership) -> Referral:
    return ready(by)


def complete_of_a_child(by: Membership) -> Referral:
    return ready(by, Route.CHILD)


MSU, NIGHT, NORTH = "Modern Slavery Unit", "Night desk", "North"
WHO: dict[str, Callable[[House], Membership]] = {
    "officer": lambda house: house.officer,
    "council": lambda _: council_worker(),
    "charity": lambda _: charity_worker(),
}
CASES: list[tuple[str, Callable[[Membership], Referral], datetime, list[str], str]] = [
    ("officer", of_an_adult, DAY, [MSU, NIGHT], "Urgent"),
    ("officer", of_an_adult, SATURDAY_NIGHT, [NIGHT, MSU], "Urgent"),
    ("officer", of_a_child, DAY, [NIGHT, MSU], "Children"),
    ("officer", of_a_child, SATURDAY_NIGHT, [NIGHT, MSU], "Children"),
    ("officer", in_the_north, DAY, [NORTH, MSU], "Labour in the north"),
    ("officer", in_the_north, SATURDAY_NIGHT, [NORTH, MSU], "Labour in the north"),
    ("council", of_an_adult, DAY, [NIGHT], "From partners"),
    ("charity", of_an_adult, SATURDAY_NIGHT, [NIGHT], "From partners"),
    ("council", in_the_north, DAY, [NORTH, MSU], "Labour in the north"),
    ("officer", complete, DAY, [MSU], ""),
    ("officer", complete, SATURDAY_NIGHT, [MSU], ""),
    ("officer", complete_of_a_child, DAY, [NIGHT], "Children"),
    ("council", complete, SATURDAY_NIGHT, [MSU], ""),
]


@pytest.mark.parametrize(("who", "make", "at", "units", "row"), CASES)
def test_whom_the_page_names_before_lodging_is_whoever_is_told_by_it(
    who: str, make: Callable[[Membership], Referral], at: datetime, units: list[str], row: str, house: House
) -> None:
    by = WHO[who](house)
    referral = make(by)
    is_urgent = make not in (complete, complete_of_a_child)
    kind = URGENT if is_urgent else LODGED
    shown = reception(dossier_of(referral), actor_of(by), kind, at).told

    lodged(referral, by, as_urgent=is_urgent, at=at)

    notice = Notice.objects.get(kind=kind, unit__isnull=False)
    following = [key for rung, keys in ladder_of(referral) if rung == Rung.UNIT for key in keys][1:]
    told = [notice.unit.name, *(Unit.objects.get(pk=key).name for key in following)]
    people = [str(each.person) for each in Notice.objects.filter(kind=kind, person__isnull=False)]
    assert told == units
    assert (notice.routed_by.name if notice.routed_by else "", notice.is_by_fallback) == (row, not row)
    assert people == ([] if who == "officer" else ["DS Tom Ashby"])
    assert [each.name for each in shown if each.why != receiver.ONLY_WAITS] == [
        *(f"{unit}, West Mercia Police" for unit in units),
        *people,
    ]
    assert (f"the force’s rule “{row}”" in shown[0].why) is bool(row)


def ladder_of(referral: Referral) -> list[tuple[str, list[int]]]:
    call = Call.objects.filter(reference=referral.reference).first()
    return call.ladder if call else []


def test_the_page_says_why_each_is_told_and_who_is_not(client: Client, house: House) -> None:
    client.force_login(house.officer.user)

    page = client.get(reverse("check", args=[complete_of_a_child(house.officer).reference])).content.decode()

    assert "Night desk, West Mercia Police" in page
    assert "because of the force’s rule “Children”" in page
    assert receiver.ONLY_WAITS in page


def test_where_the_table_has_no_row_for_it_the_unit_that_has_it_is_told(house: House) -> None:
    RoutingRow.objects.all().delete()
    referral = lodged(of_an_adult(house.officer), house.officer, as_urgent=True, at=DAY)

    notice = Notice.objects.get(kind=URGENT)
    assert (notice.unit, notice.routed_by, notice.is_by_fallback) == (house.unit, None, True)
    units = [key for rung, keys in ladder_of(referral) if rung == Rung.UNIT for key in keys]
    assert units == [house.unit.pk, house.night.pk, house.north.pk]


def test_a_table_that_names_only_what_has_ended_still_tells_somebody(house: House) -> None:
    Unit.objects.exclude(pk=house.unit.pk).update(valid_to=date(2026, 11, 1))
    lodged(of_a_child(house.officer), house.officer, as_urgent=True, at=SATURDAY_NIGHT)

    assert Notice.objects.get(kind=URGENT).unit == house.unit


def test_of_a_draft_the_unit_that_has_it_is_told_and_no_table_is_asked(house: House) -> None:
    draft = referral_of(house.officer, unit=house.north)

    telling.tell_unit(draft, NoticeKind.FILE_INFECTED, "x", DAY)

    notice = Notice.objects.get()
    assert (notice.unit, notice.routed_by, notice.is_by_fallback) == (house.north, None, False)


def test_of_a_draft_in_no_unit_only_its_people_are_told(house: House) -> None:
    telling.tell_unit(
        referral_of(house.officer), NoticeKind.FILE_INFECTED, "x", DAY, people=[house.officer.user_id, None]
    )

    assert list(Notice.objects.values_list("person", "unit")) == [(house.officer.user_id, None)]


def test_what_people_must_answer_climbs_to_the_units_of_the_table(house: House) -> None:
    house.row("Time limits", house.north, house.night, kinds=[NoticeKind.DEADLINE_PASSED])
    referral = lodged(of_an_adult(house.officer), house.officer, as_urgent=True, at=DAY)
    Notice.objects.all().delete()
    Call.objects.all().delete()

    telling.tell_people(referral, NoticeKind.DEADLINE_PASSED, "x", DAY, [house.spoc.user_id])

    notice = Notice.objects.get()
    assert (notice.person, notice.routed_by, notice.is_by_fallback) == (house.spoc.user, None, False)
    assert ladder_of(referral) == [
        [Rung.PEOPLE, [house.spoc.user_id]],
        [Rung.UNIT, [house.north.pk]],
        [Rung.SUPERVISOR, [house.north.pk]],
        [Rung.UNIT, [house.night.pk]],
        [Rung.SUPERVISOR, [house.night.pk]],
        [Rung.ALL_SUPERVISORS, [house.agency.pk]],
    ]


def test_what_nobody_must_answer_climbs_nowhere(house: House) -> None:
    referral = lodged(of_an_adult(house.officer), house.officer, as_urgent=True, at=DAY)

    telling.tell_people(referral, NoticeKind.DEADLINE_NEAR, "x", DAY, [house.spoc.user_id])

    assert not Call.objects.filter(kind=NoticeKind.DEADLINE_NEAR).exists()


# What routing is told of a case


def test_every_answer_has_its_word_in_the_table() -> None:
    assert set(telling.GROUPS) == set(Exploitation)
    assert set(telling.GROUPS.values()) == set(ExploitationGroup) - {ExploitationGroup.NOT_KNOWN}
    assert {**{AgeGroup(age): Age(age) for age in AgeGroup}, None: Age.NOT_KNOWN} == telling.AGES
    assert {**{danger.value: Risk(danger) for danger in Danger}, "": Risk.NOT_SURE} == telling.RISKS


def test_the_facts_of_a_case_are_those_of_its_answers(house: House) -> None:
    referral = complete_of_a_child(house.officer)
    referral.force = house.agency
    referral.save()

    assert telling.facts_of(dossier_of(referral), LODGED, DAY) == Facts(
        kind=LODGED,
        at=DAY,
        area="south",
        exploitation=frozenset({ExploitationGroup.LABOUR, ExploitationGroup.CRIMINAL, ExploitationGroup.OTHER}),
        age=Age.CHILD,
        risk=Risk.AT_RISK,
        agency_kind=AgencyKind.POLICE,
        agency_code="west-mercia-police",
    )


def test_of_a_case_without_answers_nothing_is_known(house: House) -> None:
    facts = telling.facts_of(referral_of(house.officer, force=house.agency), LODGED, DAY)

    assert (facts.area, facts.exploitation, facts.age, facts.risk) == ("", frozenset(), Age.NOT_KNOWN, Risk.NOT_SURE)
    assert facts.exploitation_groups == {ExploitationGroup.NOT_KNOWN}


@pytest.mark.parametrize("make", [of_an_adult, of_a_child, in_the_north, complete, complete_of_a_child])
def test_the_facts_are_the_same_from_a_dossier_and_from_the_database(
    make: Callable[[Membership], Referral], house: House
) -> None:
    referral = make(house.officer)
    referral.force = house.agency
    referral.save()

    read = telling.facts_of(Referral.objects.get(pk=referral.pk), LODGED, DAY)

    assert read == telling.facts_of(dossier_of(referral), LODGED, DAY)


def test_the_hour_is_local(house: House) -> None:
    """In summer, half past six in the evening by Greenwich is half past seven, and the unit has gone home."""
    in_summer = datetime(2026, 7, 1, 18, 30, tzinfo=UTC)

    assert telling.facts_of(of_an_adult(house.officer), URGENT, in_summer).at.hour == 19


# Where: town now, region now, town where they were found.
PLACES = [
    ("redditch", "", "", "south"),
    ("shrewsbury", "", "redditch", "north"),
    ("", "", "shrewsbury", "north"),
    ("birmingham", "", "redditch", "south"),
    ("birmingham", "", "", ""),
    ("", "worcestershire", "", "south"),
    ("", "worcestershire", "shrewsbury", "north"),
    ("", "west-midlands", "", ""),
    ("no-such-town", "no-such-region", "", ""),
    ("", "", "", ""),
]


@pytest.mark.parametrize(("town", "region", "found", "area"), PLACES)
def test_the_area_is_where_they_are_now_and_otherwise_where_they_were_found(
    town: str, region: str, found: str, area: str, house: House
) -> None:
    referral = referral_of(house.officer, force=house.agency)
    Safety.objects.create(referral=referral, town=town, region=region)
    Place.objects.create(encounter=referral.encounter, role=PlaceRole.EXPLOITED, town="shrewsbury")
    if found:
        Place.objects.create(encounter=referral.encounter, role=PlaceRole.FOUND, town=found)

    assert telling.facts_of(referral, URGENT, DAY).area == area
    assert telling.facts_of(dossier_of(referral), URGENT, DAY).area == area


def test_an_area_counts_on_the_days_on_which_it_is_there(house: House) -> None:
    Area.objects.filter(code="south").update(valid_to=DAY.date())
    referral = referral_of(house.officer, force=house.agency)
    Safety.objects.create(referral=referral, town="redditch")

    assert telling.facts_of(referral, URGENT, DAY).area == "south"
    assert telling.facts_of(referral, URGENT, DAY + timedelta(days=1)).area == ""


def test_the_area_is_one_of_the_force_that_has_the_case(house: House) -> None:
    other = Force("other-police", "Other Police")
    Area.objects.create(
        force=other.agency, code="theirs", name="Theirs", councils=["redditch-borough-council"], valid_from=LONG_AGO
    )
    referral = referral_of(house.officer, force=other.agency)
    Safety.objects.create(referral=referral, town="redditch")

    assert telling.facts_of(referral, URGENT, DAY).area == "theirs"
    assert telling.facts_of(referral, URGENT, DAY, force_id=house.agency.pk).area == "south"


def test_the_table_is_that_of_the_day_on_which_it_happens(house: House) -> None:
    RoutingRow.objects.filter(name="Urgent").update(valid_to=DAY.date() - timedelta(days=1))

    names = [row.name for row in routing.table_of(house.agency.pk, DAY).rows]

    assert names == ["Children", "Labour in the north", "From partners"]
