"""The page of a situation: who warned of it and when, what they said is the case, whom they asked for what."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from alerts.filters import AlertFilter, AmongField
from alerts.models import Alert, Situation
from alerts.models.alert import AlertQuerySet
from alerts.options import Options
from alerts.paging import Page, page_of
from alerts.public import public_page
from alerts.reading import Reading
from dates.display import in_words
from identifiers.models import FormerAddress, Kind
from pages import situation_asks, situation_charts
from pages.charts.chart import Chart, csv_asked
from pages.charts.periods import Dated, dated
from pages.keeping import kept
from pages.situation_reading import MOST, Asked, Held, earliest_of, names_of

IN_THE_LIST = 20
# The filters of the page, under the names that they have in the search; of the first, the form draws a choice.
_CHOICES = {
    "issuer": _("Issuer"),
    "genre": _("Genre"),
    "modality": _("Said to be"),
    "measure": _("Asked for"),
    "addressee": _("Asked of"),
    "year": _("Year"),
}
_TYPED = {"q": _("Words"), "issued_after": _("Issued from"), "issued_before": _("Issued until")}


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address of the page without it."""

    filter: str
    label: str
    without: str


class Narrowed:
    """What the page is asked for: its filters as they are set, and the addresses of the page with others."""

    def __init__(self, data: QueryDict, alerts: AlertQuerySet, options: Options) -> None:
        options.learn(AlertFilter.values(data))
        given = QueryDict(mutable=True)
        for name in (*_CHOICES, *_TYPED, "page"):
            given.setlist(name, data.getlist(name))
        self.filter = AlertFilter(given, alerts, options)
        self.is_valid = self.filter.is_valid()
        self._cleaned: dict[str, Any] = self.filter.form.cleaned_data
        self._pairs = [(n, v) for n in (*_CHOICES, *_TYPED) for v in self._values(n, given)]

    @property
    def page(self) -> int:
        return int(self._cleaned.get("page") or 1)

    @property
    def is_narrowed(self) -> bool:
        return bool(self._pairs)

    @property
    def choices(self) -> list[tuple[str, Any, list[tuple[Any, bool]]]]:
        """The filters with something to choose from: name, label, and each option with whether it is chosen."""
        of = {name: self.filter.options.of(name) for name in _CHOICES}
        return [
            (name, label, [(option, option.value in self.chosen(name)) for option in of[name]])
            for name, label in _CHOICES.items()
            if of[name]
        ]

    @property
    def typed(self) -> list[tuple[str, Any, str]]:
        """The filters that are typed: name, label, value."""
        return [(name, label, dict(self._pairs).get(name, "")) for name, label in _TYPED.items()]

    @property
    def chips(self) -> list[Chip]:
        labels = {**_CHOICES, **_TYPED}
        return [Chip(str(labels[n]), self._shown(n, v), self.address(**{n: ""})) for n, v in self._pairs]

    @property
    def problems(self) -> list[tuple[str, list[str]]]:
        labels = {**_CHOICES, **_TYPED}
        return [(str(labels.get(name, name)), list(errors)) for name, errors in self.filter.errors.items()]

    def chosen(self, name: str) -> list[str]:
        return [value for other, value in self._pairs if other == name]

    def address(self, **values: str) -> str:
        """The address of the same page, its first, with other values of these filters; "" is none."""
        pairs = [(n, v) for n, v in self._pairs if n not in values] + [(n, v) for n, v in values.items() if v]
        return f"?{_encoded(pairs)}"

    def page_address(self, number: int) -> str:
        return f"{self.address(page=str(number) if number > 1 else '')}#alerts"

    def in_search(self, situation: Situation) -> str:
        return f"{reverse('search')}?{_encoded([('situation', situation.slug), *self._pairs])}"

    def in_register(self, situation: Situation) -> str:
        """The recommendations in the register, narrowed as far as that knows the same filters."""
        kept = [
            (n, v) for n, v in self._pairs if n in ("addressee", "measure", "issuer", "issued_after", "issued_before")
        ]
        return f"{reverse('recommendations')}?{_encoded([('situation', situation.slug), *kept])}"

    def _values(self, name: str, given: QueryDict) -> Iterable[str]:
        if isinstance(self.filter.form.fields[name], AmongField):
            return [option.value for option in self._cleaned.get(name) or []]
        return [given.get(name, "").strip()] if given.get(name, "").strip() and name in self._cleaned else []

    def _shown(self, name: str, value: str) -> str:
        if name in _TYPED:
            return value if name == "q" else in_words(value)
        option = self.filter.options.find(name, value)
        return option.label if option else value


def _encoded(pairs: Iterable[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query.urlencode()


@public_page
def situation(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """The page of a situation; from any other address of it, a redirect to the right one."""
    found = Situation.objects.filter(uid=uid).first()
    of_it = Alert.objects.published().speaking_of([found.pk] if found else [])
    what = f"situation {uid} {get_language()}"
    earliest, options = kept(what, lambda: (earliest_of(of_it), Options.read(of_it))) if found else (None, None)
    if found is None or earliest is None or options is None:
        return _moved(uid)
    if found.slug != slug:
        return redirect("situation", found.uid, found.slug, permanent=True)
    narrowed = Narrowed(request.GET, of_it, options)
    held = Held(found, narrowed.filter.qs)
    charts = _charts(held, narrowed)
    if answer := csv_asked(request, [c for chart in charts.values() for c in _each(chart)]):
        return answer
    places, populations, itself = names_of(found)
    return render(request, "situation/page.html", {
        "situation": found,
        "places": places,
        "populations": populations,
        "names": itself.names,
        "earliest": earliest,
        "earliest_reading": Reading(earliest.record or {}),
        "issuers": len(narrowed.filter.options.of("issuer")),
        "narrowed": narrowed,
        "held": held,
        "most": MOST,
        "charts": charts,
        "gap": situation_charts.gap(held),
        "page": _listed(held, narrowed),
        "in_search": narrowed.in_search(found),
        "in_register": narrowed.in_register(found),
        "section": "situations",
    })  # fmt: skip


@public_page
def former(request: HttpRequest, value: str) -> HttpResponse:
    """What used to be the address of a situation."""
    return _moved(value)


def _charts(held: Held, narrowed: Narrowed) -> dict[str, Any]:
    rows: Iterable[Dated] = (
        [(a.issued_earliest, a.issued_latest, a.type.genre if a.type else None, 1) for a in held.alerts]
        if held.is_all
        else dated(narrowed.filter.qs)
    )
    asked = [ask for ask in held.asked if _is_asked_for(ask, narrowed)]
    modalities = narrowed.chosen("modality")
    said = [said for said in held.said if not modalities or said.modality in modalities]
    return {
        "by_year": situation_charts.by_year(rows, narrowed.address),
        "timeline": situation_charts.timeline(held, narrowed.address),
        "says": situation_charts.says(said),
        "labels": situation_charts.labels(held),
        "by_measure": situation_asks.by_measure(asked, narrowed.address),
        "by_addressee": situation_asks.by_addressee(asked, narrowed.address),
        "first_asks": situation_asks.first_asks(asked),
    }


def _each(chart: Any) -> list[Chart]:
    return chart if isinstance(chart, list) else [chart] if chart else []


def _is_asked_for(asked: Asked, narrowed: Narrowed) -> bool:
    """Whether a recommendation itself, and not only its alert, is what the filters leave."""
    measures, bodies = narrowed.chosen("measure"), narrowed.chosen("addressee")
    of_bodies = not bodies or any(body.slug in bodies for body in asked.addressees)
    return of_bodies and (not measures or asked.measure_slug in measures)


def _listed(held: Held, narrowed: Narrowed) -> Page:
    """A page of the alerts that are shown, each with who issued it, and the one before it in its series."""
    before: dict[str, Alert] = {}
    last: dict[str, Alert] = {}
    for statement in held.statements:
        if other := last.get(statement.alert.series):
            before[statement.alert.uid] = other
        last[statement.alert.series] = statement.alert
    rows = [
        (alert, ", ".join(b.name for b in held.issuers[alert.pk]) or alert.issuers_note, before.get(alert.uid))
        for alert in held.alerts
    ]
    return page_of(rows, len(rows), narrowed.page, narrowed.page_address, IN_THE_LIST)


def _moved(value: str) -> HttpResponse:
    today = FormerAddress.objects.today(Kind.SITUATION, [value]).get(value, value)
    found = Situation.objects.filter(Q(uid=today) | Q(slug=value)).first()
    if found is None or not Alert.objects.published().speaking_of([found.pk]).exists():
        raise Http404("There is no such situation.")
    return redirect("situation", found.uid, found.slug, permanent=True)
