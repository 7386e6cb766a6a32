"""Counts by facet and key → the groups of choices that the page draws."""

from collections.abc import Mapping
from functools import lru_cache

from alerts.options import Labels, Option
from alerts.questions import MOST_DRAWN, Group
from alerts.questions import Question as Asked
from identifiers.folding import fold
from search.schema import FACETS

Counts = Mapping[str, list[tuple[str, int]]]
Head = tuple[int, str]


def groups(asked: Asked, counts: Counts, head: Head | None = None) -> list[Group]:
    """The filters in the order of the page, each with its commonest choices and how many alerts each would find.

    Labels that are not known are read in one query. They are kept for as long as the change feed ends in `head`: what
    renames a record that a public alert shows appends to it.
    """
    keys = {name: [key for key, _ in counts.get(name, [])[:MOST_DRAWN]] for name in FACETS}
    asked.filter.options.label(keys, _labels(head) if head else None)
    return [_group(asked, name, dict(counts.get(name, []))) for name in FACETS]


@lru_cache(maxsize=1)
def _labels(head: Head) -> Labels:
    return Labels()


def _group(asked: Asked, name: str, counts: Mapping[str, int]) -> Group:
    find = asked.filter.options.find
    options = [option for key in counts if (option := find(name, key))]
    left_out = len(counts) - len(options)
    group = asked.group(name, sorted(options, key=lambda option: _rank(name, option, counts)), counts)
    return Group(group.name, group.label, group.choices, group.chosen, max(0, group.left_out + left_out))


def _rank(name: str, option: Option, counts: Mapping[str, int]) -> tuple[int, str]:
    """Years are in their order, the latest first; others by how many alerts they would find."""
    return (-int(option.key), "") if name == "year" else (-counts[option.key], _folded(option.label))


@lru_cache(maxsize=20_000)
def _folded(label: str) -> str:
    return fold(label)
