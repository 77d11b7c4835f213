from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

Handler = Callable[[HttpRequest], HttpResponse]
BARE = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}


def explain_bare_refusals(get_response: Handler) -> Handler:
    """Django refuses some requests without a word. A person gets a page."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in BARE and not response.streaming and not response.content:
            response.content = render_to_string(f"{response.status_code}.html", request=request)
        return response

    return middleware
