"""The records that a question can name, read when it is asked, so that a curator's edit counts at once.

Two queries an expansion, however much is asked and however large the archive: which records go by any of the words;
and, of those that a published alert uses, by what names they go. A country, being one of ISO 3166, is no secret.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from alerts.models import (
    Alert,
    AlertCountry,
    AlertPlace,
    AlertPopulation,
    AlertType,
    Assessment,
    Characterization,
    Indicator,
    Measure,
    Party,
    Recommendation,
    RecommendationAddressee,
    RecommendationTarget,
    Response,
    Serial,
    Situation,
)
from identifiers.folding import fold, is_unspaced
from identifiers.models import FormerAddress, Kind, Name
from organizations.models import Organization, OrganizationName
from places.models import Country, CountryName, Place, PlaceName, Population, PopulationName

# Folded names tried of one question; a question within its limits has fewer.
MOST_CANDIDATES = 1000
# Records of a kind that are taken to be meant by the beginnings of their names.
MOST_BEGUN = 300
# A text of more words is no name that somebody abbreviates.
MOST_WORDS = 12
# Letters up to which an acronym is likely to be a word too (IS, CAR, OPT), so that it must be typed in capitals.
SHORT = 4
TEN_STAGES = "ten-stages"

# The records that have a table of other names: model, that table, and the way from it.
_NAMED: dict[str, tuple[type[Any], type[Any], str]] = {
    "organization": (Organization, OrganizationName, "organization"),
    "country": (Country, CountryName, "country"),
    "place": (Place, PlaceName, "place"),
    "population": (Population, PopulationName, "population"),
}
# What ties a record to alerts, or to what is shown with them: model, its way to the record, its way to the alert.
_TIES: dict[str, tuple[tuple[type[Any], str, str], ...]] = {
    "organization": (
        (Party, "organization", "alert"),
        (RecommendationAddressee, "organization", "recommendation__alert"),
        (RecommendationTarget, "organization", "recommendation__alert"),
        (Characterization, "actor", "alert"),
        (Response, "organization", "alert"),
        (Alert, "type__issuer", "pk"),
        (Assessment, "indicator__framework__issuer", "alert"),
    ),
    "country": ((AlertCountry, "country", "alert"),),
    "place": ((AlertPlace, "place", "alert"), (Situation, "places", "alerts")),
    "population": (
        (AlertPopulation, "population", "alert"),
        (Characterization, "population", "alert"),
        (Situation, "populations", "alerts"),
    ),
    "type": ((Alert, "type", "pk"),),
    "serial": ((Alert, "serial", "pk"),),
    "situation": ((Situation, "pk", "alerts"), (Recommendation, "situation", "alert")),
    "measure": ((Recommendation, "measure", "alert"),),
    "indicator": ((Assessment, "indicator", "alert"),),
}
_FORMER: dict[str, str] = {
    "organization": Kind.ORGANIZATION,
    "country": Kind.COUNTRY,
    "place": Kind.PLACE,
    "population": Kind.POPULATION,
    "situation": Kind.SITUATION,
    "type": Kind.ALERT_TYPE,
    "serial": Kind.SERIAL,
    "measure": Kind.MEASURE,
    "indicator": Kind.INDICATOR,
    "uid": Kind.ALERT,
}
Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Called:
    """A name of a record: as written, folded, and its relation to the record (Name.Relation)."""

    text: str
    folded: str
    relation: str

    def is_meant_by(self, typed: str) -> bool:
        """Whether it counts as typed: a short acronym only in capitals, or letter for letter."""
        return not is_short_acronym(self.text) or typed.isupper() or typed == self.text

    @property
    def is_interchangeable(self) -> bool:
        return self.relation in Name.INTERCHANGEABLE


@dataclass(slots=True)
class Entry:
    """A record that can be named: `key` is what the index ties alerts to, `addresses` what it goes by exactly."""

    kind: str
    key: str
    label: str
    addresses: frozenset[str]
    detail: str
    names: list[Called] = field(default_factory=list)

    @property
    def is_used(self) -> bool:
        """Whether a published alert uses it; only of a country can it be otherwise."""
        return self.kind != "country" or self.detail == "used"

    @property
    def is_general(self) -> bool:
        """Whether it is a general body, the names of which are everyday words (States, Governments)."""
        return self.kind == "organization" and self.detail == Organization.Kind.GENERAL


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look up: `words` are folded names of any kind; `named` are texts by the kind of record that they name."""

    words: tuple[str, ...]
    named: Mapping[str, tuple[str, ...]]


class Lexicon:
    """The records that go by what was wanted."""

    def __init__(self, entries: Iterable[Entry], former: Mapping[tuple[str, str], str]) -> None:
        self._entries = list(entries)
        self._former = former
        self._by_name: dict[str, list[tuple[Entry, Called]]] = {}
        for entry in self._entries:
            for name in entry.names:
                self._by_name.setdefault(name.folded, []).append((entry, name))

    @classmethod
    def read(cls, wanted: Wanted) -> "Lexicon":
        """What the archive says today, in at most two queries."""
        found, former = _found(wanted)
        rows = list(_details(wanted, found, former))
        if not rows:
            return cls([], {})
        entries: dict[tuple[str, str], Entry] = {}
        names: list[tuple[int, tuple[str, str], Called]] = []
        for what, kind, key, pk, *columns in rows[0].union(*rows[1:], all=True):
            if what == "record":
                entries[kind, key] = _entry(kind, key, *columns)
            else:
                text, folded, relation, *_ = columns
                names.append((pk, (kind, key), Called(text, folded, relation)))
        for _, of, name in sorted(names, key=lambda row: row[0]):
            if of in entries:  # else nothing public uses the record
                entries[of].names.append(name)
        return cls(entries.values(), {(kind, value): uid for kind, value, uid in former})

    def of_words(self, folded: str, typed: str) -> list[Entry]:
        """The places, countries, organizations and populations of which a name is exactly `folded`."""
        plain = [(e, n) for e, n in self._by_name.get(folded, []) if e.kind in _NAMED and n.is_meant_by(typed)]
        findable = (*Name.INTERCHANGEABLE, Name.Relation.PEJORATIVE)
        return _each([entry for entry, name in plain if name.relation in findable])

    def named(self, kind: str, text: str) -> list[Entry]:
        """The records of a kind that `text` names: by address, else by a whole name, else by the beginning of words."""
        entries = [entry for entry in self._entries if entry.kind == kind]
        addresses = set(_addresses(text))
        former = {self._former.get((_FORMER.get(kind, ""), address), "") for address in addresses}
        folded = fold(text)
        words = folded.split()
        found = (
            [e for e in entries if e.addresses & addresses]
            or [e for e in entries if e.key in former]
            or [e for e in entries if any(name.folded == folded[:300] for name in e.names)]
            or [e for e in entries if words and any(_begin(words, name.folded) for name in e.names)]
        )
        return [e for e in found if e.is_used] or found


def is_short_acronym(text: str) -> bool:
    """Whether `text` is an acronym of so few letters that it may be a word as well."""
    return len(fold(text).replace(" ", "")) <= SHORT and sum(c.isupper() for c in text) > 1


def _begin(words: list[str], name: str) -> bool:
    spaced = f" {name}"
    return len(words) <= MOST_WORDS and all((w if is_unspaced(w) else f" {w}") in spaced for w in words)


def _each(entries: Iterable[Entry]) -> list[Entry]:
    return list({(e.kind, e.key): e for e in entries}.values())


def _addresses(text: str) -> list[str]:
    """What `text` can be as a uid, slug or code: no database need be asked for NUL or half a surrogate pair."""
    bare = text.strip()
    return (
        list(dict.fromkeys((bare, bare.casefold(), bare.upper())))
        if 0 < len(bare) <= 200 and bare.isprintable()
        else []
    )


def _entry(kind: str, key: str, slug: str, code: str, other: str, label: str, detail: str) -> Entry:
    addresses = {key, slug, code} | ({other} if kind == "country" else set())
    entry = Entry(kind, key, label, frozenset(filter(None, addresses)), detail)
    entry.names.append(Called(label, fold(label)[:300], Name.Relation.SAME))
    if kind == "organization" and other:
        entry.names.append(Called(other, fold(other), Name.Relation.SAME))
    return entry


def _found(wanted: Wanted) -> tuple[dict[str, set[int]], list[tuple[str, str, str]]]:
    """The ids, by kind, of the records that go by anything wanted, public or not; and the former addresses among it,
    each as kind, value and uid of today.

    It takes one query, or none, and a short one: most questions name nothing.
    """
    words = list(wanted.words[:MOST_CANDIDATES])
    rows: list[Rows] = []
    for kind, (model, names, way) in _NAMED.items():
        texts = wanted.named.get(kind, ())
        other = [Q(folded__in=whole)] if (whole := _whole(words, texts)) else []
        if own := other + _addressed(kind, texts) + _acronyms(kind, words, texts):
            rows.append(_ids(kind, model.objects.filter(reduce(or_, own)), "id"))
        if other:
            rows.append(_ids(kind, names.objects.filter(reduce(or_, other)), way))
        if begun := [q for text in texts if (q := beginning(fold(text).split()))]:
            rows.append(_begun(kind, reduce(or_, begun)))
    if asked := _formerly(wanted):
        former = FormerAddress.objects.filter(reduce(or_, asked)).order_by()
        rows.append(former.values_list(Value("former"), "id", "kind", "value", "uid"))
    found: dict[str, set[int]] = {}
    begun_by: dict[str, set[int]] = {}
    addresses = []
    for kind, pk, *address in rows[0].union(*rows[1:], all=True) if rows else ():
        if kind == "former":
            addresses.append((address[0], address[1], address[2]))
        else:
            (begun_by if address[0] else found).setdefault(kind, set()).add(pk)
    for kind, ids in begun_by.items():
        found[kind] = found.get(kind, set()) | set(sorted(ids)[:MOST_BEGUN])
    return found, addresses


def _begun(kind: str, words: Q) -> Rows:
    """The ids of the records with a name of which `words` is true: of the public ones alone, for there may be many."""
    model, names, way = _NAMED[kind]
    records: Rows = model.objects.filter(words | Q(pk__in=names.objects.filter(words).values(way))).order_by()
    if kind != "country":
        records = records.filter(used(kind))
    return records.values_list(Value(kind), "id", Value("begun"), Value(""), Value(""))


def _acronyms(kind: str, words: list[str], texts: tuple[str, ...]) -> list[Q]:
    whole = _whole(words, texts) if kind == "organization" else []
    return [Q(folded_acronym__in=whole)] if whole else []


def _whole(words: list[str], texts: tuple[str, ...]) -> list[str]:
    return [*words, *filter(None, (fold(text)[:300] for text in texts))]


def _addressed(kind: str, texts: tuple[str, ...]) -> list[Q]:
    addresses = [a for text in texts for a in _addresses(text)]
    columns = ("code", "alpha3", "former_alpha2") if kind == "country" else ("uid", "slug")
    return [Q(**{f"{column}__in": addresses}) for column in columns] if addresses else []


def _formerly(wanted: Wanted) -> list[Q]:
    values = {
        kind: [a for t in texts for a in _addresses(t)] for kind, texts in wanted.named.items() if kind in _FORMER
    }
    return [Q(kind=_FORMER[kind], value__in=addresses) for kind, addresses in values.items() if addresses]


def beginning(words: list[str]) -> Q | None:
    """Names in which each of the folded `words` begins a word."""
    if not words or len(words) > MOST_WORDS:
        return None
    starts = [
        Q(folded__contains=w) if is_unspaced(w) else Q(folded__startswith=w) | Q(folded__contains=f" {w}")
        for w in words
    ]
    return reduce(and_, starts)


def _ids(kind: str, records: Rows, column: str) -> Rows:
    return records.order_by().values_list(Value(kind), column, Value(""), Value(""), Value(""))


def _details(wanted: Wanted, found: dict[str, set[int]], former: list[tuple[str, str, str]]) -> Iterator[Rows]:
    """What to show and compare of the records that were found and that a published alert uses.

    Columns: what it is (record or name), kind, key, id; of a record slug, code, another code, label, detail; of a name
    text, folded, relation.
    """
    today = {kind: [uid for k, _, uid in former if k == of] for kind, of in _FORMER.items()}
    for kind, (model, names, way) in _NAMED.items():
        key = "code" if kind == "country" else "uid"
        meant = Q(pk__in=found.get(kind, ())) | Q(**{f"{key}__in": today[kind]})
        if kind in found or today[kind]:
            yield _records(kind, model.objects.filter(meant))
            other = {f"{way}__in": model.objects.filter(meant)} if today[kind] else {f"{way}__in": found[kind]}
            named = names.objects.filter(**other).order_by()
            yield named.values_list(
                Value("name"), Value(kind), f"{way}__{key}", "id", "text", "folded", "relation", Value(""), Value("")
            )
    for kind, rows in _VOCABULARY.items():
        if wanted.named.get(kind):
            yield rows()
    if uids := [*today["uid"], *(a for text in wanted.named.get("uid", ()) for a in _addresses(text))]:
        yield _rows("uid", Alert.objects.published().filter(uid__in=uids), "uid", "uid", "", "", "title")


def _records(kind: str, records: Rows) -> Rows:
    if kind == "country":
        flag = Case(When(used("country"), then=Value("used")), default=Value(""))
        return _rows(kind, records, "code", "alpha3", "alpha3", "former_alpha2", "name", flag)
    acronym, detail = ("acronym", "kind") if kind == "organization" else ("", "")
    return _rows(kind, records.filter(used(kind)), "uid", "slug", "", acronym, "name", detail)


@cache
def used(kind: str) -> Q:
    """Whether a published alert uses a record: asked from the record on, because the alerts may be a million."""
    public = Alert.objects.published()
    ties = [
        model._default_manager.filter(**{to_record: OuterRef("pk")}).filter(
            Exists(public.filter(pk=OuterRef(to_alert)))
        )
        for model, to_record, to_alert in _TIES[kind]
    ]
    return reduce(or_, (Q(Exists(rows)) for rows in ties))


def _types() -> Rows:
    return _rows("type", AlertType.objects.filter(used("type")), "uid", "slug", "", "", "label")


def _titled(kind: str, model: type[Any], label: str) -> Rows:
    return _rows(kind, model.objects.filter(used(kind)), "uid", "slug", "", "", label)


def _indicators(kind: str) -> Rows:
    found = Indicator.objects.filter(used("indicator"))
    if kind == "indicator":
        return _rows(kind, found, "uid", "uid", "", "", "name")
    number = Coalesce(Cast("number", CharField()), Value(""))
    return _rows(kind, found.filter(framework__slug__startswith=TEN_STAGES), "uid", "uid", number, "", "name")


def _rows(kind: str, records: Rows, *columns: Any) -> Rows:
    key, *others = (Value("") if column == "" else column for column in (*columns, "", ""))
    return records.order_by().values_list(Value("record"), Value(kind), key, "id", *others[:5])


# The records of which few exist: all that are used are read, and compared here.
_VOCABULARY: dict[str, Callable[[], Rows]] = {
    "type": _types,
    "serial": lambda: _titled("serial", Serial, "title"),
    "situation": lambda: _titled("situation", Situation, "title"),
    "measure": lambda: _titled("measure", Measure, "label"),
    "indicator": lambda: _indicators("indicator"),
    "stage": lambda: _indicators("stage"),
}
