"""The only addresses of django-allauth that exist here, and our own. See open_pages.py for who may open which."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as single_sign_on
from django.conf import settings
from django.urls import URLPattern, path

from agencies.doors.single_sign_on import PROVIDER
from agencies.doors.views import links, practice, second_factor, session, signing_in

provider = {"provider_id": PROVIDER}

urlpatterns: list[URLPattern] = [
    path("account/", session.account, name="account"),
    path("account/sign-in/", signing_in.SignIn.as_view(), name="account_login"),
    path("account/sign-out/", signing_in.SignOut.as_view(), name="account_logout"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # By link, and passwords
    path("account/link/", links.use_link, name="use-link"),
    path("account/link/<str:secret>/", links.take_link, name="take-link"),
    path("account/password/", links.change_password, name="change-password"),
    path("account/password/forgotten/", links.forgotten, name="forgotten-password"),
    # Second factor
    path("account/second-factor/", mfa.index, name="mfa_index"),
    path("account/second-factor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("account/second-factor/app/", second_factor.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", second_factor.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/second-factor/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-factor/recovery-codes/file/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path(
        "account/second-factor/recovery-codes/new/",
        second_factor.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("account/second-factor/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-factor/passkeys/new/", second_factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/second-factor/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "account/second-factor/passkeys/<int:pk>/remove/",
        second_factor.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("account/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    # Single sign-on
    path("account/single-sign-on/", single_sign_on.login, provider, name="openid_connect_login"),
    path("account/single-sign-on/back/", single_sign_on.callback, provider, name="openid_connect_callback"),
    # The session
    path("session/keep/", session.keep, name="keep-session"),
    path("acting-for/", session.acting_for, name="acting-for"),
    path("kept/", session.kept, name="kept-forms"),
    path("kept/<int:pk>/throw-away/", session.throw_away, name="throw-away-kept-form"),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("practice/mail/", practice.mail, name="practice-mail"))
