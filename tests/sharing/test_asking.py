"""What they said about sharing with an agency: recorded only as they said it, and followed at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.enums import AgencyKind, Role
from agencies.refusals import BoxRefused, NotAllowed, Refused
from audit.models import Entry
from notifications.models import Notice
from referrals.enums import LawfulBasis
from referrals.models import Share, Task
from referrals.sharing.asking import actions, queries, rules
from tests.factories import AgencyFactory, actor_of
from tests.lodging.factories import NOW, member
from tests.sharing.factories import FAMILY_NAME, Sharing
from victims.enums import ConsentDecision, Manner
from victims.models import ConsentRecord

pytestmark = pytest.mark.django_db

D = ConsentDecision
EXPLAINED = {"manner": Manner.DIRECTLY, "interpreter": "", "explained_by": "PS Ruth Pryce", "why_not_asked": ""}
LATER = NOW + timedelta(hours=1)


def say(sharing: Sharing, decision: ConsentDecision, *, at: Any = NOW, **changes: Any) -> ConsentRecord:
    known: dict[str, Any] = {
        "agency": sharing.refuge.pk, **EXPLAINED, "language": "Albanian", "their_reason": "", "ask_again_on": None,
        "by": actor_of(sharing.force.manager),
    }  # fmt: skip
    return actions.record_answer(sharing.case.pk, decision=decision, at=at, **{**known, **changes})


OFFERED = list(rules.ANSWERS)


@pytest.mark.parametrize("decision", OFFERED)
@pytest.mark.parametrize("before", [None, *D])
def test_a_yes_is_taken_back_only_where_there_is_one(decision: ConsentDecision, before: ConsentDecision | None) -> None:
    problem = rules.reason_not_to_record(decision=decision, before=before, **{**EXPLAINED, "why_not_asked": "Called"})

    assert problem == (("decision", rules.NO_YES) if decision == D.WITHDRAWN and before != D.GIVEN else None)


@pytest.mark.parametrize(
    ("decision", "changes", "problem"),
    [
        (D.GIVEN, {"manner": ""}, ("manner", rules.HOW_EXPLAINED)),
        (D.GIVEN, {"explained_by": " "}, ("explained_by", rules.WHO_EXPLAINED)),
        (D.GIVEN, {"manner": Manner.INTERPRETER}, ("interpreter", rules.WHICH_INTERPRETER)),
        (D.GIVEN, {"manner": Manner.INTERPRETER, "interpreter": "Booking 77"}, None),
        (D.DECLINED, {"manner": ""}, None),
        (D.DECLINED, {"explained_by": ""}, ("explained_by", rules.WHO_EXPLAINED)),
        (D.WANTS_TIME, {"explained_by": ""}, ("explained_by", rules.WHO_EXPLAINED)),
        (D.CANNOT_BE_ASKED, {}, ("why_not_asked", rules.WHY_NOT)),
        (D.CANNOT_BE_TRACED, {"why_not_asked": " "}, ("why_not_asked", rules.WHY_NOT)),
        (D.LACKS_CAPACITY, {"why_not_asked": "Assessed by Dr Lowe", "explained_by": ""}, None),
    ],
)
def test_what_has_to_be_said_with_it(
    decision: ConsentDecision, changes: dict[str, str], problem: tuple[str, str] | None
) -> None:
    assert rules.reason_not_to_record(decision=decision, before=None, **{**EXPLAINED, **changes}) == problem


def test_that_nobody_asked_is_no_answer() -> None:
    assert set(rules.ANSWERS) == set(D) - {D.NOT_ASKED}


def test_a_yes_opens_what_can_rest_on_it_and_taking_it_back_closes_it_at_once(sharing: Sharing, client: Client) -> None:
    say(sharing, D.GIVEN)
    made = sharing.accepted(basis=LawfulBasis.CONSENT)
    on_life = sharing.accepted()
    client.force_login(sharing.worker.user)
    assert FAMILY_NAME in client.get(made.get_absolute_url()).content.decode()

    say(sharing, D.WITHDRAWN, at=LATER)

    assert FAMILY_NAME not in client.get(made.get_absolute_url()).content.decode()
    assert FAMILY_NAME in client.get(on_life.get_absolute_url()).content.decode()
    told = Notice.objects.filter(kind="share_stopped").values_list("reference", "person")
    assert list(told) == [(made.reference, sharing.worker.user_id)]


def test_taking_it_back_is_work_for_whoever_has_the_case(sharing: Sharing) -> None:
    say(sharing, D.GIVEN)
    assert not Task.objects.exists()
    sharing.share(basis=LawfulBasis.CONSENT)

    say(sharing, D.WITHDRAWN, at=LATER)

    task = Task.objects.get()
    assert (task.referral, task.owner_id, task.done_at) == (sharing.case, sharing.case.owner_id, None)


def test_a_change_of_mind_is_a_record_more_and_the_newest_holds(sharing: Sharing) -> None:
    say(sharing, D.DECLINED)
    say(sharing, D.GIVEN, at=LATER)

    assert ConsentRecord.objects.filter(agency=sharing.refuge).count() == 2
    newest = queries.answer_about(sharing.case, sharing.refuge.pk)
    assert newest
    assert newest.decision == D.GIVEN
    agencies = [each.agency_id for each in queries.answers(sharing.case)]
    assert len(agencies) == len(set(agencies))


def test_it_is_on_the_ledger_without_a_word_of_it(sharing: Sharing) -> None:
    say(sharing, D.DECLINED, their_reason="Her cousin works there")

    entry = Entry.objects.get(event="consent.recorded")
    assert (entry.reference, entry.shown) == (sharing.case.reference, [f"agency:{sharing.refuge.pk}"])
    assert "cousin" not in str(entry.digests)


def test_only_of_agencies_it_could_be_shared_with_and_by_those_who_share(sharing: Sharing) -> None:
    with pytest.raises(Refused):
        say(sharing, D.GIVEN, agency=AgencyFactory(kind=AgencyKind.CHARITY).pk)
    sharing.agree(border := AgencyFactory(kind=AgencyKind.IMMIGRATION))
    with pytest.raises(Refused):
        say(sharing, D.GIVEN, agency=border.pk)
    for who in (sharing.worker, member(sharing.force.agency, Role.CRIME_REGISTRAR, name="Ann Bell")):
        with pytest.raises(NotAllowed):
            say(sharing, D.GIVEN, by=actor_of(who))
    with pytest.raises(BoxRefused):
        say(sharing, D.WITHDRAWN)
    assert not ConsentRecord.objects.filter(agency__in=[sharing.refuge, border]).exists()


def test_an_agreement_that_ended_leaves_them_a_way_to_take_it_back(sharing: Sharing) -> None:
    say(sharing, D.GIVEN)
    sharing.refuge.agreements.all().delete()
    Share.objects.all().delete()
    sharing.force.agency.agreements.update(valid_to=NOW.date() - timedelta(days=1), valid_from="2020-01-01")

    assert say(sharing, D.WITHDRAWN, at=LATER).decision == D.WITHDRAWN


def test_on_the_page_nothing_is_chosen_beforehand_and_what_is_wrong_is_kept(sharing: Sharing, client: Client) -> None:
    client.force_login(sharing.force.manager.user)
    page = reverse("sharing-answers", args=[sharing.case.reference])
    shown = client.get(page).content.decode()
    assert "Teme Valley Refuge:" not in shown
    assert '" checked' not in shown
    ConsentRecord.objects.filter(purpose="sharing").delete()
    assert "That is not a yes" in client.get(page).content.decode()

    typed = {"agency": sharing.refuge.pk, "decision": "given", "manner": "interpreter", "explained_by": "PS Ruth Pryce"}
    wrong = client.post(page, typed)
    assert wrong.status_code == 200
    assert rules.WHICH_INTERPRETER in wrong.content.decode()
    assert "PS Ruth Pryce" in wrong.content.decode()
    assert client.post(page, {}).status_code == 200

    assert client.post(page, {**typed, "interpreter": "Booking 77"}).status_code == 302
    assert "Teme Valley Refuge: yes" in client.get(page).content.decode()
