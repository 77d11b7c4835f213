"""What the form of a section would send as it stands, without scripts."""

from typing import Any

from tests.shell.reading import read, sent_by


def boxes_of(response: Any) -> dict[str, list[str]]:
    forms = read(response.content.decode()).all("form")
    return sent_by(next(form for form in forms if form.get("data-module") == "app-leaving"))
