"""Who is asking, as a plain value that every rule can be given."""

from collections.abc import Collection
from dataclasses import dataclass, field

from agencies.enums import Role


@dataclass(frozen=True)
class Actor:
    """A person acting for one agency. Without roles, a person may do nothing."""

    user_id: int
    agency_id: int | None = None
    agency_code: str = ""
    unit_ids: frozenset[int] = frozenset()
    roles: frozenset[Role] = field(default_factory=frozenset)
    is_first_responder: bool = False
    is_bound_to_notify: bool = False

    def has_any(self, roles: Collection[Role]) -> bool:
        return not self.roles.isdisjoint(roles)
