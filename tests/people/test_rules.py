"""Which roles an agency may give, and when an administrator must stay. Written out by hand."""

from itertools import product

import pytest

from agencies.enums import AgencyKind as K
from agencies.enums import Role as R  # noqa: N817 the table reads better so
from agencies.people import rules

PARTNER_THAT_REFERS = [R.PARTNER_RESPONDER, R.PANEL_MEMBER, R.ADMINISTRATOR]
PARTNER_THAT_DOES_NOT = [R.PARTNER, R.PANEL_MEMBER, R.ADMINISTRATOR]
POLICE = [
    R.FIRST_RESPONDER,
    R.SPOC,
    R.CASE_MANAGER,
    R.SUPERVISOR,
    R.CRIME_REGISTRAR,
    R.AUDITOR,
    R.ADMINISTRATOR,
]
REGIONAL = [R.FIRST_RESPONDER, R.REGIONAL, R.ADMINISTRATOR]
NATIONAL = [R.FIRST_RESPONDER, R.NCA_LIAISON, R.ADMINISTRATOR]
POLICING_BODY = [R.POLICING_BODY, R.ADMINISTRATOR]

GIVEN = {
    (K.POLICE, True): POLICE,
    (K.POLICE, False): POLICE,
    (K.REGIONAL, True): REGIONAL,
    (K.REGIONAL, False): REGIONAL,
    (K.NATIONAL, True): NATIONAL,
    (K.NATIONAL, False): NATIONAL,
    (K.IMMIGRATION, True): [R.PARTNER_RESPONDER, R.ADMINISTRATOR],
    (K.IMMIGRATION, False): [R.PARTNER, R.ADMINISTRATOR],
    (K.GOVERNMENT, True): PARTNER_THAT_REFERS,
    (K.GOVERNMENT, False): PARTNER_THAT_DOES_NOT,
    (K.COUNCIL, True): PARTNER_THAT_REFERS,
    (K.COUNCIL, False): PARTNER_THAT_DOES_NOT,
    (K.HEALTH, True): PARTNER_THAT_REFERS,
    (K.HEALTH, False): PARTNER_THAT_DOES_NOT,
    (K.CHARITY, True): PARTNER_THAT_REFERS,
    (K.CHARITY, False): PARTNER_THAT_DOES_NOT,
    (K.POLICING_BODY, True): POLICING_BODY,
    (K.POLICING_BODY, False): POLICING_BODY,
}


@pytest.mark.parametrize(("kind", "refers"), list(product(K, (True, False))))
def test_an_agency_gives_exactly_these_roles(kind: K, refers: bool) -> None:
    assert rules.roles_given_by(kind, is_first_responder=refers) == GIVEN[kind, refers]


def test_a_role_that_the_agency_cannot_give_is_named_in_the_refusal() -> None:
    refusal = rules.reason_not_to_give({R.CASE_MANAGER, R.PARTNER}, GIVEN[K.CHARITY, False])

    assert refusal == "Your agency cannot give this role: Case manager, modern slavery unit."


def test_roles_that_the_agency_gives_are_not_refused() -> None:
    assert rules.reason_not_to_give({R.PARTNER}, GIVEN[K.CHARITY, False]) is None


@pytest.mark.parametrize(
    ("is_administrator", "others", "is_refused"),
    [(True, 0, True), (True, 1, False), (True, 9, False), (False, 0, False), (False, 1, False)],
)
def test_only_the_last_administrator_must_stay(is_administrator: bool, others: int, is_refused: bool) -> None:
    reason = rules.reason_not_to_lose(is_administrator=is_administrator, others=others)

    assert (reason is not None) is is_refused
