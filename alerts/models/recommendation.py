from typing import Any, ClassVar

from django.db import models

from alerts.models.part import Part, once
from dates.fields import EDTFField


class Recommendation(Part):
    """One ask of an alert. A record of its own: who was asked to do what is asked across all alerts."""

    class Wording(models.TextChoices):
        VERBATIM = "verbatim", "verbatim"
        RESTATED = "restated", "restated"

    class Basis(models.TextChoices):
        STATED = "stated", "stated"
        IMPLIED = "implied", "implied"
        NONE = "none", "nobody in particular"

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    wording = models.CharField(max_length=8, choices=Wording.choices, default=Wording.RESTATED)
    addressee_basis = models.CharField(max_length=7, choices=Basis.choices, default=Basis.STATED)
    measure = models.ForeignKey("alerts.Measure", models.PROTECT, null=True, blank=True, related_name="recommendations")
    location = models.CharField(
        max_length=200, blank=True, help_text="Where in the document: a number, heading or page"
    )
    situation = models.ForeignKey(
        "alerts.Situation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        help_text="Only where the alert speaks of several situations",
    )

    class Meta(Part.Meta):
        ordering: ClassVar[Any] = ["number", "id"]
        constraints: ClassVar = [
            once("recommendation"),
            models.UniqueConstraint(fields=["alert", "number"], name="recommendation_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"


class RecommendationAddressee(Part):
    """Who is asked."""

    whole = "recommendation"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="addressees")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="asks")
    as_printed = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = "addressee"
        constraints: ClassVar = [once("recommendationaddressee", "recommendation")]

    def __str__(self) -> str:
        return self.as_printed or str(self.organization)


class RecommendationTarget(Part):
    """At whom the measure is aimed, where it is somebody else than who is asked."""

    whole = "recommendation"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="targets")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="targeted_by")
    as_printed = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = "target"
        constraints: ClassVar = [once("recommendationtarget", "recommendation")]

    def __str__(self) -> str:
        return self.as_printed or str(self.organization)


class Response(Part):
    """An organization's documented answer to a recommendation, or to the alert."""

    class Kind(models.TextChoices):
        ACTS = "acts", "acts on it"
        REJECTS = "rejects", "rejects it"
        DISPUTES = "disputes", "disputes it"
        ACKNOWLEDGES = "acknowledges", "acknowledges it"

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="responses")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, null=True, blank=True, related_name="responses")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    edtf = EDTFField("date", blank=True)
    text = models.TextField(blank=True)
    source_text = models.CharField(max_length=500)
    source_url = models.URLField(max_length=1000, blank=True)

    class Meta(Part.Meta):
        constraints: ClassVar = [once("response")]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_kind_display()}"
