"""What merging one record into another would do, read and not written: what moves, falls together, or forbids it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from alerts.models import (
    AlertPopulation,
    Characterization,
    Indicator,
    Part,
    Party,
    RecommendationAddressee,
    RecommendationTarget,
    Response,
)
from curation.pointing import Model, Way, title_of, ways
from identifiers.models import Name
from organizations.models import Organization

# Parts of one alert that say the same twice when two records become one, though the database would hold both.
_SAYS_THE_SAME: dict[Model, tuple[str, ...]] = {
    Party: ("alert", "role"),
    AlertPopulation: ("alert",),
    RecommendationAddressee: ("recommendation",),
    RecommendationTarget: ("recommendation",),
    Characterization: (
        "alert", "crime", "modality", "words", "actor", "actor_text", "population", "population_text",
    ),
    Response: ("alert", "recommendation", "organization", "kind", "edtf", "text", "source_text", "source_url"),
}  # fmt: skip
# Of two rows that fall together, these stay as the kept one has them: what it is filed under, and where it stands.
_OWN = {"id", "uid", "slug", "position", "folded", "folded_acronym", "number"}
_DEEPEST = 3
_LONGEST_CHAIN = 50


@dataclass
class Plan:
    """What merging `merged` into `kept` would do.

    `moved` are ids of rows that would point at the kept record; `collapsed` rows of which both records had one, each a
    plan of its own; `dropped` and `cleared` what would point from the kept record to itself; `filled` what the kept
    record takes over where it holds nothing; `unlike` what of the merged one is not taken over: field, kept, not kept.
    """

    merged: Any
    kept: Any
    moved: dict[Way, list[int]] = field(default_factory=dict)
    collapsed: list["Plan"] = field(default_factory=list)
    dropped: list[models.Model] = field(default_factory=list)
    cleared: list[tuple[models.Model, str]] = field(default_factory=list)
    renumbered: list[tuple[models.Model, dict[str, Any]]] = field(default_factory=list)
    new_names: list[Name] = field(default_factory=list)
    filled: dict[str, Any] = field(default_factory=dict)
    unlike: list[tuple[str, str, str]] = field(default_factory=list)
    own_problems: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return self.own_problems + [problem for one in self.collapsed for problem in one.problems]

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [(way.label, len(ids)) for way, ids in self.moved.items() if ids]

    def inner(self) -> Iterator["Plan"]:
        """The plans of rows that fall together, which themselves are shown by alerts."""
        for one in self.collapsed:
            yield one
            yield from one.inner()


def plan(merged: models.Model, kept: models.Model, depth: int = 0, by: str = "") -> Plan:
    """What merging would do. It takes two queries, and one more for each kind of row that would fall together.

    Of rows that fall together because two records do, `by` is the field with which they point at those.
    """
    made = Plan(merged, kept)
    found = _pointing(merged)
    same = twins(list(found), merged, kept)
    for way, ids in found.items():
        made.moved[way] = ids
        pairs = same.get(way, {})
        if pairs:
            _collapse(made, way, pairs, depth)
        if way.model is type(kept) and kept.pk in ids:
            made.moved[way].remove(kept.pk)
            made.cleared.append((kept, way.attname))
        if way.is_link and way.model._meta.get_field(way.other).related_model is type(kept):
            _drop_loops(made, way)
        if way.model is Indicator:
            _renumber(made, way)
    _refuse_circles(made)
    _join(made, by)
    if not by:
        _name(made)
    return made


def _pointing(merged: models.Model) -> dict[Way, list[int]]:
    asked = ways(type(merged))
    rows = [w.rows(merged).values_list(Value(n), "pk") for n, w in enumerate(asked)]
    found: dict[Way, list[int]] = {}
    for n, pk in sorted(rows[0].union(*rows[1:], all=True)) if rows else ():
        found.setdefault(asked[n], []).append(pk)
    return found


def _keys(way: Way) -> list[tuple[str, ...]]:
    """The fields that, with the one that points, stand once: by the database's rule, or because they say the same."""
    names = way.model._meta
    unique = [c.fields for c in names.constraints if isinstance(c, models.UniqueConstraint) and c.fields]
    unique += [tuple(fields) for fields in names.unique_together]
    keys = [tuple(f for f in fields if f != way.field) for fields in unique if way.field in fields]
    keys += [tuple(f for f in _SAYS_THE_SAME.get(way.model, ()) if f != way.field)]
    return [key for key in keys if key]


def twins(asked: list[Way], merged: models.Model, kept: models.Model) -> dict[Way, dict[int, int]]:
    """The rows of `merged` of which `kept` has one that says the same, with that one."""
    rows = []
    for n, way in enumerate(asked):
        for key in _keys(way):
            same = _equal(way.rows(kept), key).order_by("pk").values("pk")[:1]
            twin = way.rows(merged).annotate(twin=Subquery(same)).filter(twin__isnull=False)
            rows.append(twin.values_list(Value(n), "pk", "twin"))
    found: dict[Way, dict[int, int]] = {}
    for n, pk, twin in rows[0].union(*rows[1:], all=True) if rows else ():
        found.setdefault(asked[n], {}).setdefault(pk, twin)
    return found


def _equal(rows: "QuerySet[Any]", key: tuple[str, ...]) -> "QuerySet[Any]":
    """The rows that in the fields of `key` hold what the outer row holds; nothing equals nothing."""
    for name in key:
        column: Any = rows.model._meta.get_field(name)
        if column.null:
            rows = rows.alias(**{f"{name}_or_0": Coalesce(column.attname, 0)})
            rows = rows.filter(**{f"{name}_or_0": Coalesce(OuterRef(column.attname), 0)})
        else:
            rows = rows.filter(**{name: OuterRef(column.attname)})
    return rows


def _collapse(made: Plan, way: Way, pairs: dict[int, int], depth: int) -> None:
    """Rows of which both records have one: the kept record's stays, and takes over what only the other says."""
    made.moved[way] = [pk for pk in made.moved[way] if pk not in pairs]
    manager = way.model._base_manager
    keys = [f.name for f in way.model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    if issubclass(way.model, Part) and way.model.whole != "alert":
        keys.append(f"{way.model.whole}__alert")
    rows = manager.select_related(*keys).in_bulk([*pairs, *pairs.values()])
    if way.is_link:
        made.dropped += [rows[pk] for pk in pairs]
        return
    if depth >= _DEEPEST:
        made.own_problems.append(f"“{title_of(made.merged)}” and “{title_of(made.kept)}” hold too much alike.")
        return
    for pk, twin in pairs.items():
        one = Plan(rows[pk], rows[twin])
        if ways(way.model):
            one = plan(rows[pk], rows[twin], depth + 1, way.field)
        else:
            _join(one, way.field)
        for name, value in one.filled.items():  # the next that falls together with this row comes on top
            setattr(rows[twin], name, value)
        made.collapsed.append(one)


def _join(made: Plan, by: str) -> None:
    """What the kept row takes over where it holds nothing, and what is said by both."""
    for column in made.merged._meta.concrete_fields:
        if column.name in {*_OWN, by} or not column.editable:
            continue
        ours, theirs = getattr(made.kept, column.attname), getattr(made.merged, column.attname)
        if theirs in (None, "", False) or theirs == ours:
            continue
        if ours in (None, "", False):
            if not _is_of_its_own_kind(column):
                made.filled[column.attname] = theirs
        elif isinstance(made.merged, Part):
            _say_both(made, column, ours, theirs)
        elif by and not isinstance(made.merged, Name):
            made.own_problems.append(_clash(made, column))
        elif column.name not in ("name", "title", "label"):
            made.unlike.append((str(column.verbose_name), _shown(made.kept, column), _shown(made.merged, column)))


def _is_of_its_own_kind(column: Any) -> bool:
    """A parent is not taken over: the kept record may stand above it."""
    return isinstance(column, models.ForeignKey) and column.related_model is column.model


def _say_both(made: Plan, column: Any, ours: Any, theirs: Any) -> None:
    """Two wordings of one part are both kept: they are what the document prints."""
    both = f"{ours}\n\n{theirs}" if isinstance(column, models.TextField) else f"{ours}; {theirs}"
    is_text = isinstance(column, (models.CharField, models.TextField)) and not column.choices
    if not is_text or (column.max_length and len(both) > column.max_length):
        made.own_problems.append(_clash(made, column))
    else:
        made.filled[column.attname] = both


def _clash(made: Plan, column: Any) -> str:
    return (
        f"“{str(whole_of(made.kept))[:80]}” has both, with another {column.verbose_name} each: "
        f"“{_shown(made.kept, column)[:60]}” and “{_shown(made.merged, column)[:60]}”. Make them one there first."
    )


def whole_of(row: Any) -> Any:
    """The alert of a part; of anything else, itself."""
    if not isinstance(row, Part):
        return row
    return row.alert if row.whole == "alert" else getattr(row, row.whole).alert  # type: ignore[attr-defined]


def _shown(row: models.Model, column: Any) -> str:
    display = getattr(row, f"get_{column.name}_display", None)
    return str(display() if display else getattr(row, column.name))


def _drop_loops(made: Plan, way: Way) -> None:
    """A record is not its own predecessor: a link between the two goes."""
    loops = list(way.model._base_manager.filter(pk__in=made.moved[way], **{way.other: made.kept}))
    made.moved[way] = [pk for pk in made.moved[way] if pk not in {row.pk for row in loops}]
    made.dropped += loops


def _renumber(made: Plan, way: Way) -> None:
    """Indicators that come from another framework stand after those that are there."""
    last = max(way.rows(made.kept).values_list("position", flat=True), default=0)
    rows = way.model._base_manager.filter(pk__in=made.moved[way]).order_by("position", "pk")
    made.renumbered += [(row, {"position": last + n}) for n, row in enumerate(rows, 1)]


def _refuse_circles(made: Plan) -> None:
    """What stands above the kept record may not be what would come to stand below it."""
    for column in made.kept._meta.concrete_fields:
        if not _is_of_its_own_kind(column):
            continue
        above, steps = getattr(made.kept, column.name), 0
        while above is not None and steps < _LONGEST_CHAIN:
            if above.pk == made.merged.pk and steps:
                between = getattr(made.kept, column.name)
                made.own_problems.append(
                    f"“{made.kept}” stands below “{made.merged}”, with “{between}” between them: change that first."
                )
                return
            above, steps = getattr(above, column.name), steps + 1


def _name(made: Plan) -> None:
    """The merged record's name and acronym, as names of the kept one, where it has them not yet."""
    way = next((w for w in ways(type(made.kept)) if w.is_name), None)
    if way is None:
        return
    held = set(
        way.model._base_manager.filter(**{f"{way.field}__in": [made.kept, made.merged]}).values_list("text", flat=True)
    )
    held |= {title_of(made.kept), getattr(made.kept, "acronym", "")}
    texts = [title_of(made.merged)]
    if isinstance(made.merged, Organization) and "acronym" not in made.filled:
        texts.append(made.merged.acronym)
    for text in dict.fromkeys(texts):
        if text and text not in held:
            made.new_names.append(way.model(text=text, **{way.field: made.kept}))  # type: ignore[arg-type]
