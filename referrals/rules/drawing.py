"""The table of steps as a page to read: a diagram in Mermaid, and every row in words."""

from collections.abc import Iterable, Iterator, Sequence

from referrals.enums import DeadlineKind, Status, Step
from referrals.rules.workflow import GOES_ON_AS, MOVES, OF_THE_HOME_OFFICE, Move

HEAD = """# The workflow

Written by `manage.py draw_workflow` from `referrals/rules/workflow.py`. Change that, and write this again:
`make check` fails while the two differ. Why some rows are as they are: [decisions/workflow.md](decisions/workflow.md).
"""
DIAGRAM = """## From the first answer to the end

Lines are steps of ours, and dots are what the Home Office decided. What can happen from nearly everywhere is left out
here and stands in the table: {left_out}.
"""
ROWS = """## Every step

What the Home Office decided is recorded from every other state too, as unusual, and read by a second person.
"""
BACK = "back to where it stood"
# From so many states that a diagram with it could not be read.
TOO_MANY = 8


def page() -> str:
    return "\n".join([HEAD, *_diagram(), ROWS, *_table()]) + "\n"


def _diagram() -> Iterator[str]:
    crowded = {step for step in Step if len(_sources(step)) >= TOO_MANY}
    yield DIAGRAM.format(left_out=", ".join(f"`{step}`" for step in Step if step in crowded))
    yield "```mermaid"
    yield "flowchart TD"
    for status in Status:
        yield f'  {status}["{status.label}"]'
    for move in MOVES:
        if move.step not in crowded:
            for target in _targets(move):
                yield f"  {move.source} {_arrow(move.step)}|{move.step}| {target}"
    yield "```\n"


def _sources(step: Step) -> list[Status]:
    return [move.source for move in MOVES if move.step == step]


def _targets(move: Move) -> Sequence[Status]:
    """Of a step that leads back: every state from which one comes here."""
    if move.target:
        return [move.target]
    came_from = [row.source for row in MOVES if row.target == move.source]
    wanted = [GOES_ON_AS.get(each, each) for each in came_from] if move.step != Step.REOPEN else []
    return list(dict.fromkeys(wanted))


def _arrow(step: Step) -> str:
    return "-.->" if step in OF_THE_HOME_OFFICE else "-->"


def _table() -> Iterator[str]:
    yield "| Step | From | To | Who | Reason | Starts | Stops |"
    yield "|---|---|---|---|---|---|---|"
    for move in MOVES:
        cells = (
            *(f"`{move.step}`", f"`{move.source}`", f"`{move.target}`" if move.target else BACK, move.mover.label),
            *("needed" if move.needs_reason else "", _clocks(move.starts), _clocks(move.stops)),
        )
        yield f"| {' | '.join(cells)} |"


def _clocks(clocks: Iterable[DeadlineKind]) -> str:
    return ", ".join(sorted(f"`{clock}`" for clock in clocks))
