"""Work that would be lost because a session ended. Kept sealed, offered to its author alone, gone after a day."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, QueryDict

from agencies.doors.recording import record
from agencies.doors.sealing import seal, unseal
from agencies.models import KeptForm, User

KEPT_FOR = timedelta(hours=24)
# A section of a referral has up to a dozen boxes of 15,000 characters.
LARGEST = 1_000_000
MOST_PER_PERSON = 5
# The field that tells, when a kept form is sent at last, which one it was.
FIELD = "kept_form"
SECRETS = ("password", "csrfmiddlewaretoken", "credential", FIELD)

Fields = list[tuple[str, str]]
# Of the pages with forms worth keeping, as a person would call them.
PAGES = {
    "invite-colleague": "Invite a colleague",
    "change-colleague": "Change the role and units of a colleague",
    "confirm-colleague": "A change to the account of a colleague",
    "section": "A section of a referral",
    "files": "Files of a referral",
    "supersede-file": "Taking a file out",
    "urgent": "An urgent referral",
    "check": "Passing a referral on",
    "add-to": "Something to add to a referral",
    "notification": "The text of a notification",
    "sending": "The sending of a referral",
}
ANOTHER_PAGE = "A page of this service"


@dataclass(frozen=True)
class Offer:
    kept: KeptForm
    fields: Fields

    @property
    def page(self) -> str:
        return PAGES.get(self.kept.route, ANOTHER_PAGE)

    @property
    def answers(self) -> dict[str, list[str]]:
        """What was typed, to be read: under the name of its field, in words as far as there are any."""
        read: dict[str, list[str]] = {}
        for name, value in self.fields:
            if value.strip():
                read.setdefault(name.replace("_", " ").replace("-", " ").strip().capitalize(), []).append(value)
        return read

    @property
    def kept_until(self) -> datetime:
        return self.kept.kept_at + KEPT_FOR


def is_secret(name: str) -> bool:
    return any(secret in name.lower() for secret in SECRETS)


@transaction.atomic
def keep(request: HttpRequest, user: User, membership_id: int | None, *, at: datetime) -> KeptForm | None:
    """None when there is too much of it, or nothing."""
    match = request.resolver_match
    fields = [(name, value) for name, values in request.POST.lists() if not is_secret(name) for value in values]
    plain = json.dumps(fields).encode()
    path = request.get_full_path()
    if match is None or not fields or len(plain) > LARGEST or len(path) > 2000:
        return None

    membership = user.memberships.filter(pk=membership_id).first() if membership_id else None
    kept = KeptForm.objects.create(
        user=user,
        agency_id=membership.agency_id if membership else None,
        path=path,
        route=match.view_name,
        fields=seal(plain),
        had_files=bool(request.FILES),
        kept_at=at,
    )
    KeptForm.objects.filter(pk__in=user.kept_forms.values("pk")[MOST_PER_PERSON:]).delete()
    record("form.kept", user, at=at)
    return kept


def offers_for(user: User, *, at: datetime) -> list[Offer]:
    """Newest first."""
    kept = user.kept_forms.filter(kept_at__gt=at - KEPT_FOR).select_related("agency")
    return [Offer(form, [(name, value) for name, value in json.loads(unseal(bytes(form.fields)))]) for form in kept]


def has_any(user: User, *, at: datetime) -> bool:
    return user.kept_forms.filter(kept_at__gt=at - KEPT_FOR).exists()


def forget_used(user: User, posted: QueryDict) -> None:
    pk = posted.get(FIELD, "")
    if pk.isdecimal() and len(pk) < 19:
        user.kept_forms.filter(pk=int(pk)).delete()


@transaction.atomic
def throw_away(user: User, pk: int, *, at: datetime) -> None:
    deleted, _ = user.kept_forms.filter(pk=pk).delete()
    if deleted:
        record("form.thrown_away", user, at=at)


def forget_old(*, at: datetime) -> int:
    deleted, _ = KeptForm.objects.filter(kept_at__lte=at - KEPT_FOR).delete()
    return deleted
