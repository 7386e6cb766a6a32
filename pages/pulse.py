"""The pulse of the archive: alerts by month, or by year, and genre, and the situations that most of them speak of."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from alerts.models import Alert, Situation
from identifiers.folding import fold
from pages.charts.bars import Bars, Unit, bars
from pages.charts.chart import About, attention
from pages.charts.kinds import genres
from pages.charts.periods import Dated, by_period, dated
from pages.charts.sparks import Spark, spark
from pages.situation_reading import Holding, holdings

MONTHS = 60
MOST_ACTIVE = 6


@dataclass(frozen=True)
class Active:
    """A situation, what is held on it of the time that is shown, and the years from the first to the last of all."""

    situation: Situation
    held: Holding
    years: tuple[int, int]

    @property
    def spark(self) -> Spark | None:
        return spark(self.held.by_year, *self.years)


def _since() -> dt.date | None:
    """The first day of the last MONTHS months, of which the last is that of the latest alert. One query."""
    last = Alert.objects.published().aggregate(last=Max("issued_earliest"))["last"]
    if not last:
        return None
    month = last.year * 12 + last.month - MONTHS
    return dt.date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Figures:
    """What the pulse shows: from which day on (None: all), counts of statements by date and genre, and the situations
    that most statements speak of."""

    unit: Unit
    start: dt.date | None
    rows: list[Dated]
    active: list[Active]


def figures_of(unit: Unit) -> Figures:
    """Translations and reissues count once. At most four queries."""
    start = _since() if unit == "month" else None
    alerts = Alert.objects.published()
    if start:
        alerts = alerts.filter(issued_earliest__gte=start)
    held = holdings(alerts)
    found = Situation.objects.only("uid", "slug", "title").in_bulk(held)
    most = sorted(held, key=lambda key: (-held[key].statements, -held[key].alerts, fold(found[key].title)))[
        :MOST_ACTIVE
    ]
    years = [year for key in most for year in held[key].by_year] or [0]
    active = [Active(found[key], held[key], (min(years), max(years))) for key in most]
    return Figures(unit, start, list(dated(alerts.filter(statement=F("uid")))), active)


def pulse(figures: Figures) -> Bars | None:
    """The chart by month or year."""
    if figures.unit == "month":
        title = _("Alerts by month and genre")
        description = _("The last five years held here, a bar for each month. A bar leads to the alerts of its month.")
    else:
        title = _("Alerts by year and genre")
        description = _("All years held here. A bar leads to the alerts of its year.")
    caveat = _("%(attention)s Translations and reissues are counted once.") % {"attention": attention()}
    counts, beside = by_period(figures.rows, figures.unit)
    about = About("pulse", title, description, caveat)
    return bars(about, figures.unit, counts, genres(_("no genre recorded")), _address(figures.unit), beside)


def _address(unit: Unit) -> Callable[[int], str]:
    search = reverse("search")
    if unit == "year":
        return lambda year: f"{search}?year={year}"

    def of_month(number: int) -> str:
        month = f"{number // 12:04}-{number % 12 + 1:02}"
        return f"{search}?issued_after={month}&issued_before={month}"

    return of_month
