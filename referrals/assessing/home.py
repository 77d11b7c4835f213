"""What the home page says of questions: those that whoever referred still has to answer come first."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from agencies import access
from agencies.enums import Permission
from agencies.home.to_do import ToDo
from agencies.pages import Request
from referrals.assessing.queries import waiting_for
from referrals.lodging.queries.mine import record_listed
from referrals.models import Referral
from referrals.rules.clocks import on_day

MOST_SHOWN = 5


def to_do(request: Request, at: datetime) -> Iterator[ToDo]:
    """The questions themselves stand inside the case: they may say things that no list says."""
    if not access.may_at_all(request.actor, Permission.ANSWER_QUESTION):
        return
    found = list(waiting_for(request.actor)[:MOST_SHOWN])
    if found:
        record_listed(request.actor, "questions.listed", found, at)
    yield from (_line(referral, at) for referral in found)


def _line(referral: Referral, at: datetime) -> ToDo:
    count: int = referral.asked  # type: ignore[attr-defined]  # annotated
    asked_at: datetime = referral.asked_at  # type: ignore[attr-defined]  # annotated
    questions = "1 question" if count == 1 else f"{count} questions"
    named = f"{referral.reference}: {referral.label}" if referral.label else referral.reference
    href = reverse("questions", kwargs={"reference": referral.reference})
    about = "The unit asks. Sending does not wait for it, and your answer may decide how the Home Office sees it."
    return ToDo(f"Answer about {named}", href, about, left=questions, due=f"asked {on_day(asked_at, at)}")
