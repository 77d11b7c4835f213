"""The page of those who are kept from a case, and the one that lifts it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.models import Membership
from agencies.pages import Request, carry_out
from referrals.barring import actions, queries
from referrals.barring.forms import BarForm, LiftForm
from referrals.casework.lookups import get_case
from referrals.casework.views.showing import posted, show
from referrals.models import Referral

both = require_http_methods(["GET", "POST"])


@both
def bars(request: Request, reference: str) -> HttpResponse:
    """Looking for somebody is a POST, because what is typed is a name."""
    referral = get_case(request, reference, "bars.opened", Permission.BAR_PEOPLE)
    now, is_search = timezone.now(), "find" in request.POST
    found = _found(request, referral) if is_search else _chosen(request, referral)
    units = queries.units(referral, now)
    typed = None if is_search else posted(request)
    kept = {name: request.POST.get(name, "") for name in ("text", "who", "reason")} if is_search else {}
    form = BarForm(typed, people=found, units=units, initial=kept)
    if carry_out(form, _bar, referral.pk, by=request.actor, at=now):
        messages.success(request, "They are kept from it from now on, by every way to the case.")
        mine = Referral.objects.visible_to(request.actor).filter(pk=referral.pk).exists()
        return redirect("bars", reference=referral.reference) if mine else redirect("queue")
    rows = list(queries.bars_of(referral))
    return show(
        request,
        "barring/bars",
        referral,
        "access",
        form=form,
        found=found,
        is_search=is_search,
        standing=[row for row in rows if not row.lifted_at],
        lifted=[row for row in reversed(rows) if row.lifted_at],
    )


@both
def lift(request: Request, reference: str, pk: int) -> HttpResponse:
    referral = get_case(request, reference, "bars.opened", Permission.BAR_PEOPLE)
    found = get_object_or_404(queries.bars_of(referral), pk=pk)
    back = reverse("bars", kwargs={"reference": referral.reference})
    form = LiftForm(posted(request))
    if carry_out(form, actions.lift, referral.pk, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "It is lifted. They can see the case again.")
        return redirect(back)
    return show(request, "barring/lift", referral, "access", form=form, bar=found, back=back)


def _bar(pk: int, *, text: str, **answers: object) -> object:
    """What somebody was looked for by is no part of it."""
    return actions.bar(pk, **answers)  # type: ignore[arg-type]  # as the form cleaned them


def _found(request: Request, referral: Referral) -> list[Membership]:
    text = request.POST.get("text", "")[:80].replace("\0", "")
    return queries.find_people(referral, text, by=request.actor, at=timezone.now())


def _chosen(request: Request, referral: Referral) -> list[Membership]:
    """The one who was chosen from those found before."""
    key = request.POST.get("who", "").removeprefix("person-")
    is_key = key.isascii() and key.isdecimal() and len(key) < 19
    return list(queries.people(referral, timezone.now()).filter(pk=key)) if is_key else []
