"""What every practice installation begins with."""

import pytest
from django.core.management import CommandError, call_command

from notifications.models import Notice
from referrals.models import Agreement, Observation, Referral, Situation
from victims.models import ConsentRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people() -> None:
    call_command("load_demo", verbosity=0)


def test_the_cases_are_loaded_once_and_can_all_be_read() -> None:
    call_command("load_demo_cases")
    call_command("load_demo_cases")

    labels = {referral.label: referral for referral in Referral.objects.all()}
    assert set(labels) == {"Car wash, Redditch", "Nail bar, Telford", "Family of a pupil"}
    assert (Observation.objects.count(), Situation.objects.count()) == (2, 1)
    assert labels["Nail bar, Telford"].is_urgent
    assert Notice.objects.filter(reference=labels["Nail bar, Telford"].reference).exists()
    assert not ConsentRecord.objects.exists()
    assert {str(each.with_agency) for each in Agreement.objects.all()} >= {"Worcestershire County Council"}
    assert {str(each.of_agency) for each in Agreement.objects.all()} == {"West Mercia Police"}


@pytest.mark.parametrize("command", ["load_demo_cases", "generate_referrals"])
def test_no_made_up_case_gets_among_real_ones(command: str, settings) -> None:
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="Made-up cases can exist under local and test settings only"):
        call_command(command, **({"count": 1} if command == "generate_referrals" else {}))

    assert not Referral.objects.exists()
