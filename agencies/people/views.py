from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.doors import second_factor
from agencies.enums import Permission, Role
from agencies.models import Agency, Membership, User
from agencies.pages import Request, carry_out
from agencies.people import actions, homes, queries
from agencies.people.forms import AnswerForm, ChangeForm, ConfirmForm, FindForm, HomeForm, InviteForm
from agencies.people.lookups import get_agency, get_colleague
from agencies.shell.layout import Button

LABELS = {
    "everybody": "Everybody",
    "active": "Active",
    "invited": "Invited, not yet here",
    "roleless": "Without a role",
    "deactivated": "Deactivated",
}


@dataclass(frozen=True)
class Step:
    action: Callable[..., object]
    title: str
    consequence: str
    button: Button
    done: str


STEPS = {
    "deactivate": Step(
        actions.deactivate,
        "Deactivate this colleague",
        "They are signed out everywhere at once and cannot act for your agency. What they did stays on record.",
        Button("Deactivate", kind="warning"),
        "{} is deactivated.",
    ),
    "cancel-invitation": Step(
        actions.deactivate,
        "Cancel this invitation",
        "The link stops working. The address stays in your list, under Deactivated.",
        Button("Cancel invitation", kind="warning"),
        "The invitation of {} is cancelled.",
    ),
    "reactivate": Step(
        actions.reactivate,
        "Reactivate this colleague",
        "They can sign in again, with the roles and units shown here.",
        Button("Reactivate"),
        "{} is active again.",
    ),
    "link": Step(
        actions.send_new_link,
        "Send a new sign-in link",
        "They get an e-mail with a link that works once. Links sent earlier stop working.",
        Button("Send link"),
        "A new link is on its way to {}.",
    ),
    "second-factor": Step(
        actions.remove_second_factor,
        "Remove their second factor",
        "For a lost phone. Speak to them first, and be sure that it is them. "
        "They are signed out everywhere, and set up a new one when they next sign in.",
        Button("Remove second factor", kind="warning"),
        "{} has no second factor now.",
    ),
}


@require_GET
def colleagues(request: Request) -> HttpResponse:
    get_agency(request, Permission.SEE_COLLEAGUES)
    asked = request.GET.get("state", "")
    state = asked if asked in LABELS else "everybody"
    after = request.GET.get("after", "")
    counts = queries.count_by_state(request.actor)
    shown = {
        "page": queries.list_colleagues(request.actor, state, after, at=timezone.now()),
        "states": [(code, label, counts[code]) for code, label in LABELS.items()],
        "state": state,
        "after": after,
    }
    return render(request, "people/colleagues.html", shown)


@require_http_methods(["GET", "POST"])
def find(request: Request) -> HttpResponse:
    """Looking for somebody is a POST, because what is typed is a name."""
    get_agency(request, Permission.SEE_COLLEAGUES)
    form = FindForm(request.POST or None)
    found = None
    if form.is_valid():
        found = queries.find_colleagues(request.actor, form.cleaned_data["text"], at=timezone.now())
    return render(request, "people/find.html", {"form": form, "found": found, "most": queries.MOST_FOUND})


@require_http_methods(["GET", "POST"])
def invite(request: Request) -> HttpResponse:
    agency = get_agency(request, Permission.MANAGE_COLLEAGUES)
    form = InviteForm(request.POST or None, agency=agency)

    if carry_out(form, actions.invite, by=request.actor, at=timezone.now()):
        messages.success(request, invited(form.cleaned_data["email"], agency))
        return redirect("colleagues")

    return render(request, "people/invite.html", {"form": form})


def invited(email: str, agency: Agency) -> str:
    if User.objects.get(email=email.lower()).has_never_come:
        return f"{email} is invited."
    return f"{email} has an account already. At their next sign-in they are asked to act for {agency}."


@require_GET
def colleague(request: Request, pk: int) -> HttpResponse:
    found = get_colleague(request, pk, Permission.SEE_COLLEAGUES)
    shown = {
        "colleague": found,
        "invitation": queries.last_invitation(found) if found.is_awaited else None,
        "has_second_factor": found.accepted_at and second_factor.has_any(found.user),
        "now": timezone.now(),
    }
    return render(request, "people/colleague.html", shown)


@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    found = get_colleague(request, pk, Permission.MANAGE_COLLEAGUES)
    now = {"roles": [Role(role) for role in found.roles], "units": found.units.all(), "version": found.version}
    form = ChangeForm(request.POST or None, agency=found.agency, initial=now)

    if carry_out(form, actions.change_place, found.pk, by=request.actor, at=timezone.now()):
        messages.success(request, f"Roles and units of {found.name} are saved.")
        return redirect("colleague", pk=found.pk)

    # After somebody else's save, the answers stand beside what is saved now, and the next save counts from there.
    if form.is_bound:
        form.data = request.POST.copy()
        form.data["version"] = str(found.version)
    shown = {"colleague": found, "form": form, "last_change": queries.last_change(found) if form.errors else None}
    return render(request, "people/change.html", shown)


@require_http_methods(["GET", "POST"])
def home_postcode(request: Request, pk: int) -> HttpResponse:
    found = get_colleague(request, pk, Permission.MANAGE_COLLEAGUES)
    form = HomeForm(request.POST or None)
    if carry_out(form, homes.record_home, found, by=request.actor, at=timezone.now()):
        messages.success(request, f"The home postcode of {found.name} is saved. Nobody can read it here.")
        return redirect("colleague", pk=found.pk)
    return render(request, "people/home_postcode.html", {"colleague": found, "form": form})


@require_POST
def forget_home_postcode(request: Request, pk: int) -> HttpResponse:
    found = get_colleague(request, pk, Permission.MANAGE_COLLEAGUES)
    homes.forget_home(found, by=request.actor, at=timezone.now())
    messages.success(request, f"The home postcode of {found.name} is deleted.")
    return redirect("colleague", pk=found.pk)


@require_http_methods(["GET", "POST"])
def confirm(request: Request, pk: int, step: str) -> HttpResponse:
    """Say what a step will do, then do it."""
    found = get_colleague(request, pk, Permission.MANAGE_COLLEAGUES)
    if not (chosen := STEPS.get(step)):
        raise Http404
    form = ConfirmForm(request.POST if request.method == "POST" else None, button=chosen.button)

    if carry_out(form, chosen.action, found.pk, by=request.actor, at=timezone.now()):
        messages.success(request, chosen.done.format(found.name))
        return redirect("colleague", pk=found.pk)

    shown = {"colleague": found, "step": chosen, "form": form}
    return render(request, "people/confirm.html", shown)


@require_http_methods(["GET", "POST"])
def invitations(request: Request) -> HttpResponse:
    """Of agencies that want somebody who already has an account. Nobody is added without their word."""
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        answer = form.cleaned_data
        try:
            done = actions.answer_invitation(
                answer["membership"], accept=answer["accept"], by=request.actor, at=timezone.now()
            )
        except Membership.DoesNotExist:
            raise Http404 from None
        messages.success(request, f"You {'accepted' if answer['accept'] else 'declined'} to act for {done.agency}.")
        return redirect("acting-for" if answer["accept"] else "home")
    return render(request, "people/invitations.html", {"invitations": queries.invitations_of(request.user)})
