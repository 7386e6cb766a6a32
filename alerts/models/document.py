from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from alerts.models.part import Part, once


class Document(Part):
    """A file of an alert, kept byte for byte under its SHA-256. Public only as a cleaned derivative of an original."""

    class Role(models.TextChoices):
        ORIGINAL = "original", pgettext_lazy("role of a document", "original")
        TRANSLATION = "translation", pgettext_lazy("role of a document", "translation")
        CAPTURE = "capture", pgettext_lazy("role of a document", "capture")
        DERIVATIVE = "derivative", pgettext_lazy("role of a document", "cleaned derivative")

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="documents")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.ORIGINAL)
    sha256 = models.CharField("SHA-256", max_length=64, validators=[RegexValidator(r"^[0-9a-f]{64}\Z")], editable=False)
    size = models.PositiveBigIntegerField(editable=False, help_text="Bytes")
    media_type = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=255, blank=True, help_text="As it was got; for staff only")
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47")
    rights = models.CharField(max_length=300, blank=True)
    obtained_from = models.CharField(max_length=1000, blank=True)
    obtained_on = models.DateField(null=True, blank=True)
    public = models.BooleanField(default=False)
    erased = models.BooleanField(default=False, editable=False, help_text="A redaction has erased the file")

    class Meta(Part.Meta):
        constraints: ClassVar = [
            once("document"),
            # Metadata inside an original can identify people.
            models.CheckConstraint(condition=Q(public=False) | Q(role="derivative"), name="document_public_is_cleaned"),
        ]
        # Read when a file is erased: does another document still stand on these bytes?
        indexes: ClassVar = [models.Index(fields=["sha256"], name="document_sha256")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.sha256[:12]}"
