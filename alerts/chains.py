"""Chains of alerts: a series (each updates the one before) and a statement (translations and reissues of one)."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from alerts.models import Alert, Relation

_CHAINS = {"series": Relation.SERIES, "statement": Relation.STATEMENT}


def regroup(alert: Alert) -> set[int]:
    """Tell anew which published alerts form a chain with `alert`, after it or its relations changed.

    A chain's key is the uid of its earliest alert. Returns the ids of the alerts whose key changed.
    """
    moved: set[int] = set()
    for field, kinds in _CHAINS.items():
        moved |= _regroup(alert, field, kinds)
    return moved


def _regroup(alert: Alert, field: str, kinds: Iterable[str]) -> set[int]:
    members = _reachable(alert, field, kinds)
    links = _links(members.keys(), kinds)
    moved = set()
    for chain in _components(members.keys(), links):
        earliest = min((members[i] for i in chain), key=lambda a: (a.issued_earliest is None, a.issued_earliest, a.uid))
        for member in (members[i] for i in chain):
            if getattr(member, field) != earliest.uid:
                moved.add(member.id)
        Alert.objects.filter(id__in=chain).update(**{field: earliest.uid})
    return moved


def _reachable(alert: Alert, field: str, kinds: Iterable[str]) -> dict[int, Alert]:
    """The alerts that are, or were until now, in a chain with `alert`; itself too, whatever its status."""
    found = {alert.id: alert}
    near = {alert.id} | set(Alert.objects.filter(**{field: getattr(alert, field)}).values_list("id", flat=True))
    while near:
        rows = Alert.objects.filter(id__in=near).only("id", "uid", "issued_earliest", "series", "statement", "status")
        found.update({a.id: a for a in rows})
        linked = {i for pair in _links(near, kinds) for i in pair}
        near = linked - found.keys()
    return found


def _links(ids: Iterable[int], kinds: Iterable[str]) -> list[tuple[int, int]]:
    published = Alert.objects.published().values("id")
    touching = Q(alert_id__in=list(ids)) | Q(target_id__in=list(ids))
    relations = Relation.objects.filter(touching, kind__in=kinds, alert__in=published, target__in=published)
    return list(relations.values_list("alert_id", "target_id"))


def _components(ids: Iterable[int], links: list[tuple[int, int]]) -> list[set[int]]:
    neighbours = defaultdict(set)
    for one, other in links:
        neighbours[one].add(other)
        neighbours[other].add(one)
    components, seen = [], set[int]()
    for start in ids:
        if start in seen:
            continue
        chain, near = set[int](), {start}
        while near:
            chain |= near
            near = {n for i in near for n in neighbours[i]} - chain
        seen |= chain
        components.append(chain)
    return components
