import pytest
from tests.intake.test_every_section import *
@pytest.mark.django_db
def test_x(as_officer, officer):
    referral = complete_case(by=officer)
    before = everything_kept()
    shown = as_officer.get(address(referral, "consent"))
    as_officer.post(address(referral, "consent"), {**form_of(shown), "then": "next"})
    after = everything_kept()
    for k in before:
        if before[k]!=after[k]:
            print("XX", k); 
            for r in before[k]: print("XX -",r)
            for r in after[k]: print("XX +",r)
    assert 0
