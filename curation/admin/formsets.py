"""Parts of an alert on its page: kept in order, numbered once, saved without a query a row."""

from typing import Any, ClassVar

from django import forms
from django.db.models import F
from django.forms.utils import pretty_name
from django.utils.functional import cached_property
from django.utils.text import capfirst

from curation.admin.bases import LARGEST_NUMBER, InlineFormSet, ModelForm
from curation.admin.choices import KnownChoiceField, Shared

# Numbers that change step aside by this before they are written, so that two can be swapped; within a smallint.
_ASIDE = 20_000


class PartForm(ModelForm):
    """A part of an alert. What its row holds already is not asked of the database again."""

    whole: Any  # the alert; the formset tells

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # Django's tables of parts have no labels of their own
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", capfirst(field.label or pretty_name(name)))
        if self.instance.pk is None:
            return
        for name, field in self.fields.items():
            if isinstance(field, KnownChoiceField) and not self.instance._state.adding:
                field.know(getattr(self.instance, name))

    def _post_clean(self) -> None:
        """A row that is as it was is not validated again: the database would be asked once for each of its keys."""
        if self.instance._state.adding or self.has_changed():
            super()._post_clean()  # type: ignore[misc]


class PositionForm(PartForm):
    """A part with a place in the order; without one it comes last."""

    position = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER, label="Order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["position"] = None

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or LARGEST_NUMBER


class NumberForm(PartForm):
    """A part with the number that the document prints; without one it takes the next."""

    number = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER, label="No.")


class PartFormSet(InlineFormSet):
    model: Any
    uids: ClassVar[dict[int, str]] = {}

    def get_queryset(self) -> Any:
        """The rows that were read with their alert, where it was read whole (alerts.whole)."""
        accessor = self.fk.remote_field.get_accessor_name()
        if self.queryset is not None and self.queryset.query.is_empty():
            return super().get_queryset()  # who may not see them
        read = getattr(self.instance, "_prefetched_objects_cache", {})
        return read[accessor] if accessor in read else super().get_queryset()

    @cached_property
    def empty_form(self) -> Any:
        """What “Add another” copies; made once, though Django asks for it five times a page and filling once a row."""
        return super().empty_form

    def add_fields(self, form: Any, index: int | None) -> None:
        """Take the row that the form was made with as the answer to its hidden key: no query a row."""
        super().add_fields(form, index)
        form.whole = self.instance
        if index in self.uids and form.instance._state.adding:
            form.instance.uid = self.uids[index]
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Delete"
        name = self.model._meta.pk.name
        old = form.fields[name]
        key = KnownChoiceField(old.queryset, initial=old.initial, required=False, widget=old.widget)
        key.known = form.instance if form.instance.pk else None
        form.fields[name] = key

    def kept_forms(self) -> list[Any]:
        """The forms that stand for a part once all is saved."""
        gone = set(map(id, self.deleted_forms))
        there = [f for f in self.forms if f.has_changed() or f.instance.pk]
        return [f for f in there if id(f) not in gone and hasattr(f, "cleaned_data")]

    def changed_keys(self) -> list[Any]:
        """The keys of the rows that were changed or deleted on the page."""
        gone = set(map(id, self.deleted_forms))
        return [f.instance.pk for f in self.initial_forms if f.instance.pk and (id(f) in gone or f.has_changed())]


class OrderedFormSet(PartFormSet):
    """Parts in the order of their positions, which run from 1 without gaps after each save."""

    def save(self, commit: bool = True) -> Any:
        # Changed rows are written anew under their keys and uids: two may have swapped what may stand only once.
        self.model._default_manager.filter(alert=self.instance, pk__in=self.changed_keys()).delete()
        saved = super().save(commit)
        self._renumber()
        return saved

    def _renumber(self) -> None:
        def place(row: tuple[int, Any]) -> tuple[int, bool, int]:
            index, form = row
            # What was moved to a place goes before what was there.
            return form.cleaned_data.get("position") or LARGEST_NUMBER, "position" not in form.changed_data, index

        moved = []
        for position, (_, form) in enumerate(sorted(enumerate(self.kept_forms()), key=place), 1):
            if form.instance.position != position:
                form.instance.position = position
                moved.append(form.instance)
        self.model._default_manager.bulk_update(moved, ["position"])


class NumberedFormSet(PartFormSet):
    """Parts under the numbers of the document, each number once."""

    def clean(self) -> None:
        forms_ = self.kept_forms()
        taken = [f.cleaned_data.get("number") or 0 for f in forms_]
        free = max(taken, default=0)
        for form in forms_:
            if not form.cleaned_data.get("number"):
                free += 1
                form.cleaned_data["number"] = form.instance.number = free
        super().clean()

    def save(self, commit: bool = True) -> Any:
        rows = self.model._default_manager.filter(alert=self.instance)
        rows.filter(pk__in=[f.instance.pk for f in self.deleted_forms if f.instance.pk]).delete()
        rows.filter(pk__in=[f.instance.pk for f in self.initial_forms if "number" in f.changed_data]).update(
            number=F("number") + _ASIDE
        )
        return super().save(commit)


class RecommendationFormSet(NumberedFormSet):
    def clean(self) -> None:
        for form in self.deleted_forms:
            if form.instance.pk and form.instance.responses.exists():
                raise forms.ValidationError(
                    f"Recommendation {form.instance.number} cannot be deleted: a response answers it. "
                    "Delete the response first."
                )
        super().clean()


class ResponseFormSet(OrderedFormSet):
    """The recommendations of the alert to choose from are read once for all rows."""

    _choices: ClassVar[Any] = None

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if not hasattr(self, "_asks"):
            asks = self.instance.recommendations.all() if self.instance.pk else ()
            self._asks = {str(ask.pk): ask for ask in asks}
        field = form.fields["recommendation"]
        field.choices = [("", "the alert as a whole"), *((pk, str(ask)) for pk, ask in self._asks.items())]
        field.among = self._asks


class AmongField(Shared, forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice from records that were read already; `among` holds them by key."""

    among: ClassVar[Any] = {}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if str(value) not in self.among:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.among[str(value)]
