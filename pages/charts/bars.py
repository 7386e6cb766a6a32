"""Counts by month or year → bars, each of them stacked by kinds and a link."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pages.charts.chart import About, Chart, Row, percent
from pages.charts.kinds import Kind

Unit = Literal["month", "year"]
HEIGHT = 140  # pixels
_ABOVE = 20  # for the number of the highest bar, and for parts drawn higher than they are to be seen
_LOWEST = 3
_GAP = 0.18  # of a bar's place
_MOST_TICKS = 5
_FEW = 12  # places, so wide that a name stands under the middle of each


@dataclass(frozen=True)
class Segment:
    """A part of a bar, of one kind; pixels from the top."""

    kind: Kind
    top: int
    height: int


@dataclass(frozen=True)
class Bar:
    """A month or year that has something: what it is called with its numbers, where it stands, where it leads."""

    label: str
    left: str
    reach_left: str
    address: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Tick:
    label: str
    at: str
    anchor: str


@dataclass(frozen=True)
class Bars(Chart):
    """Bars from the first month or year to the last, those between without any left out; `kinds` that occur."""

    bars: tuple[Bar, ...]
    kinds: tuple[Kind, ...]
    ticks: tuple[Tick, ...]
    most: int
    bar_width: str
    reach_width: str

    height = HEIGHT
    top = _ABOVE
    base = HEIGHT + _ABOVE


def bars(
    about: About,
    unit: Unit,
    counts: Mapping[int, Mapping[str, int]],
    kinds: Sequence[Kind],
    address: Callable[[int], str],
    beside: Sequence[tuple[str, Mapping[str, int]]] = (),
) -> Bars | None:
    """The chart of `counts` by year, or by month (year * 12 + month - 1), and by the keys of `kinds`.

    `address` leads to what a bar counts ("" for no link). `beside` is what no bar can show, such as undated alerts: it
    stands in the table only. None where there is nothing to draw.
    """
    drawn = {period: by_kind for period, by_kind in counts.items() if any(by_kind.values())}
    if not drawn:
        return None
    used = tuple(k for k in kinds if any(c.get(k.key) for c in [*drawn.values(), *(c for _, c in beside)]))
    first, places = min(drawn), max(drawn) - min(drawn) + 1
    most = max(sum(by_kind.values()) for by_kind in drawn.values())
    made = [
        _bar(period, drawn[period], unit, used, (period - first, places), most, address) for period in sorted(drawn)
    ]
    return Bars(
        about,
        (_("Month") if unit == "month" else _("Year"), *(k.label for k in used), _("All")),
        tuple(_rows(unit, drawn, used, address, beside)),
        tuple(made), used, tuple(_ticks(unit, first, places)), most,
        percent(1 - _GAP, places), percent(1, places),
    )  # fmt: skip


def named(unit: Unit, period: int) -> str:
    """What a month or year is called: October 2022, 2022."""
    return date_format(_first_day(period), "YEAR_MONTH_FORMAT") if unit == "month" else str(period)


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def _bar(
    period: int,
    by_kind: Mapping[str, int],
    unit: Unit,
    kinds: Sequence[Kind],
    place: tuple[int, int],
    most: int,
    address: Callable[[int], str],
) -> Bar:
    at, places = place
    numbers = ", ".join(f"{k.label} {by_kind[k.key]}" for k in kinds if by_kind.get(k.key))
    label = _("%(period)s: %(total)d (%(numbers)s)") % {
        "period": named(unit, period), "total": sum(by_kind.values()), "numbers": numbers,
    }  # fmt: skip
    segments = tuple(_segments(by_kind, kinds, most))
    return Bar(label, percent(at + _GAP / 2, places), percent(at, places), address(period), segments)


def _segments(by_kind: Mapping[str, int], kinds: Sequence[Kind], most: int) -> Iterator[Segment]:
    """From the base up, in the order of `kinds`."""
    below = low = 0
    for kind in kinds:
        if count := by_kind.get(kind.key, 0):
            below += count
            high = max(round(below / most * HEIGHT), low + _LOWEST)
            yield Segment(kind, _ABOVE + HEIGHT - high, high - low)
            low = high


def _rows(
    unit: Unit,
    counts: Mapping[int, Mapping[str, int]],
    kinds: Sequence[Kind],
    address: Callable[[int], str],
    beside: Sequence[tuple[str, Mapping[str, int]]],
) -> Iterator[Row]:
    told = [*((named(unit, p), counts[p], address(p)) for p in sorted(counts)), *((n, c, "") for n, c in beside)]
    for label, by_kind, leads_to in told:
        if total := sum(by_kind.values()):
            yield Row((label, *(by_kind.get(k.key, 0) for k in kinds), total), leads_to)


def _ticks(unit: Unit, first: int, places: int) -> Iterator[Tick]:
    """Names under a few of the places, the first and the last among them where there is room."""
    step = max(1, -(-(places - 1) // (_MOST_TICKS - 1)))
    at = sorted({*range(0, places - step // 2, step), places - 1})
    for place in at:
        anchor = "middle" if places <= _FEW else "start" if place == 0 else "end" if place == places - 1 else "middle"
        where = {"start": place, "middle": place + 0.5, "end": place + 1}[anchor]
        yield Tick(_short(unit, first + place), percent(where, places), anchor)


def _short(unit: Unit, period: int) -> str:
    return f"{period // 12}-{period % 12 + 1:02}" if unit == "month" else str(period)
