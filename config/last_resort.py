"""What answers when even the page that says sorry fails."""

from collections.abc import Callable, Iterable
from typing import Any

import structlog

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

log = structlog.get_logger()

SORRY = b"Something went wrong. Try again in a few minutes. In an emergency, call 999.\n"
HEADERS = [("Content-Type", "text/plain"), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]


def never_silent(site: Application) -> Application:
    """When even the page that says sorry fails. A server left to itself would log the message of the exception."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return site(environ, start_response)
        except Exception:
            log.exception("site.failed")
            start_response("500 Internal Server Error", HEADERS)
            return [SORRY]

    return answer
