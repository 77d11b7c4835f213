"""What is shared with an agency and still open, and who there has looked, as the ledger has it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from agencies.actors import Actor
from agencies.models import User
from agencies.pages import Page, page_after
from audit import actions as audit
from audit.enums import Operation
from audit.models import Entry
from referrals.models import Share
from referrals.sharing.queries import Shared, shared, titles, with_replies

OPENED = "share.opened"
# What stands first on such a line is the share.
ORDER = ["ends_on", "pk"]


@dataclass(frozen=True)
class Look:
    who: str
    times: int
    last: datetime


@dataclass(frozen=True)
class Held:
    shared: Shared
    titles: list[str]
    looks: list[Look]


def list_held(actor: Actor, after: str, at: datetime) -> Page[Held]:
    """What ends first stands first. Goes on the ledger with the references that it showed."""
    ours = Share.objects.received_by(actor).open_on(at).filter(accepted_at__isnull=False)
    page = page_after(with_replies(ours), ORDER, after)
    references = [share.reference for share in page.rows]
    audit.record(Operation.CONSULTATION, "shared.held", by=actor, at=at, shown=references)
    looks = _looks(references, actor.agency_code)
    rows = [Held(shared(share, at), titles(share.sections), looks.get(share.reference, [])) for share in page.rows]
    return Page(rows, page.next_after)


def _looks(references: Collection[str], agency: str) -> dict[str, list[Look]]:
    """Whoever looked last stands first."""
    opened = Entry.objects.filter(event=OPENED, acting_for=agency, shown__overlap=list(references))
    counted = opened.values("shown__0", "actor_id").annotate(times=Count("pk"), last=Max("at")).order_by("-last")
    people = User.objects.in_bulk([row["actor_id"] for row in counted if row["actor_id"]])
    found: dict[str, list[Look]] = {}
    for row in counted:
        who = str(people.get(row["actor_id"], "Somebody who has left"))
        found.setdefault(row["shown__0"], []).append(Look(who, row["times"], row["last"]))
    return found
