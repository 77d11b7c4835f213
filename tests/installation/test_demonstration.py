"""The made-up people whom every practice installation has."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from agencies.enums import AgencyKind
from agencies.installation import demonstration
from agencies.models import Agency, Area, Membership, User
from agencies.people.rules import roles_given_by

pytestmark = pytest.mark.django_db
WEST_MERCIA = "west-mercia-police"
ACCOUNTS = {
    "officer@westmercia.example": [(WEST_MERCIA, ["FR_OFFICER"])],
    "manager@westmercia.example": [(WEST_MERCIA, ["MSHT_UNIT"])],
    "supervisor@westmercia.example": [(WEST_MERCIA, ["SUPERVISOR"])],
    "inspector@westmercia.example": [(WEST_MERCIA, ["SUPERVISOR"])],
    "registrar@westmercia.example": [(WEST_MERCIA, ["FCR"])],
    "spoc@westmercia.example": [(WEST_MERCIA, ["MSHT_SPOC"]), ("west-midlands-rocu", ["ROCU_COORD"])],
    "auditor@westmercia.example": [(WEST_MERCIA, ["DPO_AUDITOR"])],
    "oversight@westmercia.example": [("west-mercia-policing-body", ["LPB_VIEWER"])],
    "admin@westmercia.example": [(WEST_MERCIA, ["ADMIN"])],
    "officer@worcestershire.example": [("worcestershire-county-council", ["PARTNER_FR"])],
    "support@charity.example": [("teme-valley-refuge", ["PARTNER_NONFR"])],
    "regional@rocu.example": [("west-midlands-rocu", ["ROCU_COORD"])],
    "nobody@westmercia.example": [(WEST_MERCIA, [])],
}


def places_of(person: User) -> list[tuple[str, list[str]]]:
    return [(place.agency.code, place.roles) for place in person.memberships.order_by("pk")]


def test_the_accounts_are_these_with_these_roles() -> None:
    call_command("load_demo", stdout=StringIO())

    assert {person.email: places_of(person) for person in User.objects.all()} == ACCOUNTS


def test_every_account_has_the_printed_password() -> None:
    call_command("load_demo", stdout=StringIO())

    assert all(person.check_password(demonstration.PASSWORD) for person in User.objects.all())


def test_the_printed_table_has_every_account_and_the_password() -> None:
    out = StringIO()

    call_command("load_demo", "--list", stdout=out)

    printed = out.getvalue()
    assert all(email in printed for email in ACCOUNTS)
    assert demonstration.PASSWORD in printed


def test_loading_again_adds_nobody_and_keeps_what_was_changed() -> None:
    call_command("load_demo", stdout=StringIO())
    User.objects.filter(email="officer@westmercia.example").update(full_name="Changed Since")
    out = StringIO()

    call_command("load_demo", stdout=out)

    assert "added: 0" in out.getvalue()
    assert User.objects.get(email="officer@westmercia.example").full_name == "Changed Since"
    assert Membership.objects.count() == 14


@override_settings(DEMONSTRATION=False)
def test_outside_practice_they_are_refused() -> None:
    with pytest.raises(CommandError, match="under local and test settings only"):
        call_command("load_demo", stdout=StringIO())

    assert not User.objects.exists()


def test_every_role_given_is_one_that_the_agency_may_give() -> None:
    call_command("load_demo", stdout=StringIO())

    for place in Membership.objects.select_related("agency"):
        given = roles_given_by(AgencyKind(place.agency.kind), is_first_responder=place.agency.is_first_responder)
        assert set(place.roles) <= set(given)


def test_west_mercia_has_five_old_areas_and_two_new_ones() -> None:
    call_command("load_demo", stdout=StringIO())

    ends = Area.objects.filter(force__code=WEST_MERCIA).order_by("valid_from", "code")
    assert [(area.code, str(area.valid_from), str(area.valid_to)) for area in ends] == [
        ("herefordshire", "2015-11-01", "2026-01-18"),
        ("north-worcestershire", "2015-11-01", "2026-01-18"),
        ("shropshire", "2015-11-01", "2026-01-18"),
        ("south-worcestershire", "2015-11-01", "2026-01-18"),
        ("telford-and-wrekin", "2015-11-01", "2026-01-18"),
        ("herefordshire-and-worcestershire", "2026-01-19", "None"),
        ("shropshire-and-telford", "2026-01-19", "None"),
    ]


BAD_FILES = {
    "is not there": None,
    "is not YAML": "agencies: [",
    "has no agencies": "other: []",
    "has a kind that does not exist": "agencies: [{code: a, name: A, kind: invented, nation: wales, "
    "is_first_responder: true, is_bound_to_notify: true, valid_from: 2020-01-01}]",
    "ends before it starts": "agencies: [{code: a, name: A, kind: police, nation: wales, is_first_responder: true, "
    "is_bound_to_notify: true, valid_from: 2020-01-01, valid_to: 2019-01-01}]",
    "has a field that does not exist": "agencies: [{code: a, name: A, colour: red}]",
    "is empty": "agencies:",
}


@pytest.mark.parametrize("problem", BAD_FILES)
def test_a_file_of_agencies_is_refused_whole_when_it(problem: str, tmp_path: Path) -> None:
    file = tmp_path / "agencies.yaml"
    if (content := BAD_FILES[problem]) is not None:
        file.write_text(content)

    with pytest.raises(CommandError, match=r"agencies\.yaml"):
        call_command("load_agencies", str(file), stdout=StringIO())

    assert not Agency.objects.exists()


def test_loading_agencies_again_changes_their_facts_in_place(tmp_path: Path) -> None:
    file = tmp_path / "agencies.yaml"
    facts = (
        "agencies: [{code: a, name: %s, kind: police, nation: wales, is_first_responder: true, "
        "is_bound_to_notify: true, valid_from: 2020-01-01, units: [{code: u, name: U, kind: response, "
        "duty: {days: [5, 6], starts: '18:00'}}]}]"
    )
    for name in ("First", "Second"):
        file.write_text(facts % name)
        call_command("load_agencies", str(file), stdout=StringIO())

    agency = Agency.objects.get()
    assert agency.name == "Second"
    assert [str(hours) for hours in agency.units.get().duty_hours.all()] == [
        f"{agency.units.get().pk} 5 18:00",
        f"{agency.units.get().pk} 6 18:00",
    ]
