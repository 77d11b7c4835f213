"""What tests of the pages about who is told share: a row, and reading what came back."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.models import Agency, Unit
from notifications.models import RoutingRow

TODAY = localdate()
YESTERDAY, LAST_YEAR = TODAY - timedelta(days=1), TODAY - timedelta(days=365)


def row_of(agency: Agency, *units: Unit, position: int = 1, **facts: object) -> RoutingRow:
    given = {"name": f"Row {position}", "valid_from": LAST_YEAR, **facts}
    made = RoutingRow.objects.create(agency=agency, position=position, **given)
    for number, each in enumerate(units, 1):
        made.steps.create(unit=each, position=number)
    return made


def page_of(client: Client, name: str, *args: int) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def sent(client: Client, page_name: str, /, *args: int, **typed: Any) -> str:
    """The page that comes back, or the one that it leads to."""
    response = client.post(reverse(page_name, args=args), typed, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def row_names(html: str) -> list[str]:
    return re.findall(r'\d+\. <a class="govuk-link" href="[^"]+">([^<]+)</a>', html)


def is_ticked(html: str, name: str, value: str) -> bool:
    tags = re.findall(r"<input[^>]+>", html)
    return any(f'name="{name}"' in tag and f'value="{value}"' in tag and "checked" in tag for tag in tags)


def chosen(html: str, name: str) -> list[str]:
    found = re.search(rf'<select[^>]*name="{name}".*?</select>', html, re.DOTALL)
    assert found
    return re.findall(r'<option value="([^"]*)"[^>]*selected', found[0])


def hidden(html: str, name: str) -> str:
    tag = next(tag for tag in re.findall(r"<input[^>]+>", html) if f'name="{name}"' in tag)
    found = re.search(r'value="([^"]*)"', tag)
    return found[1] if found else ""
