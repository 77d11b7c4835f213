"""Cases that are lodged with a force, whoever reads about them, and what a PDF says."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import models
from pypdf import PdfReader

from agencies.enums import Role
from agencies.models import Membership
from agencies.shell.partial_date import PartialDate
from referrals.dossier import Dossier
from referrals.enums import Route, Status
from referrals.models import Referral
from tests.factories import MembershipFactory, UnitFactory
from tests.home_office.factories import NOW, complete_case
from victims.columns import PartialDateColumn

NAMED, ANONYMOUS = Route.NOTIFY_NAMED, Route.NOTIFY_ANONYMOUS
NOTIFIED, REFERRED = [ANONYMOUS, NAMED], [Route.CHILD, Route.ADULT]
CHANGES = [(old, new) for old in (*REFERRED, *NOTIFIED) for new in (*REFERRED, *NOTIFIED) if old != new]
CLEAN_TEXT = "We believe that several adults were made to work without pay."


def officer(**facts: Any) -> Membership:
    made: Membership = MembershipFactory(roles=[Role.FIRST_RESPONDER], **facts)
    return made


def reader(writer: Membership, role: Role = Role.CASE_MANAGER, **facts: Any) -> Membership:
    """Somebody else of the same force."""
    made: Membership = MembershipFactory(agency=writer.agency, roles=[role], **facts)
    return made


def lodged_case(route: Route, by: Membership, **facts: Any) -> Referral:
    return complete_case(
        route,
        by=by,
        status=Status.TRIAGE,
        force=by.agency,
        unit=UnitFactory(agency=by.agency),
        lodged_at=NOW,
        lodged_by=by.user,
        **facts,
    )


def write_text(referral: Referral, text: str, by: Membership, *, checked_by: Membership | None = None) -> None:
    """As it stands in the database, whichever way it got there."""
    row = referral.notification_text
    row.text, row.version, row.written_by, row.written_at = text, row.version + 1, by.user, NOW
    if checked_by:
        row.checked_version, row.checked_by, row.checked_at = row.version, checked_by.user, NOW
    row.save()


# Everything that a case holds, each with a value of its own


def rows_of(dossier: Dossier) -> list[models.Model]:
    """Its rows, and those that they belong to."""
    found: list[models.Model] = []
    for field in fields(dossier):
        held: Any = getattr(dossier, field.name)
        found += held.values() if isinstance(held, dict) else held if isinstance(held, list) else [held] if held else []
    above = [target for row in found for target in row._state.fields_cache.values() if target]
    return list({id(row): row for row in [*found, *above]}.values())


@dataclass
class Marker:
    """Writes a different value into every column that can hold one: `of` tells it by row and column."""

    of: dict[tuple[int, str], str]
    number: int = 0

    def mark(self, row: models.Model) -> None:
        for field in row._meta.concrete_fields:
            is_at_home = field.attname == "country" and not field.value_from_object(row)
            if field.primary_key or field.is_relation or field.choices or is_at_home:
                continue
            value = self._value(field)
            if value is not None:
                setattr(row, field.attname, value)
                self.of[id(row), field.attname] = str(value[0] if isinstance(value, list) else value)

    def _value(self, field: Any) -> Any:
        self.number += 1
        kind = field.get_internal_type()
        if isinstance(field, PartialDateColumn):
            return PartialDate(1901 + self.number % 90, 1 + self.number % 12, 1 + self.number % 28)
        if kind in {"CharField", "TextField", "SlugField", "EmailField"}:
            word = f"Marked{self.number}"
            return f"{word}@x.example" if kind == "EmailField" else word[: field.max_length]
        if kind == "ArrayField":
            return None if field.base_field.choices else [f"Marked{self.number}"]
        if kind == "JSONField":
            return {"typed": [f"Marked{self.number}"]}
        if kind == "DateField":
            return date(2001, 1, 1) + timedelta(days=self.number)
        if kind == "DateTimeField" and not field.attname.startswith(("lodged", "adopted")):
            return datetime(2002, 1, 1, tzinfo=UTC) + timedelta(days=self.number)
        return None


def marked(dossier: Dossier) -> Marker:
    marker = Marker({})
    for row in rows_of(dossier):
        marker.mark(row)
    return marker


# What a PDF says


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def words_in(pdf: bytes) -> str:
    """On one line, so that it does not matter where a line ends."""
    return " ".join(text_of(pdf).split())


def pages_of(pdf: bytes) -> Iterator[str]:
    yield from (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
