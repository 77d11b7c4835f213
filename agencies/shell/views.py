from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from agencies.shell.specimens import LISTS, Specimens, states


@require_safe
def open_page(request: HttpRequest, template: str) -> HttpResponse:
    """Help, accessibility and privacy: for anybody, also for somebody who cannot sign in."""
    return render(request, template)


@require_http_methods(["GET", "POST"])
def components(request: HttpRequest) -> HttpResponse:
    """For developers: every component in every state. What is posted comes back as it was typed."""
    form = Specimens(request.POST, request.FILES) if request.method == "POST" else Specimens()
    return render(request, "shell/components.html", {"form": form, "states": states(), **LISTS})
