"""Counts by year → a line of small bars to stand in a list, with its numbers as its name."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

HEIGHT = 24
WIDTH = 120
_LOWEST = 2


@dataclass(frozen=True)
class SparkBar:
    left: str
    top: int
    height: int


@dataclass(frozen=True)
class Spark:
    """`label` tells the same in words; `first` and `last` are the years at its ends."""

    label: str
    bars: tuple[SparkBar, ...]
    bar_width: str
    first: int
    last: int

    width = WIDTH
    height = HEIGHT


def spark(counts: Mapping[int, int], first: int, last: int) -> Spark | None:
    """The years from `first` to `last`, the same for all lines of a list so that they can be compared; None where no
    year of them has any."""
    years = {year: count for year, count in sorted(counts.items()) if first <= year <= last and count}
    if not years:
        return None
    step = WIDTH / (last - first + 1)
    most = max(years.values())
    label = _("By year: %(numbers)s") % {"numbers": ", ".join(f"{year}: {count}" for year, count in years.items())}
    drawn = []
    for year, count in years.items():
        height = max(_LOWEST, round(count / most * HEIGHT))
        drawn.append(SparkBar(f"{(year - first) * step:.2f}", HEIGHT - height, height))
    return Spark(label, tuple(drawn), f"{max(step * 0.8, 1.5):.2f}", first, last)
