from typing import Any, ClassVar

from django.db import models

from identifiers.uid import UidField


class Part(models.Model):
    """A part of an alert, in order. It keeps its uid through working copies, so that a revision is no new part."""

    # The field that leads to the whole: the alert, or the part that this one belongs to.
    whole: ClassVar[str] = "alert"
    # Fields that alerts.changes writes on what is public, and that no working copy has.
    derived: ClassVar[tuple[str, ...]] = ()

    uid = UidField()
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        abstract = True
        ordering: ClassVar[Any] = ["position", "id"]


def once(model: str, whole: str = "alert") -> models.UniqueConstraint:
    """The constraint that a uid stands once in its whole."""
    return models.UniqueConstraint(fields=[whole, "uid"], name=f"{model}_uid_once")
