"""The answer to a query string, whole: hits, total, facets, histogram, what was read, and what to try instead.

The index answers; while there is none that can be asked, the database does (search/plainly.py), and the answer says so.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from alerts.filters import AlertFilter
from alerts.options import Options
from alerts.paging import MOST_ROWS, PER_PAGE, Page
from alerts.questions import MOST_TYPED, Group
from alerts.questions import Question as Asked
from search import index, narrowing, plainly
from search.asking import Ask, Found
from search.engine import Engine, Unusable
from search.facets import groups
from search.histogram import Histogram, histogram
from search.hits import hits
from search.index import Pending
from search.marking import Part
from search.names import Also, expand
from search.parser import mark, parse, render
from search.problems import Problem
from search.question import Question, Tied
from search.spelling import did_you_mean
from search.without import Removal, removals

REBUILDING = gettext_lazy(
    "The index is being rebuilt: until it is ready, filters and orders by date and title hold as ever, but words are "
    "only looked for from their beginnings, the best match is not known, and nothing is counted beside the filters."
)
TOO_LONG = gettext_lazy(
    "The index is being rebuilt, and without it these words take too long to look for. Try again in a moment, or use "
    "the filters alone."
)


@dataclass(frozen=True)
class Typed:
    """What was typed into the box: the question as it was read, the same with other names, what is wrong with it, and
    itself with the places of that marked."""

    read: Question
    question: Question
    problems: Sequence[Problem]
    marked: list[Part]
    also: Sequence[Also]

    @property
    def reading(self) -> str:
        """The question as it was read, in the canonical form."""
        return render(self.read)


@dataclass(frozen=True)
class Answer:
    """`asked` is the query string as it was understood; `page` holds the hits: where `asked` is not valid, none were
    looked for. `meant` are other words that find more, where hardly any alert is found; `notice` says why this answer
    is less than it could be."""

    asked: Asked
    typed: Typed
    page: Page
    groups: list[Group]
    histogram: Histogram | None = None
    removals: list[Removal] = field(default_factory=list)
    meant: str = ""
    notice: str = ""

    @property
    def narrowed(self) -> dict[str, Question]:
        """The filters as the engine was asked."""
        return narrowing.filters(self.asked)

    @property
    def as_meant(self) -> str:
        return self.asked.with_other(q=self.meant)

    @property
    def with_names_off(self) -> str:
        return self.asked.with_other(names="off")

    @property
    def with_names_on(self) -> str:
        return self.asked.with_other(names="")


def answer(data: QueryDict, today: dt.date) -> Answer:
    """The answer to `data`, whatever it holds. `today` is the day on which `last:90d` ends."""
    engine = index.searcher()
    pending = index.pending(engine) if engine else None
    if engine and pending:
        try:
            return _from_index(data, today, engine, pending)
        except Unusable as error:
            index.found_damaged(error)
    return _from_database(data, today)


def _from_index(data: QueryDict, today: dt.date, engine: Engine, pending: Pending) -> Answer:
    without = pending.uids
    asked = Asked(data, Options.asked(AlertFilter.values(data), _is_used(engine, without)))
    typed = _typed(asked, today, pending.head)
    if not asked.is_valid:
        counted = engine.search(Ask(without=without, limit=1))
        return Answer(asked, typed, _page(asked, [], 0), groups(asked, counted.facets, pending.head))
    ask = _ask(asked, typed.question, without)
    found = engine.search(ask)
    drawn = groups(asked, found.facets, pending.head)
    meant = did_you_mean(asked.typed, ask, found.total, engine) or ""
    if not found.total:
        return Answer(asked, typed, _page(asked, [], 0), drawn, None, removals(asked, ask, engine.search), meant)
    page = _page(asked, found.uids, found.total)
    page = replace(page, rows=hits(found.uids, typed.question) if not page.is_beyond else [])
    return Answer(asked, typed, page, drawn, histogram(asked, found.months, found.years_only), meant=meant)


def _ask(asked: Asked, question: Question, without: frozenset[str]) -> Ask:
    start, limit = (asked.page - 1) * PER_PAGE, PER_PAGE
    if start >= MOST_ROWS:
        start, limit = 0, 1  # only counted
    return Ask(question, narrowing.filters(asked), without, asked.order, start, limit)


def _is_used(engine: Engine, without: frozenset[str]) -> Callable[[str, str], bool]:
    def is_used(name: str, key: str) -> bool:
        if name == "year" and not (key.isascii() and key.isdigit() and len(key) == 4):
            return False
        found: Found = engine.search(Ask(Tied(name, (key,)), without=without, limit=1, facets=False))
        return found.total > 0

    return is_used


def _typed(asked: Asked, today: dt.date, head: tuple[int, str] | None = None) -> Typed:
    words = asked.typed
    parsed = parse(words, today)
    expanded = expand(parsed.question, asked.names_off, head)
    problems = sorted([*parsed.problems, *expanded.problems], key=lambda p: (p.start, p.end))
    marked = mark(words[: MOST_TYPED + 200], problems) if problems else []
    return Typed(parsed.question, expanded.question, problems, marked, expanded.also)


def _page(asked: Asked, rows: Sequence[object], total: int) -> Page:
    return Page(rows, asked.page, total, PER_PAGE, asked.address)


def _from_database(data: QueryDict, today: dt.date) -> Answer:
    asked = Asked(data)
    typed = _typed(asked, today)
    if not asked.is_valid:
        return Answer(asked, typed, _page(asked, [], 0), asked.groups, notice=str(REBUILDING))
    found = plainly.search(_ask(asked, typed.question, frozenset()))
    if found is None:
        return Answer(asked, typed, _page(asked, [], 0), asked.groups, notice=str(TOO_LONG))
    page = _page(asked, [], found.total)
    page = replace(page, rows=hits(found.uids, typed.question) if not page.is_beyond else [])
    return Answer(asked, typed, page, asked.groups, notice=str(REBUILDING))
