"""What is asked of whoever records on a track."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.urls import reverse_lazy
from django.utils.timezone import localdate

from agencies.enums import ListName
from agencies.reference.fields import ListedChoiceField
from agencies.shell.fields import WholeDateField
from agencies.shell.layout import HTML, Button, Field, Fieldset, FormHelper, Reveal, layout
from agencies.shell.widgets import ListInput, Radios
from referrals.enums import CrimeMark, Track, TrackState
from referrals.intake.forms.times import TimeOfDayField, moment
from referrals.intake.questions import SENTENCES
from referrals.lodging.forms.afterwards import line, prose
from referrals.papers.forms import Version
from referrals.rules.crime import codes_on
from referrals.rules.tracks import STATES

CODES = '{% include "tracks/_codes_confirmed.html" %}'
SEEN = '{% include "tracks/_seen.html" %}'
FORCES = cast("str", reverse_lazy("find_in_list", args=[ListName.FORCES.value]))
Owner = tuple[int, str]

# What is asked besides the state, where a track has words of its own for it.
WHAT: dict[Track, str] = {
    Track.CRIME: "What became of it?",
    Track.INVESTIGATION: "Where does the investigation stand?",
    Track.SAFEGUARDING: "Where does safeguarding stand?",
    Track.SUPPORT: "What support do they have?",
    Track.LEAVE: "Where does their leave to stay stand?",
    Track.NATIONAL_SECURITY: "Is it to be seen by few only?",
}
LABELS: dict[tuple[Track, TrackState], str] = {
    (Track.CRIME, TrackState.CRIME_RECORDED): "A crime is recorded",
    (Track.CRIME, TrackState.NOT_A_CRIME): "It is recorded as no crime of this force",
    (Track.CRIME, TrackState.PASSED_ON): "It was passed to the force where it happened",
}


class EntryForm(forms.Form):
    """Nothing is chosen beforehand: what happened is for somebody to say."""

    seen = Version()
    state = forms.TypedChoiceField(
        coerce=TrackState,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Say where it stands now."},
    )
    on = WholeDateField(
        label="On which day did that happen?", today=localdate, error_messages={"required": "Enter the day."}
    )
    reference = line("Their reference (optional)", longest=60)
    reason = prose("What happened, and why? (optional)", hint="Needed where it ended.")
    owner = forms.TypedChoiceField(label="Who answers for it from now on? (optional)", coerce=int, required=False)
    review_on = WholeDateField(label="When is it looked at again? (optional)", required=False)

    def __init__(self, data: Any, *, track: Track, owners: Sequence[Owner], **known: Any) -> None:
        super().__init__(data, **known)
        self.track = track
        state, owner = cast("Any", self.fields["state"]), cast("Any", self.fields.get("owner"))
        state.label = WHAT[track]
        state.choices = [(each.value, LABELS.get((track, each), each.label)) for each in STATES[track]]
        if owner:
            owner.choices = [("", "Nobody in particular"), *((str(pk), name) for pk, name in owners)]
            owner.empty_value = None
            owner.help_text = "Needed while it is open." if track == Track.INVESTIGATION else ""
            owner.error_messages.update(SENTENCES)

    @property
    def helper(self) -> FormHelper:
        return layout("state", "on", "reference", Field("reason", rows=4), *self._again, submit="Record it")

    @property
    def _again(self) -> list[Any]:
        return [Fieldset("Looking at it again", "owner", "review_on"), HTML(SEEN)]


class RestrictionForm(EntryForm):
    """Of national security. A reason is always needed, whichever way."""

    reference = owner = None  # type: ignore[assignment]  # how Django takes a field away
    reason = prose("Why?", "Say why.", hint="Who asked for it, and until when it is thought to be needed.")

    @property
    def helper(self) -> FormHelper:
        return layout("state", "on", Field("reason", rows=4), "review_on", HTML(SEEN), submit="Record it")


class CrimeForm(EntryForm):
    on = None  # type: ignore[assignment]  # how Django takes a field away
    reference = line("Crime number", longest=60, hint="For example: 22/98765/26")
    code = forms.ChoiceField(label="Which code?", required=False, widget=Radios(small=True), error_messages=SENTENCES)
    force_code = ListedChoiceField(
        ListName.FORCES,
        label="In which force’s area did it happen?",
        help_text="Start typing. Leave it empty if it is recorded as no crime.",
        required=False,
        widget=ListInput(FORCES),
    )
    made_on = WholeDateField(
        label="On which day?", today=localdate, error_messages={"required": "Enter the day it was recorded."}
    )
    made_time = TimeOfDayField(
        label="At what time?",
        help_text="For example: 02:45",
        widget=forms.TextInput({"width": "5"}),
        error_messages={**SENTENCES, "required": "Enter the time it was recorded, as near as you know it."},
    )
    reason = prose(
        "Reason (optional)",
        hint="Needed for no crime, for passing it on, and for a crime that was recorded later than 24 hours after the "
        "report.",
    )

    def __init__(self, data: Any, *, today: date, **known: Any) -> None:
        super().__init__(data, **known)
        code = cast("Any", self.fields["code"])
        code.choices = [(each.code, f"{each.code}: {each.text}") for each in codes_on(today)]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        on, time = answers.pop("made_on", None), answers.pop("made_time", "")
        if on and time:
            answers["made_at"] = moment(on, time)
        return answers

    @property
    def helper(self) -> FormHelper:
        state = Reveal("state", {"crime_recorded": ["reference"], "not_a_crime": ["code", HTML(CODES)]})
        when = Fieldset("When was that recorded?", "made_on", "made_time", size="s")
        return layout(state, "force_code", when, Field("reason", rows=4), *self._again, submit="Record it")


class MarkForm(forms.Form):
    """For the force crime registrar."""

    seen = Version()
    mark = forms.TypedChoiceField(
        label="What did you find?",
        choices=CrimeMark.choices,
        coerce=CrimeMark,
        widget=Radios,
        error_messages={**SENTENCES, "required": "Say what you found."},
    )
    reason = prose("What is to be put right? (optional)", hint="Needed where something is wrong.")

    @property
    def helper(self) -> FormHelper:
        button = Button("Mark what is recorded", name="marking", kind="secondary")
        return layout("mark", Field("reason", rows=4), HTML(SEEN), submit=button)
