"""Who may see what a notice is about. The rooms above answer; their names stand in the settings."""

from collections.abc import Collection
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings
from django.db.models import Q

from agencies.actors import Actor


class Subjects(Protocol):
    """What `settings.NOTICE_SUBJECTS` names: a module with these functions."""

    def named_and_visible(self, actor: Actor, named_in: str) -> Q:
        """For rows that name a reference in this column: whether this person may see what it is of."""
        ...

    def exists(self, reference: str) -> bool:
        """An empty draft is deleted, and then nobody need hear of it."""
        ...

    def who_may_see(self, reference: str, actors: Collection[Actor]) -> set[Actor]:
        """Those of them who may see it now. Nobody, where there is no such thing any more."""
        ...

    def who_is_barred(self, reference: str, actors: Collection[Actor]) -> set[Actor]:
        """Those who may not even know of it, so that no mailbox which they read may be written to."""
        ...

    def address_of(self, reference: str) -> str:
        """Of its page."""
        ...


def subjects() -> Subjects:
    return cast("Subjects", import_module(settings.NOTICE_SUBJECTS))
