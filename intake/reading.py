"""A CSV file → its rows, each with the line that it begins on. RFC 4180, UTF-8, a header row; nothing is guessed."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.problems import Problems

# A body may be longer than the 131,072 characters that csv admits by itself.
_LONGEST_CELL = 5_000_000
# Control characters other than tab and line feed; PostgreSQL refuses NUL, and no reader wants the others.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Row:
    """A row of a file: its cells by column, white space around them taken off; and its first line."""

    file: str
    line: int
    cells: dict[str, str]


def read(path: Path, columns: Iterable[str], problems: Problems) -> list[Row]:
    """The rows of a file that has just these `columns`, in any order. What is wrong goes to `problems`.

    Rows that cannot be told apart into cells are left out; so is the whole file where it is no UTF-8 text, or where
    its header is not the expected one.
    """
    text = text_of(path, problems)
    if text is None:
        return []
    csv.field_size_limit(_LONGEST_CELL)
    lines = lines_of(path.name, text, problems)
    _, header = next(lines, (1, []))
    if not _header_is_right(path.name, header, list(columns), problems):
        return []
    rows = []
    for line, cells in lines:
        if len(cells) != len(header):
            problems.add(path.name, line, None, f"it has {len(cells)} cells, and the header has {len(header)}.")
            continue
        rows.append(Row(path.name, line, dict(zip(header, map(clean, cells), strict=True))))
    for row in rows:
        refuse_control_characters(row, problems)
    return rows


def text_of(path: Path, problems: Problems) -> str | None:
    """The text of a file in UTF-8; None, and a problem, where it is none."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.add(path.name, None, None, f"it cannot be read ({error.strerror}).")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.add(path.name, line, None, f"it is not UTF-8 text (byte 0x{raw[error.start]:02x}).")
        return None


def lines_of(file: str, text: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Each row with its first line; a quoted cell may run over several. Ends at the first row that is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        first = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            problems.add(file, first, None, f"it is not CSV ({error}); the rest of the file was not read.")
            return
        if cells is None:
            return
        if cells:
            yield first, cells


def _header_is_right(file: str, header: list[str], expected: list[str], problems: Problems) -> bool:
    wrong = [(c, "it is missing.") for c in expected if c not in header]
    wrong += [(c, "there is no such column.") for c in dict.fromkeys(header) if c not in expected]
    wrong += [(c, "it stands twice.") for c in dict.fromkeys(header) if header.count(c) > 1]
    for column, text in wrong:
        problems.add(file, 1, column[:60] or "(without a name)", text)
    return not wrong


def clean(cell: str) -> str:
    return cell.replace("\r\n", "\n").strip()


def refuse_control_characters(row: Row, problems: Problems) -> None:
    for column, cell in row.cells.items():
        found = _CONTROL.search(cell)
        if found:
            code = f"U+{ord(found[0]):04X}"
            problems.add(row.file, row.line, column, f"it holds the control character {code}, which is no text.")


def printable(text: str, longest: int = 60) -> str:
    """`text` as a message may show it: short, on one line, without control or formatting characters."""
    shown = "".join("�" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text[: longest + 1])
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
