"""The pack for the Home Office: all answers in the order of its form, and every file by its fingerprint."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.models import Membership
from audit.models import Entry
from referrals.dossier import dossier_of
from referrals.enums import FileState, Route
from referrals.home_office.answers import answers_for, by_page
from referrals.models import EvidenceFile, Referral, Sending
from referrals.papers import actions
from referrals.papers.made import Made
from referrals.papers.pack import pack_sheet
from tests.factories import actor_of
from tests.home_office.factories import NOW, TODAY, add_file, complete_case, empty_case
from tests.papers.cases import lodged_case, officer, pages_of, words_in

pytestmark = pytest.mark.django_db

NASTY = "#panic() {{ x }} <b>b</b> 😀 e\u0301 שלום"
AS_PRINTED = "#panic() {{ x }} <b>b</b> [U+1F600] e\u0301 שלום"


@pytest.fixture
def writer() -> Membership:
    return officer(user__full_name="PC Dana Whitlock", agency__name="West Mercia Police")


def pack_of(case: Referral, by: Membership) -> bytes:
    return actions.make_pack(case.pk, by=actor_of(by), at=NOW)


def test_it_holds_every_answer_in_the_order_of_their_form(writer: Membership) -> None:
    case = lodged_case(Route.ADULT, writer)

    said = words_in(pack_of(case, writer))

    place = 0
    for page in by_page(answers_for(dossier_of(case), TODAY)):
        place = said.index(page.title, place)
        for one in (one for one in page.answered if one.question.required or one.shown):
            place = said.index(" ".join(one.question.asks.split()), place)
            assert one.shown.partition("\n")[0][:40] in said[place:], one.question.id


def test_every_page_says_whose_it_is_how_secret_who_made_it_and_that_it_is_not_sent(writer: Membership) -> None:
    case = lodged_case(Route.CHILD, writer)

    pages = [" ".join(page.split()) for page in pages_of(pack_of(case, writer))]

    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert page.startswith(f"OFFICIAL-SENSITIVE {case.reference} Not yet sent to the Home Office")
        made = "Made by PC Dana Whitlock, West Mercia Police, 23 November 2026, 02:16"
        assert page.endswith(f"{made} Page {number} of {len(pages)}")


def test_it_says_when_it_was_sent(writer: Membership) -> None:
    case = lodged_case(Route.ADULT, writer)
    Sending.objects.create(
        referral=case, route=Route.ADULT, sent_at=NOW, sent_by="Dana", recorded_by=writer.user, recorded_at=NOW
    )

    said = words_in(pack_of(case, writer))

    assert "Sent to the Home Office 23 November 2026, 02:16" in said
    assert "Not yet sent" not in said


def test_what_they_said_and_what_the_referrer_thinks_stand_apart(writer: Membership) -> None:
    case = lodged_case(Route.ADULT, writer)

    _, _, apart = words_in(pack_of(case, writer)).partition("What was said, and what is thought")
    words, _, view = apart.partition("The referrer’s view")

    assert "(own words words)" in words
    assert "(officer view reasons)" not in words
    assert "(officer view reasons)" in view
    assert "(own words words)" not in view


def test_each_file_is_listed_with_its_fingerprint_and_whether_it_goes(writer: Membership) -> None:
    case = lodged_case(Route.ADULT, writer)
    waiting = add_file(case, "waiting.pdf", state=FileState.WAITING, scanned_at=None)

    _, _, files = words_in(pack_of(case, writer)).rpartition("Files")

    for file in EvidenceFile.objects.filter(referral=case):
        assert file.name in files
        assert file.sha256 in files.replace("\u200b", "").replace(" ", "")
        assert file.description in files
    assert "Dated: 18 November 2026" in files
    assert "room.heic Does not go with it: the Home Office does not take files of this type" in files
    assert f"{waiting.name} Does not go with it: waiting to be checked for viruses" in files


@pytest.mark.parametrize(("count", "warns"), [(99, False), (100, True)])
def test_above_99_files_it_warns(count: int, warns: bool, writer: Membership) -> None:
    case = lodged_case(Route.ADULT, writer)
    for number in range(count - 1):
        add_file(case, f"photo-{number}.pdf")

    said = pack_sheet(dossier_of(case), Made("Somebody", NOW))["too_many"]
    assert ("100 files are meant to go with it, and the form takes 99" in said) is warns


def test_an_unready_case_has_a_pack_that_says_what_is_missing(writer: Membership) -> None:
    case = empty_case(author=writer.user, agency=writer.agency)

    said = words_in(pack_of(case, writer))

    assert "Not ready yet" in said
    assert "things are still to be done" in said
    assert "Not known yet. Because nobody has said yet whether they are 18 or over." in said
    assert "No answer" in said


def test_a_ready_case_has_no_list_of_gaps(writer: Membership) -> None:
    assert "Not ready yet" not in words_in(pack_of(lodged_case(Route.ADULT, writer), writer))


def test_nothing_that_somebody_typed_is_obeyed(writer: Membership) -> None:
    case = lodged_case(Route.ADULT, writer)
    type_everywhere(dossier_of(case))

    said = words_in(pack_of(case, writer))

    assert said.count(AS_PRINTED) > 20
    assert "stands for a character that this paper cannot show" in said


def type_everywhere(dossier: Any) -> None:
    for row in (dossier.account, dossier.person, dossier.own_words, dossier.officer_view, dossier.interview):
        for field in row._meta.concrete_fields:
            if field.get_internal_type() == "TextField":
                setattr(row, field.attname, NASTY)
        row.save()


@pytest.mark.parametrize("route", [Route.NOTIFY_ANONYMOUS, Route.NOTIFY_NAMED, Route.WAIT])
def test_where_nothing_like_it_may_be_sent_there_is_none(route: Route, client: Client, writer: Membership) -> None:
    client.force_login(writer.user)
    case = complete_case(route, by=writer)

    answer = client.get(reverse("pack", args=[case.reference]))

    assert answer.status_code == 302
    assert answer["Location"] == reverse("papers", args=[case.reference])
    assert not Entry.objects.filter(event="pack.made").exists()


def test_it_is_saved_as_a_file_kept_nowhere_and_recorded_as_given_out(client: Client, writer: Membership) -> None:
    client.force_login(writer.user)
    case = lodged_case(Route.ADULT, writer)

    answer = client.get(reverse("pack", args=[case.reference]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}-pack.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert case.reference in words_in(b"".join(answer))
    made = Entry.objects.get(event="pack.made")
    assert (made.operation, made.reference, made.actor_id) == ("disclosure", case.reference, writer.user_id)
