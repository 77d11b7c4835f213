"""The sharing agreements of an agency, for those who administer it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.models import Agency
from agencies.pages import Request, carry_out, page_after
from referrals.models import Agreement
from referrals.sharing import agreeing
from referrals.sharing.forms import AgreementForm, EndForm
from referrals.sharing.lookups import require

both = require_http_methods(["GET", "POST"])


@both
def agreements(request: Request) -> HttpResponse:
    require(request, Permission.MANAGE_AGREEMENTS)
    others = Agency.objects.on(localdate()).exclude(pk=request.actor.agency_id)
    form = AgreementForm(request.POST if request.method == "POST" else None, agencies=others)
    if carry_out(form, agreeing.record_agreement, by=request.actor, at=timezone.now()):
        messages.success(request, "The agreement is recorded.")
        return redirect("agreements")
    ours = Agreement.objects.filter(of_agency=request.actor.agency_id).select_related("with_agency", "recorded_by")
    page = page_after(ours, ["-valid_from", "-pk"], request.GET.get("after", ""))
    return render(request, "sharing/agreements.html", {"form": form, "page": page, "today": localdate()})


@both
def end(request: Request, pk: int) -> HttpResponse:
    require(request, Permission.MANAGE_AGREEMENTS)
    ours = Agreement.objects.filter(of_agency=request.actor.agency_id).select_related("with_agency")
    found = get_object_or_404(ours, pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None, reverse("agreements"))
    if carry_out(form, agreeing.end_agreement, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The last day is recorded.")
        return redirect("agreements")
    return render(request, "sharing/end_agreement.html", {"form": form, "agreement": found})
