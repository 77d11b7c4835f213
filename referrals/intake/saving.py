"""Saving a section: valid or not, by one page or by two at the same moment, and never over somebody else's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission
from agencies.refusals import Refused, Stale
from audit import actions as audit
from audit.enums import Operation
from referrals import deadlines, listing
from referrals.dossier import Dossier, dossier_of
from referrals.intake import together
from referrals.intake.page import SectionPage
from referrals.intake.parts import Saving
from referrals.intake.sections import Section
from referrals.intake.versions import Difference, Keep, differences, joined
from referrals.models import Encounter, Referral, SectionState

# Of the page itself, not of the case.
CONTROLS = {
    "csrfmiddlewaretoken",
    "version",
    "page_key",
    "then",
    "add",
    "remove",
    "cannot_know",
    "seen",
    "leaving",
    "show",
}
PASSED_ON = "This was passed on while you wrote, so it can no longer be changed. Add what you typed as something new."


class TwoVersions(Stale):
    """Somebody else saved the section after this page was opened, and the two differ."""

    def __init__(self, state: SectionState, found: list[Difference]) -> None:
        super().__init__(f"{state.saved_by} saved this section while you were writing.")
        self.state = state
        self.differences = found


@dataclass(frozen=True)
class Posted:
    """What a page sent: its answers, which version it showed, and which page it is.

    `decided` says what to keep of each box in which it differs from the version `seen`.
    """

    data: QueryDict
    version: int
    page_key: str
    # The button that says so was pressed. None: saved on the way, so nobody said anything about it.
    is_finished: bool | None = None
    cannot_be_known_yet: bool = False
    seen: int = -1
    decided: Mapping[str, Keep] = field(default_factory=dict)

    def boxes_to(self, keep: Keep) -> frozenset[str]:
        return frozenset(name for name, wanted in self.decided.items() if wanted == keep)


@dataclass(frozen=True)
class Saved:
    page: SectionPage
    state: SectionState
    dossier: Dossier


@transaction.atomic
def save_section(pk: int, section: Section, posted: Posted, *, by: Actor, at: datetime) -> Saved:
    """Raises TwoVersions, with nothing saved, where somebody else's answers would be lost."""
    referral = Referral.objects.locked(pk)
    access.require(by, Permission.ANSWER_REFERRAL, referral.relations_to(by))
    if not referral.is_answerable:
        raise Refused(PASSED_ON)
    state = _locked_state(referral, section, by, at)
    dossier = dossier_of(referral)
    saved = SectionPage(section.parts, dossier)
    page = SectionPage(section.parts, dossier, joined(posted.data, saved, posted.boxes_to(Keep.BOTH)))
    is_readable = page.is_readable
    _require_one_version(state, posted, page, saved)

    changed = page.store(Saving(by=by, at=at, leave=posted.boxes_to(Keep.THEIRS)))
    _keep_state(state, posted, typed={} if is_readable else _typed(posted.data), by=by, at=at)
    referral.saved_at = at
    referral.save(update_fields=["saved_at"])
    if changed:
        named = {name: _plain(value) for name, value in changed.items()}
        audit.record(
            Operation.ALTERATION, f"section.saved:{section.code}", referral.reference, by=by, at=at, changed=named
        )
    if changed and section.is_shared:
        together.tell_of_change(referral, section, by=by, at=at)
        together.list_anew(referral, at=at)
    saved_case = dossier_of(referral)
    if referral.is_lodged:
        deadlines.keep_up_with_route(saved_case, by=by, at=at)
        listing.refresh(referral, at=at, by=by)
    return Saved(page, state, saved_case)


def _locked_state(referral: Referral, section: Section, by: Actor, at: datetime) -> SectionState:
    """Of a section that people found together share, the encounter has one."""
    if section.is_shared:
        Encounter.objects.select_for_update().get(pk=referral.encounter_id)
    whose = {"encounter_id": referral.encounter_id, "referral": None if section.is_shared else referral}
    new = {"saved_by_id": by.user_id, "saved_at": at}
    state, _ = SectionState.objects.select_for_update(of=("self",)).get_or_create(
        code=section.code, **whose, defaults=new
    )
    return state


def _require_one_version(state: SectionState, posted: Posted, page: SectionPage, saved: SectionPage) -> None:
    if not state.version or posted.version >= state.version or posted.page_key == state.page_key:
        return
    decided = posted.decided if posted.seen == state.version else {}
    found = differences(page, saved)
    if any(each.name not in decided for each in found):
        raise TwoVersions(state, found)


def _keep_state(state: SectionState, posted: Posted, *, typed: dict[str, Any], by: Actor, at: datetime) -> None:
    state.version += 1
    state.typed = typed
    state.saved_by_id, state.saved_at, state.page_key = by.user_id, at, posted.page_key
    if posted.is_finished is not None:
        state.is_complete = posted.is_finished
        state.cannot_be_known_yet = posted.cannot_be_known_yet
    state.save()


def _typed(data: QueryDict) -> dict[str, list[str]]:
    """The database holds no NUL, so one is kept as the sign for a character that cannot be read."""
    answers = ((name, values) for name, values in data.lists() if name not in CONTROLS)
    return {_kept(name): [_kept(value) for value in values] for name, values in answers}


def _kept(text: object) -> str:
    return str(text).replace("\0", "\N{REPLACEMENT CHARACTER}")


def typed_of(state: SectionState) -> QueryDict | None:
    """What stood on the page when something on it could not be read."""
    if not state.typed:
        return None
    data = QueryDict(mutable=True)
    for name, values in state.typed.items():
        data.setlist(name, values)
    return data


def _plain(value: object) -> object:
    """As the ledger's digests take it."""
    return value if isinstance(value, str | int | bool | list | None) else str(value)
