"""What was handed over to a unit, and what a force handed over itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agencies.enums import Permission
from agencies.pages import Request, carry_out, tried
from referrals.lodging.lookups import get_lodged
from referrals.models import Referral
from referrals.queue import handovers
from referrals.queue.actions import answering
from referrals.queue.forms import ReturnForm
from referrals.queue.lookups import require_queue


@require_GET
def given(request: Request) -> HttpResponse:
    require_queue(request, Permission.SEE_QUEUE)
    after = request.GET.get("after", "")
    page = handovers.list_given(request.actor, after, timezone.now())
    return render(request, "queue/handed_over.html", {"page": page, "is_further": bool(after)})


@require_http_methods(["GET", "POST"])
def answer(request: Request, reference: str) -> HttpResponse:
    referral = get_lodged(request, reference, Permission.WORK_CASE)
    found = handovers.waiting(referral)
    form = ReturnForm(request.POST if "return" in request.POST else None)
    if "accept" in request.POST:
        if tried(request, answering.accept, referral.pk, by=request.actor, at=timezone.now()):
            messages.success(request, f"{referral} stays here. Those who gave it can see that you keep it.")
        return redirect(referral)
    if carry_out(form, answering.give_back, referral.pk, by=request.actor, at=timezone.now()):
        messages.success(
            request, f"{referral} is back with {found.from_force if found else 'them'}. They are told why."
        )
        sees = Referral.objects.visible_to(request.actor).filter(pk=referral.pk).exists()
        return redirect(referral) if sees else redirect("queue")
    return render(request, "queue/handover.html", {"referral": referral, "handover": found, "form": form})
