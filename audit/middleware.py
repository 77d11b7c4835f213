import uuid
from collections.abc import Callable
from ipaddress import ip_address

import pghistory
import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from audit.origin import Origin, present


def client_address(remote: str, forwarded: str, proxies: int) -> str:
    """The nearest address that our own proxies did not add themselves. Empty when it is not an address."""
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    found = hops[-proxies] if 0 < proxies <= len(hops) else remote
    try:
        return str(ip_address(found))
    except ValueError:
        return ""


def remember_origin(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request an id, and remember where it came from for the ledger and the logs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        address = client_address(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            settings.TRUSTED_PROXIES,
        )
        origin = Origin(address or None, str(uuid.uuid4()))
        token = present.set(origin)
        structlog.contextvars.bind_contextvars(request_id=origin.request_id)
        try:
            # So that the version tables, which hold the values, can be read beside the ledger, which does not.
            with pghistory.context(request=origin.request_id):
                response = get_response(request)
        finally:
            present.reset(token)
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = origin.request_id
        return response

    return middleware
