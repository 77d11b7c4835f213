"""Each role, each relation and each method at each address below a case. All of it together: `make test-matrix`."""

import os

import pytest

from tests.matrix import METHODS, ROLES, STANDINGS, complaints, every_pair, everything
from tests.matrix_table import NEEDS
from tests.referrals.test_every_address import OF_A_CASE

pytestmark = pytest.mark.django_db


def test_every_address_has_its_place_in_the_table() -> None:
    assert set(NEEDS) == set(OF_A_CASE)


def test_the_pairs_are_all_there() -> None:
    asks = list(every_pair())

    assert {(ask.route, ask.role) for ask in asks} == {(route, role) for route in OF_A_CASE for role in ROLES}
    assert {(ask.route, ask.relation) for ask in asks} == {(route, name) for route in OF_A_CASE for name in STANDINGS}
    assert {(ask.route, ask.method) for ask in asks} == {(route, method) for route in OF_A_CASE for method in METHODS}
    assert {(ask.role, ask.relation) for ask in asks} == {(role, name) for role in ROLES for name in STANDINGS}
    assert {(ask.role, ask.method) for ask in asks} == {(role, method) for role in ROLES for method in METHODS}
    assert {(ask.relation, ask.method) for ask in asks} == {(name, method) for name in STANDINGS for method in METHODS}


@pytest.mark.timeout(3600)
def test_each_answer_is_what_the_tables_say() -> None:
    assert complaints(everything() if os.environ.get("MATRIX") == "whole" else every_pair()) == []
