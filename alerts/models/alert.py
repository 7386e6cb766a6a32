import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import pgettext_lazy

from alerts.models.part import Part, once
from dates.display import in_words
from dates.edtf import Bounds, bounds
from dates.fields import EDTFField
from identifiers.addresses import address_key
from identifiers.folding import fold, is_unspaced
from identifiers.uid import UidField


class DateBasis(models.TextChoices):
    PRINTED = "printed", pgettext_lazy("basis of a date", "printed")
    FROM_TITLE = "from_title", pgettext_lazy("basis of a date", "from the title")
    INFERRED = "inferred", pgettext_lazy("basis of a date", "inferred")
    UNKNOWN = "unknown", pgettext_lazy("basis of a date", "unknown")


class AlertQuerySet(models.QuerySet["Alert"]):
    """Questions with a meaning. Every public page, feed, export and index starts from published()."""

    def published(self) -> Self:
        """What the public may see."""
        return self.filter(status=Alert.Status.PUBLISHED)

    def originals(self) -> Self:
        """Of each statement the alert that tells it first: no translations, no reissues."""
        return self.filter(statement=F("uid"))

    def working_copies(self) -> Self:
        return self.filter(revises__isnull=False)

    def issued_between(self, first: dt.date | None, last: dt.date | None) -> Self:
        """Alerts whose issue date, as far as it is known, overlaps the days from `first` to `last`, both included.

        None leaves that end open; where an end is given, undated alerts are not in it.
        """
        found = self
        if first:
            found = found.filter(issued_latest__gte=first)
        if last:
            found = found.filter(issued_earliest__lte=last)
        return found

    def issued_by(self, organizations: Any) -> Self:
        return self._with_party("issuer", organizations)

    def signed_by(self, organizations: Any) -> Self:
        return self._with_party("signatory", organizations)

    def asked_of(self, organizations: Any) -> Self:
        """Alerts that address one of `organizations`, as a whole or in a recommendation."""
        in_part = Alert.objects.filter(recommendations__addressees__organization__in=organizations).values("id")
        return self.filter(Q(id__in=in_part) | Q(id__in=_party_alerts("addressee", organizations)))

    def speaking_of(self, situations: Any) -> Self:
        """Alerts tied to one of `situations` as a whole, or by one of their recommendations."""
        ties: Any = Alert.situations.through.objects
        asks: Any = Alert.recommendations.rel.related_model.objects  # type: ignore[attr-defined]
        tied = ties.filter(situation__in=situations).values("alert")
        asking = asks.filter(situation__in=situations).order_by().values("alert")
        return self.filter(pk__in=tied.union(asking))

    def in_series(self, alert: "Alert") -> Self:
        """The alerts of the chain of updates that `alert` belongs to, itself included, in order of issue."""
        return self.filter(series=alert.series).order_by(F("issued_earliest").asc(nulls_last=True), "id")

    def mentioning(self, words: list[str]) -> Self:
        """Alerts in whose text or names each of the folded `words` begins a word."""
        found = self
        for word in words:
            found = found.filter(keywords__contains=word if is_unspaced(word) else f" {word}")
        return found

    def newest_first(self) -> Self:
        """By date of issue, the later first; undated last; then by uid, so that the order is one."""
        return self.order_by(
            F("issued_earliest").desc(nulls_last=True), F("issued_latest").desc(nulls_last=True), "uid"
        )

    def oldest_first(self) -> Self:
        return self.order_by(F("issued_earliest").asc(nulls_last=True), F("issued_latest").asc(nulls_last=True), "uid")

    def statement_count(self) -> int:
        """How many statements: translations and reissues of one count once."""
        return self.values("statement").distinct().count()

    def _with_party(self, role: str, organizations: Any) -> Self:
        return self.filter(id__in=_party_alerts(role, organizations))


def _party_alerts(role: str, organizations: Any) -> Any:
    return Alert.objects.filter(parties__role=role, parties__organization__in=organizations).values("id")


class Alert(models.Model):
    """One document of a warning body; or, where it `revises` a public alert, the working copy of that one.

    The rows of a published alert are its public state: alerts.publishing alone writes them.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        IN_REVIEW = "in_review", "in review"
        PUBLISHED = "published", "published"
        WITHDRAWN = "withdrawn", "withdrawn"

    class TextRights(models.TextChoices):
        FULL_TEXT = "full_text", pgettext_lazy("rights of a text", "full text")
        EXCERPT = "excerpt", pgettext_lazy("rights of a text", "excerpt")
        ABSTRACT_ONLY = "abstract_only", pgettext_lazy("rights of a text", "abstract only")

    class SourceKind(models.TextChoices):
        ISSUER = "issuer", pgettext_lazy("kind of source", "issuer")
        MIRROR = "mirror", pgettext_lazy("kind of source", "mirror")
        PRESS_REPORT = "press_report", pgettext_lazy("kind of source", "press report")
        UNKNOWN = "unknown", pgettext_lazy("kind of source", "unknown")

    # What a revision replaces, besides the parts.
    CONTENT: ClassVar[tuple[str, ...]] = (
        "title", "type", "language", "abstract", "body", "text_rights", "symbol", "source_url", "source_kind",
        "retrieved_on", "issued", "issued_earliest", "issued_latest", "issued_basis", "issued_note", "issuers_note",
        "signatory_count", "serial", "serial_number", "curator_note",
    )  # fmt: skip
    # What the publisher confirms to have looked for; asked anew of every working copy.
    DO_NO_HARM: ClassVar[tuple[str, ...]] = ("names_checked", "graphic_checked", "consent_checked")

    uid = UidField(unique=True)
    slug = models.SlugField(max_length=80, editable=False, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False)
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="working_copies"
    )

    title = models.CharField(max_length=500)
    type = models.ForeignKey("alerts.AlertType", models.PROTECT, null=True, blank=True, related_name="alerts")
    language = models.CharField(
        max_length=35,
        blank=True,
        help_text="BCP 47: en, es, hy",
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", "Write a BCP 47 tag, such as en or pt-BR.")],
    )
    abstract = models.TextField(blank=True, help_text="The archive’s own words, every allegation attributed")
    body = models.TextField(blank=True, help_text="Markdown")
    text_rights = models.CharField(max_length=13, choices=TextRights.choices, default=TextRights.ABSTRACT_ONLY)
    symbol = models.CharField(max_length=100, blank=True, help_text="A/HRC/…, AI Index …")
    source_url = models.URLField("source URL", max_length=1000, blank=True)
    source_kind = models.CharField(max_length=12, choices=SourceKind.choices, default=SourceKind.UNKNOWN)
    retrieved_on = models.DateField(null=True, blank=True)

    issued = EDTFField("date of issue", blank=True, help_text="EDTF: 2022-10-07, 2022-10, 2022; empty if undated")
    issued_earliest = models.DateField(null=True, editable=False)
    issued_latest = models.DateField(null=True, editable=False)
    issued_basis = models.CharField(max_length=10, choices=DateBasis.choices, default=DateBasis.PRINTED)
    issued_note = models.CharField(
        max_length=500, blank=True, help_text="The reason for the date, or the doubt about it"
    )

    issuers_note = models.CharField(
        max_length=300, blank=True, help_text="Who issued it, where the document names no body or not all are known"
    )
    signatory_count = models.CharField(
        max_length=10,
        blank=True,
        help_text="271, 50+: where not all are listed",
        validators=[RegexValidator(r"^\d+\+?\Z", "Write a number, such as 271 or 50+.")],
    )
    serial = models.ForeignKey("alerts.Serial", models.PROTECT, null=True, blank=True, related_name="alerts")
    serial_number = models.PositiveIntegerField(null=True, blank=True)

    curator_note = models.TextField(blank=True, help_text="For staff only")
    names_checked = models.BooleanField(
        "names", default=False, help_text="No victim, witness, detainee or child is named or can be known from this"
    )
    graphic_checked = models.BooleanField(
        "graphic content", default=False, help_text="Nothing graphic is shown; references to such are marked sensitive"
    )
    consent_checked = models.BooleanField(
        "consent", default=False, help_text="Whoever is named or quoted has consented, or speaks in office"
    )
    revision_note = models.CharField(
        max_length=500, blank=True, help_text="Public: what this revision changes, and why"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    # Derived; alerts.changes writes them in the transaction of whatever alters them.
    record = models.JSONField(null=True, editable=False)
    keywords = models.TextField(blank=True, editable=False)
    title_key = models.CharField(max_length=200, blank=True, editable=False)
    source_key = models.CharField(max_length=200, blank=True, editable=False)
    series = models.CharField(max_length=10, blank=True, editable=False)
    statement = models.CharField(max_length=10, blank=True, editable=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        permissions = [
            ("publish_alert", "Can publish alerts"),
            ("revise_alert", "Can open working copies of published alerts"),
            ("withdraw_alert", "Can withdraw published alerts"),
            ("redact_alert", "Can redact published alerts"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(revises=None) | Q(status__in=["draft", "in_review"]), name="alert_working_copy_not_public"
            ),
            models.CheckConstraint(condition=~Q(revises=F("id")), name="alert_revises_another"),
            models.UniqueConstraint(fields=["revises"], name="alert_one_working_copy"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(record__isnull=False), name="alert_published_has_record"
            ),
            models.CheckConstraint(
                condition=Q(issued="", issued_earliest=None, issued_latest=None) | ~Q(issued=""),
                name="alert_undated_has_no_days",
            ),
            models.CheckConstraint(
                condition=Q(issued_earliest=None) | Q(issued_latest=None) | Q(issued_earliest__lte=F("issued_latest")),
                name="alert_issue_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(serial_number=None) | Q(serial__isnull=False), name="alert_number_of_a_serial"
            ),
        ]
        indexes = [
            # Read by every list of the public: newest and oldest first.
            models.Index(fields=["status", "issued_earliest", "uid"], name="alert_status_issued"),
            models.Index(fields=["status", "issued_latest"], name="alert_status_issued_latest"),
            models.Index(fields=["status", "title_key"], name="alert_status_title"),
            # Read by the alert page: the series, the translations, the neighbours in a serial.
            models.Index(fields=["series"], name="alert_series"),
            models.Index(fields=["statement"], name="alert_statement"),
            models.Index(fields=["serial", "serial_number"], name="alert_serial_number"),
            # Read when a source address is entered: is it here already?
            models.Index(fields=["source_key"], name="alert_source"),
            # Read by the desk: what still lacks an abstract.
            models.Index(fields=["id"], condition=Q(abstract=""), name="alert_without_abstract"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive slug, keys and the bounds of the date of issue. Raises ValueError where that is no date."""
        self.slug = slugify(fold(self.title))[:80].strip("-")
        self.title_key = fold(self.title)[:200]
        self.source_key = address_key(self.source_url)
        self.series = self.series or self.uid
        self.statement = self.statement or self.uid
        days = bounds(self.issued) if self.issued else Bounds(None, None)
        self.issued_earliest, self.issued_latest = days.earliest, days.latest
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        if not self.slug:
            return reverse("alert_uid", args=[self.uid])
        return reverse("alert", args=[self.uid, self.slug])

    @property
    def issued_in_words(self) -> str:
        """7 October 2022, October 2022, 2022, undated."""
        return in_words(self.issued)

    @property
    def is_open(self) -> bool:
        """Whether it may be edited: a draft or a working copy, in review or not."""
        return self.status in (self.Status.DRAFT, self.Status.IN_REVIEW)


class AlertDate(Part):
    """A date of an alert besides that of issue."""

    class Kind(models.TextChoices):
        ADOPTED = "adopted", pgettext_lazy("kind of date", "adopted")
        POSTED = "posted", pgettext_lazy("kind of date", "posted")
        UPDATED = "updated", pgettext_lazy("kind of date", "updated")
        PERIOD = "period", pgettext_lazy("kind of date", "period spoken of")
        NOT_BEFORE = "not_before", pgettext_lazy("kind of date", "not before")

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="dates")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    edtf = EDTFField("date")
    earliest = models.DateField(null=True, editable=False)
    latest = models.DateField(null=True, editable=False)
    basis = models.CharField(max_length=10, choices=DateBasis.choices, default=DateBasis.PRINTED)
    note = models.CharField(max_length=500, blank=True)

    class Meta(Part.Meta):
        verbose_name = "date"
        constraints: ClassVar = [once("alertdate")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.edtf}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        days = bounds(self.edtf)
        self.earliest, self.latest = days.earliest, days.latest
        super().save(*args, **kwargs)
