"""What all charts are: a title, what it shows and does not, and its numbers, on the page and as CSV."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

Cell = str | int
# A spreadsheet runs what begins like this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class About:
    """Words about a chart. `name` tells it from the others of its page: ids, and its CSV, are called after it."""

    name: str
    title: str
    description: str
    caveat: str


@dataclass(frozen=True)
class Row:
    """A row of the numbers; its first cell is its header, and leads to `address` where there is one."""

    cells: tuple[Cell, ...]
    address: str = ""

    @property
    def header(self) -> Cell:
        return self.cells[0]

    @property
    def others(self) -> tuple[Cell, ...]:
        return self.cells[1:]


@dataclass(frozen=True)
class Chart:
    """The numbers of a chart, and words about it."""

    about: About
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def attention() -> str:
    """What a count of alerts does not show: the caveat that every such chart bears."""
    return _(
        "A count is of what this archive holds. It measures attention, not severity, and no alert is no sign of calm."
    )


def csv_asked(request: HttpRequest, charts: Iterable[Chart | None]) -> HttpResponse | None:
    """The numbers of the chart that `?csv=` names, as a file; None where none is asked for. Raises Http404."""
    name = request.GET.get("csv")
    if name is None:
        return None
    for chart in charts:
        if chart and chart.about.name == name:
            return csv_of(chart)
    raise Http404("There is no such chart.")


def csv_of(chart: Chart) -> HttpResponse:
    """The numbers of a chart as CSV (RFC 4180, UTF-8): what the table beside it says, and nothing else."""
    out = io.StringIO()
    out.write("\ufeff")  # or spreadsheets take it for another encoding
    writer = csv.writer(out)
    writer.writerow(chart.columns)
    writer.writerows([harmless(cell) for cell in row.cells] for row in chart.rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{chart.about.name}.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


def harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def percent(part: float, whole: float) -> str:
    """A length across, of a drawing that is `whole` wide: "12.5%"."""
    return f"{round(part / whole * 100, 2) if whole else 0:g}%"
