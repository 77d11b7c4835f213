import unicodedata

import pytest

from agencies.enums import Permission
from referrals.enums import FileState, Status
from referrals.evidence import rules

CALLED = {
    "letter.pdf": "letter.pdf",
    "../../etc/passwd.txt": "passwd.txt",
    "C:\\Users\\dana\\Desktop\\photo.jpg": "photo.jpg",
    "/photo.jpg": "photo.jpg",
    "a\0b.pdf": "ab.pdf",
    "line\nbreak\t.pdf": "linebreak.pdf",
    "invoice\u202efdp.exe": "invoicefdp.exe",
    "\u2066left\u2069.pdf": "left.pdf",
    "zero\u200bwidth.pdf": "zerowidth.pdf",
    "👮 photo 😀.jpg": "👮 photo 😀.jpg",
    "صورة.jpg": "صورة.jpg",
    "Sia\u0302n.pdf": "Siân.pdf",
    "<script>alert(1)</script>.pdf": "script>.pdf",
    "{{ name }}.pdf": "{{ name }}.pdf",
    "%00.pdf": "%00.pdf",
    "  spaced  .pdf  ": "spaced  .pdf",
    "a.pdf.": "a.pdf",
    "..": "file",
    "": "file",
    "\u202e": "file",
    "folder/": "file",
    "CON.pdf": "CON.pdf",
}


@pytest.mark.parametrize("given", CALLED)
def test_a_file_is_called_what_the_person_called_it_without_what_deceives(given: str) -> None:
    assert rules.clean_name(given) == CALLED[given]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("x" * 251 + ".pdf", "x" * 251 + ".pdf"),
        ("x" * 252 + ".pdf", "x" * 251 + ".pdf"),
        ("é" * 900 + ".docx", "é" * 250 + ".docx"),
        ("x" * 300, "x" * 255),
        ("a." + "x" * 300, "a." + "x" * 253),
    ],
)
def test_a_long_name_keeps_its_ending(given: str, kept: str) -> None:
    assert rules.clean_name(given) == kept


def test_whatever_it_is_given_a_name_is_short_plain_and_no_path() -> None:
    everything = "".join(map(chr, range(0x3000))) + "\U0001f46e"

    name = rules.clean_name(f"{everything}.pdf")

    assert 0 < len(name) <= 255
    assert not {unicodedata.category(sign) for sign in name} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not set("/\\\0") & set(name)


@pytest.mark.parametrize(("size", "said"), [(26_214_400, "25"), (1024 * 1024, "1"), (1_572_864, "1.5"), (0, "0")])
def test_a_limit_is_said_in_megabytes(size: int, said: str) -> None:
    assert rules.megabytes(size) == said


@pytest.mark.parametrize("count", [0, 1, 98, 99])
def test_as_many_as_the_home_office_takes_need_no_warning(count: int) -> None:
    assert rules.pack_warning(count) is None


def test_one_more_than_the_home_office_takes_is_warned_of() -> None:
    assert rules.pack_warning(100) == (
        "The Home Office takes 99 files with a referral, and 100 here are of its types. "
        "Take out what is not needed, or put several into one."
    )


# Written out by hand on purpose.
OPENED = {
    (FileState.WAITING, False): False,
    (FileState.WAITING, True): False,
    (FileState.CLEAN, False): True,
    (FileState.CLEAN, True): True,
    (FileState.INFECTED, False): False,
    (FileState.INFECTED, True): False,
    (FileState.NOT_SCANNED, False): False,
    (FileState.NOT_SCANNED, True): True,
}


def test_the_table_of_what_may_be_opened_is_complete() -> None:
    assert {state for state, _ in OPENED} == set(FileState)


@pytest.mark.parametrize(("state", "is_practice"), OPENED)
def test_only_what_was_checked_is_opened_or_in_practice_what_nobody_could_check(
    state: FileState, is_practice: bool
) -> None:
    assert rules.may_be_opened(state, is_practice=is_practice) is OPENED[state, is_practice]


def test_changing_takes_the_right_to_answer_and_afterwards_the_right_to_add() -> None:
    assert rules.needed_to_change(is_answerable=True) == Permission.ANSWER_REFERRAL
    assert rules.needed_to_change(is_answerable=False) == Permission.ADD_TO_REFERRAL


@pytest.mark.parametrize("status", Status)
def test_only_the_files_of_a_discarded_draft_stay_as_they_are(status: Status) -> None:
    assert (rules.reason_not_to_change(status) is None) is (status != Status.DISCARDED)


@pytest.mark.parametrize(
    ("is_answerable", "was_added_later", "may_be"),
    [(True, True, True), (True, False, True), (False, True, True), (False, False, False)],
)
def test_what_was_passed_on_keeps_its_description(is_answerable: bool, was_added_later: bool, may_be: bool) -> None:
    assert rules.may_be_described(is_answerable=is_answerable, was_added_later=was_added_later) is may_be
