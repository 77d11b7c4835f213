"""What the page of a section is made of: questions over the rows that hold its answers.

A part saves whatever can be read of what was typed, and leaves the rest for the page to show again. It never refuses.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from crispy_forms.utils import render_crispy_form
from django import forms
from django.db import models
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from agencies.actors import Actor
from agencies.reference.fields import ListedChoiceField
from agencies.shell.layout import Div, FormHelper, layout
from referrals.dossier import Dossier
from referrals.intake.lists import Boxes
from referrals.intake.questions import question
from referrals.intake.reading import shown

# A name of a field, or an object of agencies/shell/layout.py.
Laid = Any
Changes = dict[str, object]
GAP = "_gap"
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Saving:
    """Who saves, when, and which boxes are to be left as they are saved now, by their names on the page."""

    by: Actor
    at: Any
    leave: frozenset[str] = NOTHING


@dataclass(frozen=True)
class Answered:
    """One answer in words, with the box it stands in."""

    label: str
    text: str
    anchor: str


class Part(Protocol):
    """A section is made of these. Each is given the dossier, and what was posted if anything was.

    The page has asked every form whether it is valid before a part is told to store.
    """

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None: ...

    @property
    def forms(self) -> "list[Questions]": ...

    def store(self, saving: Saving) -> Changes:
        """Write what could be read. Returns what changed, under the names of its boxes."""
        ...

    def html(self, context: Mapping[str, Any]) -> SafeString: ...


class Questions(forms.BaseForm):
    """What every form of a section can do, whatever its answers are kept in."""

    data: Any
    prefix: str | None

    @property
    def laid_out(self) -> list[Laid]:
        """The order on the page. Say it as a property: see agencies/shell/layout.py."""
        return list(self.fields)

    @property
    def helper(self) -> FormHelper:
        helper = layout(*self.laid_out)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def html(self, context: Mapping[str, Any]) -> SafeString:
        return SafeString(render_crispy_form(self, self.helper, dict(context)))

    def answers(self) -> Iterator[Answered]:
        """Every answer that is there, in the words of the page. A reason for having none is one."""
        for name in self.fields:
            bound = self[name]
            text = shown(bound)
            if text and not bound.is_hidden:
                label = self._asked(name) if name.endswith(GAP) else str(bound.label)
                yield Answered(label, text, f"{bound.auto_id}")

    def _asked(self, gap: str) -> str:
        asked = gap.removesuffix(GAP)
        return str(self[asked].label) if asked in self.fields else str(self[gap].label)


class RowForm(Questions, forms.ModelForm):  # type: ignore[type-arg]  # each subclass names its model
    """Questions over one row. A subclass names the model and the fields in its Meta(RowForm.Meta)."""

    instance: Any
    boxes: ClassVar[Sequence[Boxes]] = ()

    class Meta:
        formfield_callback = question

    def __init__(self, dossier: Dossier, data: QueryDict | None, row: models.Model, prefix: str) -> None:
        self.dossier = dossier
        super().__init__(data, instance=row, prefix=prefix)
        for name, field in self.fields.items():
            if isinstance(field, ListedChoiceField):
                field.kept = getattr(row, name, "")
        for boxes in self.boxes:
            boxes.add_to(self, getattr(row, boxes.column))

    def clean(self) -> dict[str, Any]:
        """Several boxes are one column, and a text needs no reason for being empty."""
        answers: dict[str, Any] = super().clean() or {}
        for boxes in self.boxes:
            answers[boxes.column] = boxes.gathered(answers)
        for name in [name for name in answers if name.endswith(GAP)]:
            if answers.get(name.removesuffix(GAP)):
                answers[name] = ""
        return answers

    def _post_clean(self) -> None:
        """Nothing is written on the row before it is stored, and the rules of the case are asked when it is checked."""

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name, self[name].data) for name in self.fields)

    def changes(self, saving: Saving) -> Changes:
        """Of the columns of the row, by name."""
        read = {name: value for name, value in self.cleaned_data.items() if name in self._columns()}
        kept = {name: value for name, value in read.items() if saving.leave.isdisjoint(self._boxes_of(name))}
        return {name: value for name, value in kept.items() if getattr(self.instance, name) != value}

    def write(self, saving: Saving) -> Changes:
        changed = self.changes(saving)
        if not changed:
            return {}
        for name, value in changed.items():
            setattr(self.instance, name, value)
        self.instance.save()
        return {self.add_prefix(name): value for name, value in changed.items()}

    def _boxes_of(self, column: str) -> list[str]:
        names = next((boxes.names for boxes in self.boxes if boxes.column == column), [column])
        return [self.add_prefix(name) for name in names]

    def _columns(self) -> set[str]:
        return {column.name for column in self._meta.model._meta.get_fields()}


class OneRow(RowForm):
    """A part that is one row of the dossier: `row` names it there, and begins the name of each of its boxes."""

    row: ClassVar[str]

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        super().__init__(dossier, data, getattr(dossier, self.row), self.row)

    @property
    def forms(self) -> list[Questions]:
        return [self]

    def store(self, saving: Saving) -> Changes:
        return self.write(saving)


class ManyRows:
    """A part that is a list of rows, each under a key that the page gave it, so that saving twice makes it once."""

    rows: ClassVar[str]
    parent: ClassVar[str]
    form: ClassVar[type[RowForm]]
    title: ClassVar[str]
    one: ClassVar[str]
    most: ClassVar[int] = 10

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        self.dossier = dossier
        self.data = data
        saved = self._saved()
        posted = _keys(data.getlist(self.rows))[: self.most] if data is not None else []
        fresh = [] if saved or posted else [str(uuid.uuid4())]
        self.forms: list[Any] = [
            self.form(dossier, data if key in posted else None, saved.get(key) or self._new(key), f"{self.rows}-{key}")
            for key in dict.fromkeys([*posted, *saved, *fresh])
        ]

    def add_blank(self) -> None:
        """Another row to fill in, for whoever asked for one."""
        if len(self.forms) < self.most:
            key = str(uuid.uuid4())
            self.forms.append(self.form(self.dossier, None, self._new(key), f"{self.rows}-{key}"))

    def store(self, saving: Saving) -> Changes:
        changes: Changes = {}
        for form in self.forms:
            if form.is_bound:
                changes |= self._store_row(form, saving)
        return changes

    def html(self, context: Mapping[str, Any]) -> SafeString:
        shown = [
            {
                "html": form.html(context),
                "key": form.prefix.removeprefix(f"{self.rows}-"),
                "is_saved": form.instance.pk is not None,
            }
            for form in self.forms
        ]
        about = {"part": self, "rows": shown, "is_full": len(self.forms) >= self.most}
        return SafeString(render_to_string("intake/_rows.html", {**context, **about}))

    def _store_row(self, form: RowForm, saving: Saving) -> Changes:
        is_new = form.instance.pk is None
        is_dropped = self.data is not None and self.data.get("remove") == form.prefix
        if not form.is_empty and not is_dropped:
            return form.write(saving)
        if is_new:
            return {}
        form.instance.delete()
        return {str(form.prefix): None}

    def _saved(self) -> dict[str, Any]:
        return {str(row.key): row for row in getattr(self.dossier, self.rows)}

    def _new(self, key: str) -> models.Model:
        parent = getattr(self.dossier, self.parent)
        row: models.Model = self.form._meta.model(key=key, **{self.parent: parent})
        return row


class RowPerChoice:
    """A part with one row for each of a few known things, such as each way of reaching somebody."""

    rows: ClassVar[str]
    parent: ClassVar[str]
    names: ClassVar[str]
    choices: ClassVar[type[models.TextChoices]]
    form: ClassVar[type[RowForm]]
    title: ClassVar[str] = ""

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        self.dossier = dossier
        self.forms: list[Any] = [
            self.form(dossier, data, self._row(value), f"{self.rows}-{value}") for value in self.choices
        ]

    def store(self, saving: Saving) -> Changes:
        changes: Changes = {}
        for form in self.forms:
            changes |= self._store_row(form, saving)
        return changes

    def html(self, context: Mapping[str, Any]) -> SafeString:
        return SafeString("".join(form.html(context) for form in self.forms))

    def _store_row(self, form: RowForm, saving: Saving) -> Changes:
        if not form.is_empty:
            return form.write(saving)
        if form.instance.pk is None:
            return {}
        form.instance.delete()
        return {str(form.prefix): None}

    def _row(self, value: models.TextChoices) -> models.Model:
        saved = getattr(self.dossier, self.rows).get(value)
        new: models.Model = self.form._meta.model(
            **{self.names: value, self.parent: getattr(self.dossier, self.parent)}
        )
        return saved or new


def gapped(name: str) -> Div:
    """A text, and under it why there is none."""
    return Div(name, f"{name}{GAP}", css_class="app-gapped")


def _keys(posted: list[str]) -> list[str]:
    """Of rows, as the page gave them out. Anything else is not ours."""
    return [str(found) for found in map(_uuid, posted) if found]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
