"""Evidence that a partner adds: theirs, for those who work on the case, and after the share has ended."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from agencies.refusals import NotAllowed, Refused
from audit.models import Entry
from notifications.models import Notice
from referrals.dossier import dossier_of
from referrals.enums import FileState
from referrals.models import EvidenceFile, Referral, Share
from referrals.sharing import actions
from tests.evidence import samples
from tests.evidence.factories import add_clean, arrived, read
from tests.factories import AgencyFactory, actor_of
from tests.lodging.factories import NOW, member
from tests.sharing.factories import Sharing

pytestmark = pytest.mark.django_db


def add(sharing: Sharing, share: Share, name: str = "room.pdf", by: Membership | None = None) -> EvidenceFile:
    file = actions.add_file(
        share.reference, arrived(name, samples.pdf(name)), by=actor_of(by or sharing.worker), at=NOW
    )
    EvidenceFile.objects.filter(pk=file.pk).update(state=FileState.CLEAN, scanned_at=NOW)
    file.refresh_from_db()
    return file


def seen(client: Client, who: Membership, address: str) -> tuple[int, str]:
    client.force_login(who.user)
    answer = client.get(address)
    return answer.status_code, "" if answer.streaming else answer.content.decode()


def test_a_file_of_theirs_reaches_those_who_work_on_the_case_and_whose_it_is_is_said(
    sharing: Sharing, client: Client
) -> None:
    share = sharing.accepted()
    file = add(sharing, share)

    assert (file.share, file.added_by) == (share, sharing.worker.user)
    assert Entry.objects.get(event="file.added").actor_id == sharing.worker.user_id
    assert Notice.objects.filter(kind="added_to", reference=sharing.case.reference).exists()
    files = reverse("files", kwargs={"reference": sharing.case.reference})
    _, page = seen(client, sharing.force.manager, files)
    assert "room.pdf" in page
    assert "From Teme Valley Refuge, whose record it stays" in page
    assert f"/{file.key}/supersede/" not in page
    of_the_case = reverse("file", kwargs={"reference": sharing.case.reference, "key": file.key})
    assert read(client.get(of_the_case)) == samples.pdf("room.pdf")
    assert client.get(f"{of_the_case}supersede/").status_code == 404
    assert "room.pdf" in seen(client, sharing.force.manager, f"{sharing.case.get_absolute_url()}shares/1/")[1]


def test_whoever_referred_the_case_does_not_see_it_and_no_pack_holds_it(sharing: Sharing, client: Client) -> None:
    file = add(sharing, sharing.accepted())
    files = reverse("files", kwargs={"reference": sharing.case.reference})

    status, page = seen(client, sharing.force.officer, files)

    assert (status, "room.pdf" in page) == (200, False)
    assert seen(client, sharing.force.officer, f"{files}{file.key}/")[0] == 404
    assert file not in dossier_of(Referral.objects.get(pk=sharing.case.pk)).files


def test_they_open_their_own_and_nothing_else_also_when_it_has_ended(sharing: Sharing, client: Client) -> None:
    share = sharing.accepted()
    mine, ours = add(sharing, share), add_clean(sharing.case, sharing.force.officer, "ours.pdf")
    address = reverse("shared-file", kwargs={"share": share.reference, "key": mine.key})
    actions.stop(sharing.case.pk, 1, reason="She moved.", by=actor_of(sharing.force.manager), at=NOW)

    assert "room.pdf" in seen(client, sharing.worker, share.get_absolute_url())[1]
    assert read(client.get(address)) == samples.pdf("room.pdf")
    assert client.get(reverse("shared-file", kwargs={"share": share.reference, "key": ours.key})).status_code == 404
    for who in (sharing.other, member(AgencyFactory(kind=AgencyKind.CHARITY), Role.PARTNER)):
        assert seen(client, who, address)[0] == 404


def test_what_is_not_checked_yet_is_not_opened_and_what_is_lost_is_said(
    sharing: Sharing, client: Client, settings: Any
) -> None:
    share = sharing.accepted()
    file = add(sharing, share)
    address = reverse("shared-file", kwargs={"share": share.reference, "key": file.key})
    mine = EvidenceFile.objects.filter(pk=file.pk)
    mine.update(stored_as="gone")
    client.force_login(sharing.worker.user)
    assert client.get(address).url == share.get_absolute_url()
    mine.update(state=FileState.WAITING, scanned_at=None)
    assert client.get(address).status_code == 403


def test_nobody_adds_to_what_is_over_not_accepted_or_asks_for_no_reply(sharing: Sharing) -> None:
    with pytest.raises(Refused, match="Accept it first"):
        add(sharing, sharing.share())
    with pytest.raises(Refused, match="No reply"):
        add(sharing, sharing.accepted(may_reply=False))
    for who in (sharing.other, sharing.force.officer):
        with pytest.raises(NotAllowed):
            add(sharing, sharing.accepted(), by=who)
    share = sharing.accepted()
    actions.stop(sharing.case.pk, share.number, reason="She moved.", by=actor_of(sharing.force.manager), at=NOW)
    with pytest.raises(Refused, match="time is over"):
        add(sharing, share)
    assert not EvidenceFile.objects.exclude(share=None).exists()


def test_a_file_the_case_has_already_does_not_say_so_to_them(sharing: Sharing) -> None:
    add_clean(sharing.case, sharing.force.officer, "room.pdf")
    share = sharing.accepted()

    assert add(sharing, share)
    with pytest.raises(Refused, match="Ines Carvalho"):
        add(sharing, share)


def test_files_are_chosen_on_the_page_and_one_that_is_refused_keeps_none_away(sharing: Sharing, client: Client) -> None:
    share = sharing.accepted()
    client.force_login(sharing.worker.user)
    good = SimpleUploadedFile("lease.pdf", samples.pdf("lease.pdf"))
    bad = SimpleUploadedFile("virus.exe", b"MZ")

    page = client.post(share.get_absolute_url(), {"add": "1", "chosen": [bad, good]}, follow=True).content.decode()

    assert "“virus.exe” was not added" in page
    assert "“lease.pdf” is added." in page
    page = client.post(share.get_absolute_url(), {"add": "1"}, follow=True).content.decode()
    assert "Choose a file first." in page
