from notifications.models.call import Call
from notifications.models.digest import Digest
from notifications.models.habits import Absence, Preference, Shift
from notifications.models.inbox import InboxItem
from notifications.models.message import Message
from notifications.models.notice import Notice
from notifications.models.routing import RoutingRow, RoutingStep
from notifications.models.scheduled_run import ScheduledRun

__all__ = [
    "Absence",
    "Call",
    "Digest",
    "InboxItem",
    "Message",
    "Notice",
    "Preference",
    "RoutingRow",
    "RoutingStep",
    "ScheduledRun",
    "Shift",
]
