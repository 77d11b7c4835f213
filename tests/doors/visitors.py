"""What tests of the doors share: somebody at the door, and a phone with an authenticator app."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from agencies.doors.sealing import seal
from agencies.models import User
from audit.models import Entry
from tests.factories import PASSWORD
from tests.journeys.authenticator import code

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def try_to_sign_in(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    response: HttpResponse = client.post(reverse("account_login"), {"login": email, "password": password})
    return response


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def app_of(user: User) -> Authenticator:
    """An authenticator app that was set up earlier."""
    sealed = seal(KEY.encode()).decode()
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})


def code_now(key: str = KEY, *, steps_later: int = 0) -> str:
    return code(key, steps_later)


def send_code(client: Client, typed: str) -> HttpResponse:
    response: HttpResponse = client.post(reverse("mfa_authenticate"), {"code": typed})
    return response


def events() -> list[str]:
    """What the doors wrote in the ledger, oldest first."""
    return list(Entry.objects.filter(operation="security").order_by("pk").values_list("event", flat=True))


def last_entry(event: str) -> Entry:
    return Entry.objects.filter(event=event).latest("pk")


@contextmanager
def full_ledger(event: str = "") -> Iterator[None]:
    """The database takes no more lines about such an event."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "audit_entry"') and event in str(params):
            raise DatabaseError("No more room.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield
