from typing import ClassVar

from django.db import models

from identifiers.models import Name


class SituationName(Name):
    """Another name of a situation, and who uses it."""

    situation = models.ForeignKey("alerts.Situation", models.CASCADE, related_name="names")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["situation", "text"], name="situationname_once")]
        indexes: ClassVar = [models.Index(fields=["folded"], name="situationname_folded")]


class AlertTypeName(Name):
    """Another label of a type of alert."""

    type = models.ForeignKey("alerts.AlertType", models.CASCADE, related_name="names")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["type", "text"], name="alerttypename_once")]
        indexes: ClassVar = [models.Index(fields=["folded"], name="alerttypename_folded")]


class SerialName(Name):
    """Another title of a serial."""

    serial = models.ForeignKey("alerts.Serial", models.CASCADE, related_name="names")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["serial", "text"], name="serialname_once")]
        indexes: ClassVar = [models.Index(fields=["folded"], name="serialname_folded")]


class FrameworkName(Name):
    """Another title of a framework."""

    framework = models.ForeignKey("alerts.Framework", models.CASCADE, related_name="names")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["framework", "text"], name="frameworkname_once")]
        indexes: ClassVar = [models.Index(fields=["folded"], name="frameworkname_folded")]


class MeasureName(Name):
    """Another label of a measure."""

    measure = models.ForeignKey("alerts.Measure", models.CASCADE, related_name="names")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["measure", "text"], name="measurename_once")]
        indexes: ClassVar = [models.Index(fields=["folded"], name="measurename_folded")]
