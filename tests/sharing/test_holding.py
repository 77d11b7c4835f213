"""What an agency holds of others' cases, until when, and who of them looked."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from agencies.enums import Role
from audit.models import Entry
from referrals.models import Referral
from referrals.sharing import actions
from tests.factories import actor_of
from tests.lodging.factories import NOW, member
from tests.sharing.factories import FAMILY_NAME, TODAY, Sharing

pytestmark = pytest.mark.django_db


def held(client: Client, sharing: Sharing) -> str:
    client.force_login(sharing.worker.user)
    return client.get("/shared/held/").content.decode()


def test_it_says_what_until_when_and_who_opened_it(sharing: Sharing, client: Client) -> None:
    assert "You hold nothing now." in held(client, sharing)
    later, sooner = sharing.accepted(ends_on=TODAY + timedelta(days=30)), sharing.accepted()
    colleague = member(sharing.refuge, Role.PARTNER, name="Amir Shah")
    for who, times in ((sharing.worker, 2), (colleague, 1)):
        client.force_login(who.user)
        for _ in range(times):
            client.get(sooner.get_absolute_url())

    page = held(client, sharing)

    assert page.index(sooner.reference) < page.index(later.reference)
    assert "Ines Carvalho, 2 times, last" in page
    assert "Amir Shah, once" in page
    assert page.count("Nobody") == 1
    assert "With Mon 7 Dec 2026" in page
    assert FAMILY_NAME not in page
    assert Entry.objects.filter(event="shared.held").last().shown == [sooner.reference, later.reference]


def test_what_ended_or_is_not_accepted_is_not_held(sharing: Sharing, client: Client) -> None:
    sharing.share()
    stopped = sharing.accepted()
    actions.stop(sharing.case.pk, stopped.number, reason="She moved.", by=actor_of(sharing.force.manager), at=NOW)
    assert "You hold nothing now." in held(client, sharing)
    sharing.accepted()
    assert "You hold nothing now." not in held(client, sharing)
    Referral.objects.update(barred_people=[sharing.worker.user_id])
    assert "You hold nothing now." in held(client, sharing)


def test_it_takes_as_many_questions_for_one_as_for_twenty(
    sharing: Sharing, client: Client, django_assert_num_queries: Any
) -> None:
    sharing.accepted()
    client.force_login(sharing.worker.user)
    client.get("/shared/held/")
    with django_assert_num_queries(7):
        client.get("/shared/held/")
    for _ in range(20):
        sharing.accepted()
    with django_assert_num_queries(7):
        page = client.get("/shared/held/").content.decode()
    assert "Next" in page


def test_whoever_receives_nothing_has_no_such_page(sharing: Sharing, client: Client) -> None:
    client.force_login(sharing.other.user)
    assert client.get("/shared/held/").status_code == 403
