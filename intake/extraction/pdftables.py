"""Rows of cells in a PDF → a table of Markdown."""

from collections.abc import Callable

from intake.extraction.pdflines import Line


def is_table(group: list[Line]) -> bool:
    """Whether lines with gaps are rows of a table: several, whose cells stand below each other."""
    if len(group) < 2 or not all(len(line.cells) > 1 for line in group):
        return False
    if all(line.cells[0].text.endswith(":") for line in group):  # TO: …, FROM: …
        return False
    columns = _columns(group)
    return len(columns) > 1 and all(len({_column(cell, columns) for cell in line.cells}) > 1 for line in group)


def table_of(group: list[Line], written: Callable[[list[Line]], str]) -> str:
    columns = _columns(group)
    rows = []
    for line in group:
        cells: list[list[Line]] = [[] for _ in columns]
        for cell in line.cells:
            cell.page = line.page
            cells[_column(cell, columns)].append(cell)
        rows.append("| " + " | ".join(written(cell).replace("|", "\\|").replace("\f", "") for cell in cells) + " |")
    return "\n".join([rows[0], "|" + " --- |" * len(columns), *rows[1:]])


def _columns(group: list[Line]) -> list[tuple[float, float]]:
    """From where to where each column reaches."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((cell.left, cell.right) for line in group for cell in line.cells):
        if columns and left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _column(cell: Line, columns: list[tuple[float, float]]) -> int:
    return next(place for place, (left, right) in enumerate(columns) if left <= cell.left <= right)
