"""Ready records in files of the catalogue's own form: CSV, or JSON Lines with the table in each row.

What is wrong is told by row. All rows are taken or none; or the good ones, and the bad ones are handed back, each with
the reason. Alerts are written as drafts and working copies (intake.upserting), whatever their `do_no_harm` says.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from alerts import heads
from intake.known import Known
from intake.problems import CatalogueError, Problem, Problems
from intake.reading import Row, clean, lines_of, refuse_control_characters, text_of
from intake.records import collect
from intake.tables import BY_MODEL, PARTS, columns, files
from intake.told import held_cells
from intake.upserting import Upsert, Written

WHY = "why"
_WHAT = "The file"
_WHOLES = [BY_MODEL[part.model] for part in PARTS if part.model.__name__ in ("Recommendation", "Note")]


@dataclass
class Ready:
    """The rows of a file, and what each line of it held, to hand it back as it was."""

    path: Path
    rows: list[Row] = field(default_factory=list)
    tables: dict[int, str] = field(default_factory=dict)  # line → file of the catalogue
    raw: dict[int, Any] = field(default_factory=dict)  # line → its cells, or its object
    header: list[str] = field(default_factory=list)

    def add(self, line: int, table: str, cells: dict[str, str], raw: Any) -> None:
        names = columns(files()[table])
        cells = held_cells(table, cells) | cells if len(cells) < len(names) else cells
        self.tables[line], self.raw[line] = table, raw
        self.rows.append(Row(self.path.name, line, {name: clean(cells.get(name, "")) for name in names}))

    def by_table(self, without: set[int]) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.line not in without:
                found.setdefault(self.tables[row.line], []).append(row)
        return found


@dataclass
class Outcome:
    """What was done, or would be, row by row; and what is wrong with the rows that were left out."""

    written: list[Written]
    problems: list[Problem]

    @property
    def bad(self) -> dict[int, list[str]]:
        """Line → what is wrong with it."""
        found: dict[int, list[str]] = {}
        for problem in self.problems:
            text = f"{problem.column}: {problem.text}" if problem.column else problem.text
            found.setdefault(problem.line or 0, []).append(text)
        return found


def load(path: Path, by: User, dry_run: bool = False, only_good: bool = False) -> Outcome:
    """Write the records of a file; with `dry_run`, take it all back. Raises CatalogueError, nothing is written then.

    With `only_good` the rows that cannot be written are left out, and with them what would belong to them.
    """
    problems = Problems()
    ready = read(path, problems)
    if not ready.rows or not only_good:
        problems.stop(_WHAT)
    bad = {problem.line or 0 for problem in problems.found}
    while True:
        found, written = _attempt(ready, bad, by, dry_run)
        problems.found += found
        new = {problem.line or 0 for problem in found} - bad
        if not found:
            return Outcome(written, list(dict.fromkeys(problems.found)))
        if not only_good or not new:
            raise CatalogueError(problems.found, _WHAT)
        bad |= new


def read(path: Path, problems: Problems) -> Ready:
    """The rows of a .csv or .jsonl file. What is wrong goes to `problems`."""
    ready = Ready(path)
    text = text_of(path, problems)
    if text is not None:
        (_read_lines if path.suffix.lower() in (".jsonl", ".ndjson") else _read_csv)(ready, text, problems)
    for row in ready.rows:
        refuse_control_characters(row, problems)
    return ready


def write_bad(ready_path: Path, outcome: Outcome, target: Path) -> None:
    """Hand the bad rows back, in the form in which they came, with a column that says why."""
    ready = read(ready_path, Problems())
    bad = {line: " ".join(why) for line, why in outcome.bad.items() if line in ready.raw}
    out = StringIO(newline="")
    if ready.header:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*ready.header, WHY])
        width = len(ready.header)
        for line, why in sorted(bad.items()):
            cells = ready.raw[line]
            writer.writerow([*(cells + [""] * width)[:width], why])
    else:
        for line, why in sorted(bad.items()):
            raw = ready.raw[line] if isinstance(ready.raw[line], dict) else {"line": ready.raw[line]}
            out.write(json.dumps({**raw, WHY: why}, ensure_ascii=False) + "\n")
    target.write_text(out.getvalue(), encoding="utf-8")


def _attempt(ready: Ready, bad: set[int], by: User, dry_run: bool) -> tuple[list[Problem], list[Written]]:
    """Write all rows but the bad ones; what is wrong with some, and then nothing is written."""
    problems, known = Problems(), Known()
    with transaction.atomic():
        heads.lock(heads.EVENTS)
        heads.lock(heads.CHANGES)
        rows = ready.by_table(bad)
        cited = [table for table in _WHOLES if any(part.whole and part.file in rows for part in PARTS)]
        batch = collect(rows, known, problems, cited)
        upsert = Upsert(batch, known, problems, by)
        if not problems.found:
            upsert.write()
        transaction.set_rollback(dry_run or bool(problems.found))
    return problems.found, upsert.written


def _read_csv(ready: Ready, text: str, problems: Problems) -> None:
    lines = lines_of(ready.path.name, text, problems)
    _, ready.header = next(lines, (1, []))
    table = _table_of(ready.path.name, ready.header, problems)
    for line, cells in lines if table else ():
        ready.raw[line] = cells
        if len(cells) != len(ready.header):
            text = f"it has {len(cells)} cells, and the header has {len(ready.header)}."
            problems.add(ready.path.name, line, None, text)
        else:
            told = {name: cell for name, cell in zip(ready.header, cells, strict=True) if name != WHY}
            ready.add(line, table, told, cells)


def _table_of(file: str, header: list[str], problems: Problems) -> str:
    """The file of the catalogue that has these columns: the one of that name, or the one that shares most of them."""
    known = {name: columns(tables) for name, tables in files().items()}
    names = [name for name in header if name != WHY]
    best = file if file in known else max(known, key=lambda name: (len({*known[name]} & {*names}), -len(known[name])))
    for name in known[best]:
        if name not in names:
            problems.add(file, 1, name[:60], f"it is missing; {best} has it.")
    for name in dict.fromkeys(names):
        if name not in known[best] or names.count(name) > 1:
            problems.add(file, 1, name[:60] or "(without a name)", f"{best} has no such column, or it stands twice.")
    return "" if any(problem.line == 1 for problem in problems.found) else best


def _read_lines(ready: Ready, text: str, problems: Problems) -> None:
    for line, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            continue
        ready.raw[line] = raw
        try:
            row = json.loads(raw)
            table, cells = _told(row)
        except (ValueError, RecursionError) as error:
            problems.add(ready.path.name, line, None, f"it is no row: {error}")
            continue
        ready.add(line, table, cells, row)


def _told(row: Any) -> tuple[str, dict[str, str]]:
    """The table that an object names, and its cells. Raises ValueError with what is wrong."""
    if not isinstance(row, dict):
        raise ValueError("a JSON object is expected.")
    table = str(row.get("table", "")).removesuffix(".csv") + ".csv"
    if table not in files():
        raise ValueError(f"“table” is one of: {', '.join(sorted(name[:-4] for name in files()))}.")
    names = columns(files()[table])
    if odd := [name for name in row if name not in (*names, "table", WHY)]:
        raise ValueError(f"{table} has no column “{odd[0][:60]}”.")
    return table, {name: _cell(name, value) for name, value in row.items() if name in names}


def _cell(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if value is None or isinstance(value, (str, int)):
        return "" if value is None else str(value).encode("utf-8", "replace").decode()
    raise ValueError(f"“{name}” is no text, number, yes or no, or list of texts.")


def in_words(outcome: Outcome) -> Iterator[str]:
    """A line for each row that was or would be written otherwise than it is held, and for each that is wrong."""
    for one in outcome.written:
        if one.does != "same":
            changes = "; ".join(f"{name}: “{before}” → “{after}”" for name, (before, after) in one.changes.items())
            yield f"line {one.line}: {one.table} {one.key}: {one.does}{f', {changes}' if changes else ''}"
    for line, why in sorted(outcome.bad.items()):
        yield f"line {line}: not taken: {' '.join(why)}"
