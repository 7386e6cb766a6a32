from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy


class LogHead(models.Model):
    """The last number of a gapless sequence. Its row is the lock under which the next is taken."""

    name = models.CharField(max_length=16, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class Version(models.Model):
    """Proof of what the archive showed from a moment on. Never updated, never deleted: triggers refuse it."""

    alert = models.ForeignKey("alerts.Alert", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    schema = models.PositiveSmallIntegerField(help_text="Which shape of record the content has")
    sha256 = models.CharField("SHA-256", max_length=64, help_text="Of the salt, then the canonical JSON")

    class Meta:
        ordering = ["alert", "number"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class VersionContent(models.Model):
    """The bytes that a version's hash is of. Only `redact` erases them; the version, its hash and the log stay."""

    version = models.OneToOneField(Version, models.PROTECT, primary_key=True, related_name="content")
    salt = models.CharField(max_length=64, help_text="32 random bytes, hexadecimal: no guess of the text can be proven")
    canonical = models.TextField(help_text="JSON of the record in the canonical form of RFC 8785")
    # Also in the canonical JSON; here so that a list of versions need not read them whole. Not in the event, because
    # an event can never be redacted.
    note = models.CharField(max_length=500, blank=True, help_text="Public: what this version changed")

    def __str__(self) -> str:
        return f"content of {self.version}"


class Event(models.Model):
    """An entry of the public log: what happened to an alert, and when. Never updated, never deleted."""

    class Kind(models.TextChoices):
        PUBLISH = "publish", pgettext_lazy("event", "published")
        REVISE = "revise", pgettext_lazy("event", "revised")
        WITHDRAW = "withdraw", pgettext_lazy("event", "withdrawn")
        REPUBLISH = "republish", pgettext_lazy("event", "published again")
        REDACT = "redact", pgettext_lazy("event", "redacted")

    class Reason(models.TextChoices):
        DUPLICATE = "duplicate", gettext_lazy("held twice in this archive")
        ERROR = "error", gettext_lazy("entered in error")
        SCOPE = "scope", gettext_lazy("outside the scope of this archive")
        RIGHTS = "rights", gettext_lazy("rights of an author or publisher")
        PRIVACY = "privacy", gettext_lazy("privacy of a person")
        SAFETY = "safety", gettext_lazy("safety of a person")
        COURT_ORDER = "court_order", gettext_lazy("order of a court")

    # The rights for whose sake words are erased for good.
    REDACTION_REASONS = (Reason.RIGHTS, Reason.PRIVACY, Reason.SAFETY, Reason.COURT_ORDER)

    number = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    alert = models.ForeignKey("alerts.Alert", models.PROTECT, related_name="events")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="events")
    at = models.DateTimeField()
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True)
    title_withheld = models.BooleanField(default=False, help_text="The tombstone does not show the title")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["withdraw", "redact"]) | ~Q(reason=""), name="event_reason_given"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["withdraw", "redact"]) | Q(version__isnull=False), name="event_version_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.get_kind_display()}"


class EventActor(models.Model):
    """Who of the staff did it, and why. Apart from the log, because the log is public and this never is."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="actor")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    private_note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.event} by {self.user}"


class Change(models.Model):
    """The change feed: an alert looks or is found differently from here on. What the search index reads."""

    number = models.PositiveBigIntegerField(primary_key=True)
    alert = models.ForeignKey("alerts.Alert", models.PROTECT, related_name="changes")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.alert_id}"


class Hand(models.Model):
    """Who has worked on a draft or working copy since it was last public. alerts.hands writes and asks it."""

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="hands")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="When last")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "user"], name="hand_once")]

    def __str__(self) -> str:
        return f"{self.user} on {self.alert_id}"


class RedactionRequest(models.Model):
    """Words that one person asks to be erased, until a second one has done it or said no."""

    alert = models.OneToOneField("alerts.Alert", models.CASCADE, related_name="redaction_request")
    words = models.JSONField(help_text="The words, a list")
    reason = models.CharField(max_length=12, choices=[(r.value, r.label) for r in Event.REDACTION_REASONS])
    private_note = models.TextField(blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"redaction of {self.alert_id}"
