from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from audit.rights import reason_not_to_serve

HINT = "To migrate, give the owner's address as DATABASE_OWNER_URL and as DATABASE_URL."


@register(Tags.database)
def the_ledger_is_out_of_reach(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Asked with `check --database default`. Whoever migrates does so as the owner, and says it: see ACTS_AS_OWNER."""
    if not databases or settings.ACTS_AS_OWNER:
        return []
    reasons = [reason_not_to_serve(connections[alias]) for alias in databases]
    return [Error(reason, hint=HINT, id="audit.E001") for reason in reasons if reason]
