import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from victims.columns import PartialDateColumn, answer, choice, gap, line, prose
from victims.enums import AgeGroup, Answer, DateSource, Gender, GenderPreference, NameOrder

NOBODY_NAMED = "Name not known"


@pghistory.track()
class Person(models.Model):
    """A potential victim. Reached only through a referral that the reader may see."""

    given_names = line()
    family_name = line()
    name_order = choice(NameOrder)
    name_is_unknown = models.BooleanField(default=False)
    description = models.TextField(blank=True, help_text="How to recognise them.")
    other_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    name_used_there = models.CharField(
        max_length=200, blank=True, help_text="Nickname, or name used while they were exploited."
    )

    age_now = choice(AgeGroup)
    was_child_then = models.CharField(
        max_length=20, blank=True, choices=Answer, help_text="Under 18 at any point while exploited."
    )
    born_on = PartialDateColumn()
    birth_source = choice(DateSource)

    gender = choice(Gender)
    nationalities = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    nationality_gap = gap()
    ethnicity = models.CharField(max_length=120, blank=True, help_text="As the person defines it, 18+1 codes.")
    immigration_note = prose()

    languages = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    dialect = line()
    needs_interpreter = answer()
    interpreter_gender = choice(GenderPreference)
    interpreter_is_independent = models.CharField(
        max_length=20, blank=True, choices=Answer, help_text="Checked: no tie to the person or to those suspected."
    )
    needs_communication_help = answer()
    communication_help = prose()

    has_children = answer()
    number_of_children = models.PositiveSmallIntegerField(null=True, blank=True)
    has_home_office_reference = answer()

    birthplace, birthplace_gap = prose(), gap()
    family, family_gap = prose(), gap()
    education, education_gap = prose(), gap()
    work_before, work_before_gap = prose(), gap()

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"Person {self.pk}"

    @property
    def name(self) -> str:
        """In the order that is theirs."""
        parts = [self.given_names, self.family_name]
        if self.name_order == NameOrder.FAMILY_FIRST:
            parts.reverse()
        return " ".join(filter(None, parts)) or NOBODY_NAMED
