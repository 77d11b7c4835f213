"""What somebody who has signed in does about it: stay, choose for whom to act, and take up what was kept."""

from allauth.account.utils import get_next_redirect_url
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.doors import frame, kept_forms, queries, session_clock
from agencies.doors.forms import ActingForForm
from agencies.doors.recording import record_choice
from agencies.pages import Request


@require_GET
def account(request: Request) -> HttpResponse:
    return render(request, "doors/account.html")


@never_cache
@require_POST
def keep(request: Request) -> HttpResponse:
    """Being asked is enough: the request itself is the sign of life. The answer says how long it lasts."""
    left = frame.seconds(request.session, timezone.now())
    headers = {"Seconds-Until-Warning": str(left["warn_after"]), "Seconds-Until-End": str(left["end_after"])}
    return HttpResponse(status=204, headers=headers)


@require_http_methods(["GET", "POST"])
def acting_for(request: Request) -> HttpResponse:
    usable = list(queries.usable_memberships(request.user, localdate()))
    form = ActingForForm(request.POST or None, memberships=usable, initial={"membership": _present(request)})
    if not form.is_valid():
        return render(request, "doors/acting_for.html", {"form": form, "memberships": usable})

    chosen = form.cleaned_data["membership"]
    record_choice(chosen, at=timezone.now())
    request.session[session_clock.MEMBERSHIP] = chosen.pk
    return redirect(get_next_redirect_url(request) or "home")


def _present(request: Request) -> int | None:
    return request.membership.pk if request.membership else None


@never_cache
@require_GET
def kept(request: Request) -> HttpResponse:
    offers = kept_forms.offers_for(request.user, at=timezone.now())
    return render(request, "doors/kept_forms.html", {"offers": offers, "field": kept_forms.FIELD})


@never_cache
@require_http_methods(["GET", "POST"])
def throw_away(request: Request, pk: int) -> HttpResponse:
    """Asks once more, because it cannot be had back."""
    now = timezone.now()
    if request.method == "POST":
        kept_forms.throw_away(request.user, pk, at=now)
        return redirect("kept-forms")
    offer = next((offer for offer in kept_forms.offers_for(request.user, at=now) if offer.kept.pk == pk), None)
    return render(request, "doors/throw_away.html", {"offer": offer}) if offer else redirect("kept-forms")
