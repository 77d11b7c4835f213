"""Setting up and removing second factors. Each change and its line on the ledger are one transaction."""

from textwrap import wrap
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib.auth import update_session_auth_hash
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone

from agencies.doors.recording import record
from agencies.doors.second_factor import has_any
from agencies.models import User


class _Recorded:
    event: str
    request: HttpRequest

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # allauth has no types
                record(self.event, self.request.user, at=timezone.now())  # type: ignore[arg-type]  # signed in by then
        except IntegrityError:  # the same was sent twice at the same moment, and the other one won
            return redirect("mfa_index")
        return response


class _FirstFactor(_Recorded):
    """Whoever is signed in elsewhere with the password alone is signed out when the first factor is added."""

    def form_valid(self, form: Form) -> HttpResponse:
        user = self.request.user
        is_first = isinstance(user, User) and not has_any(user)
        with transaction.atomic():
            response = super().form_valid(form)
            if is_first and isinstance(user, User) and has_any(user):
                user.end_sessions()
                update_session_auth_hash(self.request, user)
        return response


class AddApp(_FirstFactor, ActivateTOTPView):
    event = "second_factor.added.app"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "key_in_fours": " ".join(wrap(context["form"].secret, 4))}


class RemoveApp(_Recorded, DeactivateTOTPView):
    event = "second_factor.removed.app"


class NewRecoveryCodes(_Recorded, GenerateRecoveryCodesView):
    event = "second_factor.added.recovery_codes"


class AddPasskey(_FirstFactor, AddWebAuthnView):
    event = "second_factor.added.passkey"


class RemovePasskey(_Recorded, RemoveWebAuthnView):
    event = "second_factor.removed.passkey"
    form_class = DeactivateTOTPForm
    success_url = reverse_lazy("mfa_index")

    def get_form_kwargs(self) -> dict[str, Any]:
        authenticator: Authenticator = self.object
        return {"data": {}, **super().get_form_kwargs(), "authenticator": authenticator}
