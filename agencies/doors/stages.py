from typing import Any

from allauth.mfa.stages import AuthenticateStage

from agencies.doors.ways_in import needs_no_second_factor


class SecondFactorStage(AuthenticateStage):
    """Between the password and the session, for everybody who has a second factor."""

    def handle(self) -> tuple[Any, bool]:
        if needs_no_second_factor(self.request.session):
            return None, True
        stage: tuple[Any, bool] = super().handle()
        return stage
