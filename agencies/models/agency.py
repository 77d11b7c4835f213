import pghistory
from django.db import models

from agencies.enums import AgencyKind, Nation
from agencies.models.dated import Dated, DatedQuerySet


@pghistory.track()
class Agency(Dated):
    """An organisation whose people use this service."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind)
    nation = models.CharField(max_length=20, choices=Nation)
    is_first_responder = models.BooleanField(
        help_text="A designated first responder organisation: its people may refer to the National Referral Mechanism.",
    )
    is_bound_to_notify = models.BooleanField(
        help_text="Bound by the duty to notify, Modern Slavery Act 2015 s.52.",
    )

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_immigration_enforcement(self) -> bool:
        return self.kind == AgencyKind.IMMIGRATION
