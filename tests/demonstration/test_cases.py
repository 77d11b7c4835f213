"""What every practice installation begins with, and any number of cases for measuring."""

import pytest
from django.core.management import CommandError, call_command

from notifications.models import Notice
from referrals.demonstration.generated import Generator
from referrals.models import Observation, Referral, Situation
from referrals.rules.reference import read_reference
from tests.home_office.factories import NOW
from victims.models import ConsentRecord, Person

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


def test_the_same_seed_makes_the_same_cases() -> None:
    call_command("generate_referrals", count=20, seed=7)
    first = list(Referral.objects.order_by("pk").values_list("reference", "person__family_name", "status"))

    assert len(first) == 20 == Person.objects.count()
    with pytest.raises(Exception, match="duplicate key"):
        call_command("generate_referrals", count=20, seed=7)


def test_a_reference_that_is_drawn_again_is_given_to_nobody_else() -> None:
    generator = Generator(seed=7, now=NOW)
    state = generator.random.getstate()
    first = generator._reference(2026)
    generator.random.setstate(state)

    assert read_reference(generator._reference(2026)) not in (None, first)


@pytest.mark.parametrize("command", ["load_demo_cases", "generate_referrals"])
def test_no_made_up_case_gets_among_real_ones(command: str, settings) -> None:
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="Made-up cases can exist under local and test settings only"):
        call_command(command, **({"count": 1} if command == "generate_referrals" else {}))

    assert not Referral.objects.exists()
