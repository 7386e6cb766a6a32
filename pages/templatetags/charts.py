"""Charts on a page: `{% bars chart %}`, `{% lanes chart %}`, `{% ranks chart %}`, `{% sparkline spark %}`.

Each draws nothing where its chart is None. The page loads charts.css.
"""

from typing import Any

from django import template
from django.utils.formats import number_format

from pages.charts.chart import Cell, Chart
from pages.charts.sparks import Spark

register = template.Library()


@register.filter
def shown(cell: Cell) -> str:
    """A cell of a table: a number as the reader's language writes it, words as they are."""
    return number_format(cell, force_grouping=True) if isinstance(cell, int) else cell


def _chart(context: template.Context, chart: Chart | None, level: int = 3) -> dict[str, Any]:
    """`level`: of the heading. The numbers are taken away under the page's own question."""
    asked = context["request"].GET.copy()
    if chart:
        asked["csv"] = chart.about.name
    return {"chart": chart, "level": level, "csv": f"?{asked.urlencode()}"}


for _kind in ("bars", "lanes", "ranks"):
    register.inclusion_tag(f"charts/{_kind}.html", takes_context=True, name=_kind)(_chart)


@register.inclusion_tag("charts/spark.html")
def sparkline(spark: Spark | None) -> dict[str, Any]:
    return {"spark": spark}
