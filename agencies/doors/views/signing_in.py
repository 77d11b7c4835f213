"""In and out. The work is django-allauth's; the words and the ledger are ours."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from agencies.doors import single_sign_on


class SignIn(LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = settings.OIDC_NAME if single_sign_on.is_on() else ""
        return {**super().get_context_data(**kwargs), "single_sign_on": name, "provider": single_sign_on.PROVIDER}


class SignOut(LogoutView):
    template_name = "doors/sign_out.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Not "cookies": browsers would take those of every site of the force's domain with ours."""
        self.logout()
        self.request.actor = self.request.membership = None
        response = render(self.request, "doors/signed_out.html")
        response.delete_cookie(settings.CSRF_COOKIE_NAME, path=settings.CSRF_COOKIE_PATH)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
