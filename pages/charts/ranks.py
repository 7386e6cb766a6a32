"""Counts of things that have names → horizontal bars, which are the rows of a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from pages.charts.chart import About, Chart, Row, percent


@dataclass(frozen=True)
class Rank:
    """A row, and how long its bar is."""

    row: Row
    length: str


@dataclass(frozen=True)
class Ranks(Chart):
    ranks: tuple[Rank, ...]


def ranks(about: About, columns: tuple[str, ...], rows: Iterable[Row]) -> Ranks | None:
    """The chart of rows in the order given: a name, the number that its bar shows, and what else is told of it.
    None where there is no row."""
    told = tuple(rows)
    if not told:
        return None
    counts = [int(row.cells[1]) for row in told]
    drawn = tuple(Rank(row, percent(count, max(counts))) for row, count in zip(told, counts, strict=True))
    return Ranks(about, columns, told, drawn)
