"""What stands around a public alert today, outside its record: relations, series, serial, situations, history."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext

from alerts.models import Alert, Event, Relation, Situation
from alerts.record import Data

_SHOWN = (
    "id",
    "uid",
    "slug",
    "title",
    "language",
    "issued",
    "issued_basis",
    "issued_earliest",
    "serial_number",
    "status",
)
# A series or a serial of any length costs the page the same.
MOST_IN_SERIES = 50
MOST_RELATED = 50


@dataclass(frozen=True)
class Related:
    """A relation to another alert, `alert` being None where that one is no longer public."""

    kind: str
    note: str
    alert: Alert | None


@dataclass(frozen=True)
class Neighbour:
    """An alert next to this one in its serial, and the numbers between them that are not held."""

    alert: Alert
    not_held: str


@dataclass(frozen=True)
class Step:
    """An alert of a series, and in words how long after the one before it was issued; "" where that is not known."""

    alert: Alert
    after: str


@dataclass
class Surroundings:
    relations: list[Related] = field(default_factory=list)
    related_from: list[Related] = field(default_factory=list)
    series: list[Alert] = field(default_factory=list)
    newer: Alert | None = None
    before: Neighbour | None = None
    after: Neighbour | None = None
    situations: list[Situation] = field(default_factory=list)
    history: list[Event] = field(default_factory=list)

    @property
    def steps(self) -> list[Step]:
        """The series, each alert with the time that had passed."""
        return [Step(a, _gap(before, a)) for before, a in zip([None, *self.series], self.series, strict=False)]

    @property
    def retracted_by(self) -> list[Alert]:
        return self._by("retracts")

    @property
    def corrected_by(self) -> list[Alert]:
        return self._by("corrects")

    def _by(self, kind: str) -> list[Alert]:
        return [r.alert for r in self.related_from if r.kind == kind and r.alert]


def around(alert: Alert) -> Surroundings:
    """Everything around `alert`, in at most seven queries."""
    series = _series(alert)
    related_from = _related_from(alert)
    before, after = _neighbours(alert) if alert.serial_id and alert.serial_number else (None, None)
    return Surroundings(
        relations=relations_of(alert.record or {}),
        related_from=related_from,
        series=series if len(series) > 1 else [],
        newer=_newer(alert, series, related_from),
        before=before,
        after=after,
        situations=list(alert.situations.only("uid", "slug", "title", "summary")),
        history=history(alert),
    )


def relations_of(record: Data) -> list[Related]:
    """The relations that a record tells of, each with the other alert as it is public today."""
    relations: list[Data] = record.get("relations", [])
    if not relations:
        return []
    others = Alert.objects.published().filter(uid__in=[r["alert"] for r in relations]).only(*_SHOWN)
    by_uid = {other.uid: other for other in others}
    return [Related(r["kind"], r["note"], by_uid.get(r["alert"])) for r in relations]


def history(alert: Alert) -> list[Event]:
    """The public log of an alert, the newest entry first, without the bytes of its versions."""
    events = Event.objects.filter(alert=alert).select_related("version__content")
    return list(events.defer("version__content__canonical", "version__content__salt").order_by("-number"))


def _related_from(alert: Alert) -> list[Related]:
    relations = Relation.objects.filter(target=alert, alert__in=Alert.objects.published()).select_related("alert")
    shown = relations.only("kind", "note", *(f"alert__{name}" for name in _SHOWN))
    return [Related(r.kind, r.note, r.alert) for r in shown.order_by("alert__issued_earliest", "id")[:MOST_RELATED]]


def _series(alert: Alert) -> list[Alert]:
    return list(Alert.objects.published().in_series(alert).only(*_SHOWN)[:MOST_IN_SERIES])


def _newer(alert: Alert, series: list[Alert], related_from: list[Related]) -> Alert | None:
    """The latest alert of the series, where that is a later one than `alert`."""
    dated = [other for other in series if other.issued_earliest]
    if alert.issued_earliest:
        latest = dated[-1] if dated else None
        return latest if latest and latest.uid != alert.uid and _is_later(latest, alert) else None
    updates = [r.alert for r in related_from if r.kind == Relation.Kind.UPDATES and r.alert]
    return updates[-1] if updates else None


def _is_later(one: Alert, other: Alert) -> bool:
    return bool(one.issued_earliest and other.issued_earliest and one.issued_earliest > other.issued_earliest)


def _neighbours(alert: Alert) -> tuple[Neighbour | None, Neighbour | None]:
    """The alerts held before and after this one in its serial."""
    number = alert.serial_number or 0
    held = Alert.objects.published().filter(serial=alert.serial_id).only(*_SHOWN)
    before = held.filter(serial_number__lt=number).order_by("-serial_number", "uid").first()
    after = held.filter(serial_number__gt=number).order_by("serial_number", "uid").first()
    return (
        Neighbour(before, _between(before.serial_number or 0, number)) if before else None,
        Neighbour(after, _between(number, after.serial_number or 0)) if after else None,
    )


def _between(low: int, high: int) -> str:
    """What is said of the numbers after `low` and before `high`: "", "No. 47 not held", "Nos. 47–52 not held"."""
    missing = range(low + 1, high)
    if not missing:
        return ""
    if len(missing) == 1:
        return gettext("No. %(number)d not held") % {"number": missing[0]}
    return gettext("Nos. %(first)d–%(last)d not held") % {"first": missing[0], "last": missing[-1]}


def _gap(before: Alert | None, after: Alert) -> str:
    one, other = _month(before), _month(after)
    if one is None or other is None:
        return ""
    months = (other.year - one.year) * 12 + other.month - one.month
    if months >= 24:
        return ngettext("%(count)d year later", "%(count)d years later", months // 12) % {"count": months // 12}
    if months >= 1:
        return ngettext("%(count)d month later", "%(count)d months later", months) % {"count": months}
    return ""


def _month(alert: Alert | None) -> dt.date | None:
    """The first day of what an alert is dated to, if that is a month or less."""
    return alert.issued_earliest if alert and len(alert.issued) >= len("2022-10") else None
