"""The made-up table of who is told that every practice installation has."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from agencies.models import Agency
from agencies.refusals import Refused
from notifications.models import RoutingRow, RoutingStep
from notifications.routing.queries import CONDITIONS

FILE = Path(__file__).parent / "data" / "demonstration.yaml"
Facts = Mapping[str, Any]


@cache
def facts() -> Facts:
    loaded: Facts = yaml.safe_load(FILE.read_text())
    return loaded


@transaction.atomic
def load(*, at: datetime) -> int:
    """How many rows were added. Once the force has one, nothing is added any more."""
    if not settings.DEMONSTRATION:
        raise Refused("A made-up table can exist under local and test settings only.")
    agency = Agency.objects.filter(code=facts()["agency"]).first()
    if agency is None or RoutingRow.objects.filter(agency=agency).exists():
        return 0
    for position, row in enumerate(facts()["rows"], 1):
        _add(agency, position, row, at)
    return len(facts()["rows"])


def _add(agency: Agency, position: int, row: Facts, at: datetime) -> None:
    conditions = {name: row.get(name, []) for name in CONDITIONS}
    made = RoutingRow(agency=agency, position=position, name=row["name"], valid_from=localdate(at), **conditions)
    made.full_clean()
    made.save()
    units = {unit.code: unit for unit in agency.units.all()}
    RoutingStep.objects.bulk_create(
        RoutingStep(row=made, unit=units[code], position=number) for number, code in enumerate(row["units"], 1)
    )
