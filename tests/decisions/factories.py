"""Cases that have come some way, each brought there by the actions themselves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from agencies.models import Membership
from referrals.decisions.actions.letters import record_letter
from referrals.decisions.actions.sending import record_sending
from referrals.decisions.moved import last_seen
from referrals.enums import DecidingBody, Route, Step
from referrals.models import Decision, NotificationText, Referral, TrackEntry
from tests.factories import actor_of
from tests.lodging.factories import NOW, Force, lodged, ready

SENT = NOW + timedelta(hours=2)
# Two days after it was sent, at noon.
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def acting(who: Membership, at: datetime = NOON) -> dict[str, Any]:
    return {"by": actor_of(who), "at": at}


def again(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def sent_case(force: Force, route: Route = Route.ADULT, by: Membership | None = None) -> Referral:
    writer = by or force.officer
    referral = lodged(ready(writer, route), writer)
    NotificationText.objects.filter(referral=referral).update(version=1, checked_version=1)
    facts = {"route": route, "sent_at": SENT, "sent_by": "DC Priya Raman", "home_office_reference": "NRM-1"}
    record_sending(referral.pk, **facts, by=actor_of(force.manager), at=SENT)
    return again(referral)


def letter(referral: Referral, step: Step, force: Force, **changes: Any) -> Decision:
    """Recorded by the case manager, from a letter dated today that belongs to the case."""
    copied: dict[str, Any] = {
        "seen": last_seen(referral),
        "step": step,
        "body": DecidingBody.SCA,
        "decided_on": TODAY,
        "reference": "NRM-1",
        "reasons": "As the letter says.",
        "answer_by": None,
        "letter": None,
        "is_sure": False,
        **acting(force.manager),
    }
    return record_letter(referral.pk, **{**copied, **changes})


def case_at(force: Force, *steps: Step, **changes: Any) -> Referral:
    """Sent, then one letter after the other."""
    referral = sent_case(force)
    for step in steps:
        letter(again(referral), step, force, is_sure=True, answer_by=TODAY + timedelta(days=7), **changes)
    return again(referral)


def crime_recorded(referral: Referral, force: Force) -> None:
    TrackEntry.objects.create(
        referral=referral, track="crime", state="crime_recorded", reference="22/1/26", on=TODAY,
        recorded_by=force.manager.user, recorded_at=NOON,
    )  # fmt: skip
