"""On the case: what is shared of it, sharing more, and stopping it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from agencies import access
from agencies.enums import AgencyKind, Permission
from agencies.models import Agency
from agencies.pages import Request, carry_out
from referrals.casework.lookups import get_case
from referrals.casework.views.showing import posted, show
from referrals.dossier import dossier_of
from referrals.models import Referral, Share
from referrals.sharing import actions, queries, rules
from referrals.sharing.forms import AgencyForm, ShareForm, StopForm

both = require_http_methods(["GET", "POST"])
# What shows a share on the page of its case.
RELATED = ("referral", "to_agency", "from_agency", "agreement", "shared_by", "accepted_by", "declined_by", "revoked_by")


@require_GET
def shares(request: Request, reference: str) -> HttpResponse:
    referral = get_case(request, reference, "shares.opened")
    may_share = access.may(request.actor, Permission.SHARE_CASE, referral.relations_to(request.actor))
    rows = queries.shares_of(referral, timezone.now())
    return show(request, "sharing/shares", referral, "access", rows=rows, may_share=may_share)


@both
def share(request: Request, reference: str) -> HttpResponse:
    """First the agency, because what may be chosen follows from it."""
    referral = get_case(request, reference, "shares.opened", Permission.SHARE_CASE)
    agency = _agency(request, referral)
    if agency is None:
        form = AgencyForm(request.GET or None, agencies=queries.partners(referral, localdate()))
        return show(request, "sharing/choose", referral, "access", form=form)
    return _share_with(request, referral, agency)


def _share_with(request: Request, referral: Referral, agency: Agency) -> HttpResponse:
    now, today, dossier = timezone.now(), localdate(), dossier_of(referral)
    bases = rules.bases_for(AgencyKind(agency.kind), dossier.age(today))
    may_override = access.may(request.actor, Permission.OVERRIDE_CONSENT, referral.relations_to(request.actor))
    roles = queries.roles_at(agency, today)
    form = ShareForm(posted(request), roles=roles, bases=bases, may_override=may_override)
    if carry_out(form, actions.share, referral.pk, agency=agency.pk, by=request.actor, at=now):
        messages.success(request, f"It is shared with {agency}. They are told, without a name.")
        return redirect("shares", reference=referral.reference)
    about = {
        "form": form,
        "agency": agency,
        "agreement": queries.agreement_with(referral, agency, today),
        "consent": queries.consent_to_share(dossier, agency),
    }
    return show(request, "sharing/share", referral, "access", **about)


@both
def one(request: Request, reference: str, number: int) -> HttpResponse:
    permission = Permission.SHARE_CASE if request.method == "POST" else Permission.SEE_CASEWORK
    referral = get_case(request, reference, "shares.opened", permission)
    found = get_object_or_404(Share.objects.with_consent().select_related(*RELATED), referral=referral, number=number)
    form, now = StopForm(posted(request)), timezone.now()
    if carry_out(form, actions.stop, referral.pk, number, by=request.actor, at=now):
        messages.success(request, "It is stopped. Their next click is refused.")
        return redirect("shares", reference=referral.reference)
    about = {
        "form": form,
        "shown": queries.shared(found, now),
        "titles": queries.titles(found.sections),
        "corrections": queries.corrections_of(found, is_open=True),
        "replies": list(found.replies.select_related("written_by")),
        "may_share": access.may(request.actor, Permission.SHARE_CASE, referral.relations_to(request.actor)),
        "back": reverse("shares", kwargs={"reference": referral.reference}),
    }
    return show(request, "sharing/one", referral, "access", **about)


def _agency(request: Request, referral: Referral) -> Agency | None:
    key = request.GET.get("agency", "")
    is_key = key.isascii() and key.isdecimal() and len(key) < 19
    return queries.partners(referral, localdate()).filter(pk=key).first() if is_key else None
