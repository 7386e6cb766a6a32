"""What differs between two states of a record (curation.states), for people: by the names of fields, not of columns."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import models
from django.template.defaultfilters import truncatechars
from django.utils.text import capfirst

from alerts.difference import Section, between
from alerts.facts import Fact, Facts, Item
from alerts.models import Alert, Note, Recommendation, RecommendationAddressee, RecommendationTarget, Reference
from curation import states
from curation.states import Row, State
from dates.display import in_words
from dates.fields import EDTFField

_IN_A_NAME = 60  # characters of a text
# Told in their order, under their number or within their whole, and so not as facts of their own.
_PLACES = ("position", "uid", "revises")
# What stands on the page of its whole as a list of that: the label of the list.
_LISTED: dict[type[models.Model], str] = {
    RecommendationAddressee: "Addressees",
    RecommendationTarget: "Targets",
    Reference: "References",
}
_LISTED_UNDER = {RecommendationAddressee: Recommendation, RecommendationTarget: Recommendation, Reference: Note}


def told(before: State | None, after: State) -> list[Section]:
    """What changed from one state to the next, section by section; all that it holds where there was none before."""
    empty: State = {"model": after["model"], "fields": {}, "parts": {}, "names": {}}
    old, new = _apart(before or empty, after)
    heading = f"The {apps.get_model(after['model'])._meta.verbose_name}"
    return between(heading, _own(old), _own(new), _items(old), _items(new))


def summary(sections: list[Section]) -> str:
    """What changed, in a line: the names of the fields, and how many parts."""
    said = []
    for number, section in enumerate(sections):
        if section.lines and not section.parts and not number:
            said.append(", ".join(line.label for line in section.lines))
        elif section.parts or section.order or section.lines:
            kinds = [("new", "added"), ("gone", "removed"), ("same", "changed")]
            counts = [(sum(p.kind == kind for p in section.parts), word) for kind, word in kinds]
            words = [f"{count} {word}" for count, word in counts if count] or ["order"]
            said.append(f"{section.heading}: {', '.join(words)}")
    return "; ".join(said)


def _apart(before: State, after: State) -> tuple[State, State]:
    """Both without what is in both of a list of alerts, which can be thousands; the others named as they are today."""
    if after["model"] != "alerts.situation":
        return before, after
    old, new = set(before["fields"].get("alerts") or ()), set(after["fields"].get("alerts") or ())
    titles = dict(Alert.objects.filter(pk__in=old ^ new).values_list("pk", "title"))
    names = {"alerts.alert": {str(pk): title for pk, title in titles.items()}}
    return _with_alerts(before, old - new, names), _with_alerts(after, new - old, names)


def _with_alerts(state: State, keys: set[int], names: dict[str, dict[str, str]]) -> State:
    return state | {"fields": state["fields"] | {"alerts": sorted(keys)}, "names": state["names"] | names}


def _own(state: State) -> Facts:
    return _facts(apps.get_model(state["model"]), state["fields"], state) if state["fields"] else {}


def _items(state: State) -> dict[str, list[Item]]:
    """The parts by the heading of their model."""
    listed = defaultdict(list)
    for model in _LISTED_UNDER:
        for row in sorted(state["parts"].get(model._meta.label_lower, ()), key=_place):
            listed[model, row[states.way(model)[0]]].append(_listed(model, row, state))
    items = {}
    for part in states.WHOLES[apps.get_model(state["model"])]:
        if part not in _LISTED:
            rows = sorted(state["parts"].get(part._meta.label_lower, ()), key=_place)
            heading = str(capfirst(part._meta.verbose_name_plural))
            items[heading] = [_item(part, row, state, listed) for row in rows]
    return items


def _item(model: type[models.Model], row: Row, state: State, listed: dict[Any, list[str]]) -> Item:
    facts = _facts(model, row, state)
    for inner, whole in _LISTED_UNDER.items():
        if whole is model:
            facts[_LISTED[inner]] = listed.get((inner, row["id"]), [])
    return Item(row.get("uid") or str(row["id"]), _name(model, row, facts), facts)


def _listed(model: type[models.Model], row: Row, state: State) -> str:
    facts = _facts(model, row, state)
    said = [str(fact) for label, fact in facts.items() if fact and label != "Sensitive"]
    return " | ".join([*said, *(["sensitive"] if row.get("sensitive") else [])])


def _name(model: type[models.Model], row: Row, facts: Facts) -> str:
    number = f"{row['number']}. " if row.get("number") else ""
    said = [str(fact) for label, fact in facts.items() if fact and label not in ("Number", "Basis")]
    return number + truncatechars(said[0] if said else str(model._meta.verbose_name), _IN_A_NAME)


def _facts(model: type[models.Model], row: Row, state: State) -> Facts:
    way = states.way(model)[:1]
    fields = [*states.columns(model), *model._meta.many_to_many]
    shown = [f for f in fields if f.name in row and f.name not in (*_PLACES, *way)]
    return {str(capfirst(field.verbose_name)): _fact(field, row[field.name], state) for field in shown}


def _fact(field: "models.Field[Any, Any]", value: Any, state: State) -> Fact:
    if value is None or value == "":
        return ""
    if field.is_relation:
        return _linked(field, value, state)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, (EDTFField, models.DateField)):
        return _date(str(value))
    return "\n".join(str(value).splitlines())  # browsers end lines otherwise than commands do


def _linked(field: "models.Field[Any, Any]", value: Any, state: State) -> Fact:
    linked: Any = field.related_model
    names = state["names"].get(linked._meta.label_lower, {})
    if isinstance(value, list):
        return sorted(names.get(str(key), f"No. {key}") for key in value)
    return names.get(str(value)) or _of_the_same(linked, value, state) or f"No. {value}"


def _of_the_same(linked: type[models.Model], key: Any, state: State) -> str:
    """The name of a part that another part of the same record speaks of."""
    rows = state["parts"].get(linked._meta.label_lower, ())
    return next((f"{linked._meta.verbose_name} {row.get('number')}" for row in rows if row["id"] == key), "")


def _date(text: str) -> str:
    try:
        return in_words(text)
    except ValueError:
        return text


def _place(row: Row) -> tuple[int, int]:
    return row.get("number") or row.get("position") or 0, row["id"]
