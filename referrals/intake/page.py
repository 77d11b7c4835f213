"""One section as a page: its parts, filled from the case or from what was posted."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from agencies.shell.problems import Problem, problems_of
from referrals.dossier import Dossier
from referrals.intake.parts import Answered, Changes, ManyRows, Part, Questions, Saving


class SectionPage:
    def __init__(self, parts: Iterable[type[Part]], dossier: Dossier, data: QueryDict | None = None) -> None:
        self.dossier = dossier
        self.parts = [part(dossier, data) for part in parts]

    @property
    def forms(self) -> list[Questions]:
        return [form for part in self.parts for form in part.forms]

    @property
    def is_readable(self) -> bool:
        """Whether everything that was typed could be read. Asks every form, so that each keeps what it could read."""
        errors = [form.errors for form in self.forms]
        return not any(errors)

    @property
    def problems(self) -> list[Problem]:
        return [problem for form in self.forms for problem in problems_of(form)]

    @property
    def answers(self) -> Iterator[Answered]:
        return (answer for form in self.forms for answer in form.answers())

    def store(self, saving: Saving) -> Changes:
        changes: Changes = {}
        for part in self.parts:
            changes |= part.store(saving)
        return changes

    def add_blank(self, rows: str) -> None:
        for part in self.parts:
            if isinstance(part, ManyRows) and part.rows == rows:
                part.add_blank()

    def html(self, context: Mapping[str, Any]) -> SafeString:
        return SafeString("".join(part.html(context) for part in self.parts))
