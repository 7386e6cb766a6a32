from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AlertPairQuerySet(models.QuerySet["AlertPair"]):
    def undecided(self) -> "AlertPairQuerySet":
        return self.filter(decided_at=None)


class AlertPair(models.Model):
    """Two alerts that may be one document. Once somebody has said that they are not, that stands for good."""

    first = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="+")
    second = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="+")
    reasons = models.CharField(max_length=300, help_text="Why they may be one")
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField("said to be different", null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AlertPairQuerySet.as_manager()

    class Meta:
        verbose_name = "likely duplicate"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="alertpair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="alertpair_in_order"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False), name="alertpair_decided"
            ),
        ]
        # Read by the desk: what nobody has looked at yet.
        indexes = [models.Index(fields=["id"], condition=Q(decided_at=None), name="alertpair_undecided")]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
