from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agencies.enums import Permission
from agencies.pages import Request, carry_out
from referrals.casework.actions import flags as actions
from referrals.casework.forms import FlagForm, RemoveFlagForm
from referrals.casework.lookups import get_case
from referrals.casework.views.showing import posted, show
from referrals.models import Flag

both = require_http_methods(["GET", "POST"])


@both
def flags(request: Request, reference: str) -> HttpResponse:
    permission = Permission.WORK_CASE if request.method == "POST" else Permission.SEE_CASEWORK
    referral = get_case(request, reference, "flags.opened", permission)
    form = FlagForm(posted(request))
    if carry_out(form, actions.raise_flag, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The flag is raised. It stands above every part of the case, and in every list.")
        return redirect("flags", reference=referral.reference)
    rows = list(referral.flags.select_related("raised_by", "removed_by"))
    raised = [flag for flag in rows if not flag.removed_at]
    removed = [flag for flag in reversed(rows) if flag.removed_at]
    return show(request, "casework/flags", referral, "", form=form, raised=raised, removed=removed)


@both
def remove(request: Request, reference: str, pk: int) -> HttpResponse:
    referral = get_case(request, reference, "flags.opened", Permission.WORK_CASE)
    flag = get_object_or_404(Flag.objects.select_related("raised_by"), pk=pk, referral=referral)
    back = reverse("flags", kwargs={"reference": referral.reference})
    form = RemoveFlagForm(posted(request), back)
    if carry_out(form, actions.remove_flag, referral.pk, pk, by=request.actor, at=timezone.now()):
        messages.success(request, "The flag is removed.")
        return redirect(back)
    return show(request, "casework/remove_flag", referral, "", form=form, flag=flag)
