from django.db import models


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def dead(self) -> "LinkCheckQuerySet":
        return self.filter(dead_since__isnull=False)


class LinkCheck(models.Model):
    """A web address that public alerts name, and how it answered. `manage.py checklinks` writes it."""

    address = models.TextField()
    # Addresses are longer than an index takes.
    digest = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    alerts = models.ManyToManyField("alerts.Alert", related_name="link_checks")
    status = models.PositiveSmallIntegerField(
        "HTTP status", null=True, help_text="Of the last answer, if there was one"
    )
    problem = models.CharField(max_length=200, blank=True, help_text="Why there was no good answer")
    checked_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row")
    failing_since = models.DateTimeField(null=True)
    dead_since = models.DateTimeField(null=True, help_text="When it had failed often and long enough to be called dead")

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "checked link"
        ordering = ["-id"]
        indexes = [
            # Read by the desk.
            models.Index(fields=["id"], condition=models.Q(dead_since__isnull=False), name="linkcheck_dead"),
            # Read by the command: what was not looked at for longest.
            models.Index(fields=["checked_at"], name="linkcheck_checked"),
        ]

    def __str__(self) -> str:
        return self.address
