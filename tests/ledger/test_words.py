"""Every event that the program writes has words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from referrals.ledger.rules.looks import in_short, times
from referrals.ledger.rules.words import WORDS, how_many, in_words

PLACES = ("agencies", "audit", "notifications", "referrals", "victims")
NAME = re.compile(r"[a-z_]+\.[a-z_]+([.:][a-z_.:+]*)?")
# Said of names that look like events: modules, tasks and files.
NOT_EVENTS = re.compile(
    r"(agencies|notifications|referrals|config|allauth|django|audit|celery)\..*|.*\.(yaml|csv|html|txt|md|pdf|typ)|"
    r"x\..*|(agency|routing|unit|user|filter|copy|clock):.*"
)
WRITTEN_HERE = {"referrals.listed"}


def events() -> Iterator[str]:
    """Whatever stands in the code as a name of the form that events have, up to what is filled in."""
    for place in PLACES:
        for path in Path(settings.BASE_DIR, place).rglob("*.py"):
            if "migrations" in path.parts or path.name == "words.py":
                continue
            tree = ast.parse(path.read_text())
            logged = set(_what_goes_into_logs(tree))
            for node in ast.walk(tree):
                text = "" if node in logged else _text(node)
                if text and NAME.fullmatch(text) and (text in WRITTEN_HERE or not NOT_EVENTS.fullmatch(text)):
                    yield text


def _what_goes_into_logs(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log")), args=[name, *_]):
                yield name


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)  # type: ignore[misc]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


EVENTS = sorted(set(events()))


def test_the_events_are_found() -> None:
    assert {"referral.opened", "step.x", "queue.listed:x", "ledger.read", "session.opened.x"} <= set(EVENTS)
    assert len(EVENTS) > 100


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_words(event: str) -> None:
    name = event.partition(":")[0]

    assert name in WORDS or name.rpartition(".")[0] in WORDS, f"Say in words.py what {event} means"
    assert in_words(event) in WORDS.values()


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("step.send_referral", "Moved the case to another status"), ("step.put_right", "Put a step right"),
        ("session.opened.password+totp", "Signed in"), ("queue.listed:mine", "Was shown a list of cases"),
        ("notice.tried_again", "Dealt with a notice that did not get through"),
        ("message.cancelled", "Dealt with a message that did not get through"),
        ("brand_new.thing:part", "Brand new thing:part"), ("", ""), ("x", "X"),
    ],
)  # fmt: skip
def test_words_of_what_is_and_of_what_is_not_known(event: str, words: str) -> None:
    assert in_words(event) == words


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (["MS-26-4QW8TNH"], "1 detail"), (["membership:1"], "1 person"), (["membership:1", "user:2"], "2 people"),
        (["home-office"], "1 detail"), (["membership:1", "home-office"], "2 details"),
        (["MS-26-0000000", "MS-26-0000000"], "2 cases"),
    ],
)  # fmt: skip
def test_how_many_of_what(shown: list[str], words: str) -> None:
    assert how_many(shown) == words


@pytest.mark.parametrize(("number", "words"), [(0, "never"), (1, "once"), (2, "twice"), (3, "3 times")])
def test_how_often(number: int, words: str) -> None:
    assert times(number) == words


def test_what_kinds_of_looks_in_short() -> None:
    counts = {"opened": 1, "listed": 0, "downloaded": 2, "printed": 1200}

    assert in_short(counts) == "Opened once, downloaded twice, printed 1,200 times"
