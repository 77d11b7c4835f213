from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation
from agencies.models import Agency, Unit, User
from agencies.refusals import Refused
from referrals.enums import Route, Status
from referrals.models.encounter import Encounter
from victims.models import Person

DELETED = "This draft was empty, and has been deleted meanwhile."
UNSENT = (Status.DRAFT, Status.TRIAGE, Status.SAFEGUARDING_HOLD, Status.CONSENT_PENDING)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whatever this person may see. Every list, count, page, part, search and file asks this and nothing else."""
        seen = Q(pk__in=[])
        for relation in access.relations_that_allow(actor, Permission.SEE_REFERRAL):
            seen |= _standing(relation, actor)
        return self.filter(seen & ~barred(actor))

    def barred_to(self, actor: Actor) -> Self:
        """Those that they are kept from: for counts. Whatever is shown asks `visible_to`."""
        return self.filter(barred(actor))

    def drafts(self) -> Self:
        return self.filter(status=Status.DRAFT)

    def locked(self, pk: int) -> "Referral":
        """For a change. Raises Refused where an empty draft was deleted since its page was opened."""
        found = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None:
            raise Refused(DELETED)
        return found


def barred(actor: Actor, of: str = "") -> Q:
    """Kept from a case, whatever the table of access grants: a conflict of interest. `of`: as in "referral__"."""
    by_name = Q(**{f"{of}barred_people__contains": [actor.user_id]})
    return by_name | Q(**{f"{of}barred_units__overlap": list(actor.unit_ids)})


def _standing(relation: Relation, actor: Actor) -> Q:
    """The referrals to which the actor stands so. The same as Referral.relations_to, for many at once."""
    here = Q(agency_id=actor.agency_id)
    match relation:
        case Relation.OWN_REFERRAL:
            return here & (Q(author_id=actor.user_id) | Q(holder_id=actor.user_id))
        case Relation.HANDED_TO_UNIT:
            return here & Q(status=Status.DRAFT, holder=None, unit_id__in=actor.unit_ids)
        case Relation.LEFT_IN_UNIT:
            theirs = Q(unit=None) | Q(unit_id__in=actor.unit_ids)
            return here & Q(status=Status.DRAFT, is_left_lying=True) & theirs
        case Relation.REFERRING_AGENCY:
            return here & (~Q(status=Status.DRAFT) | Q(is_left_lying=True))
        case Relation.OWNING_FORCE:
            return Q(force_id=actor.agency_id) & ~Q(status__in=[Status.DRAFT, Status.DISCARDED])
        case _:
            return Q(pk__in=[])


@pghistory.track()
class Referral(models.Model):
    """One person's case, from the first answer typed to the end."""

    reference = models.CharField(max_length=13, unique=True)
    label = models.CharField(max_length=80, blank=True, help_text="How its author finds it again. Not sent anywhere.")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="referral")
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="referrals")
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", help_text="Who refers.")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", help_text="Who began it.")
    holder = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who works on the draft. Empty: handed to the unit, whoever takes it.",
    )  # fmt: skip
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Whose queue it is in: the author's unit while it is a draft, then the receiving one.",
    )  # fmt: skip
    force = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who received it."
    )
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who answers for it being sent, once it is lodged.",
    )  # fmt: skip

    barred_people = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="Who may not know of it: conflicts of interest."
    )
    barred_units = ArrayField(models.BigIntegerField(), default=list, blank=True)

    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    # A day old and holding somebody's details: the unit sees it. Set by the hourly task, never unset.
    is_left_lying = models.BooleanField(default=False)
    expiry_warned_at = models.DateTimeField(null=True, blank=True)

    lodging_key = models.UUIDField(null=True, blank=True, unique=True, help_text="Of the form that lodged it.")
    lodged_at = models.DateTimeField(null=True, blank=True)
    lodged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lodged_route = models.CharField(max_length=20, blank=True, choices=Route)
    lodged_profile = models.CharField(max_length=40, blank=True)
    is_urgent = models.BooleanField(default=False, help_text="Lodged with the urgent minimum.")
    completed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When nothing was missing any more. Until then an urgent one is still answered.",
    )
    is_concern = models.BooleanField(default=False, help_text="From an organisation that is no first responder.")
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)

    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    discard_reason = models.TextField(blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["author", "status", "-saved_at", "-id"], name="referrals_of_an_author"),
            models.Index(fields=["holder", "status", "-saved_at", "-id"], name="referrals_held"),
            models.Index(fields=["unit", "status", "-saved_at", "-id"], name="referrals_of_a_unit"),
            models.Index(fields=["force", "status", "-saved_at", "-id"], name="referrals_of_a_force"),
            models.Index(fields=["agency", "status", "-saved_at", "-id"], name="referrals_from_an_agency"),
            GinIndex(fields=["barred_people"], name="referrals_barred_to_people"),
            GinIndex(fields=["barred_units"], name="referrals_barred_to_units"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="referral_status_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.DISCARDED])
                | Q(lodged_at__isnull=False, force__isnull=False),
                name="beyond_a_draft_it_is_lodged_with_a_force",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DISCARDED)
                | Q(discarded_at__isnull=False, discarded_by__isnull=False) & ~Q(discard_reason=""),
                name="discarded_by_somebody_for_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def called(self) -> str:
        """How its author finds it again."""
        return self.label or self.reference

    def get_absolute_url(self) -> str:
        return reverse("referral", kwargs={"reference": self.reference})

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def is_lodged(self) -> bool:
        return self.lodged_at is not None

    @property
    def is_answerable(self) -> bool:
        """A draft, or lodged as urgent with gaps that are still to be filled. After that it is only added to."""
        return self.is_draft or (self.is_urgent and self.completed_at is None and self.is_not_yet_sent)

    @property
    def is_not_yet_sent(self) -> bool:
        """Lodged is not sent: not until somebody recorded the sending."""
        return self.status in UNSENT

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """How an actor stands to this referral. The same as what `visible_to` asks of many."""
        if self.bars(actor):
            return frozenset()
        mine = actor.user_id in (self.author_id, self.holder_id)
        here = self.agency_id == actor.agency_id
        left = self.holder_id is None and self.unit_id in actor.unit_ids
        stands = {
            Relation.OWN_REFERRAL: here and mine,
            Relation.HANDED_TO_UNIT: here and self.is_draft and left,
            Relation.LEFT_IN_UNIT: here
            and self.is_draft
            and self.is_left_lying
            and (self.unit_id is None or self.unit_id in actor.unit_ids),
            Relation.REFERRING_AGENCY: here and (not self.is_draft or self.is_left_lying),
            Relation.OWNING_FORCE: self.force_id == actor.agency_id
            and self.status not in (Status.DRAFT, Status.DISCARDED),
        }
        return frozenset(relation for relation, holds in stands.items() if holds)

    def bars(self, actor: Actor) -> bool:
        return actor.user_id in self.barred_people or not actor.unit_ids.isdisjoint(self.barred_units)
