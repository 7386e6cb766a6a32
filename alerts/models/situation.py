from django.db import models

from dates.fields import EDTFField
from identifiers.uid import UidField


class Situation(models.Model):
    """A crisis that alerts of many issuers speak of. Which alerts belong to it is the archive's own finding aid:
    it stands outside their versions, and alerts.situations writes it."""

    uid = UidField(unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    period = EDTFField(blank=True)
    places = models.ManyToManyField("places.Place", blank=True, related_name="situations")
    populations = models.ManyToManyField("places.Population", blank=True, related_name="situations")
    alerts = models.ManyToManyField("alerts.Alert", blank=True, related_name="situations")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
