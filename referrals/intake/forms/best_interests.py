"""What was decided for an adult who lacks capacity to decide. It stands by itself, and is never consent."""

from django.http import QueryDict

from agencies.shell.layout import HTML
from referrals.dossier import Dossier
from referrals.intake.forms.appended import AppendedForm
from referrals.intake.parts import Laid, RowForm
from victims.models import BestInterestsRecord

NOT_CONSENT = (
    '<p class="govuk-body"><strong>A decision in their best interests</strong> is not consent, and is never recorded '
    "as consent. Ask adult social care or a doctor if you are not sure about capacity.</p>"
)


class BestInterestsForm(AppendedForm):
    undecided = ""

    class Meta(RowForm.Meta):
        model = BestInterestsRecord
        fields = ["assessed_by", "assessed_on", "assessment", "decided_by", "consulted", "decision", "reasons"]
        labels = {
            "assessed_by": "Who assessed their capacity?",
            "assessed_on": "When?",
            "assessment": "What did the assessment find?",
            "decided_by": "Who decides in their best interests?",
            "consulted": "Who was asked about it?",
            "decision": "What was decided in their best interests?",
            "reasons": "Why?",
        }
        help_texts = {
            "assessed_by": "Name, job and organisation",
            "assessment": "About this decision, at this time. What was done to help them decide?",
            "decided_by": "Name, job and organisation",
            "consulted": "For example: a doctor, a social worker, an advocate. Nobody who may be involved.",
        }

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        newest = dossier.best_interests or BestInterestsRecord(person=dossier.person)
        super().__init__(dossier, data, newest, "best_interests")

    @property
    def laid_out(self) -> list[Laid]:
        return [HTML(NOT_CONSENT), *self.fields]
