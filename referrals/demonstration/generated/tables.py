"""The tables that made-up cases fill, each with the columns that differ from row to row. Others hold a default."""

import json
from typing import Any

from django.db.models import Model

from referrals.models import (
    Account,
    Approval,
    Deadline,
    Decision,
    Encounter,
    Flag,
    InboundNotice,
    Note,
    OfficerView,
    QueueRow,
    Referral,
    RiskAssessment,
    Safety,
    SectionState,
    Sending,
    Situation,
    StepTaken,
    Task,
    TrackEntry,
)
from victims.models import ConsentRecord, Person

NOTHING = r"\N"


class Table:
    """Makes lines as COPY reads them. Nothing that is put into one holds a tab, a backslash or the end of a line."""

    def __init__(self, model: type[Model], *differing: str) -> None:
        columns = [column for column in model._meta.concrete_fields if column.attname != "id" or "id" in differing]
        self.model, self.name = model, model._meta.db_table
        self.columns = [column.column for column in columns]
        # In the order of the table, whatever the order here.
        self._order = [differing.index(column.attname) for column in columns if column.attname in differing]
        shown = ("%s" if each.attname in differing else _default(each).replace("%", "%%") for each in columns)
        self._line = "\t".join(shown) + "\n"
        if len(self._order) != len(differing):
            raise ValueError(f"{self.name} lacks one of {differing}")
        self._is_in_order = self._order == list(range(len(differing)))

    def line(self, *values: object) -> str:
        if self._is_in_order:
            return self._line % values
        return self._line % tuple(values[place] for place in self._order)


def _default(column: Any) -> str:
    value = column.get_default()
    if value is None:
        return NOTHING
    if isinstance(value, dict | list):
        return json.dumps(value) if column.get_internal_type() == "JSONField" else "{}"
    return str(value)


PERSON = Table(
    Person, "id", "given_names", "family_name", "age_now", "was_child_then", "born_on", "gender", "nationalities"
)
ENCOUNTER = Table(Encounter, "id", "agency_id")
REFERRAL = Table(
    Referral,
    *("id", "reference", "label", "person_id", "encounter_id", "status", "agency_id", "author_id", "holder_id"),
    *("unit_id", "force_id", "owner_id", "started_at", "saved_at", "is_left_lying", "lodged_at", "lodged_by_id"),
    *("lodged_route", "is_urgent", "completed_at", "discarded_at", "discarded_by_id", "discard_reason"),
)
SAFETY = Table(
    Safety, "referral_id", "danger", "whereabouts", "town", "still_exploited", "last_contact", "how_they_left"
)
ACCOUNT = Table(Account, "referral_id", "how_it_began", "work")
SITUATION = Table(Situation, "referral_id", "key", "kinds", "began_on")
VIEW = Table(OfficerView, "referral_id", "reasons")
CONSENT = Table(ConsentRecord, "person_id", "purpose", "decision", "recorded_by_id", "recorded_at")
SECTION = Table(
    SectionState, "encounter_id", "referral_id", "code", "version", "is_complete", "saved_by_id", "saved_at"
)
STEP = Table(StepTaken, "id", "referral_id", "step", "source", "target", "on", "reason", "taken_by_id", "taken_at")
DEADLINE = Table(
    Deadline,
    *(
        "referral_id",
        "kind",
        "owner_id",
        "starts_at",
        "due_at",
        "is_typed",
        "rule_from",
        "started_by_id",
        "stopped_by_id",
    ),
    *("done_at", "done_by_id", "outcome", "rung"),
)
DECISION = Table(
    Decision, "referral_id", "step_id", "body", "decided_on", "reference", "reasons", "recorded_by_id", "recorded_at"
)
NOTE = Table(Note, "referral_id", "kind", "text", "written_by_id", "written_at")
TASK = Table(Task, "referral_id", "title", "owner_id", "due_on", "made_by_id", "made_at", "done_by_id", "done_at")
FLAG = Table(Flag, "referral_id", "kind", "reason", "raised_by_id", "raised_at")
RISK = Table(RiskAssessment, "referral_id", "threat", "harm", "level", "reason", "assessed_by_id", "assessed_at")
TRACK = Table(
    TrackEntry,
    *(
        "referral_id",
        "track",
        "state",
        "reference",
        "code",
        "force_code",
        "reason",
        "on",
        "owner_id",
        "recorded_by_id",
        "recorded_at",
    ),
)
SENDING = Table(
    Sending, "referral_id", "route", "sent_at", "sent_by", "home_office_reference", "recorded_by_id", "recorded_at"
)
APPROVAL = Table(
    Approval,
    *("referral_id", "kind", "rationale", "asked_by_id", "asked_at", "state", "answered_by_id", "answered_at"),
)
INBOUND = Table(InboundNotice, "referral_id", "told_by", "told_on", "reference", "recorded_by_id", "recorded_at")
QUEUE = Table(
    QueueRow,
    *("referral_id", "force_id", "unit_id", "owner_id", "agency_id", "status", "is_open", "needs_us", "route", "age"),
    *("risk", "pressing", "next_due_at", "next_kind", "is_overdue", "is_in_danger", "is_urgent_unfinished", "flags"),
    *("exploitation", "town", "area", "tracks", "crime_check", "received_at", "changed_at", "words"),
)
BY_NAME = {each.name: each for each in list(vars().values()) if isinstance(each, Table)}
