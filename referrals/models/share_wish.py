from django.db import models
from django.db.models import Q

from agencies.models import Agency, User
from referrals.enums import WishAnswer, WishKind
from referrals.models.referral import Referral
from referrals.models.share import Share
from referrals.models.task import Task


class ShareWish(models.Model):
    """That another agency asks to see a case, more of it, or for longer. It gives nothing by itself."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="wishes")
    share = models.ForeignKey(Share, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=WishKind)
    text = models.TextField(help_text="What they ask for, and why.")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=WishAnswer, blank=True)
    answer_text = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "share wishes"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="a_wish_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(answer=WishAnswer.REFUSED) | ~Q(answer_text=""), name="a_wish_is_refused_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind=WishKind.ACCESS) | Q(share__isnull=False), name="more_is_more_than_something"
            ),
            models.UniqueConstraint(
                fields=["referral", "agency"], condition=Q(answer=""), name="one_open_wish_of_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"Wish {self.pk}"
