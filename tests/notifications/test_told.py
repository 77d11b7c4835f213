"""The part of a case's page that says who was told of it, when, how, what became of it and who has it."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from agencies.models import Membership
from notifications.actions import acknowledge, climb, post, settle
from notifications.delivery import deliver
from notifications.enums import Channel, Delivery, NoticeKind, Sending
from notifications.inbox.told import who_was_told
from notifications.models import Absence, Call, InboxItem, Message, Notice
from referrals.models import Referral
from tests.factories import actor_of
from tests.notifications.house import NIGHT, House, waiting
from tests.notifications.told import ADDED, PASSED_ON, URGENT, item_of, said, tell

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NOW = NIGHT + 5 * MINUTE
QUARTER = 15 * MINUTE
LATER = NIGHT + timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def case(house: House) -> Referral:
    return house.case()


def became(case: Referral) -> list[str]:
    return who_was_told(case.reference, at=NOW)[-1].became


def part_of(case: Referral, reader: Membership, client: Client) -> str:
    """That part of the page, as this person sees it."""
    client.force_login(reader.user)
    page = client.get(case.get_absolute_url()).content.decode()
    found = re.search(r'id="told">.*?</ol>', page, re.DOTALL)
    assert found
    return found[0]


def words_of(case: Referral, reader: Membership, client: Client) -> str:
    return said(part_of(case, reader, client).removeprefix('id="told">'))


def test_nobody_was_told_yet(house: House, case: Referral, client: Client) -> None:
    assert words_of(case, house.manager, client) == "Who was told Nobody yet."


def test_it_says_who_was_told_what_when_and_what_became_of_it(house: House, case: Referral, client: Client) -> None:
    tell(PASSED_ON, case, units=[house.unit.pk])

    assert words_of(case, house.manager, client) == (
        f"Who was told {house.unit}: a referral has arrived , 23:40 "
        "In this service: 23:40. E-mail to the mailbox: waiting. Read by none of 3."
    )


def test_the_day_is_said_of_what_was_not_today(house: House, case: Referral) -> None:
    tell(PASSED_ON, case, units=[house.unit.pk])

    assert who_was_told(case.reference, at=LATER)[0].when == "Sat 21 Nov, 23:40"


def test_they_stand_in_the_order_in_which_they_were_posted(house: House, case: Referral) -> None:
    for minutes in (2, 0, 1):
        tell(ADDED, case, people=[house.manager.user_id], occasion=str(minutes), at=NIGHT + minutes * MINUTE)

    assert [told.when for told in who_was_told(case.reference, at=NOW)] == ["23:40", "23:41", "23:42"]


def test_what_is_said_to_somebody_is_not_said_to_whoever_reads_this(house: House, case: Referral) -> None:
    tell(NoticeKind.HANDED_OVER, case, people=[house.manager.user_id])

    assert who_was_told(case.reference, at=NOW)[0].what == "a draft or a case was handed to them"
    assert [kind for kind in NoticeKind if re.search(r"\byou", kind.label)] == [NoticeKind.HANDED_OVER]


def test_a_kind_that_only_the_next_release_knows_breaks_no_page(house: House, case: Referral, client: Client) -> None:
    tell(PASSED_ON, case, units=[house.unit.pk])
    Notice.objects.update(kind="of_the_next_release")

    assert "of_the_next_release" in words_of(case, house.manager, client)
    assert client.get("/notifications/?show=unit").status_code == 200


def test_another_cases_notices_are_not_among_them(house: House, case: Referral) -> None:
    tell(PASSED_ON, house.case(), units=[house.unit.pk])

    assert who_was_told(case.reference, at=NOW) == []


# In this service


NOT_DELIVERED = {
    Delivery.WAITING: "In this service: waiting.",
    Delivery.NO_MEMBERS: "In this service: the unit has nobody in it: a supervisor was told instead.",
    Delivery.NOBODY_MAY_SEE: "In this service: nobody there may see the case: a supervisor was told instead.",
    Delivery.NOBODY_AT_ALL: "In this service: nobody who may see the case could be told.",
    Delivery.NOT_NEEDED: "In this service: what it was about is no longer there.",
    Delivery.FAILED: "In this service: given up after more than a day.",
    Delivery.CANCELLED: "In this service: cancelled by an administrator.",
}


@pytest.mark.parametrize(("outcome", "sentence"), NOT_DELIVERED.items())
def test_what_did_not_reach_anybody_says_why(outcome: Delivery, sentence: str, house: House, case: Referral) -> None:
    post(PASSED_ON, case.reference, occasion="x", at=NIGHT, units=[house.unit.pk])
    gone = None if outcome == Delivery.WAITING else NIGHT
    Notice.objects.update(outcome=outcome, given_up_at=gone)

    assert became(case) == [sentence]


def test_every_outcome_has_its_sentence() -> None:
    assert {*NOT_DELIVERED, Delivery.DELIVERED} == set(Delivery)


def test_it_says_who_got_it_for_somebody_who_is_away(house: House, case: Referral) -> None:
    today = {"first_day": NIGHT.date(), "last_day": NIGHT.date()}
    Absence.objects.create(person=house.manager.user, passes_to=house.spoc.user, **today)
    tell(NoticeKind.HANDED_OVER, case, people=[house.manager.user_id])

    assert became(case) == [
        "In this service: 23:40.",
        f"{house.spoc.user} got it for {house.manager.user}, who is away.",
        "E-mail to 1 person: waiting.",
        "Not read yet.",
    ]


# By message


MAILBOX = {
    Sending.WAITING: "E-mail to the mailbox: waiting.",
    Sending.SENT: "E-mail to the mailbox: sent, 23:41.",
    Sending.RECEIVED: "E-mail to the mailbox: received, 23:41.",
    Sending.NO_ADDRESS: "E-mail to the mailbox: there is no address.",
    Sending.ADDRESS_REFUSED: "E-mail to the mailbox: the address was refused.",
    Sending.HELD_BACK: "E-mail to the mailbox: held back: this installation may not write to that address.",
    Sending.NOT_ALLOWED: "E-mail to the mailbox: not sent: the reader may not see the case any more.",
    Sending.TEXT_BROKEN: "E-mail to the mailbox: the wording of this kind of message is broken.",
    Sending.FAILED: "E-mail to the mailbox: given up after more than a day.",
    Sending.CANCELLED: "E-mail to the mailbox: cancelled by an administrator.",
}


@pytest.mark.parametrize("outcome", Sending)
def test_it_says_what_became_of_the_message_to_the_mailbox(outcome: Sending, house: House, case: Referral) -> None:
    tell(PASSED_ON, case, units=[house.unit.pk])
    is_out = outcome in {Sending.SENT, Sending.RECEIVED}
    is_open = is_out or outcome == Sending.WAITING
    Message.objects.update(
        outcome=outcome, sent_at=NIGHT + MINUTE if is_out else None, given_up_at=None if is_open else NIGHT
    )

    assert became(case)[1] == MAILBOX[outcome]


def test_messages_to_people_are_counted_by_what_became_of_them(house: House, case: Referral) -> None:
    tell(URGENT, case, units=[house.unit.pk])
    to_people = Message.objects.filter(unit=None)
    to_people.filter(person=house.manager.user).update(outcome=Sending.ADDRESS_REFUSED, given_up_at=NIGHT)
    to_people.exclude(person=house.manager.user).update(outcome=Sending.SENT, sent_at=NIGHT)

    sentences = [sentence for sentence in became(case) if "E-mail to" in sentence and "mailbox" not in sentence]
    assert sorted(sentences) == ["E-mail to 1 person: the address was refused.", "E-mail to 2 people: sent."]


def test_a_text_message_is_named_as_one(house: House, case: Referral) -> None:
    notice = tell(PASSED_ON, case, units=[house.unit.pk])
    Message.objects.all().delete()
    sent = {"outcome": Sending.RECEIVED, "sent_at": NIGHT + MINUTE, "posted_at": NIGHT}
    Message.objects.create(notice=notice, unit=house.unit, channel=Channel.TEXT, **sent)

    assert became(case)[1] == "Text message: received, 23:41."


# Read


def test_it_says_how_many_read_it_and_who_was_first(house: House, case: Referral) -> None:
    tell(PASSED_ON, case, units=[house.unit.pk])
    for minutes, reader in ((3, house.spoc), (2, house.supervisor)):
        InboxItem.objects.filter(person=reader.user).update(read_at=NIGHT + minutes * MINUTE)

    assert became(case)[-1] == f"Read by 2 of 3: first {house.supervisor.user}, 23:42."


def test_it_says_whether_the_one_who_was_told_by_name_read_it(house: House, case: Referral) -> None:
    tell(ADDED, case, people=[house.manager.user_id])
    assert became(case)[-1] == "Not read yet."

    InboxItem.objects.update(read_at=NIGHT + MINUTE)

    assert became(case)[-1] == f"Read by {house.manager.user}, 23:41."


# Climbing, and who has it


@pytest.fixture
def urgent(house: House, case: Referral) -> Call:
    """The unit was told, and then the control room would be."""
    tell(URGENT, case, units=[house.unit.pk], then=[house.duty.pk], climbs_in=house.force.pk)
    return Call.objects.get()


def climbed(times: int) -> None:
    for number in range(1, times + 1):
        climb(at=NIGHT + QUARTER * number)
        deliver(waiting(), at=NIGHT + QUARTER * number)


def test_every_rung_says_why_it_was_told(house: House, case: Referral, urgent: Call) -> None:
    climbed(4)

    told = who_was_told(case.reference, at=NOW)
    assert {(each.whom, each.climbed) for each in told} == {
        (str(house.unit), ""),
        (str(house.supervisor.user), "Nobody answered by 23:55, so the duty supervisor was told."),
        (str(house.duty), "Nobody answered by 00:10, so the next unit was told."),
        (str(house.inspector.user), "Nobody answered by 00:25, so the duty supervisor was told."),
        (str(house.supervisor.user), "Nobody answered by 00:40, so every supervisor of the agency was told."),
        (str(house.inspector.user), "Nobody answered by 00:40, so every supervisor of the agency was told."),
    }
    assert [each.has_it for each in told] == [""] * 5 + ["Nobody has said yet that they have it."]


def test_it_says_who_has_it_and_since_when(house: House, case: Referral, urgent: Call) -> None:
    acknowledge(urgent.pk, by=actor_of(house.spoc), at=NIGHT + 2 * MINUTE)

    [told] = who_was_told(case.reference, at=NOW)
    assert told.has_it == f"{house.spoc.user} has it, since 23:42."


def test_it_says_that_it_was_done_meanwhile(case: Referral, urgent: Call) -> None:
    settle(case.reference, "x", at=NIGHT + 3 * MINUTE)

    assert who_was_told(case.reference, at=NOW)[0].has_it == "Done, 23:43."


def test_what_need_not_be_answered_says_nothing_of_who_has_it(house: House, case: Referral) -> None:
    tell(PASSED_ON, case, units=[house.unit.pk])

    assert who_was_told(case.reference, at=NOW)[0].has_it == ""


def test_a_notice_of_a_rung_that_its_ladder_does_not_have_says_nothing_of_it(case: Referral, urgent: Call) -> None:
    Notice.objects.update(rung=99)

    assert who_was_told(case.reference, at=NOW)[0].climbed == ""


# Saying it here


def test_whoever_was_told_says_on_the_cases_page_that_they_have_it(
    house: House, case: Referral, urgent: Call, client: Client
) -> None:
    part = part_of(case, house.manager, client)
    action = re.search(r'action="([^"]+)"', part)
    place = re.search(r'name="next" value="([^"]+)"', part)
    assert action
    assert place

    answer = client.post(action[1], {"next": place[1]}, follow=True)

    assert answer.redirect_chain == [(case.get_absolute_url(), 302)]
    assert f"You have it: {case.reference}. It climbs no further." in said(answer.content.decode())
    assert "I have it" not in part_of(case, house.manager, client)
    assert f"{house.manager.user} has it, since 23:45." in words_of(case, house.manager, client)


def test_whoever_was_told_twice_is_asked_once_beside_the_latest(house: House, case: Referral, urgent: Call) -> None:
    climbed(4)

    told = who_was_told(case.reference, at=NOW, reader=house.supervisor.user_id)
    mine = [each for each in told if each.whom == str(house.supervisor.user)]
    assert [each.to_answer for each in mine] == [None, urgent.pk]
    assert [each.to_answer for each in told if each not in mine] == [None] * 4


def test_whoever_was_not_told_is_not_asked(house: House, case: Referral, urgent: Call, client: Client) -> None:
    for reader in (house.officer, house.inspector):
        assert "I have it" not in part_of(case, reader, client)
        assert "Nobody has said yet that they have it." in words_of(case, reader, client)


def test_nobody_is_asked_what_need_not_be_answered(house: House, case: Referral, client: Client) -> None:
    tell(PASSED_ON, case, units=[house.unit.pk])

    assert "I have it" not in part_of(case, house.manager, client)


@pytest.mark.parametrize("many", [1, 3])
def test_it_takes_three_queries_however_many_were_told(
    many: int, house: House, case: Referral, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(many):
        tell(URGENT, case, units=[house.unit.pk], then=[house.duty.pk], occasion=str(number))
        tell(ADDED, case, people=[house.manager.user_id], occasion=str(number))

    with django_assert_num_queries(3):
        assert len(who_was_told(case.reference, at=NOW, reader=house.manager.user_id)) == 2 * many


def test_opening_the_case_does_not_read_what_reached_somebody(house: House, case: Referral, client: Client) -> None:
    tell(ADDED, case, people=[house.manager.user_id])

    part_of(case, house.manager, client)

    assert item_of(house.manager.user_id).read_at is None
