from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy, pgettext_lazy

from alerts.models.part import Part, once


class Characterization(Part):
    """What the alert says is the case, in whose words, by whom and to whom."""

    class Crime(models.TextChoices):
        GENOCIDE = "genocide", gettext_lazy("genocide")
        CRIMES_AGAINST_HUMANITY = "crimes_against_humanity", gettext_lazy("crimes against humanity")
        WAR_CRIMES = "war_crimes", gettext_lazy("war crimes")
        ETHNIC_CLEANSING = "ethnic_cleansing", gettext_lazy("ethnic cleansing")
        AGGRESSION = "aggression", gettext_lazy("aggression")
        MASS_ATROCITY = "mass_atrocity", gettext_lazy("mass atrocity")

    class Modality(models.TextChoices):
        RISK = "risk", pgettext_lazy("modality", "risk")
        IMMINENT = "imminent", pgettext_lazy("modality", "imminent")
        UNDER_WAY = "under_way", pgettext_lazy("modality", "under way")
        COMMITTED = "committed", pgettext_lazy("modality", "committed")
        DENIED = "denied", pgettext_lazy("modality", "denied")

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="characterizations")
    crime = models.CharField(max_length=24, choices=Crime.choices)
    modality = models.CharField(max_length=10, choices=Modality.choices)
    words = models.CharField(max_length=300, blank=True, help_text="The few words, as printed")
    actor = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="characterizations",
        help_text="Who is alleged to act",
    )
    actor_text = models.CharField(max_length=300, blank=True)
    population = models.ForeignKey(
        "places.Population", models.PROTECT, null=True, blank=True, related_name="characterizations"
    )
    population_text = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        constraints: ClassVar = [once("characterization")]

    def __str__(self) -> str:
        return f"{self.get_crime_display()}: {self.get_modality_display()}"


class Assessment(Part):
    """An indicator of a framework that the alert says is present."""

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="assessments")
    indicator = models.ForeignKey("alerts.Indicator", models.PROTECT, related_name="assessments")
    as_printed = models.CharField(max_length=300, blank=True, help_text="The indicator as the alert words it")
    note = models.TextField(blank=True, help_text="What the alert says of it, attributed")
    concluded = models.BooleanField(
        default=False, help_text="The alert concludes with it: “considers X to be at stage 9”"
    )

    class Meta(Part.Meta):
        constraints: ClassVar = [
            once("assessment"),
            models.UniqueConstraint(fields=["alert", "indicator"], name="assessment_indicator_once"),
        ]

    def __str__(self) -> str:
        return str(self.indicator)
