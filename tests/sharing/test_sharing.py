"""A partner sees exactly what was shared, for as long, and nobody sees more by any door."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from agencies.enums import AgencyKind, Role
from agencies.models import Membership
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit.enums import Operation
from audit.models import Entry
from notifications.models import Notice
from referrals import readers
from referrals.enums import LawfulBasis, ReplyKind, Route, ShareState
from referrals.models import Agreement, Referral, Share, ShareReply
from referrals.sharing import actions, agreeing, queries, rules
from tests.factories import AgencyFactory, actor_of
from tests.lodging.factories import NOW, Force, member
from tests.sharing.factories import ASKED, DAY, FAMILY_NAME, TODAY, Sharing
from victims.enums import ConsentDecision

pytestmark = pytest.mark.django_db


def opened(client: Client, who: Membership, share: Share) -> tuple[int, str]:
    return page_of(client, who, share.get_absolute_url())


def page_of(client: Client, who: Membership, address: str) -> tuple[int, str]:
    client.force_login(who.user)
    response = client.get(address)
    return response.status_code, response.content.decode()


# Sharing


def test_what_is_shared_is_on_the_ledger_as_a_disclosure_and_they_are_told_without_a_name(sharing: Sharing) -> None:
    made = sharing.share()

    assert made.reference == f"{sharing.case.reference}-S1"
    entry = Entry.objects.get(event="share.made")
    assert (entry.operation, entry.reference) == (Operation.DISCLOSURE, sharing.case.reference)
    assert entry.shown == [
        made.reference, f"agency:{sharing.refuge.pk}", "role:PARTNER_NONFR", "part:person", "part:needs",
    ]  # fmt: skip
    assert list(Notice.objects.filter(kind="shared").values_list("reference", "person")) == [
        (made.reference, sharing.worker.user_id)
    ]
    assert sharing.share().reference == f"{sharing.case.reference}-S2"


@pytest.mark.parametrize(
    ("changes", "box"),
    [
        ({"agency": 0}, None), ({"role": Role.REGIONAL}, "role"), ({"role": Role.ADMINISTRATOR}, "role"),
        ({"basis": LawfulBasis.CONSENT}, "basis"), ({"basis": LawfulBasis.CRIME_AND_DISORDER}, "basis"),
        ({"sections": ["files"]}, "sections"), ({"ends_on": TODAY + 91 * DAY}, "ends_on"), ({"asked": " "}, "asked"),
    ],
)  # fmt: skip
def test_what_may_not_be_shared_is_refused_at_its_box(
    changes: dict[str, Any], box: str | None, sharing: Sharing
) -> None:
    with pytest.raises(Refused) as refusal:
        sharing.share(**changes)

    assert refusal.value.box == box
    assert not Share.objects.exists()


def test_consent_counts_for_the_agency_it_was_given_for_and_while_it_holds(sharing: Sharing) -> None:
    on_consent = {"basis": LawfulBasis.CONSENT}
    sharing.consent(agency=AgencyFactory(kind=AgencyKind.CHARITY))
    with pytest.raises(BoxRefused, match="have not agreed"):
        sharing.share(**on_consent)
    sharing.consent()
    assert sharing.share(**on_consent)
    sharing.consent(ConsentDecision.WITHDRAWN)
    with pytest.raises(BoxRefused, match="have not agreed"):
        sharing.share(**on_consent)
    assert sharing.share(basis=LawfulBasis.ADULT_AT_RISK)


def test_a_supervisor_shares_before_they_were_asked_and_answers_for_it(sharing: Sharing, client: Client) -> None:
    early = {"basis": LawfulBasis.CONSENT, "override_reason": "Her bus leaves at six."}
    with pytest.raises(BoxRefused, match="Only a supervisor") as refusal:
        sharing.share(**early)
    assert refusal.value.box == "override_reason"

    made = sharing.share(by=sharing.force.supervisor, **early)
    actions.accept(made.reference, by=actor_of(sharing.worker), at=NOW)

    assert FAMILY_NAME in opened(client, sharing.worker, made)[1]
    assert "Her bus leaves" not in opened(client, sharing.worker, made)[1]
    assert "consent:overridden" in Entry.objects.get(event="share.made").shown
    page = page_of(client, sharing.force.manager, f"{sharing.case.get_absolute_url()}shares/1/")[1]
    assert "Her bus leaves at six.<br><strong>They still have to be asked.</strong>" in page
    sharing.consent(ConsentDecision.DECLINED)
    assert "they took that back" in opened(client, sharing.worker, made)[1]
    with pytest.raises(BoxRefused, match="They said no"):
        sharing.share(by=sharing.force.supervisor, **early)
    sharing.consent()
    assert FAMILY_NAME in opened(client, sharing.worker, made)[1]


@pytest.mark.parametrize(("who", "is_asked"), [("supervisor", True), ("manager", False), ("spoc", False)])
def test_only_a_supervisor_is_offered_to_share_before_they_were_asked(
    who: str, is_asked: bool, sharing: Sharing, client: Client
) -> None:
    address = f"{sharing.case.get_absolute_url()}shares/new/?agency={sharing.refuge.pk}"

    page = page_of(client, getattr(sharing.force, who), address)[1]

    assert ('name="override_reason"' in page) is is_asked


def test_where_nobody_can_receive_it_the_page_says_so(sharing: Sharing, client: Client) -> None:
    sharing.worker.delete()
    address = f"{sharing.case.get_absolute_url()}shares/new/?agency={sharing.refuge.pk}"

    page = page_of(client, sharing.force.manager, address)[1]

    assert "Nobody there can receive it today." in page
    assert "Record what they say" in page


def test_a_child_is_protected_and_not_asked_for_consent() -> None:
    sharing = Sharing(route=Route.CHILD)
    sharing.consent()

    with pytest.raises(BoxRefused, match="does not fit"):
        sharing.share(basis=LawfulBasis.CONSENT)
    assert sharing.share(basis=LawfulBasis.CHILD_PROTECTION)


@pytest.mark.parametrize("dates", [{"valid_from": TODAY + DAY}, {"valid_to": TODAY - DAY}])
def test_without_an_agreement_in_force_nothing_is_shared(dates: dict[str, Any], sharing: Sharing) -> None:
    Agreement.objects.update(**{"valid_from": TODAY - 9 * DAY, **dates})

    with pytest.raises(Refused, match="agreement in force"):
        sharing.share()


def test_only_the_force_that_has_the_case_shares_it(sharing: Sharing) -> None:
    kent = Force("kent-police", "Kent Police")
    sharing.accepted()
    for other in (sharing.force.officer, sharing.worker, sharing.other, kent.manager):
        with pytest.raises(NotAllowed):
            sharing.share(by=other)
        with pytest.raises(NotAllowed):
            actions.stop(sharing.case.pk, 1, reason="x", by=actor_of(other), at=NOW)


# What they see


def test_nothing_is_shown_before_it_is_accepted_and_then_the_chosen_parts(sharing: Sharing, client: Client) -> None:
    made = sharing.share()
    status, before = opened(client, sharing.worker, made)
    assert (status, ASKED in before, FAMILY_NAME in before) == (200, True, False)

    assert client.post(made.get_absolute_url(), {"accept": "1"}).url == made.get_absolute_url()
    _, page = opened(client, sharing.worker, made)

    assert FAMILY_NAME in page
    assert "Who they are" in page
    assert "Health, needs and welfare tonight" in page
    for title in ("How it began", "People suspected", "Crime record", "You and your deputy", "Files"):
        assert title not in page
    assert sharing.case.get_absolute_url() not in page
    assert FAMILY_NAME not in page.split("</title>")[0]


def test_what_is_for_the_home_office_alone_is_in_no_share(sharing: Sharing, client: Client) -> None:
    sharing.person.immigration_note = "Overstayed a visa"
    sharing.person.save()
    made = sharing.accepted(sections=list(rules.SECTIONS))

    _, page = opened(client, sharing.worker, made)

    assert FAMILY_NAME in page
    assert "Overstayed" not in page
    assert "mmigration" not in page
    assert "(passport number)" not in page
    assert "H1234567" not in page
    assert "Home Office already know" not in page


def test_each_look_is_on_the_ledger_of_the_case_with_the_parts(sharing: Sharing, client: Client) -> None:
    made = sharing.accepted()
    opened(client, sharing.worker, made)

    entry = Entry.objects.get(event="share.opened")
    assert (entry.reference, entry.actor_id) == (sharing.case.reference, sharing.worker.user_id)
    assert entry.shown == [made.reference, "part:person", "part:needs"]


def test_no_other_door_opens_and_nobody_else_finds_it(sharing: Sharing, client: Client) -> None:
    made = sharing.accepted()
    elsewhere = member(AgencyFactory(kind=AgencyKind.CHARITY), Role.PARTNER)
    beside = member(sharing.refuge, Role.PARTNER_RESPONDER)

    for who in (elsewhere, beside, sharing.other):
        assert opened(client, who, made)[0] == 404
    client.force_login(sharing.worker.user)
    address = sharing.case.get_absolute_url()
    for part in ("", "summary/", "referral/", "timeline/", "files/", "shares/", "shares/1/", "access/", "bars/"):
        assert client.get(address + part).status_code == 404
    assert client.get("/shared/MS-26-0000000-S1/").status_code == 404
    assert not Referral.objects.visible_to(actor_of(sharing.worker)).exists()


def test_whoever_is_kept_from_the_case_finds_no_share_of_it(sharing: Sharing, client: Client) -> None:
    made = sharing.accepted()
    Referral.objects.update(barred_people=[sharing.worker.user_id])

    assert opened(client, sharing.worker, made)[0] == 404
    assert made.reference not in client.get("/shared/?tab=open").content.decode()
    assert readers.who_may_see(made.reference, [actor_of(sharing.worker)]) == set()
    assert readers.who_is_barred(made.reference, [actor_of(sharing.worker)]) == {actor_of(sharing.worker)}


def test_the_case_says_which_agencies_can_see_parts_of_it(sharing: Sharing, client: Client) -> None:
    made = sharing.share()
    address = f"{sharing.case.get_absolute_url()}access/"
    _, before = page_of(client, sharing.force.manager, address)
    assert "Teme Valley Refuge</a>, partner who is not a first responder, until the end of Mon 7 Dec, not acc" in before

    actions.accept(made.reference, by=actor_of(sharing.worker), at=NOW)
    assert "not accepted yet" not in page_of(client, sharing.force.manager, address)[1]
    actions.stop(sharing.case.pk, 1, reason="She moved.", by=actor_of(sharing.force.manager), at=NOW)
    assert "Teme Valley Refuge" not in page_of(client, sharing.force.manager, address)[1]


# How it ends


def test_what_is_stopped_refuses_the_next_click_and_keeps_their_own_answers(sharing: Sharing, client: Client) -> None:
    made = sharing.accepted()
    actions.reply(made.reference, kind=ReplyKind.PLACE, text="From Friday.", by=actor_of(sharing.worker), at=NOW)
    assert FAMILY_NAME in opened(client, sharing.worker, made)[1]

    actions.stop(sharing.case.pk, 1, reason="She moved.", by=actor_of(sharing.force.manager), at=NOW)

    _, page = opened(client, sharing.worker, made)
    assert "This is not shared with you any more" in page
    assert FAMILY_NAME not in page
    assert "From Friday." in page
    assert "She moved." not in page
    answer = client.post(made.get_absolute_url(), {"reply": "1", "kind": "update", "text": "kept"}).content.decode()
    assert "its time is over" in answer
    assert ShareReply.objects.count() == 1
    with pytest.raises(Refused, match="stopped"):
        actions.stop(sharing.case.pk, 1, reason="x", by=actor_of(sharing.force.manager), at=NOW)


def test_it_ends_with_its_last_day(sharing: Sharing, client: Client) -> None:
    made = sharing.accepted(ends_on=TODAY)
    evening = NOW.replace(hour=23, minute=59)
    with time_machine.travel(evening, tick=False):
        assert FAMILY_NAME in opened(client, sharing.worker, made)[1]
    with time_machine.travel(evening + timedelta(minutes=1), tick=False):
        page = opened(client, sharing.worker, made)[1]

    assert "It ended with" in page
    assert FAMILY_NAME not in page


@pytest.mark.parametrize("decision", [each for each in ConsentDecision if each != ConsentDecision.GIVEN])
def test_what_rests_on_consent_ends_when_that_is_taken_back_and_nothing_else_does(
    decision: ConsentDecision, sharing: Sharing, client: Client
) -> None:
    sharing.consent()
    on_consent, for_life = sharing.accepted(basis=LawfulBasis.CONSENT), sharing.accepted()
    assert FAMILY_NAME in opened(client, sharing.worker, on_consent)[1]

    sharing.consent(decision)

    page = opened(client, sharing.worker, on_consent)[1]
    assert "they took that back" in page
    assert FAMILY_NAME not in page
    assert FAMILY_NAME in opened(client, sharing.worker, for_life)[1]
    assert on_consent.reference not in client.get("/shared/?tab=open").content.decode()
    assert on_consent.reference in client.get("/shared/?tab=ended").content.decode()
    with pytest.raises(Refused, match="its time is over"):
        actions.reply(on_consent.reference, kind=ReplyKind.PLACE, text="", by=actor_of(sharing.worker), at=NOW)
    client.force_login(sharing.force.manager.user)
    assert "they took their agreement back" in client.get(f"{sharing.case.get_absolute_url()}shares/").content.decode()


def test_what_was_never_accepted_cannot_be_once_it_is_over(sharing: Sharing) -> None:
    made = sharing.share()
    actions.stop(sharing.case.pk, 1, reason="A mistake.", by=actor_of(sharing.force.spoc), at=NOW)

    with pytest.raises(Refused, match="stopped"):
        actions.accept(made.reference, by=actor_of(sharing.worker), at=NOW)


def test_stopping_and_declining_say_why(sharing: Sharing) -> None:
    made = sharing.share()

    with pytest.raises(BoxRefused, match="Say why"):
        actions.stop(sharing.case.pk, made.number, reason=" ", by=actor_of(sharing.force.spoc), at=NOW)
    with pytest.raises(BoxRefused, match="Say why"):
        actions.decline(made.reference, reason=" ", by=actor_of(sharing.worker), at=NOW)
    assert Share.objects.with_consent().get().state_on(NOW) == ShareState.NEW


@pytest.mark.django_db(transaction=True)
def test_stopping_and_accepting_at_once_end_in_one_of_both(sharing: Sharing) -> None:
    made = sharing.share()
    said: list[str] = []
    both_ready = threading.Barrier(2)

    def run(act: Callable[[], object]) -> None:
        try:
            both_ready.wait()
            act()
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    acts = (
        lambda: actions.accept(made.reference, by=actor_of(sharing.worker), at=NOW),
        lambda: actions.stop(sharing.case.pk, 1, reason="x", by=actor_of(sharing.force.manager), at=NOW),
    )
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Share.objects.with_consent().get().state_on(NOW) == ShareState.STOPPED
    assert said in ([], [rules.OVER])


# What they answer


def test_declining_says_why_and_shows_nothing(sharing: Sharing, client: Client) -> None:
    made = sharing.share()
    client.force_login(sharing.worker.user)
    again = client.post(made.get_absolute_url(), {"decline": "1", "reason": ""}).content.decode()
    assert "Say why." in again
    client.post(made.get_absolute_url(), {"decline": "1", "reason": "No women’s refuge."})

    now = Share.objects.with_consent().get()
    assert (now.state_on(NOW), now.decline_reason) == (ShareState.DECLINED, "No women’s refuge.")
    assert FAMILY_NAME not in opened(client, sharing.worker, made)[1]
    assert (
        "has answered this already"
        in client.post(made.get_absolute_url(), {"accept": "1"}, follow=True).content.decode()
    )
    assert Notice.objects.filter(kind="share_answered", person=sharing.force.manager.user).count() == 1


def test_replies_reach_those_who_have_the_case_and_keep_what_was_typed(sharing: Sharing, client: Client) -> None:
    made = sharing.accepted()
    client.force_login(sharing.worker.user)

    empty = client.post(made.get_absolute_url(), {"reply": "1", "kind": "question", "text": ""}).content.decode()
    odd = client.post(made.get_absolute_url(), {"reply": "1", "kind": "odd", "text": "typed"}).content.decode()
    sent = client.post(made.get_absolute_url(), {"reply": "1", "kind": "place", "text": "From Friday."})

    assert "Say it in words." in empty
    assert "Choose from the list." in odd
    assert "typed" in odd
    assert sent.status_code == 302
    client.force_login(sharing.force.manager.user)
    page = client.get(f"{sharing.case.get_absolute_url()}shares/1/").content.decode()
    assert "Yes, we can offer a place" in page
    assert "From Friday." in page
    assert Notice.objects.filter(kind="share_answered", person=sharing.force.manager.user).count() == 1


def test_no_reply_where_none_is_asked_for(sharing: Sharing) -> None:
    made = sharing.accepted(may_reply=False)

    with pytest.raises(Refused, match="No reply is asked for"):
        actions.reply(made.reference, kind=ReplyKind.PLACE, text="", by=actor_of(sharing.worker), at=NOW)
    with pytest.raises(NotAllowed):
        actions.reply("MS-26-0000000-S1", kind=ReplyKind.PLACE, text="", by=actor_of(sharing.worker), at=NOW)


# The lists


def test_the_list_of_what_is_shared_has_no_name_and_is_on_the_ledger(sharing: Sharing, client: Client) -> None:
    new, mine, ended = sharing.share(), sharing.accepted(), sharing.accepted(ends_on=TODAY)
    soon = sharing.accepted(ends_on=TODAY + 8 * DAY)
    with time_machine.travel(NOW + DAY, tick=False):
        client.force_login(sharing.worker.user)
        pages = {tab: client.get("/shared/", {"tab": tab}).content.decode() for tab in (*queries.Tab, "odd")}
    shows = {tab: [made.reference in page for made in (new, mine, soon, ended)] for tab, page in pages.items()}

    assert shows == {
        "new": [True, False, False, False], "waiting": [False, True, True, False],
        "ending": [False, False, True, False], "open": [False, True, True, False],
        "ended": [False, False, False, True], "odd": [True, False, False, False],
    }  # fmt: skip
    assert not any(FAMILY_NAME in page for page in pages.values())
    assert "New (1)" in pages["open"]
    assert Entry.objects.filter(event="shared.listed:ended", shown=[ended.reference]).count() == 1


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    many: int, sharing: Sharing, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(many):
        sharing.share()
    client.force_login(sharing.worker.user)
    client.get("/shared/")

    # session, person with membership; what is unread, counts, the list, its replies, the ledger.
    with django_assert_num_queries(2 + 5):
        client.get("/shared/?tab=new")


@pytest.mark.parametrize("role", [None, *Role])
def test_who_has_these_pages(role: Role | None, sharing: Sharing, client: Client) -> None:
    client.force_login(member(sharing.force.agency, *([role] if role else [])).user if role else _nobody(sharing).user)
    receives = role in {
        Role.SPOC, Role.CASE_MANAGER, Role.SUPERVISOR, Role.PARTNER, Role.PARTNER_RESPONDER, Role.REGIONAL,
        Role.NCA_LIAISON, Role.PANEL_MEMBER,
    }  # fmt: skip
    shares = role in {Role.SPOC, Role.CASE_MANAGER, Role.SUPERVISOR}
    sees = shares or role == Role.CRIME_REGISTRAR
    case = f"{sharing.case.get_absolute_url()}shares/"

    assert client.get("/shared/").status_code == (200 if receives else 403)
    assert (client.get(case).status_code == 200) is sees
    assert (client.get(f"{case}new/").status_code == 200) is shares
    assert client.get("/sharing/agreements/").status_code == (200 if role == Role.ADMINISTRATOR else 403)


def _nobody(sharing: Sharing) -> Membership:
    from tests.factories import MembershipFactory  # noqa: PLC0415

    found: Membership = MembershipFactory(agency=sharing.force.agency, roles=[])
    return found


# The pages of a case


def test_a_case_is_shared_from_its_page_and_nothing_is_chosen_beforehand(sharing: Sharing, client: Client) -> None:
    client.force_login(sharing.force.manager.user)
    address = f"{sharing.case.get_absolute_url()}shares/"
    assert "Nothing of this case is shared." in client.get(address).content.decode()
    assert "Teme Valley Refuge" in client.get(f"{address}new/").content.decode()
    where = f"{address}new/?agency={sharing.refuge.pk}"
    empty = client.get(where).content.decode()
    assert " checked" not in empty.replace("Being checked", "")
    assert "Nobody has recorded whether they agree to share" in empty
    assert "s.115" not in empty

    typed = {
        "role": "PARTNER_NONFR", "asked": ASKED, "purpose": "safe_place", "basis": "consent", "sections": ["person"],
        "ends_on_day": "30", "ends_on_month": "11", "ends_on_year": "2026", "may_reply": "yes",
    }  # fmt: skip
    refused = client.post(where, typed).content.decode()
    assert "cannot rest on their consent" in refused
    assert ASKED in refused
    made = client.post(where, {**typed, "basis": "life"})

    assert made.url == address
    page = client.get(address).content.decode()
    assert "Teme Valley Refuge" in page
    assert "Not opened yet" in page
    assert "Say why." in client.post(f"{address}1/", {"reason": ""}).content.decode()
    assert client.post(f"{address}1/", {"reason": "She moved."}).url == address
    assert "She moved." in client.get(f"{address}1/").content.decode()
    assert client.get(f"{address}9/").status_code == 404


@pytest.mark.parametrize("agency", ["", "x", "²", "9" * 40, "0"])
def test_an_odd_agency_asks_again(agency: str, sharing: Sharing, client: Client) -> None:
    client.force_login(sharing.force.manager.user)

    page = client.get(f"{sharing.case.get_absolute_url()}shares/new/", {"agency": agency}).content.decode()

    assert "Which agency?" in page


# Agreements


def test_an_administrator_records_and_ends_agreements(sharing: Sharing, client: Client) -> None:
    admin = member(sharing.force.agency, Role.ADMINISTRATOR)
    council = AgencyFactory(name="Shropshire Council", kind=AgencyKind.COUNCIL)
    client.force_login(admin.user)
    day = {"valid_from_day": "1", "valid_from_month": "11", "valid_from_year": "2026"}
    wrong = {**day, "valid_to_day": "1", "valid_to_month": "10", "valid_to_year": "2026"}

    assert "Choose the agency." in client.post("/sharing/agreements/", {"title": "kept", **day}).content.decode()
    typed = {"agency": council.pk, "title": "ISA 2026"}
    assert "cannot be before the first" in client.post("/sharing/agreements/", {**typed, **wrong}).content.decode()
    assert client.post("/sharing/agreements/", {**typed, **day}).status_code == 302
    made = Agreement.objects.get(with_agency=council)
    assert "ISA 2026" in client.get("/sharing/agreements/").content.decode()
    ending = f"/sharing/agreements/{made.pk}/end/"
    early = {"last_day_day": "1", "last_day_month": "1", "last_day_year": "2020"}
    assert "cannot be before the first" in client.post(ending, early).content.decode()
    late = {"last_day_day": "23", "last_day_month": "11", "last_day_year": "2026"}
    assert client.post(ending, late).status_code == 302
    made.refresh_from_db()
    assert made.valid_to == TODAY
    client.force_login(member(AgencyFactory(), Role.ADMINISTRATOR).user)
    assert client.get(ending).status_code == 404
    with pytest.raises(NotAllowed):
        agreeing.record_agreement(
            agency=council.pk, title="x", valid_from=TODAY, valid_to=None, by=actor_of(sharing.force.manager), at=NOW
        )


# Notices


def test_a_notice_of_a_share_is_for_those_who_receive_it_and_leads_there(sharing: Sharing) -> None:
    made = sharing.share()
    worker, manager = actor_of(sharing.worker), actor_of(sharing.force.manager)

    assert readers.exists(made.reference)
    assert not readers.exists("MS-26-0000000-S1")
    assert readers.who_may_see(made.reference, [worker, manager]) == {worker}
    assert readers.who_may_see(sharing.case.reference, [worker, manager]) == {manager}
    assert readers.address_of(made.reference) == made.get_absolute_url()
    told = Notice.objects.filter(readers.named_and_visible(worker, "reference"))
    assert set(told.values_list("reference", flat=True)) == {made.reference}
    assert not Notice.objects.filter(readers.named_and_visible(actor_of(sharing.other), "reference")).exists()
