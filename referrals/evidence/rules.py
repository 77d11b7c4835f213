"""Which files a case takes, what they are called here, and who may open them.

A file is taken when its name and its content say the same. Nobody opens one that the scanner has not passed.
"""

import re
import unicodedata

from agencies.enums import Permission
from referrals.enums import FileState, Status
from referrals.evidence.kinds import KINDS, Contents, kind_called, kind_found

# It says 100, and with 100 its page does not go on.
HOME_OFFICE_TAKES_FILES = 99
LONGEST_NAME = 255
MEGABYTE = 1024 * 1024
NAMELESS = "file"
TAKEN = f"{', '.join(kind.name for kind in KINDS[:-1])} or {KINDS[-1].name}"


# What they are called


def clean_name(given: str) -> str:
    """What the person called it: without folders, and without signs that cannot be seen or that turn the text round."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in "\u2028\u2029")
    name = seen.strip().rstrip(".") or NAMELESS
    stem, dot, ending = name.rpartition(".")
    cut = LONGEST_NAME - len(dot + ending)
    return f"{stem[:cut]}{dot}{ending}" if len(name) > LONGEST_NAME > len(ending) + 1 else name[:LONGEST_NAME]


# Which are taken


def reason_not_to_take(name: str, size: int, largest: int, found: Contents) -> str | None:
    called = kind_called(name)
    if called is None:
        return f"“{name}” was not added: files of its type are not taken here. Add {TAKEN}."
    if size > largest:
        return too_large(name, largest)
    if not size:
        return f"“{name}” was not added: it is empty. See whether it opens on your device, and add it again."
    if called.is_it(found):
        return None
    if really := kind_found(found):
        return (
            f"“{name}” was not added: it is really a {really.name}. "
            f"Change the end of its name to .{really.endings[0]}, and add it again."
        )
    return (
        f"“{name}” was not added: whatever its name says, it is not a usable {called.name}. "
        f"Open it, save it again, and add that."
    )


def too_large(name: str, largest: int) -> str:
    return (
        f"“{name}” was not added: it is larger than {megabytes(largest)} MB. "
        "Make it smaller, or split it and add the parts."
    )


def too_many(name: str, most: int) -> str:
    return f"“{name}” was not added: {most} files are as many as can be here. Take one out that is not needed."


def same_as(name: str, other: str, added_by: str, added: str) -> str:
    return f"“{name}” was not added: it is already here as “{other}”, added by {added_by} on {added}."


def megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}".removesuffix(".0")


def pack_warning(count: int) -> str | None:
    """Of files that would go to the Home Office."""
    if count <= HOME_OFFICE_TAKES_FILES:
        return None
    return (
        f"The Home Office takes {HOME_OFFICE_TAKES_FILES} files with a referral, and {count} here are of its types. "
        "Take out what is not needed, or put several into one."
    )


# Who may do what with them

HELD = "A legal hold keeps this case as it is. Add what you know, and nothing is lost; a supervisor can end the hold."


def needed_to_change(*, is_answerable: bool) -> Permission:
    """Once a case was passed on, files are only added to it, as whatever else is."""
    return Permission.ANSWER_REFERRAL if is_answerable else Permission.ADD_TO_REFERRAL


def reason_not_to_change(status: Status) -> str | None:
    if status == Status.DISCARDED:
        return "This draft was discarded, so its files stay as they are."
    return None


def may_be_described(*, is_answerable: bool, was_added_later: bool) -> bool:
    """What was passed on stays as it was. What came later may still be explained."""
    return is_answerable or was_added_later


def may_be_opened(state: FileState, *, is_practice: bool) -> bool:
    """`is_practice`: made-up people, and no scanner at all."""
    return state == FileState.CLEAN or (state == FileState.NOT_SCANNED and is_practice)
