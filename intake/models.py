"""What was taken in: each document once, by the SHA-256 of its bytes, with all that became of it. Never public."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from alerts.models import Alert
from identifiers.uid import UidField
from intake.proposals import Passage, Proposal

SHA256 = RegexValidator(r"^[0-9a-f]{64}\Z")


class IntakeQuerySet(models.QuerySet["Intake"]):
    def to_check(self) -> "IntakeQuerySet":
        """What waits for a curator."""
        return self.filter(state=Intake.State.TO_CHECK)

    def without_texts(self) -> "IntakeQuerySet":
        """For lists: not the long columns."""
        return self.defer("text", "proposals", "decisions", "alike")


class Intake(models.Model):
    """A document on its way to a draft. The bytes are on disk (alerts.files) before the row is written."""

    class State(models.TextChoices):
        TO_CHECK = "to_check", "to be checked"
        DRAFTED = "drafted", "became a draft"
        HELD = "held", "is held already"
        SET_ASIDE = "set_aside", "set aside"

    class Kinship(models.TextChoices):
        """What a document is to an alert that is held already."""

        SAME = "same", "the same document"
        VERSION = "version", "a new version of it"
        UPDATE = "update", "an update of it"
        TRANSLATION = "translation", "a translation of it"
        UNRELATED = "unrelated", "another document"

    uid = UidField(unique=True)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, validators=[SHA256])
    size = models.PositiveBigIntegerField(help_text="Bytes")
    # The hash of the kept file that it was one record of: an answer of an API, say.
    container = models.CharField(max_length=64, blank=True, validators=[SHA256])
    media_type = models.CharField(max_length=100, blank=True, help_text="As found in the bytes, not as claimed")
    text = models.TextField(help_text="Markdown")
    text_key = models.CharField(max_length=64, help_text="SHA-256 of the folded words")
    title = models.CharField(max_length=500, blank=True, help_text="As proposed, for lists")
    warnings = models.JSONField(default=list)
    readers = models.JSONField(default=dict, help_text="What read it: library and version")
    proposals = models.JSONField(default=list)
    unsure = models.PositiveIntegerField(default=0, help_text="How many proposals are asked of the curator")

    state = models.CharField(max_length=9, choices=State.choices, default=State.TO_CHECK)
    decisions = models.JSONField(default=dict, help_text="What the curator decided, as the page posts it")
    alike = models.JSONField(default=list, help_text="Alerts like it, why, and what was said of each")
    saved = models.PositiveIntegerField(default=0, help_text="How often the decisions were saved")
    alert = models.ForeignKey(Alert, models.SET_NULL, null=True, related_name="intakes")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        verbose_name = "document taken in"
        verbose_name_plural = "documents taken in"
        default_permissions = ()  # whoever may add alerts takes documents in
        ordering = ["-id"]
        indexes: ClassVar = [
            # Read when a document arrives: is its text held already, in other bytes?
            models.Index(fields=["text_key"], name="intake_text"),
            # Read by the list of what is to be checked.
            models.Index(fields=["state", "id"], name="intake_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="to_check", checked_at=None) | ~Q(state="to_check") & Q(checked_at__isnull=False),
                name="intake_checked_when",
            )
        ]

    def __str__(self) -> str:
        return self.title or f"document {self.uid}"

    def proposed(self) -> list[Proposal]:
        """The proposals, in the order in which they were made."""
        return [_proposal(one) for one in self.proposals]


class Arrival(models.Model):
    """One time that a document came: under which name, from where, by whom. The same bytes may come several times."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="arrivals")
    name = models.CharField(max_length=255, blank=True, help_text="Of the file; empty for what was pasted")
    source_url = models.URLField("source URL", max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["id"]
        constraints: ClassVar = [
            # A folder that is taken in again, after a kill, tells nothing new.
            models.UniqueConstraint(fields=["intake", "name", "source_url", "by"], name="arrival_once")
        ]

    def __str__(self) -> str:
        return self.name or self.source_url or "pasted"


class Fingerprint(models.Model):
    """One of the numbers by which texts that share much of their wording are found (intake.resemblance)."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="fingerprints")
    value = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["value", "intake"], name="fingerprint_once")]

    def __str__(self) -> str:
        return f"{self.value:x}"


def as_json(proposal: Proposal) -> dict[str, Any]:
    """A proposal as `Intake.proposals` holds it, and `manage.py intake --json` prints it."""
    return {
        "kind": proposal.kind,
        "value": proposal.value,
        "passages": [[p.start, p.end] for p in proposal.passages],
        "confidence": round(proposal.confidence, 3),
        "rule": proposal.rule,
        "candidates": list(proposal.candidates),
    }


def _proposal(one: dict[str, Any]) -> Proposal:
    passages = tuple(Passage(start, end) for start, end in one["passages"])
    return Proposal(one["kind"], one["value"], passages, one["confidence"], one["rule"], tuple(one["candidates"]))
