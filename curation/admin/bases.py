"""What all pages of the admin share: bounds on numbers, sentences instead of server errors, no text in the log."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.validators import MaxValueValidator
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect

from alerts import heads
from alerts.models import Alert
from curation import history
from curation.admin.choices import (
    KnownAutocomplete,
    KnownAutocompleteMultiple,
    KnownChoiceField,
    OrderedChoiceField,
    is_key,
)
from curation.admin.conflict import Guarded
from curation.admin.dates import NaturalDateField
from curation.admin.exchange import Exchange
from curation.admin.past import Remembered
from curation.admin.working import WorkedThrough
from dates.fields import EDTFField

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
else:
    ModelAdmin, ModelForm, InlineFormSet = admin.ModelAdmin, forms.ModelForm, forms.BaseInlineFormSet

LARGEST_NUMBER = 9999
OVERRIDES: dict[Any, Any] = {
    models.URLField: {"assume_scheme": "https"},
    EDTFField: {"form_class": NaturalDateField},
}


class PromptChangeList(ChangeList):
    """A list that answers a date out of all bounds as it answers other odd filters: by leaving it out."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except OverflowError as error:
            raise IncorrectLookupParameters from error


class KnownChoices:
    """Autocompletes that do not ask the database for what the row on the page has already brought."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", KnownAutocomplete(db_field, self.admin_site))  # type: ignore[attr-defined]
            kwargs.setdefault("form_class", KnownChoiceField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", KnownAutocompleteMultiple(db_field, self.admin_site))  # type: ignore[attr-defined]
            kwargs.setdefault("form_class", OrderedChoiceField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, forms.IntegerField):  # SQLite would take more than PostgreSQL holds
            largest = LARGEST_NUMBER if isinstance(db_field, models.PositiveSmallIntegerField) else 2**31 - 1
            field.validators.append(MaxValueValidator(largest))
        if isinstance(field, forms.ModelChoiceField) and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # The row that chooses a record is no place to delete it, nor to begin another alert.
            field.widget.can_delete_related = False
            if db_field.related_model is Alert:
                field.widget.can_add_related = field.widget.can_change_related = False
        return field


class RecordAdmin(Exchange, WorkedThrough, Guarded, Remembered, KnownChoices, ModelAdmin):
    """A record that may be edited as far as the rights go."""

    formfield_overrides = OVERRIDES
    list_per_page = 50
    # What is locked before anything is saved, so that no step of publishing is taken meanwhile.
    head: ClassVar[str] = ""
    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PromptChangeList

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As Django's, but what only the database refuses (two people at once, say) is told, and nothing is saved."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                if self.head:
                    heads.lock(self.head)
                if object_id and (refused := self.before_change(request, object_id)):
                    return refused
                return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            messages.error(
                request, "Not saved: two entries say the same, or somebody else was quicker. Look, and repeat."
            )
            return HttpResponseRedirect(request.get_full_path())

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if not all(map(is_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            return HttpResponseBadRequest("No such rows.", content_type="text/plain")
        return super().changelist_view(request, extra_context)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Which fields changed and which parts, never their words: the log outlives what is taken from a record."""
        said: list[dict[str, Any]] = (
            [{"changed": {"fields": sorted(form.changed_data)}}] if form.changed_data and not add else []
        )
        said += [{"added": {}}] if add else []
        for formset in formsets or ():
            said += [{"added": _row(row)} for row in formset.new_objects]
            said += [{"changed": _row(row) | {"fields": sorted(fields)}} for row, fields in formset.changed_objects]
            said += [{"deleted": _row(row)} for row in formset.deleted_objects]
        return said

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        history.keep([obj], request.user, "Added.")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        return log([obj], request, getattr(request, "restored", message))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        history.keep(queryset, request.user, history.DELETED)
        return super().log_deletions(request, queryset)


class ReadOnlyAdmin(RecordAdmin):
    """A list and its pages to read. Nobody adds, changes or deletes here, superusers neither."""

    actions: Any = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def log(records: Iterable[models.Model], request: HttpRequest, message: Any) -> Any:
    """Note that the user of `request` changed `records`, and keep how they stand now; call it when all is written."""
    user: Any = request.user
    records = list(records)
    history.keep(records, user, message if isinstance(message, str) else "")
    return LogEntry.objects.log_actions(user.pk, records, CHANGE, message, single_object=True)


def _row(row: models.Model) -> dict[str, Any]:
    return {"name": str(row._meta.verbose_name), "object": str(getattr(row, "uid", row.pk))}
