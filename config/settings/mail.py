"""How e-mail and text messages leave, and to whom they may go. Part of the base settings."""

from config.environment import choice, number, secret, site, text, words

# Whom this installation may write to: addresses and numbers. Production may write to everybody, and says None.
MESSAGES_ALLOWED_TO: list[str] | None = words("MESSAGES_ALLOWED_TO")

# Asks about each address before anything is handed over.
EMAIL_BACKEND = "agencies.doors.allowed_mail.AllowedMail"
EMAIL_HOST = text("EMAIL_HOST", "")
EMAIL_PORT = number("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = secret("EMAIL_HOST_PASSWORD", "")
EMAIL_SECURITY = choice("EMAIL_SECURITY", "starttls", ["starttls", "tls", "none"])
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "referrals@localhost")

# What takes e-mail about cases. Links for signing in always go by SMTP.
MAIL_CHANNEL = choice("MAIL_CHANNEL", "smtp", ["smtp", "notify"])
# GOV.UK Notify. Text messages exist only where it has a key and a template for them.
NOTIFY_API_KEY = secret("NOTIFY_API_KEY", "")
NOTIFY_BASE_URL = site("NOTIFY_BASE_URL", "https://api.notifications.service.gov.uk")
# Keys of its templates: of ((subject)) and ((body)), and of ((body)) alone.
NOTIFY_EMAIL_TEMPLATE = text("NOTIFY_EMAIL_TEMPLATE", "")
NOTIFY_TEXT_TEMPLATE = text("NOTIFY_TEXT_TEMPLATE", "")
NOTIFY_TIMEOUT = 10
