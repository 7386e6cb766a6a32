"""What to leave out where a combination finds nothing: each part of the question, and how much is found without it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from alerts.questions import Question as Asked
from search.asking import Ask, Found
from search.narrowing import filter_of
from search.question import Everything

# Each costs a look into the index.
_MOST = 6


@dataclass(frozen=True)
class Removal:
    """A filter, or the words, in use; what is found without it, and the address of that question."""

    label: str
    total: int
    address: str


def removals(asked: Asked, ask: Ask, search: Callable[[Ask], Found]) -> list[Removal]:
    """What of `asked`, which finds nothing as `ask`, can be left out so that something is found: the most first."""
    in_use: dict[str, list[str]] = {}
    for chip in asked.chips:
        in_use.setdefault(filter_of(chip.name), []).append(chip.name)
    if len(in_use) < 2:
        return []
    found = []
    for name, parameters in list(in_use.items())[:_MOST]:
        total = search(_without(ask, name)).total
        if total:
            labels = dict.fromkeys(f"{chip.filter}: {chip.label}" for chip in asked.chips if chip.name in parameters)
            found.append(Removal(", ".join(labels), total, asked.with_other(**dict.fromkeys(parameters, ""))))
    return sorted(found, key=lambda removal: -removal.total)


def _without(ask: Ask, name: str) -> Ask:
    smaller = replace(ask, offset=0, limit=1, facets=False, order="-date")
    if name == "q":
        return replace(smaller, question=Everything())
    return replace(smaller, filters={n: f for n, f in ask.filters.items() if n != name})
