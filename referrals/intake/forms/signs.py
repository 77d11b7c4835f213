"""Signs noticed: each by itself, how it is known, and in whose words. Nothing is added up.

Most of the 68 are never ticked, so only those that are become forms; the page shows the others from the list alone.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from agencies.shell.layout import Reveal
from agencies.shell.partial_date import PARTS, PartialDate
from agencies.shell.rendering import parts_at_fault
from agencies.shell.widgets import PartialDateInput
from referrals.dossier import Dossier
from referrals.enums import KnownBy
from referrals.intake.parts import Answered, Changes, Laid, OneRow, Questions, RowForm, Saving
from referrals.intake.questions import SENTENCES, choice
from referrals.intake.reading import in_words
from referrals.models import Observation, SignsNoticed
from referrals.rules.signs import HEADINGS, Heading, Sign, headings_for, in_a_line
from victims.enums import AgeGroup, Answer

WHERE_NONE_IS_TICKED = [
    (Answer.YES, "Yes, and I described them above"),
    (Answer.NO, "No"),
    (Answer.NOT_SURE, "Not sure"),
]
LABELS = {
    "seen": "{}",
    "known_by": "{}: how do you know?",
    "words": "{}: what exactly?",
    "seen_by": "{}: seen by",
    "seen_on": "{}: when",
}


class NoticedForm(OneRow):
    """Who noticed the signs, and when, for all of them; and what no sign on the list says."""

    row = "signs_noticed"

    any_seen = choice(
        WHERE_NONE_IS_TICKED,
        label="If you ticked none: were there any signs?",
        required=False,
        error_messages=SENTENCES,
    )

    class Meta(RowForm.Meta):
        model = SignsNoticed
        fields = ["noticed_by", "noticed_on", "note", "any_seen", "none_seen"]
        labels = {
            "noticed_by": "Seen by",
            "noticed_on": "When",
            "note": "Other signs, or more about these (optional)",
            "none_seen": "I looked for these signs and saw none",
        }
        help_texts = {
            "noticed_on": "Any part of the date that you know",
            "note": "What you saw or heard, and where. Put their words in quotation marks.",
        }

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        super().__init__(dossier, data)
        if self.instance.pk is None:
            self.initial = {**self.initial, **self._offered}

    @property
    def laid_out(self) -> list[Laid]:
        """Who and when stand above the list: see templates/intake/signs/_noticed.html."""
        return ["note", Reveal("any_seen", {Answer.NO: ["none_seen"]})]

    @property
    def is_as_offered(self) -> bool:
        """Nobody has said anything yet: the page itself proposed what stands here."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return self.instance.pk is None and said == self._offered

    def answers(self) -> Iterator[Answered]:
        return super().answers() if self.is_bound or self.instance.pk else iter(())

    @property
    def _offered(self) -> dict[str, object]:
        referral, found_on = self.dossier.referral, self.dossier.encounter.found_on
        today = localdate()
        return {
            "noticed_by": (referral.holder or referral.author).full_name,
            "noticed_on": found_on or PartialDate(today.year, today.month, today.day),
        }


class ObservationForm(RowForm):
    """One sign that is ticked, or was. Once it is not, nothing else is asked of it."""

    seen = forms.BooleanField(required=False)
    field_order = ["seen", "known_by", "words", "seen_by", "seen_on"]

    class Meta(RowForm.Meta):
        model = Observation
        fields = ["known_by", "words", "seen_by", "seen_on"]

    def __init__(self, dossier: Dossier, data: QueryDict | None, row: Observation, sign: Sign) -> None:
        super().__init__(dossier, data, row, prefix_of(sign))
        self.sign = sign
        self.initial["seen"] = row.pk is not None
        self.is_ticked = is_ticked(data, sign) if data is not None else row.pk is not None
        if not self.is_ticked:
            self.fields = {"seen": self.fields["seen"]}
        for name, asked in LABELS.items():
            if name in self.fields:
                self.fields[name].label = asked.format(sign.label)

    @property
    def is_empty(self) -> bool:
        return not self.is_ticked

    def write(self, saving: Saving) -> Changes:
        if self.instance.pk:
            return super().write(saving)
        changed = super().write(saving)
        self.instance.save()
        return {self.add_prefix("seen"): True} | changed

    def answers(self) -> Iterator[Answered]:
        if self.is_ticked:
            said = [in_words(self[name]) for name in self.fields if name != "seen"]
            yield Answered(self.sign.label, ". ".join(filter(None, said)) or "Yes", str(self["seen"].auto_id))


def prefix_of(sign: Sign) -> str:
    return f"{Signs.rows}-{sign.code}"


def is_ticked(data: QueryDict, sign: Sign) -> bool:
    return bool(data.get(f"{prefix_of(sign)}-seen"))


@dataclass(frozen=True)
class Shown:
    """One heading as the page shows it: its signs as HTML, and the labels of those that are ticked."""

    heading: Heading
    signs: list[SafeString]
    ticked: list[str]


class Signs:
    """A part: the list itself, with who noticed them above it and whatever else there was below."""

    rows: ClassVar[str] = "observations"

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        self.dossier = dossier
        self.noticed = NoticedForm(dossier, data)
        saved = {row.sign: row for row in dossier.observations}
        self.observed = {
            sign.code: ObservationForm(dossier, data, saved.get(sign.code) or self._new(sign), sign)
            for heading in HEADINGS
            for sign in heading.signs
            if sign.code in saved or (data is not None and is_ticked(data, sign))
        }

    @property
    def forms(self) -> list[Questions]:
        return [self.noticed, *self.observed.values()]

    def store(self, saving: Saving) -> Changes:
        is_any = any(form.is_ticked for form in self.observed.values())
        changes = self.noticed.store(saving) if is_any or not self.noticed.is_as_offered else {}
        for form in self.observed.values():
            changes |= self._store_sign(form, saving)
        return changes

    def html(self, context: Mapping[str, Any]) -> SafeString:
        age = self.dossier.age(localdate())
        about = {
            "part": self,
            "headings": [self._shown(heading) for heading in headings_for(age)],
            "line": in_a_line(self._known_by()),
            "is_adult": age == AgeGroup.ADULT,
            "when": in_words(self.noticed["noticed_on"]),
            "below": self.noticed.html(context),
        }
        return SafeString(render_to_string("intake/signs/list.html", {**context, **about}))

    def _store_sign(self, form: ObservationForm, saving: Saving) -> Changes:
        name = form.add_prefix("seen")
        if form.is_ticked or name in saving.leave:
            return form.write(saving)
        form.instance.delete()
        return {name: False}

    def _shown(self, heading: Heading) -> Shown:
        ticked = {code: form for code, form in self.observed.items() if form.is_ticked}
        return Shown(
            heading,
            [_as_answered(ticked[sign.code]) if sign.code in ticked else _as_asked(sign) for sign in heading.signs],
            [lower_first(sign.label) for sign in heading.signs if sign.code in ticked],
        )

    def _known_by(self) -> list[str]:
        ticked = [form for form in self.observed.values() if form.is_ticked]
        return [form["known_by"].value() or "" for form in ticked]

    def _new(self, sign: Sign) -> Observation:
        return Observation(referral=self.dossier.referral, sign=sign.code)


@cache
def _as_asked(sign: Sign) -> SafeString:
    """Of a sign that is not ticked, the same for everybody: so it is made once."""
    return _sign(sign, {}, {})


def _as_answered(form: ObservationForm) -> SafeString:
    typed = {name: form[name].value() or "" for name in ("known_by", "words", "seen_by")}
    when = form["seen_on"]
    wrong = parts_at_fault(when) if when.errors else []
    return _sign(form.sign, typed | _in_boxes(when.value()), form.errors, wrong=wrong, is_ticked=True)


def _sign(
    sign: Sign,
    typed: Mapping[str, str],
    errors: Mapping[str, Any],
    *,
    wrong: Collection[str] = (),
    is_ticked: bool = False,
) -> SafeString:
    """`wrong` names the boxes of the date that are to be looked at."""
    about = {
        "sign": sign,
        "name": prefix_of(sign),
        "is_ticked": is_ticked,
        "typed": typed,
        "errors": errors,
        "wrong": wrong,
        "is_open": bool(errors) or any(value for name, value in typed.items() if name != "known_by"),
        "ways_to_know": KnownBy.choices,
    }
    return SafeString(render_to_string("intake/signs/_sign.html", about))


def _in_boxes(value: Any) -> dict[str, str]:
    """What stands in the boxes of a date: as typed, or as saved."""
    parts = value if isinstance(value, list) else PartialDateInput().decompress(value or None)
    return {name: part or "" for name, part in zip(PARTS, parts, strict=True)}


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def hint(dossier: Dossier) -> str:
    said = in_a_line(row.known_by for row in dossier.observations)
    return said or ("None seen" if dossier.signs_noticed.none_seen else "")
