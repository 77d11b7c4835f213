"""Making a PDF. What a case holds is handed over as data, so none of it can be a command."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from referrals.papers.lettering import NUMBERED, lettered, lettered_in_latin

SHEETS = Path(__file__).parent / "typst"
FOR_EVERYBODY: Final = "ua-1"


def typeset(sheet: str, facts: Mapping[str, Any], at: datetime) -> bytes:
    """Accessible (PDF/UA), with the fonts inside typst only, so that it is the same on every machine."""
    try:
        return _typeset(sheet, _with_letters(facts, lettered), at)
    except typst.TypstError:
        return _typeset(sheet, _with_letters(facts, lettered_in_latin), at)


def _typeset(sheet: str, facts: Any, at: datetime) -> bytes:
    data = json.dumps(facts)
    made: bytes = typst.compile(
        str(SHEETS / f"{sheet}.typ"),
        root=str(SHEETS),
        ignore_system_fonts=True,
        sys_inputs={"facts": data, "numbered": "yes" if NUMBERED in data else ""},
        pdf_standards=FOR_EVERYBODY,
        timestamp=int(at.timestamp()),
    )
    return made


def _with_letters(facts: Any, letters: Callable[[str], str]) -> Any:
    """The same, with every text as it is printed."""
    if isinstance(facts, str):
        return letters(facts)
    if isinstance(facts, Mapping):
        return {name: _with_letters(held, letters) for name, held in facts.items()}
    if isinstance(facts, list | tuple):
        return [_with_letters(held, letters) for held in facts]
    return facts
