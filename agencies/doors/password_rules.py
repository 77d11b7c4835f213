import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from agencies.models import User


class CommonWordValidator(CommonPasswordValidator):
    """The list of common passwords holds few long ones. So what is left without digits and signs counts as well."""

    def validate(self, password: str, user: User | None = None) -> None:
        super().validate(password, user)
        if re.sub(r"[^a-z]", "", password.lower()) in self.passwords:
            raise ValidationError(
                "This is a common password with something added. Choose words that do not belong together."
            )
