"""Writing blocks of made-up cases, with COPY for every table."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from referrals.demonstration.generated.block import Block, Keys
from referrals.demonstration.generated.mould import Lines
from referrals.demonstration.generated.tables import BY_NAME
from referrals.models import Encounter, Referral, StepTaken
from victims.models import Person

# What writes down that a row was added.
INSERTED = "insert_insert"
MAY_SKIP = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
# What a made-up row points to is made beside it, so that looking it up for every one of them would find nothing.
SKIP = "SET LOCAL session_replication_role = replica"
# The sequence is looked for once, not for every key.
NEW_KEYS = """
    SELECT coalesce(string_agg(nextval(each)::text, ' '), '')
    FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS each OFFSET 0) AS sequence, generate_series(1, %s)
"""

# What COPY reads, by the name of the table.
Texts = Mapping[str, bytes]


def drawn(block: Block) -> Texts:
    number = len(block.numbers)
    steps = _keys(StepTaken, block.number_of_steps)
    keys = Keys(_keys(Person, number), _keys(Encounter, number), _keys(Referral, number), steps)
    lines: Lines = defaultdict(list)
    block.fill(keys, lines)
    return {table.name: "".join(written).encode() for table, written in lines.items()}


def write(texts: Texts) -> None:
    """Without the history of changes: nobody changed anything, and it would be as large again as what is measured."""
    with connection.cursor() as cursor:
        cursor.execute(MAY_SKIP)
        if cursor.fetchone() == (True,):
            cursor.execute(SKIP)
        for name, text in texts.items():
            table = BY_NAME[name]
            _ignore(table.model, cursor)
            columns = ", ".join(f'"{column}"' for column in table.columns)
            with cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as copy:
                copy.write(text)
        _ignore(None, cursor)


def refresh_statistics(table: str) -> None:
    """By which the server chooses how to find something. By itself it would come to it a minute later."""
    with connection.cursor() as cursor:
        cursor.execute(f'ANALYZE "{table}"')


def _ignore(model: type[Model] | None, cursor: CursorWrapper) -> None:
    """As pgtrigger does, which cannot be told of a COPY. Only one name: each is looked through for every row."""
    triggers = [each for each in getattr(model and model._meta, "triggers", []) if each.name == INSERTED]
    names = ",".join(trigger.get_pgid(model) for trigger in triggers)
    cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{names}}}"])


def _keys(model: type[Person | Encounter | Referral | StepTaken], number: int) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(NEW_KEYS, [model._meta.db_table, number])
        [keys] = cursor.fetchone()
    return iter(keys.split())
