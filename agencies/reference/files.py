"""Reads the data files: one CSV for each list, and sources.yaml, which says where each comes from."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError

from agencies.enums import ListName
from agencies.folding import searchable
from agencies.models import ListedValue

DATA = Path(__file__).parent / "data"
COLUMNS = ("code", "label", "group", "home_office_label", "synonyms", "valid_from", "valid_to", "verified")
# Set by the reading, or by the database.
NOT_IN_FILES = {"id"}


class BadFile(Exception):
    """Says in one sentence which file and line to mend."""


def read_folder(folder: Path) -> list[ListedValue]:
    counts = _counts(folder / "sources.yaml")
    return [value for name in ListName for value in _read_list(folder / f"{name}.csv", name, counts.get(name))]


def _counts(path: Path) -> Mapping[str, int]:
    try:
        return {name: facts["count"] for name, facts in yaml.safe_load(path.read_text(encoding="utf-8")).items()}
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {error.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError, KeyError):
        raise BadFile(f"{path.name} must be YAML, with a count for each list.") from None


def _read_list(path: Path, name: ListName, count: int | None) -> list[ListedValue]:
    found: dict[str, ListedValue] = {}
    for line, row in _rows(path):
        value = _value(name, row, len(found), f"{path.name}, line {line}")
        if value.code in found:
            raise BadFile(f"{path.name}, line {line}: the code {value.code} is there twice.")
        found[value.code] = value
    if len(found) != count:
        # A file cut short would retire whatever it lost.
        raise BadFile(f"{path.name} has {len(found)} values, but sources.yaml counts {count}.")
    return list(found.values())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if missing := set(COLUMNS) - set(reader.fieldnames or ()):
                raise BadFile(f"{path.name}, line 1: the column {min(missing)} is missing.")
            for row in reader:
                if None in row or None in row.values():
                    raise BadFile(f"{path.name}, line {reader.line_num}: it has more or fewer cells than line 1.")
                yield reader.line_num, {column: cell.strip() for column, cell in row.items()}
    except OSError as error:
        raise BadFile(f"{path.name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadFile(f"{path.name} is not in UTF-8.") from None
    except csv.Error as error:
        raise BadFile(f"{path.name}, line {reader.reader.line_num}: {error}.") from None


def _value(name: ListName, row: dict[str, str], order: int, where: str) -> ListedValue:
    if row["verified"] not in ("yes", "no"):
        raise BadFile(f"{where}: verified must be yes or no.")
    if "\0" in "".join(row.values()):
        raise BadFile(f"{where}: there is a character that cannot be stored.")
    synonyms = [synonym.strip() for synonym in row["synonyms"].split(";") if synonym.strip()]
    value = ListedValue(
        list_name=name,
        code=row["code"],
        label=row["label"],
        sort_order=order,
        group=row["group"],
        home_office_label=row["home_office_label"],
        synonyms=synonyms,
        attributes={column: cell for column, cell in row.items() if column not in COLUMNS and cell},
        valid_from=row["valid_from"] or None,
        valid_to=row["valid_to"] or None,
        is_verified=row["verified"] == "yes",
        search=searchable([row["label"], row["home_office_label"], *synonyms]),
    )
    try:
        value.clean_fields(exclude=NOT_IN_FILES)
    except ValidationError as error:
        column, problems = next(iter(error.message_dict.items()))
        raise BadFile(f"{where}: {column}: {problems[0]}") from None
    if value.valid_from and value.valid_to and value.valid_to < value.valid_from:
        raise BadFile(f"{where}: it ends before it starts.")
    return value
