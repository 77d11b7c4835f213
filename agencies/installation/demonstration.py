"""The made-up people whom every practice installation has. They can exist under local and test settings only."""

from functools import cache
from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from agencies.installation.loading import Facts, load_agencies
from agencies.models import Agency, Membership, User
from agencies.refusals import Refused

FILE = Path(__file__).parent / "data" / "demonstration.yaml"
PASSWORD = "river-lantern-forty-two"  # noqa: S105 printed on purpose: it opens made-up accounts alone


@cache
def facts() -> Facts:
    loaded: Facts = yaml.safe_load(FILE.read_text())
    return loaded


@transaction.atomic
def load() -> int:
    """How many people were added. Those who are there already keep what was changed about them."""
    if not settings.DEMONSTRATION:
        raise Refused("Demonstration accounts can exist under local and test settings only.")
    agencies = {agency.code: agency for agency in load_agencies(facts()["agencies"])}
    known = set(User.objects.values_list("email", flat=True))
    new = [person for person in facts()["people"] if person["email"] not in known]
    for person in new:
        _add(person, agencies)
    return len(new)


def _add(facts: Facts, agencies: dict[str, Agency]) -> None:
    person = User(email=facts["email"], full_name=facts["full_name"], collar_number=facts.get("collar_number", ""))
    person.set_password(PASSWORD)
    person.save()
    for place in facts["at"]:
        agency = agencies[place["agency"]]
        membership = Membership.objects.create(
            user=person,
            agency=agency,
            roles=place["roles"],
            valid_from=localdate(),
            accepted_at=timezone.now(),
        )
        membership.units.set(agency.units.filter(code__in=place["units"]))
