"""Showing on one page what stays masked on all others. Each opening is on the ledger."""

from datetime import datetime

from agencies.actors import Actor
from audit import actions as audit
from audit.enums import Operation
from referrals.intake.forms.masked import MaskedForm
from referrals.intake.page import SectionPage


def open_row(page: SectionPage, prefix: str, *, by: Actor, at: datetime) -> None:
    for form in page.forms:
        if isinstance(form, MaskedForm) and form.prefix == prefix and form.is_masked:
            form.open()
            audit.record(Operation.CONSULTATION, "contact.shown", page.dossier.referral.reference, by=by, at=at)
