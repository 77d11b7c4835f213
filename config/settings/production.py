"""Real people. Refuses to start rather than run unsafely."""

from config.environment import BadSetting, flag, number, text
from config.safety import reasons_not_to_start
from config.settings.base import *  # noqa: F403
from config.settings.base import MESSAGES_ALLOWED_TO, SITE_URL

SECURE_SSL_REDIRECT = flag("SSL_REDIRECT", True)
# Where a proxy of ours ends TLS: the header in which it says so, such as X-Forwarded-Proto.
TLS_PROXY_HEADER = text("TLS_PROXY_HEADER", "")
SECURE_PROXY_SSL_HEADER = (f"HTTP_{TLS_PROXY_HEADER.upper().replace('-', '_')}", "https") if TLS_PROXY_HEADER else None
# Asked from inside, where there is no TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

# Browsers accept these names only over TLS, for this very host and the whole of it.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Everybody may be written to. Whoever gave a list expects otherwise, and is told before the start.
MESSAGES_ALLOWED_TO = MESSAGES_ALLOWED_TO or None

if reasons := reasons_not_to_start(globals()):
    raise BadSetting("\n".join(reasons))
