"""Alerts → counts by month or year and by genre, as pages.charts.bars takes them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from pages.charts.bars import Unit
from pages.charts.kinds import NO_GENRE

Counts = dict[int, dict[str, int]]
Beside = list[tuple[str, dict[str, int]]]
# Possible days, genre, how many.
Dated = tuple[dt.date | None, dt.date | None, str | None, int]


def dated(alerts: "QuerySet[Any]") -> "QuerySet[Any, Dated]":
    """How many of `alerts` have which dates and genre. One query, grouped by the database."""
    rows = alerts.order_by().values_list("issued_earliest", "issued_latest", "type__genre")
    return cast("QuerySet[Any, Dated]", rows.annotate(number=Count("pk")))


def by_period(rows: Iterable[Dated], unit: Unit) -> tuple[Counts, Beside]:
    """Counts by year, or by month (year * 12 + month - 1), and by genre; and beside them what lies in no one period.

    Every alert is counted once, so that all numbers add up to how many there are.
    """
    counts: Counts = defaultdict(lambda: defaultdict(int))
    beside: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for earliest, latest, genre, number in rows:
        first, last = _period(earliest, unit), _period(latest, unit)
        where = counts[first] if first is not None and first == last else beside[_beside(earliest, latest, unit)]
        where[genre or NO_GENRE] += number
    return counts, sorted(beside.items())


def _period(day: dt.date | None, unit: Unit) -> int | None:
    if day is None:
        return None
    return day.year * 12 + day.month - 1 if unit == "month" else day.year


def _beside(earliest: dt.date | None, latest: dt.date | None, unit: Unit) -> str:
    if earliest is None and latest is None:
        return _("Undated")
    if unit == "month" and earliest and latest and earliest.year == latest.year:
        return _("%(year)d, month not known") % {"year": earliest.year}
    return _("Year not known for certain")
