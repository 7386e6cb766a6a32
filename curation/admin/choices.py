"""Choices among many records: found by typing, labelled so that two can be told apart, read once."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models

from alerts.models import Alert, Indicator


def is_key(text: str) -> bool:
    """Whether `text` can be the key of a row: digits that fit into 64 bits. Databases choke on others."""
    return text.isascii() and text.isdigit() and len(text) < 19


def label(record: models.Model) -> str:
    """What a choice is called in a list of choices."""
    if isinstance(record, Indicator):
        return f"{record.framework}: {record}"
    if isinstance(record, Alert):
        return f"{record.title} · {record.issued_in_words} · {record.uid} · {record.get_status_display()}"
    return str(record)


class _Known:
    """Draws the records that are chosen, in their order; asks the database only for those that it was not given."""

    known: tuple[models.Model, ...] = ()

    @property
    def media(self) -> forms.Media:
        theirs: forms.Media = super().media  # type: ignore[misc]
        return theirs + forms.Media(
            js=["admin/js/autocomplete.js", "admin_forewarned/autocomplete.js"],
            css={"all": ["admin_forewarned/vocabulary.css"]},
        )

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With words in the empty field, which are its name for who cannot see where it stands."""
        attrs: dict[str, Any] = super().build_attrs(*args, **kwargs)  # type: ignore[misc]
        return attrs | {"data-placeholder": "Type to find"}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        chosen = [str(v) for v in value if v not in (None, "")]
        found = {str(record.pk): record for record in self.known}
        if any(pk not in found for pk in chosen):
            found |= self._read([pk for pk in chosen if is_key(pk)])
        make: Any = self.create_option  # type: ignore[attr-defined]
        several = self.allow_multiple_selected  # type: ignore[attr-defined]
        options = [] if several or self.is_required else [make(name, "", "", False, 0)]  # type: ignore[attr-defined]
        options += [make(name, pk, label(found[pk]), True, len(options)) for pk in chosen if pk in found]
        return [(None, options, 0)]

    def _read(self, keys: list[str]) -> dict[str, models.Model]:
        rows = self.choices.queryset.filter(pk__in=keys)  # type: ignore[attr-defined]
        return {str(record.pk): record for record in rows}


class KnownAutocomplete(_Known, AutocompleteSelect):
    pass


class KnownAutocompleteMultiple(_Known, AutocompleteSelectMultiple):
    pass


class Shared:
    """A field of which each row of a page has a copy, all with one queryset: nothing is ever read into that itself."""

    def __deepcopy__(self, memo: Any) -> Any:
        copied: Any = forms.Field.__deepcopy__(self, memo)  # type: ignore[type-var]
        copied.widget.choices = copied.choices
        return copied


class KnownChoiceField(Shared, forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice that is not looked up again while it stays what it was."""

    known: models.Model | None = None

    def know(self, record: models.Model | None) -> None:
        self.known = record
        if record is not None:
            widget: Any = self.widget
            getattr(widget, "widget", widget).known = (record,)  # inside the wrapper with the "add" link

    def to_python(self, value: Any) -> Any:
        if self.known is not None and str(value) == str(self.known.pk):
            return self.known
        return super().to_python(value)


class OrderedChoiceField(Shared, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several records in the order in which they were chosen. Cleans to a list."""

    known: tuple[models.Model, ...] = ()

    def know(self, records: tuple[models.Model, ...]) -> None:
        self.known = records
        widget: Any = self.widget
        getattr(widget, "widget", widget).known = records

    def clean(self, value: Any) -> Any:
        chosen = list(dict.fromkeys(str(v) for v in value or ()))
        found = {str(record.pk): record for record in self.known}
        for odd in (pk for pk in chosen if not is_key(pk)):
            error = self.error_messages["invalid_choice"]
            raise forms.ValidationError(error, code="invalid_choice", params={"value": odd[:40]})
        if any(pk not in found for pk in chosen):
            found |= {str(record.pk): record for record in super().clean(chosen)}
        return [found[pk] for pk in chosen]

    def has_changed(self, initial: Any, data: Any) -> bool:
        before: Any = self.prepare_value(initial) or ()
        return [str(v) for v in before] != [str(v) for v in data or ()]
