"""What the person decided after the case was passed on: a record more, never one changed."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from referrals import disclosed
from referrals.dossier import Dossier, dossier_of
from referrals.intake.page import SectionPage
from referrals.intake.parts import Saving
from referrals.intake.sections import BY_CODE
from referrals.lodging import afterwards as rules
from referrals.lodging.actions.following import follow_route
from referrals.models import Referral

CONSENT = BY_CODE["consent"]


class Unreadable(Refused):
    """Something that was typed could not be read, or nothing was said. The page shows which."""

    def __init__(self, said: str, page: SectionPage) -> None:
        super().__init__(said)
        self.page = page


@transaction.atomic
def record_decision(pk: int, *, data: QueryDict, by: Actor, at: datetime) -> Referral:
    """The route, the status and the clocks follow from it. Raises Unreadable, with nothing recorded."""
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.ADD_TO_REFERRAL, referral.relations_to(by))
    if not referral.is_lodged:
        raise Refused(rules.NOT_LODGED)
    page = asked_anew(dossier_of(referral), data)
    if not page.is_readable:
        raise Unreadable("Some answers need a look. Nothing is recorded yet.", page)
    changed = page.store(Saving(by=by, at=at))
    if not changed:
        raise Unreadable("Say what they decided. Nothing is recorded yet.", page)
    named = {name: str(value) for name, value in changed.items()}
    audit.record(Operation.ALTERATION, "decision.recorded", referral.reference, by=by, at=at, changed=named)
    follow_route(dossier_of(referral), by=by, at=at)
    disclosed.follow_up(referral, by=by, at=at)
    return referral


def asked_anew(dossier: Dossier, data: QueryDict | None = None) -> SectionPage:
    """With nothing chosen and nothing told: what was explained and decided before was another conversation."""
    before = SectionPage(CONSENT.parts, dossier)
    page = SectionPage(CONSENT.parts, replace(dossier, consents=[], best_interests=None), data)
    for form, known in zip(page.forms, before.forms, strict=False):
        form.fields["decision"] = known.fields["decision"]
    return page
