"""Dated things in lanes → a timeline on one axis: marks by kind, imprecise dates as spans, chains joined by lines."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import ngettext

from dates.display import in_words
from pages.charts.chart import About, Chart, Row, percent
from pages.charts.kinds import Kind

ROW = 18  # pixels
_NAME = 20
_BELOW = 8
_LONGEST_NAME = 46
# Marks nearer to one another than this part of the axis stand one under another.
_APART = 0.035
_MOST_ROWS = 4
_EDGE = 0.02  # of the axis is left free at either end
_MOST_TICKS = 6


@dataclass(frozen=True)
class Point:
    """What a mark stands for. `key` tells it from the others, and joins marks of one thing in several lanes; `chain`
    joins it with those before and after it; undated where `earliest` is None."""

    key: str
    kind: str
    label: str
    address: str
    issued: str
    earliest: dt.date | None
    latest: dt.date | None
    chain: str = ""

    @property
    def name(self) -> str:
        return f"{in_words(self.issued)}: {self.label}"


@dataclass(frozen=True)
class Lane:
    """A lane before it is drawn: what it is called, and what is in it."""

    label: str
    points: Sequence[Point]
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """A point as it is drawn; `span_left` and `span_width` only where its date spans more than a day."""

    point: Point
    kind: Kind
    at: str
    y: int
    span_left: str
    span_width: str


@dataclass(frozen=True)
class DrawnLane:
    lane: Lane
    name: str
    name_y: int
    top: int
    base: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Line:
    """From a mark to the next one of its chain."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True)
class Tick:
    label: str
    at: str


@dataclass(frozen=True)
class Lanes(Chart):
    lanes: tuple[DrawnLane, ...]
    lines: tuple[Line, ...]
    kinds: tuple[Kind, ...]
    ticks: tuple[Tick, ...]
    height: int
    undated: tuple[tuple[str, Point], ...] = field(default=())

    @property
    def axis_y(self) -> int:
        return self.height - 4

    @property
    def axis_top(self) -> int:
        return self.height - 18


@dataclass(frozen=True)
class _Axis:
    """The days that the drawing shows; both ends are days of points."""

    first: int
    last: int

    def part(self, day: int) -> float:
        """Where a day stands, between 0 and 1."""
        if self.first == self.last:
            return 0.5
        return _EDGE + (day - self.first) / (self.last - self.first) * (1 - 2 * _EDGE)


def lanes(
    about: About, columns: tuple[str, ...], rows: Iterable[Row], made: Sequence[Lane], kinds: Sequence[Kind]
) -> Lanes | None:
    """The timeline of lanes in the order given, and its numbers. None where no point is dated."""
    dated = [p for lane in made for p in lane.points if p.earliest]
    if not dated:
        return None
    axis = _Axis(
        min(p.earliest.toordinal() for p in dated if p.earliest),
        max((p.latest or p.earliest).toordinal() for p in dated if p.earliest),
    )
    by_key = {kind.key: kind for kind in kinds}
    drawn, height = [], 0
    for lane in made:
        if any(point.earliest for point in lane.points):
            drawn.append(_drawn(lane, height, axis, by_key))
            height = drawn[-1].base + _BELOW
    used = {p.kind for lane in made for p in lane.points}
    return Lanes(
        about, columns, tuple(rows), tuple(drawn), tuple(_lines(drawn)), tuple(k for k in kinds if k.key in used),
        tuple(_ticks(axis)), height + ROW,
        tuple((lane.label, p) for lane in made for p in lane.points if not p.earliest),
    )  # fmt: skip


def at_most(made: Sequence[Lane], number: int) -> list[Lane]:
    """The first lanes; where there are more than `number`, the rest together in one."""
    if len(made) <= number:
        return list(made)
    rest = made[number - 1 :]
    points = {point.key: point for lane in rest for point in lane.points}
    label = ngettext("%(n)d other", "%(n)d others", len(rest)) % {"n": len(rest)}
    return [*made[: number - 1], Lane(label, list(points.values()))]


def _drawn(lane: Lane, top: int, axis: _Axis, kinds: Mapping[str, Kind]) -> DrawnLane:
    marks = list(_marks(lane.points, top + _NAME, axis, kinds))
    name = lane.label if len(lane.label) <= _LONGEST_NAME else f"{lane.label[: _LONGEST_NAME - 1].rstrip()}…"
    return DrawnLane(lane, name, top + _NAME - 6, top, max(m.y for m in marks) + ROW // 2, tuple(marks))


def _marks(points: Sequence[Point], top: int, axis: _Axis, kinds: Mapping[str, Kind]) -> Iterator[Mark]:
    """The marks of a lane, each in the first row in which it is clear of the one before it."""
    ends: list[float] = []
    for point in sorted(points, key=lambda p: (p.earliest or dt.date.max, p.key)):
        if not point.earliest:
            continue
        start, end = point.earliest.toordinal(), (point.latest or point.earliest).toordinal()
        left, right = axis.part(start), axis.part(end)
        middle = (left + right) / 2
        row = next((n for n, e in enumerate(ends) if e + _APART <= middle), len(ends))
        row = min(row, _MOST_ROWS - 1)
        ends[row : row + 1] = [middle]
        spans = (percent(left, 1), percent(right - left, 1)) if end > start else ("", "")
        yield Mark(point, kinds[point.kind], percent(middle, 1), top + row * ROW + ROW // 2, *spans)


def _lines(drawn: Sequence[DrawnLane]) -> Iterator[Line]:
    """Between the marks of a chain, in the order of time; the same point in several lanes is joined only once."""
    last: dict[str, Mark] = {}
    marks = [mark for lane in drawn for mark in lane.marks if mark.point.chain]
    seen = set()
    for mark in sorted(marks, key=lambda m: (m.point.earliest or dt.date.min, m.point.key)):
        if mark.point.key in seen:
            continue
        seen.add(mark.point.key)
        if before := last.get(mark.point.chain):
            yield Line(before.at, before.y, mark.at, mark.y)
        last[mark.point.chain] = mark


def _ticks(axis: _Axis) -> Iterator[Tick]:
    """The first days of years, or of months where less than three years are shown."""
    first, last = dt.date.fromordinal(axis.first), dt.date.fromordinal(axis.last)
    months = list(range(first.year * 12 + first.month, last.year * 12 + last.month))
    by_year = [m for m in months if m % 12 == 0]
    chosen = by_year if len(by_year) >= 3 or len(months) > 36 else months
    step = max(1, -(-len(chosen) // _MOST_TICKS))
    for month in chosen[::step]:
        year, number = divmod(month, 12)
        label = str(year) if chosen is by_year else f"{year}-{number + 1:02}"
        yield Tick(label, percent(axis.part(dt.date(year, number + 1, 1).toordinal()), 1))
