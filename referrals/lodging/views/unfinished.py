"""Stands where pages are being written right now. Removed when the last of them is there."""

from django.http import Http404, HttpResponse

from agencies.pages import Request


def page(request: Request, **kwargs: str) -> HttpResponse:
    raise Http404
