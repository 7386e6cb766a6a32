"""A question to the register of recommendations as its page needs it: rows, words and addresses next to it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from alerts import asks
from alerts.filters import MOST_VALUES
from alerts.models import Alert, Party, Recommendation, RecommendationAddressee
from alerts.models.recommendation import RecommendationQuerySet
from alerts.options import Option
from alerts.paging import Page, page_of
from alerts.questions import MOST_TYPED, Chip, Problem
from alerts.record import Data
from dates.display import in_words
from pages.keeping import kept

ON_A_PAGE = 25
# Of a filter no more options are drawn than these, and what is chosen; the groupings lead to all of them.
MOST_DRAWN = 200
_SHOWN_OF_ALERT = ("uid", "slug", "title", "language", "issued", "issued_basis", "issued_note", "issued_earliest")
_MANNER = ("by", "sort")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Select:
    """A filter as the form draws it: the first value chosen is selected, further ones are kept beside it."""

    name: str
    label: str
    options: list[Option]
    chosen: list[Option]
    left_out: int

    @property
    def selected(self) -> str:
        return self.chosen[0].value if self.chosen else ""

    @property
    def kept(self) -> list[Option]:
        return self.chosen[1:]


@dataclass(frozen=True)
class View:
    """A way to show what is found."""

    words: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Row:
    """An ask: the recommendation that tells it, who asks whom (organizations of a record), all occurrences of it in the
    order of issue, all answers to it (responses of a record)."""

    recommendation: Recommendation
    issuers: list[Data]
    addressees: list[Data]
    occurrences: list[Recommendation]
    responses: list[Data]


class Register:
    """What the query string `data` asks of the register."""

    def __init__(self, data: QueryDict) -> None:
        self.filter = asks.AskFilter(data)
        self.is_valid: bool = self.filter.is_valid()
        self._cleaned: dict[str, Any] = self.filter.form.cleaned_data
        self._pairs = list(self._given(data))

    @property
    def by(self) -> str:
        return str(self._cleaned.get("by") or "")

    @property
    def is_oldest_first(self) -> bool:
        return self._cleaned.get("sort") == "date"

    @property
    def found(self) -> RecommendationQuerySet:
        """All recommendations that are asked for, each occurrence of a repeated ask included."""
        return self.filter.qs

    @property
    def number(self) -> int:
        return int(self._cleaned.get("page") or 1)

    @cached_property
    def about(self) -> dict[str, Any]:
        """How many asks, by how many bodies, from when to when."""
        whole: dict[str, Any] = self.kept(
            "about", lambda: asks.figures(self.found) | {"askers": asks.askers(self.found)}
        )
        return whole

    def kept(self, what: str, make: Callable[[], Any]) -> Any:
        """Figures over all that is found, which take a large archive seconds: kept until anything public changes."""
        asked = urlencode([pair for pair in self._pairs if pair[0] not in _MANNER])
        return kept(f"register {what} {asked}", make)

    @property
    def total(self) -> int:
        return int(self.about["asks"])

    def page(self) -> Page:
        rows = asks.each_once(self.found, self.is_oldest_first)
        return page_of(
            listed(asks.in_order(rows, self.is_oldest_first)), self.total, self.number, self.address, ON_A_PAGE
        )

    # What the page draws around it -------------------------------------------------------------------------------

    @cached_property
    def selects(self) -> list[Select]:
        return [self._select(name) for name in asks.AMONG]

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(self._label(name), self._shown(name, value), self._without(name, value), name)
            for name, value in self._pairs
            if name in self._cleaned and name not in _MANNER
        ]

    @cached_property
    def problems(self) -> list[Problem]:
        return [p for name, errors in self.filter.errors.as_data().items() for p in self._problems(name, errors)]

    @property
    def texts(self) -> dict[str, str]:
        """The one-valued filters as they were typed."""
        return {name: self._text(name) for name in ("q", "issued_after", "issued_before", *_MANNER)}

    def address(self, page: int = 1) -> str:
        return _address([*self._pairs, *([("page", str(page))] if page > 1 else [])])

    def with_other(self, **values: str) -> str:
        """The address of the question with these values in the place of all that it has of their filters."""
        kept = [(n, v) for n, v in self._pairs if n not in values]
        return _address([*kept, *((n, v) for n, v in values.items() if v)])

    @property
    def views(self) -> list[View]:
        return [View(str(words), self.with_other(by=by), by == self.by) for by, words in asks.GROUPS.items()]

    @property
    def oldest_address(self) -> str:
        return self.with_other(sort="date")

    @property
    def csv_address(self) -> str:
        return _address([p for p in self._pairs if p[0] not in _MANNER], "recommendations_csv")

    def _select(self, name: str) -> Select:
        chosen: list[Option] = list(self._cleaned.get(name) or [])
        options = self.filter.options.of(name)
        drawn = [*options[:MOST_DRAWN], *(o for o in chosen if o not in options[:MOST_DRAWN])]
        return Select(name, self._label(name), drawn, chosen, len(options) - len(drawn))

    def _given(self, data: QueryDict) -> Iterator[Pair]:
        for name in self.filter.filters:
            if name == "page":
                continue
            options = self._cleaned.get(name) if name in asks.AMONG else None
            values = data.getlist(name) if name in asks.AMONG else [data.get(name, "")]
            given = values if options is None else [o.value for o in options]
            kept = list(dict.fromkeys(v.strip() for v in given if v.strip()))
            yield from ((name, v[:MOST_TYPED]) for v in kept[:MOST_VALUES])

    def _label(self, name: str) -> str:
        return str(self.filter.filters[name].label)

    def _text(self, name: str) -> str:
        return next((v for n, v in self._pairs if n == name), "")

    def _shown(self, name: str, value: str) -> str:
        if name in ("issued_after", "issued_before"):
            return in_words(value)
        option = self.filter.options.find(name, value)
        return option.label if option else value

    def _without(self, name: str, value: str | None) -> str:
        return _address([(n, v) for n, v in self._pairs if not (n == name and value in (None, v))])

    def _problems(self, name: str, errors: list[ValidationError]) -> Iterator[Problem]:
        for error in errors:
            value = (error.params or {}).get("value")
            text = str(self.filter.data.get(name, "")).strip() if value is None else str(value)
            yield Problem(name, self._label(name), text[:60], error.messages[0], self._without(name, value))


def rows_of(found: Sequence[Recommendation]) -> list[Row]:
    """Asks of a page, each with its alert and that one's record, with where else it is asked and what is recorded to
    have followed: one query where any of them is repeated, else none."""
    tied = {ask.ask for ask in found if ask.ask}
    others: dict[str, list[Recommendation]] = defaultdict(list)
    if tied:
        repeated = Recommendation.objects.published().filter(ask__in=tied).select_related("alert")
        of_alert = [f"alert__{name}" for name in ("record", *_SHOWN_OF_ALERT)]
        for other in asks.in_order(repeated, oldest=True).only("uid", "ask", *of_alert):
            others[other.ask].append(other)
    return [_row(ask, others[ask.ask]) for ask in found]


def _row(ask: Recommendation, occurrences: list[Recommendation]) -> Row:
    record = _record(ask)
    own: Data = next((r for r in record["recommendations"] if r["uid"] == ask.uid), {})
    issuers = [party["organization"] for party in record["parties"] if party["role"] == Party.Role.ISSUER]
    responses = [
        response
        for one in occurrences or [ask]
        for response in _record(one)["responses"]
        if response["recommendation"] == one.uid
    ]
    return Row(ask, issuers, [asked["organization"] for asked in own.get("addressees", [])], occurrences, responses)


def _record(ask: Recommendation) -> Data:
    """The record of its alert; what is public has one."""
    record: Data = ask.alert.record or {}
    return record


def listed(rows: RecommendationQuerySet) -> RecommendationQuerySet:
    """`rows` with what `rows_of` needs: two queries. The alerts are read apart, so that no database begins with them
    when it looks for the newest rows."""
    alerts = Alert.objects.only("record", *_SHOWN_OF_ALERT)
    found: RecommendationQuerySet = rows.select_related("measure", "situation").defer("keywords")
    return found.prefetch_related(Prefetch("alert", alerts))


def with_names(rows: RecommendationQuerySet) -> RecommendationQuerySet:
    """`rows` with all that a file of them tells, without the records: four queries a batch."""
    addressees = RecommendationAddressee.objects.select_related("organization")
    issuers = Party.objects.filter(role=Party.Role.ISSUER).select_related("organization")
    return rows.select_related("measure").prefetch_related(
        Prefetch("addressees", addressees),
        Prefetch("alert", Alert.objects.only(*_SHOWN_OF_ALERT)),
        Prefetch("alert__parties", issuers, to_attr="issuers"),
    )


def _address(pairs: list[Pair], name: str = "recommendations") -> str:
    return reverse(name) + (f"?{urlencode(pairs)}" if pairs else "")
