"""Two agencies, three browsers: a case is shared, accepted, answered, and stopped while they have it open."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership
from referrals.enums import LawfulBasis, Route, SharePurpose, ShareState, SupplementKind
from referrals.lodging.actions.afterwards import add_to
from referrals.models import Account, Agreement, Referral, Share, ShareWish
from referrals.sharing import actions
from tests.evidence import samples
from tests.factories import AgencyFactory, MembershipFactory, actor_of
from tests.journeys.conftest import Way
from tests.journeys.walk import Walk
from tests.lodging.factories import Force, member
from victims.models import Person

ASKED = "A room for one woman from Friday, away from Shrewsbury."
NAME = "Shembull"
BEFORE_MIDNIGHT = datetime(2026, 11, 26, 23, 50, tzinfo=ZoneInfo("Europe/London"))
RIGHT = "She was born in 1999, not in 1989."


@pytest.fixture
def walk(another: Callable[[], Page], base_url: str, way: Way, transactional_db: None) -> Walk:
    return Walk(Force(), another, base_url, way)


@pytest.fixture
def refuge(walk: Walk) -> Agency:
    made: Agency = AgencyFactory(name="Teme Valley Refuge", kind=AgencyKind.CHARITY, is_first_responder=False)
    return made


@pytest.fixture
def worker(refuge: Agency) -> Membership:
    return member(refuge, Role.PARTNER, name="Ines Carvalho")


def agree(walk: Walk, refuge: Agency) -> None:
    admin: Membership = MembershipFactory(agency=walk.force.agency, roles=[Role.ADMINISTRATOR])
    walk.come(admin)
    walk.go("/sharing/agreements/")
    walk.page.get_by_role("combobox", name="With which agency?").fill("Teme")
    walk.page.get_by_role("option", name=refuge.name).click()
    walk.fill("title", "Information sharing agreement 2026")
    walk.fill_day("valid_from", localdate() - timedelta(days=1))
    walk.press("^Record the agreement")
    assert Agreement.objects.count() == 1
    walk.look("agreements")


def agreed(walk: Walk, refuge: Agency, worker: Membership) -> None:
    Agreement.objects.create(
        of_agency=walk.force.agency, with_agency=refuge, title="Agreement", recorded_by=worker.user,
        recorded_at=timezone.now(), valid_from=localdate(),
    )  # fmt: skip


def test_a_room_is_asked_for_offered_and_the_share_is_stopped(walk: Walk, refuge: Agency, worker: Membership) -> None:
    walk.begin(Route.ADULT)
    Person.objects.update(family_name=NAME)
    if walk.way.scripts:
        agree(walk, refuge)
    else:
        agreed(walk, refuge, worker)

    walk.come(walk.force.manager)
    manager = walk.page
    walk.open("shares/")
    walk.says("Nothing of this case is shared.")
    walk.open("shares/new/")
    walk.choose("Teme Valley Refuge")
    walk.press("^Continue")
    walk.look("share")
    walk.press("^Share")
    walk.says("Choose the basis.")
    walk.look("share-errors")
    walk.choose("Partner who is not a first responder (1 person)")
    walk.fill("asked", ASKED)
    walk.choose("A safe place to live")
    walk.choose("Safeguarding an adult at risk: Care Act 2014 ss.42 to 45")
    walk.choose("Who they are")
    walk.fill_day("ends_on", localdate() + timedelta(days=14))
    walk.choose("Yes")
    walk.press("^Share")
    walk.says("Not opened yet")
    walk.look("shares")

    walk.come(worker)
    partner = walk.page
    walk.go("/shared/")
    walk.says(ASKED)
    assert NAME not in partner.content()
    share = Share.objects.get()
    walk.go(share.get_absolute_url())
    assert NAME not in partner.content()
    walk.press("^Accept and open")
    walk.says(NAME)
    walk.look("shared-case")
    walk.choose("Yes, we can offer a place")
    walk.fill("text", "From Friday at 18:00, for six weeks.")
    walk.press("^Send reply")
    walk.says("From Friday at 18:00")

    walk.page = manager
    walk.open("shares/1/")
    walk.says("From Friday at 18:00")
    walk.fill("reason", "She found a place herself.")
    walk.press("^Stop it now")
    assert Share.objects.with_consent().get().state_on(timezone.now()) == ShareState.STOPPED

    # Their page is still open. The next click is refused, and nothing that was typed is sent.
    walk.page = partner
    walk.choose("Something to add")
    walk.fill("text", "She has arrived.")
    walk.press("^Send reply")
    walk.says("It was stopped, or its time is over.")
    assert NAME not in partner.locator("main").inner_text()
    assert share.replies.count() == 1
    walk.go(share.get_absolute_url())
    walk.says("This is not shared with you any more")
    walk.look("stopped")
    walk.go("/shared/?tab=ended")
    walk.look("ended")


def test_a_share_lapses_at_midnight_while_they_have_it_open(walk: Walk, refuge: Agency, worker: Membership) -> None:
    with time_machine.travel(BEFORE_MIDNIGHT, tick=True) as clock:
        walk.begin(Route.ADULT)
        Person.objects.update(family_name=NAME)
        agreed(walk, refuge, worker)
        share = actions.share(
            walk.case.pk, agency=refuge.pk, role=Role.PARTNER, asked=ASKED, purpose=SharePurpose.SAFE_PLACE,
            basis=LawfulBasis.LIFE, sections=["person"], ends_on=localdate(), may_reply=True,
            by=actor_of(walk.force.manager), at=timezone.now(),
        )  # fmt: skip
        walk.come(worker)
        walk.go(share.get_absolute_url())
        walk.press("^Accept and open")
        walk.says(NAME)

        clock.move_to(BEFORE_MIDNIGHT + timedelta(minutes=15), tick=True)
        walk.choose("Something to add")
        walk.fill("text", "She has arrived.")
        walk.press("^Send reply")
        walk.says("It was stopped, or its time is over.")
        walk.says("She has arrived.")
        expect(walk.page.get_by_role("main")).not_to_contain_text(NAME)
        assert not share.replies.exists()
        walk.look("lapsed")
        walk.go(share.get_absolute_url())
        walk.says("This is not shared with you any more")
        walk.go("/shared/?tab=ended")
        walk.says("Ended")


def test_a_correction_is_read_and_what_they_take_back_is_settled(
    walk: Walk, refuge: Agency, worker: Membership
) -> None:
    walk.begin(Route.ADULT)
    Person.objects.update(family_name=NAME)
    agreed(walk, refuge, worker)
    walk.come(walk.force.manager)
    manager = walk.page
    say(walk, "Yes, they agree")
    walk.says("Say how it was explained.")
    walk.look("answers-errors")
    walk.choose("Directly, in a language they speak well")
    walk.press("^Record it")
    walk.says("Teme Valley Refuge: yes")
    walk.look("answers")
    referral, by = Referral.objects.get(reference=walk.reference), actor_of(walk.force.manager)
    share = actions.share(
        referral.pk, agency=refuge.pk, role=Role.PARTNER, asked=ASKED, purpose=SharePurpose.SAFE_PLACE,
        basis=LawfulBasis.CONSENT, sections=["person"], ends_on=localdate() + timedelta(days=9), may_reply=True,
        by=by, at=timezone.now(),
    )  # fmt: skip

    walk.come(worker)
    partner = walk.page
    walk.go(share.get_absolute_url())
    walk.press("^Accept and open")
    add_to(referral.pk, kind=SupplementKind.CORRECTION, section="person", text=RIGHT, by=by, at=timezone.now())
    walk.go(share.get_absolute_url())
    walk.says(RIGHT)
    walk.look("corrected")
    walk.press("^We have read it")
    walk.says("by Ines Carvalho")

    walk.page = manager
    say(walk, "They take back the yes they gave")
    walk.says("Teme Valley Refuge: withdrawn")
    walk.page = partner
    partner.reload()
    walk.says("they took that back")
    assert NAME not in partner.content()

    walk.page = manager
    walk.open("disclosures/")
    walk.says("2 of what left before have to be settled")
    walk.look("left")
    settle(walk, "It stays there, on another lawful basis")
    walk.says("Say why, and on what basis.")
    walk.look("settle-errors")
    walk.fill("text", "A child is in the same room: section 47 enquiry.")
    walk.press("^Record it")
    settle(walk, "They cannot see it any more")
    walk.says("All of what left before is settled.")
    walk.look("settled")
    assert referral.tasks.count() == 2
    assert not referral.tasks.filter(done_at=None).exists()


def test_a_name_is_left_out_and_they_add_a_file_and_ask_for_longer(
    walk: Walk, refuge: Agency, worker: Membership, tmp_path: Path
) -> None:
    walk.begin(Route.ADULT)
    Person.objects.update(family_name=NAME)
    walk.case.encounter.suspects.create(name="Ben Shaw")
    Account.objects.update(how_it_began=f"Ben Shaw drove {NAME} from Dover.")
    agreed(walk, refuge, worker)
    walk.come(walk.force.manager)
    manager = walk.page
    share(walk, 9)

    walk.come(worker)
    walk.go(Share.objects.get().get_absolute_url())
    walk.press("^Accept and open")
    walk.says(f"[left out] drove {NAME} from Dover.")
    assert "Ben Shaw" not in walk.page.content()
    walk.look("left-out")
    lease = tmp_path / "lease.pdf"
    lease.write_bytes(samples.pdf("lease"))
    walk.page.locator("main input[type=file]").set_input_files(lease)
    walk.press("^Add them")
    walk.says("lease.pdf")
    walk.page.locator("summary", has_text="Ask for more, or for longer").click()
    walk.look("ask")
    walk.press("^Ask them")
    walk.says("Say what you need, and what for.")
    walk.look("ask-errors")
    walk.choose("For longer")
    walk.fill("wish-text", "Their flat is ready in a month.")
    walk.press("^Ask them")
    walk.says("No answer yet.")
    walk.go("/shared/held/")
    walk.says("Ines Carvalho")
    walk.look("held")
    walk.go("/shared/ask/")
    walk.look("ask-to-see")

    walk.page = manager
    walk.open("shares/")
    walk.says("waits for an answer")
    walk.look("wishes")
    walk.open(f"shares/wishes/{ShareWish.objects.get().pk}/")
    walk.look("wish")
    share(walk, 40)
    walk.open("shares/")
    walk.says("it was shared")
    walk.open("files/")
    walk.says("whose record it stays")
    walk.look("files-of-theirs")


def share(walk: Walk, days: int) -> None:
    """With the name of the suspect left out, as it stands there already, and after a look."""
    walk.open("shares/new/")
    walk.choose("Teme Valley Refuge")
    walk.press("^Continue")
    walk.choose("Partner who is not a first responder (1 person)")
    walk.fill("asked", ASKED)
    walk.choose("A safe place to live")
    walk.choose("To protect somebody’s life")
    walk.choose("How it began, the work, how they were treated")
    walk.press("^See what they will see")
    walk.says(f"[left out] drove {NAME} from Dover.")
    walk.look("look")
    walk.fill_day("ends_on", localdate() + timedelta(days=days))
    walk.choose("Yes")
    walk.press("^Share")


def say(walk: Walk, answer: str) -> None:
    walk.open("shares/answers/")
    walk.choose("Teme Valley Refuge")
    walk.choose(answer)
    walk.fill("explained_by", "PS Ruth Pryce, single point of contact")
    walk.press("^Record it")


def settle(walk: Walk, how: str) -> None:
    walk.page.get_by_role("link", name=re.compile("^Say what was done")).first.click()
    walk.choose(how)
    walk.press("^Record it")


def test_somebody_with_a_conflict_of_interest_is_kept_from_it(walk: Walk) -> None:
    walk.begin(Route.ADULT)
    walk.come(walk.force.spoc)
    theirs = walk.page
    walk.go("/queue/?tab=all")
    walk.says(walk.reference)

    walk.come(walk.force.supervisor)
    walk.open("bars/")
    walk.fill("text", "ashby")
    walk.fill("reason", "Her brother is the suspect.")
    walk.press("^Find")
    walk.look("found")
    walk.choose("DS Tom Ashby, West Mercia Police")
    expect(walk.named("reason")).to_have_value("Her brother is the suspect.")
    walk.press("^Keep them from it")
    walk.says("Her brother is the suspect.")
    walk.look("bars")

    walk.page = theirs
    theirs.reload()
    expect(theirs.get_by_role("main")).not_to_contain_text(walk.reference)
    answer = theirs.goto(f"/referrals/{walk.reference}/")
    assert answer
    assert answer.status == 404
