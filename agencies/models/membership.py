from datetime import date
from typing import Self

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse

from agencies import access
from agencies.actors import Actor
from agencies.enums import Permission, Relation, Role
from agencies.models.agency import Agency
from agencies.models.dated import Dated, DatedQuerySet
from agencies.models.unit import Unit
from agencies.models.user import User


class MembershipQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The colleagues whom this person may see."""
        seen = Q(pk__in=[])
        if Relation.OWN_AGENCY in access.relations_that_allow(actor, Permission.SEE_COLLEAGUES):
            seen |= Q(agency_id=actor.agency_id)
        return self.filter(seen)

    def usable(self, day: date) -> Self:
        """Those a person can act under on a day."""
        agency_goes_on = Q(agency__valid_to=None) | Q(agency__valid_to__gte=day)
        here = self.on(day).filter(agency_goes_on, agency__valid_from__lte=day, user__is_active=True)
        return here.filter(deactivated_at=None, accepted_at__isnull=False)

    def with_units(self, day: date) -> Self:
        """Each with the `unit_ids` of those of its units that exist on a day, and with its agency."""
        places = UnitMembership.objects.filter(membership=OuterRef("pk"), unit__in=Unit.objects.on(day))
        return self.select_related("agency").annotate(unit_ids=ArraySubquery(places.values("unit")))


@pghistory.track()
class Membership(Dated):
    """A person's place in one agency: their units and their roles there."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    units = models.ManyToManyField(Unit, through="UnitMembership", blank=True, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, blank=True)
    # Empty while somebody who has an account already has not said yes to an agency that invited them.
    accepted_at = models.DateTimeField(null=True, blank=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    # Rises with every change, so that a stale form is noticed instead of overwriting.
    version = models.PositiveIntegerField(default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["user__full_name", "user__email", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "agency"], condition=Q(valid_to=None), name="one_open_membership_per_agency"
            ),
            models.CheckConstraint(condition=Q(roles__contained_by=Role.values), name="membership_roles_are_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.agency_id}"

    def get_absolute_url(self) -> str:
        return reverse("colleague", kwargs={"pk": self.pk})

    @property
    def reference(self) -> str:
        """How the ledger names this membership."""
        return f"membership:{self.pk}"

    @property
    def name(self) -> str:
        """What the agency may know of them: an address, until they have said yes."""
        return str(self.user) if self.accepted_at else self.user.email

    @property
    def is_awaited(self) -> bool:
        return self.accepted_at is None or self.user.has_never_come

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def role_labels(self) -> list[str]:
        return [role.label for role in Role if role in self.roles]

    def relations_to(self, actor: Actor) -> frozenset[Relation]:
        """How an actor stands to this colleague."""
        return frozenset({Relation.OWN_AGENCY} if self.agency_id == actor.agency_id else ())

    @property
    def actor(self) -> Actor:
        """Of one that was found `with_units`."""
        return self.as_actor(frozenset(self.unit_ids))  # type: ignore[attr-defined]  # annotated

    def as_actor(self, unit_ids: frozenset[int]) -> Actor:
        return Actor(
            user_id=self.user_id,
            agency_id=self.agency_id,
            agency_code=self.agency.code,
            unit_ids=unit_ids,
            roles=frozenset(Role(role) for role in self.roles),
            is_first_responder=self.agency.is_first_responder,
            is_bound_to_notify=self.agency.is_bound_to_notify,
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class UnitMembership(models.Model):
    """A colleague's place in one unit."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "unit"], name="in_a_unit_once")]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.unit_id}"
