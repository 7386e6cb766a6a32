import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from alerts.models.part import Part, once
from dates.fields import EDTFField
from identifiers.uid import validate_uid


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def published(self) -> Self:
        """The asks of public alerts; what a statement asks in several languages or issues stands once.

        It is what Alert.objects.published() says, as alerts.changes noted it in the same transaction: to join each of
        half a million asks with its alert would take a page seconds.
        """
        return self.filter(listed=True)


class Recommendation(Part):
    """One ask of an alert. A record of its own: who was asked to do what is asked across all alerts."""

    # What stands for the day of an undated alert in the derived columns: it is before all others.
    UNDATED: ClassVar[dt.date] = dt.date(1, 1, 1)
    derived = ("listed", "asked_from", "asked_until", "ask", "keywords")

    class Wording(models.TextChoices):
        VERBATIM = "verbatim", pgettext_lazy("wording of a recommendation", "verbatim")
        RESTATED = "restated", pgettext_lazy("wording of a recommendation", "restated")

    class Basis(models.TextChoices):
        STATED = "stated", pgettext_lazy("basis of an addressee", "stated")
        IMPLIED = "implied", pgettext_lazy("basis of an addressee", "implied")
        NONE = "none", pgettext_lazy("basis of an addressee", "nobody in particular")

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    wording = models.CharField(max_length=8, choices=Wording.choices, default=Wording.RESTATED)
    addressee_basis = models.CharField(max_length=7, choices=Basis.choices, default=Basis.STATED)
    measure = models.ForeignKey("alerts.Measure", models.PROTECT, null=True, blank=True, related_name="recommendations")
    location = models.CharField(
        max_length=200, blank=True, help_text="Where in the document: a number, heading or page"
    )
    situation = models.ForeignKey(
        "alerts.Situation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        help_text="Only where the alert speaks of several situations",
    )
    # Derived, as those of the alert are: whether it is public and first to tell its statement; from when to when its
    # alert may have been issued; what all that repeat one ask share (RepeatedAsk), if it repeats one; and the folded
    # words of the text, beginning with a space.
    listed = models.BooleanField(default=False, editable=False)
    asked_from = models.DateField(default=dt.date(1, 1, 1), editable=False)
    asked_until = models.DateField(default=dt.date(1, 1, 1), editable=False)
    ask = models.CharField(max_length=10, blank=True, editable=False)
    keywords = models.TextField(blank=True, editable=False)

    objects: ClassVar[Any] = RecommendationQuerySet.as_manager()

    class Meta(Part.Meta):
        ordering: ClassVar[Any] = ["number", "id"]
        constraints: ClassVar = [
            once("recommendation"),
            models.UniqueConstraint(fields=["alert", "number"], name="recommendation_number_once"),
        ]
        indexes: ClassVar = [
            # Read by the register: which others repeat this ask; the newest first; how many there are.
            models.Index(fields=["ask"], name="recommendation_ask"),
            models.Index(
                fields=["-asked_from", "alert", "number"], condition=Q(listed=True), name="recommendation_newest"
            ),
            models.Index(fields=["ask", "asked_from"], condition=Q(listed=True), name="recommendation_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"


class RecommendationAddressee(Part):
    """Who is asked."""

    whole = "recommendation"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="addressees")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="asks")
    as_printed = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = "addressee"
        constraints: ClassVar = [once("recommendationaddressee", "recommendation")]

    def __str__(self) -> str:
        return self.as_printed or str(self.organization)


class RecommendationTarget(Part):
    """At whom the measure is aimed, where it is somebody else than who is asked."""

    whole = "recommendation"

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="targets")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="targeted_by")
    as_printed = models.CharField(max_length=300, blank=True)

    class Meta(Part.Meta):
        verbose_name = "target"
        constraints: ClassVar = [once("recommendationtarget", "recommendation")]

    def __str__(self) -> str:
        return self.as_printed or str(self.organization)


class Response(Part):
    """An organization's documented answer to a recommendation, or to the alert."""

    class Kind(models.TextChoices):
        ACTS = "acts", pgettext_lazy("kind of response", "acts on it")
        REJECTS = "rejects", pgettext_lazy("kind of response", "rejects it")
        DISPUTES = "disputes", pgettext_lazy("kind of response", "disputes it")
        ACKNOWLEDGES = "acknowledges", pgettext_lazy("kind of response", "acknowledges it")

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="responses")
    recommendation = models.ForeignKey(Recommendation, models.CASCADE, null=True, blank=True, related_name="responses")
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    edtf = EDTFField("date", blank=True)
    text = models.TextField(blank=True)
    source_text = models.CharField(max_length=500)
    source_url = models.URLField(max_length=1000, blank=True)

    class Meta(Part.Meta):
        constraints: ClassVar = [once("response")]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_kind_display()}"


class RepeatedAsk(models.Model):
    """A recommendation that repeats the same ask as others: all that have one `ask` do. A curator says so.

    It is kept by uid, because a recommendation keeps its uid, and not its row, when its alert is revised. Like the
    alerts of a situation it is the archive's own finding aid, and stands outside the versions.
    """

    recommendation = models.CharField(max_length=10, unique=True, validators=[validate_uid])
    ask = models.CharField(max_length=10, validators=[validate_uid])
    tied_at = models.DateTimeField(auto_now_add=True)
    tied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ask", "recommendation"]
        # Read with each recommendation: which others repeat it.
        indexes: ClassVar = [models.Index(fields=["ask"], name="repeatedask_of_ask")]

    def __str__(self) -> str:
        return f"{self.recommendation} repeats {self.ask}"
