"""Widgets that say more than Django's own. How each looks is decided in rendering.py."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from agencies.shell.partial_date import PARTS, PartialDate


class _Options:
    """Sentences under options, a divider before one, options that exclude all others, and two other sizes."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
        dividers: Mapping[str, str] | None = None,
        exclusive: Collection[str] = (),
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]  # the next class takes them
        self.hints = hints or {}
        self.dividers = dividers or {}
        self.exclusive = exclusive
        self.inline = inline
        self.small = small


class Radios(_Options, forms.RadioSelect):
    pass


class Checkboxes(_Options, forms.CheckboxSelectMultiple):
    pass


class LongSelect(forms.Select):
    """A plain list of options; with scripts, one finds the option by typing."""


class ListInput(forms.TextInput):
    """A text box that, with scripts, offers what a list on the server holds. `source` is that list's address."""

    def __init__(self, source: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.source = source


class Files(forms.FileInput):
    allow_multiple_selected = True


class PartialDateInput(forms.MultiWidget):
    PARTS = PARTS

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict.fromkeys(PARTS, forms.TextInput), attrs)

    def decompress(self, value: PartialDate | None) -> list[str]:
        return [str(getattr(value, part, None) or "") for part in PARTS]
