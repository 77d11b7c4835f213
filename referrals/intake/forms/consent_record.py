"""What somebody decided about one purpose, and how it was explained to them before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from agencies.enums import ListName
from agencies.models import User
from agencies.reference.fields import ListedChoiceField
from agencies.shell.fields import WholeDateField
from agencies.shell.layout import Reveal
from agencies.shell.widgets import Checkboxes, Radios
from referrals.dossier import Dossier
from referrals.intake.forms.appended import AppendedForm
from referrals.intake.forms.folded import Folded
from referrals.intake.forms.times import TimeOfDayField, moment, on_the_wall
from referrals.intake.parts import Laid, RowForm
from referrals.intake.questions import SENTENCES, choice, several
from victims.enums import ConsentDecision, ConsentPurpose, Explained, Manner
from victims.models import ConsentRecord

# What somebody decides once it was explained to them. The others say why nothing was decided.
THEIRS = {ConsentDecision.GIVEN, ConsentDecision.DECLINED, ConsentDecision.WITHDRAWN, ConsentDecision.WANTS_TIME}
HOW = ("explained", "manner", "language", "interpreter", "other_help")
BY_WHOM = ("explained_by", "explained_at")
BESIDE_IT = ("their_reason", "why_not_asked", "ask_again_on")
NOT_EXPLAINED = {"explained_by": "", "explained_on": None, "explained_time": ""}
TAKEN_BACK = "They take back their yes"
LARGE = {"label-size": "m"}


class ConsentForm(AppendedForm):
    """One purpose. Who explained it, and when, is offered as "you, now" while nothing is recorded about that.

    What was only offered is no answer yet: it is kept once something was explained or decided, or once it was changed.
    """

    purpose: ClassVar[ConsentPurpose]
    question: ClassVar[str]
    about: ClassVar[str] = ""
    # What the smaller questions begin with, where another purpose asks the same.
    called: ClassVar[str] = ""
    options: ClassVar[Mapping[ConsentDecision, str]]
    undecided = ConsentDecision.NOT_ASKED
    # What this purpose does not ask about stays as it is recorded.
    left_out: ClassVar[Sequence[str]] = ("explained", "why_not_asked")

    explained = several(
        Explained.choices,
        label="What did you explain?",
        help_text="Tick only what you really said.",
        widget=Checkboxes(LARGE, small=True),
    )
    language = ListedChoiceField(
        ListName.LANGUAGES, label="In which language? (optional)", help_text="Start typing.", required=False
    )
    explained_on = WholeDateField(label="Day on which it was explained", required=False, today=localdate)
    explained_time = TimeOfDayField(
        label="Time at which it was explained",
        help_text="For example: 23:50",
        required=False,
        widget=forms.TextInput({"width": "5"}),
        error_messages=SENTENCES,
    )
    ask_again_on = WholeDateField(label="When will you ask again? (optional)", required=False)
    offered = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta(RowForm.Meta):
        model = ConsentRecord
        fields = [
            "decision", "their_reason", "why_not_asked", "ask_again_on", "explained", "manner", "interpreter",
            "other_help", "language", "explained_by",
        ]  # fmt: skip
        widgets = {"manner": Radios(LARGE)}
        labels = {
            "manner": "How was it explained?",
            "interpreter": "Interpreter’s name or booking number",
            "other_help": "Which help?",
            "explained_by": "Explained by",
            "their_reason": "Why, if they said (optional)",
            "why_not_asked": "What was tried, and why could they not be asked?",
        }
        help_texts = {
            "interpreter": "Never a friend, a relative, a child or somebody found with them.",
            "other_help": "For example: sign language, pictures, somebody who knows them well and is safe",
            "their_reason": "Their words. Do not ask for a reason.",
            "why_not_asked": "In your words, not theirs.",
        }

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        newest = dossier.consent(self.purpose) or ConsentRecord(person=dossier.person, purpose=self.purpose)
        super().__init__(dossier, data, newest, f"consent-{self.purpose}")
        for name in self.left_out:
            del self.fields[name]
        for field in self.fields.values() if self.called else ():
            field.label = f"{self.called}: {str(field.label)[:1].lower()}{str(field.label)[1:]}"
        self.fields["decision"] = choice(
            list(self._options()), required=False, label=self.question, help_text=self.about, widget=Radios(LARGE)
        )
        self.initial.update(_shown_of(newest))

    @property
    def laid_out(self) -> list[Laid]:
        below: dict[str, list[Laid]] = {
            ConsentDecision.DECLINED: ["their_reason"],
            ConsentDecision.WANTS_TIME: ["ask_again_on"],
        }
        folded = Folded("How this was explained, by whom and when", *self.how, *self.by_whom_and_when)
        return [Reveal("decision", below), folded]

    @property
    def how(self) -> list[Laid]:
        return [Reveal("manner", {Manner.INTERPRETER: ["interpreter"], Manner.OTHER_HELP: ["other_help"]}), "language"]

    @property
    def by_whom_and_when(self) -> list[Laid]:
        return ["explained_by", "explained_on", "explained_time"]

    def html(self, context: Mapping[str, Any]) -> SafeString:
        reader = context.get("reader")
        if reader and not self.is_bound and not says_how_explained(self.instance):
            self._offer(reader)
        return super().html(context)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self._is_only_offered(answers):
            answers |= NOT_EXPLAINED
        if "explained_on" in answers and "explained_time" in answers:
            self._read_moment(answers, answers["explained_on"], answers["explained_time"])
        return answers

    def _options(self) -> Iterator[tuple[str, str]]:
        """A yes can be taken back once there was one. What is recorded is always among them."""
        now = self.dossier.decision(self.purpose)
        for decision in ConsentDecision:
            if decision == ConsentDecision.WITHDRAWN and now in {decision, ConsentDecision.GIVEN}:
                yield decision.value, TAKEN_BACK
            elif decision in self.options or decision == now:
                yield decision.value, self.options.get(decision, decision.label)

    def _offer(self, reader: User) -> None:
        by = ", ".join(filter(None, [reader.full_name, reader.collar_number]))
        on, at = on_the_wall(timezone.now())
        offered = {"explained_by": by, "explained_on": on, "explained_time": at}
        self.initial.update(offered, offered=f"{by} {on} {at}")

    def _is_only_offered(self, answers: Mapping[str, Any]) -> bool:
        typed = " ".join(str(answers.get(name, "")) for name in NOT_EXPLAINED)
        decision = answers.get("decision") or self.instance.decision
        is_explained = decision in THEIRS or any(answers.get(name) for name in HOW)
        return typed == answers.get("offered") and not is_explained

    def _read_moment(self, answers: dict[str, Any], on: date | None, at: str) -> None:
        """Unchanged, to the second, where the page shows what was saved."""
        saved = self.instance.explained_at
        if on and not at:
            self.add_error("explained_time", "Add the time, as near as you know it.")
        elif at and not on:
            self.add_error("explained_on", "Add the day on which it was explained.")
        elif on and moment(on, at) > timezone.now():
            self.add_error("explained_time", "This time has not come yet.")
        else:
            is_as_saved = saved and (on, at) == on_the_wall(saved)
            answers["explained_at"] = saved if is_as_saved else on and moment(on, at)

    def _boxes_of(self, column: str) -> list[str]:
        if column == "explained_at":
            return [self.add_prefix("explained_on"), self.add_prefix("explained_time")]
        return super()._boxes_of(column)


def is_left_open(record: ConsentRecord) -> bool:
    """It only keeps what was written down before anybody decided."""
    has_details = any(getattr(record, name) for name in (*HOW, *BY_WHOM, *BESIDE_IT))
    return record.decision == ConsentDecision.NOT_ASKED and has_details


def says_how_explained(record: ConsentRecord) -> bool:
    return record.decision in THEIRS or any(getattr(record, name) for name in (*HOW, *BY_WHOM))


def _shown_of(record: ConsentRecord) -> dict[str, Any]:
    """A record that is left open shows no decision, because nobody chose one."""
    on, at = on_the_wall(record.explained_at) if record.explained_at else (None, "")
    return {"explained_on": on, "explained_time": at, "decision": "" if is_left_open(record) else record.decision}
