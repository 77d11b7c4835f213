import json
import logging
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from typing import Any

import pytest

from config.last_resort import SORRY, never_silent
from config.logging import json_lines

MARK = "Zqx7Marker"


def broken(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    raise ValueError(f"{environ} {MARK}")


@pytest.fixture
def said() -> Iterator[StringIO]:
    """What production would have written."""
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(json_lines())
    logging.getLogger().addHandler(handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


def test_when_even_the_page_of_errors_fails_somebody_is_told_and_the_log_says_where(said: StringIO) -> None:
    started: list[Any] = []

    answer = never_silent(broken)({"PATH_INFO": MARK}, lambda status, headers: started.append(status))

    assert (list(answer), started) == ([SORRY], ["500 Internal Server Error"])
    assert MARK not in said.getvalue()
    line = json.loads(said.getvalue())
    assert (line["event"], line["level"], line["error"]) == ("site.failed", "error", "ValueError")
    assert line["lines"][-1].startswith("tests/deployment/test_last_resort.py:")
