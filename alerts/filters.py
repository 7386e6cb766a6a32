"""The public filters, declared once: what may be asked of /search/, how it is checked, and what it finds.

docs/searching.md tells readers the same; tests/test_filters.py holds the two together.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Collate
from django.utils.translation import gettext, gettext_lazy

from alerts.models import Alert, AlertCountry, AlertPlace, Characterization, Recommendation, Situation
from alerts.models.alert import AlertQuerySet
from alerts.options import Option, Options
from dates.edtf import bounds
from dates.locales import grouped
from identifiers.folding import fold
from organizations.models import Organization

MOST_WORDS = 20
MOST_VALUES = 30
SORTS = {
    "relevance": gettext_lazy("best match"),
    "-date": gettext_lazy("newest first"),
    "date": gettext_lazy("oldest first"),
    "title": gettext_lazy("title, A to Z"),
    "-title": gettext_lazy("title, Z to A"),
}
# A number of a page that nobody means; longer ones are not even read.
_PAGE = re.compile(r"0*([1-9][0-9]{0,8})", re.ASCII)
_DAY_MONTH_OR_YEAR = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", re.ASCII)


class WordsField(forms.CharField):
    """What was typed into the box, whatever it holds: search.parser reads it, and tells what is wrong with it."""

    def clean(self, value: Any) -> str:
        return str(value or "").replace("\0", " ").strip()


class AmongField(forms.Field):
    """Several values, each the uid, slug or code of an option; cleaned to the options, each once."""

    widget = forms.SelectMultiple
    options: Options = Options([])
    name = ""

    def clean(self, value: Any) -> list[Option]:
        given = list(dict.fromkeys(v.strip() for v in value or [] if v.strip()))
        if len(given) > MOST_VALUES:
            told = gettext("At most %(most)s values can be asked for; these are %(given)s.")
            raise ValidationError(told % {"most": grouped(MOST_VALUES), "given": grouped(len(given))})
        found = {v: self.options.find(self.name, v) for v in given}
        problems = [_unknown(self, v) for v, option in found.items() if option is None]
        if problems:
            raise ValidationError(problems)
        return list(dict.fromkeys(option for option in found.values() if option))


def _unknown(field: AmongField, value: str) -> ValidationError:
    right = {
        "country": gettext("Write an ISO 3166-1 code, such as AZ, or choose from the list."),
        "language": gettext("Write a language tag, such as en, or choose from the list."),
        "genre": gettext("Choose from the list."),
        "year": gettext("Write a year, such as 2022, or choose from the list."),
        "crime": gettext("Choose from the list."),
        "modality": gettext("Choose from the list."),
    }
    otherwise = gettext("Choose from the list, or write the uid or slug of one that is on it.")
    return ValidationError(
        gettext("No public alert has this %(filter)s. %(right)s")
        % {"filter": str(field.label).lower(), "right": right.get(field.name, otherwise)},
        code="unknown",
        params={"value": value},
    )


class DayField(forms.Field):
    """A day, month or year; cleaned to its first day or, where `edge` is "latest", to its last."""

    edge = "earliest"

    def clean(self, value: Any) -> dt.date | None:
        text = str(value or "").strip()
        if not text:
            return None
        if not _DAY_MONTH_OR_YEAR.fullmatch(text):
            raise ValidationError(gettext("This is not a date: write 2022, 2022-10 or 2022-10-07."))
        try:
            day: dt.date | None = getattr(bounds(text), self.edge)
        except ValueError as error:
            raise ValidationError(
                gettext("There is no such day, month or year: write 2022, 2022-10 or 2022-10-07.")
            ) from error
        return day


class LastDayField(DayField):
    edge = "latest"


class SortField(forms.Field):
    def clean(self, value: Any) -> str:
        text = str(value or "").strip()
        if text and text not in SORTS:
            raise ValidationError(gettext("There is no such order: write %(orders)s.") % {"orders": ", ".join(SORTS)})
        return text


class NamesField(forms.Field):
    def clean(self, value: Any) -> str:
        text = str(value or "").strip()
        if text not in ("", "off"):
            raise ValidationError(gettext("Write off to search for the words only as typed, or leave it out."))
        return text


class PageField(forms.Field):
    def clean(self, value: Any) -> int:
        text = str(value or "").strip() or "1"
        if text.isascii() and text.isdigit() and len(text.lstrip("0")) > 9:
            return 10**9  # beyond the last page, whichever that is
        match = _PAGE.fullmatch(text)
        if not match:
            raise ValidationError(gettext("This is no page: write a whole number from 1."))
        return int(match[1])


Narrow = Callable[[AlertQuerySet, list[str]], AlertQuerySet]


class AmongFilter(django_filters.Filter):  # type: ignore[misc]
    """Alerts that have one of the chosen records."""

    field_class = AmongField

    def __init__(self, narrow: Narrow, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.narrow = narrow

    def filter(self, alerts: AlertQuerySet, options: list[Option]) -> AlertQuerySet:
        return self.narrow(alerts, [option.key for option in options]) if options else alerts


class WordsFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = WordsField

    def filter(self, alerts: AlertQuerySet, text: str) -> AlertQuerySet:
        return alerts.mentioning(fold(text).split()[:MOST_WORDS])


class FromFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = DayField

    def filter(self, alerts: AlertQuerySet, day: dt.date | None) -> AlertQuerySet:
        return alerts.issued_between(day, None)


class ToFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = LastDayField

    def filter(self, alerts: AlertQuerySet, day: dt.date | None) -> AlertQuerySet:
        return alerts.issued_between(None, day)


class SortFilter(django_filters.Filter):  # type: ignore[misc]
    field_class = SortField

    def filter(self, alerts: AlertQuerySet, order: str) -> AlertQuerySet:
        if order == "date":
            return alerts.oldest_first()
        if order not in ("title", "-title"):  # a database knows no best match
            return alerts.newest_first()
        key = Collate(F("title_key"), "C" if connection.vendor == "postgresql" else "BINARY")
        return alerts.order_by(key.desc(), "-uid") if order == "-title" else alerts.order_by(key.asc(), "uid")


class NamesFilter(django_filters.Filter):  # type: ignore[misc]
    """Whether other names are searched for: it narrows nothing, and is declared here to be checked with the rest."""

    field_class = NamesField

    def filter(self, alerts: AlertQuerySet, value: str) -> AlertQuerySet:
        return alerts


class PageFilter(django_filters.Filter):  # type: ignore[misc]
    """Which page of the hits: as above."""

    field_class = PageField

    def filter(self, alerts: AlertQuerySet, page: int) -> AlertQuerySet:
        return alerts


class QuestionForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first, last = cleaned.get("issued_after"), cleaned.get("issued_before")
        if first and last and last < first:
            self.add_error(
                "issued_before", gettext("This is before the first date, so that no day is left between them.")
            )
        return cleaned


def _with(model: Any, lookup: str) -> Narrow:
    """Alerts that have a part of `model` which `lookup` finds by its key."""
    return lambda alerts, keys: alerts.filter(id__in=model.objects.filter(**{f"{lookup}__in": keys}).values("alert"))


def _bodies(uids: list[str]) -> "QuerySet[Organization]":
    return Organization.objects.filter(uid__in=uids)


class AlertFilter(django_filters.FilterSet):  # type: ignore[misc]
    """A question to the archive. Within a filter any value will do, and all filters must hold.

    `data` is a QueryDict; the alerts found are `qs`, None of them where `errors` is not empty. `options`, where given,
    are all that `data` may mean: Options.asked of AlertFilter.values(data).
    """

    q = WordsFilter(label=gettext_lazy("Words"))
    issuer = AmongFilter(lambda alerts, uids: alerts.issued_by(_bodies(uids)), label=gettext_lazy("Issuer"))
    type = AmongFilter(lambda alerts, uids: alerts.filter(type__uid__in=uids), label=gettext_lazy("Type"))
    genre = AmongFilter(lambda alerts, values: alerts.filter(type__genre__in=values), label=gettext_lazy("Genre"))
    issued_after = FromFilter(label=gettext_lazy("Issued from"))
    issued_before = ToFilter(label=gettext_lazy("Issued until"))
    country = AmongFilter(_with(AlertCountry, "country__code"), label=gettext_lazy("Country"))
    place = AmongFilter(_with(AlertPlace, "place__uid"), label=gettext_lazy("Place"))
    situation = AmongFilter(
        lambda alerts, uids: alerts.speaking_of(Situation.objects.filter(uid__in=uids)), label=gettext_lazy("Situation")
    )
    addressee = AmongFilter(lambda alerts, uids: alerts.asked_of(_bodies(uids)), label=gettext_lazy("Addressee"))
    measure = AmongFilter(_with(Recommendation, "measure__uid"), label=gettext_lazy("Measure asked for"))
    language = AmongFilter(lambda alerts, values: alerts.filter(language__in=values), label=gettext_lazy("Language"))
    year = AmongFilter(lambda alerts, years: alerts.filter(issued_earliest__year__in=years), label=gettext_lazy("Year"))
    crime = AmongFilter(_with(Characterization, "crime"), label=gettext_lazy("Crime named"))
    modality = AmongFilter(_with(Characterization, "modality"), label=gettext_lazy("Said to be"))
    names = NamesFilter(label=gettext_lazy("Other names"))
    sort = SortFilter(label=gettext_lazy("Sort"))
    page = PageFilter(label=gettext_lazy("Page"))

    class Meta:
        form = QuestionForm

    def __init__(self, data: Any, queryset: AlertQuerySet | None = None, options: Options | None = None) -> None:
        super().__init__(data, Alert.objects.published() if queryset is None else queryset)
        if options is None:
            options = Options.read()
            options.learn(self.values(data))
        self.options = options
        for name, field in self.form.fields.items():
            if isinstance(field, AmongField):
                field.options, field.name = self.options, name

    @property
    def qs(self) -> AlertQuerySet:
        alerts: AlertQuerySet = super().qs if self.is_valid() else self.queryset.none()
        return alerts

    @classmethod
    def values(cls, data: Any) -> Mapping[str, list[str]]:
        """What `data` asks for, by filter, of the filters by records and values."""
        names = [name for name, f in cls.base_filters.items() if isinstance(f, AmongFilter)]
        return {name: [v.strip() for v in data.getlist(name)[:MOST_VALUES]] for name in names}
