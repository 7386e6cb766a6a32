"""Tables as files: CSV and JSON read with clear errors, and written row by row, however many there are.

A spreadsheet runs what begins like a formula, so such cells are written with an apostrophe in front, which reading
takes away again: what was written is read back to the letter.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tablib import Dataset

LARGEST = 3 * 1024 * 1024  # bytes
MOST_ROWS = 5000
FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_SHOWN = 10
_BOM = "\ufeff"


class TableError(ValueError):
    """A file that is no table. `sentences` say what is wrong, where, and what would be right."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def guarded(cell: str) -> str:
    """`cell`, harmless to a spreadsheet."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def written(kind: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file of that kind ("csv", "json"), in pieces: no more than a row is held in memory."""
    return _written_csv(headers, rows) if kind == "csv" else _written_json(headers, rows)


def _written_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(_BOM)  # or spreadsheets take it for another encoding
    writer.writerow(headers)
    for row in rows:
        writer.writerow([guarded(str(cell)) for cell in row])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _written_json(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    before = "[\n"
    for row in rows:
        yield (before + json.dumps(dict(zip(headers, map(str, row), strict=True)), ensure_ascii=False)).encode()
        before = ",\n"
    yield ("[]\n" if before == "[\n" else "\n]\n").encode()


def read(data: bytes, kind: str) -> Dataset:
    """The table in a file of that kind, all cells text. Raises TableError."""
    if len(data) > LARGEST:
        raise TableError(f"The file is larger than {LARGEST // 1024 // 1024} MB: split it.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(f"Line {line} is not UTF-8: save the file as “CSV UTF-8”.") from error
    headers, rows = _read_csv(text) if kind == "csv" else _read_json(text)
    _check(headers, rows)
    table = Dataset(headers=headers)
    for row in rows:
        table.append(row)
    return table


def _read_csv(text: str) -> tuple[list[str], list[list[str]]]:
    csv.field_size_limit(LARGEST)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TableError(f"The file is not CSV as RFC 4180 has it ({error}): is a quotation mark left open?") from error
    headers = [cell.strip() for cell in lines[0]] if lines else []
    rows = [[unguarded(cell) for cell in line] for line in lines[1:] if line]
    return headers, rows


def _read_json(text: str) -> tuple[list[str], list[list[str]]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TableError(f"The file is not JSON: {str(error)[:100]}.") from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise TableError("The file must be a list of objects, one a row.")
    headers = list(dict.fromkeys(key for row in found[:MOST_ROWS] for key in row))
    odd = [n for n, row in enumerate(found, 1) if any(isinstance(v, (dict, list)) for v in row.values())]
    if odd:
        raise TableError(*(f"Row {n}: a value is a list or an object; write text." for n in odd[:_SHOWN]))
    absent = [n for n, row in enumerate(found, 1) if set(row) != set(headers)]
    if absent:
        raise TableError(*(f"Row {n}: it has other columns than the rows before it." for n in absent[:_SHOWN]))
    return headers, [["" if row[key] is None else str(row[key]) for key in headers] for row in found]


def _check(headers: list[str], rows: list[list[str]]) -> None:
    if not headers or not any(headers):
        raise TableError("The file is empty: its first line must name the columns.")
    twice = sorted({h for h in headers if headers.count(h) > 1})
    if twice:
        raise TableError(f"A column stands there twice: {', '.join(twice)[:200]}.")
    if len(rows) > MOST_ROWS:
        raise TableError(f"The file has {len(rows):,} rows; at most {MOST_ROWS:,} are taken in at once: split it.")
    wrong = [
        f"Row {n}: it has {len(row)} cells, and the first line names {len(headers)} columns."
        for n, row in enumerate(rows, 1)
        if len(row) != len(headers)
    ]
    wrong += [
        f"Row {n}, column {header}: it holds a character that is no text (NUL, or half of one)."
        for n, row in enumerate(rows, 1)
        for header, cell in zip(headers, row, strict=False)
        if "\0" in cell or any("\ud800" <= c <= "\udfff" for c in cell)
    ]
    if wrong:
        more = [f"And {len(wrong) - _SHOWN} more."] if len(wrong) > _SHOWN else []
        raise TableError(*wrong[:_SHOWN], *more)
