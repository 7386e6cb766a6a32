"""A question to the archive as a page needs it: what is asked, in words, and the addresses of questions next to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from alerts.filters import DEFAULT_SORT, MOST_VALUES, SORTS, AlertFilter, AmongFilter
from alerts.models.alert import AlertQuerySet
from alerts.options import Option
from dates.display import in_words

Pair = tuple[str, str]
_LONGEST_SHOWN = 60
# More options than these are not drawn, so that the page stays small; their uids and slugs are valid all the same.
MOST_DRAWN = 120


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address of the question without it."""

    filter: str
    label: str
    without: str


@dataclass(frozen=True)
class Problem:
    """A value that cannot be used: of which filter, what is wrong, and the address of the question without it."""

    name: str
    filter: str
    value: str
    says: str
    without: str


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    detail: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    """A filter as the form draws it: its choices, and how many are chosen."""

    name: str
    label: str
    choices: list[Choice]
    chosen: int
    left_out: int


class Question:
    """What the query string `data` asks; nothing of it reaches a query but through AlertFilter."""

    def __init__(self, data: QueryDict) -> None:
        self.filter = AlertFilter(data)
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
    def sort(self) -> str:
        return str(self._cleaned.get("sort") or DEFAULT_SORT)

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return list(SORTS.items())

    def text(self, name: str) -> str:
        """A one-valued filter as it was typed, cut where it is absurdly long."""
        return next((v for n, v in self._pairs if n == name), "")[:1000]

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.text(name) for name in ("q", "issued_after", "issued_before")}

    def address(self, page: int | None = None) -> str:
        """The address of this question, at its first page or at another."""
        return _address([*self._pairs, *([("page", str(page))] if page and page > 1 else [])])

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(self._label(name), self._shown(name, value), self._without(name, value))
            for name, value in self._pairs
            if name in self._cleaned and name != "sort"
        ]

    @cached_property
    def problems(self) -> list[Problem]:
        return [p for name, errors in self.filter.errors.as_data().items() for p in self._problems(name, errors)]

    @cached_property
    def groups(self) -> list[Group]:
        return [self._group(name) for name, f in self.filter.filters.items() if isinstance(f, AmongFilter)]

    @property
    def narrowed(self) -> int:
        """How many values narrow the question, besides its words."""
        return sum(1 for name, _ in self._pairs if name not in ("q", "sort"))

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
            yield from ((name, v) for v in kept[:MOST_VALUES] if not (name == "sort" and v == DEFAULT_SORT))

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

    def _group(self, name: str) -> Group:
        options = self.filter.options.of(name)
        options = list({o.key: o for o in options}.values())
        chosen = {o.key for o in self._cleaned.get(name) or []}
        # What is chosen stands first: a long list scrolls, and would hide it.
        drawn = sorted(options, key=lambda o: o.key not in chosen)[: max(MOST_DRAWN, len(chosen))]
        choices = [Choice(o.value, o.label, o.detail, o.key in chosen) for o in drawn]
        return Group(name, self._label(name), choices, len(chosen), len(options) - len(drawn))


def _address(pairs: Iterable[Pair]) -> str:
    query = urlencode(list(pairs))
    return reverse("search") + (f"?{query}" if query else "")
