import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from agencies.enums import ListName
from agencies.models import ListedValue
from agencies.reference.files import DATA, BadFile
from agencies.reference.loading import Changes, load_reference

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
NS = "NS,Not stated,Not stated,,NS,,,yes,yes\n"
LAST_REGION = "unknown,Not known,,Unknown,Unknown,,,yes,\n"
BREAKS = [
    (NS, "NS,,Not stated,,,,,yes,yes\n", "ethnicities.csv, line 20: label: This field cannot be blank."),
    (NS, ",Not stated,Not stated,,,,,yes,yes\n", "ethnicities.csv, line 20: code: This field cannot be blank."),
    (NS, "W1,Not stated,Not stated,,,,,yes,yes\n", "ethnicities.csv, line 20: the code W1 is there twice."),
    (NS, "NS,Not stated,,,,,,perhaps,yes\n", "ethnicities.csv, line 20: verified must be yes or no."),
    (NS, "NS,Not stated,,,,2027-01-01,2026-01-01,no,\n", "ethnicities.csv, line 20: it ends before it starts."),
    (NS, "NS,Not stated\n", "ethnicities.csv, line 20: it has more or fewer cells than line 1."),
    (NS, "NS,Not stated,,,,,,yes,yes,more\n", "ethnicities.csv, line 20: it has more or fewer cells than line 1."),
    (NS, "NS,Not\0stated,,,,,,yes,yes\n", "ethnicities.csv, line 20: there is a character that cannot be stored."),
    (NS, 'NS,"Not" stated,,,,,,yes,yes\n', "ethnicities.csv, line 20: ',' expected after '\"'."),
    (NS, "", "ethnicities.csv has 19 values, but sources.yaml counts 20."),
    ("code,label", "code,name", "ethnicities.csv, line 1: the column label is missing."),
    (NS, f"NS,{'x' * 161},,,,,,yes,yes\n", "ethnicities.csv, line 20: label: Ensure this value has at most 160"),
    (NS, "NS,Not stated,,,,1 April,,yes,yes\n", "ethnicities.csv, line 20: valid_from: “1 April” value has an invalid"),
    (NS, "NS,Not stated,,,,,2026-02-30,yes,yes\n", "ethnicities.csv, line 20: valid_to: “2026-02-30” value has the"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files, which were loaded before the first test."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def remove_a_region(folder: Path) -> None:
    replace(folder / "regions.csv", LAST_REGION, "")
    replace(folder / "sources.yaml", "count: 98", "count: 97")


def everything() -> list[dict[str, Any]]:
    return [dict(row) for row in ListedValue.objects.order_by("pk").values()]


def region() -> ListedValue:
    return ListedValue.objects.get(list_name=ListName.REGIONS, code="unknown")


def test_an_empty_table_is_filled() -> None:
    ListedValue.objects.all().delete()

    assert load_reference(DATA, on=TODAY) == Changes(added=3446, changed=0, retired=0)


def test_a_second_run_changes_nothing_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything()

    call_command("load_reference", folder=folder)

    assert everything() == before
    assert capsys.readouterr().out == "Nothing changed.\n"


def test_a_changed_label_is_taken_over_and_the_record_stays_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pk = region().pk
    replace(folder / "regions.csv", "unknown,Not known,", "unknown,Nobody knows,")

    call_command("load_reference", folder=folder)

    assert (region().pk, region().label) == (pk, "Nobody knows")
    assert region().search == "| nobody knows | unknown |"
    assert capsys.readouterr().out == "Lists: 0 values added, 1 changed, 0 retired.\n"


def test_a_value_that_vanished_is_retired_and_keeps_its_label(folder: Path) -> None:
    assert region() in ListedValue.objects.current(ListName.REGIONS, TODAY + timedelta(days=1))
    remove_a_region(folder)

    assert load_reference(folder, on=TODAY) == Changes(0, 0, 1)

    assert region().valid_to == TODAY
    assert region() in ListedValue.objects.current(ListName.REGIONS, TODAY)
    assert region() not in ListedValue.objects.current(ListName.REGIONS, TODAY + timedelta(days=1))
    assert ListedValue.objects.label_of(ListName.REGIONS, "unknown") == "Not known"


def test_a_value_is_retired_only_once(folder: Path) -> None:
    remove_a_region(folder)
    load_reference(folder, on=TODAY)

    assert load_reference(folder, on=TODAY + timedelta(days=9)) == Changes(0, 0, 0)
    assert region().valid_to == TODAY


def test_a_value_that_was_to_start_later_ends_on_its_first_day(folder: Path) -> None:
    ListedValue.objects.filter(pk=region().pk).update(valid_from=date(2030, 1, 1))
    remove_a_region(folder)

    assert load_reference(folder, on=TODAY) == Changes(0, 0, 1)
    assert load_reference(folder, on=TODAY) == Changes(0, 0, 0)
    assert region().valid_to == date(2030, 1, 1)


def test_a_value_that_comes_back_is_revived(folder: Path) -> None:
    pk = region().pk
    remove_a_region(folder)
    load_reference(folder, on=TODAY)

    assert load_reference(DATA, on=TODAY) == Changes(0, 1, 0)
    assert (region().pk, region().valid_to) == (pk, None)


@pytest.mark.parametrize(("old", "new", "sentence"), BREAKS)
def test_a_bad_file_is_named_with_its_line_and_changes_nothing(folder: Path, old: str, new: str, sentence: str) -> None:
    replace(folder / "councils.csv", "Telford & Wrekin Council", "Changed Council")
    replace(folder / "ethnicities.csv", old, new)
    before = everything()

    with pytest.raises(CommandError) as refused:
        call_command("load_reference", folder=folder)

    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith(" Nothing changed.")
    assert "\n" not in str(refused.value)
    assert everything() == before


@pytest.mark.parametrize("text", ["", "[", "towns: 5", "towns: {counted: 5}", "- towns"])
def test_sources_that_cannot_be_read_are_said_to_be_bad(folder: Path, text: str) -> None:
    (folder / "sources.yaml").write_text(text)

    with pytest.raises(BadFile, match=r"^sources.yaml must be YAML, with a count for each list.$"):
        load_reference(folder, on=TODAY)


def test_a_missing_file_and_a_missing_folder_are_named(folder: Path) -> None:
    (folder / "towns.csv").unlink()

    with pytest.raises(BadFile, match=r"^towns.csv cannot be read: No such file or directory.$"):
        load_reference(folder, on=TODAY)
    with pytest.raises(BadFile, match=r"^sources.yaml cannot be read: No such file or directory.$"):
        load_reference(folder / "nowhere", on=TODAY)


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    path = folder / "towns.csv"
    path.write_bytes(path.read_text().encode("latin-1", "replace"))

    with pytest.raises(BadFile, match=r"^towns.csv is not in UTF-8.$"):
        load_reference(folder, on=TODAY)


def test_a_list_that_sources_do_not_know_is_refused(folder: Path) -> None:
    replace(folder / "sources.yaml", "\nforces:", "\nother:")

    with pytest.raises(BadFile, match=r"^forces.csv has 47 values, but sources.yaml counts None.$"):
        load_reference(folder, on=TODAY)


def test_a_spreadsheets_mark_at_the_start_does_no_harm(folder: Path) -> None:
    path = folder / "ethnicities.csv"
    path.write_text("\ufeff" + path.read_text())

    assert load_reference(folder, on=TODAY) == Changes(0, 0, 0)


def test_the_database_refuses_a_code_twice_and_an_end_before_the_start() -> None:
    known = {"list_name": ListName.FORCES, "label": "A force", "sort_order": 1, "is_verified": False, "search": "|"}

    with pytest.raises(IntegrityError), transaction.atomic():
        ListedValue.objects.create(code="west-mercia-police", **known)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListedValue.objects.create(code="new", valid_from=TODAY, valid_to=TODAY - timedelta(days=1), **known)
