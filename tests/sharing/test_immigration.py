"""Immigration enforcement sees what a supervisor gave a reason for, and nothing about somebody's leave to stay."""

import pytest
from django.test import Client

from agencies.enums import AgencyKind, Role
from agencies.refusals import BoxRefused, Refused
from audit.models import Entry
from notifications.models import Notice
from referrals.enums import LawfulBasis
from referrals.sharing import actions, queries, rules
from tests.factories import actor_of
from tests.lodging.factories import NOW
from tests.sharing.factories import FAMILY_NAME, TODAY, Sharing

pytestmark = pytest.mark.django_db
WHY = "A judge has ordered it."
APPROVED = {"basis": LawfulBasis.COURT_ORDER, "approval_reason": WHY}


@pytest.fixture
def sharing() -> Sharing:
    return Sharing(AgencyKind.IMMIGRATION)


def test_only_a_supervisor_is_offered_them_and_only_with_a_reason(sharing: Sharing, client: Client) -> None:
    address = f"{sharing.case.get_absolute_url()}shares/new/"
    for who, is_offered in ((sharing.force.supervisor, True), (sharing.force.manager, False)):
        client.force_login(who.user)
        assert ("Teme Valley Refuge" in client.get(address).content.decode()) is is_offered
        page = client.get(f"{address}?agency={sharing.refuge.pk}").content.decode()
        assert ('name="approval_reason"' in page) is is_offered
        assert ("never rests on their agreement" in page) is is_offered
        assert "Record what they say" not in page
        assert "Nobody there can receive it today" not in page

    with pytest.raises(Refused, match="Choose an agency"):
        sharing.share(**APPROVED)
    with pytest.raises(BoxRefused, match="unless a supervisor says why"):
        sharing.share(by=sharing.force.supervisor, basis=LawfulBasis.COURT_ORDER)
    assert not queries.partners(sharing.case, TODAY).exists()


def test_what_a_supervisor_approved_is_seen_without_a_word_about_leave(sharing: Sharing, client: Client) -> None:
    sharing.person.immigration_note = "Overstayed a visa"
    sharing.person.save()
    made = sharing.share(by=sharing.force.supervisor, sections=list(rules.SECTIONS), **APPROVED)
    actions.accept(made.reference, by=actor_of(sharing.worker), at=NOW)

    client.force_login(sharing.worker.user)
    page = client.get(made.get_absolute_url()).content.decode()

    assert FAMILY_NAME in page
    assert "Overstayed" not in page
    assert "mmigration" not in page
    assert WHY not in page
    assert "immigration:approved" in Entry.objects.get(event="share.made").shown
    client.force_login(sharing.force.manager.user)
    assert WHY in client.get(f"{sharing.case.get_absolute_url()}shares/1/").content.decode()


def test_nobody_of_theirs_is_written_to(sharing: Sharing) -> None:
    made = sharing.share(by=sharing.force.supervisor, **APPROVED)

    assert not Notice.objects.filter(reference=made.reference).exists()


def test_another_agency_needs_no_such_reason() -> None:
    other = Sharing()

    with pytest.raises(BoxRefused, match="Leave it empty"):
        other.share(by=other.force.supervisor, approval_reason=WHY)
    assert other.share().approval_reason == ""
    assert Role.PARTNER in queries.roles_at(other.refuge, TODAY)
