"""Single-use links, from being asked for to being used. An invitation is a new password with other words."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from agencies.actors import Actor
from agencies.doors import queries
from agencies.doors.recording import record
from agencies.models import SignInLink, User
from agencies.models.sign_in_link import Purpose
from agencies.refusals import Refused
from audit.enums import Outcome


class LinkEnded(Refused):
    """The link was used, ran out, or was replaced by a newer one."""


@transaction.atomic
def ask_for_link(user: User, purpose: Purpose, *, by: Actor | None, at: datetime) -> SignInLink:
    """Links of this person that were not used yet stop working. The message goes out within seconds.

    `by` is None when somebody who has not signed in asks for themselves.
    """
    User.objects.select_for_update().get(pk=user.pk)
    _end_links(user, at)
    link = SignInLink.objects.create(
        user=user,
        agency_id=by.agency_id if by else None,
        purpose=purpose,
        asked_by_id=by.user_id if by else None,
        asked_at=at,
        next_try_at=at,
        expires_at=at + settings.SIGN_IN_LINK_LASTS[purpose],
    )
    record("link.asked", user, by=by, at=at)
    return link


@transaction.atomic
def ask_for_new_password(email: str, *, at: datetime) -> None:
    """Whoever asks learns nothing about whether the address is known here."""
    user = queries.find_person(email)
    if user and user.is_active and user.has_usable_password():
        ask_for_link(user, Purpose.NEW_PASSWORD, by=None, at=at)
    else:
        record("link.asked", user, by=None, at=at, outcome=Outcome.REFUSED)


@transaction.atomic
def accept_invitation(digest: str, *, full_name: str, collar_number: str, password: str, at: datetime) -> User:
    user = _use(digest, at)
    user.full_name = full_name
    user.collar_number = collar_number
    user.save(update_fields=["full_name", "collar_number"])
    change_password(user, password=password, at=at)
    return user


@transaction.atomic
def set_new_password(digest: str, *, password: str, at: datetime) -> User:
    user = _use(digest, at)
    change_password(user, password=password, at=at)
    return user


@transaction.atomic
def change_password(user: User, *, password: str, at: datetime) -> None:
    """Ends every session of this person. Whoever changes it from within a session renews that one."""
    user.set_password(password)
    user.session_epoch += 1
    user.save(update_fields=["password", "session_epoch"])
    record("password.changed", user, at=at)


@transaction.atomic
def remove_second_factors(user: User, *, by: Actor, at: datetime) -> None:
    """For somebody who lost theirs. Ends their sessions; where a second factor is required, they set up a new one."""
    Authenticator.objects.filter(user=user).delete()
    user.end_sessions()
    record("second_factor.removed.all", user, by=by, at=at)


def _use(digest: str, at: datetime) -> User:
    """The person is locked before the link, as in ask_for_link, so that the two never wait for one another."""
    found = queries.find_link(digest, at=at)
    if found is None:
        raise LinkEnded
    user = User.objects.select_for_update().get(pk=found.user_id)
    link = SignInLink.objects.select_for_update().get(pk=found.pk)
    if not (user.is_active and link.is_usable(at)):
        raise LinkEnded
    link.used_at = at
    link.save(update_fields=["used_at"])
    _end_links(user, at)
    record("link.used", user, at=at)
    return user


def _end_links(user: User, at: datetime) -> None:
    user.sign_in_links.filter(used_at=None, cancelled_at=None).update(cancelled_at=at)
