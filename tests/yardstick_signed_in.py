"""The least that a new Django project does for somebody who has signed in: its own middleware, a session, a person.

The session is that of one of our own pages, from our own database.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.settings import local

OF_A_NEW_PROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Its package does not start without it.
    "allauth.account.middleware.AccountMiddleware",
]


def say_who(request: HttpRequest) -> HttpResponse:
    status = 200 if request.user.is_authenticated else 403
    return HttpResponse(status=status, content_type="text/plain")


urlpatterns = [path("", say_who)]
ours = {name: getattr(local, name) for name in dir(local) if name.isupper()}
of_a_new_project = {"MIDDLEWARE": OF_A_NEW_PROJECT, "SESSION_ENGINE": "django.contrib.sessions.backends.db"}
settings.configure(**{**ours, **of_a_new_project, "ROOT_URLCONF": __name__})
application = get_wsgi_application()

from django.contrib.auth.backends import ModelBackend  # noqa: E402 only once there are settings and applications

from agencies.doors.backend import Backend  # noqa: E402

Backend.get_user = ModelBackend.get_user  # type: ignore[method-assign]  # as a new project finds the person
