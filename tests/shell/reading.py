"""Reads a page as a browser does: its elements, and what its controls would send."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "br", "meta", "link", "hr", "img", "path", "rect"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def __getitem__(self, attribute: str) -> str | None:
        return self.attributes[attribute]

    def get(self, attribute: str) -> str | None:
        return self.attributes.get(attribute)

    def __iter__(self) -> Iterator["Element"]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child

    def raw(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw() for child in self.children)

    @property
    def text(self) -> str:
        return " ".join(self.raw().split())

    @property
    def classes(self) -> set[str]:
        return set((self.get("class") or "").split())

    def all(self, name: str = "", /, **wanted: str) -> list["Element"]:
        """By name and attributes; `css` asks for a class."""
        css = wanted.pop("css", "")
        return [
            element
            for element in self
            if name in ("", element.name)
            and (not css or css in element.classes)
            and all(element.get(attribute) == value for attribute, value in wanted.items())
        ]

    def one(self, name: str = "", /, **wanted: str) -> "Element":
        found = self.all(name, **wanted)
        assert len(found) == 1, f"{len(found)} elements like {name} {wanted}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Element("page")
        self.open = [self.page]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says something twice: {names}"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open.pop().name == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    reader = _Reader()
    reader.feed(as_lines(html))
    reader.close()
    assert len(reader.open) == 1, f"never closed: {[element.name for element in reader.open]}"
    return reader.page


def as_lines(text: str) -> str:
    """A browser knows one kind of line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sent_by(page: Element) -> dict[str, list[str]]:
    """What the controls would send if the form went off now."""
    sent: dict[str, list[str]] = {}
    for element in page:
        if element.get("name") is None or "disabled" in element.attributes:
            continue
        for value in _values(element):
            sent.setdefault(element["name"] or "", []).append(value)
    return sent


def _values(control: Element) -> list[str]:
    if control.name == "textarea":
        return [control.raw().removeprefix("\n")]
    if control.name == "select":
        chosen = [option for option in control.all("option") if "selected" in option.attributes]
        return [option["value"] or "" for option in chosen or control.all("option")[:1]]
    if control.name != "input" or control.get("type") == "file":
        return []
    if control.get("type") in ("radio", "checkbox") and "checked" not in control.attributes:
        return []
    return [control.get("value") or ""]
