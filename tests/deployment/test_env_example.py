import re
import sys

from tests.deployment.production import ROOT, VARIABLES, run

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
NAMED = re.findall(r"^#?([A-Z0-9_]+)=", EXAMPLE, re.MULTILINE)
# Read by the starter of `make run`, before there are settings.
OF_THE_STARTER = {"PORT", "DATA_DIR"}
ASK = "import config.settings.{0}; from config.environment import asked; print(*asked)"


def read_by(settings: str) -> set[str]:
    told = run(sys.executable, "-c", ASK.format(settings), **VARIABLES)
    return set(told.stdout.split())


def test_the_example_names_every_variable_that_settings_read_and_no_other() -> None:
    assert sorted(NAMED) == sorted(read_by("production") | read_by("local") | OF_THE_STARTER)


def test_the_example_holds_no_secret() -> None:
    given = dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", EXAMPLE, re.MULTILINE))

    assert [given["SECRET_KEY"], given["FIELD_KEYS"], given["LEDGER_KEY"]] == ["", "", ""]
    assert given["DATABASE_URL"] == "postgresql://msreferrals_app:PASSWORD@database:5432/referrals"
    assert given["REDIS_URL"] == "redis://:PASSWORD@broker:6379/0"
