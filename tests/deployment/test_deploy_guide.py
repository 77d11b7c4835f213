"""What the guide says can be done as it says."""

import re

import pytest
import yaml
from django.core.management import call_command, get_commands

from agencies.models import Agency
from tests.deployment.compose import SERVICES
from tests.deployment.production import ROOT

GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
COMPOSITION = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_its_agencies_can_be_loaded(tmp_path):
    example = tmp_path / "agencies.yaml"
    example.write_text(re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[0])

    call_command("load_agencies", example, verbosity=0)

    assert [agency["code"] for agency in yaml.safe_load(example.read_text())["agencies"]] == [
        agency.code for agency in Agency.objects.all()
    ]


def test_every_command_that_it_and_the_composition_name_exists():
    named = re.findall(r"manage\.py (\w+)", GUIDE + COMPOSITION)

    assert set(named) - set(get_commands()) == set()
    assert {"migrate", "grant_rights", "load_reference", "relist", "load_agencies", "invite_administrator"} <= set(
        named
    )


def test_every_file_that_it_names_exists():
    named = set(re.findall(r"`((?:deployment|docs)/[\w.-]+|[\w-]+\.yml|\.env\.example|Dockerfile)`", GUIDE))

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_profiles_that_it_names_are_those_of_the_composition():
    offered = {profile for service in SERVICES.values() for profile in service.get("profiles", [])}

    assert set(re.findall(r"--profile (\w+)", GUIDE)) <= offered
