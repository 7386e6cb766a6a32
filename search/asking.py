"""What an engine is asked, and what it answers. Every engine takes and gives these."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.question import Everything, Question

ORDERS = ("relevance", "-date", "date", "title", "-title")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to an engine.

    `filters` narrow it, by the facet that each belongs to ("" for none): the counts of a facet ignore its own.
    `without` are uids that must not occur in hits, totals or counts. `facets` says whether to count at all.
    """

    question: Question = field(default_factory=Everything)
    filters: Mapping[str, Question] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    order: str = "relevance"
    offset: int = 0
    limit: int = 20
    facets: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found: how many, the uids of the page in order, and counts by facet, key, month and year."""

    total: int
    uids: list[str]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    months: dict[int, int] = field(default_factory=dict)
    years_only: dict[int, int] = field(default_factory=dict)
