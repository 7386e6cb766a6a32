from django.conf import settings
from django.db import models
from django.db.models import Q


class Submission(models.Model):
    """A draft or working copy that was sent to review: when, by whom; and, where it came back, by whom and why."""

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="submissions")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_back_at = models.DateTimeField(null=True)
    sent_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, help_text="What the reviewer asks of the curator; for the staff only")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert"], condition=Q(sent_back_at=None), name="submission_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(sent_back_at=None, sent_back_by=None)
                | Q(sent_back_at__isnull=False, sent_back_by__isnull=False) & ~Q(note=""),
                name="submission_sent_back_with_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} of {self.submitted_at:%Y-%m-%d}"


class Release(models.Model):
    """A draft or working copy that was approved, to be published when its time has come; gone once it is public."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting for its time"
        FAILED = "failed", "could not be published"
        CANCELLED = "cancelled", "approval lost"

    alert = models.OneToOneField("alerts.Alert", models.CASCADE, related_name="release")
    not_before = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    private_note = models.TextField(blank=True, help_text="For the staff only")
    fingerprint = models.CharField(max_length=64, help_text="Of what was approved: a change makes it another")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        # Read by the scheduler every few seconds.
        indexes = [models.Index(fields=["state", "not_before"], name="release_due")]

    def __str__(self) -> str:
        return f"{self.alert_id} not before {self.not_before:%Y-%m-%d %H:%M}"
