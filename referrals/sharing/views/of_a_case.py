"""On the case: what is shared of it, sharing more, and stopping it."""

from django.contrib import messages
from django.db.models import QuerySet
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
from referrals.dossier import Dossier, dossier_of
from referrals.models import Referral, Share
from referrals.sharing import actions, queries, rules
from referrals.sharing.forms import AgencyForm, ShareForm, StopForm
from referrals.sharing.queries import Part
from referrals.sharing.wishing.queries import wishes_of

both = require_http_methods(["GET", "POST"])
# What shows a share on the page of its case.
RELATED = ("referral", "to_agency", "from_agency", "agreement", "shared_by", "accepted_by", "declined_by", "revoked_by")


@require_GET
def shares(request: Request, reference: str) -> HttpResponse:
    referral = get_case(request, reference, "shares.opened")
    may_share = access.may(request.actor, Permission.SHARE_CASE, referral.relations_to(request.actor))
    rows, wishes = queries.shares_of(referral, timezone.now()), list(wishes_of(referral))
    return show(request, "sharing/shares", referral, "access", rows=rows, wishes=wishes, may_share=may_share)


@both
def share(request: Request, reference: str) -> HttpResponse:
    """First the agency, because what may be chosen follows from it."""
    referral = get_case(request, reference, "shares.opened", Permission.SHARE_CASE)
    agency = _agency(request, referral)
    if agency is None:
        form = AgencyForm(request.GET or None, agencies=_partners(request, referral))
        return show(request, "sharing/choose", referral, "access", form=form)
    return _share_with(request, referral, agency)


def _share_with(request: Request, referral: Referral, agency: Agency) -> HttpResponse:
    now, today, dossier = timezone.now(), localdate(), dossier_of(referral)
    form = ShareForm(
        posted(request),
        roles=queries.roles_at(agency, today),
        bases=rules.bases_for(AgencyKind(agency.kind), dossier.age(today)),
        may_override=access.may(request.actor, Permission.OVERRIDE_CONSENT, referral.relations_to(request.actor)),
        is_immigration=agency.is_immigration_enforcement,
        names=queries.names_of_others(dossier),
    )
    wants_look = "look" in request.POST
    if not wants_look and carry_out(form, actions.share, referral.pk, agency=agency.pk, by=request.actor, at=now):
        messages.success(request, f"It is shared with {agency}. They are told, without a name.")
        return redirect("shares", reference=referral.reference)
    about = {
        "form": form,
        "agency": agency,
        "agreement": queries.agreement_with(referral, agency, today),
        "consent": queries.consent_to_share(dossier, agency),
        "look": _look(form, dossier) if wants_look else None,
    }
    return show(request, "sharing/share", referral, "access", **about)


def _look(form: ShareForm, dossier: Dossier) -> list[Part] | None:
    """What they would see of it. What is not answered yet is no reason not to look, and is not said before "Share"."""
    form.is_valid()
    chosen = form.cleaned_data
    form.errors.clear()
    return queries.parts(dossier, chosen.get("sections", ()), chosen.get("masked", ())) or None


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
        "files": queries.files_of(found),
        "corrections": queries.corrections_of(found, is_open=True),
        "replies": list(found.replies.select_related("written_by")),
        "may_share": access.may(request.actor, Permission.SHARE_CASE, referral.relations_to(request.actor)),
        "back": reverse("shares", kwargs={"reference": referral.reference}),
    }
    return show(request, "sharing/one", referral, "access", **about)


def _agency(request: Request, referral: Referral) -> Agency | None:
    key = request.GET.get("agency", "")
    is_key = key.isascii() and key.isdecimal() and len(key) < 19
    return _partners(request, referral).filter(pk=key).first() if is_key else None


def _partners(request: Request, referral: Referral) -> QuerySet[Agency]:
    with_immigration = queries.may_approve_immigration(referral, request.actor)
    return queries.partners(referral, localdate(), with_immigration=with_immigration)
