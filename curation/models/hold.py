from django.conf import settings
from django.db import models


class Hold(models.Model):
    """Somebody has a draft open. It tells the others, and keeps nobody out."""

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="holds")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "user"], name="hold_once")]

    def __str__(self) -> str:
        return f"{self.alert_id} open"
