"""The way in by a link, and passwords. The secret leaves the address at once, and is used up only by a POST."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agencies.doors import actions, queries
from agencies.doors.forms import ChangePasswordForm, ForgottenForm, InvitationForm, NewPasswordForm
from agencies.doors.locked_out import account_key, locked_out
from agencies.doors.sealing import digest_of
from agencies.models import SignInLink
from agencies.models.sign_in_link import Purpose
from agencies.pages import Request

LINK = "link"


@never_cache
@csrf_exempt
def take_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Changes nothing, so programs that look into mail may open it. Always answers the same, so nothing is logged."""
    digest = digest_of(secret)
    request.session.pop(LINK, None)
    if queries.find_link(digest, at=timezone.now()):
        request.session[LINK] = digest
    return redirect("use-link")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def use_link(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "doors/link_signed_in.html")
    digest = request.session.get(LINK, "")
    link = queries.find_link(digest, at=timezone.now())
    if link is None:
        return render(request, "doors/link_ended.html", status=410)
    try:
        return _accept(request, link) if link.purpose == Purpose.INVITATION else _set_password(request, link)
    except actions.LinkEnded:
        return render(request, "doors/link_ended.html", status=410)


def _accept(request: HttpRequest, link: SignInLink) -> HttpResponse:
    person = link.user
    known = {"full_name": person.full_name, "collar_number": person.collar_number}
    form = InvitationForm(request.POST or None, user=person, initial=known)
    if not form.is_valid():
        return render(request, "doors/invitation.html", {"form": form, "email": person.email})

    person = actions.accept_invitation(link.token_digest, **form.cleaned_data, at=timezone.now())
    request.session.pop(LINK, None)
    record_authentication(request, person, "invitation")
    response: HttpResponse = perform_login(request, person)
    return response


def _set_password(request: HttpRequest, link: SignInLink) -> HttpResponse:
    form = NewPasswordForm(request.POST or None, user=link.user)
    if not form.is_valid():
        return render(request, "doors/new_password.html", {"form": form, "email": link.user.email})

    actions.set_new_password(link.token_digest, **form.cleaned_data, at=timezone.now())
    request.session.pop(LINK, None)
    ratelimit.clear(request, action="login_failed", key=account_key(link.user.email))
    messages.success(request, "Your password is changed. Sign in with the new one.")
    return redirect("account_login")


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "doors/forgotten.html", {"form": form})

    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="reset_password", key=account_key(email)):
        return locked_out(request)
    actions.ask_for_new_password(email, at=timezone.now())
    return render(request, "doors/forgotten_sent.html")


@sensitive_post_parameters("present_password", "password")
@require_http_methods(["GET", "POST"])
def change_password(request: Request) -> HttpResponse:
    if not request.user.has_usable_password():
        return render(request, "doors/no_password.html")
    form = ChangePasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and not ratelimit.consume(request, action="change_password", user=request.user):
        return locked_out(request)
    if not form.is_valid():
        return render(request, "doors/change_password.html", {"form": form})

    actions.change_password(request.user, password=form.cleaned_data["password"], at=timezone.now())
    update_session_auth_hash(request, request.user)
    messages.success(request, "Your password is changed. Everywhere else you were signed in, you are signed out.")
    return redirect("account")
