from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from agencies.enums import Permission
from agencies.pages import Request
from agencies.people.lookups import get_agency
from agencies.refusals import NotAllowed, Refused
from notifications.desk import actions, shown
from notifications.desk.queries import What
from notifications.desk.shown import Show

NO_SUCH_PART = "There is no such part, so you see messages."


@require_GET
def delivery(request: Request) -> HttpResponse:
    agency, asked = get_agency(request, Permission.MANAGE_DELIVERY), request.GET.get("show", Show.MESSAGES)
    show = Show(asked) if asked in Show.values else Show.MESSAGES
    facts = {
        "agency": agency,
        "show": show,
        "odd": "" if asked in Show.values else NO_SUCH_PART,
        "parts": shown.counts(agency),
        "after": request.GET.get("after", ""),
        "next_after": None,
        **shown.page(show, agency, request.GET.get("after", ""), timezone.now()),
    }
    return render(request, "notifications/desk/delivery.html", facts)


@require_POST
def try_again(request: Request, pk: int, what: What) -> HttpResponse:
    return _carried_out(request, actions.try_again, what, pk, "It is tried again now.")


@require_POST
def cancel(request: Request, pk: int, what: What) -> HttpResponse:
    return _carried_out(request, actions.cancel, what, pk, "It is cancelled, and is not tried again.")


def _carried_out(request: Request, action: actions.Change, what: What, pk: int, done: str) -> HttpResponse:
    try:
        action(what, pk, by=request.actor, at=timezone.now())
        messages.success(request, done)
    except what.model.DoesNotExist:
        raise Http404 from None
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('delivery')}?show={what.name.lower()}s")
