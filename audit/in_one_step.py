"""All that a migration changes, in one step.

Django draws every related model anew after each small step, which for our tables adds up to a minute at a start from
nothing. Here the steps change the picture first, and the database follows it at once.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class InOneStep(Operation):
    """Takes what makemigrations wrote. Of what was there before, each thing may be changed only once."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """A new table comes with its later columns, indexes and constraints: of its steps its triggers are left."""
        triggers = [each for each in self._about_new_tables if isinstance(each, AddTrigger)]
        for operation in (*self._new_tables, *triggers, *self._about_others):
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in reversed((*self._new_tables, *self._about_others)):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    @property
    def _new_tables(self) -> list[CreateModel]:
        return [each for each in self.operations if isinstance(each, CreateModel)]

    @property
    def _about_new_tables(self) -> list[Operation]:
        made = {each.name_lower for each in self._new_tables}
        return [each for each in self.operations if getattr(each, "model_name_lower", "") in made]

    @property
    def _about_others(self) -> list[Operation]:
        done = [*self._new_tables, *self._about_new_tables]
        return [each for each in self.operations if each not in done]

    def describe(self) -> str:
        return "Change the tables of the app"
