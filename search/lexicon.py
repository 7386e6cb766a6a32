"""The records that a question can name, read when it is asked, so that a curator's edit counts at once.

Two queries an expansion, however much is asked and however large the archive: which records go by any of the words;
and, of those that a published alert uses, by what names they go. A country, being one of ISO 3166, is no secret.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Q, Value, When

from alerts.models import Alert
from identifiers.folding import fold, is_unspaced
from identifiers.models import FormerAddress, Kind, Name
from organizations.models import Organization, OrganizationName
from places.models import Country, CountryName, Place, PlaceName, Population, PopulationName
from search import vocabulary
from search.entries import Entry, Known, Rows, name_rows, read, record_rows, used
from search.vocabulary import Head

# Folded names tried of one question; a question within its limits has fewer.
MOST_CANDIDATES = 1000
# Records of a kind that are taken to be meant by the beginnings of their names.
MOST_BEGUN = 300
# A text of more words is no name that somebody abbreviates.
MOST_WORDS = 12

# The records that have a table of other names: model, that table, and the way from it.
_NAMED: dict[str, tuple[type[Any], type[Any], str]] = {
    "organization": (Organization, OrganizationName, "organization"),
    "country": (Country, CountryName, "country"),
    "place": (Place, PlaceName, "place"),
    "population": (Population, PopulationName, "population"),
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
# Table, key of the record, and column of folded names, in which a record of a kind is found by a whole name.
_COLUMNS: dict[str, list[tuple[str, str, str]]] = {
    kind: [
        (model._meta.db_table, "id", "folded"),
        *([(model._meta.db_table, "id", "folded_acronym")] if kind == "organization" else []),
        (names._meta.db_table, f"{way}_id", "folded"),
    ]
    for kind, (model, names, way) in _NAMED.items()
}
_IN_WORDS = (*_NAMED, *vocabulary.IN_WORDS)
_FINDABLE = (*Name.INTERCHANGEABLE, Name.Relation.PEJORATIVE)
Part = tuple[str, Sequence[Any]]  # of a query: SQL and its values


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look up: `words` are folded names of any kind; `named` are texts by the kind of record that they name."""

    words: tuple[str, ...]
    named: Mapping[str, tuple[str, ...]]


class Lexicon:
    """The records that go by what was wanted."""

    def __init__(self, found: Known, few: Known, former: Mapping[tuple[str, str], str]) -> None:
        self._found, self._few, self._former = found, few, former

    @classmethod
    def read(cls, wanted: Wanted, head: Head | None = None) -> "Lexicon":
        """What the archive says today, in at most two queries. `head` is the end of the change feed, if it is known:
        the records of which few exist are then read once for as long as it stays."""
        found, former = _found(wanted)
        rows = list(_details(wanted, found, former))
        kinds = _few(wanted)
        if head is None:
            rows += vocabulary.rows(kinds)
        entries = read(rows[0].union(*rows[1:], all=True)) if rows else []
        few = vocabulary.kept(head) if head and kinds else Known([])
        return cls(Known(entries), few, {(kind, value): uid for kind, value, uid in former})

    def of_words(self, folded: str, typed: str) -> list[Entry]:
        """The records of which a name is exactly `folded`, of the kinds whose names may stand among plain words."""
        called = [*self._found.called(folded), *self._few.called(folded)]
        plain = [(e, n) for e, n in called if e.kind in _IN_WORDS and n.is_meant_by(typed)]
        return _each([entry for entry, name in plain if name.relation in _FINDABLE and _brings_more(entry)])

    def named(self, kind: str, text: str) -> list[Entry]:
        """The records of a kind that `text` names: by address, else by a whole name, else by the beginning of words."""
        entries = [entry for entry in (*self._found.entries, *self._few.entries) if entry.kind == kind]
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


def _brings_more(entry: Entry) -> bool:
    """Whether alerts are found by the record that its words do not find: a type and a measure are among the words of
    each alert of theirs, by their own label."""
    return entry.kind not in ("type", "measure") or len(entry.names) > 1


def _few(wanted: Wanted) -> list[str]:
    """The kinds of which few exist that are asked for."""
    asked = {kind for kind in vocabulary.KINDS if wanted.named.get(kind)}
    return sorted(asked | set(vocabulary.IN_WORDS if wanted.words else ()))


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


def _found(wanted: Wanted) -> tuple[dict[str, set[int]], list[tuple[str, str, str]]]:
    """The ids, by kind, of the records that go by anything wanted, public or not; and the former addresses among it,
    each as kind, value and uid of today.

    It takes one query, or none, and a short one: most questions name nothing. It is put together by hand, because the
    ORM takes longer over it than the database does.
    """
    words = list(wanted.words[:MOST_CANDIDATES])
    parts = [part for kind in _NAMED for part in _called(kind, _whole(words, wanted.named.get(kind, ())))]
    parts += [compiled for rows in _otherwise(wanted) if (compiled := _compiled(rows))]
    if not parts:
        return {}, []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql for sql, _ in parts), [value for _, values in parts for value in values])
        rows = cursor.fetchall()
    found: dict[str, set[int]] = {}
    begun_by: dict[str, set[int]] = {}
    addresses = []
    for kind, pk, *address in rows:
        if kind == "former":
            addresses.append((address[0], address[1], address[2]))
        else:
            (begun_by if address[0] else found).setdefault(kind, set()).add(pk)
    for kind, ids in begun_by.items():
        found[kind] = found.get(kind, set()) | set(sorted(ids)[:MOST_BEGUN])
    return found, addresses


def _called(kind: str, names: list[str]) -> Iterator[Part]:
    """The ids of the records of a kind of which one of `names` is a name."""
    if not names:
        return
    among = ", ".join(["%s"] * len(names))
    for table, pk, column in _COLUMNS[kind]:
        yield f"SELECT '{kind}', {pk}, '', '', '' FROM {table} WHERE {column} IN ({among})", names  # noqa: S608


def _otherwise(wanted: Wanted) -> Iterator[Rows]:
    """The ids of the records that are named by their addresses of today or of before, or by the beginnings of names."""
    for kind, (model, _, _) in _NAMED.items():
        texts = wanted.named.get(kind, ())
        if own := _addressed(kind, texts):
            found = model.objects.filter(reduce(or_, own)).order_by()
            yield found.values_list(Value(kind), "id", Value(""), Value(""), Value(""))
        if begun := [q for text in texts if (q := beginning(fold(text).split()))]:
            yield _begun(kind, reduce(or_, begun))
    if asked := _formerly(wanted):
        former = FormerAddress.objects.filter(reduce(or_, asked)).order_by()
        yield former.values_list(Value("former"), "id", "kind", "value", "uid")


def _compiled(rows: Rows) -> Part | None:
    """A query as SQL; None where the ORM knows that it finds nothing."""
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return None


def _begun(kind: str, words: Q) -> Rows:
    """The ids of the records with a name of which `words` is true: of the public ones alone, for there may be many."""
    model, names, way = _NAMED[kind]
    records: Rows = model.objects.filter(words | Q(pk__in=names.objects.filter(words).values(way))).order_by()
    if kind != "country":
        records = records.filter(used(kind))
    return records.values_list(Value(kind), "id", Value("begun"), Value(""), Value(""))


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
            yield name_rows(kind, names.objects.filter(**other), f"{way}__{key}")
    if uids := [*today["uid"], *(a for text in wanted.named.get("uid", ()) for a in _addresses(text))]:
        yield record_rows("uid", Alert.objects.published().filter(uid__in=uids), "uid", "uid", "", "", "title")


def _records(kind: str, records: Rows) -> Rows:
    if kind == "country":
        flag = Case(When(used("country"), then=Value("used")), default=Value(""))
        return record_rows(kind, records, "code", "alpha3", "alpha3", "former_alpha2", "name", flag)
    acronym, detail = ("acronym", "kind") if kind == "organization" else ("", "")
    return record_rows(kind, records.filter(used(kind)), "uid", "slug", "", acronym, "name", detail)
