"""Agencies flagged as immigration enforcement are told of no case, by whatever path, and no list offers them.

Generated: every kind of agency, by every path, of everything that is told to a unit. The others show that each path
leads somewhere.
"""

from collections.abc import Callable
from datetime import date, time

import pytest

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from audit.models import Entry
from notifications.actions import post
from notifications.channels.digests import make_digests
from notifications.channels.queries import may_be_told, visible_items
from notifications.delivery import deliver
from notifications.enums import Channel, NoticeKind
from notifications.habits import queries as habits
from notifications.models import InboxItem, Message, Notice, RoutingRow
from notifications.routing import queries as routing
from notifications.routing.forms import AskForm, RowForm
from notifications.routing.rules import ROUTED, Facts, NoFallback, route
from referrals.intake import recipients
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, actor_of
from tests.notifications.house import NIGHT, House, waiting

pytestmark = pytest.mark.django_db

# True where whoever is at that agency, or its mailbox, would have been reached.
Path = Callable[[House, NoticeKind], bool]


def by_a_row_of_another_force(house: House, kind: NoticeKind) -> bool:
    force = AgencyFactory()
    UnitFactory(agency=force)
    row = RoutingRow.objects.create(agency=force, position=1, name="Row", valid_from=date(2026, 1, 1))
    row.steps.create(unit=house.unit, position=1)
    return house.unit.pk in route(routing.table_of(force.pk, NIGHT), Facts(kind, NIGHT)).units


def as_the_unit_that_has_the_case(house: House, kind: NoticeKind) -> bool:
    force = AgencyFactory()
    UnitFactory(agency=force)
    return house.unit.pk in route(routing.table_of(force.pk, NIGHT, house.unit.pk), Facts(kind, NIGHT)).units


def by_the_fallback_of_its_own(house: House, kind: NoticeKind) -> bool:
    try:
        return house.unit.pk in route(routing.table_of(house.force.pk, NIGHT), Facts(kind, NIGHT)).units
    except NoFallback:
        return False


def by_delivery_to_a_unit(house: House, kind: NoticeKind) -> bool:
    post(kind, house.case().reference, occasion="x", at=NIGHT, units=[house.unit.pk])
    deliver(waiting(), at=NIGHT)
    return InboxItem.objects.exists() or Message.objects.exists()


def by_delivery_to_somebody(house: House, kind: NoticeKind) -> bool:
    post(kind, house.case().reference, occasion="x", at=NIGHT, people=[house.manager.user_id])
    deliver(waiting(), at=NIGHT)
    return InboxItem.objects.exists() or Message.objects.exists()


def by_the_ladder(house: House, kind: NoticeKind) -> bool:
    found = [habits.supervisors(house.force.pk, NIGHT), habits.duty_supervisors(house.unit.pk, NIGHT)]
    return any(found)


def by_its_mailbox(house: House, kind: NoticeKind) -> bool:
    post(kind, house.case().reference, occasion="x", at=NIGHT, units=[house.unit.pk])
    notice = Notice.objects.get()
    message = Message.objects.create(channel=Channel.EMAIL, notice=notice, unit=house.unit, posted_at=NIGHT)
    return may_be_told(message, notice, NIGHT)


def by_digest(house: House, kind: NoticeKind) -> bool:
    post(kind, house.case().reference, occasion="x", at=NIGHT, people=[house.manager.user_id])
    facts = {"notice": Notice.objects.get(), "person": house.manager.user, "delivered_at": NIGHT}
    item = InboxItem.objects.create(**facts, waits_for_digest=True)
    listed = visible_items(house.manager.user, [item], NIGHT)
    make_digests(at=NIGHT)
    assert bool(listed) is Message.objects.filter(digest__isnull=False).exists()
    return bool(listed)


PATHS: list[Path] = [
    by_a_row_of_another_force,
    as_the_unit_that_has_the_case,
    by_the_fallback_of_its_own,
    by_delivery_to_a_unit,
    by_delivery_to_somebody,
    by_the_ladder,
    by_its_mailbox,
    by_digest,
]


@pytest.mark.parametrize("kind", ROUTED)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
@pytest.mark.parametrize("agency_kind", AgencyKind)
def test_immigration_enforcement_is_reached_by_no_path_and_every_other_agency_by_each(
    agency_kind: AgencyKind, path: Path, kind: NoticeKind
) -> None:
    house = House(AgencyFactory(kind=agency_kind))

    assert path(house, kind) is (agency_kind != AgencyKind.IMMIGRATION)


# Lists of whom one may choose


def offers_who_refers(house: House) -> bool:
    return house.force in routing.agencies_that_refer(NIGHT.date())


def offers_who_refers_in_a_question(house: House) -> bool:
    return house.force.code in dict(AskForm(agency=AgencyFactory()).fields["agency"].choices)


def offers_who_refers_in_a_row(house: House) -> bool:
    return house.force.code in dict(RowForm(agency=AgencyFactory()).fields["agency_codes"].choices)


def offers_the_kind_in_a_row(house: House) -> bool:
    return house.force.kind in dict(RowForm(agency=AgencyFactory()).fields["agency_kinds"].choices)


def offers_whoever_stands_in(house: House) -> bool:
    return house.spoc in habits.colleagues(actor_of(house.manager), at=NIGHT)


LISTS = [
    offers_who_refers,
    offers_who_refers_in_a_question,
    offers_who_refers_in_a_row,
    offers_the_kind_in_a_row,
    offers_whoever_stands_in,
]


@pytest.mark.parametrize("offers", LISTS, ids=lambda offers: offers.__name__)
@pytest.mark.parametrize("agency_kind", AgencyKind)
def test_no_list_offers_immigration_enforcement_and_each_offers_every_other_agency(
    agency_kind: AgencyKind, offers: Callable[[House], bool]
) -> None:
    assert offers(House(AgencyFactory(kind=agency_kind))) is (agency_kind != AgencyKind.IMMIGRATION)


@pytest.mark.parametrize("agency_kind", AgencyKind)
def test_nobody_of_another_agency_is_found_for_a_draft_or_as_a_stand_in(agency_kind: AgencyKind) -> None:
    there = MembershipFactory(
        agency__kind=agency_kind, roles=[Role.SPOC, Role.SUPERVISOR], user__full_name="Zoe Elsewhere"
    )
    there.units.set([UnitFactory(agency=there.agency)])
    here: Membership = MembershipFactory(roles=[Role.SUPERVISOR])

    assert recipients.find_colleagues(actor_of(here), "zoe", at=NIGHT) == []
    assert habits.find_colleagues(actor_of(here), "zoe", at=NIGHT) == []
    assert there.units.get() not in recipients.units(actor_of(here), at=NIGHT)
    assert all(entry.shown == [] for entry in Entry.objects.all())


@pytest.mark.parametrize("agency_kind", AgencyKind)
def test_hours_make_no_difference(agency_kind: AgencyKind) -> None:
    """Nor does being the only one on duty."""
    house = House(AgencyFactory(kind=agency_kind))
    force = AgencyFactory()
    UnitFactory(agency=force).duty_hours.create(weekday=0, starts=time(9), ends=time(10))

    told = route(routing.table_of(force.pk, NIGHT, house.unit.pk), Facts(NoticeKind.LODGED_URGENT, NIGHT)).units

    assert (house.unit.pk in told) is (agency_kind != AgencyKind.IMMIGRATION)
