from datetime import date, datetime

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.enums import AgencyKind, Role
from agencies.models import Agency, Membership, User
from agencies.models.dated import Dated, DatedQuerySet
from referrals.enums import LawfulBasis, ReplyKind, SharePurpose, ShareState
from referrals.models.referral import Referral, barred
from victims.enums import ConsentDecision, ConsentPurpose
from victims.models import ConsentRecord


@pghistory.track()
class Agreement(Dated):
    """What two agencies have signed about sharing. Without one in force nothing is shared between them."""

    of_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    with_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["with_agency__name", "valid_from", "pk"]

    def __str__(self) -> str:
        return self.title


class ShareQuerySet(models.QuerySet["Share"]):
    def received_by(self, actor: Actor) -> "ShareQuerySet":
        """All that was ever shared with people of this role in this agency, but for cases they are kept from."""
        meant = self.filter(to_agency=actor.agency_id, to_role__in=list(actor.roles))
        return meant.exclude(barred(actor, of="referral__"))

    def open_on(self, at: datetime) -> "ShareQuerySet":
        """Not ended by anybody, its last day is not over, and what rests on consent still has it."""
        ours = self.filter(revoked_at=None, declined_at=None, ends_on__gte=localdate(at))
        unasked = Q(consent_now=None) | Q(consent_now=ConsentDecision.NOT_ASKED)
        agreed = Q(consent_now=ConsentDecision.GIVEN) | unasked & ~Q(override_reason="")
        holds = ~Q(basis=LawfulBasis.CONSENT) | agreed
        return ours.alias(consent_now=_consent_now()).filter(holds)

    def with_consent(self) -> "ShareQuerySet":
        """As `consent_now`: what they decided last about sharing with that agency."""
        return self.annotate(consent_now=_consent_now())


def _consent_now() -> Subquery:
    about = ConsentRecord.objects.filter(
        person=OuterRef("referral__person"), purpose=ConsentPurpose.SHARING, agency=OuterRef("to_agency")
    )
    return Subquery(about.order_by("-recorded_at", "-pk").values("decision")[:1])


@pghistory.track()
class Share(models.Model):
    """Some parts of a case, shown to those of a role in another agency, for a purpose, to the end of a day."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="shares")
    number = models.PositiveSmallIntegerField(help_text="Of the case, from 1.")
    reference = models.CharField(max_length=40, unique=True)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_role = models.CharField(max_length=20, choices=Role)
    asked = models.TextField(help_text="What is needed of them. They read it first.")
    purpose = models.CharField(max_length=20, choices=SharePurpose)
    basis = models.CharField(max_length=24, choices=LawfulBasis)
    override_reason = models.TextField(blank=True, help_text="Why it rests on a consent that nobody has asked for yet.")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    sections = ArrayField(models.CharField(max_length=40))
    ends_on = models.DateField(help_text="The last day on which it is shown.")
    may_reply = models.BooleanField(help_text="And add files of their own.")
    masked = ArrayField(models.TextField(), default=list, help_text="Names and passages that are not shown, as typed.")
    approval_reason = models.TextField(blank=True, help_text="Why immigration enforcement sees it. A supervisor’s.")
    shared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoke_reason = models.TextField(blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        indexes = [models.Index(fields=["to_agency", "to_role", "ends_on"], name="shares_with_an_agency")]
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="share_number_once_per_case"),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(declined_by__isnull=False) & ~Q(decline_reason=""),
                name="a_share_is_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_by__isnull=False) & ~Q(revoke_reason=""),
                name="a_share_is_stopped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="a_share_is_accepted_or_declined"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Where those with whom it is shared read it."""
        return reverse("shared-case", kwargs={"share": self.reference})

    def receivers_on(self, day: date) -> list[int]:
        """The keys of those there who are told of it. Immigration enforcement is told of nothing, and has to look."""
        usable = Membership.objects.usable(day).filter(agency=self.to_agency_id, roles__contains=[self.to_role])
        usable = usable.exclude(agency__kind=AgencyKind.IMMIGRATION)
        return list(usable.order_by("pk").values_list("user_id", flat=True))

    def is_received_by(self, actor: Actor) -> bool:
        """The same as `received_by` asks of many."""
        is_meant = self.to_agency_id == actor.agency_id and self.to_role in actor.roles
        return is_meant and not self.referral.bars(actor)

    def state_on(self, at: datetime) -> ShareState:
        """Of one that was fetched with `with_consent`."""
        if self.revoked_at:
            return ShareState.STOPPED
        if self.declined_at:
            return ShareState.DECLINED
        if self.ends_on < localdate(at):
            return ShareState.ENDED
        if self.basis == LawfulBasis.CONSENT and not self._holds:
            return ShareState.TAKEN_BACK
        return ShareState.ACCEPTED if self.accepted_at else ShareState.NEW

    @property
    def _holds(self) -> bool:
        """What they decided last, or that nobody has asked them yet, where somebody answers for that."""
        consent: str | None = self.consent_now  # type: ignore[attr-defined]  # annotated: see state_on
        is_unasked = consent in (None, ConsentDecision.NOT_ASKED)
        return consent == ConsentDecision.GIVEN or (is_unasked and bool(self.override_reason))


class ShareReply(models.Model):
    """What those with whom it is shared answered. It stays when the share ends, with them and with the case."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=12, choices=ReplyKind)
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "share replies"
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"Reply {self.pk}"
