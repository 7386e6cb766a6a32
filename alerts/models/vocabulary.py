from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from identifiers.uid import UidField


class Scale(models.Model):
    """Steps that an issuer publishes for its own labels, in their order where the issuer gives one."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    issuer = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="scales")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ScaleStep(models.Model):
    scale = models.ForeignKey(Scale, models.CASCADE, related_name="steps")
    label = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty where the issuer gives no order"
    )

    class Meta:
        ordering = ["scale", "position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "label"], name="scalestep_label_once"),
            models.UniqueConstraint(fields=["scale", "position"], name="scalestep_position_once"),
        ]

    def __str__(self) -> str:
        return self.label


class AlertType(models.Model):
    """The issuer's own label for a kind of document, and the genre that it belongs to."""

    class Genre(models.TextChoices):
        ALERT = "alert", pgettext_lazy("genre", "alert")
        BULLETIN = "bulletin", pgettext_lazy("genre", "bulletin")
        STATEMENT = "statement", pgettext_lazy("genre", "statement")
        PRESS_RELEASE = "press_release", pgettext_lazy("genre", "press release")
        LETTER = "letter", pgettext_lazy("genre", "letter")
        CALL_TO_ACTION = "call_to_action", pgettext_lazy("genre", "call to action")
        APPEAL = "appeal", pgettext_lazy("genre", "appeal")
        RESOLUTION = "resolution", pgettext_lazy("genre", "resolution")
        DECISION = "decision", pgettext_lazy("genre", "decision")
        REPORT = "report", pgettext_lazy("genre", "report")

    uid = UidField(unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    issuer = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alert_types",
        help_text="Empty where a label belongs to no single body, as with joint letters",
    )
    label = models.CharField(max_length=200)
    genre = models.CharField(max_length=16, choices=Genre.choices)
    step = models.ForeignKey(ScaleStep, models.PROTECT, null=True, blank=True, related_name="alert_types")

    class Meta:
        ordering = ["label", "issuer"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "label"], name="alerttype_label_once"),
            models.UniqueConstraint(
                fields=["label"], condition=Q(issuer__isnull=True), name="alerttype_label_once_without_issuer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.issuer})" if self.issuer_id else self.label


class Serial(models.Model):
    """A numbered publication of an issuer. Its numbers follow one another, and are no updates of one another."""

    uid = UidField(unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    issuer = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="serials")
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["issuer", "title"], name="serial_title_once")]

    def __str__(self) -> str:
        return self.title


class Framework(models.Model):
    """A published list of indicators by which a risk is assessed."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    issuer = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    source = models.CharField(max_length=300, blank=True, help_text="Author and publication")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    uid = UidField(unique=True)
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="As the framework numbers it, if it does"
    )
    name = models.CharField(max_length=300)

    class Meta:
        ordering = ["framework", "position"]
        constraints = [models.UniqueConstraint(fields=["framework", "name"], name="indicator_name_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}" if self.number else self.name


class Measure(models.Model):
    """A kind of action that recommendations ask for."""

    uid = UidField(unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    label = models.CharField(max_length=120, unique=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label
