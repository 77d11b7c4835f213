"""The files that the Home Office takes, and what they are."""

from referrals.enums import FileState
from referrals.home_office.facts import Facts
from referrals.home_office.profile import ANY
from referrals.home_office.rules import NOTHING, Answer
from referrals.home_office.wording import day, sentences
from referrals.models import EvidenceFile

READY = {FileState.CLEAN, FileState.NOT_SCANNED}
NO_DESCRIPTION = "Say of each file what it is."


def going(facts: Facts) -> list[EvidenceFile]:
    """Checked, of a type that the form takes, and not replaced by another."""
    return [file for file in facts.dossier.files if file.goes_in_pack and file.state in READY]


def files(facts: Facts) -> Answer:
    names = "\n".join(file.name for file in going(facts))
    return Answer(text=names, codes=(ANY,)) if names else NOTHING


def described(facts: Facts) -> Answer:
    found = going(facts)
    is_whole = all(file.description for file in found)
    return Answer(text="\n".join(map(_line, found)), fault="" if is_whole else NO_DESCRIPTION)


def _line(file: EvidenceFile) -> str:
    dated = f"Dated {day(file.dated_on)}" if file.dated_on else ""
    return sentences([f"{file.name}: {file.description}" if file.description else file.name, dated])
