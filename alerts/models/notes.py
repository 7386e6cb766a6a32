from typing import Any, ClassVar

from django.db import models

from alerts.models.part import Part, once


class Note(Part):
    """A footnote or endnote, numbered as printed."""

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="notes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, help_text="What the note says besides its references")

    class Meta(Part.Meta):
        ordering: ClassVar[Any] = ["number", "id"]
        constraints: ClassVar = [
            once("note"),
            models.UniqueConstraint(fields=["alert", "number"], name="note_number_once"),
        ]

    def __str__(self) -> str:
        return f"note {self.number}"


class Reference(Part):
    """A source that a note cites."""

    whole = "note"

    note = models.ForeignKey(Note, models.CASCADE, related_name="references")
    text = models.TextField()
    # As printed, which need not be a valid address: only http and https ones are ever made into links.
    url = models.CharField("URL", max_length=2000, blank=True, help_text="As printed")
    symbol = models.CharField(max_length=100, blank=True)
    sensitive = models.BooleanField(
        default=False, help_text="Leads to footage of killings or to victims’ bodies: shown as text, never as a link"
    )

    class Meta(Part.Meta):
        constraints: ClassVar = [once("reference", "note")]

    def __str__(self) -> str:
        return self.text[:80]
