"""What they said, how you spoke, and what you think: three parts, never mixed (Data Protection Act 2018 s.38)."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate

from agencies.enums import ListName
from agencies.reference.fields import ListedChoiceField
from agencies.shell.layout import HTML, Div, Fieldset, Reveal
from referrals.dossier import Dossier
from referrals.intake.parts import Laid, OneRow, RowForm, gapped
from referrals.intake.questions import COUNT_FROM
from referrals.models import Interview, OfficerView, OwnWords
from victims.enums import AgeGroup

WHY_EMPTY = "If there is no answer, why?"
ROWS = 8


def apart(title: str, *fields: Laid) -> list[Laid]:
    """Fenced off, so that nobody goes on writing in the wrong one."""
    return [Div(Fieldset(title, *fields), css_class="app-panel")]


class OwnWordsForm(OneRow):
    row = "own_words"

    language = ListedChoiceField(
        ListName.LANGUAGES,
        label="In which language did they say it?",
        help_text="Start typing.",
        required=False,
    )

    class Meta(RowForm.Meta):
        model = OwnWords
        fields = ["words", "words_gap", "language", "through_interpreter"]
        widgets = {"words": forms.Textarea(attrs={"rows": ROWS, "threshold": COUNT_FROM})}
        labels = {
            "words": "What did they say?",
            "words_gap": WHY_EMPTY,
            "through_interpreter": "Did an interpreter put it into English?",
        }
        help_texts = {"words": "Word for word as far as you can, in “I”. Leave out what you make of it."}

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        super().__init__(dossier, data)
        language: Any = self.fields["language"]
        language.kept = self.instance.language

    @property
    def laid_out(self) -> list[Laid]:
        return apart("Their own words", gapped("words"), "language", "through_interpreter")


class InterviewForm(OneRow):
    row = "interview"

    class Meta(RowForm.Meta):
        model = Interview
        fields = [
            "circumstances", "circumstances_gap", "was_alone", "who_was_there", "appropriate_adult",
            "interpreter_used", "interpreter", "was_stopped",
        ]  # fmt: skip
        labels = {
            "circumstances": "How and where did you speak?",
            "circumstances_gap": WHY_EMPTY,
            "was_alone": "Did you see them alone?",
            "who_was_there": "Who was there?",
            "appropriate_adult": "Was an appropriate adult there?",
            "interpreter_used": "Did you use an interpreter?",
            "interpreter": "Which interpreter?",
            "was_stopped": "Did you stop because it distressed them?",
        }
        help_texts = {
            "circumstances": "How you met, the place, how long, breaks, how they seemed, what you did for their safety",
            "was_alone": "Away from everybody who may control them. Adults are always seen alone.",
            "who_was_there": "Everybody, with their part in it",
            "appropriate_adult": "For anybody who is or may be under 18: somebody from the council. "
            "It is seldom a formal interview.",
            "interpreter": "Company and number. Never a friend, a relative, a child or somebody found with them.",
        }

    @property
    def laid_out(self) -> list[Laid]:
        interpreter = Reveal("interpreter_used", {"yes": ["interpreter"]})
        adult = ["appropriate_adult"] if self._may_need_an_adult else []
        rest = ["was_alone", "who_was_there", *adult, interpreter, "was_stopped"]
        return apart("How you spoke", gapped("circumstances"), *rest)

    @property
    def _may_need_an_adult(self) -> bool:
        """What was answered stays on the page, whatever they turn out to be."""
        return self.dossier.age(localdate()) != AgeGroup.ADULT or bool(self.instance.appropriate_adult)


class OfficerViewForm(OneRow):
    row = "officer_view"

    class Meta(RowForm.Meta):
        model = OfficerView
        fields = ["reasons", "doubts", "doubts_note"]
        widgets = {"reasons": forms.Textarea(attrs={"rows": ROWS, "threshold": COUNT_FROM})}
        labels = {
            "reasons": "Why do you think they may be a victim of modern slavery?",
            "doubts": "Is there evidence against what they said?",
            "doubts_note": "What is it, and may fear or trauma explain it?",
        }
        help_texts = {
            "reasons": "What you saw and know, and what you conclude from it. You need suspicion, not proof.",
            "doubts": "Evidence, not a feeling. A story that changes or comes late is common after trauma.",
            "doubts_note": "Name the evidence and where it is from",
        }

    @property
    def laid_out(self) -> list[Laid]:
        intro = HTML('{% include "intake/_your_view.html" %}')
        return apart("Your view", intro, "reasons", Reveal("doubts", {"yes": ["doubts_note"]}))


def hint(dossier: Dossier) -> str:
    there = {
        "their words": dossier.own_words.words,
        "how you spoke": dossier.interview.circumstances,
        "your reasons": dossier.officer_view.reasons,
    }
    line = ", ".join(name for name, text in there.items() if text)
    return line[:1].upper() + line[1:]
