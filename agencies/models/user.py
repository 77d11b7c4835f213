from typing import Any

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from agencies.folding import folded, searchable


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


# What `sort_name` and `search_text` are made from.
NAMES = {"full_name", "email", "collar_number"}
# Sorts after every letter, so that people who have not given their name yet come last.
LAST = "\uffff"


@pghistory.track(exclude=["password", "last_login", "sort_name", "search_text"])
class User(AbstractBaseUser):
    """A person who signs in. Deactivated, never deleted."""

    email = models.EmailField("work e-mail address", unique=True)
    full_name = models.CharField(max_length=120, blank=True)
    collar_number = models.CharField("collar or staff number", max_length=20, blank=True)
    sort_name = models.CharField(max_length=250, editable=False)
    search_text = models.TextField(editable=False)
    is_active = models.BooleanField(default=True)
    # Part of what a session is checked against: raise it, and every session of this person ends.
    session_epoch = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        ordering = ["sort_name", "email"]
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_lower_case")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, **kwargs: Any) -> None:
        named = kwargs.get("update_fields")
        if named is None or NAMES & set(named):
            self.sort_name = _surname_first(self.full_name)
            self.search_text = searchable([self.full_name, self.email, self.collar_number])
            kwargs["update_fields"] = named and {*named, "sort_name", "search_text"}
        super().save(**kwargs)

    @property
    def reference(self) -> str:
        """How the ledger names this person."""
        return f"user:{self.pk}"

    def get_full_name(self) -> str:
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "agencies.User.session", f"{self.password}/{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def has_never_come(self) -> bool:
        """Invited, and has neither set a password nor come in by single sign-on."""
        return not self.has_usable_password() and self.last_login is None

    def end_sessions(self) -> None:
        """Everywhere this person is signed in, they are signed out at the next click."""
        self.session_epoch += 1
        self.save(update_fields=["session_epoch"])


def _surname_first(full_name: str) -> str:
    """Ranks and titles stand in front of names here, so the last word is the best guess."""
    *others, last = folded(full_name).split() or [LAST]
    return " ".join([last, *others])
