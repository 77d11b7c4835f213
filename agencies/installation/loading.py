"""Agencies, their areas and units, from a file. Running it again brings them up to the file and removes nothing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from agencies.models import Agency, Area, DutyHours, Unit

Facts = Mapping[str, Any]


@transaction.atomic
def load_agencies(agencies: list[Facts]) -> list[Agency]:
    return [_load_agency(facts) for facts in agencies]


def _load_agency(facts: Facts) -> Agency:
    own = {name: value for name, value in facts.items() if name not in ("code", "areas", "units")}
    agency, _ = Agency.objects.update_or_create(code=facts["code"], defaults=own)
    agency.full_clean()
    for area in facts.get("areas", []):
        Area.objects.update_or_create(
            force=agency,
            code=area["code"],
            valid_from=area["valid_from"],
            defaults={
                "name": area["name"],
                "valid_to": area.get("valid_to"),
                "councils": area.get("councils", []),
            },
        )
    for unit in facts.get("units", []):
        _load_unit(agency, unit)
    return agency


def _load_unit(agency: Agency, facts: Facts) -> None:
    own = {name: value for name, value in facts.items() if name not in ("code", "areas", "duty")}
    unit, _ = Unit.objects.update_or_create(
        agency=agency, code=facts["code"], defaults={"valid_from": agency.valid_from, **own}
    )
    unit.full_clean()
    unit.areas.set(Area.objects.filter(force=agency, code__in=facts.get("areas", []), valid_to=None))
    unit.duty_hours.all().delete()
    if duty := facts.get("duty"):
        hours = {"starts": duty["starts"], "ends": duty.get("ends")}
        DutyHours.objects.bulk_create(DutyHours(unit=unit, weekday=day, **hours) for day in duty["days"])
