"""Safe ways to reach them. Each way by itself, because what is safe by letter may not be safe by telephone."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from agencies.shell.layout import Div, Fieldset, Reveal
from referrals.dossier import Dossier
from referrals.intake.forms.ages import AdultRow
from referrals.intake.forms.masked import Masked, MaskedForm
from referrals.intake.parts import Changes, Laid, RowForm, RowPerChoice, Saving
from victims.enums import Channel, Recipient, Safe
from victims.models import DecisionRecipient, SafeContact

NOT_AN_ADDRESS = "Enter an e-mail address in the right form, such as name@example.com."
ADDRESS = {
    "street": "Building and street",
    "town": "Town or city",
    "county": "County (optional)",
    "postcode": "Postcode",
}
# What is kept of each way, and what it is called on the page while it is masked.
VALUES = {
    Channel.CALL: ("Their telephone number", ["value"]),
    Channel.TEXT: ("Number for text messages, if it is another (optional)", ["value"]),
    Channel.VOICEMAIL: ("", []),
    Channel.EMAIL: ("An e-mail address that only they use", ["value"]),
    Channel.POST: ("Address", [*ADDRESS]),
    Channel.OTHER_NUMBER: ("Somebody else’s telephone number", ["value"]),
}
QUESTIONS = {
    Channel.CALL: "Is it safe to telephone them?",
    Channel.TEXT: "Is it safe to send a text message?",
    Channel.VOICEMAIL: "Is it safe to leave a message?",
    Channel.EMAIL: "Is it safe to e-mail them?",
    Channel.POST: "Is it safe to send a letter?",
    Channel.OTHER_NUMBER: "Did they say that this telephone is safe?",
}
IN_SHORT = {
    Channel.CALL: "Phone",
    Channel.TEXT: "Texts",
    Channel.VOICEMAIL: "Messages left",
    Channel.EMAIL: "E-mail",
    Channel.POST: "Letters",
    Channel.OTHER_NUMBER: "Another phone",
}
HOW_SAFE = {Safe.YES: "safe", Safe.NO: "not safe", Safe.UNKNOWN: "not known yet"}


class ContactForm(MaskedForm):
    """One way of reaching them. Nothing said about its safety is the same as not known, which counts as no."""

    masked_names = ("value", *ADDRESS)

    class Meta(RowForm.Meta):
        model = SafeContact
        fields = ["value", *ADDRESS, "whose", "safe", "checked_on", "times", "code_word", "note"]
        labels = {
            **ADDRESS,
            "whose": "Whose telephone is it?",
            "checked_on": "When did you last check that?",
            "times": "Times that are safe (optional)",
            "code_word": "A word that shows it is really us (optional)",
            "note": "What makes it unsafe, if they said (optional)",
        }
        help_texts = {
            "whose": "Who they are to them. Never somebody who may be involved.",
            "times": "For example: weekdays, 10:00 to 14:00",
        }

    def __init__(self, dossier: Dossier, data: QueryDict | None, row: SafeContact, prefix: str) -> None:
        super().__init__(dossier, data, row, prefix)
        self.channel = Channel(row.channel)
        self.called, self.values = VALUES[self.channel]
        wanted = [*self.values, "whose"] if self.channel == Channel.OTHER_NUMBER else self.values
        for name in {*self.masked_names, "whose"}.difference(wanted):
            del self.fields[name]
        if "value" in self.fields:
            self.fields["value"].label = self.called
        self.fields["safe"].label = QUESTIONS[self.channel]
        self.initial["safe"] = row.safe if row.pk else ""

    @property
    def laid_out(self) -> list[Laid]:
        value = [Masked(self.called, *self.values)] if self.values else []
        whose = ["whose"] if "whose" in self.fields else []
        safe = Div("checked_on", "times", "code_word", css_class="app-row app-item__yes")
        asked = Div("safe", safe, Div("note", css_class="app-row app-item__no"), css_class="app-item")
        return [Fieldset(self.channel.label, *value, *whose, asked)]

    def clean_value(self) -> str:
        value: str = self.cleaned_data["value"]
        if value and self.channel == Channel.EMAIL:
            _require_address(value)
        return value

    def changes(self, saving: Saving) -> Changes:
        found = super().changes(saving)
        return {name: value for name, value in found.items() if name != "safe" or value}


class Contacts(RowPerChoice):
    rows = "contacts"
    parent = "person"
    names = "channel"
    choices = Channel
    form = ContactForm


class RecipientForm(MaskedForm, AdultRow):
    row = "decision_recipient"
    instead = "intake/contact/_no_letter.html"
    masked_names = ("email", *ADDRESS)

    class Meta(RowForm.Meta):
        model = DecisionRecipient
        fields = ["no_phone_reason", "who", "given_names", "family_name", "email", *ADDRESS, "has_permission"]
        labels = {
            **ADDRESS,
            "no_phone_reason": "If there is no telephone number that is safe, why?",
            "who": "Who gets the Home Office’s letter?",
            "given_names": "Their first names (optional)",
            "family_name": "Their last name (optional)",
            "email": "Their e-mail address",
            "has_permission": "The potential victim permits sending it to them",
        }
        help_texts = {
            "who": "The letter says what was decided. It goes only by a way that is marked safe above, "
            "or to somebody whom they choose.",
            "has_permission": "Tick only what they said.",
        }
        error_messages = {"email": {"invalid": NOT_AN_ADDRESS}}

    @property
    def laid_out(self) -> list[Laid]:
        else_ = ["given_names", "family_name", Masked("Their address", "email", *ADDRESS), "has_permission"]
        return ["no_phone_reason", Reveal("who", {Recipient.SOMEONE_ELSE: else_})]


def _require_address(value: str) -> None:
    try:
        validate_email(value)
    except ValidationError:
        raise ValidationError(NOT_AN_ADDRESS) from None


def hint(dossier: Dossier) -> str:
    said = [f"{IN_SHORT[channel]}: {HOW_SAFE[Safe(row.safe)]}" for channel, row in dossier.contacts.items()]
    return ". ".join(said)
