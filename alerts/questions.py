"""A question to the archive as a page needs it: what is asked, in words, and the addresses of questions next to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from alerts.filters import MOST_VALUES, SORTS, AlertFilter, AmongFilter
from alerts.models.alert import AlertQuerySet
from alerts.options import Option, Options
from dates.display import in_words

Pair = tuple[str, str]
_LONGEST_SHOWN = 60
# Of what is typed into the box no more is read, nor kept in addresses.
MOST_TYPED = 2000
# Of a filter's options the first are shown at once, the others on a click; still others are not drawn, so that the page
# stays small: their uids and slugs are valid all the same.
SHOWN_AT_ONCE = 10
MOST_DRAWN = 100
# What says how to read and to order, and not what to find.
_MANNER = ("q", "names", "sort")


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address of the question without it."""

    filter: str
    label: str
    without: str
    name: str = ""


@dataclass(frozen=True)
class Problem:
    """A value that cannot be used: of which filter, what is wrong, and the address of the question without it."""

    name: str
    filter: str
    value: str
    says: str
    without: str


@dataclass(slots=True)
class Choice:
    """An option as the form draws it; `count` is how many alerts have it, where that was counted."""

    value: str
    label: str
    detail: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    """A filter as the form draws it: its choices, and how many are chosen."""

    name: str
    label: str
    choices: list[Choice]
    chosen: int
    left_out: int

    @property
    def first(self) -> list[Choice]:
        """What is shown at once: the chosen ones, and as many as there is room for."""
        return self.choices[: max(SHOWN_AT_ONCE, self.chosen)]

    @property
    def rest(self) -> list[Choice]:
        return self.choices[len(self.first) :]


class Question:
    """What the query string `data` asks; nothing of it reaches a query but through AlertFilter (see its `options`)."""

    def __init__(self, data: QueryDict, options: Options | None = None) -> None:
        self.filter = AlertFilter(data, options=options)
        self.is_valid: bool = self.filter.is_valid()
        self._cleaned: dict[str, Any] = self.filter.form.cleaned_data
        self._pairs = list(self._given(data))

    @property
    def alerts(self) -> AlertQuerySet:
        return self.filter.qs

    @property
    def page(self) -> int:
        return int(self._cleaned.get("page") or 1)

    @property
    def typed(self) -> str:
        """What was typed into the box."""
        return str(self._cleaned.get("q") or "")

    @property
    def order(self) -> str:
        """The order of the hits: without words none matches best, and the newest are first."""
        chosen = str(self._cleaned.get("sort") or "relevance")
        return "-date" if chosen == "relevance" and not self.typed else chosen

    @property
    def sort(self) -> str:
        """The order as it was chosen; empty for the usual one."""
        return self.text("sort")

    @property
    def sorts(self) -> list[tuple[str, str]]:
        usual = str(SORTS["relevance"]) if self.typed else gettext("best match or newest")
        return [("", usual), *((value, str(words)) for value, words in SORTS.items() if value != "relevance")]

    @property
    def names_off(self) -> bool:
        """Whether other names are not to be searched for."""
        return self._cleaned.get("names") == "off"

    def chosen(self, name: str) -> list[Option]:
        """The options chosen of a filter."""
        return list(self._cleaned.get(name) or [])

    def day(self, name: str) -> Any:
        """The day that a filter by date was cleaned to, if it was given."""
        return self._cleaned.get(name)

    def text(self, name: str) -> str:
        """A one-valued filter as it was typed, cut where it is absurdly long."""
        return next((v for n, v in self._pairs if n == name), "")

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.text(name) for name in ("q", "issued_after", "issued_before")}

    def address(self, page: int | None = None) -> str:
        """The address of this question, at its first page or at another."""
        return _address([*self._pairs, *([("page", str(page))] if page and page > 1 else [])])

    def with_other(self, **values: str) -> str:
        """The address of the question with these values in the place of all that it has of their filters."""
        kept = [(n, v) for n, v in self._pairs if n not in values]
        order = list(self.filter.filters)
        return _address(sorted([*kept, *((n, v) for n, v in values.items() if v)], key=lambda p: order.index(p[0])))

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(self._label(name), self._shown(name, value), self._without(name, value), name)
            for name, value in self._pairs
            if name in self._cleaned and name not in ("names", "sort")
        ]

    @cached_property
    def problems(self) -> list[Problem]:
        return [p for name, errors in self.filter.errors.as_data().items() for p in self._problems(name, errors)]

    @cached_property
    def groups(self) -> list[Group]:
        """The filters by records and values, with the options that any public alert has."""
        return [
            self.group(n, self.filter.options.of(n))
            for n, f in self.filter.filters.items()
            if isinstance(f, AmongFilter)
        ]

    @property
    def narrowed(self) -> int:
        """How many values narrow the question, besides its words."""
        return sum(1 for name, _ in self._pairs if name not in _MANNER)

    def _given(self, data: QueryDict) -> Iterator[Pair]:
        for name, declared in self.filter.filters.items():
            if name == "page":
                continue
            if isinstance(declared, AmongFilter):
                options: list[Option] | None = self._cleaned.get(name)
                given = data.getlist(name) if options is None else [o.value for o in options]
            else:
                given = [data.get(name, "")]
            kept = list(dict.fromkeys(v.strip() for v in given if v.strip()))
            yield from ((name, v[:MOST_TYPED]) for v in kept[:MOST_VALUES] if not self._is_usual(name, v))

    def _is_usual(self, name: str, value: str) -> bool:
        """Whether an order is the one that would be taken anyway, so that the address need not name it."""
        return name == "sort" and value in ("relevance", "" if self.typed else "-date")

    def _label(self, name: str) -> str:
        return str(self.filter.filters[name].label)

    def _shown(self, name: str, value: str) -> str:
        if name in ("issued_after", "issued_before"):
            return in_words(value)
        option = self.filter.options.find(name, value)
        return option.label if option else value

    def _without(self, name: str, value: str | None) -> str:
        return _address((n, v) for n, v in self._pairs if not (n == name and value in (None, v)))

    def _problems(self, name: str, errors: Iterable[ValidationError]) -> Iterator[Problem]:
        for error in errors:
            value = (error.params or {}).get("value")
            shown = self.filter.data.get(name, "").strip() if value is None else value
            if len(shown) > _LONGEST_SHOWN:
                shown = f"{shown[:_LONGEST_SHOWN]}…"
            yield Problem(name, self._label(name), shown, error.messages[0], self._without(name, value))

    def group(self, name: str, options: Iterable[Option], counts: Mapping[str, int] | None = None) -> Group:
        """A filter with `options` to choose from, in that order but for what is chosen: that stands first, because a
        long list hides it. `counts` are by key."""
        chosen = {o.key: o for o in self.chosen(name)}
        others = {o.key: o for o in options if o.key not in chosen}
        drawn = [*chosen.values(), *others.values()]
        kept = drawn[: max(MOST_DRAWN, len(chosen))]
        choices = [
            Choice(o.value, o.label, o.detail, o.key in chosen, None if counts is None else counts.get(o.key, 0))
            for o in kept
        ]
        return Group(name, self._label(name), choices, len(chosen), len(drawn) - len(kept))


def _address(pairs: Iterable[Pair]) -> str:
    query = urlencode(list(pairs))
    return reverse("search") + (f"?{query}" if query else "")
