"""A PDF as an answer: to be saved, kept nowhere on the way."""

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from agencies.enums import Permission
from agencies.pages import Request
from agencies.refusals import NotAllowed, Refused
from referrals.lookups import get_referral
from referrals.models import Referral

Make = Callable[..., bytes]


def send_paper(request: Request, reference: str, make: Make, filename: str) -> HttpResponseBase:
    """Made for whoever asks, as things stand now. Where there cannot be one, the list of papers says why."""
    referral = get_referral(request, reference, Permission.MAKE_PAPERS)
    try:
        pdf = make(referral.pk, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Refused as refusal:
        return say_why_not(request, referral, refusal)
    return as_pdf(pdf, filename.format(referral.reference))


def say_why_not(request: Request, referral: Referral, why: Refused) -> HttpResponse:
    messages.error(request, str(why))
    return redirect("papers", reference=referral.reference)


def as_pdf(pdf: bytes, filename: str) -> FileResponse:
    response = FileResponse(BytesIO(pdf), as_attachment=True, filename=filename, content_type="application/pdf")
    response["Cache-Control"] = "no-store"
    return response
