"""Two people move one case. A page carries the last step that it showed, so nobody moves what they have not seen."""

from collections.abc import Sequence

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import Refused, Stale
from referrals.enums import Step
from referrals.models import Referral, StepTaken

NOT_LODGED = "This was not passed on yet, so there is nothing to record about it."


class Moved(Stale):
    """`steps`: what was recorded since the page was shown, the oldest first."""

    def __init__(self, steps: Sequence[StepTaken]) -> None:
        super().__init__("Somebody else moved this case while you were writing. Nothing of yours is recorded yet.")
        self.steps = steps


def last_seen(referral: Referral) -> int:
    """What a page carries. 0: nothing was recorded yet."""
    return referral.steps.order_by("-pk").values_list("pk", flat=True).first() or 0


def opened(pk: int, permission: Permission, by: Actor) -> Referral:
    """Locked, for whoever may change it."""
    referral = Referral.objects.locked(pk)
    access.require(by, permission, referral.relations_to(by))
    if not referral.is_lodged:
        raise Refused(NOT_LODGED)
    return referral


def done_already(referral: Referral, seen: int, step: Step, by: Actor) -> StepTaken | None:
    """What the same page, sent twice, has done the first time. Raises Moved where somebody did something else."""
    since = list(referral.steps.filter(pk__gt=seen).select_related("taken_by").order_by("pk"))
    if not since:
        return None
    first = since[0]
    if len(since) == 1 and first.taken_by_id == by.user_id and first.step == step:
        return first
    raise Moved(since)
