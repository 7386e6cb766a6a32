"""Words of a page → lines in the order in which they are read: column after column, rows of tables kept together."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from intake.extraction.pdfbidi import in_order_of_speech
from intake.extraction.pdfpages import Page, Word, is_right_to_left

_MARKER = re.compile(
    r"[•◦▪‣●○■·*–—\uf000-\uf0ff-]|[o§]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,3}"
)
# Parts of a line that are further apart than so many times the size of its letters belong to different columns.
_GAP = 1.5
_MARKER_GAP = 5.0
# A gutter parts at least so many lines on either side.
_LINES_BESIDE_GUTTER = 4


@dataclass(slots=True)
class Line:
    """Words on one base line."""

    words: list[Word]
    left: float
    right: float
    base: float
    size: float
    column: int = 0  # lines of one column follow each other
    page: int = 0
    cells: list["Line"] = field(default_factory=list)  # where it is a row of a table

    @property
    def text(self) -> str:
        return "".join(word.text + " " * word.space for word in self.words).rstrip()

    @property
    def is_bold(self) -> bool:
        return _most(self.words, lambda word: word.bold)

    @property
    def is_italic(self) -> bool:
        return _most(self.words, lambda word: word.italic)


def lines_of(page: Page) -> list[Line]:
    """The lines of a page, in the order in which they are read."""
    right_to_left = is_right_to_left("".join(word.text for word in page.words))
    segments = _segments(page.words, right_to_left)
    ordered = _in_columns(segments, right_to_left, 0) if segments else []
    if right_to_left:
        _mirror(line for column in ordered for line in column)
    for number, column in enumerate(ordered):
        for line in column:
            line.column = number
    return [line for column in ordered for line in column]


def _mirror(lines: Iterable[Line]) -> None:
    """Measure from the right, so that a line begins at its left whatever the script."""
    for line in lines:
        line.left, line.right = -line.right, -line.left
        _mirror(line.cells)


def _most(words: Iterable[Word], is_so: Callable[[Word], bool]) -> bool:
    counted = [len(word.text) * (1 if is_so(word) else -1) for word in words]
    return sum(counted) > 0


def _segments(words: list[Word], right_to_left: bool) -> list[Line]:
    """Stretches of words on one base line without a gap, in no order."""
    stretches: list[list[Word]] = []
    for word in words:
        if not stretches or not _follows(stretches[-1], word):
            stretches.append([])
        stretches[-1].append(word)
    return _merged([_line(stretch, right_to_left) for stretch in stretches], right_to_left)


def _follows(stretch: list[Word], word: Word) -> bool:
    last = stretch[-1]
    tallest = max(last.size, word.size)
    if abs(word.base - last.base) > (0.55 if word.size != last.size else 0.2) * tallest:
        return False
    apart = max(word.left - last.right, last.left - word.right)
    return -1.5 * tallest < apart < _GAP * min(last.size, word.size)


def _line(words: list[Word], right_to_left: bool) -> Line:
    if right_to_left:
        words = in_order_of_speech(words)
    sizes = Counter[float]()
    for word in words:
        sizes[round(word.size * 2) / 2] += len(word.text)
    size = max(sizes, key=lambda each: (sizes[each], each))
    base = next((word.base for word in words if abs(word.size - size) <= 0.5), words[0].base)
    return Line(words, min(w.left for w in words), max(w.right for w in words), base, size)


def _merged(segments: list[Line], right_to_left: bool) -> list[Line]:
    """Segments that touch each other on one base line are one, whatever order the file has them in."""
    rows: list[list[Line]] = []
    for segment in sorted(segments, key=lambda s: -s.base):
        if rows and abs(rows[-1][0].base - segment.base) < 0.55 * max(rows[-1][0].size, segment.size):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    merged: list[Line] = []
    for row in rows:
        row.sort(key=lambda s: s.left)
        current = row[0]
        for segment in row[1:]:
            if _touch(current, segment, is_first=current.left == row[0].left):
                current.words[-1].space |= segment.left - current.right > 0.15 * current.size
                segment.words[-1].space |= right_to_left
                parts = (segment, current) if right_to_left else (current, segment)
                current = _line([word for part in parts for word in part.words], right_to_left)
            else:
                merged.append(current)
                current = segment
        merged.append(current)
    return merged


def _touch(before: Line, after: Line, is_first: bool) -> bool:
    size = max(before.size, after.size)
    raised = abs(before.base - after.base) > 0.2 * size
    if raised and min(before.size, after.size) > 0.85 * size:
        return False
    apart = after.left - before.right
    if is_first and len(before.words) == 1 and _MARKER.fullmatch(before.words[0].text):
        return apart < _MARKER_GAP * size
    return apart < _GAP * min(before.size, after.size)


def _in_columns(segments: list[Line], right_to_left: bool, depth: int) -> list[list[Line]]:
    """Columns, each with its lines from top to bottom."""
    gutter = _gutter(segments) if depth < 3 else None
    if gutter is None:
        return [_rows(segments, right_to_left)] if segments else []
    columns: list[list[Line]] = []
    for band, is_parted in _bands(segments, gutter):
        if not is_parted:
            columns.append(_rows(band, right_to_left))
            continue
        sides = [[s for s in band if s.right <= gutter + 1], [s for s in band if s.right > gutter + 1]]
        for side in reversed(sides) if right_to_left else sides:
            columns += _in_columns(side, right_to_left, depth + 1)
    return columns


def _gutter(segments: list[Line]) -> float | None:
    """The middle of a strip from top to bottom that hardly a segment crosses, with text on both sides of it."""
    if len(segments) < 2 * _LINES_BESIDE_GUTTER:
        return None
    left, right = min(s.left for s in segments), max(s.right for s in segments)
    width = right - left
    best: tuple[float, float] | None = None
    edges = sorted({round(s.right, 1) for s in segments if left + width * 0.15 < s.right < right - width * 0.15})
    for edge in edges[:: max(1, len(edges) // 40)] + edges[-1:]:
        following = min((s.left for s in segments if s.left > edge), default=right)
        if following - edge < 6 or following > right - width * 0.15:
            continue
        middle = (edge + following) / 2
        before = [s for s in segments if s.right <= middle]
        after = [s for s in segments if s.left >= middle]
        # Above and below the columns there may be lines as wide as the page.
        low, high = min((s.base for s in after), default=0.0), max((s.base for s in after), default=0.0)
        crossing = sum(s.left < middle < s.right and low <= s.base <= high for s in segments)
        if crossing > 0.4 * len(segments) or not (
            _is_column(before, left, middle) and _is_column(after, middle, right)
        ):
            continue
        if best is None or crossing < best[0]:
            best = crossing, middle
    return best[1] if best else None


def _is_column(segments: list[Line], left: float, right: float) -> bool:
    """Whether there are lines of text, not cells of a table: they fill what they have."""
    if len({round(s.base) for s in segments}) < _LINES_BESIDE_GUTTER:
        return False
    wide = sum(s.right - s.left > 0.55 * (right - left) for s in segments)
    return wide >= 0.5 * len(segments) and wide >= 3


def _bands(segments: list[Line], gutter: float) -> list[tuple[list[Line], bool]]:
    """The segments from top to bottom, parted where one crosses the gutter; whether the gutter parts the band."""
    bands: list[tuple[list[Line], bool]] = []
    for segment in sorted(segments, key=lambda s: -s.base):
        is_parted = not segment.left < gutter < segment.right
        if not bands or bands[-1][1] != is_parted:
            bands.append(([], is_parted))
        bands[-1][0].append(segment)
    # A heading, or what is left of one, beside nothing needs no column.
    return [(band, is_parted and len(band) > 1) for band, is_parted in bands]


def _rows(segments: list[Line], right_to_left: bool) -> list[Line]:
    """Lines from top to bottom; segments side by side are cells of a table, or one line with a gap in it."""
    rows: list[list[Line]] = []
    for segment in sorted(segments, key=lambda s: (-s.base, s.left)):
        if rows and abs(rows[-1][0].base - segment.base) < _reach(rows[-1][0], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    lines = []
    for row in rows:
        row.sort(key=lambda s: s.left, reverse=right_to_left)
        if len(row) == 1:
            lines.append(row[0])
            continue
        for segment in row:
            segment.words[-1].space = True
        line = _line([word for segment in row for word in segment.words], right_to_left)
        line.cells = row
        lines.append(line)
    return _without_lone_rows(lines)


def _reach(line: Line, other: Line) -> float:
    """How far apart the base lines of what stands in one line may be: a mark of a note stands higher than the rest."""
    size = max(line.size, other.size)
    return (0.55 if min(line.size, other.size) < 0.9 * size else 0.4) * size


def _without_lone_rows(lines: list[Line]) -> list[Line]:
    """A line with a gap is the row of a table only where another is above or below it."""
    rows = [bool(line.cells) for line in lines]
    for place, line in enumerate(lines):
        if line.cells and not any(rows[max(0, place - 1) : place]) and not any(rows[place + 1 : place + 2]):
            line.cells = []
    return lines
