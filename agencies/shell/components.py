"""The official component macros, called with the parameters that their documentation names."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

PACKAGE = "govuk_frontend_jinja"


def component(name: str, params: Mapping[str, Any]) -> SafeString:
    """`name` as in the documentation, for example "DateInput". Every text in `params` is escaped by the macro."""
    return mark_safe(_macro(name)(params))  # noqa: S308


@cache
def _macro(name: str) -> Callable[[Mapping[str, Any]], str]:
    folder = re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
    module = _environment().get_template(f"{PACKAGE}/components/{folder}/macro.html").module
    macro: Callable[[Mapping[str, Any]], str] = getattr(module, f"govuk{name}")
    return macro


@cache
def _environment() -> Environment:
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    # Without auto_reload: their files never change while we run, and looking asked the disk 300 times for one page.
    environment = Environment(loader=loader, autoescape=True, auto_reload=False, trim_blocks=True, lstrip_blocks=True)
    # The macros indent their output for looks. That would add spaces to every line somebody typed in a text box.
    environment.filters["indent"] = lambda text, *args, **kwargs: text
    return environment
