"""The message with the link. The row is the outbox: while it is not marked as sent, it is sent, with a new secret."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from agencies.doors.recording import record
from agencies.doors.sealing import digest_of, new_secret
from agencies.models import SignInLink

SUBJECT = "Your link to Modern slavery referrals"
MOST_AT_ONCE = 100


class LinksNotSent(Exception):
    """Some messages could not be handed over. Says how many and why, never to whom."""


def gap_after(attempts: int) -> timedelta:
    """Longer than a mail server may take to answer, so that nobody sends a message that is just being sent."""
    return timedelta(minutes=min(2 ** (attempts - 1), 60))


def send_links(*, at: datetime) -> int:
    """Send what is due. A message that fails does not hold up the others, and all failures are raised at the end."""
    sent, failures = 0, []
    for _ in range(MOST_AT_ONCE):
        claimed = _claim(at)
        if claimed is None:
            break
        try:
            _message(*claimed).send()
        except (
            OSError
        ) as error:  # what mail servers and networks raise; it may quote the address, so only its name goes on
            failures.append(type(error).__name__)
            continue
        _mark_sent(claimed[0], at)
        sent += 1
    if failures:
        raise LinksNotSent(f"{len(failures)} sign-in links were not sent: {', '.join(sorted(set(failures)))}")
    return sent


@transaction.atomic
def _claim(at: datetime) -> tuple[SignInLink, str] | None:
    """Nobody else takes this link before its gap is over, whether the message gets through or not."""
    due = SignInLink.objects.filter(
        sent_at=None, cancelled_at=None, used_at=None, next_try_at__lte=at, expires_at__gt=at
    )
    link = (
        due.filter(user__is_active=True)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("user")
        .order_by("next_try_at", "pk")
        .first()
    )
    if link is None:
        return None
    secret = new_secret()
    link.token_digest = digest_of(secret)
    link.attempts += 1
    link.next_try_at = at + gap_after(link.attempts)
    link.save(update_fields=["token_digest", "attempts", "next_try_at"])
    return link, secret


@transaction.atomic
def _mark_sent(link: SignInLink, at: datetime) -> None:
    SignInLink.objects.filter(pk=link.pk, token_digest=link.token_digest).update(sent_at=at)
    record("link.sent", link.user, by=None, at=at)


def _message(link: SignInLink, secret: str) -> EmailMultiAlternatives:
    shown = {"url": f"{settings.SITE_URL}{reverse('take-link', args=[secret])}", "expires_at": link.expires_at}
    text = render_to_string(f"doors/mail/{link.purpose}.txt", shown)
    message = EmailMultiAlternatives(SUBJECT, text, to=[link.user.email])
    message.attach_alternative(render_to_string(f"doors/mail/{link.purpose}.html", shown), "text/html")
    return message
