"""Every page that a person can open is accessible, fits its screen, and says what it is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import ConsoleMessage, Page, expect

from agencies.enums import Role
from agencies.models import Agency, Membership, Unit
from notifications.desk.shown import Show
from notifications.enums import NoticeKind
from notifications.models import Call, Message, Notice, RoutingRow
from referrals.enums import CrimeCheck, Track
from tests.assessing.factories import Assessed
from tests.browser import assert_accessible, assert_fits, sign_in
from tests.factories import MembershipFactory, UnitFactory
from tests.journeys.conftest import WAYS
from tests.notifications.house import NIGHT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("way", WAYS[:2], ids=lambda way: way.name, indirect=True),
]

OPEN = [
    "/account/sign-in/",
    "/account/password/forgotten/",
    "/help/",
    "/accessibility/",
    "/privacy/",
    "/practice/mail/",
    "/practice/components/",
    "/no-such-page/",
]
FOR_EVERYBODY = [
    "/",
    "/account/",
    "/account/password/",
    "/acting-for/",
    "/kept/",
    "/invitations/",
    "/account/second-factor/",
    "/notifications/",
    "/notifications/?show=unit&kind=lodged",
    "/notifications/?show=read",
    "/notifications/?show=odd&kind=odd",
    "/notifications/settings/",
    "/notifications/settings/away/",
    "/notifications/rota/",
    "/queue/",
    "/queue/?tab=odd&sort=odd&status=odd",
    "/queue/filters/",
    "/queue/saved/",
    "/queue/saved/new/",
    "/shared/",
    "/referrals/inbound/",
]
FOR_ADMINISTRATORS = [
    "/colleagues/",
    "/colleagues/?state=deactivated",
    "/colleagues/find/",
    "/colleagues/invite/",
    "/colleagues/{pk}/",
    "/colleagues/{pk}/change/",
    "/colleagues/{pk}/home/",
    "/colleagues/{pk}/deactivate/",
    "/colleagues/{pk}/reactivate/",
    "/colleagues/{pk}/cancel-invitation/",
    "/colleagues/{pk}/link/",
    "/colleagues/{pk}/second-factor/",
    "/colleagues/999999/",
    "/notifications/routing/",
    "/notifications/routing/add/",
    "/notifications/routing/ask/",
    "/notifications/routing/check/",
    "/notifications/routing/{row}/",
    "/notifications/routing/{row}/end/",
    "/notifications/units/",
    "/notifications/units/{unit}/",
    *(f"/notifications/delivery/?show={show}" for show in (*Show, "odd")),
    "/clocks/",
    "/sharing/agreements/",
    "/clocks/preview/?kind=SEND_TO_HO",
    "/clocks/preview/?kind=odd&number=x&unit=odd&valid_from_day=1",
    "/clocks/preview/?kind=SEND_TO_HO&number=36&unit=hours&valid_from_day=1&valid_from_month=12&valid_from_year=2026",
]


@pytest.fixture(autouse=True)
def _no_complaint_in_the_console(page: Page) -> Iterator[None]:
    """A violation of the content security policy shows there, and so does a script that fails."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 404" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert said == []


def assert_well_made(page: Page, path: str) -> None:
    page.goto(path)
    expect(page).to_have_title(re.compile(".+ – Modern slavery referrals$"))
    expect(page.locator("h1")).to_have_count(1)
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("path", OPEN)
def test_an_open_page_is_well_made(path: str, page: Page) -> None:
    assert_well_made(page, path)


@pytest.mark.parametrize("role", [None, *Role])
def test_every_role_has_a_home_page_that_is_well_made(role: Role | None, page: Page) -> None:
    person = MembershipFactory(roles=[role] if role else [])
    sign_in(page, person.user.email)

    assert_well_made(page, "/")


def test_the_pages_that_everybody_has_are_well_made(page: Page) -> None:
    person = MembershipFactory(roles=[Role.SPOC])
    sign_in(page, person.user.email)

    for path in FOR_EVERYBODY:
        assert_well_made(page, path)


OF_A_CASE = [
    *("risk/", "considered/", "considered/?matter=medical#record", "quality/", "questions/", "questions/{question}/"),
    *(f"tracks/{track}/" for track in Track),
    *("clocks/", "clocks/{clock}/change/", "assign/", "hand-over-case/", "bars/", "shares/", "shares/new/"),
    *("access/", "looked/"),
    *("home-office/", "put-right/", "hold/", "no-signs/", "close/", "died/", "sending/", "sent/"),
]


@pytest.mark.parametrize("is_recorded", [False, True])
def test_the_pages_of_a_case_that_is_worked_on_are_well_made(is_recorded: bool, page: Page) -> None:
    case = Assessed()
    known = {"question": case.ask().pk, "clock": case.referral.deadlines.get(kind="SEND_TO_HO").pk}
    case.record(is_recorded=is_recorded)
    sign_in(page, case.force.supervisor.user.email)

    for check in (*CrimeCheck, "odd"):
        assert_well_made(page, f"/crime-records/?check={check}")
    for path in OF_A_CASE:
        assert_well_made(page, f"/referrals/{case.referral.reference}/{path.format(**known)}")


@pytest.fixture
def admin() -> Membership:
    made = MembershipFactory(roles=[Role.ADMINISTRATOR])
    unit = UnitFactory(agency=made.agency)
    UnitFactory(agency=made.agency).duty_hours.create(weekday=0, starts="07:00", ends="19:00")
    routing_row(made.agency, unit, name="Children", ages=["child"])
    routing_row(made.agency, *made.agency.units.all(), name="Urgent", kinds=["lodged_urgent"])
    nothing_got_through(unit)
    for facts in ({}, {"deactivated_at": timezone.now()}, {"user__password": None}):
        MembershipFactory(agency=made.agency, **facts)
    return made


def nothing_got_through(unit: Unit) -> None:
    gone = {"unit": unit, "posted_at": NIGHT, "given_up_at": NIGHT, "outcome": "failed", "last_error": "TimeoutError"}
    said = {"kind": NoticeKind.LODGED_URGENT, "reference": "MS-26-0000000", "occasion": "x"}
    call = Call.objects.create(**said, ladder=[], posted_at=NIGHT)
    Message.objects.create(**gone, channel="email", notice=Notice.objects.create(**said, **gone, call=call))


def routing_row(agency: Agency, *units: Unit, **facts: object) -> None:
    position = RoutingRow.objects.filter(agency=agency).count() + 1
    made = RoutingRow.objects.create(agency=agency, position=position, valid_from=agency.valid_from, **facts)
    for number, unit in enumerate(units, 1):
        made.steps.create(unit=unit, position=number)


def test_the_pages_of_an_administrator_are_well_made(page: Page, admin: Membership) -> None:
    sign_in(page, admin.user.email)
    known = {"pk": admin.pk, "row": RoutingRow.objects.first().pk, "unit": Unit.objects.first().pk}

    for path in FOR_ADMINISTRATORS:
        assert_well_made(page, path.format(**known))


FOR_AUDITORS = [
    "/ledger/",
    "/ledger/?case=x&from=odd&outcome=refused",
    "/ledger/?after=1",
    "/ledger/?who={pk}",
    "/ledger/person/",
    "/ledger/export/?outcome=refused",
    "/ledger/unusual/",
    "/ledger/unusual/?from=2026-11-22&to=2026-11-24",
    "/ledger/unusual/?from=odd&to=2020-01-01",
]


def test_the_pages_of_an_auditor_are_well_made(page: Page) -> None:
    auditor = Assessed().force.auditor()
    sign_in(page, auditor.user.email)

    for path in FOR_AUDITORS:
        assert_well_made(page, path.format(pk=auditor.user_id))
    for path in ("/ledger/person/", "/ledger/export/"):
        page.goto(path)
        page.locator("main form .govuk-button").last.click()
        expect(page.locator("h1")).to_have_count(1)
        assert_fits(page)
        assert_accessible(page)


def test_pages_with_errors_and_results_are_well_made(page: Page, admin: Membership) -> None:
    sign_in(page, admin.user.email)
    answers: dict[str, dict[str, Any]] = {
        "/colleagues/invite/": {"email": "not an address"},
        "/colleagues/find/": {"text": "person"},
        "/notifications/routing/add/": {"name": ""},
        "/notifications/routing/ask/": {"time": "late"},
        f"/notifications/routing/{RoutingRow.objects.first().pk}/": {"name": ""},
        f"/notifications/routing/{RoutingRow.objects.first().pk}/end/": {"last_day_year": "x"},
        f"/notifications/units/{Unit.objects.first().pk}/": {"mailbox": "no address"},
        "/account/password/": {"present_password": "wrong", "password": "short"},
    }

    for path, typed in answers.items():
        page.goto(path)
        for name, value in typed.items():
            page.locator(f"main [name={name}]").fill(value)
        page.locator("main form .govuk-button").last.click()
        expect(page.locator("h1")).to_have_count(1)
        assert_fits(page)
        assert_accessible(page)
