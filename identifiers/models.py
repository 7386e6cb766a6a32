from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy

from dates.fields import EDTFField
from identifiers.folding import fold
from identifiers.uid import UidField, validate_uid


class Kind(models.TextChoices):
    """What a former address led to."""

    ALERT = "alert"
    ALERT_TYPE = "type"
    COUNTRY = "country"
    INDICATOR = "indicator"
    MEASURE = "measure"
    ORGANIZATION = "organization"
    PLACE = "place"
    POPULATION = "population"
    RECOMMENDATION = "recommendation"
    SERIAL = "serial"
    SITUATION = "situation"


class FormerAddressQuerySet(models.QuerySet["FormerAddress"]):
    def today(self, kind: str, values: Iterable[str]) -> dict[str, str]:
        """Former slugs and merged uids among `values`, each with the uid that it stands for today."""
        rows = self.filter(kind=kind, value__in=list(values)).values_list("value", "uid")
        return dict(rows)

    def lead(self, kind: str, value: str, uid: str) -> None:
        """From now on `value`, and all that led to it, lead to `uid`: no chains, whatever is merged into what."""
        self.filter(kind=kind, value=uid).delete()
        self.filter(kind=kind, uid=value).update(uid=uid)
        self.update_or_create(kind=kind, value=value, defaults={"uid": uid})


class FormerAddress(models.Model):
    """A former slug, or the uid of a record merged into another. It resolves for ever, in paths and in filters."""

    kind = models.CharField(max_length=16, choices=Kind.choices)
    value = models.CharField(max_length=200)
    uid = models.CharField(max_length=10, validators=[validate_uid])

    objects: ClassVar[models.Manager[Self]] = FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "former addresses"
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="formeraddress_one_target"),
            models.CheckConstraint(condition=~models.Q(value=models.F("uid")), name="formeraddress_leads_elsewhere"),
        ]
        # Read when a record is merged: all that led to it is led on.
        indexes = [models.Index(fields=["kind", "uid"], name="formeraddress_uid")]

    def __str__(self) -> str:
        return f"{self.value} → {self.uid}"


class Name(models.Model):
    """A name of a record, and who uses it. The record's own `name` is the one displayed, and not the right one."""

    class Relation(models.TextChoices):
        SAME = "same", gettext_lazy("another name of the same")
        BROADER = "broader", gettext_lazy("name of something larger")
        NARROWER = "narrower", gettext_lazy("name of something smaller")
        PART = "part", gettext_lazy("name of a part")
        HISTORICAL = "historical", gettext_lazy("former name")
        CONTESTED = "contested", gettext_lazy("contested name")
        PEJORATIVE = "pejorative", gettext_lazy("pejorative name")

    # Names that are searched for one another unless a reader says otherwise.
    INTERCHANGEABLE = (Relation.SAME, Relation.HISTORICAL, Relation.CONTESTED)

    text = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    relation = models.CharField(max_length=12, choices=Relation.choices, default=Relation.SAME)
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47: en, hy, az-Latn")
    script = models.CharField(max_length=4, blank=True, help_text="ISO 15924: Latn, Armn, Cyrl")
    used_by = models.CharField(max_length=200, blank=True, help_text="Who uses this name")
    since = EDTFField(blank=True)
    until = EDTFField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = fold(self.text)[:300]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Named(models.Model):
    """A record with a uid, an address and a displayed name."""

    uid = UidField(unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = fold(self.name)[:300]
        super().save(*args, **kwargs)  # type: ignore[arg-type]
