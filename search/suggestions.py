"""Suggestions while a question is typed: published alerts by title, and what they are tied to by any of its names.

Three database queries, and short ones to the index, which knows what published alerts are tied to: nothing else is
suggested. A pejorative name leads to nothing here: it finds, but is not suggested.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet, Value
from django.urls import reverse

from alerts.models import Alert, Situation, SituationName
from identifiers.folding import fold, is_unspaced
from identifiers.models import Name
from organizations.models import Organization, OrganizationName
from places.models import Country, CountryName, Place, PlaceName
from search.asking import Ask
from search.engine import Engine
from search.lexicon import beginning
from search.question import All, AnyOf, Prefix, Tied

MOST = 8
MOST_TYPED = 100  # characters that are read
_FEWEST_TITLES = 3  # where there are so many, whatever the names
_MOST_WORDS = 8
_MOST_NAMES = 1000  # that are read
_MOST_ASKED = 16  # records of which the index is asked
_MOST_SITUATIONS = 5000

# Table, table of other names, and the way from it. Equally good records are suggested in this order.
_NAMED: dict[str, tuple[type[Any], type[Any], str]] = {
    "country": (Country, CountryName, "country"),
    "place": (Place, PlaceName, "place"),
    "organization": (Organization, OrganizationName, "organization"),
}
_KINDS = ("situation", *_NAMED)
_TIES = {"organization": ("issuer", "signatory", "addressee")}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record, by its name of today, and where it is shown; `detail` is another name, an acronym or a date."""

    kind: str
    label: str
    detail: str
    address: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A record by a name of it that begins as typed; `also` is that name, or its acronym where it is its own."""

    kind: str
    key: str
    slug: str
    label: str
    also: str
    begins: bool  # with all that is typed, in this order

    @property
    def address(self) -> str:
        if self.kind == "organization":
            return reverse("organization", args=[self.key, self.slug])
        return f"{reverse('search')}?{urlencode({self.kind: self.slug})}"

    @property
    def rank(self) -> tuple[bool, int, int, str, str]:
        return not self.begins, _KINDS.index(self.kind), len(self.label), self.label, self.key


def suggestions(typed: str, engine: Engine, without: frozenset[str] = frozenset()) -> list[Suggestion]:
    """At most MOST suggestions for what is typed so far; `without` are uids of alerts that the index must not speak of.

    Raises Unusable where the index is unreadable.
    """
    words = fold(typed[:MOST_TYPED]).split()[:_MOST_WORDS]
    if len("".join(words)) < 2 and not any(map(is_unspaced, words)):
        return []
    names = _public(_each([*_named(words), *_situations(words)]), engine, without)
    titles = _titles(words, engine, without)
    kept = min(len(titles), max(_FEWEST_TITLES, MOST - len(names)))
    return [*(Suggestion(f.kind, f.label, f.also, f.address) for f in names[: MOST - kept]), *titles[:kept]]


def _titles(words: list[str], engine: Engine, without: frozenset[str]) -> list[Suggestion]:
    """Published alerts in whose title each of `words` begins a word, the newest first."""
    question = All(tuple(Prefix(word, within="title") for word in words))
    found = engine.search(Ask(question, without=without, order="-date", limit=MOST, facets=False))
    alerts = Alert.objects.published().newest_first().filter(uid__in=found.uids)
    shown = alerts.only("uid", "slug", "title", "language", "issued") if found.uids else []
    return [Suggestion("alert", a.title, a.issued_in_words, a.get_absolute_url(), a.language) for a in shown]


def _public(found: Iterable[_Found], engine: Engine, without: frozenset[str]) -> list[_Found]:
    """Those that published alerts are tied to, the best first: by how they begin, then by how many alerts."""
    asked = sorted(found, key=lambda f: f.rank)[:_MOST_ASKED]
    counts = {(f.kind, f.key): _count(f, engine, without) for f in asked}
    used = [f for f in asked if counts[f.kind, f.key]]
    return sorted(used, key=lambda f: (not f.begins, -counts[f.kind, f.key], f.rank))


def _count(found: _Found, engine: Engine, without: frozenset[str]) -> int:
    ties = tuple(Tied(name, (found.key,)) for name in _TIES.get(found.kind, (found.kind,)))
    return engine.search(Ask(AnyOf(ties), without=without, limit=0, facets=False)).total


def _each(found: Iterable[_Found]) -> list[_Found]:
    """Each record once, by the name that is nearest to what is typed: its own before others."""
    best: dict[tuple[str, str], _Found] = {}
    for one in found:
        other = best.setdefault((one.kind, one.key), one)
        if one.begins and not other.begins:
            best[one.kind, one.key] = one
    return list(best.values())


def _named(words: list[str]) -> Iterator[_Found]:
    """Countries, places and organizations with a name in which each of `words` begins a word, public or not."""
    rows: list[QuerySet[Any, Any]] = []
    for kind, (model, names, way) in _NAMED.items():
        key, slug = ("code", "code") if kind == "country" else ("uid", "slug")
        acronym = F("acronym") if kind == "organization" else Value("")
        begun = beginning(words) or Q(pk=None)
        own = begun | Q(folded_acronym__startswith=" ".join(words)) if kind == "organization" else begun
        rows.append(_rows(kind, model.objects.filter(own), key, slug, "name", acronym))
        other = names.objects.filter(begun, relation__in=Name.INTERCHANGEABLE)
        rows.append(_rows(kind, other, *(f"{way}__{column}" for column in (key, slug, "name")), F("text")))
    typed = " ".join(words)
    for kind, key, slug, label, also in rows[0].union(*rows[1:], all=True)[:_MOST_NAMES]:
        begins = any(_folded(name).startswith(typed) for name in (label, also))
        yield _Found(kind, key, slug, label, also, begins)


def _rows(kind: str, records: "QuerySet[Any]", *columns: Any) -> "QuerySet[Any, Any]":
    return records.order_by().values_list(Value(kind), *columns)


def _situations(words: Sequence[str]) -> Iterator[_Found]:
    """Situations with a name in which each of `words` begins a word, public or not. There are some hundreds at most."""
    typed = " ".join(words)
    titles = Situation.objects.order_by().values_list("uid", "slug", "title", Value(""))
    others = SituationName.objects.filter(relation__in=Name.INTERCHANGEABLE).order_by()
    named = others.values_list("situation__uid", "situation__slug", "situation__title", "text")
    for key, slug, title, also in titles.union(named, all=True)[:_MOST_SITUATIONS]:
        folded = f" {_folded(also or title)}"
        if all((word if is_unspaced(word) else f" {word}") in folded for word in words):
            yield _Found("situation", key, slug, title, also, folded.startswith(f" {typed}"))


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text)
