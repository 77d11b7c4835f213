"""Complete cases in memory, to be read and changed: nothing here is saved."""

from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any

from referrals.dossier import Dossier, dossier_of
from referrals.enums import Route
from referrals.home_office.answers import read_all
from referrals.home_office.facts import facts_of
from referrals.home_office.rules import Answer
from tests.home_office.factories import TODAY, complete_case, empty_case

# Eleven, one more than the form takes, and ten.
TOWNS = [
    "redditch", "kidderminster", "evesham", "bromsgrove", "worcester", "hereford", "ludlow", "telford", "shrewsbury",
    "leominster", "bridgnorth",
]  # fmt: skip
COUNTRIES = ["ALB", "ERI", "FRA", "ROU", "VNM", "AFG", "DZA", "ITA", "ESP", "DEU"]


@cache
def full_dossier(route: Route = Route.ADULT) -> Dossier:
    """Made once for all tests that only read, and change copies. The database forgets it after the first of them."""
    return dossier_of(complete_case(route))


@cache
def empty_dossier() -> Dossier:
    return dossier_of(empty_case())


def changed(held: Any, **facts: object) -> Any:
    copied = deepcopy(held)
    for name, value in facts.items():
        setattr(copied, name, value)
    return copied


def with_row(dossier: Dossier, row: str, **facts: Any) -> Dossier:
    return replace(dossier, **{row: changed(getattr(dossier, row), **facts)})


def read(dossier: Dossier, question_id: str) -> Answer:
    return read_all(facts_of(dossier, TODAY))[question_id]
