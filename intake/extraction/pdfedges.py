"""What stands at the head and the foot of pages: running heads and page numbers go, footnotes are put together."""

import re
from collections import Counter
from dataclasses import dataclass, field

from intake.extraction.pdflines import Line

_NUMBER_OF_PAGE = re.compile(
    r"[-–—|•\s]*(?:(?:page|seite|стр\.?|página|pág\.?|sayfa|səhifə|էջ|صفحة)\s*)?(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:of|/|\||de|sur|von|из|din)\s*\d{1,4})?[-–—|•\s]*",
    re.I,
)
_NOTE_NUMBER = re.compile(r"[\[(]?(\d{1,3}|[*†‡§]{1,3})[\])]?[.]?")
# Notes are set smaller than the text.
_NOTE_SIZE = 0.935
_LARGEST_GAP = 3
_EDGE = 0.12  # of the height of a page
_LINES_AT_EDGE = 3


@dataclass
class Notes:
    """Footnotes: their lines by label, and the labels of each page's numbers."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    of_page: dict[int, dict[str, str]] = field(default_factory=dict)

    def label(self, page: int, number: str) -> str:
        """The label of the note that a mark on a page means; "" where there is none."""
        for near in (page, page + 1):
            if number in self.of_page.get(near, {}):
                return self.of_page[near][number]
        return number if number in self.lines else ""


def without_running_heads(pages: list[list[Line]], heights: list[float]) -> list[list[Line]]:
    edges = [_edges(lines) for lines in pages]
    times = Counter(_key(line) for at_edge in edges for line in at_edge)
    needed = 2 if len(pages) < 5 else max(3, len(pages) * 0.3)
    kept = []
    for number, (lines, at_edge, height) in enumerate(zip(pages, edges, heights, strict=True), 1):
        gone = []
        for line in at_edge:
            is_outer = line.base > height * (1 - _EDGE) or line.base < height * _EDGE
            is_numbered = line.base < height * _EDGE and re.search(
                rf"^(?:\D{{0,6}}){number}\s*[|•·–]|[|•·–]\s*{number}$", line.text
            )
            repeated = times[_key(line)] >= needed and (is_outer or len(pages) > 4)
            is_number = is_numbered or (is_outer and _NUMBER_OF_PAGE.fullmatch(line.text[:60]))
            if repeated or (is_number and _is_outermost(line, lines)):
                gone.append(line)
        kept.append([line for line in lines if not any(line is each for each in gone)])
    return kept


def parted_notes(pages: list[list[Line]], body_size: float) -> tuple[list[list[Line]], Notes]:
    """The lines of the text, and the notes at the foot of pages, also where they go on on the next page."""
    notes = Notes()
    text: list[list[Line]] = []
    marks = [_marks(lines) for lines in pages]
    last = ""
    for number, lines in enumerate(pages):
        marked = marks[number] | (marks[number - 1] if number else set())
        rest: list[Line] = []
        for column in _columns(lines):
            feet = _feet(column, body_size)
            feet, last = _read_feet(feet, number, last, notes, marked)
            rest += column[: len(column) - len(feet)]
        text.append(rest)
    return text, notes


def number_at_start(line: Line) -> str:
    """The number of a note with which a line begins; "" where there is none."""
    first = line.words[0]
    found = _NOTE_NUMBER.fullmatch(first.text)
    if found is None or len(line.words) < 2:
        return ""
    raised = first.base - line.base > 0.1 * line.size or first.size < 0.85 * line.size
    if not raised and not first.space:
        return ""
    return found[1]


def _marks(lines: list[Line]) -> set[str]:
    """The numbers that stand high, or in brackets, after words of a page."""
    marks = set()
    for line in lines:
        for word in line.words[1:]:
            found = _NOTE_NUMBER.fullmatch(word.text)
            is_high = word.base - line.base > 0.12 * line.size and word.size < 0.9 * line.size
            if found and (is_high or word.text.startswith("[")):
                marks.add(found[1])
    return marks


def _edges(lines: list[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: -line.base)
    if len(by_height) <= 2 * _LINES_AT_EDGE:
        return by_height
    return by_height[:_LINES_AT_EDGE] + by_height[-_LINES_AT_EDGE:]


def _key(line: Line) -> str:
    """A running head without what changes from page to page."""
    return re.sub(r"\d+|\b[ivxl]+\b", "#", " ".join(line.text.split()).casefold()) + f"@{round(line.size)}"


def _is_outermost(line: Line, lines: list[Line]) -> bool:
    others = [other.base for other in lines if other is not line]
    return not others or line.base > max(others) - 1 or line.base < min(others) + 1


def _columns(lines: list[Line]) -> list[list[Line]]:
    columns: list[list[Line]] = []
    for line in lines:
        if not columns or columns[-1][-1].column != line.column:
            columns.append([])
        columns[-1].append(line)
    return columns


def _feet(column: list[Line], body_size: float) -> list[Line]:
    """The last lines of a column, as far as they are smaller than the text."""
    start = len(column)
    while start and column[start - 1].size <= body_size * _NOTE_SIZE:
        start -= 1
    return column[start:]


def _read_feet(feet: list[Line], page: int, last: str, notes: Notes, marked: set[str]) -> tuple[list[Line], str]:
    """Put the lines to the notes. Returns those that are notes, and the label of the last note."""
    labels = notes.of_page.setdefault(page, {})
    begun = False
    first = len(feet)
    for place, line in enumerate(feet):
        number = number_at_start(line)
        if number and (number in marked or begun) and _may_follow(number, last, begun):
            label = number
            again = 2
            while label in notes.lines:
                label, again = f"{number}.{again}", again + 1
            labels[number] = last = label
            notes.lines[label] = [line]
            begun = True
        elif last and (begun or _goes_on(feet, place)):
            notes.lines[last].append(line)
            begun = True
        elif not begun:
            continue  # small print above the notes belongs to the text
        first = min(first, place)
    return feet[first:], last


def _may_follow(number: str, last: str, begun: bool) -> bool:
    if not number.isdecimal() or not last.partition(".")[0].isdecimal():
        return True
    before = int(last.partition(".")[0])
    return before < int(number) <= before + _LARGEST_GAP or (number == "1" and not begun)


def _goes_on(feet: list[Line], place: int) -> bool:
    """Whether a line that has no number continues the note of the page before."""
    return place == 0 and (len(feet) == 1 or any(map(number_at_start, feet[1:])) or feet[0].text[:1].islower())
