import datetime as dt
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

UNDOABLE = dt.timedelta(days=1)


class MergeQuerySet(models.QuerySet["Merge"]):
    def undoable(self) -> Self:
        return self.filter(at__gt=timezone.now() - UNDOABLE, undone_at=None)

    def into(self, record: models.Model) -> Self:
        return self.filter(model=record._meta.label_lower, kept_id=record.pk)


class Merge(models.Model):
    """A record that was merged into another, with what is needed to undo that for a day."""

    model = models.CharField(max_length=60, help_text="What was merged: organizations.organization")
    merged_id = models.PositiveBigIntegerField()
    merged_name = models.CharField(max_length=300)
    kept_id = models.PositiveBigIntegerField()
    kept_name = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # What each row held before and after, in the order in which it was written; gone when its day is over.
    journal = models.JSONField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        # Read on the page of each record: what was merged into it of late.
        indexes: ClassVar = [models.Index(fields=["model", "kept_id", "at"], name="merge_kept")]

    def __str__(self) -> str:
        return f"{self.merged_name} into {self.kept_name}"

    @property
    def until(self) -> dt.datetime:
        """Until when it can be undone."""
        return self.at + UNDOABLE

    @property
    def is_undoable(self) -> bool:
        return self.undone_at is None and timezone.now() < self.until

    @property
    def record_model(self) -> type[models.Model]:
        return apps.get_model(self.model)
