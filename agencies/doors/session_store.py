"""Sessions in the database, as Django keeps them. Each request asks for one, so the question is kept."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from agencies.statements import A_MOMENT, A_NAME, Statement


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """One that began when the backend had another name goes on."""
        data: dict[str, Any] = super().load()
        if BACKEND_SESSION_KEY in data:
            [data[BACKEND_SESSION_KEY]] = settings.AUTHENTICATION_BACKENDS
        return data

    def _get_session_from_db(self) -> Session | None:
        found = _session().rows({A_NAME: self.session_key}, timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


@cache
def _session() -> Statement[Session]:
    return Statement(Session.objects.filter(session_key=A_NAME, expire_date__gt=A_MOMENT))
