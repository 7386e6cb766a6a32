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
from pages.charts.periods import by_period, dated
from pages.charts.sparks import Spark, spark
from pages.situation_reading import Holding, holdings

MONTHS = 60
MOST_ACTIVE = 6


@dataclass(frozen=True)
class Active:
    """A situation, what is held on it of the time that is shown, and the same by year."""

    situation: Situation
    held: Holding
    spark: Spark | None


def since() -> dt.date | None:
    """The first day of the last MONTHS months, of which the last is that of the latest alert. One query."""
    last = Alert.objects.published().aggregate(last=Max("issued_earliest"))["last"]
    if not last:
        return None
    month = last.year * 12 + last.month - MONTHS
    return dt.date(month // 12, month % 12 + 1, 1)


def pulse(unit: Unit, start: dt.date | None) -> Bars | None:
    """The chart of the statements from `start` on; None of all. Translations and reissues count once. One query."""
    once = Alert.objects.published().filter(statement=F("uid"))
    shown = once.filter(issued_earliest__gte=start) if start else once
    if unit == "month":
        title = _("Alerts by month and genre")
        description = _("The last five years held here, a bar for each month. A bar leads to the alerts of its month.")
    else:
        title = _("Alerts by year and genre")
        description = _("All years held here. A bar leads to the alerts of its year.")
    caveat = _("%(attention)s Translations and reissues are counted once.") % {"attention": attention()}
    counts, beside = by_period(dated(shown), unit)
    about = About("pulse", title, description, caveat)
    return bars(about, unit, counts, genres(_("no genre recorded")), _address(unit), beside)


def active(start: dt.date | None) -> list[Active]:
    """The situations that most statements from `start` on speak of; None of all. Two queries."""
    public = Alert.objects.published()
    held = holdings(public.filter(issued_earliest__gte=start) if start else public)
    found = Situation.objects.in_bulk(held)
    by_number = sorted(held, key=lambda key: (-len(held[key].statements), -held[key].alerts, fold(found[key].title)))
    shown = [(key, held[key]) for key in by_number[:MOST_ACTIVE]]
    years = [year for _key, of_it in shown for year in of_it.by_year] or [0]
    return [Active(found[key], of_it, spark(of_it.by_year, min(years), max(years))) for key, of_it in shown]


def _address(unit: Unit) -> Callable[[int], str]:
    search = reverse("search")
    if unit == "year":
        return lambda year: f"{search}?year={year}"

    def of_month(number: int) -> str:
        month = f"{number // 12:04}-{number % 12 + 1:02}"
        return f"{search}?issued_after={month}&issued_before={month}"

    return of_month
