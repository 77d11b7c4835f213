import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from agencies.shell.stops import too_many_requests


def account_key(email: str) -> str:
    """By which failed attempts are counted: the account alone, by whatever address or name we were reached."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def locked_out(request: HttpRequest) -> HttpResponse:
    """The same page for every account, known or not. It says how long to wait."""
    response = too_many_requests(request)
    response["Retry-After"] = str(int(settings.LOCKED_OUT_FOR.total_seconds()))
    return response
