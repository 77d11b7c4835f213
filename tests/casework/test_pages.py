"""The parts of a case: what each says of none, one and many, in how many questions, and to whom."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Membership
from audit.models import Entry
from referrals.enums import Status
from tests.casework.factories import XSS, House, fill
from tests.factories import referral_of

pytestmark = pytest.mark.django_db

# With its own row in the ledger, and how many questions it takes at most.
PARTS = {
    "referral": ("referral.opened", 25),
    "case-referral": ("answers.opened", 45),
    "timeline": ("timeline.opened", 34),
    "print-timeline": ("timeline.printed", 40),
    "tasks": ("tasks.opened", 12),
    "decisions": ("decisions.opened", 12),
    "people": ("people.opened", 14),
    "access": ("access.opened", 12),
    "flags": ("flags.opened", 12),
    "new-note": ("notes.opened", 12),
    "new-task": ("tasks.opened", 12),
}


# A page of the timeline asks once for each sort of row on it: with more rows, others stand on its first page.
ALIKE = {"timeline": {"show": ["notes", "beside"]}}


@pytest.fixture
def house() -> House:
    return House()


def address(name: str, house: House, *more: object) -> str:
    return reverse(name, args=[house.referral.reference, *more])


def shown(client: Client, person: Membership, where: str) -> str:
    client.force_login(person.user)
    response = client.get(where)
    assert response.status_code == 200, where
    return response.content.decode()


def text_of(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_shown_empty_and_full_with_a_row_of_its_own_in_the_ledger(
    part: str, house: House, client: Client
) -> None:
    empty = shown(client, house.manager, address(part, house))
    fill(house, 3)
    full = shown(client, house.manager, address(part, house))

    for page in (empty, full):
        assert "Mirela Hoxhaj" in text_of(page)
        assert "Mirela" not in page[: page.index("<main")]
    assert Entry.objects.filter(event=PARTS[part][0], actor_id=house.manager.user_id).count() == 2


@pytest.mark.parametrize("part", PARTS)
def test_each_part_takes_as_many_questions_with_one_of_everything_as_with_three(
    part: str, house: House, client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    asked = []
    fill(house, 1)
    shown(client, house.manager, address(part, house))
    for more in (0, 2):
        fill(house, more, begin=2)
        with django_assert_max_num_queries(PARTS[part][1]) as questions:
            client.get(address(part, house), ALIKE.get(part, {}))
        asked.append(len(questions))

    assert asked[0] == asked[1]


@pytest.mark.parametrize("part", PARTS)
def test_what_looks_like_a_program_is_shown_as_text(part: str, house: House, client: Client) -> None:
    house.referral.person.given_names = XSS
    house.referral.person.save()
    fill(house, 1, XSS)

    assert XSS not in shown(client, house.manager, address(part, house))


@pytest.mark.parametrize("status", [status for status in Status if status not in (Status.DRAFT, Status.DISCARDED)])
def test_every_status_has_its_words_and_its_sentence(status: Status, house: House, client: Client) -> None:
    house.stands_at(status)

    page = text_of(shown(client, house.manager, house.referral.get_absolute_url()))

    assert status.label in page
    assert "What now" in page
    assert len(re.findall(r'role="button"', page)) <= 3


def test_a_draft_has_no_casework(house: House, client: Client) -> None:
    draft = referral_of(house.officer)
    client.force_login(house.officer.user)

    for part in PARTS:
        if part != "referral":
            assert client.get(reverse(part, args=[draft.reference])).status_code in (403, 404), part
