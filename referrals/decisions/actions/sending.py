"""Recording that it was sent to the Home Office, with a copy of what went there, as it was then."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import Refused
from audit import actions as audit
from audit.enums import Operation
from referrals import stepping
from referrals.decisions.moved import opened
from referrals.dossier import dossier_of
from referrals.enums import DeadlineKind, Route, Status
from referrals.lodging import afterwards as rules
from referrals.models import Referral, Sending, SentCopy
from referrals.papers.made import made_by
from referrals.papers.notify import notification_sheet
from referrals.papers.pack import pack_sheet
from referrals.papers.queries import notification_of
from referrals.papers.typesetting import typeset
from referrals.rules import workflow

NO_REFERENCE_WANTED = "There is no sending that waits for a Home Office reference."
CHANGED = "What is kept is not what was frozen. Tell your administrator."


@transaction.atomic
def record_sending(
    pk: int, *, route: Route, sent_at: datetime, sent_by: str, home_office_reference: str, by: Actor, at: datetime
) -> Sending:
    """`route` is the one that the page showed. Stops the clock for sending, and the one for gaps."""
    referral = opened(pk, Permission.RECORD_SENDING, by)
    dossier = dossier_of(referral)
    now = dossier.routing(localdate(at))
    problem = rules.reason_not_to_record_sending(
        rules.facts_of(dossier, at), showed=route, now=now, sent_at=sent_at, at=at
    )
    if problem:
        raise Refused(problem)
    step = workflow.sending_step(now.route)
    workflow.move_for(step, Status(referral.status))

    sent = {"sent_at": sent_at, "sent_by": sent_by, "home_office_reference": home_office_reference}
    sending = Sending.objects.create(
        referral=referral, route=now.route, recorded_by_id=by.user_id, recorded_at=at, **sent
    )
    outcomes = {DeadlineKind.SEND: home_office_reference or "Sent", DeadlineKind.COMPLETE: rules.SENT_WITH_GAPS}
    stepping.take(referral, step, by=by, at=at, on=localdate(sent_at), outcomes=outcomes)
    copy = _freeze(sending, by, at)
    changed = {"status": referral.status, "route": now.route, **sent, "sent_at": sent_at.isoformat()}
    audit.record(
        Operation.DISCLOSURE, "referral.sent", referral.reference, by=by, at=at,
        changed={**changed, "copy": copy.sha256}, shown=["home-office"],
    )  # fmt: skip
    return sending


def _freeze(sending: Sending, by: Actor, at: datetime) -> SentCopy:
    """The pack, or the notification, as this service makes it now. Its fingerprint stands on the ledger too."""
    dossier = dossier_of(sending.referral)
    if Route(sending.route).is_notification:
        pdf = typeset("notification", notification_sheet(notification_of(dossier, localdate(at)).facts), at)
    else:
        pdf = typeset("pack", pack_sheet(dossier, made_by(by, at)), at)
    return SentCopy.objects.create(sending=sending, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), made_at=at)


@transaction.atomic
def add_home_office_reference(pk: int, *, home_office_reference: str, by: Actor, at: datetime) -> Sending:
    """Of the newest sending, once the Home Office has answered with one. One that is there is not written over."""
    referral = opened(pk, Permission.RECORD_SENDING, by)
    sending = referral.sendings.filter(mistaken_at=None).order_by("sent_at", "pk").last()
    if sending is None or sending.home_office_reference:
        raise Refused(NO_REFERENCE_WANTED)
    sending.home_office_reference = home_office_reference
    sending.save(update_fields=["home_office_reference"])
    changed = {"home_office_reference": home_office_reference}
    audit.record(Operation.ALTERATION, "sending.reference_added", referral.reference, by=by, at=at, changed=changed)
    return sending


@transaction.atomic
def open_copy(referral: Referral, pk: int, *, by: Actor, at: datetime) -> bytes:
    """To be read or printed, which is on the ledger. Raises SentCopy.DoesNotExist, and Refused for one that differs."""
    access.require(by, Permission.MAKE_PAPERS, referral.relations_to(by))
    copy = SentCopy.objects.get(sending__referral=referral, pk=pk)
    pdf = bytes(copy.pdf)
    if hashlib.sha256(pdf).hexdigest() != copy.sha256:
        raise Refused(CHANGED)
    audit.record(Operation.DISCLOSURE, "sent_copy.opened", referral.reference, by=by, at=at, shown=[f"copy:{copy.pk}"])
    return pdf
