"""You and your deputy: whom the Home Office asks when it has a question."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from agencies.enums import ListName, Nation
from agencies.models import ListedValue
from agencies.reference.fields import ListedChoiceField
from agencies.shell.layout import Fieldset
from referrals.dossier import Dossier
from referrals.intake.parts import Laid, OneRow, RowForm
from referrals.intake.questions import SENTENCES, choice
from referrals.models import Referral, Referrer

NATIONS = [(nation.value, nation.label) for nation in Nation if nation != Nation.UNITED_KINGDOM]
NOT_AN_ADDRESS = "Enter an e-mail address in the right form, such as name@example.police.uk."
# Stand in front of names here, and say what somebody is.
RANKS = {
    "PCSO": "Police community support officer",
    "PC": "Police constable",
    "DC": "Detective constable",
    "PS": "Police sergeant",
    "SGT": "Police sergeant",
    "DS": "Detective sergeant",
    "INSP": "Police inspector",
    "DI": "Detective inspector",
    "DCI": "Detective chief inspector",
    "SUPT": "Superintendent",
}


class ReferrerForm(OneRow):
    """What is known of whoever refers is offered until a name is saved. An urgent referral saves a number first."""

    row = "referrer"

    organisation = ListedChoiceField(
        ListName.FIRST_RESPONDERS,
        label="Your organisation",
        help_text="As the Home Office lists it. Start typing.",
        required=False,
    )
    nation = choice(NATIONS, label="Which nation do you report from?", required=False, error_messages=SENTENCES)

    class Meta(RowForm.Meta):
        model = Referrer
        fields = [
            "given_names", "family_name", "job", "organisation", "nation", "phone", "phone_tonight", "deputy_name",
            "deputy_email",
        ]  # fmt: skip
        labels = {
            "given_names": "Your first names",
            "family_name": "Your last name",
            "job": "Your job",
            "phone": "Your telephone number",
            "phone_tonight": "Where are you reached in the next 24 hours, if elsewhere? (optional)",
            "deputy_name": "Your deputy’s name (optional)",
            "deputy_email": "Your deputy’s e-mail address",
        }
        help_texts = {
            "phone": "At work. Not your own.",
            "deputy_email": "A colleague, your supervisor or a shared mailbox at work",
        }
        error_messages = {"deputy_email": {"invalid": NOT_AN_ADDRESS}}

    @property
    def laid_out(self) -> list[Laid]:
        you = ["given_names", "family_name", "job", "organisation", "nation", "phone", "phone_tonight"]
        return [Fieldset("You", *you), Fieldset("Your deputy, for when you are away", "deputy_name", "deputy_email")]

    def html(self, context: Mapping[str, Any]) -> SafeString:
        if not self.is_bound and not (self.instance.given_names or self.instance.family_name):
            offered = known_of(self.dossier.referral, localdate())
            self.initial.update({name: text for name, text in offered.items() if not self.initial.get(name)})
        return super().html(context)


def known_of(referral: Referral, today: date) -> dict[str, str]:
    """Of whoever works on the draft, and of the organisation they act for."""
    writer, agency = referral.holder or referral.author, referral.agency
    listed = ListedValue.objects.current(ListName.FIRST_RESPONDERS, today).filter(code=agency.code)
    return {
        **split_name(writer.full_name),
        "organisation": agency.code if listed.exists() else "",
    }


def split_name(full_name: str) -> dict[str, str]:
    """The last word is the best guess at a family name, and a rank in front is a job."""
    *before, family_name = full_name.split() or [""]
    job = RANKS.get(before[0].upper(), "") if before else ""
    return {"given_names": " ".join(before[1:] if job else before), "family_name": family_name, "job": job}


def hint(dossier: Dossier) -> str:
    if not dossier.referrer.pk:
        return ""
    deputy = "Deputy named" if dossier.referrer.deputy_email else "No deputy yet"
    return f"{deputy}. {'Telephone given' if dossier.referrer.phone else 'No telephone yet'}"
