"""What messages say: what kind of thing happened, its reference, and where to look. Nothing else can get into one.

Wording that asks for a word which is not there is broken, and is never sent with a gap in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

from notifications.channels.outcomes import TextBroken
from notifications.enums import NoticeKind, Rung
from notifications.kinds import KINDS

SERVICE = "Modern slavery referrals"
DIGEST = "What happened since the last daily e-mail"
# A reference, or nothing. Whatever has small letters or spaces in it is no reference.
REFERENCE = re.compile(r"([A-Z0-9]+(-[A-Z0-9]+)*)?")

WHY_NOW = {
    Rung.PEOPLE: "",
    Rung.UNIT: "Nobody who was told before has said that they have it. So this unit is told now.",
    Rung.SUPERVISOR: "Nobody of the unit has said that they have it. So its duty supervisor is told now.",
    Rung.ALL_SUPERVISORS: "Nobody who was told has said that they have it. So every supervisor is told now.",
}


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


def email(kind: NoticeKind, reference: str, link: str, rung: Rung = Rung.PEOPLE) -> Words:
    """Raises TextBroken. `rung`: how far it had climbed, where nobody answered before."""
    return _both("notice", subject=kind.label, **_said(kind, reference, link, rung))


def text_message(kind: NoticeKind, reference: str, link: str, rung: Rung = Rung.PEOPLE) -> str:
    """Raises TextBroken."""
    return _render("text.txt", **_said(kind, reference, link, rung)).strip()


def digest(lines: Sequence[tuple[NoticeKind, str]], link: str) -> Words:
    """One day's e-mail. Raises TextBroken."""
    told = [(kind.label, _checked(reference)) for kind, reference in lines]
    return _both("digest", subject=DIGEST, lines=told, link=link)


def kind_of(written: str) -> NoticeKind:
    """Raises TextBroken: a kind that this release does not know has no words."""
    try:
        return NoticeKind(written)
    except ValueError:
        raise TextBroken from None


def _said(kind: NoticeKind, reference: str, link: str, rung: Rung) -> dict[str, object]:
    return {
        "task": kind.label,
        "reference": _checked(reference),
        "link": link,
        "why_now": WHY_NOW[rung],
        "must_answer": KINDS[kind].acknowledge_within is not None,
    }


def _checked(reference: str) -> str:
    if not REFERENCE.fullmatch(reference):
        raise TextBroken
    return reference


def _both(name: str, subject: str, **said: object) -> Words:
    return Words(subject, _render(f"{name}.txt", **said), _render(f"{name}.html", subject=subject, **said))


def _render(name: str, **said: object) -> str:
    try:
        return _environment(settings.BASE_DIR / "templates" / "notifications" / "mail").get_template(name).render(said)
    except TemplateError as problem:
        raise TextBroken(type(problem).__name__) from problem


@cache
def _environment(folder: Path) -> Environment:
    """Django's own templates show nothing for a word that is not there; these refuse."""
    made = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["service"] = SERVICE
    return made
