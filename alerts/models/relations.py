from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from alerts.models.part import Part, once


class Relation(Part):
    """What an alert does to an earlier one."""

    class Kind(models.TextChoices):
        UPDATES = "updates", pgettext_lazy("relation of alerts", "updates")
        CORRECTS = "corrects", pgettext_lazy("relation of alerts", "corrects")
        RETRACTS = "retracts", pgettext_lazy("relation of alerts", "retracts")
        TRANSLATES = "translates", pgettext_lazy("relation of alerts", "translates")
        REISSUES = "reissues", pgettext_lazy("relation of alerts", "reissues")
        RESPONDS_TO = "responds_to", pgettext_lazy("relation of alerts", "responds to")

    # A chain of updates is a series; translations and reissues are the same statement.
    SERIES = (Kind.UPDATES,)
    STATEMENT = (Kind.TRANSLATES, Kind.REISSUES)

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    target = models.ForeignKey(
        "alerts.Alert", models.PROTECT, related_name="related_from", limit_choices_to={"revises": None}
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        constraints: ClassVar = [
            once("relation"),
            models.UniqueConstraint(fields=["alert", "kind", "target"], name="relation_once"),
            models.CheckConstraint(condition=~Q(alert=F("target")), name="relation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"
