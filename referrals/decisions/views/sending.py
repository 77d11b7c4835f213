"""Recording that it was sent, and opening what was sent, as it was then."""

from io import BytesIO

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from agencies.enums import Permission
from agencies.pages import Request
from agencies.refusals import NotAllowed, Refused
from referrals.decisions.actions import sending as actions
from referrals.decisions.forms.sending import HomeOfficeReferenceForm, SendingForm
from referrals.decisions.views.stepping import carried_out, page, posted
from referrals.dossier import dossier_of
from referrals.lodging.lookups import get_lodged
from referrals.models import SentCopy
from referrals.rules.workflow import NOT_SENT_ON


@require_http_methods(["GET", "POST"])
def sending(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.RECORD_SENDING)
    dossier, today = dossier_of(referral), localdate()
    routing = dossier.routing(today)
    if not referral.is_not_yet_sent:
        form: forms.Form = HomeOfficeReferenceForm(posted(request))
        done = carried_out(request, form, actions.add_home_office_reference, referral, "The reference is saved.")
    else:
        known = {"route": routing.route, "sent_on": today, "sent_by": str(request.user)}
        form = SendingForm(posted(request), initial=known)
        done = carried_out(request, form, actions.record_sending, referral, "That it was sent is recorded.")
    shown = {"dossier": dossier, "routing": routing, "not_now": NOT_SENT_ON.get(routing.route), "form": form}
    return done or page(request, "sending", referral, **shown)


@require_GET
def sent(request: Request, reference: str) -> HttpResponse:
    """Every sending, with the fingerprint of what went there."""
    referral = get_lodged(request, reference, Permission.MAKE_PAPERS)
    sendings = referral.sendings.select_related("recorded_by", "copy").defer("copy__pdf").order_by("-sent_at", "-pk")
    return page(request, "sent", referral, sendings=list(sendings))


@require_GET
def sent_copy(request: Request, reference: str, pk: int) -> HttpResponseBase:
    referral = get_lodged(request, reference, Permission.MAKE_PAPERS)
    try:
        pdf = actions.open_copy(referral, pk, by=request.actor, at=timezone.now())
    except SentCopy.DoesNotExist:
        raise Http404 from None
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("sent", reference=referral.reference)
    return FileResponse(
        BytesIO(pdf), as_attachment=True, filename=f"{referral.reference}-sent.pdf", content_type="application/pdf"
    )
