"""Where the present request comes from. Set once at the door, read by whatever is recorded on the way."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    address: str | None = None
    request_id: str = ""


NOWHERE = Origin()
present: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)
