"""Rules that hold for every template there is."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR, "templates")
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
# Of messages: another engine reads them, and they are no pages of a browser.
MAIL = "notifications/mail/"
TEXTS = {name: (FOLDER / name).read_text("utf-8") for name in TEMPLATES}
EXTENDED = {name: match[1] for name, text in TEXTS.items() if (match := re.match(r'{% extends "([^"]+)" %}', text))}


def line_of(name: str) -> list[str]:
    """The template, what it extends, what that extends, and so on."""
    return [name, *line_of(EXTENDED[name])] if name in EXTENDED else [name]


PAGES = [
    name
    for name in EXTENDED
    if line_of(name)[-1] == "base.html" and name not in EXTENDED.values() and not name.startswith(MAIL)
]

# What a strict content security policy stops anyway, and what would fetch something from elsewhere.
FORBIDDEN = {
    "inline style": r"<style|\sstyle\s*=",
    "inline script": r"<script(?![^>]*\s(?:src=|type=\"application/json\"))|\son[a-z]+\s*=|javascript:|hx-on",
    "something from elsewhere": r"(?:src|srcset|<link[^>]*href)\s*=\s*[\"']?(?:https?:)?//",
    "text that is not escaped": r"\|\s*safe\b|autoescape off",
    "a positive tabindex": r"tabindex\s*=\s*[\"']?[1-9]",
}


def test_there_are_templates_to_look_at():
    assert "base.html" in TEMPLATES
    assert "404.html" in PAGES


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_holds_what_the_policy_forbids(name):
    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, TEXTS[name], re.IGNORECASE)]

    assert found == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".html")])
def test_every_template_can_be_read(name):
    get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title(name):
    assert any("{% block title %}" in TEXTS[ancestor] for ancestor in line_of(name)[:-1])


def test_our_own_scripts_build_no_markup_and_keep_nothing():
    for path in Path(settings.BASE_DIR, "static").glob("*.js"):
        found = re.findall(r"Storage\.|indexedDB|document\.cookie|\beval\(|\.innerHTML\s*=", path.read_text("utf-8"))
        assert (path.name, found) == (path.name, [])
