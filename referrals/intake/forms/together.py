"""Rows that people found together share, unless one of them is said to be about one person only."""

import uuid
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict

from referrals.dossier import Dossier
from referrals.intake.parts import ManyRows, RowForm

TICK = "only_here"
COLUMN = "only_for"


class SharedRow(RowForm):
    """The tick is asked where there are several people. With one, whatever was ticked before stays as it is."""

    def __init__(self, dossier: Dossier, data: QueryDict | None, row: models.Model, prefix: str) -> None:
        super().__init__(dossier, data, row, prefix)
        if dossier.together > 1:
            self.fields[TICK] = forms.BooleanField(label="Only about this person", required=False)
            self.initial[TICK] = self.instance.only_for_id is not None

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if TICK in self.fields:
            answers[COLUMN] = self.dossier.referral if answers.get(TICK) else None
        return answers

    @property
    def is_empty(self) -> bool:
        """A tick about nothing is nothing."""
        return not any(self.cleaned_data.get(name, self[name].data) for name in self.fields if name != TICK)

    def _boxes_of(self, column: str) -> list[str]:
        return [self.add_prefix(TICK)] if column == COLUMN else super()._boxes_of(column)


class SharedRows(ManyRows):
    """An old page of one person may bring back what is by now only about another, under the key that both pages had.

    So where a key comes twice, the newer row goes by one that is made from it.
    """

    parent = "encounter"

    def _saved(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for row in getattr(self.dossier, self.rows):
            key = row.key if str(row.key) not in found else uuid.uuid5(row.key, str(row.pk))
            found[str(key)] = row
        return found
