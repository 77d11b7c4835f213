"""Pages for when it does not go on: each says what to do next. Django finds them through config/urls.py."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from audit.origin import present


def _stop(request: HttpRequest, status: HTTPStatus, template: str = "") -> HttpResponse:
    said = {"is_recorded": getattr(request, "refusal_is_recorded", False)}
    return render(request, template or f"{status.value}.html", said, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    is_too_large = isinstance(exception, RequestDataTooBig)
    return _stop(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE if is_too_large else HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _stop(request, HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _stop(request, HTTPStatus.FORBIDDEN, "403_csrf.html")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _stop(request, HTTPStatus.NOT_FOUND)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _stop(request, HTTPStatus.TOO_MANY_REQUESTS)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: whatever broke may be what a context processor needs."""
    page = render_to_string("500.html", {"request_id": present.get().request_id})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)
