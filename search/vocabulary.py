"""The records of which few exist: types, serials, situations, measures and indicators.

All that public alerts use are read at once, with their names, and kept until the change feed grows.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce

from alerts.models import (
    AlertType,
    AlertTypeName,
    Indicator,
    Measure,
    MeasureName,
    Serial,
    SerialName,
    Situation,
    SituationName,
)
from search.entries import Known, Rows, name_rows, read, record_rows, used

TEN_STAGES = "ten-stages"
# Those whose names may stand among plain words, too.
IN_WORDS = ("situation", "serial", "type", "measure")
Head = tuple[int, str]


def _types() -> list[Rows]:
    return _labelled("type", AlertType.objects.all(), AlertTypeName.objects.all(), "label")


def _labelled(kind: str, records: Rows, names: Rows, label: str) -> list[Rows]:
    return [
        record_rows(kind, records.filter(used(kind)), "uid", "slug", "", "", label),
        name_rows(kind, names, f"{kind}__uid"),
    ]


def _indicators(kind: str) -> list[Rows]:
    found = Indicator.objects.filter(used("indicator"))
    if kind == "indicator":
        return [record_rows(kind, found, "uid", "uid", "", "", "name")]
    number = Coalesce(Cast("number", CharField()), Value(""))
    return [record_rows(kind, found.filter(framework__slug__startswith=TEN_STAGES), "uid", "uid", number, "", "name")]


KINDS: dict[str, Callable[[], list[Rows]]] = {
    "type": _types,
    "serial": lambda: _labelled("serial", Serial.objects.all(), SerialName.objects.all(), "title"),
    "situation": lambda: _labelled("situation", Situation.objects.all(), SituationName.objects.all(), "title"),
    "measure": lambda: _labelled("measure", Measure.objects.all(), MeasureName.objects.all(), "label"),
    "indicator": lambda: _indicators("indicator"),
    "stage": lambda: _indicators("stage"),
}


def rows(kinds: Iterable[str]) -> list[Rows]:
    """What search.entries reads of all records of these kinds that public alerts use."""
    return [part for kind in kinds for part in KINDS[kind]()]


@lru_cache(maxsize=1)
def kept(head: Head) -> Known:
    """All of them, as they were when the change feed ended in `head`: what is renamed, and what a public alert begins
    or ceases to use, appends to it. One query, the first time."""
    first, *others = rows(KINDS)
    return Known(read(first.union(*others, all=True)))
