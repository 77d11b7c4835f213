"""Consent: to be referred, to help the police, to have a name on a notification. Three questions, three records.

Nothing that is a decision is ever chosen for anybody: not by their age, not by another answer.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from agencies.shell.layout import HTML, Div, Fieldset, Reveal
from referrals.dossier import Dossier
from referrals.intake.forms.ages import counts_as_child
from referrals.intake.forms.best_interests import BestInterestsForm
from referrals.intake.forms.consent_record import ConsentForm, is_left_open
from referrals.intake.parts import Changes, Laid, Questions, Saving
from victims.enums import ConsentDecision, ConsentPurpose
from victims.models import ConsentRecord

OF_ADULTS = ("consent-referral-", "consent-name-", "best_interests-")
DECISIONS = {
    ConsentDecision.GIVEN: "Yes",
    ConsentDecision.DECLINED: "No",
    ConsentDecision.WANTS_TIME: "They want time to think",
    ConsentDecision.NOT_ASKED: "Not asked yet",
}
CANNOT_DECIDE = {
    ConsentDecision.CANNOT_BE_ASKED: "They cannot be asked",
    ConsentDecision.CANNOT_BE_TRACED: "They cannot be found",
    ConsentDecision.LACKS_CAPACITY: "They lack capacity to decide",
}
SAID = {
    ConsentDecision.GIVEN: "Said yes to referral",
    ConsentDecision.DECLINED: "Said no to referral",
    ConsentDecision.WITHDRAWN: "Took back their yes to referral",
    ConsentDecision.WANTS_TIME: "Wants time to think",
    ConsentDecision.NOT_ASKED: "Not asked yet",
    ConsentDecision.CANNOT_BE_ASKED: "Cannot be asked",
    ConsentDecision.CANNOT_BE_TRACED: "Cannot be found",
    ConsentDecision.LACKS_CAPACITY: "Lacks capacity to decide",
}
NOTHING_SENT = '<p class="govuk-body">Nothing is sent meanwhile.</p>'
OF_A_CHILD = (
    "The Home Office form asks it of everybody. Ask only with an appropriate adult; not asked yet is an answer."
)
HEAD = ("When", "About", "What was recorded", "Recorded by")


class ReferralConsent(ConsentForm):
    purpose = ConsentPurpose.REFERRAL
    question = "What did they decide about being referred?"
    about = "Nothing is chosen for you, even if their age was changed."
    options = {**DECISIONS, ConsentDecision.GIVEN: "Yes, refer me", **CANNOT_DECIDE}
    left_out = ()

    @property
    def laid_out(self) -> list[Laid]:
        """What belongs to more than one decision stands below all of them: app.css shows it with those."""
        below: dict[str, list[Laid]] = {
            ConsentDecision.WANTS_TIME: [HTML(NOTHING_SENT), "ask_again_on"],
            ConsentDecision.LACKS_CAPACITY: [HTML("{{ best_interests_html }}")],
        }
        return [
            "explained",
            *self.how,
            Fieldset(
                "Explained by, and when",
                "explained_by",
                Div("explained_on", "explained_time", css_id=f"id_{self.add_prefix('explained_at')}"),
            ),
            Reveal("decision", below),
            Div("their_reason", css_class="app-if-no"),
            Div("why_not_asked", css_class="app-if-not-asked"),
        ]


class PoliceConsent(ConsentForm):
    purpose = ConsentPurpose.POLICE
    called = "Helping the police"
    question = "Will they help the police or others look into it?"
    about = "Support does not depend on it. Only a yes that they said themselves is a yes."
    options = DECISIONS

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        super().__init__(dossier, data)
        if counts_as_child(dossier):
            self.fields["decision"].help_text = OF_A_CHILD


class NameConsent(ConsentForm):
    purpose = ConsentPurpose.NAME
    called = "Their name"
    question = "May their name be on the notification?"
    about = "Only a yes to this question is a yes: not that they help the police, and not silence."
    options = {
        **DECISIONS,
        ConsentDecision.GIVEN: "Yes, with my name",
        ConsentDecision.DECLINED: "No, without my name",
    }


class Consent:
    """The part. A child, and anybody who may be one, is asked only whether they help the police.

    What an adult was asked is still kept when it comes in after somebody corrected the age.
    """

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        self.dossier = dossier
        self.is_child = counts_as_child(dossier)
        was_asked = any(name.startswith(OF_ADULTS) for name in data or ())
        kinds = [ReferralConsent, BestInterestsForm, PoliceConsent, NameConsent]
        asked = kinds if was_asked or not self.is_child else [PoliceConsent]
        self.forms: list[Questions] = [kind(dossier, data) for kind in asked]

    def store(self, saving: Saving) -> Changes:
        changes: Changes = {}
        for form in self.forms:
            if isinstance(form, ConsentForm | BestInterestsForm):
                changes |= form.write(saving)
        return changes

    def html(self, context: Mapping[str, Any]) -> SafeString:
        shown = {**context, "is_child": self.is_child, "head": HEAD, "before": self._before()}
        for form in sorted(self.forms, key=lambda form: not isinstance(form, BestInterestsForm)):
            shown[f"{form.prefix}_html".replace("consent-", "")] = form.html(shown)
        return SafeString(render_to_string("intake/consent/_questions.html", shown))

    def _before(self) -> list[tuple[str, ...]]:
        """Records that hold no longer, or are not used while they count as a child."""
        records = self.dossier.consents
        if self.is_child:
            records = [record for record in records if record.purpose != ConsentPurpose.POLICE]
        else:
            now = [self.dossier.consent(purpose) for purpose in ConsentPurpose]
            records = [record for record in records if record not in now]
        return list(_rows(records))


def _rows(records: Iterable[ConsentRecord]) -> Iterable[tuple[str, ...]]:
    for record in records:
        when = date_format(localtime(record.recorded_at), "D j M Y, H:i")
        said = [record.get_decision_display(), record.their_reason, record.why_not_asked]
        yield when, record.get_purpose_display(), ". ".join(filter(None, said)), str(record.recorded_by)


def hint(dossier: Dossier) -> str:
    record = dossier.consent(ConsentPurpose.REFERRAL)
    if counts_as_child(dossier):
        return "They count as under 18, so they are not asked"
    if record is None or is_left_open(record):
        return ""
    when = localtime(record.explained_at or record.recorded_at)
    return f"{SAID[ConsentDecision(record.decision)]}, {date_format(when, 'D j M, H:i')}"
