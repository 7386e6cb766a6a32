from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from alerts.models.part import Part, once


class Party(Part):
    """An organization in a role on an alert: who issued it, who signed it, whom it addresses."""

    class Role(models.TextChoices):
        ISSUER = "issuer", pgettext_lazy("role of a party", "issuer")
        SIGNATORY = "signatory", pgettext_lazy("role of a party", "signatory")
        ADDRESSEE = "addressee", pgettext_lazy("role of a party", "addressee")

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=Role.choices)
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="parties")
    as_printed = models.CharField(max_length=300, blank=True, help_text="The name as the document prints it")
    office = models.CharField(max_length=300, blank=True, help_text="The person or office, as the document prints it")

    class Meta(Part.Meta):
        verbose_name_plural = "parties"
        constraints: ClassVar = [once("party")]
        # Read by filters and organization pages: who issued, signed, was asked.
        indexes: ClassVar = [models.Index(fields=["organization", "role", "alert"], name="party_organization_role")]

    def __str__(self) -> str:
        return f"{self.organization} ({self.role})"


class AlertCountry(Part):
    """A country in a role on an alert. `concerned` is the neutral one; the others need the alert's own words."""

    class Role(models.TextChoices):
        CONCERNED = "concerned", pgettext_lazy("role of a country", "concerned")
        LOCATION = "location", pgettext_lazy("role of a country", "where it happens")
        RESPONSIBLE = "responsible", pgettext_lazy("role of a country", "said to be responsible")
        SUPPORTER = "supporter", pgettext_lazy("role of a country", "said to support or supply")
        AFFECTED = "affected", pgettext_lazy("role of a country", "affected")
        HOST = "host", pgettext_lazy("role of a country", "host")

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="country_links")
    country = models.ForeignKey("places.Country", models.PROTECT, related_name="alert_links")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.CONCERNED)
    then_name = models.CharField(
        max_length=120, blank=True, help_text="What the document calls it, if not today's name"
    )

    class Meta(Part.Meta):
        verbose_name = "country"
        verbose_name_plural = "countries"
        constraints: ClassVar = [
            once("alertcountry"),
            models.UniqueConstraint(fields=["alert", "country", "role"], name="alertcountry_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.then_name or self.country} ({self.get_role_display()})"


class AlertPlace(Part):
    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="place_links")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="alert_links")
    as_printed = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = "place"
        constraints: ClassVar = [
            once("alertplace"),
            models.UniqueConstraint(fields=["alert", "place"], name="alertplace_once"),
        ]

    def __str__(self) -> str:
        return self.as_printed or str(self.place)


class AlertPopulation(Part):
    """A population at risk: a known one, or only the words of the document."""

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="population_links")
    population = models.ForeignKey(
        "places.Population", models.PROTECT, null=True, blank=True, related_name="alert_links"
    )
    as_printed = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = "population"
        constraints: ClassVar = [
            once("alertpopulation"),
            models.CheckConstraint(
                condition=Q(population__isnull=False) | ~Q(as_printed=""), name="alertpopulation_says_who"
            ),
        ]

    def __str__(self) -> str:
        return self.as_printed or str(self.population)
