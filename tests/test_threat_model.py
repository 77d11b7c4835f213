"""What docs/threat-model.md claims is held by tests that there are."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CLAIMED = sorted(set(re.findall(r"`(test_\w+)\.(\w+)`", (ROOT / "docs" / "threat-model.md").read_text())))


def test_there_are_claims() -> None:
    assert len(CLAIMED) > 35


@pytest.mark.parametrize(("module", "name"), CLAIMED)
def test_each_claim_has_its_test(module: str, name: str) -> None:
    files = list((ROOT / "tests").rglob(f"{module}.py"))

    assert any(f"def {name}(" in file.read_text() for file in files), f"No test is called {module}.{name}"
