from typing import ClassVar

from django.conf import settings
from django.db import models

from identifiers.uid import validate_uid


class RepeatedAsk(models.Model):
    """A recommendation that repeats the same ask as others: all that have one `ask` do.

    It is kept by uid, because a recommendation keeps its uid, and not its row, when its alert is revised.
    """

    recommendation = models.CharField(max_length=10, unique=True, validators=[validate_uid])
    ask = models.CharField(max_length=10, validators=[validate_uid])
    tied_at = models.DateTimeField(auto_now_add=True)
    tied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ask", "recommendation"]
        # Read with each recommendation: which others repeat it.
        indexes: ClassVar = [models.Index(fields=["ask"], name="repeatedask_ask")]

    def __str__(self) -> str:
        return f"{self.recommendation} repeats {self.ask}"
