"""The mail of a practice installation, which goes into files instead of out into the world."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from agencies.doors.practice_mail import MOST_SHOWN, newest


@never_cache
@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    shown = {"folder": folder, "sent": newest(folder) if folder else [], "most": MOST_SHOWN}
    return render(request, "doors/practice_mail.html", shown)
