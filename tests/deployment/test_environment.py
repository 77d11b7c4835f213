from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config import environment
from config.environment import BadSetting

TRUE = ["true", "True", "1", "yes", "on"]
FALSE = ["false", "False", "FALSE", "0", "no", "off"]

READERS: dict[str, Callable[[], Any]] = {
    "text": lambda: environment.text("GIVEN", "usual"),
    "flag": lambda: environment.flag("GIVEN", False),
    "number": lambda: environment.number("GIVEN", 5, least=1, most=9),
    "words": lambda: environment.words("GIVEN"),
    "choice": lambda: environment.choice("GIVEN", "tea", ["tea", "coffee"]),
    "site": lambda: environment.site("GIVEN", "https://usual.test"),
    "socket": lambda: environment.socket_address("GIVEN", "usual:1"),
    "database": lambda: environment.database("GIVEN"),
    "keys": lambda: environment.fernet_keys("GIVEN"),
}

UNDERSTOOD = [
    *[("flag", word, True) for word in TRUE],
    *[("flag", word, False) for word in FALSE],
    ("number", " 7 ", 7),
    ("words", "a, b,,c ", ["a", "b", "c"]),
    ("choice", "coffee", "coffee"),
    ("site", "https://referrals.test/", "https://referrals.test"),
    ("site", "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ("socket", "clamd:3310", "clamd:3310"),
    ("socket", "[::1]:3310", "[::1]:3310"),
    ("socket", " /run/clamd.sock ", "/run/clamd.sock"),
    ("socket", "", "usual:1"),
    ("text", "", "usual"),
    ("flag", "", False),
    ("number", "", 5),
    ("words", "", []),
]
REFUSED = [
    *[("flag", word) for word in ("maybe", "2", "tru", "false;")],
    *[("number", word) for word in ("ten", "1.5", "0", "10", "-1", "0x5")],
    ("choice", "water"),
    *[("site", word) for word in ("referrals.test", "ftp://referrals.test", "https://", "https://a.test/path")],
    *[("site", word) for word in ("https://me:secret@a.test", "https://a.test?b", "https://a.test:99999")],
    *[("socket", word) for word in ("clamd", ":3310", "clamd:", "clamd:0", "clamd:65536", "clamd:x", "run/clamd.sock")],
    *[("database", word) for word in ("sqlite:///a", "postgresql://host", "postgresql://host:port/a", "nonsense")],
    *[("keys", word) for word in ("short", "a" * 44 + ",b", "é" * 44)],
]


@pytest.mark.parametrize(("reader", "given", "found"), UNDERSTOOD)
def test_a_good_value_is_understood(monkeypatch: pytest.MonkeyPatch, reader: str, given: str, found: object) -> None:
    monkeypatch.setenv("GIVEN", given)

    assert READERS[reader]() == found


@pytest.mark.parametrize(("reader", "given"), REFUSED)
def test_a_bad_value_is_refused_in_one_sentence_that_names_the_variable_and_not_the_value(
    monkeypatch: pytest.MonkeyPatch, reader: str, given: str
) -> None:
    monkeypatch.setenv("GIVEN", given)

    with pytest.raises(BadSetting) as refusal:
        READERS[reader]()

    sentence = str(refusal.value)
    assert sentence.startswith("GIVEN must be ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert given not in sentence.split()


def test_an_empty_secret_file_counts_as_left_out_where_the_secret_may_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").touch()
    monkeypatch.setenv("GIVEN_FILE", str(tmp_path / "secret"))

    assert environment.secret("GIVEN", "usual") == "usual"


def test_a_variable_without_a_default_must_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIVEN", raising=False)

    with pytest.raises(BadSetting, match=r"^GIVEN must be set\.$"):
        environment.text("GIVEN")


def test_a_secret_is_read_from_the_file_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mounted = tmp_path / "secret"
    mounted.write_text("from the file\n")
    monkeypatch.setenv("GIVEN", "from the variable")
    monkeypatch.setenv("GIVEN_FILE", str(mounted))

    assert environment.secret("GIVEN") == "from the file"


@pytest.mark.parametrize(
    ("content", "problem"), [(None, "cannot be read"), (b"", "is empty"), (b"\xff", "cannot be read")]
)
def test_a_secret_file_that_is_missing_empty_or_not_text_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, problem: str
) -> None:
    mounted = tmp_path / "secret"
    if content is not None:
        mounted.write_bytes(content)
    monkeypatch.setenv("GIVEN_FILE", str(mounted))

    with pytest.raises(BadSetting, match=f"^GIVEN_FILE names a file that {problem}.$"):
        environment.secret("GIVEN")
