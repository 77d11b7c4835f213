import re
from pathlib import Path

import pytest

from embedded.assets import copy_served_files


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static") / "vendor"
    copy_served_files(vendor=folder)
    return folder


def test_exactly_what_pages_ask_for_is_served(vendor: Path) -> None:
    assert sorted(str(file.relative_to(vendor)) for file in vendor.rglob("*.*") if file.suffix in (".css", ".js")) == [
        "autocomplete/accessible-autocomplete.min.css",
        "autocomplete/accessible-autocomplete.min.js",
        "govuk/govuk-frontend.min.css",
        "govuk/govuk-frontend.min.js",
        "htmx/htmx.min.js",
        "moj/moj-frontend.min.css",
        "moj/moj-frontend.min.js",
    ]


def test_every_picture_that_a_style_sheet_names_is_there_and_no_other(vendor: Path) -> None:
    named = {
        sheet.parent / address
        for sheet in vendor.rglob("*.css")
        for address in re.findall(r"url\(\"?([^)\"]+)", sheet.read_text())
        if not address.startswith("data:")
    }

    assert named == set(vendor.rglob("*.svg")) | set(vendor.rglob("*.png"))
    assert named


@pytest.mark.parametrize("mark", ["GDS Transport", "@font-face", "sourceMappingURL", "url(/", 'url("/'])
def test_no_style_sheet_names_what_is_not_served(vendor: Path, mark: str) -> None:
    assert [sheet.name for sheet in vendor.rglob("*.css") if mark in sheet.read_text()] == []


def test_the_marks_of_government_are_not_served(vendor: Path) -> None:
    pictures = {file.name for file in vendor.rglob("*") if file.suffix in (".svg", ".png", ".ico", ".woff2")}

    assert [name for name in pictures if any(mark in name for mark in ("crest", "crown", "govuk", "logotype"))] == []
