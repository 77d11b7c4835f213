"""All headers of each kind of answer, as production sends them."""

import json
import re
import sys
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from tests.deployment.production import SITE, VARIABLES, run
from tests.factories import MembershipFactory

TELL = (
    "import json; from django.conf import settings; import sys;"
    "print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}))"
)
OF_PRODUCTION = [
    *("SECURE_SSL_REDIRECT", "SECURE_REDIRECT_EXEMPT", "SECURE_REFERRER_POLICY", "SECURE_CROSS_ORIGIN_OPENER_POLICY"),
    *("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "ALLOWED_HOSTS"),
    *("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE"),
    *("CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE"),
    *("CONTENT_SECURITY_POLICY", "PASSWORD_HASHERS", "MESSAGE_STORAGE", "CSRF_TRUSTED_ORIGINS"),
    *("CELERY_ACCEPT_CONTENT", "CELERY_TASK_SERIALIZER", "CELERY_TASK_ACKS_LATE", "CELERY_TASK_TIME_LIMIT"),
    *("CELERY_TASK_SOFT_TIME_LIMIT", "CELERY_BROKER_TRANSPORT_OPTIONS", "SECOND_FACTOR_REQUIRED", "DEMONSTRATION"),
]
# Written out: a header that is new, or gone, or says something else, is a decision.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}
ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), "
        "screen-wake-lock=(), usb=(), xr-spatial-tracking=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
NOT_KEPT = {**ALWAYS, "Cache-Control": "no-store"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}
# The site itself says these; probes, files and refusals at the gate come before they are known.
OURS = {**NOT_KEPT, "X-Request-ID": "<id>", "Vary": "Cookie", "Content-Length": "<n>"}
ATTACHED = {"Content-Disposition": 'attachment; filename="evidence.txt"'}
A_FILE = {"Content-Length": "<n>", "ETag": "<etag>", "Last-Modified": "<date>"}
BEHIND_THE_GATE = {**NOT_KEPT, "X-Request-ID": "<id>"}

SIGNED_IN = [
    ("a page", "/", 200, {**OURS, **HTML}),
    ("refused", "/kinds/refuses/", 403, {**OURS, **HTML}),
    ("not found", "/nowhere/", 404, {**OURS, **HTML}),
    ("broken", "/kinds/breaks/", 500, {**OURS, **HTML}),
    ("a partial", "/kinds/partial/", 200, {**OURS, **JSON}),
    ("a file", "/kinds/file/", 200, {**OURS, **TEXT, **ATTACHED}),
    ("a page that wants to be kept", "/kinds/keeps/", 200, {**OURS, **HTML}),
]
OPEN = [
    ("an open page", "/help/", 200, {**OURS, **HTML}),
    ("a page that asks to sign in", "/", 302, {**OURS, **HTML, "Location": "<address>"}),
    ("alive", "/healthz", 200, {**NOT_KEPT, **TEXT}),
    ("ready", "/readyz", 503, {**NOT_KEPT, **JSON}),
    (
        "a style sheet",
        "/static/app.css",
        200,
        {**ALWAYS, **A_FILE, "Content-Type": 'text/css; charset="utf-8"', "Cache-Control": "max-age=60, public"},
    ),
]


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    told = run(sys.executable, "-c", TELL, *OF_PRODUCTION, **VARIABLES)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@pytest.fixture
def _as_production(production: dict[str, Any], settings: Settings) -> None:
    for name, value in production.items():
        if name.startswith(("SECURE_", "SESSION_", "CSRF_", "ALLOWED_")):
            setattr(settings, name, value)
    settings.ROOT_URLCONF = "tests.deployment.kinds"


def ask(client: Client, path: str, host: str = SITE, *, secure: bool = True) -> tuple[int, dict[str, Any]]:
    answer = client.get(path, secure=secure, headers={"host": host})
    answer.close()
    return answer.status_code, shown(answer)


def shown(answer: HttpResponse) -> dict[str, Any]:
    """What is different each time is left out."""
    found: dict[str, Any] = dict(answer.headers)
    found["Content-Security-Policy"] = dict(part.split(" ", 1) for part in found["Content-Security-Policy"].split("; "))
    changing = {"X-Request-ID": "<id>", "Content-Length": "<n>", "ETag": "<etag>", "Last-Modified": "<date>"}
    changing["Location"] = "<address>"
    return {**found, **{name: value for name, value in changing.items() if name in found}}


@pytest.mark.django_db
@pytest.mark.usefixtures("_as_production")
@pytest.mark.parametrize(("kind", "path", "status", "headers"), SIGNED_IN)
def test_headers_of_what_somebody_who_signed_in_gets(
    kind: str, path: str, status: int, headers: dict[str, Any]
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(MembershipFactory().user)

    assert ask(client, path) == (status, headers)


@pytest.mark.django_db
@pytest.mark.usefixtures("_as_production")
@pytest.mark.parametrize(("kind", "path", "status", "headers"), OPEN)
def test_headers_of_what_anybody_gets(kind: str, path: str, status: int, headers: dict[str, Any]) -> None:
    assert ask(Client(), path) == (status, headers)


@pytest.mark.usefixtures("_as_production")
def test_headers_of_a_request_for_a_host_that_is_not_ours() -> None:
    assert ask(Client(), "/help/", host="elsewhere.test") == (400, {**BEHIND_THE_GATE, **HTML})


@pytest.mark.usefixtures("_as_production")
def test_headers_of_the_way_from_http_to_https() -> None:
    status, headers = ask(Client(), "/help/", secure=False)

    expected = {name: value for name, value in NOT_KEPT.items() if name != "Strict-Transport-Security"}
    assert (status, headers) == (301, {**expected, **HTML, "Location": "<address>"})


@pytest.mark.django_db
@pytest.mark.usefixtures("_as_production")
def test_cookies_are_for_this_host_over_tls_and_not_for_scripts() -> None:
    client = Client()
    client.force_login(MembershipFactory().user)

    answer = client.get("/", secure=True, headers={"host": SITE})
    answer.close()

    flags = {
        cookie.key: (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
        for cookie in answer.cookies.values()
    }
    assert flags == {
        "__Host-session": (True, True, "Lax", "/", ""),
        "__Host-csrf": (True, True, "Lax", "/", ""),
    }
    assert all(re.fullmatch(r"[A-Za-z0-9]{32}", cookie.value) for cookie in answer.cookies.values())


def test_no_policy_names_an_unsafe_source(production: dict[str, Any]) -> None:
    assert "unsafe" not in json.dumps(production["CONTENT_SECURITY_POLICY"])


def test_forms_may_lead_to_the_page_where_one_signs_in_with_the_force() -> None:
    issuer = {
        "OIDC_ISSUER": "https://login.force.test:8443/tenant/v2.0",
        "OIDC_CLIENT_ID": "a",
        "OIDC_CLIENT_SECRET": "b",
    }

    told = run(sys.executable, "-c", TELL, "CONTENT_SECURITY_POLICY", **VARIABLES, **issuer)

    directives = json.loads(told.stdout)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["form-action"] == ["'self'", "https://login.force.test:8443"]


def test_what_production_keeps_to(production: dict[str, Any]) -> None:
    assert production["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert production["MESSAGE_STORAGE"] == "django.contrib.messages.storage.session.SessionStorage"
    assert production["CSRF_TRUSTED_ORIGINS"] == [f"https://{SITE}"]
    assert (production["SECOND_FACTOR_REQUIRED"], production["DEMONSTRATION"]) == (True, False)


def test_tasks_are_json_are_done_before_they_are_forgotten_and_end_before_they_are_given_again(
    production: dict[str, Any],
) -> None:
    assert (production["CELERY_ACCEPT_CONTENT"], production["CELERY_TASK_SERIALIZER"]) == (["json"], "json")
    assert production["CELERY_TASK_ACKS_LATE"] is True
    limits = [production["CELERY_TASK_SOFT_TIME_LIMIT"], production["CELERY_TASK_TIME_LIMIT"]]
    assert [*limits, production["CELERY_BROKER_TRANSPORT_OPTIONS"]["visibility_timeout"]] == [240, 300, 600]
