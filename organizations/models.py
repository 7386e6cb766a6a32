from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from identifiers.folding import fold
from identifiers.models import Name, Named


class Organization(Named):
    """Any body that speaks, signs, is asked, or is said to act."""

    class Kind(models.TextChoices):
        NGO = "ngo", pgettext_lazy("kind of organization", "NGO")
        COALITION = "coalition", pgettext_lazy("kind of organization", "coalition")
        ACADEMIC = "academic", pgettext_lazy("kind of organization", "academic body")
        UN_BODY = "un_body", pgettext_lazy("kind of organization", "UN body")
        UN_EXPERTS = "un_experts", pgettext_lazy("kind of organization", "independent experts of the UN")
        INTERGOVERNMENTAL = "intergovernmental", pgettext_lazy("kind of organization", "intergovernmental body")
        STATE = "state", pgettext_lazy("kind of organization", "state")
        STATE_BODY = "state_body", pgettext_lazy("kind of organization", "body of a state")
        OFFICE = "office", pgettext_lazy("kind of organization", "office or mandate holder")
        COURT = "court", pgettext_lazy("kind of organization", "court")
        ARMED_GROUP = "armed_group", pgettext_lazy("kind of organization", "armed group")
        GENERAL = "general", pgettext_lazy("kind of organization", "general body")
        OTHER = "other", pgettext_lazy("kind of organization", "other body")

    acronym = models.CharField(max_length=40, blank=True)
    folded_acronym = models.CharField(max_length=80, editable=False, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    country = models.ForeignKey("places.Country", models.PROTECT, null=True, blank=True, related_name="organizations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    predecessors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="successors")
    website = models.URLField(max_length=500, blank=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="state") | Q(country__isnull=False), name="organization_state_has_country"
            ),
            models.UniqueConstraint(fields=["country"], condition=Q(kind="state"), name="organization_one_state"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="organization_not_own_parent"),
        ]
        # Read when a question's name is expanded into the others.
        indexes: ClassVar = [
            models.Index(fields=["folded"], name="organization_folded"),
            models.Index(fields=["folded_acronym"], name="organization_folded_acronym"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_acronym = fold(self.acronym)[:80]
        super().save(*args, **kwargs)


class OrganizationName(Name):
    """A name or acronym of an organization, with the years of its use."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="names")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organization", "text"], name="organizationname_once")]
        # Read when a question's name is expanded into the others.
        indexes: ClassVar = [models.Index(fields=["folded"], name="organizationname_folded")]
