"""Rules that hold for every template there is."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR, "templates")
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
PAGES = [name for name in TEMPLATES if name.endswith(".html") and "{% extends" in (FOLDER / name).read_text("utf-8")]
# What a strict content security policy stops anyway, and what would fetch something from elsewhere.
FORBIDDEN = {
    "inline style": r"<style|\sstyle\s*=",
    "inline script": r"<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:|hx-on",
    "something from elsewhere": r"(?:src|srcset|<link[^>]*href)\s*=\s*[\"']?(?:https?:)?//",
    "text that is not escaped": r"\|\s*safe\b(?!\s*%?\}\})|autoescape off|mark_safe",
    "a positive tabindex": r"tabindex\s*=\s*[\"']?[1-9]",
}


def test_there_are_templates_to_look_at():
    assert "base.html" in TEMPLATES
    assert "404.html" in PAGES


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_holds_what_the_policy_forbids(name):
    text = (FOLDER / name).read_text("utf-8")

    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]

    assert found == []


@pytest.mark.parametrize("name", [name for name in TEMPLATES if name.endswith(".html")])
def test_every_template_can_be_read(name):
    get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title(name):
    text = (FOLDER / name).read_text("utf-8")

    assert "{% block title %}" in text or name == "stop.html"


def test_our_own_scripts_build_no_markup_and_keep_nothing():
    for path in Path(settings.BASE_DIR, "static").glob("*.js"):
        text = path.read_text("utf-8")
        assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|\beval\(|\.innerHTML\s*=", text), path
