"""A field of a form that is answered from a list."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.timezone import localdate

from agencies.enums import ListName
from agencies.models import ListedValue
from agencies.reference import queries
from agencies.shell.widgets import ListInput


class ListedChoiceField(forms.CharField):
    """Answers with a code. Takes the code, or a name typed in full, which is what comes without scripts.

    Set `kept` to the code of the record that is being changed: it stays an answer after it was retired.
    Set `known` on a field of a form to labels that were looked up for many fields at once.
    """

    known: Mapping[str, str] = MappingProxyType({})

    default_error_messages = {
        "not_listed": "This is not on the list. Check the spelling, or type another name for it",
        "several": "There is more than one %(typed)s. Type one of these in full: %(labels)s",
    }

    def __init__(self, list_name: ListName, *, kept: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", ListInput(cast("str", reverse_lazy("find_in_list", args=[list_name.value]))))
        super().__init__(**kwargs)
        self.list_name = list_name
        self.kept = kept

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if not typed:
            return ""
        found = queries.meant(self.list_name, typed, on=localdate(), kept=self.kept)
        if not found:
            raise ValidationError(self.error_messages["not_listed"], code="not_listed")
        if len(found) > 1:
            labels = " or ".join(value.label for value in found)
            raise ValidationError(
                self.error_messages["several"], code="several", params={"typed": typed, "labels": labels}
            )
        return found[0].code

    def prepare_value(self, value: Any) -> Any:
        """A code is shown as its label; what was typed and not understood is shown as it was typed."""
        if not value or "\0" in value:
            return value
        return self.known.get(value) or ListedValue.objects.label_of(self.list_name, value)
