"""Whoever was shown a part that is put right hears of it, reads it, and says so."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.refusals import NotAllowed, Refused
from audit.enums import Operation
from audit.models import Entry
from notifications.models import Notice
from referrals.enums import SupplementKind
from referrals.lodging.actions import afterwards
from referrals.models import CorrectionTold, Share, Task
from referrals.sharing import actions
from tests.factories import actor_of
from tests.lodging.factories import NOW, member
from tests.sharing.factories import DAY, TODAY, Sharing

pytestmark = pytest.mark.django_db

RIGHT = "She was born in 1999, not in 1989."
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(LATER, tick=False):
        yield


def correct(sharing: Sharing, section: str = "person", kind: SupplementKind = SupplementKind.CORRECTION) -> None:
    officer = actor_of(sharing.force.officer)
    afterwards.add_to(sharing.case.pk, kind=kind, section=section, text=RIGHT, by=officer, at=LATER)


def shown(client: Client, sharing: Sharing, share: Share) -> str:
    client.force_login(sharing.worker.user)
    response = client.get(share.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_it_stands_on_their_page_and_they_are_told_without_a_name(sharing: Sharing, client: Client) -> None:
    share = sharing.accepted()
    assert RIGHT not in shown(client, sharing, share)

    correct(sharing)

    assert RIGHT in shown(client, sharing, share)
    told = Notice.objects.filter(kind="share_corrected").values_list("reference", "person")
    assert list(told) == [(share.reference, sharing.worker.user_id)]
    entry = Entry.objects.get(event="correction.told")
    assert (entry.operation, entry.reference) == (Operation.DISCLOSURE, sharing.case.reference)
    assert entry.shown == [share.reference, f"agency:{sharing.refuge.pk}", "part:person"]
    assert Task.objects.get().title == "See that Teme Valley Refuge has read a correction"


@pytest.mark.parametrize(
    ("section", "kind", "is_told"),
    [
        ("person", SupplementKind.CORRECTION, True), ("needs", SupplementKind.CORRECTION, True),
        ("contact", SupplementKind.CORRECTION, False), ("person", SupplementKind.ADDITION, False),
    ],
)  # fmt: skip
def test_only_what_they_were_shown_and_only_what_was_wrong(
    section: str, kind: SupplementKind, is_told: bool, sharing: Sharing
) -> None:  # fmt: skip
    sharing.accepted()

    correct(sharing, section, kind)

    assert CorrectionTold.objects.exists() == is_told


def test_who_never_accepted_it_never_saw_it(sharing: Sharing) -> None:
    sharing.share()
    declined = sharing.share()
    actions.decline(declined.reference, reason="No room", by=actor_of(sharing.worker), at=NOW)

    correct(sharing)

    assert not CorrectionTold.objects.exists()


def test_whose_share_ended_hears_which_part_and_not_what(sharing: Sharing, client: Client) -> None:
    stopped = sharing.accepted()
    actions.stop(sharing.case.pk, stopped.number, reason="Moved", by=actor_of(sharing.force.manager), at=NOW)
    lapsed = sharing.accepted(ends_on=TODAY)

    with time_machine.travel(NOW + 2 * DAY, tick=False):
        correct(sharing)
        for share in (stopped, lapsed):
            page = shown(client, sharing, share)
            assert "is right before you act on it" in page
            assert RIGHT not in page


def test_once_somebody_there_has_read_it_the_task_is_done(sharing: Sharing, client: Client) -> None:
    share = sharing.accepted()
    correct(sharing)
    told = CorrectionTold.objects.get()
    client.force_login(sharing.force.manager.user)
    of_case = reverse("share-of-case", args=[sharing.case.reference, share.number])
    assert "Not read yet" in client.get(of_case).content.decode()

    client.force_login(sharing.worker.user)
    assert client.post(share.get_absolute_url(), {"read": told.pk}).status_code == 302

    told.refresh_from_db()
    assert (told.read_by_id, told.read_at) == (sharing.worker.user_id, LATER)
    assert Task.objects.get().done_at == LATER
    assert "We have read it" not in shown(client, sharing, share)
    assert Entry.objects.get(event="correction.read").shown == [share.reference]
    client.force_login(sharing.force.manager.user)
    assert "Not read yet" not in client.get(of_case).content.decode()
    with pytest.raises(Refused, match="read this already"):
        actions.read_correction(share.reference, told.pk, by=actor_of(sharing.worker), at=LATER)
    client.force_login(sharing.worker.user)
    assert "read this already" in client.post(share.get_absolute_url(), {"read": told.pk}, follow=True).content.decode()


def test_a_task_that_somebody_finished_by_hand_stays_as_it_is(sharing: Sharing) -> None:
    share = sharing.accepted()
    correct(sharing)
    Task.objects.update(done_at=NOW, done_by=sharing.force.manager.user, outcome="Rang them")

    actions.read_correction(share.reference, CorrectionTold.objects.get().pk, by=actor_of(sharing.worker), at=LATER)

    assert Task.objects.get().outcome == "Rang them"


def test_nobody_else_says_that_it_was_read(sharing: Sharing, client: Client) -> None:
    share, other = sharing.accepted(), sharing.accepted(sections=["contact"])
    correct(sharing)
    told = CorrectionTold.objects.get()
    colleague = member(sharing.refuge, Role.PARTNER, name="Bo Lane")
    sharing.case.barred_people = [colleague.user_id]
    sharing.case.save()

    for who, reference in (
        (sharing.other, share.reference), (colleague, share.reference), (sharing.force.manager, share.reference),
        (sharing.worker, other.reference),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            actions.read_correction(reference, told.pk, by=actor_of(who), at=LATER)
    client.force_login(sharing.worker.user)
    for nonsense in ("", "x", "9" * 30, str(told.pk + 999)):
        assert client.post(share.get_absolute_url(), {"read": nonsense}).status_code in {200, 403}
    told.refresh_from_db()
    assert told.read_at is None
