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

from agencies.actors import Actor
from agencies.models import Membership
from agencies.refusals import Refused
from referrals.intake import actions
from referrals.intake.saving import Posted, save_section
from referrals.intake.sections import BY_CODE
from referrals.lodging.actions.lodging import lodge
from referrals.models import Referral

FILE = Path(__file__).with_name("cases.yaml")
Facts = Mapping[str, Any]


@cache
def facts() -> list[Facts]:
    loaded: list[Facts] = yaml.safe_load(FILE.read_text())
    return loaded


@transaction.atomic
def load(*, at: datetime) -> int:
    """How many were added. Once somebody began a case, nothing is added any more."""
    if not settings.DEMONSTRATION:
        raise Refused("Made-up cases can exist under local and test settings only.")
    if Referral.objects.exists():
        return 0
    for case in facts():
        _add(case, at)
    return len(facts())


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
