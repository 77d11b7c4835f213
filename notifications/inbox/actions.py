"""Having read something. It is one's own, so the ledger does not keep it: opening the case is what it keeps."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from agencies.actors import Actor
from notifications.inbox.queries import SHOWN, Show, visible
from notifications.models import InboxItem


def mark_read(pk: int, *, by: Actor, at: datetime) -> InboxItem:
    """Raises InboxItem.DoesNotExist for what is not theirs, or not to be seen any more."""
    item = visible(by).select_related("notice").get(pk=pk)
    InboxItem.objects.filter(pk=item.pk, read_at=None).update(read_at=at)
    return item


def mark_today_read(show: Show, *, by: Actor, at: datetime) -> int:
    start = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = visible(by).filter(SHOWN[show], read_at=None, delivered_at__gte=start)
    today = today.filter(delivered_at__lt=start + timedelta(days=1))
    return InboxItem.objects.filter(pk__in=today.values("pk")).update(read_at=at)
