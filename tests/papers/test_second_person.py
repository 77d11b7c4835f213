"""New text for a notification: written by one, read by another, undone by any change. Nothing else waits for it."""

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import NotAllowed, Refused, Stale
from audit.models import Entry
from notifications.models import Notice
from referrals.dossier import dossier_of
from referrals.enums import Route
from referrals.models import Referral
from referrals.papers import actions
from referrals.papers.queries import Standing, notification_of
from tests.factories import actor_of
from tests.home_office.factories import NOW, TODAY, complete_case
from tests.papers.cases import ANONYMOUS, CLEAN_TEXT, NAMED, NOTIFIED, lodged_case, officer, reader, write_text

pytestmark = pytest.mark.django_db

ANSWERS = {"believes_slavery": "yes", "believes_trafficking": "no", "found_in": "west-mercia-police"}


@pytest.fixture
def writer() -> Membership:
    return officer(user__full_name="PC Dana Whitlock")


@pytest.fixture
def second(writer: Membership) -> Membership:
    return reader(writer, user__full_name="DC Amir Khan")


@pytest.fixture
def case(writer: Membership) -> Referral:
    return lodged_case(ANONYMOUS, writer)


def write(case: Referral, by: Membership, text: str = CLEAN_TEXT, version: int = 1) -> None:
    actions.write_notification(case.pk, version=version, text=text, **ANSWERS, by=actor_of(by), at=NOW)


def check(case: Referral, by: Membership, version: int) -> None:
    actions.check_notification(case.pk, version=version, by=actor_of(by), at=NOW)


def standing(case: Referral) -> Standing:
    return notification_of(dossier_of(case), TODAY).standing


def sent(case: Referral) -> str:
    return notification_of(dossier_of(case), TODAY).facts.text


def test_text_goes_out_once_somebody_else_has_read_it(case: Referral, writer: Membership, second: Membership) -> None:
    write(case, writer)
    assert (standing(case), sent(case)) == (Standing.WAITING, "")

    check(case, second, version=2)

    assert (standing(case), sent(case)) == (Standing.CHECKED, CLEAN_TEXT)
    assert list(Entry.objects.order_by("pk").values_list("event", "actor_id")) == [
        ("notification.written", writer.user_id),
        ("notification.checked", second.user_id),
    ]


def test_writing_it_again_undoes_the_check(case: Referral, writer: Membership, second: Membership) -> None:
    write(case, writer)
    check(case, second, version=2)

    write(case, writer, text=f"{CLEAN_TEXT} And kept from leaving.", version=2)

    assert (standing(case), sent(case)) == (Standing.WRITTEN_AGAIN, "")


def test_saving_the_same_again_is_no_change(case: Referral, writer: Membership, second: Membership) -> None:
    write(case, writer)
    check(case, second, version=2)

    write(case, second, version=1)

    assert standing(case) == Standing.CHECKED


def test_the_unit_is_told_of_each_text_once(case: Referral, writer: Membership) -> None:
    write(case, writer)
    write(case, writer, text=f"{CLEAN_TEXT} More.", version=2)

    assert list(Notice.objects.order_by("pk").values_list("kind", "occasion", "unit")) == [
        ("second_check", "version 2", case.unit_id),
        ("second_check", "version 3", case.unit_id),
    ]


def test_of_a_draft_nobody_is_told(writer: Membership) -> None:
    write(complete_case(ANONYMOUS, by=writer), writer)

    assert not Notice.objects.exists()


def test_nobody_reads_their_own_text(case: Referral, second: Membership) -> None:
    write(case, second)

    with pytest.raises(Refused, match="Somebody else has to read it"):
        check(case, second, version=2)
    assert standing(case) == Standing.WAITING


def test_an_officer_of_no_unit_is_no_second_person(case: Referral, writer: Membership) -> None:
    write(case, reader(writer))

    with pytest.raises(NotAllowed):
        check(case, writer, version=2)


def test_what_was_written_again_while_it_was_read_is_not_checked(
    case: Referral, writer: Membership, second: Membership
) -> None:
    write(case, writer)
    write(case, writer, text=f"{CLEAN_TEXT} More.", version=2)

    with pytest.raises(Stale):
        check(case, second, version=2)


def test_two_writers_do_not_overwrite_each_other(case: Referral, writer: Membership, second: Membership) -> None:
    write(case, writer)

    with pytest.raises(Stale):
        write(case, second, text="Another text.", version=1)
    assert dossier_of(case).notification_text.text == CLEAN_TEXT


def test_there_must_be_something_to_check(case: Referral, second: Membership) -> None:
    write_text(case, "", second)

    with pytest.raises(Refused, match="nothing to check"):
        check(case, second, version=2)


@pytest.mark.parametrize("route", NOTIFIED)
def test_what_tells_who_they_are_is_refused_by_its_kind(route: Route, writer: Membership, second: Membership) -> None:
    case = lodged_case(route, writer)
    person = case.person
    write(case, writer, text=f"{person.given_names} ran away.")

    with pytest.raises(Refused) as refused:
        check(case, second, version=2)

    assert str(refused.value) == "This cannot be marked as checked: it holds their name, or a part of it."
    assert sent(case) == ""


def test_what_is_learned_later_undoes_the_check_as_well(case: Referral, writer: Membership, second: Membership) -> None:
    write(case, writer)
    check(case, second, version=2)

    case.person.other_names = ["Several"]
    case.person.save()

    assert (standing(case), sent(case)) == (Standing.LEARNED_SINCE, "")


@pytest.mark.parametrize("route", [route for route in Route if route not in NOTIFIED])
def test_nothing_is_written_for_whoever_is_not_notified_of(route: Route, writer: Membership) -> None:
    writer.agency.is_bound_to_notify = route != Route.ADVICE_ONLY
    writer.agency.save()
    case = complete_case(route, by=writer)

    with pytest.raises(Refused):
        write(case, writer)
    with pytest.raises(Refused):
        actions.make_notification(case.pk, by=actor_of(writer), at=NOW)


# The pages


def page(case: Referral, name: str = "notification") -> str:
    return reverse(name, kwargs={"reference": case.reference})


def test_the_writer_is_warned_at_once_and_the_text_is_kept(client: Client, case: Referral, writer: Membership) -> None:
    client.force_login(writer.user)
    typed = {**ANSWERS, "version": "1", "text": f"Ring 07911 123456 <b>{case.reference}</b>"}

    answer = client.post(page(case), typed, follow=True).content.decode()

    assert "It holds a telephone number and a reference or a number of the case or of the person." in answer
    assert f"Ring 07911 123456 &lt;b&gt;{case.reference}&lt;/b&gt;</textarea>" in answer


def test_the_page_warns_before_anything_is_written_and_says_that_nothing_waits(
    client: Client, case: Referral, writer: Membership
) -> None:
    client.force_login(writer.user)

    shown = client.get(page(case)).content.decode()

    assert "an age with a nationality and a place, a job, an employer, a date, family, an injury" in shown
    assert "Safeguarding never waits for it." in shown


def test_the_second_save_is_shown_both_texts(
    client: Client, case: Referral, writer: Membership, second: Membership
) -> None:
    client.force_login(writer.user)
    write(case, second)

    shown = client.post(page(case), {**ANSWERS, "version": "1", "text": "What I wrote."}).content.decode()
    assert CLEAN_TEXT in shown
    assert "What I wrote.</textarea>" in shown
    assert 'name="version" value="2"' in shown

    client.post(page(case), {**ANSWERS, "version": "2", "text": "What I wrote."})
    assert dossier_of(case).notification_text.text == "What I wrote."


def test_a_text_that_their_form_would_refuse_is_refused_here_and_kept(
    client: Client, case: Referral, writer: Membership
) -> None:
    client.force_login(writer.user)
    too_long = "a\n" * 5_001

    shown = client.post(page(case), {**ANSWERS, "version": "1", "text": too_long}).content.decode()

    assert "Shorten the text: it has 15,001 characters" in shown
    assert dossier_of(case).notification_text.version == 1


def test_whoever_checks_sees_all_of_it_and_ticks_that_it_was_read(
    client: Client, case: Referral, writer: Membership, second: Membership
) -> None:
    write(case, writer)
    client.force_login(second.user)
    here = page(case, "notification-check")

    shown = client.get(here).content.decode()
    assert CLEAN_TEXT in shown
    assert "Mark as checked" in shown
    assert "PC Dana Whitlock" in shown

    assert "Tick this once you have read all of it" in client.post(here, {"version": "2"}).content.decode()
    done = " ".join(client.post(here, {"version": "2", "is_read": "on"}, follow=True).content.decode().split())
    assert "read and checked by a second person. DC Amir Khan" in done
    assert "Mark as checked" not in done


def test_the_writer_is_offered_no_button_to_check(client: Client, case: Referral, second: Membership) -> None:
    write(case, second)
    client.force_login(second.user)

    shown = client.get(page(case, "notification-check")).content.decode()

    assert "You wrote this." in shown
    assert "Mark as checked" not in shown


def test_a_child_is_refused_in_a_sentence(client: Client, writer: Membership) -> None:
    client.force_login(writer.user)
    case = lodged_case(Route.CHILD, writer)

    for name in ("notification", "notification-pdf"):
        answer = client.get(page(case, name), follow=True)
        assert answer.redirect_chain == [(page(case, "papers"), 302)]
        assert "A child, and anybody who may be one, never goes by a notification" in answer.content.decode()


def test_its_file_is_not_named_after_the_case(client: Client, case: Referral, writer: Membership) -> None:
    client.force_login(writer.user)

    answer = client.get(page(case, "notification-pdf"))

    assert answer["Content-Disposition"] == 'attachment; filename="notification.pdf"'
    assert answer["Cache-Control"] == "no-store"


def test_a_named_one_says_so_and_masks_addresses_on_the_page(client: Client, writer: Membership) -> None:
    client.force_login(writer.user)

    shown = client.get(page(lodged_case(NAMED, writer))).content.decode()

    assert "Notification with their name" in shown
    assert "Mirela Hoxhaj" in shown
    assert "mirela@mail.example" not in shown
    assert "(safe contact post street)" not in shown


@pytest.mark.parametrize("role", [Role.FIRST_RESPONDER, Role.CRIME_REGISTRAR])
def test_the_page_for_checking_is_for_the_unit(role: Role, client: Client, case: Referral, writer: Membership) -> None:
    client.force_login(writer.user if role == Role.FIRST_RESPONDER else reader(writer, role).user)

    assert client.get(page(case, "notification-check")).status_code == 403
