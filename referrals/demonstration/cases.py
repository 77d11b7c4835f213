"""A few made-up cases for every practice installation, given through the same actions as a person's answers."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import AgencyKind
from agencies.models import Agency, Membership
from agencies.refusals import Refused
from notifications.routing import demonstration as routing
from referrals.intake import actions
from referrals.intake.saving import Posted, save_section
from referrals.intake.sections import BY_CODE
from referrals.lodging.actions.lodging import lodge
from referrals.models import Referral
from referrals.sharing.agreeing import record_agreement

ADMINISTRATOR = "admin@westmercia.example"
AGREEMENT = "Information sharing agreement (made up)"
FILE = Path(__file__).with_name("cases.yaml")
Facts = Mapping[str, Any]


@cache
def facts() -> list[Facts]:
    loaded: list[Facts] = yaml.safe_load(FILE.read_text())
    return loaded


@transaction.atomic
def load(*, at: datetime) -> int:
    """How many were added. Once somebody began a case, nothing is added any more.

    The made-up table of who is told comes first, so that the cases are told by it.
    """
    if not settings.DEMONSTRATION:
        raise Refused("Made-up cases can exist under local and test settings only.")
    routing.load(at=at)
    if Referral.objects.exists():
        return 0
    for case in facts():
        _add(case, at)
    _agree(at)
    return len(facts())


def _agree(at: datetime) -> None:
    """The first force has an agreement with every partner agency."""
    admin = Membership.objects.select_related("agency").get(user__email=ADMINISTRATOR)
    by, day = admin.as_actor(frozenset()), localdate(at)
    for partner in Agency.objects.on(day).filter(kind__in=[AgencyKind.CHARITY, AgencyKind.COUNCIL]):
        record_agreement(agency=partner.pk, title=AGREEMENT, valid_from=day, valid_to=None, by=by, at=at)


def _add(case: Facts, at: datetime) -> None:
    membership = Membership.objects.select_related("agency").get(user__email=case["by"])
    by = membership.as_actor(frozenset(membership.units.values_list("pk", flat=True)))
    referral = actions.start(by=by, at=at)
    actions.rename(referral.pk, label=case["label"], by=by, at=at)
    for code, answers in case["sections"].items():
        _answer(referral, code, answers, by, at)
    if "lodge" in case:
        lodge(referral.pk, key=uuid.uuid4(), declared=True, as_urgent=case["lodge"] == "urgent", by=by, at=at)


def _answer(referral: Referral, code: str, answers: Facts, by: Actor, at: datetime) -> None:
    key = str(uuid.uuid4())
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data[name.replace("*", key)] = value
        if "*" in name:
            data[name.partition("-")[0]] = key
    posted = Posted(data=data, version=0, page_key="demonstration", is_finished=True)
    saved = save_section(referral.pk, BY_CODE[code], posted, by=by, at=at)
    if saved.state.typed:
        raise ValueError(f"{FILE.name}: {code} of {referral.label} cannot be read: {saved.page.problems}")
