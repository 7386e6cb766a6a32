"""The filters of a page → questions to the engine, by the facet that each belongs to."""

from alerts.filters import AmongFilter
from alerts.questions import Question as Asked
from search.question import Issued, Question, Tied

DATES = "issued"


def filters(asked: Asked) -> dict[str, Question]:
    """What narrows the question besides its words. `asked` must be valid."""
    found: dict[str, Question] = {}
    for name, declared in asked.filter.filters.items():
        if isinstance(declared, AmongFilter) and (chosen := asked.chosen(name)):
            found[name] = Tied(name, tuple(option.key for option in chosen))
    first, last = asked.day("issued_after"), asked.day("issued_before")
    if first or last:
        found[DATES] = Issued(first, last)
    return found


def filter_of(parameter: str) -> str:
    """The name under which `filters` has a parameter of the page."""
    return DATES if parameter in ("issued_after", "issued_before") else parameter
