"""The page of files: what it shows, what is typed on it, and who sees it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from audit.enums import Operation, Outcome
from audit.models import Entry
from referrals.enums import FileState, ScanTrouble, Status
from referrals.evidence import actions
from referrals.models import EvidenceFile, Referral
from tests.evidence.factories import NOW, add, add_clean, address
from tests.factories import AgencyFactory, MembershipFactory, actor_of, referral_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_officer(client: Client, officer: Membership) -> Client:
    client.force_login(officer.user)
    return client


def page_of(client: Client, referral: Referral, query: str = "") -> str:
    return client.get(f"{address(referral)}{query}").content.decode()


def names_on(html: str) -> list[str]:
    return re.findall(r"<bdi>([^<]+)</bdi>", html)


def words_on(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def main_of(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


# What it shows


def test_without_files_it_says_what_could_be_here(as_officer: Client, referral: Referral) -> None:
    html = page_of(as_officer, referral)

    assert "No files are here. None is needed" in html
    assert "up to 100 files of 25 MB. JPG, PNG, PDF, DOC, DOCX go to the Home Office" in html
    assert "HEIC, MP4, M4A, MP3, WAV, TXT, EML are kept here for the unit." in html
    assert "Superseded" not in html
    assert f'href="{referral.get_absolute_url()}" class="govuk-back-link">All sections<' in html


def test_it_says_of_each_file_what_it_is_who_added_it_and_how_it_stands(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add_clean(referral, officer, "Tenancy letter.pdf")

    html = page_of(as_officer, referral)

    assert f'<a class="govuk-link" href="{address(referral, file)}"><bdi>Tenancy letter.pdf</bdi></a>' in html
    words = words_on(html)
    assert "Checked, no virus found" in words
    assert "added by Dana Whitlock, Mon 23 Nov 2026, 02:14" in words
    assert file.sha256 in words
    assert "Not for the pack" not in words


def test_a_type_that_the_home_office_does_not_take_is_marked(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    add(referral, officer, "chat.txt", b"Come at six.")

    assert "Not for the pack: the Home Office does not take files of this type" in page_of(as_officer, referral)


STATES: list[tuple[dict[str, Any], str, bool]] = [
    (
        {"state": FileState.WAITING},
        "Waiting to be checked for viruses since Mon 23 Nov, 02:14. Nobody can open it",
        False,
    ),
    (
        {"state": FileState.WAITING, "trouble": ScanTrouble.UNREACHABLE},
        "before that. The virus scanner does not answer. It is asked again by itself.",
        False,
    ),
    ({"state": FileState.CLEAN, "scanned_at": NOW}, "Checked, no virus found", True),
    (
        {"state": FileState.INFECTED, "scanned_at": NOW, "finding": "Test-Signature"},
        "Infected: nobody can open it. The scanner found Test-Signature on Mon 23 Nov, 02:14.",
        False,
    ),
    ({"state": FileState.NOT_SCANNED}, "Not scanned: practice only", True),
]


@pytest.mark.parametrize(("facts", "words", "is_link"), STATES)
def test_each_state_is_said_in_words_and_only_a_checked_file_is_a_link(
    facts: dict[str, Any], words: str, is_link: bool, as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer, **facts)

    html = page_of(as_officer, referral)

    assert words in words_on(html)
    assert (f'href="{address(referral, file)}"' in html) is is_link


def test_where_there_is_a_scanner_a_file_that_it_never_saw_is_no_link(
    as_officer: Client, officer: Membership, referral: Referral, settings: Any
) -> None:
    file = add(referral, officer, state=FileState.NOT_SCANNED)
    settings.CLAMD_ADDRESS = "127.0.0.1:1"

    assert f'href="{address(referral, file)}"' not in page_of(as_officer, referral)


def test_a_long_list_comes_in_pages_that_lose_nothing(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    for n in range(17):
        add(referral, officer, f"{n}.pdf")

    first = page_of(as_officer, referral)
    following = re.search(r'rel="next" href="([^"]+)"', first)

    assert names_on(first) == [f"{n}.pdf" for n in range(15)]
    assert following
    assert names_on(page_of(as_officer, referral, following[1])) == ["15.pdf", "16.pdf"]


@pytest.mark.parametrize("files", [1, 3])
def test_it_takes_the_same_queries_for_one_and_for_three(
    files: int,
    as_officer: Client,
    officer: Membership,
    referral: Referral,
    django_assert_num_queries: Callable[..., object],
) -> None:
    for n in range(files):
        add(referral, officer, f"{n}.pdf")
    as_officer.get(reverse("home"))

    # session, person with membership; the case, the ledger; the list, the counts; what is unread.
    with django_assert_num_queries(7):
        page_of(as_officer, referral)


# What is typed on it


def typed(file: EvidenceFile, version: int = 0, **fields: str) -> dict[str, str]:
    given = {"version": str(version), "description": "", **fields}
    return {f"{file.key}-{name}": value for name, value in given.items()}


DATED = {"dated_on_day": "17", "dated_on_month": "11", "dated_on_year": "2026"}


def test_what_a_file_is_and_its_date_are_saved(as_officer: Client, officer: Membership, referral: Referral) -> None:
    file = add(referral, officer)

    response = as_officer.post(
        address(referral), {"then": "list", **typed(file, description="Letter of the landlord", **DATED)}
    )

    assert response["Location"] == referral.get_absolute_url()
    file.refresh_from_db()
    assert (file.description, file.dated_on, file.version) == ("Letter of the landlord", date(2026, 11, 17), 1)
    entry = Entry.objects.get(event="file.described")
    assert (entry.operation, set(entry.digests)) == (Operation.ALTERATION, {"file", "description", "dated_on"})
    assert 'value="Letter of the landlord"' in page_of(as_officer, referral)


def test_saving_what_is_there_already_changes_nothing(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer, description="Letter", dated_on=date(2026, 11, 17))

    as_officer.post(address(referral), typed(file, description="Letter", **DATED))

    file.refresh_from_db()
    assert file.version == 0
    assert not Entry.objects.filter(event="file.described").exists()


BAD_DATES = [
    ({"dated_on_day": "31", "dated_on_month": "2", "dated_on_year": "2026"}, "Day must be between 1 and 28"),
    ({"dated_on_day": "1", "dated_on_month": "1", "dated_on_year": "2099"}, "Date must be today or in the past"),
    ({"dated_on_year": "2026"}, "Add the month"),
    ({"dated_on_day": "x", "dated_on_month": "1", "dated_on_year": "2026"}, "day"),
]


@pytest.mark.parametrize(("bad", "said"), BAD_DATES)
def test_a_date_that_cannot_be_is_said_and_everything_else_is_saved(
    bad: dict[str, str], said: str, as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer)

    html = as_officer.post(address(referral), typed(file, description="Letter", **bad)).content.decode()

    file.refresh_from_db()
    assert (file.description, file.dated_on) == ("Letter", None)
    assert "Everything else is saved." in html
    assert said.lower() in words_on(html).lower()
    assert f'value="{bad["dated_on_year"]}"' in html
    assert re.search(rf'<a href="#id_{file.key}-dated_on_\w+">letter.pdf: ', html)


@pytest.mark.parametrize("text", ["x" * 501, "a\0b"])
def test_a_description_that_cannot_be_kept_comes_back(
    text: str, as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer, description="Letter")

    html = as_officer.post(address(referral), typed(file, description=text, **DATED)).content.decode()

    file.refresh_from_db()
    assert (file.description, file.dated_on) == ("Letter", date(2026, 11, 17))
    assert "There is a problem" in html


def test_whatever_is_typed_is_shown_as_it_was_typed(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    nasty = "<script>alert(1)</script> {{ 7|add:7 }} \"' Łukasz 😀 \u202eevil"
    file = add(referral, officer)

    as_officer.post(address(referral), typed(file, description=nasty))

    file.refresh_from_db()
    html = page_of(as_officer, referral)
    assert file.description == nasty
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }}" in html


def test_two_people_do_not_overwrite_one_another(as_officer: Client, officer: Membership, referral: Referral) -> None:
    file = add(referral, officer)
    as_officer.post(address(referral), {"page_key": "first", **typed(file, description="Theirs")})

    html = as_officer.post(
        address(referral), {"page_key": "second", **typed(file, description="Mine")}
    ).content.decode()

    file.refresh_from_db()
    assert file.description == "Theirs"
    assert "Somebody else changed this while you were writing. It now says “Theirs”. Save to use yours." in html
    assert 'value="Mine"' in html

    as_officer.post(address(referral), {"page_key": "second", **typed(file, version=1, description="Mine")})
    file.refresh_from_db()
    assert (file.description, file.version) == ("Mine", 2)


def test_the_same_page_saves_again_and_again_while_somebody_types(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer)

    for text in ("Let", "Letter", "Letter of the landlord"):
        said = as_officer.post(
            address(referral), {"page_key": "one", **typed(file, description=text)}, HTTP_HX_REQUEST="true"
        ).content.decode()

    file.refresh_from_db()
    assert file.description == "Letter of the landlord"
    assert re.fullmatch(r'<span id="saved-text">Saved \d\d:\d\d</span>\s*', said)


def test_while_somebody_types_what_cannot_be_read_is_counted(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer)

    said = as_officer.post(address(referral), typed(file, dated_on_year="2026"), HTTP_HX_REQUEST="true")

    assert re.search(r"Saved \d\d:\d\d. \d answers? needs? a look", said.content.decode())


def test_a_file_that_is_not_on_the_page_is_left_alone(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    other = referral_of(officer)
    theirs, mine = add(other, officer, "theirs.pdf"), add(referral, officer, "mine.pdf", description="Mine")

    as_officer.post(address(referral), typed(theirs, description="Changed"))

    assert set(EvidenceFile.objects.values_list("name", "description")) == {("theirs.pdf", ""), ("mine.pdf", "Mine")}
    assert mine.version == 0


def passed_on(referral: Referral) -> Referral:
    Referral.objects.filter(pk=referral.pk).update(status=Status.TRIAGE, lodged_at=NOW, force=AgencyFactory())
    referral.refresh_from_db()
    return referral


def test_what_was_passed_on_is_shown_and_no_longer_changed(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add(referral, officer, description="As it was", dated_on=date(2026, 11, 17))
    passed_on(referral)

    html = page_of(as_officer, referral)
    response = as_officer.post(address(referral), typed(file, description="Other"), follow=True)

    assert "As it was (17 November 2026)" in html
    assert f"{file.key}-description" not in html
    assert 'type="file"' in html
    assert "What was passed on stays as it was." in response.content.decode()
    file.refresh_from_db()
    assert file.description == "As it was"


def test_what_was_added_later_may_still_be_explained(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    later = add(passed_on(referral), officer, added_at=NOW.replace(day=24))

    as_officer.post(address(referral), typed(later, description="Found later"))

    later.refresh_from_db()
    assert later.description == "Found later"


# Taking out


def test_taking_out_asks_for_a_reason_and_keeps_everything(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    file = add_clean(referral, officer, "wrong.pdf")
    step = address(referral, file, "supersede-file")

    assert "Nothing is deleted: it is listed under Superseded" in as_officer.get(step).content.decode()
    assert "Say why it is taken out." in as_officer.post(step, {"reason": " "}).content.decode()
    file.refresh_from_db()
    assert not file.is_superseded

    html = as_officer.post(step, {"reason": "It is of <another> case."}, follow=True).content.decode()

    file.refresh_from_db()
    assert (file.superseded_by, file.superseded_reason) == (officer.user, "It is of <another> case.")
    assert Entry.objects.get(event="file.superseded").operation == Operation.ALTERATION
    assert names_on(html) == []
    listed = page_of(as_officer, referral, "?show=superseded")
    assert names_on(listed) == ["wrong.pdf"]
    assert "Taken out" in listed
    assert re.search(r"by Dana Whitlock, \w+ \d+ \w+ \d{4}, \d\d:\d\d: It is of &lt;another&gt; case\.", listed)
    assert step not in listed
    assert "<form" not in main_of(listed)


def test_taking_out_twice_is_the_same_as_once(as_officer: Client, officer: Membership, referral: Referral) -> None:
    file = add(referral, officer)
    step = address(referral, file, "supersede-file")
    as_officer.post(step, {"reason": "First."})

    response = as_officer.post(step, {"reason": "Second."})
    actions.supersede(file.pk, reason="Third.", by=actor_of(officer), at=NOW)

    assert response.status_code == 302
    file.refresh_from_db()
    assert file.superseded_reason == "First."
    assert Entry.objects.filter(event="file.superseded").count() == 1


# Who gets in


def test_a_case_that_is_not_yours_to_know_of_is_not_there(
    client: Client, officer: Membership, referral: Referral
) -> None:
    file = add_clean(referral, officer)
    stranger = MembershipFactory(roles=[Role.FIRST_RESPONDER, Role.CASE_MANAGER])
    client.force_login(stranger.user)

    answers = [
        client.generic(verb, to).status_code
        for to in (address(referral), address(referral, file), address(referral, file, "supersede-file"))
        for verb in ("GET", "POST", "PUT", "DELETE", "HEAD")
    ]

    assert answers == [404, 404, 405, 405, 405, 404, 405, 405, 405, 405, 404, 404, 405, 405, 405]
    assert Entry.objects.filter(event="page.refused", outcome=Outcome.REFUSED).count() == 5
    file.refresh_from_db()
    assert not file.is_superseded


def test_a_file_of_another_case_is_not_found_through_this_one(
    as_officer: Client, officer: Membership, referral: Referral
) -> None:
    other = add_clean(referral_of(officer), officer)
    foreign = [
        ("GET", address(referral, other)),
        ("GET", address(referral, other, "supersede-file")),
        ("POST", address(referral, other, "supersede-file")),
    ]

    assert [as_officer.generic(verb, to).status_code for verb, to in foreign] == [404, 404, 404]
    other.refresh_from_db()
    assert not other.is_superseded


def test_who_may_look_and_not_change_is_told_so(client: Client, officer: Membership, referral: Referral) -> None:
    file = add_clean(referral, officer)
    passed_on(referral)
    registrar = MembershipFactory(agency=referral.force, roles=[Role.CRIME_REGISTRAR])
    client.force_login(registrar.user)

    html = page_of(client, referral)

    assert names_on(html) == ["letter.pdf"]
    assert "<form" not in main_of(html)
    step = address(referral, file, "supersede-file")
    answers = [client.post(address(referral)), client.get(step), client.post(step, {"reason": "Mine."})]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    file.refresh_from_db()
    assert not file.is_superseded


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.AUDITOR, Role.POLICING_BODY])
def test_a_role_that_sees_no_cases_sees_no_files(role: Role | None, client: Client, officer: Membership) -> None:
    referral = referral_of(officer)
    add_clean(referral, officer)
    passed_on(referral)
    other = MembershipFactory(agency=officer.agency, roles=[role] if role else [])
    client.force_login(other.user)

    assert client.get(address(referral)).status_code == 404
