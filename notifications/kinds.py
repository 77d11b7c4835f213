"""What each kind of notice is: how people are told by themselves, and how soon somebody must say that they have it."""

from dataclasses import dataclass
from datetime import timedelta

from agencies.actors import Actor
from agencies.enums import Role
from notifications.enums import How, NoticeKind


@dataclass(frozen=True)
class Kind:
    """`acknowledge_within`: unless somebody says so by then, the notice climbs. None: nobody has to."""

    how: How
    # Danger and breach reach everybody at once, whatever they prefer.
    may_be_turned_off: bool = True
    acknowledge_within: timedelta | None = None
    # Who hears of it where it names no case, and the page that it leads to. Empty: it is about a case.
    audience: frozenset[Role] = frozenset()
    leads_to: str = "delivery"

    @property
    def is_about_a_case(self) -> bool:
        return not self.audience


ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

KINDS: dict[NoticeKind, Kind] = {
    NoticeKind.LODGED: Kind(How.IN_APPLICATION),
    NoticeKind.LODGED_URGENT: Kind(How.AT_ONCE, may_be_turned_off=False, acknowledge_within=timedelta(minutes=15)),
    NoticeKind.HANDED_OVER: Kind(How.AT_ONCE),
    NoticeKind.DRAFT_NEEDS_SOMEBODY: Kind(How.DAILY),
    NoticeKind.DRAFT_EXPIRES: Kind(How.DAILY),
    NoticeKind.DEADLINE_NEAR: Kind(How.AT_ONCE),
    NoticeKind.DEADLINE_PASSED: Kind(How.AT_ONCE, may_be_turned_off=False, acknowledge_within=timedelta(hours=1)),
    NoticeKind.CLOCK_BREACHED: Kind(How.AT_ONCE, may_be_turned_off=False, acknowledge_within=timedelta(hours=1)),
    NoticeKind.ADDED_TO: Kind(How.DAILY),
    NoticeKind.FILE_INFECTED: Kind(How.AT_ONCE),
    NoticeKind.SECOND_CHECK: Kind(How.AT_ONCE),
    NoticeKind.DECIDED: Kind(How.AT_ONCE),
    NoticeKind.SECOND_READER: Kind(How.AT_ONCE),
    NoticeKind.FOUND_WRONG: Kind(How.AT_ONCE),
    NoticeKind.APPROVAL_ASKED: Kind(How.AT_ONCE),
    NoticeKind.APPROVAL_ANSWERED: Kind(How.AT_ONCE),
    NoticeKind.QUESTION_ASKED: Kind(How.AT_ONCE),
    NoticeKind.QUESTION_ANSWERED: Kind(How.AT_ONCE),
    NoticeKind.SHARED: Kind(How.AT_ONCE),
    NoticeKind.SHARE_STOPPED: Kind(How.AT_ONCE),
    NoticeKind.SHARE_CORRECTED: Kind(How.AT_ONCE),
    NoticeKind.SHARE_ANSWERED: Kind(How.AT_ONCE),
    NoticeKind.SHARE_WISH_ANSWERED: Kind(How.AT_ONCE),
    NoticeKind.OPENED_IN_EMERGENCY: Kind(How.AT_ONCE, may_be_turned_off=False),
    NoticeKind.EMERGENCY_TO_REVIEW: Kind(
        How.AT_ONCE, may_be_turned_off=False, audience=frozenset({Role.AUDITOR}), leads_to="emergencies"
    ),
    NoticeKind.SCHEDULE_OVERDUE: Kind(How.AT_ONCE, may_be_turned_off=False, audience=ADMINISTRATORS),
    NoticeKind.NOT_DELIVERED: Kind(How.DAILY, audience=ADMINISTRATORS),
}


def hears_of(actor: Actor, kind: NoticeKind) -> bool:
    """Of a kind that is about no case: whoever has one of its roles, for as long as they do."""
    return actor.has_any(KINDS[kind].audience)


def heard_without_a_case(actor: Actor) -> list[NoticeKind]:
    return [kind for kind in KINDS if hears_of(actor, kind)]
