"""Single-use links: asked for, sent, used. An invitation and a new password are the same thing with other words."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from agencies.actors import Actor
from agencies.models import SignInLink, User
from agencies.models.sign_in_link import Purpose
from audit import actions as audit
from audit.enums import Operation


@transaction.atomic
def ask_for_link(user: User, purpose: Purpose, *, by: Actor | None, at: datetime) -> SignInLink:
    """Links of this person that were not used yet stop working. The message goes out within seconds.

    `by` is None when somebody who has not signed in asks for themselves.
    """
    User.objects.select_for_update().get(pk=user.pk)
    user.sign_in_links.filter(used_at=None, cancelled_at=None).update(cancelled_at=at)
    link = SignInLink.objects.create(
        user=user,
        agency_id=by.agency_id if by else None,
        purpose=purpose,
        asked_by_id=by.user_id if by else None,
        asked_at=at,
        expires_at=at + settings.SIGN_IN_LINK_LASTS[purpose],
    )
    audit.record(Operation.SECURITY, "link.asked", user.reference, by=by, at=at)
    return link
