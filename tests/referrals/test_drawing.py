"""docs/workflow.md is drawn from the table, and says when it is old."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from referrals.management.commands import draw_workflow
from referrals.rules.drawing import page
from referrals.rules.workflow import MOVES


def test_the_page_in_the_house_is_as_the_table_says() -> None:
    call_command("draw_workflow", check=True)


def test_every_row_stands_in_the_table_and_what_leads_back_is_drawn_back() -> None:
    drawn = page()

    assert drawn.count("\n| `") == len(MOVES)
    assert "  RG_PENDING -.->|first_yes| RG_POSITIVE\n" in drawn
    assert "  RECON_REQUESTED -.->|uphold| CG_NEGATIVE\n" in drawn
    assert "  DISQ_CONSIDERED -.->|keep_protection| RG_POSITIVE\n" in drawn
    assert "|reopen| " not in drawn
    assert "left out\nhere and stands in the table: `withdraw`, `close`, `died`, `confirm_error`." in drawn
    assert "| `reopen` | `CLOSED` | back to where it stood | A supervisor, never the author | needed |  |  |" in drawn


@pytest.mark.parametrize("held", [None, "something else"])
def test_an_old_page_is_refused_and_written_again(held: str | None, tmp_path: Path, monkeypatch: Any) -> None:
    where = tmp_path / "workflow.md"
    monkeypatch.setattr(draw_workflow, "WHERE", where)
    if held:
        where.write_text(held)

    with pytest.raises(CommandError, match=r"Run: manage\.py draw_workflow"):
        call_command("draw_workflow", check=True)
    call_command("draw_workflow", verbosity=0)
    call_command("draw_workflow", check=True)
