"""What stands on every page of what is printed for ourselves: the marking, who made it and when, and how far it got."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from agencies.actors import Actor
from agencies.models import Agency, User
from referrals.dossier import Dossier

MARKING = "OFFICIAL-SENSITIVE"
NOT_YET_SENT = "Not yet sent to the Home Office"


@dataclass(frozen=True)
class Made:
    by: str
    at: datetime

    def __str__(self) -> str:
        return f"Made by {self.by}, {moment(self.at)}"


def made_by(actor: Actor, at: datetime) -> Made:
    name = User.objects.filter(pk=actor.user_id).values_list("full_name", flat=True).first()
    agency = Agency.objects.filter(code=actor.agency_code).values_list("name", flat=True).first()
    return Made(", ".join(filter(None, [name, agency])), at)


def moment(at: datetime) -> str:
    return date_format(localtime(at), "j F Y, H:i")


def standing(dossier: Dossier) -> str:
    """Lodged is not sent: not until somebody recorded the sending."""
    if not dossier.sendings:
        return NOT_YET_SENT
    last = dossier.sendings[-1]
    return f"Sent to the Home Office {moment(last.sent_at)}"
