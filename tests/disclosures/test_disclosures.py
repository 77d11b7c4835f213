"""What left a case, and that consent taken back makes work of it until each is settled."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.enums import Role
from agencies.refusals import BoxRefused, NotAllowed
from audit import actions as audit
from audit.enums import Operation, Outcome
from audit.models import Entry
from notifications.models import Notice
from referrals import disclosed
from referrals.casework.actions.timeline import print_timeline
from referrals.disclosures import actions, queries, rules
from referrals.enums import SettledBy
from referrals.lodging.actions import afterwards
from referrals.models import Referral, Settlement, Task
from tests.factories import AgencyFactory, actor_of
from tests.home_office.factories import give_decision
from tests.lodging.factories import NOW, member
from tests.sharing.factories import Sharing
from victims.enums import ConsentDecision, ConsentPurpose
from victims.models import ConsentRecord

pytestmark = pytest.mark.django_db

D = ConsentDecision
LATER = NOW + timedelta(hours=1)
AFTERWARDS = NOW + timedelta(hours=2)


@pytest.fixture
def sharing() -> Sharing:
    return Sharing()


@pytest.fixture(autouse=True)
def _at_noon() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def decide(
    sharing: Sharing, decision: ConsentDecision, at: Any = LATER, *, about: Any = ConsentPurpose.SHARING
) -> None:
    agency = sharing.refuge if about == ConsentPurpose.SHARING else None
    made = give_decision(sharing.person, about, decision, by=sharing.case, agency=agency)
    ConsentRecord.objects.filter(pk=made.pk).update(recorded_at=at)


def settle(sharing: Sharing, entry: int, settled_by: SettledBy = SettledBy.ASKED, **changes: Any) -> Settlement:
    known = {"text": "", "by": actor_of(sharing.force.manager), "at": AFTERWARDS, **changes}
    return actions.settle(sharing.case.pk, entry, settled_by=settled_by, **known)


def to_settle(sharing: Sharing) -> list[str]:
    return sorted(disclosed.left(sharing.case).filter(is_to_settle=True).values_list("event", flat=True))


def test_what_left_is_what_the_ledger_says_was_disclosed(sharing: Sharing) -> None:
    made = sharing.share()
    print_timeline(sharing.case.pk, by=actor_of(sharing.force.manager), at=LATER)
    refused = {"by": None, "at": NOW, "outcome": Outcome.REFUSED}
    audit.record(Operation.DISCLOSURE, "pack.made", sharing.case.reference, **refused)
    audit.record(Operation.CONSULTATION, "referral.opened", sharing.case.reference, by=None, at=NOW)
    audit.record(Operation.DISCLOSURE, "pack.made", "MS-26-AAAAAAA", by=None, at=NOW)

    rows = queries.list_left(sharing.case, "").rows

    assert [(row.what, row.to) for row in rows] == [
        ("Printed the timeline", []),
        ("Shared parts of the case with another agency", [str(sharing.refuge), made.get_to_role_display().lower()]),
    ]
    assert not any(row.is_to_settle for row in rows)


@pytest.mark.parametrize(
    ("about", "said", "expected"),
    [
        (ConsentPurpose.SHARING, [D.WITHDRAWN], ["share.made"]),
        (ConsentPurpose.SHARING, [D.GIVEN], []),
        (ConsentPurpose.SHARING, [D.DECLINED], []),
        (ConsentPurpose.SHARING, [D.WITHDRAWN, D.GIVEN], []),
        (ConsentPurpose.SHARING, [D.GIVEN, D.WITHDRAWN], ["share.made"]),
        (ConsentPurpose.REFERRAL, [D.WITHDRAWN], ["share.made", "share.made", "timeline.printed"]),
        (ConsentPurpose.POLICE, [D.WITHDRAWN], []),
    ],
)
def test_what_is_to_be_settled_follows_from_what_they_took_back(
    about: ConsentPurpose, said: list[ConsentDecision], expected: list[str], sharing: Sharing
) -> None:
    other = AgencyFactory(kind=sharing.refuge.kind)
    sharing.agree(other)
    member(other, Role.PARTNER, name="Di Poole")
    sharing.share()
    sharing.share(agency=other.pk)
    print_timeline(sharing.case.pk, by=actor_of(sharing.force.manager), at=NOW)

    for minutes, decision in enumerate(said):
        decide(sharing, decision, LATER + timedelta(minutes=minutes), about=about)

    assert to_settle(sharing) == expected


def test_what_leaves_after_they_took_it_back_is_another_matter(sharing: Sharing) -> None:
    decide(sharing, D.WITHDRAWN, at=NOW - timedelta(hours=1))
    sharing.share()

    assert to_settle(sharing) == []


def test_each_is_settled_by_itself_and_the_task_is_done_with_the_last(sharing: Sharing) -> None:
    sharing.share()
    sharing.share()
    decide(sharing, D.WITHDRAWN)
    task = disclosed.follow_up(sharing.case, by=actor_of(sharing.force.officer), at=LATER)
    assert task is not None
    assert disclosed.follow_up(sharing.case, by=actor_of(sharing.force.officer), at=LATER) is None
    first, second = disclosed.left(sharing.case).values_list("pk", flat=True)

    settle(sharing, first)
    task.refresh_from_db()
    assert (disclosed.count_to_settle(sharing.case), task.done_at) == (1, None)

    settle(sharing, second, SettledBy.STAYS, text="To protect her life: section 47 enquiry.")
    task.refresh_from_db()
    assert (disclosed.count_to_settle(sharing.case), task.done_at) == (0, AFTERWARDS)
    assert Entry.objects.filter(event="disclosure.settled", reference=sharing.case.reference).count() == 2
    with pytest.raises(BoxRefused, match="Nothing is to be settled"):
        settle(sharing, first)


def test_who_takes_it_back_again_has_it_settled_again(sharing: Sharing) -> None:
    sharing.share()
    decide(sharing, D.WITHDRAWN)
    [entry] = disclosed.left(sharing.case).values_list("pk", flat=True)
    settle(sharing, entry)
    decide(sharing, D.GIVEN, AFTERWARDS + timedelta(hours=1))
    decide(sharing, D.WITHDRAWN, AFTERWARDS + timedelta(hours=2))

    assert to_settle(sharing) == ["share.made"]


@pytest.mark.parametrize("settled_by", SettledBy)
@pytest.mark.parametrize("text", ["", "  ", "Because"])
@pytest.mark.parametrize("is_to_settle", [True, False])
def test_what_has_to_be_said(settled_by: SettledBy, text: str, is_to_settle: bool) -> None:
    problem = rules.reason_not_to_settle(is_to_settle=is_to_settle, settled_by=settled_by, text=text)

    if not is_to_settle:
        assert problem == ("", rules.NOTHING_TO_SETTLE)
    elif settled_by in {SettledBy.STAYS, SettledBy.CANNOT} and not text.strip():
        assert problem == ("text", rules.SAY_WHY)
    else:
        assert problem is None


def test_nothing_left_means_no_work_and_nobody_settles_what_is_not_of_the_case(sharing: Sharing) -> None:
    decide(sharing, D.WITHDRAWN)
    assert disclosed.follow_up(sharing.case, by=actor_of(sharing.force.officer), at=LATER) is None
    elsewhere = audit.record(Operation.DISCLOSURE, "pack.made", "MS-26-AAAAAAA", by=None, at=NOW)
    with pytest.raises(NotAllowed):
        settle(sharing, elsewhere.pk)
    sharing.share(at=LATER - timedelta(minutes=5))
    [entry] = disclosed.left(sharing.case).values_list("pk", flat=True)
    for who in (sharing.worker, sharing.force.officer):
        with pytest.raises(NotAllowed):
            settle(sharing, entry, by=actor_of(who))
    assert not Settlement.objects.exists()


def test_the_owner_is_told_unless_they_recorded_it(sharing: Sharing) -> None:
    sharing.case.owner = sharing.force.manager.user
    sharing.case.save()
    sharing.share()
    decide(sharing, D.WITHDRAWN)
    before = set(Notice.objects.values_list("pk", flat=True))

    disclosed.follow_up(sharing.case, by=actor_of(sharing.force.officer), at=LATER)

    told = Notice.objects.exclude(pk__in=before)
    assert [(each.kind, each.person_id) for each in told] == [("added_to", sharing.force.manager.user_id)]


def test_on_the_case_it_stands_in_red_until_it_is_settled(sharing: Sharing, client: Client) -> None:
    sharing.share()
    decide(sharing, D.WITHDRAWN)
    client.force_login(sharing.force.manager.user)
    access = reverse("access", args=[sharing.case.reference])
    where = reverse("disclosures", args=[sharing.case.reference])
    [entry] = disclosed.left(sharing.case).values_list("pk", flat=True)
    page = reverse("settle", args=[sharing.case.reference, entry])

    with time_machine.travel(AFTERWARDS, tick=False):
        assert where in client.get(access).content.decode()
        assert "1 of what left before has to be settled" in client.get(where).content.decode()
        assert "To settle" in client.get(where).content.decode()
        assert '" checked' not in client.get(page).content.decode()
        assert client.post(page, {"settled_by": "stays", "text": ""}).status_code == 200
        assert client.post(page, {}).status_code == 200
        assert client.post(page, {"settled_by": "destroyed", "text": "Shredded"}).status_code == 302
        shown = client.get(where).content.decode()
        assert "It was given back, or destroyed" in shown
        assert "To settle" not in shown
        assert "Nothing is to be settled" in client.get(page).content.decode()
        assert client.get(reverse("settle", args=[sharing.case.reference, entry + 999])).status_code == 404
    assert Task.objects.count() == 0


def test_the_list_is_read_page_by_page_in_the_same_number_of_questions(sharing: Sharing, client: Client) -> None:
    client.force_login(sharing.force.manager.user)
    where = reverse("disclosures", args=[sharing.case.reference])
    client.get(where)
    counts = []
    for _ in range(3):
        sharing.share()
        with CaptureQueriesContext(connection) as asked:
            client.get(where)
        counts.append(len(asked))
    assert len(set(counts[:1] + counts[2:])) == 1

    for _ in range(15):
        print_timeline(sharing.case.pk, by=actor_of(sharing.force.manager), at=NOW)
    first = queries.list_left(sharing.case, "")
    assert len(first.rows) == 15
    rest = queries.list_left(sharing.case, str(first.next_after))
    assert len(rest.rows) == 3
    assert rest.next_after is None
    assert client.get(f"{where}?after=nonsense").status_code == 200


def test_an_adult_who_leaves_the_nrm_makes_work_of_what_left(sharing: Sharing) -> None:
    sharing.share()
    Referral.objects.filter(pk=sharing.case.pk).update(status="NRM_SUBMITTED")
    afterwards.withdraw(
        sharing.case.pk, text="Enough of it", is_their_wish=True, by=actor_of(sharing.force.officer), at=LATER
    )

    assert Task.objects.get().title == disclosed.TITLE


def test_so_does_a_yes_to_being_referred_that_is_taken_back(sharing: Sharing, client: Client) -> None:
    sharing.share()
    client.force_login(sharing.force.officer.user)

    with time_machine.travel(LATER, tick=False):
        page = reverse("decision", args=[sharing.case.reference])
        assert client.post(page, {"consent-referral-decision": "withdrawn"}).status_code == 302

    assert Task.objects.get().title == disclosed.TITLE
