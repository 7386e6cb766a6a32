"""What the tables of each list hold: its columns, and how a row of a file becomes a record. By django-import-export.

Other records stand in their cells by uid (countries by code, what has no uid by slug). Staff, derived columns and
whatever a public alert's rows hold are never written by an import: alerts become drafts and working copies.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.utils.text import slugify
from import_export.fields import Field
from import_export.resources import Diff, ModelResource
from import_export.widgets import ManyToManyWidget, Widget
from tablib import Dataset

from alerts import hands, heads, publishing, uses
from alerts.changes import altered
from alerts.models import Alert, Party
from curation import history
from identifiers.folding import fold
from identifiers.models import FormerAddress, Kind

# Derived, or confirmed by a person each time: never in a table. Nor are names of the staff.
_LEFT_OUT = {
    "folded", "folded_acronym", "record", "keywords", "title_key", "source_key", "issued_earliest", "issued_latest",
    "series", "statement", "revision_note", *Alert.DO_NO_HARM,
}  # fmt: skip
_SEVERAL = ("countries", "predecessors", "successors")
_BETWEEN = "; "
# Kinds of former addresses, by model. A country's code never changes.
_KINDS = {"alerttype": Kind.ALERT_TYPE} | {kind.value: kind for kind in Kind if kind != Kind.COUNTRY}


def key_of(model: type[models.Model]) -> str:
    """The column by which a record is told from all others of its kind."""
    unique = {f.name for f in model._meta.concrete_fields if f.unique}
    return next((name for name in ("uid", "code", "slug") if name in unique), "id")


class Cell(Widget):  # type: ignore[misc]
    """A plain value, as its field reads it. Raises ValueError with a sentence."""

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        super().__init__()
        self.field = field

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        is_text = isinstance(self.field, models.CharField | models.TextField)
        if value in ("", None):
            return "" if is_text else (None if self.field.null else self.field.get_default())
        try:
            return self.field.to_python(str(value) if is_text else str(value).strip())
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class RecordCell(Widget):  # type: ignore[misc]
    """Another record, by its key; a slug is taken too."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__()
        self.model, self.key = model, key_of(model)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value in ("", None):
            return None
        names = {f.name for f in self.model._meta.concrete_fields}
        for key in dict.fromkeys((self.key, "slug" if "slug" in names else self.key)):
            if found := self.model._default_manager.filter(**{key: str(value)[:200].strip()}).first():
                return found
        raise ValueError(f"There is no {self.model._meta.verbose_name} “{str(value)[:60]}”: write its {self.key}.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(getattr(value, self.key))


class SeveralCell(ManyToManyWidget):  # type: ignore[misc]
    """Several records, by their keys, with semicolons between."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(model, separator=_BETWEEN, field=key_of(model))
        self.one = RecordCell(model)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        return [self.one.clean(key.strip()) for key in str(value or "").split(";") if key.strip()]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        records = value.all() if value is not None else ()
        return _BETWEEN.join(sorted(str(getattr(record, self.field)) for record in records))


class Differences(Diff):  # type: ignore[misc]
    """What a row changes, as (column, before, after); the texts, not HTML."""

    def __init__(self, resource: Any, instance: Any, new: bool) -> None:
        self.new = new
        self.columns = [f.column_name for f in resource.get_import_fields()]
        self.left = [""] * len(self.columns) if new else self._texts(resource, instance)

    def compare_with(self, resource: Any, instance: Any) -> None:
        self.right = self._texts(resource, instance)

    def as_html(self) -> list[tuple[str, str, str]]:
        rows = zip(self.columns, self.left, self.right, strict=True)
        return [(column, before, after) for column, before, after in rows if before != after]

    def _texts(self, resource: Any, instance: Any) -> list[str]:
        return [str(field.export(instance)) for field in resource.get_import_fields()]


class RecordResource(ModelResource):  # type: ignore[misc]
    """The table of one model. `written` are the columns that an import takes; the others are only told."""

    written: ClassVar[tuple[str, ...]] = ()
    head: ClassVar[str] = heads.CHANGES

    def __init__(self, user: Any = None) -> None:
        super().__init__()
        self.user = user
        self.seen: set[str] = set()
        self.before_slug = ""
        self.shown_before: set[int] = set()
        self.wrote: list[models.Model] = []

    class Meta:
        skip_unchanged = True
        report_skipped = False
        clean_model_instances = True
        use_transactions = True
        store_instance = True
        import_id_fields = ()

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return Differences

    # Out -----------------------------------------------------------------------------------------------------------

    def rows(self, records: QuerySet[Any]) -> Iterator[list[Any]]:
        """The rows of the table, read in pieces: memory does not grow with their number."""
        several = [f.attribute for f in self.fields.values() if isinstance(f.widget, SeveralCell)]
        single = [f.attribute for f in self.fields.values() if type(f.widget) is RecordCell]
        records = records.select_related(None).prefetch_related(None)
        records = self.with_more(records.select_related(*single) if single else records).prefetch_related(*several)
        for record in records.iterator(chunk_size=500):
            yield self.export_resource(record)

    def with_more(self, records: QuerySet[Any]) -> QuerySet[Any]:
        return records

    # In ------------------------------------------------------------------------------------------------------------

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        heads.lock(self.head)
        known = {f.column_name for f in self.fields.values()}
        headers = dataset.headers or []
        if odd := [h for h in headers if h not in known]:
            raise ValidationError(
                f"There is no column “{', '.join(odd)[:200]}” here. The columns are: {', '.join(self.written)}."
            )
        if not set(headers) & set(self.written) - {key_of(self._meta.model)}:
            raise ValidationError(f"The file has none of the columns {', '.join(self.written)}.")

    def get_import_fields(self) -> list[Field]:
        return [self.fields[name] for name in self.written if not self.fields[name].readonly]

    def get_or_init_instance(self, instance_loader: Any, row: Any) -> tuple[Any, bool]:
        model, key = self._meta.model, key_of(self._meta.model)
        value = str(row.get(key) or "").strip()
        if value in self.seen:
            raise ValidationError({key: f"“{value[:60]}” stands in the file twice."})
        self.seen |= {value} if value else set()
        found = self.find(value) if value else None
        if found is None and value and key == "uid":
            raise ValidationError({key: f"There is none with the uid “{value[:60]}”. Leave the cell empty to add one."})
        if found is None and not self._may("add"):
            raise ValidationError(f"You may not add {model._meta.verbose_name_plural}.")
        self.before_slug = getattr(found, "slug", "")
        return (found, False) if found is not None else (model(), True)

    def find(self, value: str) -> Any:
        model = self._meta.model
        return model._default_manager.filter(**{key_of(model): value[:200]}).first()

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        errors = dict(import_validation_errors or {})
        if hasattr(instance, "slug") and not instance.slug:
            name = getattr(instance, "name", "") or getattr(instance, "title", "") or getattr(instance, "label", "")
            instance.slug = slugify(fold(name))[:120]
        kind = _KINDS.get(self._meta.model._meta.model_name)
        slug = getattr(instance, "slug", "")
        if kind and FormerAddress.objects.filter(kind=kind, value=slug).exclude(uid=instance.uid).exists():
            errors.setdefault("slug", ["It is the former address of another record, and goes on leading there."])
        for field in instance._meta.concrete_fields:
            if field.is_relation and field.related_model is type(instance) and _is_circle(instance, field.name):
                errors.setdefault(field.name, ["It would stand above itself."])
        super().validate_instance(instance, errors, validate_unique)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if instance.pk:
            history.keep_found(instance)
        self.shown_before = set(uses.alerts_showing(instance)) if instance.pk else set()

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        """As saving on the page of the record does: a former slug leads on, and the feed is told."""
        if row_result.import_type not in ("new", "update"):
            return
        record = row_result.instance
        kind = _KINDS.get(self._meta.model._meta.model_name)
        if kind and self.before_slug and record.slug != self.before_slug:
            FormerAddress.objects.filter(kind=kind, value=record.slug, uid=record.uid).delete()
            FormerAddress.objects.lead(kind, self.before_slug, record.uid)
        altered(self.shown_before | set(uses.alerts_showing(record)))
        self.wrote.append(record)

    def after_import(self, dataset: Dataset, result: Any, **kwargs: Any) -> None:
        history.keep(self.wrote, self.user, "Imported from a file.")

    def _may(self, verb: str) -> bool:
        names = self._meta.model._meta
        return isinstance(self.user, User) and self.user.has_perm(f"{names.app_label}.{verb}_{names.model_name}")


class AlertResource(RecordResource):
    """Alerts without their parts. An import writes drafts; a public alert is changed through its working copy."""

    head = heads.EVENTS
    # Whoever looked for names in a text did not look in the one that takes its place.
    _LOOKED_THROUGH = ("title", "abstract", "body")

    def with_more(self, records: QuerySet[Any]) -> QuerySet[Any]:
        issuing = Party.objects.filter(role=Party.Role.ISSUER).select_related("organization")
        return records.prefetch_related(Prefetch("parties", issuing, to_attr="issuing"))

    def dehydrate_issuers(self, alert: Alert) -> str:
        return _BETWEEN.join(party.organization.uid for party in getattr(alert, "issuing", ()))

    def find(self, value: str) -> Alert | None:
        """The draft; of a public alert the open working copy, or itself until there is something to change."""
        alert = Alert.objects.filter(uid=value[:10]).first() if len(value) <= 10 else None
        if alert is None or alert.status == Alert.Status.DRAFT:
            return alert
        if alert.status == Alert.Status.IN_REVIEW:
            raise ValidationError("It is in review: have it sent back first.")
        copy = alert.working_copies.first()
        if copy is None:
            return alert
        if copy.status != Alert.Status.DRAFT:
            raise ValidationError("Its working copy is in review: have it sent back first.")
        if copy.created_by_id != self.user.pk:
            raise ValidationError("Somebody else has opened its working copy: work there, or have it discarded.")
        return copy

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        if not instance.issued:  # what is derived of it goes with it
            instance.issued_earliest = instance.issued_latest = None
        if instance.serial_number and not instance.serial:
            import_validation_errors = dict(import_validation_errors or {})
            import_validation_errors.setdefault("serial", ["A number needs the serial that it is a number of."])
        ModelResource.validate_instance(self, instance, import_validation_errors, validate_unique)

    def do_instance_save(self, instance: Alert, is_create: bool) -> None:
        if is_create:
            instance.created_by = self.user
            instance.save()
            self.wrote.append(instance)
            return
        draft = instance
        if not instance.is_open:
            draft = publishing.revise(Alert(pk=instance.pk), self.user)
            for name in Alert.CONTENT:
                if name in self.fields:
                    setattr(draft, name, getattr(instance, name))
        elif not self._may("change"):
            raise PermissionDenied("You may not change alerts.")
        before = Alert.objects.get(pk=draft.pk)
        if any(getattr(before, name) != getattr(draft, name) for name in self._LOOKED_THROUGH):
            for check in Alert.DO_NO_HARM:
                setattr(draft, check, False)
        draft.save()
        hands.record(draft, self.user)
        self.wrote.append(draft)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if instance.pk:
            history.keep_found(instance)

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        """Drafts are in no feed."""


def _is_circle(record: Any, name: str) -> bool:
    above, seen = getattr(record, name), set[int]()
    while above is not None and above.pk not in seen:
        if above.pk == record.pk:
            return True
        seen.add(above.pk)
        above = getattr(above, name)
    return False


def resource_of(model: type[models.Model]) -> type[RecordResource]:
    """The table of `model`: its key first, then its fields, then what it has several of."""
    key = key_of(model)
    fields = [f for f in model._meta.concrete_fields if _is_told(f, key)]
    several = [f for f in model._meta.many_to_many if f.name in _SEVERAL]
    columns = {f.name: _column(f) for f in [*sorted(fields, key=lambda f: f.name != key), *several]}
    written = tuple(name for name, column in columns.items() if name == key or not column.readonly)
    if model is Alert:
        columns["issuers"] = Field(column_name="issuers", readonly=True)
    meta = type("Meta", (RecordResource.Meta,), {"model": model, "fields": tuple(columns)})
    base = AlertResource if model is Alert else RecordResource
    made: type[RecordResource] = type(
        f"{model.__name__}Resource", (base,), {**columns, "Meta": meta, "written": written}
    )
    return made


def _is_told(field: Any, key: str) -> bool:
    is_derived = field.model is Alert and field.name == "slug"
    is_staff = field.is_relation and field.related_model is User
    if field.name in _LEFT_OUT or is_derived or is_staff or isinstance(field, models.JSONField):
        return False
    return not field.primary_key or field.name == key


def _column(field: Any) -> Field:
    if field.many_to_many:
        widget: Widget = SeveralCell(field.related_model)
    elif field.is_relation:
        widget = RecordCell(field.related_model)
    else:
        widget = Cell(field)
    return Field(attribute=field.name, column_name=field.name, widget=widget, readonly=not field.editable)
