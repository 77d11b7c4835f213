"""By what somebody proved who they are in this session, in words that the ledger can keep."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

SINGLE_SIGN_ON = "single_sign_on"
_WORDS = {
    ("password", None): "password",
    ("mfa", "totp"): "app",
    ("mfa", "webauthn"): "passkey",
    ("mfa", "recovery_codes"): "recovery_code",
    ("socialaccount", None): SINGLE_SIGN_ON,
    ("invitation", None): "invitation",
}


def ways_in(session: SessionBase) -> list[str]:
    """In the order they were used. The key is that of django-allauth's own record."""
    records = session.get("account_authentication_methods") or []
    found = (_WORDS.get((record["method"], record.get("type"))) for record in records)
    return list(dict.fromkeys(word for word in found if word))


def needs_no_second_factor(session: SessionBase) -> bool:
    """Where single sign-on has already asked for one."""
    return bool(settings.OIDC_IS_SECOND_FACTOR) and SINGLE_SIGN_ON in ways_in(session)
