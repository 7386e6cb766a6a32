"""Counts by month or year → the bars of a chart that the server draws, each a link to the question of that time."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from alerts.questions import Question as Asked
from dates.display import in_words

# A longer time than this is drawn by year.
_MOST_MONTHS = 36
# Of the drawing, in its own units: the width of a bar with its gap, the gap, and the height.
STEP, GAP, HEIGHT = 10, 2, 100
_LOWEST = 3


@dataclass(frozen=True)
class Bar:
    """A month or year that has alerts: its name, how many, where it is drawn, and the address of its question."""

    label: str
    count: int
    left: int
    height: int
    address: str

    @property
    def top(self) -> int:
        return HEIGHT - self.height


@dataclass(frozen=True)
class Histogram:
    """Bars from `first` to `last`, `unit` each; `beside` are years with alerts that no month is known of."""

    unit: str
    bars: list[Bar]
    first: str
    last: str
    width: int
    most: int
    beside: list[tuple[int, int]]

    height = HEIGHT
    bar_width = STEP - GAP

    @property
    def left_beside(self) -> int:
        """How many alerts are counted beside the bars."""
        return sum(count for _, count in self.beside)

    @property
    def title(self) -> str:
        return gettext("Alerts by month of issue") if self.unit == "month" else gettext("Alerts by year of issue")

    @property
    def description(self) -> str:
        said = (
            ngettext(
                "From %(first)s to %(last)s, at most %(most)d alert in a month. The numbers are in the table below.",
                "From %(first)s to %(last)s, at most %(most)d alerts in a month. The numbers are in the table below.",
                self.most,
            )
            if self.unit == "month"
            else ngettext(
                "From %(first)s to %(last)s, at most %(most)d alert in a year. The numbers are in the table below.",
                "From %(first)s to %(last)s, at most %(most)d alerts in a year. The numbers are in the table below.",
                self.most,
            )
        )
        return said % {"first": self.first, "last": self.last, "most": self.most}

    @property
    def column(self) -> str:
        return gettext("Month") if self.unit == "month" else gettext("Year")

    @property
    def numbers(self) -> str:
        """What the table holds."""
        if not self.beside:
            return gettext("Numbers by month") if self.unit == "month" else gettext("Numbers by year")
        said = ngettext(
            "Numbers by month, and %(count)d alert dated to a year only",
            "Numbers by month, and %(count)d alerts dated to a year only",
            self.left_beside,
        )  # by year, none stands beside
        return said % {"count": self.left_beside}


def histogram(asked: Asked, months: Mapping[int, int], years_only: Mapping[int, int]) -> Histogram | None:
    """The chart of counts by month (year * 12 + month - 1) and of alerts dated to a year only; None where one bar, or
    none, is all there is."""
    if not months and not years_only:
        return None
    if months and max(months) - min(months) < _MOST_MONTHS and not _reaches_beyond(months, years_only):
        counts, beside = dict(months), sorted(years_only.items())
    else:
        counts, beside = dict(years_only), []
        for month, count in months.items():
            counts[month // 12] = counts.get(month // 12, 0) + count
        return _drawn(asked, "year", counts, beside)
    return _drawn(asked, "month", counts, beside)


def _reaches_beyond(months: Mapping[int, int], years_only: Mapping[int, int]) -> bool:
    """Whether years without a month lie so far off that the months do not show the time."""
    years = [month // 12 for month in months]
    return any(not min(years) <= year <= max(years) for year in years_only)


def _drawn(asked: Asked, unit: str, counts: Mapping[int, int], beside: list[tuple[int, int]]) -> Histogram | None:
    first, last, most = min(counts), max(counts), max(counts.values())
    if first == last:
        return None
    named, address = (_month, _month_address) if unit == "month" else (str, _year_address)
    bars = [
        Bar(named(n), counts[n], (n - first) * STEP, max(_LOWEST, round(counts[n] / most * HEIGHT)), address(asked, n))
        for n in sorted(counts)
    ]
    width = (last - first + 1) * STEP - GAP
    return Histogram(unit, bars, named(first), named(last), width, most, beside)


def _month(number: int) -> str:
    return in_words(f"{number // 12:04}-{number % 12 + 1:02}")


def _month_address(asked: Asked, number: int) -> str:
    month = f"{number // 12:04}-{number % 12 + 1:02}"
    return asked.with_other(issued_after=month, issued_before=month)


def _year_address(asked: Asked, number: int) -> str:
    return asked.with_other(year=str(number))
