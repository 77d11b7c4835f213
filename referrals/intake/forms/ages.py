"""Questions that are asked of adults only. Whoever may be a child counts as one."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from referrals.dossier import Dossier
from referrals.intake.parts import Changes, OneRow, Questions, Saving
from victims.enums import AgeGroup

TREATED_AS_CHILD = {AgeGroup.CHILD, AgeGroup.UNSURE}


def counts_as_child(dossier: Dossier) -> bool:
    return dossier.age(localdate()) in TREATED_AS_CHILD


class AdultRow(OneRow):
    """`instead` says on the page of a child why it does not ask.

    What was typed on the page of an adult is kept when it comes in after somebody corrected the age.
    """

    instead: ClassVar[str]

    def __init__(self, dossier: Dossier, data: QueryDict | None = None) -> None:
        was_asked = any(name.startswith(f"{self.row}-") for name in data or ())
        self.is_asked = was_asked or not counts_as_child(dossier)
        super().__init__(dossier, data if self.is_asked else None)

    @property
    def forms(self) -> list[Questions]:
        return [self] if self.is_asked else []

    def store(self, saving: Saving) -> Changes:
        return self.write(saving) if self.is_asked else {}

    def html(self, context: Mapping[str, Any]) -> SafeString:
        return super().html(context) if self.is_asked else SafeString(render_to_string(self.instead, dict(context)))
