"""Single sign-on for people who have an account here: found by a verified address once, then by their number there."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agencies.doors import queries
from agencies.doors.recording import record
from agencies.models import User
from audit.enums import Outcome

PROVIDER = "sso"


def is_on() -> bool:
    return bool(settings.OIDC_ISSUER)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The one provider of the settings. No row of a table can add another."""
        app = SocialApp(
            provider="openid_connect",
            provider_id=PROVIDER,
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_CLIENT_SECRET,
            settings={
                "server_url": settings.OIDC_ISSUER,
                "oauth_pkce_enabled": True,
                "verified_email": settings.OIDC_EMAIL_IS_VERIFIED,
            },
        )
        is_asked_for = provider in (None, PROVIDER, app.provider) and client_id in (None, app.client_id)
        return [app] if is_on() and is_asked_for else []

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") != "login" or request.user.is_authenticated:
            raise ImmediateHttpResponse(refused(request, None))
        person = sociallogin.user if sociallogin.is_existing else _find(sociallogin)
        if person is None or not person.is_active:
            raise ImmediateHttpResponse(refused(request, person))
        _bind(request, sociallogin, person)

    def on_authentication_error(self, request: HttpRequest, provider: Any, *args: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(refused(request, None))


def refused(request: HttpRequest, person: User | None) -> HttpResponse:
    """The same page whatever the reason."""
    record("session.refused", person, by=None, at=timezone.now(), outcome=Outcome.REFUSED)
    return render(request, "doors/single_sign_on_refused.html", {"provider": settings.OIDC_NAME}, status=403)


def _find(sociallogin: SocialLogin) -> User | None:
    """Somebody who has a number there already is not found by address again: addresses are given to other people."""
    for address in sociallogin.email_addresses:
        person = queries.find_person(address.email) if address.verified is True else None
        if person and not SocialAccount.objects.filter(user=person, provider=sociallogin.account.provider).exists():
            return person
    return None


@transaction.atomic
def _bind(request: HttpRequest, sociallogin: SocialLogin, person: User) -> None:
    """Of what the provider says about somebody, only its number for them is kept; and their name, if we had none."""
    now = timezone.now()
    claims = sociallogin.account.extra_data
    sociallogin.account.extra_data = {}
    if sociallogin.is_existing:
        sociallogin.account.save(update_fields=["extra_data"])
        return
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.full_name:
        told = claims.get("userinfo") or claims.get("id_token") or {}
        person.full_name = str(told.get("name") or "")[:120]
    sociallogin.connect(request, person)
    person.sign_in_links.filter(used_at=None, cancelled_at=None).update(cancelled_at=now)
    record("single_sign_on.bound", person, at=now)
