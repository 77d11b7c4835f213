"""What the pages of steps share: carrying one out, and the page of two who moved one case."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agencies.pages import Request
from agencies.refusals import NotAllowed, Refused
from referrals.decisions.forms.seen import SeenForm
from referrals.decisions.moved import Moved, last_seen
from referrals.models import Referral


def posted(request: Request) -> Any:
    """A form without a box is posted empty, and is posted all the same."""
    return request.POST if request.method == "POST" else None


def carried_out(
    request: Request, form: forms.Form, action: Callable[..., object], referral: Referral, said: str, *more: object
) -> HttpResponse | None:
    """Back to the case once it is recorded. None: the form comes back with what was typed, and why."""
    if not form.is_valid():
        return None
    try:
        action(referral.pk, *more, **form.cleaned_data, by=request.actor, at=timezone.now())
    except NotAllowed:
        raise
    except Moved as moved:
        return conflict(request, referral, form, moved)
    except Refused as refusal:
        form.add_error(refusal.box, str(refusal))
        return None
    messages.success(request, said)
    return redirect(referral)


def conflict(request: Request, referral: Referral, form: forms.Form, moved: Moved) -> HttpResponse:
    """Both versions. What was typed can go on from where the case stands now, or be let go."""
    assert isinstance(form, SeenForm)  # noqa: S101 - nothing else carries what was seen
    now = Referral.objects.get(pk=referral.pk)
    shown = {
        "referral": now,
        "steps": moved.steps,
        "said": form.said(),
        "typed": form.typed(),
        "seen": last_seen(now),
    }
    return render(request, "decisions/conflict.html", shown, status=409)


def page(request: Request, template: str, referral: Referral, **about: object) -> HttpResponse:
    return render(request, f"decisions/{template}.html", {"referral": referral, **about})
