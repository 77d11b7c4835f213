"""How people sign in, and for how long. Part of the base settings."""

from datetime import timedelta

from config.environment import flag, secret, text

# Outside practice, a person without a second factor can do nothing but set one up.
SECOND_FACTOR_REQUIRED = flag("SECOND_FACTOR_REQUIRED", True)

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["agencies.doors.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "agencies.doors.password_rules.CommonWordValidator"},
    {"NAME": f"{_VALIDATION}NumericPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name", "collar_number")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# When a session ends is decided in agencies/doors/sessions.py. Its row stays for a day after that, so that a form
# posted too late can still be told from a stranger's.
SESSION_ENGINE = "agencies.doors.session_store"
SESSION_COOKIE_AGE = int(timedelta(hours=24, minutes=30).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"

SIGN_IN_LINK_LASTS = {"invitation": timedelta(days=7), "new_password": timedelta(hours=1)}

# Five wrong passwords, or five wrong codes, and the account waits. An address waits after a hundred: a whole force may
# come from one, and all at the start of a shift. The page that says how long is templates/429.html.
LOCKED_OUT_FOR = timedelta(minutes=15)
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "5/15m/key,100/15m/ip",
    "reset_password": "5/15m/key,100/15m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/15m/user",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}

ACCOUNT_ADAPTER = "agencies.doors.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "agencies.doors.forms.SignInForm",
    "reauthenticate": "agencies.doors.forms.PasswordAgainForm",
}

MFA_ADAPTER = "agencies.doors.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Modern slavery referrals"
# A phone's clock may be half a minute wrong. A code is still taken once only: agencies/doors/second_factor.py.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "agencies.doors.second_factor.CodeForm",
    "reauthenticate": "agencies.doors.second_factor.CodeAgainForm",
    "activate_totp": "agencies.doors.second_factor.FirstCodeForm",
    "authenticate_webauthn": "agencies.doors.passkeys.PasskeyForm",
    "reauthenticate_webauthn": "agencies.doors.passkeys.PasskeyAgainForm",
    "login_webauthn": "agencies.doors.passkeys.PasskeySignInForm",
    "add_webauthn": "agencies.doors.passkeys.NewPasskeyForm",
    "edit_webauthn": "agencies.doors.passkeys.PasskeyNameForm",
}

SOCIALACCOUNT_ADAPTER = "agencies.doors.single_sign_on.SingleSignOnAdapter"
# Single sign-on with the provider at OIDC_ISSUER, for people who already have an account here. Off while empty.
OIDC_ISSUER = text("OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = text("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = secret("OIDC_CLIENT_SECRET", "")
OIDC_NAME = text("OIDC_NAME", "your organisation")
# Whether having signed in there replaces the second factor here. Only where the provider itself asks for one.
OIDC_IS_SECOND_FACTOR = flag("OIDC_IS_SECOND_FACTOR", False)
# Whether addresses that the provider does not call verified count as verified. Only where it serves one organisation.
OIDC_EMAIL_IS_VERIFIED = flag("OIDC_EMAIL_IS_VERIFIED", False)
