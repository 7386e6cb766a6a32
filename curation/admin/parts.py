"""The parts of an alert on its page, in the order in which a document is read."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from alerts.models import (
    Alert,
    AlertCountry,
    AlertDate,
    AlertPlace,
    AlertPopulation,
    Assessment,
    Characterization,
    Document,
    Note,
    Party,
    Recommendation,
    RecommendationAddressee,
    RecommendationTarget,
    Relation,
    Response,
)
from curation.admin import asks, documents, references
from curation.admin.bases import OVERRIDES, KnownChoices
from curation.admin.choices import KnownAutocompleteMultiple, OrderedChoiceField
from curation.admin.formsets import (
    AmongField,
    NumberedFormSet,
    NumberForm,
    OrderedFormSet,
    PositionForm,
    RecommendationFormSet,
    ResponseFormSet,
)
from organizations.models import Organization

if TYPE_CHECKING:
    InlineBase = admin.options.InlineModelAdmin[Any, Any]
else:
    InlineBase = admin.options.InlineModelAdmin

_SHORT = {"widget": forms.Textarea(attrs={"rows": 3, "cols": 60})}


class PartInline(KnownChoices, InlineBase):
    """Parts that can be edited as long as their alert is a draft or a working copy, and by the rights on parts."""

    form: Any = PositionForm
    formset: Any = OrderedFormSet
    formfield_overrides = OVERRIDES | {models.TextField: _SHORT}
    extra = 0
    max_num = 1000

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        keys = [f.name for f in self.model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
        return super().get_queryset(request).select_related(*(k for k in keys if k != "alert"))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """With the uids of rows that are entered again, by their index, where the request says so."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.uids = getattr(request, "part_uids", {}).get(formset.get_default_prefix(), {})
        return formset

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_open(obj) and super().has_delete_permission(request, obj)


def _is_open(alert: Alert | None) -> bool:
    return alert is None or alert.is_open


class Table(PartInline):
    template = "admin/edit_inline/tabular.html"


class Stack(PartInline):
    template = "admin/edit_inline/stacked.html"


class Dates(Table):
    model = AlertDate
    verbose_name_plural = "other dates"
    fields = ("position", "kind", "edtf", "basis", "note")


class Parties(Table):
    model = Party
    fields = ("position", "role", "organization", "as_printed", "office")
    autocomplete_fields = ("organization",)


class Countries(Table):
    model = AlertCountry
    fields = ("position", "country", "role", "then_name")
    autocomplete_fields = ("country",)


class Places(Table):
    model = AlertPlace
    fields = ("position", "place", "as_printed")
    autocomplete_fields = ("place",)


class PopulationForm(PositionForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.cleaned_data.get("population") and not self.cleaned_data.get("as_printed"):
            self.add_error("as_printed", "Choose the population, or write the words of the document.")
        return cleaned


class Populations(Table):
    model = AlertPopulation
    form = PopulationForm
    fields = ("position", "population", "as_printed")
    autocomplete_fields = ("population",)


class Characterizations(Stack):
    model = Characterization
    fields = (("position", "crime", "modality"), "words", ("actor", "actor_text"), ("population", "population_text"))
    autocomplete_fields = ("actor", "population")


class Assessments(Table):
    model = Assessment
    fields = ("position", "indicator", "as_printed", "note", "concluded")
    autocomplete_fields = ("indicator",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("indicator__framework")


def _organizations(model: Any, label: str) -> OrderedChoiceField:
    widget = KnownAutocompleteMultiple(model._meta.get_field("organization"), admin.site)
    return OrderedChoiceField(Organization.objects.all(), required=False, label=label, widget=widget)


def _printed(label: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "cols": 60, "placeholder": "Name = as printed"})
    return forms.CharField(required=False, label=label, widget=widget, help_text=asks.FORM)


class RecommendationForm(NumberForm):
    """A recommendation with who is asked and at whom it aims."""

    asked = _organizations(RecommendationAddressee, "Addressees")
    asked_as_printed = _printed("Addressees as printed")
    aimed_at = _organizations(RecommendationTarget, "Targets")
    aimed_at_as_printed = _printed("Targets as printed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            return
        for name, rows in (("asked", self.instance.addressees.all()), ("aimed_at", self.instance.targets.all())):
            organizations = tuple(dict.fromkeys(row.organization for row in rows))
            field: Any = self.fields[name]
            field.know(organizations)
            self.initial[name] = [organization.pk for organization in organizations]
            self.initial[f"{name}_as_printed"] = asks.written_printed(list(rows))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.printed = {}
        for name in ("asked", "aimed_at"):
            text = self.cleaned_data.get(f"{name}_as_printed") or ""
            try:
                self.printed[name] = asks.parse_printed(text, self.cleaned_data.get(name) or [])
            except forms.ValidationError as error:
                self.add_error(f"{name}_as_printed", error)
        return cleaned

    def save(self, commit: bool = True) -> Recommendation:
        saved: Recommendation = super().save(commit)
        asks.write(RecommendationAddressee, saved, self.cleaned_data["asked"], self.printed["asked"])
        asks.write(RecommendationTarget, saved, self.cleaned_data["aimed_at"], self.printed["aimed_at"])
        return saved


class Recommendations(Stack):
    model = Recommendation
    form = RecommendationForm
    formset = RecommendationFormSet
    fields = (
        ("number", "wording", "measure"),
        "text",
        ("asked", "addressee_basis"),
        "asked_as_printed",
        "aimed_at",
        "aimed_at_as_printed",
        ("location", "situation"),
    )
    autocomplete_fields = ("measure", "situation")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("addressees__organization", "targets__organization")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """With the cross beside addressees and targets that adds an organization, for who may."""
        formset = super().get_formset(request, obj, **kwargs)
        may_add = self.admin_site.get_model_admin(Organization).has_add_permission(request)
        for name, model in (("asked", RecommendationAddressee), ("aimed_at", RecommendationTarget)):
            field, of = formset.form.base_fields[name], model._meta.get_field("organization")
            inner: Any = getattr(field.widget, "widget", field.widget)
            field.widget = RelatedFieldWidgetWrapper(inner, of.remote_field, self.admin_site, can_add_related=may_add)
        return formset

    # What the page shows in place of the fields of the form where it is read-only.
    @admin.display(description="addressees")
    def asked(self, ask: Recommendation) -> str:
        return ", ".join(str(row.organization) for row in ask.addressees.all()) or "—"

    @admin.display(description="addressees as printed")
    def asked_as_printed(self, ask: Recommendation) -> str:
        return asks.written_printed(list(ask.addressees.all())) or "—"

    @admin.display(description="targets")
    def aimed_at(self, ask: Recommendation) -> str:
        return ", ".join(str(row.organization) for row in ask.targets.all()) or "—"

    @admin.display(description="targets as printed")
    def aimed_at_as_printed(self, ask: Recommendation) -> str:
        return asks.written_printed(list(ask.targets.all())) or "—"


class ResponseForm(PositionForm):
    recommendation = AmongField(
        Recommendation.objects.all(), required=False, help_text="Save first to choose one that you have just added."
    )

    def save(self, commit: bool = True) -> Response:
        # The recommendation may have been deleted on the same page, before the responses are saved.
        answered = self.instance.recommendation_id
        if answered and not Recommendation.objects.filter(pk=answered, alert=self.whole).exists():
            self.instance.recommendation = None
        saved: Response = super().save(commit)
        return saved


class Responses(Stack):
    model = Response
    form = ResponseForm
    formset = ResponseFormSet
    fields = (
        ("position", "organization", "kind", "edtf"),
        "recommendation",
        "text",
        ("source_text", "source_url"),
    )
    autocomplete_fields = ("organization",)


class NoteForm(NumberForm):
    """A note with its references, one a line."""

    cited = forms.CharField(
        required=False,
        label="References",
        help_text=references.FORM,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 90, "placeholder": "text | URL | symbol | sensitive"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["cited"] = references.written(list(self.instance.references.all()))

    def clean_cited(self) -> list[references.Line]:
        return references.parse(self.cleaned_data["cited"])

    def save(self, commit: bool = True) -> Note:
        saved: Note = super().save(commit)
        if "cited" in self.changed_data:
            references.write(saved, self.cleaned_data["cited"])
        return saved


class Notes(Table):
    model = Note
    form = NoteForm
    formset = NumberedFormSet
    fields = ("number", "text", "cited")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("references")

    @admin.display(description="references")
    def cited(self, note: Note) -> str:
        return references.written(list(note.references.all())) or "—"


class RelationForm(PositionForm):
    def clean_target(self) -> Any:
        target = self.cleaned_data["target"]
        if target and target.pk in (self.whole.pk, self.whole.revises_id):
            raise forms.ValidationError("An alert cannot be related to itself.")
        return target


class Relations(Table):
    model = Relation
    form = RelationForm
    fk_name = "alert"
    fields = ("position", "kind", "target", "note")
    autocomplete_fields = ("target",)


class Documents(Stack):
    model = Document
    form = documents.DocumentForm
    formset = documents.DocumentFormSet
    fields = (
        ("position", "role", "language"),
        ("file", "download"),
        ("obtained_from", "obtained_on"),
        ("rights", "public"),
        ("media_type", "sha256"),
    )
    readonly_fields = ("download", "media_type", "sha256")

    @admin.display(description="file that is kept")
    def download(self, document: Document) -> str:
        return documents.link(document)

    @admin.display(description="file")
    def file(self, document: Document) -> str:
        return documents.link(document)


INLINES: tuple[type[PartInline], ...] = (
    Dates,
    Parties,
    Countries,
    Places,
    Populations,
    Characterizations,
    Assessments,
    Recommendations,
    Responses,
    Notes,
    Relations,
    Documents,
)
