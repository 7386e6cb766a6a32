"""What alerts refer to: organizations, countries, places, peoples, types, frameworks, measures, situations."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify

from alerts import heads, uses
from alerts.changes import altered
from alerts.models import (
    AlertType,
    AlertTypeName,
    Framework,
    FrameworkName,
    Indicator,
    Measure,
    MeasureName,
    Scale,
    ScaleStep,
    Serial,
    SerialName,
    Situation,
    SituationName,
)
from curation.admin import assigning
from curation.admin.bases import OVERRIDES, KnownChoices, ModelForm, RecordAdmin
from curation.admin.bulk import BulkAdmin
from curation.admin.care import Care
from curation.bulk import Bulk, of_vocabulary
from curation.merging import ADDRESSES
from identifiers.folding import fold
from identifiers.models import FormerAddress, Name
from organizations.models import Organization, OrganizationName
from places.models import Country, CountryName, Place, PlaceName, Population, PopulationName

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Any, Any]
else:
    TabularInline = admin.TabularInline

_WORDS = 20


class VocabularyForm(ModelForm):
    def clean_slug(self) -> str:
        """Refuse an address that once led to another record: it leads there for ever."""
        slug: str = self.cleaned_data["slug"]
        kind = ADDRESSES.get(self._meta.model)
        if kind and FormerAddress.objects.filter(kind=kind, value=slug).exclude(uid=self.instance.uid).exists():
            raise forms.ValidationError("It is the former address of another record, and goes on leading there.")
        return slug

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for field in self.instance._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is type(self.instance):
                self._refuse_circle(field.name)
        return cleaned

    def _refuse_circle(self, name: str) -> None:
        above, seen = self.cleaned_data.get(name), set[int]()
        while above is not None and above.pk not in seen:
            if above.pk == self.instance.pk:
                self.add_error(name, "It would stand above itself.")
                return
            seen.add(above.pk)
            above = getattr(above, name)


class VocabularyAdmin(BulkAdmin, Care, RecordAdmin):
    """A record that alerts show. Whoever changes it tells the change feed of the alerts that show it."""

    form: Any = VocabularyForm
    head = heads.CHANGES
    is_imported = True
    names: ClassVar[type[Name] | None] = None

    def bulk_changes(self) -> tuple[Bulk, ...]:
        return of_vocabulary(self.model)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """The records of which each word stands in a field or, folded, in one of the names."""
        for word in search_term.split()[:_WORDS]:
            either, slug = Q(), slugify(fold(word))
            if slug and "slug" in self.search_fields:  # the name without its accents
                either |= Q(slug__contains=slug)
            for field in self.search_fields:
                either |= Q(**{f"{field}__icontains": word})
            if self.names is not None and fold(word):
                of = self.names._meta.concrete_fields[-1].name
                either |= Q(pk__in=self.names._default_manager.filter(folded__contains=fold(word)).values(of))
            queryset = queryset.filter(either)
        return queryset, False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        kind = ADDRESSES.get(type(obj))
        if change and kind and "slug" in form.changed_data and form.initial["slug"] != obj.slug:
            FormerAddress.objects.filter(kind=kind, value=obj.slug, uid=obj.uid).delete()
            FormerAddress.objects.lead(kind, form.initial["slug"], obj.uid)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        before = set(uses.alerts_showing(form.instance))
        super().save_related(request, form, formsets, change)
        if form.has_changed() or any(formset.has_changed() for formset in formsets):
            altered(before | set(uses.alerts_showing(form.instance)))

    # Deleting ------------------------------------------------------------------------------------------------------

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        record = self.get_object(request, object_id)
        if record is not None and self.has_delete_permission(request, record) and (why := uses.refusal(record)):
            messages.error(request, why)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[record.pk]))
        try:
            return super().delete_view(request, object_id, extra_context)
        except uses.StillUsedError as error:  # since a moment ago
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        uses.delete(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            for record in queryset:
                uses.delete(record)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The records themselves; their names, steps and indicators go with them."""
        return [str(obj) for obj in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []

    @admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Django's action, but for what others point at: that is named, and nothing of the batch is deleted."""
        refusals = [why for record in queryset if (why := uses.refusal(record))]
        if refusals:
            for why in refusals[:10]:
                messages.error(request, why)
            messages.warning(request, "Nothing was deleted.")
            return None
        try:
            return delete_selected(self, request, queryset)
        except uses.StillUsedError as error:  # since a moment ago
            messages.error(request, str(error))
            return None

    actions = ("delete_selected",)


class NamesInline(KnownChoices, TabularInline):
    extra = 0
    fields = ("text", "relation", "language", "script", "used_by", "since", "until")
    formfield_overrides = OVERRIDES


class OrganizationNames(NamesInline):
    model = OrganizationName


class CountryNames(NamesInline):
    model = CountryName


class PlaceNames(NamesInline):
    model = PlaceName


class PopulationNames(NamesInline):
    model = PopulationName


class SituationNames(NamesInline):
    model = SituationName


class AlertTypeNames(NamesInline):
    model = AlertTypeName


class SerialNames(NamesInline):
    model = SerialName


class FrameworkNames(NamesInline):
    model = FrameworkName


class MeasureNames(NamesInline):
    model = MeasureName


class OrganizationForm(VocabularyForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        country = self.cleaned_data.get("country")
        if self.cleaned_data.get("kind") == Organization.Kind.STATE and not self.errors.get("country"):
            others = Organization.objects.filter(kind=Organization.Kind.STATE, country=country).exclude(
                pk=self.instance.pk
            )
            if country is None:
                self.add_error("country", "A state is tied to its country.")
            elif other := others.first():
                self.add_error("country", f"The state of this country is here already: {other}.")
        return cleaned


@admin.register(Organization)
class OrganizationAdmin(VocabularyAdmin):
    form = OrganizationForm
    inlines = (OrganizationNames,)
    names = OrganizationName
    search_fields = ("name", "acronym", "slug", "uid")
    search_help_text = "Any name in any script, acronym or uid"
    list_display = ("name", "acronym", "kind", "country", "parent")
    list_filter = ("kind",)
    list_select_related = ("country", "parent")
    autocomplete_fields = ("country", "parent", "predecessors")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "acronym", "slug", "kind")}),
        ("Where it belongs", {"fields": ("country", "parent", "predecessors")}),
        ("About it", {"fields": ("website", "description")}),
    )


@admin.register(Country)
class CountryAdmin(VocabularyAdmin):
    inlines = (CountryNames,)
    names = CountryName
    search_fields = ("name", "code", "alpha3")
    list_display = ("name", "code", "alpha3", "from_year", "until_year")
    autocomplete_fields = ("successors",)
    fields = ("name", ("code", "alpha3", "former_alpha2"), ("from_year", "until_year"), "successors")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("code",) if obj else ()  # addresses and filters hold it for ever


@admin.register(Place)
class PlaceAdmin(VocabularyAdmin):
    inlines = (PlaceNames,)
    names = PlaceName
    search_fields = ("name", "slug", "uid")
    list_display = ("name", "part_of", "where")
    list_select_related = ("part_of",)
    autocomplete_fields = ("countries", "part_of")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "countries", "part_of")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("countries")

    @admin.display(description="countries")
    def where(self, place: Place) -> str:
        return ", ".join(country.name for country in place.countries.all()) or "—"


@admin.register(Population)
class PopulationAdmin(VocabularyAdmin):
    inlines = (PopulationNames,)
    names = PopulationName
    search_fields = ("name", "slug", "uid")
    list_display = ("name", "uid")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug")


@admin.register(AlertType)
class AlertTypeAdmin(VocabularyAdmin):
    inlines = (AlertTypeNames,)
    names = AlertTypeName
    search_fields = ("label", "slug", "uid", "issuer__name", "issuer__acronym")
    list_display = ("label", "issuer", "genre", "step")
    list_filter = ("genre",)
    list_select_related = ("issuer", "step")
    autocomplete_fields = ("issuer", "step")
    prepopulated_fields = {"slug": ("label",)}
    fields = ("label", "issuer", "slug", "genre", "step")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("issuer")


class ScaleSteps(TabularInline):
    model = ScaleStep
    extra = 0
    fields = ("position", "label")


@admin.register(Scale)
class ScaleAdmin(VocabularyAdmin):
    inlines = (ScaleSteps,)
    search_fields = ("title", "slug", "issuer__name")
    list_display = ("title", "issuer")
    list_select_related = ("issuer",)
    autocomplete_fields = ("issuer",)
    prepopulated_fields = {"slug": ("title",)}
    fields = ("title", "slug", "issuer")


@admin.register(ScaleStep)
class ScaleStepAdmin(VocabularyAdmin):
    search_fields = ("label", "scale__title")
    list_display = ("label", "scale", "position")
    list_select_related = ("scale",)
    autocomplete_fields = ("scale",)
    fields = ("scale", "label", "position")


@admin.register(Serial)
class SerialAdmin(VocabularyAdmin):
    inlines = (SerialNames,)
    names = SerialName
    search_fields = ("title", "slug", "uid", "issuer__name")
    list_display = ("title", "issuer")
    list_select_related = ("issuer",)
    autocomplete_fields = ("issuer",)
    prepopulated_fields = {"slug": ("title",)}
    fields = ("title", "slug", "issuer")


class Indicators(TabularInline):
    model = Indicator
    extra = 0
    fields = ("position", "number", "name")


@admin.register(Framework)
class FrameworkAdmin(VocabularyAdmin):
    inlines = (FrameworkNames, Indicators)
    names = FrameworkName
    search_fields = ("title", "slug", "source", "issuer__name")
    list_display = ("title", "issuer", "source")
    list_select_related = ("issuer",)
    autocomplete_fields = ("issuer",)
    prepopulated_fields = {"slug": ("title",)}
    fields = ("title", "slug", "issuer", "source")


@admin.register(Indicator)
class IndicatorAdmin(VocabularyAdmin):
    search_fields = ("name", "uid", "framework__title", "framework__issuer__name")
    list_display = ("name", "number", "framework")
    list_filter = ("framework",)
    list_select_related = ("framework",)
    autocomplete_fields = ("framework",)
    fields = ("framework", "position", "number", "name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("framework")


@admin.register(Measure)
class MeasureAdmin(VocabularyAdmin):
    inlines = (MeasureNames,)
    names = MeasureName
    search_fields = ("label", "slug", "uid", "description")
    list_display = ("label", "description")
    prepopulated_fields = {"slug": ("label",)}
    fields = ("label", "slug", "description")


@admin.register(Situation)
class SituationAdmin(VocabularyAdmin):
    inlines = (SituationNames,)
    names = SituationName
    search_fields = ("title", "slug", "uid", "summary")
    list_display = ("title", "period", "uid")
    pages: ClassVar = {"assign": assigning.page}
    autocomplete_fields = ("places", "populations")
    prepopulated_fields = {"slug": ("title",)}
    fields = ("title", "slug", "summary", "period", "places", "populations")
