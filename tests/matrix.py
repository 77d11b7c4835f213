"""Every role in every relation to a case, at every address below one, by both methods, and what should come of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from agencies.enums import Permission, Relation, Role
from agencies.models import Agency, Membership, Unit
from referrals.enums import Status
from referrals.models import Referral
from tests.agencies.test_access import ALLOWED
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory
from tests.home_office.factories import add_file, complete_case
from tests.matrix_table import NEEDS
from tests.referrals.test_every_address import MARKER, OF_A_CASE, address

ROLES: tuple[Role | None, ...] = (None, *Role)
METHODS = ("get", "post")
NOT_TOLD = {404, 405}
REFUSED = {403, 404, 405}
FORBIDDEN, SERVER_ERROR = 403, 500


@dataclass(frozen=True)
class Ask:
    role: Role | None
    relation: str
    route: str
    method: str


class World:
    """One case in each relation that somebody can stand in to it, and somebody of each role who stands so.

    Each lodged one is of a partner's and with a force, so that to belong to both is not the same.
    """

    def __init__(self) -> None:
        self.partner: Agency = AgencyFactory()
        self.force: Agency = AgencyFactory()
        self.unit: Unit = UnitFactory(agency=self.partner)
        self.author: Membership = MembershipFactory(agency=self.partner, roles=[Role.FIRST_RESPONDER])
        self.clients: dict[tuple[Role | None, str], Client] = {}
        self.cases: dict[str, tuple[Referral, object]] = {name: self._case(name) for name in STANDINGS}

    def _case(self, name: str) -> tuple[Referral, object]:
        facts: dict[str, Any] = dict(DRAFTS.get(name, LODGED))
        if name not in DRAFTS:
            facts["force"] = self.force
        if facts.pop("of_unit", False):
            facts |= {"unit": self.unit, "holder": None}
        made = complete_case(by=self.author, **facts)
        return made, add_file(made, "photo.jpg").key

    def client(self, role: Role | None, relation: str) -> Client:
        if (role, relation) not in self.clients:
            self.clients[role, relation] = self._signed_in(role, relation)
        return self.clients[role, relation]

    def _signed_in(self, role: Role | None, relation: str) -> Client:
        """Whose own it is began it, under whatever role they have now."""
        agency = {"owning": self.force, "barred": self.force, "none": AgencyFactory()}.get(relation, self.partner)
        who: Membership = MembershipFactory(agency=agency, roles=[role] if role else [])
        if relation in ("handed", "left"):
            who.units.set([self.unit])
        client = Client(raise_request_exception=False)
        client.force_login(who.user)
        client.who = who  # type: ignore[attr-defined]
        return client

    def answer(self, ask: Ask) -> tuple[int, str]:
        """As if nothing had been asked before: whatever it changed is undone."""
        client = self.client(ask.role, ask.relation)
        person = client.who.user_id  # type: ignore[attr-defined]
        referral, key = self.cases[ask.relation]
        with transaction.atomic():
            if ask.relation in ("own", "own draft"):
                Referral.objects.filter(pk=referral.pk).update(author=person, holder=person)
            if ask.relation == "barred":
                Referral.objects.filter(pk=referral.pk).update(barred_people=[person])
            response = getattr(client, ask.method)(address(ask.route, referral, key))
            page = "" if response.streaming else response.content.decode(errors="replace")
            transaction.set_rollback(True)
        return response.status_code, page


LODGED = {"status": Status.TRIAGE, "lodged_at": timezone.now()}
DRAFTS: dict[str, dict[str, Any]] = {
    "own draft": {},
    "handed": {"of_unit": True},
    "left": {"of_unit": True, "is_left_lying": True},
}
R = Relation
# How somebody stands, and what of the table of access that is.
STANDINGS: dict[str, frozenset[Relation]] = {
    "own": frozenset({R.OWN_REFERRAL, R.REFERRING_AGENCY}),
    "own draft": frozenset({R.OWN_REFERRAL}),
    "handed": frozenset({R.HANDED_TO_UNIT}),
    "left": frozenset({R.HANDED_TO_UNIT, R.LEFT_IN_UNIT, R.REFERRING_AGENCY}),
    "referring": frozenset({R.REFERRING_AGENCY}),
    "owning": frozenset({R.OWNING_FORCE}),
    "barred": frozenset(),
    "none": frozenset(),
}


def may(ask: Ask, permission: Permission) -> bool:
    """By the table that was written out by hand."""
    return any((ask.role, relation, permission) in ALLOWED for relation in STANDINGS[ask.relation])


def complaint(ask: Ask, status: int, page: str) -> str:
    """Empty where the answer is what the two tables say."""
    said = f"{ask}: {status}"
    if status >= SERVER_ERROR:
        return said
    needed = NEEDS[ask.route][METHODS.index(ask.method)]
    if not may(ask, Permission.SEE_REFERRAL):
        return "" if status in NOT_TOLD and MARKER not in page else f"{said}, though they may not know of it"
    if needed is None:
        return "" if status in NOT_TOLD else f"{said}, though there is no such method"
    allowed = [permission for permission in needed if may(ask, permission)]
    if not allowed:
        return "" if status in REFUSED and MARKER not in page else f"{said}, though it needs {needed}"
    return f"{said}, though they have {needed}" if status == FORBIDDEN and len(allowed) == len(needed) else ""


def complaints(asks: Iterable[Ask]) -> list[str]:
    world = World()
    return [found for ask in asks if (found := complaint(ask, *world.answer(ask)))]


def every_pair() -> Iterator[Ask]:
    """Each role, each relation and each method at each address at least once; and each two of them with each other."""
    standings = list(STANDINGS)
    for number, route in enumerate(OF_A_CASE):
        for place, role in enumerate(ROLES):
            relation = standings[(place + number) % len(standings)]
            yield Ask(role, relation, route, METHODS[(place // len(standings) + place + number // 2) % 2])


def everything() -> Iterator[Ask]:
    for route in OF_A_CASE:
        for role in ROLES:
            for relation in STANDINGS:
                yield from (Ask(role, relation, route, method) for method in METHODS)
