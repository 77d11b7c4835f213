"""Names and passages that one share leaves out leave it by no door."""

import pytest
from django.test import Client

from referrals.enums import SupplementKind
from referrals.lodging.actions.afterwards import add_to
from referrals.sharing import rules
from tests.factories import actor_of
from tests.lodging.factories import NOW
from tests.sharing.factories import TODAY, Sharing

pytestmark = pytest.mark.django_db
HIDDEN = "Zbigniew Masked"


@pytest.fixture
def sharing() -> Sharing:
    """His name stands in every answer that is text."""
    made = Sharing()
    made.case.account.how_it_began = f"ZBIGNIEW  masked drove her. Then {HIDDEN} paid nobody."
    made.case.account.save()
    made.person.given_names = "Drita"
    made.person.save()
    return made


def test_what_is_left_out_is_on_no_page_of_theirs(sharing: Sharing, client: Client) -> None:
    made = sharing.accepted(sections=list(rules.SECTIONS), masked=[f" {HIDDEN} "])
    assert made.masked == [HIDDEN]
    by = actor_of(sharing.force.manager)
    told = f"It was {HIDDEN}, not his brother."
    add_to(sharing.case.pk, kind=SupplementKind.CORRECTION, section="person", text=told, by=by, at=NOW)

    client.force_login(sharing.worker.user)
    pages = ["/", "/shared/", "/shared/?tab=open", "/shared/held/", "/inbox/", made.get_absolute_url()]
    seen = {page: client.get(page).content.decode() for page in pages}

    assert "Drita" in seen[made.get_absolute_url()]
    assert seen[made.get_absolute_url()].count(rules.LEFT_OUT) >= 3
    assert "not his brother" in seen[made.get_absolute_url()]
    for page, text in seen.items():
        assert "zbigniew" not in text.casefold(), page


def test_who_shares_sees_what_they_will_see_and_nothing_is_shared_by_looking(sharing: Sharing, client: Client) -> None:
    client.force_login(sharing.force.manager.user)
    address = f"{sharing.case.get_absolute_url()}shares/new/?agency={sharing.refuge.pk}"
    typed = {"sections": ["account"], "masked": HIDDEN, "look": "1"}

    page = client.post(address, typed).content.decode()

    assert "This is what they will see" in page
    assert "There is a problem" not in page
    assert "[left out] drove her. Then [left out] paid nobody." in page
    assert f">\n{HIDDEN}</textarea>" in page or f">{HIDDEN}</textarea>" in page
    assert not sharing.case.shares.exists()
    assert "This is what they will see" not in client.post(address, {"look": "1"}).content.decode()


def test_the_names_of_suspects_are_proposed_and_can_be_taken_away(sharing: Sharing, client: Client) -> None:
    sharing.case.encounter.suspects.create(name="Ben Shaw", nickname="B")
    client.force_login(sharing.force.manager.user)
    address = f"{sharing.case.get_absolute_url()}shares/new/?agency={sharing.refuge.pk}"
    assert "Ben Shaw</textarea>" in client.get(address).content.decode()

    chosen = {
        "role": "PARTNER_NONFR", "asked": "A room.", "purpose": "safe_place", "basis": "life", "sections": ["suspects"],
        "ends_on_day": TODAY.day, "ends_on_month": TODAY.month, "ends_on_year": TODAY.year, "masked": "",
        "may_reply": "no",
    }  # fmt: skip
    client.post(address, chosen)

    assert sharing.case.shares.get().masked == []
