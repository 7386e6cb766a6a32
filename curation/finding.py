"""Records of a vocabulary found by any of their names, in any script: what an autocomplete offers.

One query looks through the folded names of a kind, which the database does from memory even of 20,000 organizations.
An index by words would have to be kept in step, on two databases, to spare some milliseconds: docs/performance.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from alerts.models import Framework, Measure, Serial, Situation
from curation.merging import name_field, names_of
from identifiers.folding import fold, is_unspaced
from organizations.models import Organization
from places.models import Country, Place, Population

Model = type[Any]
FINDABLE: tuple[Model, ...] = (Organization, Country, Place, Population, Situation, Serial, Measure, Framework)
_FOLDED = (Organization, Country, Place, Population)
MOST = 300
_MOST_WORDS = 12
_MOST_UNFOLDED = 5000  # records of the kinds that are few, read whole
_SHORTEST_WITHIN = 3  # letters that are also looked for inside a word
_TOLD_APART: dict[Model, tuple[str, ...]] = {
    Organization: ("country", "parent"),
    Place: ("part_of",),
    Serial: ("issuer",),
    Framework: ("issuer",),
}
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """A record: by which of its other names it was found (empty if by its own), and what tells it apart."""

    pk: int
    name: str
    matched: str
    detail: str
    rank: int  # 0 the whole name, 1 its beginning, 2 beginnings of its words, 3 within words


def find(model: Model, typed: str, limit: int = MOST, loosely: bool = False) -> list[Found]:
    """The records that `typed` may mean, the likeliest first; none typed, the first by name.

    `loosely`, those too with a name much like it. At most three queries, however many there are.
    """
    words = fold(typed[:200]).split()[:_MOST_WORDS]
    if not words:
        rows = model.objects.order_by(name_field(model).name, "pk").values_list("pk", flat=True)[:limit]
        best = dict.fromkeys(rows, (0, ""))
    elif loosely:
        best = _alike(model, words)
    else:
        best = _best(_matching(model, words, typed))
    return _described(model, dict(list(best.items())[:limit]))


def _matching(model: Model, words: list[str], typed: str) -> Iterable[tuple[int, int, str]]:
    """Key, rank and name of each name that matches, the best first."""
    rows = [_rows(qs, of, called, folded, _within(words, folded), words) for qs, of, called, folded in _tables(model)]
    if exact := _addressed(model, typed):
        rows.append(_shape(model.objects.filter(exact), "pk", name_field(model).name, Value(0)))
    found = rows[0].union(*rows[1:], all=True).order_by("rank", "letters", "called")[: 2 * MOST] if rows else []
    yield from sorted(
        [*((pk, rank, text) for pk, rank, _, text in found), *_unfolded(model, words)], key=lambda r: r[1]
    )


def _best(rows: Iterable[tuple[int, int, str]]) -> dict[int, tuple[int, str]]:
    best: dict[int, tuple[int, str]] = {}
    for pk, rank, text in rows:
        best.setdefault(pk, (rank, text))
    return best


def _tables(model: Model) -> list[tuple["QuerySet[Any]", str, str, str]]:
    """Where the names of a kind stand: rows, the way to the record, the name, its folded form."""
    tables: list[tuple[QuerySet[Any], str, str, str]] = []
    if model in _FOLDED:
        tables.append((model.objects.all(), "pk", "name", "folded"))
    if model is Organization:
        tables.append((model.objects.exclude(acronym=""), "pk", "acronym", "folded_acronym"))
    if names := names_of(model):
        tables.append((names._default_manager.all(), names._meta.concrete_fields[-1].attname, "text", "folded"))
    return tables


def _rows(
    rows: "QuerySet[Any]", of: str, called: str, folded: str, matches: Q, words: Sequence[str]
) -> "QuerySet[Any, Any]":
    typed = " ".join(words)
    rank = Case(
        When(**{folded: typed}, then=Value(0)),
        When(**{f"{folded}__startswith": typed}, then=Value(1)),
        When(reduce(and_, (_begins(w, folded) for w in words)), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return _shape(rows.filter(matches), of, called, rank)


def _shape(rows: "QuerySet[Any]", of: str, called: str, rank: Any) -> "QuerySet[Any, Any]":
    rows = rows.order_by().annotate(record_key=F(of), rank=rank, letters=Length(called), called=F(called))
    return rows.values_list("record_key", "rank", "letters", "called")


def _begins(word: str, folded: str) -> Q:
    if is_unspaced(word):
        return Q(**{f"{folded}__contains": word})
    return Q(**{f"{folded}__startswith": word}) | Q(**{f"{folded}__contains": f" {word}"})


def _within(words: Sequence[str], folded: str) -> Q:
    """Names in which each word begins a word, or, if it is not short, stands within one."""
    return reduce(
        and_,
        (Q(**{f"{folded}__contains": w}) if len(w) >= _SHORTEST_WITHIN else _begins(w, folded) for w in words),
    )


def _addressed(model: Model, typed: str) -> Q | None:
    """By uid, slug or code, whole."""
    bare = typed.strip()
    if not bare or len(bare) > 120 or not bare.isprintable():
        return None
    if model is Country:
        return Q(code=bare.upper()) | Q(alpha3=bare.upper()) | Q(former_alpha2=bare.upper())
    columns = {f.name for f in model._meta.concrete_fields} & {"uid", "slug"}
    return reduce(or_, (Q(**{column: bare}) for column in columns))


def _unfolded(model: Model, words: Sequence[str]) -> Iterable[tuple[int, int, str]]:
    """Matches among the names of the kinds that are few, which the database does not hold folded."""
    if model in _FOLDED:
        return
    column, typed = name_field(model).name, " ".join(words)
    for pk, text in model.objects.order_by(column, "pk").values_list("pk", column)[:_MOST_UNFOLDED]:
        folded = _folded(text)
        if all(w in (folded if is_unspaced(w) else f" {folded}") for w in words):
            begin = all((w if is_unspaced(w) else f" {w}") in f" {folded}" for w in words)
            yield pk, 0 if folded == typed else 1 if folded.startswith(typed) else 2 if begin else 3, text


def _alike(model: Model, words: Sequence[str]) -> dict[int, tuple[int, str]]:
    """Records with a name much like the words: all that share a longer word's beginning, compared letter by letter."""
    typed = " ".join(words)
    stems = sorted({w[: max(4, len(w) - 2)] for w in words}, key=len, reverse=True)[:4]
    rows: list[QuerySet[Any, Any]] = []
    for table, of, called, folded in _tables(model):
        near = reduce(or_, (_begins(stem, folded) for stem in stems))
        rows.append(_shape(table.filter(near), of, called, Value(3)))
    found = list(rows[0].union(*rows[1:], all=True)[: 10 * MOST]) if rows else []
    named = [(pk, text) for pk, _, _, text in found]
    if model not in _FOLDED:
        named += model.objects.values_list("pk", name_field(model).name)[:_MOST_UNFOLDED]
    scored = sorted(((_likeness(typed, _folded(text)), pk, text) for pk, text in named), key=lambda s: (-s[0], s[1]))
    best = _best((pk, rank, text) for pk, rank, text in _matching(model, list(words), typed) if rank < 3)
    for score, pk, text in scored:
        if score >= _ALIKE:
            best.setdefault(pk, (3, text))
    return best


def _likeness(one: str, other: str) -> float:
    """How much of two folded names is the same, 0 to 1; a name within the other counts."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    is_worth_it = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    return matcher.ratio() if is_worth_it else 0.0


def _described(model: Model, best: dict[int, tuple[int, str]]) -> list[Found]:
    records = model.objects.filter(pk__in=list(best)).select_related(*_TOLD_APART.get(model, ()))
    if model is Place:
        records = records.prefetch_related("countries")
    by_key = {record.pk: record for record in records}
    found = []
    for pk, (rank, text) in best.items():
        if pk in by_key:
            name = str(getattr(by_key[pk], name_field(model).name))
            found.append(Found(pk, name, "" if text in ("", name) else text, details(by_key[pk]), rank))
    return found


def details(record: Any) -> str:
    """What tells a record from others of its name: its kind, its country, what it belongs to."""
    said: list[str] = []
    if isinstance(record, Organization):
        kind = record.get_kind_display()
        said = [record.acronym, kind, record.country.name if record.country else "", str(record.parent or "")]
    elif isinstance(record, Country):
        years = f"{record.from_year or ''}–{record.until_year or ''}" if record.until_year else ""
        said = [record.code, years]
    elif isinstance(record, Place):
        said = [", ".join(c.name for c in record.countries.all()), str(record.part_of or "")]
    elif isinstance(record, (Serial, Framework)):
        said = [str(record.issuer or "")]
    elif isinstance(record, Situation):
        said = [record.period]
    return " · ".join(part for part in said if part)


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text)
