"""An agency asks for more of a case, for longer, or at all. Asking gives nothing, and tells nothing."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.test import Client

from agencies.enums import Role
from agencies.models import Membership
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit.enums import Outcome
from audit.models import Entry
from notifications.models import Notice
from referrals.enums import ShareState, WishAnswer, WishKind
from referrals.models import Referral, Share, ShareWish, Task
from referrals.rules.reference import new_reference
from referrals.sharing import actions as sharing_actions
from referrals.sharing.wishing import actions, rules
from tests.factories import AgencyFactory, actor_of, referral_of
from tests.lodging.factories import NOW, Force, member
from tests.sharing.factories import FAMILY_NAME, TODAY, Sharing

pytestmark = pytest.mark.django_db
NOWHERE = new_reference(2026)
TEXT = "Their flat is ready in three weeks."


def ask(sharing: Sharing, share: Share, kind: WishKind = WishKind.LONGER, by: Membership | None = None) -> ShareWish:
    return actions.ask(share.reference, kind=kind, text=TEXT, by=actor_of(by or sharing.worker), at=NOW)


def ask_to_see(sharing: Sharing, reference: str, by: Membership | None = None, **changes: Any) -> None:
    known = {"force": sharing.force.agency.pk, "reference": reference, "text": TEXT, **changes}
    actions.ask_to_see(**known, by=actor_of(by or sharing.worker), at=NOW)


@pytest.mark.parametrize(("kind", "state"), list(product(WishKind, ShareState)))
@pytest.mark.parametrize("is_waiting", [False, True])
def test_what_may_be_asked_in_each_state(kind: WishKind, state: ShareState, is_waiting: bool) -> None:
    fits = {
        ShareState.NEW: set(),
        ShareState.ACCEPTED: {WishKind.LONGER, WishKind.MORE},
    }.get(state, {WishKind.AGAIN})

    said = rules.reason_not_to_ask(kind, state, TEXT, is_waiting=is_waiting)

    assert said == (("", rules.ASKED_ALREADY) if is_waiting else None if kind in fits else ("kind", rules.NOT_THIS))
    if said is None:
        assert rules.reason_not_to_ask(kind, state, " ", is_waiting=False) == ("text", rules.SAY_WHAT_FOR)


def test_a_wish_becomes_a_task_and_a_new_share_answers_it(sharing: Sharing) -> None:
    first = sharing.accepted()
    wish = ask(sharing, first)

    assert (wish.task.owner, wish.task.done_at) == (sharing.case.owner, None)
    assert Notice.objects.filter(kind__in=["added_to", "share_answered"], reference=sharing.case.reference).exists()
    with pytest.raises(BoxRefused, match="has asked already"):
        ask(sharing, first)
    again = sharing.share(ends_on=TODAY + timedelta(days=40))

    wish.refresh_from_db()
    assert (wish.answer, wish.answered_by) == (WishAnswer.SHARED, sharing.force.manager.user)
    assert Task.objects.get(pk=wish.task_id).outcome == "Teme Valley Refuge: it was shared."
    assert Notice.objects.filter(kind="shared", reference=again.reference).exists()
    assert "her flat" not in str(Entry.objects.filter(event="wish.sent").values())
    assert ask(sharing, first, WishKind.MORE).kind == WishKind.MORE


def test_a_refusal_is_read_by_whoever_asked_and_its_task_is_done(sharing: Sharing, client: Client) -> None:
    share = sharing.accepted()
    wish, by = ask(sharing, share), actor_of(sharing.force.manager)
    with pytest.raises(BoxRefused, match="Say why"):
        actions.refuse(sharing.case.pk, wish.pk, reason=" ", by=by, at=NOW)

    client.force_login(sharing.force.manager.user)
    address = f"{sharing.case.get_absolute_url()}shares/wishes/{wish.pk}/"
    assert TEXT in client.get(address).content.decode()
    assert "Say why. They read it." in client.post(address, {"reason": ""}).content.decode()
    shares = f"{sharing.case.get_absolute_url()}shares/"
    assert "waits for an answer" in client.get(shares).content.decode()
    assert client.post(address, {"reason": "She has moved on."}).url == shares
    assert "it was refused" in client.get(shares).content.decode()
    assert "She has moved on." in client.get(address).content.decode()

    with pytest.raises(Refused, match="answered already"):
        actions.refuse(sharing.case.pk, wish.pk, reason="x", by=by, at=NOW)
    assert Notice.objects.get(kind="share_wish_answered").reference == share.reference
    client.force_login(sharing.worker.user)
    assert "She has moved on." in client.get(share.get_absolute_url()).content.decode()
    assert not Task.objects.filter(pk=wish.task_id, done_at=None).exists()


def test_a_task_that_somebody_has_done_already_stays_as_it_is(sharing: Sharing) -> None:
    wish, by = ask(sharing, sharing.accepted()), actor_of(sharing.force.manager)
    Task.objects.filter(pk=wish.task_id).update(done_at=NOW, done_by=by.user_id, outcome="Rang them.")

    actions.refuse(sharing.case.pk, wish.pk, reason="She has moved on.", by=by, at=NOW)

    assert Task.objects.get(pk=wish.task_id).outcome == "Rang them."


def test_it_is_asked_on_the_page_and_what_was_typed_is_kept(sharing: Sharing, client: Client) -> None:
    share = sharing.accepted()
    client.force_login(sharing.worker.user)

    page = client.post(share.get_absolute_url(), {"wish": "1", "wish-kind": "longer", "wish-text": ""}).content.decode()
    assert "Say what you need, and what for." in page
    assert (
        client.post(share.get_absolute_url(), {"wish": "1", "wish-kind": "longer", "wish-text": TEXT}).status_code
        == 302
    )
    assert "No answer yet." in client.get(share.get_absolute_url()).content.decode()


def test_what_has_ended_can_be_asked_for_again_and_shows_nothing_meanwhile(sharing: Sharing, client: Client) -> None:
    share = sharing.accepted()
    sharing_actions.stop(sharing.case.pk, 1, reason="She moved.", by=actor_of(sharing.force.manager), at=NOW)
    client.force_login(sharing.worker.user)

    client.post(share.get_absolute_url(), {"wish": "1", "wish-kind": "again", "wish-text": TEXT})

    page = client.get(share.get_absolute_url()).content.decode()
    assert "To see it again" in page
    assert FAMILY_NAME not in page


def test_those_who_receive_it_ask_and_those_who_share_answer(sharing: Sharing) -> None:
    share = sharing.accepted()
    elsewhere = member(AgencyFactory(), Role.PARTNER)
    for who in (sharing.other, elsewhere, sharing.force.officer):
        with pytest.raises(NotAllowed):
            ask(sharing, share, by=who)
        with pytest.raises((NotAllowed, Refused)):
            ask_to_see(sharing, sharing.case.reference, by=who)
    wish = ask(sharing, share)
    kent = Force("kent-police", "Kent Police")
    for who in (sharing.worker, sharing.force.officer, kent.supervisor):
        with pytest.raises(NotAllowed):
            actions.refuse(sharing.case.pk, wish.pk, reason="x", by=actor_of(who), at=NOW)


def test_whoever_asks_by_a_reference_cannot_tell_whether_there_is_such_a_case(sharing: Sharing, client: Client) -> None:
    client.force_login(sharing.worker.user)
    typed = {"force": sharing.force.agency.pk, "text": TEXT}

    answers = [
        client.post("/shared/ask/", {**typed, "reference": reference}, follow=True).content.decode()
        for reference in (sharing.case.reference, NOWHERE)
    ]

    there, nothing = ([line for line in answer.splitlines() if "csrf" not in line] for answer in answers)
    assert "If they have it, they are asked." in answers[0]
    assert there == nothing
    assert ShareWish.objects.get().kind == WishKind.ACCESS
    outcomes = Entry.objects.filter(event="wish.sent").order_by("pk").values_list("reference", "outcome")
    assert list(outcomes) == [(sharing.case.reference, Outcome.ALLOWED), (NOWHERE, Outcome.REFUSED)]


def test_a_refused_reference_is_answered_with_silence(sharing: Sharing, client: Client) -> None:
    ask_to_see(sharing, sharing.case.reference)
    wish = ShareWish.objects.get()
    client.force_login(sharing.force.manager.user)
    address = f"{sharing.case.get_absolute_url()}shares/wishes/{wish.pk}/"
    assert "They are not told whether there is such a case" in client.get(address).content.decode()

    client.post(address, {"reason": "Not theirs."})

    assert ShareWish.objects.get().answer == WishAnswer.REFUSED
    assert not Notice.objects.filter(kind="share_wish_answered").exists()


def test_a_case_nobody_owns_yet_is_told_to_its_unit(sharing: Sharing) -> None:
    Referral.objects.update(owner=None)

    ask_to_see(sharing, sharing.case.reference)

    assert Notice.objects.get(kind="share_answered").unit == sharing.force.unit


def test_a_draft_a_bar_and_a_second_wish_are_met_with_the_same_silence(sharing: Sharing) -> None:
    Referral.objects.update(barred_people=[sharing.worker.user_id])
    ask_to_see(sharing, sharing.case.reference)
    Referral.objects.update(barred_people=[])
    ask_to_see(sharing, referral_of(sharing.force.officer).reference)
    assert not ShareWish.objects.exists()

    ask_to_see(sharing, sharing.case.reference)
    ask_to_see(sharing, sharing.case.reference)

    assert ShareWish.objects.count() == 1


def test_only_a_force_with_an_agreement_is_asked(sharing: Sharing, client: Client) -> None:
    kent = Force("kent-police", "Kent Police")
    with pytest.raises(Refused, match="sharing agreement"):
        ask_to_see(sharing, sharing.case.reference, force=kent.agency.pk)
    with pytest.raises(BoxRefused, match="what for"):
        ask_to_see(sharing, sharing.case.reference, text=" ")

    client.force_login(sharing.worker.user)
    page = client.get("/shared/ask/").content.decode()
    assert str(sharing.force.agency) in page
    assert "Kent Police" not in page
    typed = {"force": kent.agency.pk, "reference": "MS-26-1", "text": TEXT}
    page = client.post("/shared/ask/", typed).content.decode()
    assert "Type the reference as it is written" in page
    assert "Choose a force" in page
    assert TEXT in page
    sharing.force.agency.agreements.all().update(valid_to=TODAY - timedelta(days=1), valid_from="2020-01-01")
    assert "No force has a sharing agreement" in client.get("/shared/ask/").content.decode()
    client.force_login(sharing.other.user)
    assert client.get("/shared/ask/").status_code == 403
