from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models

from identifiers.folding import fold
from identifiers.models import Name, Named


class Country(models.Model):
    """A country of ISO 3166-1, the user-assigned XK, or a former one under its four-letter code of ISO 3166-3.

    A row is a means of finding, and no statement on sovereignty.
    """

    code = models.CharField(max_length=4, unique=True, validators=[RegexValidator(r"^([A-Z]{2}|[A-Z]{4})\Z")])
    alpha3 = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=300, editable=False)
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    until_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Former countries only")
    former_alpha2 = models.CharField(max_length=2, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="predecessors")

    class Meta:
        verbose_name_plural = "countries"
        ordering = ["name"]
        # Read, like those of the other names, when a question's name is expanded into the others.
        indexes: ClassVar = [models.Index(fields=["folded"], name="country_folded")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_year=None)
                | models.Q(until_year=None)
                | models.Q(until_year__gte=models.F("from_year")),
                name="country_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.name)[:300]
        super().save(*args, **kwargs)


class Place(Named):
    """A town, region, road or camp. Its countries tell it from others of that name, and say nothing on sovereignty."""

    countries = models.ManyToManyField(Country, blank=True, related_name="places")
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        ordering = ["name"]
        indexes: ClassVar = [models.Index(fields=["folded"], name="place_folded")]


class Population(Named):
    """A people, a community or another group of persons that an alert speaks of."""

    class Meta:
        ordering = ["name"]
        indexes: ClassVar = [models.Index(fields=["folded"], name="population_folded")]


class CountryName(Name):
    country = models.ForeignKey(Country, models.CASCADE, related_name="names")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["country", "text"], name="countryname_once")]
        # Read when a question's name is expanded into the others.
        indexes: ClassVar = [models.Index(fields=["folded"], name="countryname_folded")]


class PlaceName(Name):
    place = models.ForeignKey(Place, models.CASCADE, related_name="names")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "text"], name="placename_once")]
        indexes: ClassVar = [models.Index(fields=["folded"], name="placename_folded")]


class PopulationName(Name):
    population = models.ForeignKey(Population, models.CASCADE, related_name="names")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["population", "text"], name="populationname_once")]
        indexes: ClassVar = [models.Index(fields=["folded"], name="populationname_folded")]
