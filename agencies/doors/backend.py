"""Who signs in with a password, and who a session belongs to: each request asks for the latter."""

from allauth.account.auth_backends import AuthenticationBackend
from django.utils.timezone import localdate

from agencies.doors import queries
from agencies.models import User


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """With what they can act under, which every page asks next."""
        person = queries.person_with_places(user_id, localdate())
        if person and self.user_can_authenticate(person):
            return person
        found: User | None = super().get_user(user_id)
        return found
