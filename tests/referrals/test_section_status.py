"""How far a section is: the whole table."""

from itertools import product

import pytest

from referrals.enums import SectionStatus as S
from referrals.rules.sections import Progress, status_of

FLAGS = ["is_saved", "is_complete", "cannot_be_known_yet", "has_unread", "is_optional"]
EVERYTHING = [
    Progress(**dict(zip(FLAGS, values, strict=True)), gaps=gaps)
    for values in product([False, True], repeat=len(FLAGS))
    for gaps in (0, 2)
]


def expected(progress: Progress) -> S:
    match progress:
        case Progress(is_saved=False, is_optional=True):
            return S.OPTIONAL
        case Progress(is_saved=False):
            return S.NOT_STARTED
        case Progress(cannot_be_known_yet=True):
            return S.CANNOT_KNOW
        case Progress(is_complete=True, gaps=0, has_unread=False):
            return S.DONE
    return S.IN_PROGRESS


@pytest.mark.parametrize("progress", EVERYTHING, ids=str)
def test_the_status_is_what_the_table_says(progress: Progress) -> None:
    assert status_of(progress) == expected(progress)
