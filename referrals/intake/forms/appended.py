"""Questions whose every decision is a record of its own, kept for good."""

import copy
from datetime import timedelta
from typing import Any, ClassVar

from referrals.intake.parts import Changes, RowForm, Saving

# How long somebody may still be writing down what they began to write down.
STILL_WRITING = timedelta(hours=1)


class AppendedForm(RowForm):
    """Shows the newest record of its kind. What is saved of it:

    - nothing differs from the newest record: nothing is written;
    - the decision differs: a new record, always, and the older one stays as it was;
    - only details differ, and whoever saves wrote the newest record within the last hour, and the case is not lodged:
      that record is completed, so that a page that saves itself while somebody types leaves one record, not twenty;
    - only details differ otherwise: a new record says the decision again, with the details as they are now.

    Details without a decision are not lost: they are kept in a record that holds `undecided`, which no rule takes for
    a decision. Leaving the decision unticked never takes back one that was recorded.
    """

    undecided: ClassVar[str]

    def changes(self, saving: Saving) -> Changes:
        found = super().changes(saving)
        return {name: value for name, value in found.items() if name != "decision" or value}

    def write(self, saving: Saving) -> Changes:
        changed = self.changes(saving)
        if not changed:
            return {}
        record = self.instance if self._is_still_written(saving, changed) else self._another(saving)
        for name, value in changed.items():
            setattr(record, name, value)
        record.save()
        return {self.add_prefix(name): value for name, value in changed.items()}

    def _is_still_written(self, saving: Saving, changed: Changes) -> bool:
        newest = self.instance
        return (
            newest.pk is not None
            and "decision" not in changed
            and newest.recorded_by_id == saving.by.user_id
            and saving.at - newest.recorded_at < STILL_WRITING
            and not self.dossier.referral.is_lodged
        )

    def _another(self, saving: Saving) -> Any:
        record = copy.copy(self.instance)
        record.pk, record._state.adding = None, True
        record.decision = record.decision or self.undecided
        record.recorded_by_id, record.recorded_at = saving.by.user_id, saving.at
        return record
