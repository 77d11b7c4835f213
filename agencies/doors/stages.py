from typing import Any

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from agencies.doors.recording import record
from agencies.doors.ways_in import needs_no_second_factor
from audit.enums import Outcome


class SecondFactorStage(AuthenticateStage):
    """Between the password and the session, for everybody who has a second factor."""

    def handle(self) -> tuple[Any, bool]:
        if needs_no_second_factor(self.request.session):
            return None, True
        self.state.setdefault("fits", self.login.user.get_session_auth_hash())
        stage: tuple[Any, bool] = super().handle()
        return stage

    def exit(self) -> HttpResponse:
        """A password that was changed since it was typed here opens nothing any more."""
        user = self.login.user
        if constant_time_compare(self.state.get("fits", ""), user.get_session_auth_hash()):
            response: HttpResponse = super().exit()
            return response
        record("session.refused", user, by=None, at=timezone.now(), outcome=Outcome.REFUSED)
        ended: HttpResponse = self.abort()
        return ended
