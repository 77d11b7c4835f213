"""What every part of a case has above it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate

from agencies.pages import Request
from referrals.casework.presence import look_in
from referrals.casework.queries.case import Case, case_of
from referrals.models import Referral


def show(request: Request, name: str, referral: Referral, here: str, **about: object) -> HttpResponse:
    """`here`: the part that is marked as open."""
    case = case_of(referral, request.actor, here, today=localdate())
    return show_case(request, name, case, **about)


def show_case(request: Request, name: str, case: Case, **about: Any) -> HttpResponse:
    present = look_in(case.referral, request.actor, timezone.now())
    shown = {"case": case, "referral": case.referral, "present": present, "today": localdate(), **about}
    return render(request, f"{name}.html", shown)


def posted(request: Request) -> Any:
    """A form without a box is posted empty, and is posted all the same."""
    return request.POST if request.method == "POST" else None
