"""The register of recommendations: what may be asked of it, what it finds, and how it is grouped.

All of it starts from Recommendation.objects.published(). What a curator tied as one ask is one row, told by its newest
occurrence (by its oldest, where the oldest come first) among those that a question finds.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext, gettext_lazy

from alerts.filters import (
    MOST_VALUES,
    MOST_WORDS,
    AmongField,
    DayField,
    LastDayField,
    PageField,
    QuestionForm,
    WordsField,
)
from alerts.models import (
    Alert,
    AlertCountry,
    Measure,
    Party,
    Recommendation,
    RecommendationAddressee,
    Situation,
)
from alerts.models.recommendation import RecommendationQuerySet
from alerts.options import Option, Options
from identifiers.folding import fold, is_unspaced
from organizations.models import Organization
from places.models import Country

ORDERS = {"-date": gettext_lazy("newest first"), "date": gettext_lazy("oldest first")}
GROUPS = {
    "": gettext_lazy("one by one"),
    "addressee": gettext_lazy("by who is asked"),
    "measure": gettext_lazy("by what is asked for"),
    "year": gettext_lazy("by year"),
}


def with_words(asks: RecommendationQuerySet, text: str) -> RecommendationQuerySet:
    """Recommendations in whose text each word begins a word, as AlertQuerySet.mentioning finds alerts."""
    for word in fold(text).split()[:MOST_WORDS]:
        asks = asks.filter(keywords__contains=word if is_unspaced(word) else f" {word}")
    return asks


def issued_between(asks: RecommendationQuerySet, first: dt.date | None, last: dt.date | None) -> RecommendationQuerySet:
    if first:
        asks = asks.filter(asked_until__gte=first)
    return asks.filter(asked_from__lte=last, asked_from__gt=Recommendation.UNDATED) if last else asks


def about(asks: RecommendationQuerySet, uids: list[str]) -> RecommendationQuerySet:
    """Recommendations on a situation: their own where they name one, else one of their alert's."""
    tied = Situation.objects.filter(uid__in=uids).values("alerts")
    return asks.filter(Q(situation__uid__in=uids) | Q(situation=None, alert__in=tied))


def asked_of(asks: RecommendationQuerySet, uids: list[str]) -> RecommendationQuerySet:
    asked = RecommendationAddressee.objects.filter(organization__uid__in=uids)
    return asks.filter(pk__in=asked.values("recommendation"))


def _of_alerts_with(model: Any, **fixed: Any) -> Callable[[RecommendationQuerySet, list[str], str], Any]:
    def narrow(asks: RecommendationQuerySet, keys: list[str], lookup: str) -> RecommendationQuerySet:
        return asks.filter(alert__in=model.objects.filter(**fixed, **{f"{lookup}__in": keys}).values("alert"))

    return narrow


_issued_by = _of_alerts_with(Party, role=Party.Role.ISSUER)
_concerning = _of_alerts_with(AlertCountry)


class _Filter(django_filters.Filter):  # type: ignore[misc]
    """A filter that asks `narrow`, where a value is given."""

    def __init__(self, narrow: Callable[[RecommendationQuerySet, Any], RecommendationQuerySet], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.narrow = narrow

    def filter(self, asks: RecommendationQuerySet, value: Any) -> RecommendationQuerySet:
        return self.narrow(asks, value) if value else asks


class _Words(_Filter):
    field_class = WordsField


class _From(_Filter):
    field_class = DayField


class _To(_Filter):
    field_class = LastDayField


class AmongAsks(_Filter):
    """Recommendations that have one of the chosen records."""

    field_class = AmongField

    def filter(self, asks: RecommendationQuerySet, value: list[Option]) -> RecommendationQuerySet:
        return super().filter(asks, [option.key for option in value])


class _OneOfField(forms.Field):
    """One of a few words that say how to show what is found."""

    def __init__(self, words: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words

    def clean(self, value: Any) -> str:
        text = str(value or "").strip()
        if text and text not in self.words:
            right = ", ".join(word for word in self.words if word)
            raise ValidationError(gettext("This is none of the choices: write %(right)s.") % {"right": right})
        return text


class _Manner(django_filters.Filter):  # type: ignore[misc]
    """How to show, and not what to find."""

    def filter(self, asks: RecommendationQuerySet, value: Any) -> RecommendationQuerySet:
        return asks


class _OneOf(_Manner):
    field_class = _OneOfField


class _Page(_Manner):
    field_class = PageField


class AskFilter(django_filters.FilterSet):  # type: ignore[misc]
    """A question to the register. Within a filter any value will do, and all filters must hold.

    `data` is a QueryDict; the recommendations found are `qs`, none of them where `errors` is not empty: all that the
    question finds, each occurrence of a repeated ask included (see `each_once`).
    """

    q = _Words(with_words, label=gettext_lazy("Words"))
    addressee = AmongAsks(asked_of, label=gettext_lazy("Addressee"))
    measure = AmongAsks(lambda asks, uids: asks.filter(measure__uid__in=uids), label=gettext_lazy("Measure"))
    issuer = AmongAsks(lambda asks, uids: _issued_by(asks, uids, "organization__uid"), label=gettext_lazy("Issuer"))
    situation = AmongAsks(about, label=gettext_lazy("Situation"))
    country = AmongAsks(lambda asks, codes: _concerning(asks, codes, "country__code"), label=gettext_lazy("Country"))
    issued_after = _From(lambda asks, day: issued_between(asks, day, None), label=gettext_lazy("Issued from"))
    issued_before = _To(lambda asks, day: issued_between(asks, None, day), label=gettext_lazy("Issued until"))
    by = _OneOf(words=GROUPS, label=gettext_lazy("Shown"))
    sort = _OneOf(words=ORDERS, label=gettext_lazy("Order"))
    page = _Page(label=gettext_lazy("Page"))

    class Meta:
        form = QuestionForm

    def __init__(self, data: Any) -> None:
        super().__init__(data, Recommendation.objects.published())
        self.options = Options(_option_rows())
        self.options.learn({name: data.getlist(name)[:MOST_VALUES] for name in AMONG})
        for name, field in self.form.fields.items():
            if isinstance(field, AmongField):
                field.options, field.name = self.options, name

    @property
    def qs(self) -> RecommendationQuerySet:
        asks: RecommendationQuerySet = super().qs if self.is_valid() else self.queryset.none()
        return asks


AMONG = tuple(name for name, declared in AskFilter.base_filters.items() if isinstance(declared, AmongAsks))


def _option_rows() -> Any:
    """The values that find something, of all filters, in one query. EXISTS stops at the first ask of each record."""
    public = Q(alert__status=Alert.Status.PUBLISHED)
    asks = Recommendation.objects.filter(public)
    asked = RecommendationAddressee.objects.filter(
        organization=OuterRef("pk"), recommendation__alert__status=Alert.Status.PUBLISHED
    )
    issued = Party.objects.filter(public, role=Party.Role.ISSUER, organization=OuterRef("pk"))
    concerned = AlertCountry.objects.filter(public, country=OuterRef("pk"))
    tied = Situation.alerts.through.objects.filter(public, situation=OuterRef("pk"))
    bodies = Organization.objects.order_by()
    situations = Situation.objects.filter(Exists(tied) | Exists(asks.filter(situation=OuterRef("pk")))).order_by()
    first, *others = (
        _rows("addressee", bodies.filter(Exists(asked)), "uid", "slug", "name", "acronym"),
        _rows("issuer", bodies.filter(Exists(issued)), "uid", "slug", "name", "acronym"),
        _rows("measure", _having(Measure, asks.filter(measure=OuterRef("pk"))), "uid", "slug", "label", Value("")),
        _rows("situation", situations, "uid", "slug", "title", Value("")),
        _rows("country", _having(Country, concerned), "alpha3", "code", "name", Value("")),
    )
    return first.union(*others, all=True)


def _having(model: Any, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    found: QuerySet[Any] = model.objects.filter(Exists(rows)).order_by()
    return found


def _rows(name: str, records: "QuerySet[Any]", *columns: Any) -> "QuerySet[Any, Any]":
    rows: QuerySet[Any, Any] = records.values_list(Value(name), *columns)
    return rows


def each_once(asks: RecommendationQuerySet, oldest: bool = False) -> RecommendationQuerySet:
    """Of `asks` that repeat one ask the newest, or the oldest; and all that repeat none."""
    same = asks.filter(ask=OuterRef("ask"))
    side = "lt" if oldest else "gt"
    before = Q(**{f"asked_from__{side}": OuterRef("asked_from")})
    before |= Q(asked_from=OuterRef("asked_from"), **{f"pk__{side}": OuterRef("pk")})
    return asks.filter(Q(ask="") | ~Exists(same.filter(before)))


def in_order(asks: RecommendationQuerySet, oldest: bool = False) -> RecommendationQuerySet:
    """By date of issue, undated last; then as each alert has them."""
    if not oldest:
        return asks.order_by("-asked_from", "alert_id", "number")
    undated = Case(When(asked_from=Recommendation.UNDATED, then=1), default=0)
    return asks.order_by(undated, "asked_from", "alert_id", "number")


def by_addressee(asks: RecommendationQuerySet) -> "QuerySet[Any, Any]":
    """Who is asked, each with how many asks, the most first: dicts of key, uid, slug, name, asks, first, last."""
    rows = RecommendationAddressee.objects.filter(recommendation__in=asks)
    named = rows.values(
        key=F("organization_id"), of_uid=F("organization__uid"), slug=F("organization__slug"),
        name=F("organization__name"),
    )  # fmt: skip
    return _counted(named, "recommendation__").order_by("-asks", "name", "key")


def by_measure(asks: RecommendationQuerySet) -> "QuerySet[Any, Any]":
    """What is asked for, each with how many asks, the most first; without a measure, too, under empty names."""
    rows = asks.values(key=F("measure_id"), slug=F("measure__slug"), name=F("measure__label"))
    return _counted(rows).order_by("-asks", "name")


def by_year(asks: RecommendationQuerySet) -> "QuerySet[Any, Any]":
    """Years of issue, each with how many asks, undated as the year 1. An ask that is repeated counts in each year in
    which it was repeated."""
    return _counted(asks.annotate(year=ExtractYear("asked_from")).values("year")).order_by("year")


def figures(asks: RecommendationQuerySet) -> dict[str, Any]:
    """How many asks, one that is repeated once; and the first and last day on which any of them may have been made."""
    whole: dict[str, Any] = asks.aggregate(asks=number_of_asks(), **first_and_last())
    return whole


def askers(asks: RecommendationQuerySet) -> int:
    """How many bodies issued the alerts that hold `asks`."""
    issuers = Party.objects.filter(role=Party.Role.ISSUER, alert__in=asks.order_by().values("alert"))
    return issuers.order_by().values("organization").distinct().count()


def askers_of(asks: RecommendationQuerySet, by: str, keys: list[int | None]) -> dict[int | None, int]:
    """How many bodies made the asks of each group: of an addressee, or of a measure, by its key."""
    key = "addressees__organization" if by == "addressee" else "measure"
    rows = Recommendation.objects.filter(pk__in=asks, alert__parties__role=Party.Role.ISSUER)
    if by == "addressee":
        rows = rows.filter(addressees__organization__in=keys)
    counted = rows.order_by().values_list(key).annotate(n=Count("alert__parties__organization", distinct=True))
    return {group: n for group, n in counted if group in keys}


def number_of_asks(way: str = "") -> Any:
    """An aggregate: how many asks there are at `way`, one that is repeated once."""
    alone = Count(f"{way}pk", filter=Q(**{f"{way}ask": ""}), distinct=bool(way))
    return alone + Count(f"{way}ask", filter=~Q(**{f"{way}ask": ""}), distinct=True)


def first_and_last(way: str = "") -> dict[str, Any]:
    """Aggregates: the first and last day on which any of the asks at `way` may have been made."""
    is_dated = Q(**{f"{way}asked_from__gt": Recommendation.UNDATED})
    return {"first": Min(f"{way}asked_from", filter=is_dated), "last": Max(f"{way}asked_from", filter=is_dated)}


def _counted(rows: "QuerySet[Any, Any]", way: str = "") -> "QuerySet[Any, Any]":
    counted: QuerySet[Any, Any] = rows.annotate(asks=number_of_asks(way), **first_and_last(way))
    return counted
