"""Pages of a list: which rows, which numbers beside it, and how far it can be paged through."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

PER_PAGE = 20
# A database reads and throws away all rows before a page: beyond this, a question should be narrowed.
MOST_ROWS = 10_000


@dataclass(frozen=True)
class PageLink:
    number: int
    address: str
    is_current: bool


@dataclass(frozen=True)
class Page:
    """A page of `total` rows. `number` may lie beyond `last`; `rows` is then empty."""

    rows: Sequence[Any]
    number: int
    total: int
    per_page: int
    address: Callable[[int], str]

    @property
    def last(self) -> int:
        """The last page that is there, or that can be paged to."""
        return max(1, -(-min(self.total, MOST_ROWS) // self.per_page))

    @property
    def is_beyond(self) -> bool:
        return self.number > self.last

    @property
    def is_capped(self) -> bool:
        return self.total > MOST_ROWS

    @property
    def most_rows(self) -> int:
        return MOST_ROWS

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.per_page + 1

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.rows) - 1

    @property
    def first_address(self) -> str:
        return self.address(1)

    @property
    def last_address(self) -> str:
        return self.address(self.last)

    @property
    def previous_address(self) -> str:
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def next_address(self) -> str:
        return self.address(self.number + 1) if self.number < self.last else ""

    @property
    def links(self) -> list[PageLink]:
        """The pages around this one."""
        near = range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)
        return [PageLink(n, self.address(n), n == self.number) for n in near]


def page_of(rows: Any, total: int, number: int, address: Callable[[int], str], per_page: int = PER_PAGE) -> Page:
    """Page `number` of `rows`, a query set that is sliced and read only where the page is there."""
    empty = Page((), number, total, per_page, address)
    if empty.is_beyond or not total:
        return empty
    start = (number - 1) * per_page
    found: Iterable[Any] = rows[start : start + per_page]
    return Page(list(found), number, total, per_page, address)
