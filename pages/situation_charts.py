"""The charts of a situation's page, of the alerts that its filters leave: see pages.situation_reading.Held."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alerts.models import Characterization
from dates.display import in_words
from pages.charts.bars import Bars, bars
from pages.charts.chart import About, Row, attention
from pages.charts.kinds import NO_GENRE, Kind, genres
from pages.charts.lanes import Lane, Lanes, Point, at_most, lanes
from pages.charts.periods import Dated, by_period
from pages.situation_reading import Body, Held, Said, Statement

# The address of the same page with other values of its filters.
Narrow = Callable[..., str]
MOST_LANES = 24
_MOST_ISSUERS = 4
_A_GAP = dt.timedelta(days=365)


def by_year(rows: Iterable[Dated], narrow: Narrow) -> Bars | None:
    """Alerts by year and genre, every one of them, also those that are too many to be shown."""
    about = About(
        "alerts-by-year",
        _("Alerts by year of issue"),
        _("How many documents of each genre are held of each year. A year leads to its alerts on this page."),
        attention(),
    )
    counts, beside = by_period(rows, "year")
    return bars(about, "year", counts, _genres(), lambda year: narrow(year=str(year)), beside)


def timeline(held: Held, narrow: Narrow) -> Lanes | None:
    """Each statement a mark in the lane of each of its issuers, those that spoke first at the top."""
    about = About(
        "timeline",
        _("Who warned when"),
        _(
            "One line for each issuer, on one axis of dates. A mark is an alert in the shape of its genre; a bar "
            "through it tells that its date is known to the month or year only. Lines join the alerts of a series."
        ),
        attention(),
    )
    by_issuer: dict[Body, list[Statement]] = defaultdict(list)
    for statement in held.statements:
        for body in statement.issuers or [Body("", "", statement.alert.issuers_note or _("No body is named"))]:
            by_issuer[body].append(statement)
    made = [
        Lane(body.name, [_point(s, _is_chain(s, held)) for s in found], narrow(issuer=body.slug) if body.slug else "")
        for body, found in by_issuer.items()
    ]
    columns = (_("Alert"), _("Date"), _("Issued by"), _("Label"), _("Translations and reissues"))
    rows = [Row((s.alert.title, s.alert.issued, s.issued_by, _label(s), s.copies), s.address) for s in held.statements]
    return lanes(about, columns, rows, at_most(made, MOST_LANES), _genres())


def says(found: Sequence[Said]) -> Lanes | None:
    """What alerts say is the case, a lane for each modality, so that “risk of” and “is” are told apart."""
    about = About(
        "said-to-be",
        _("Risk, imminent, under way"),
        _("What each alert says is the case, in its own terms. A mark is an alert that says so of a crime."),
        _("Issuers said so; it is not what this archive or a court found. An alert may say several things."),
    )
    modalities = dict(Characterization.Modality.choices)
    crimes = dict(Characterization.Crime.choices)
    made = []
    for modality, label in modalities.items():
        by_alert: dict[str, tuple[Statement, list[str]]] = {}
        for said in found:
            if said.modality == modality:
                by_alert.setdefault(said.statement.alert.uid, (said.statement, []))[1].append(str(crimes[said.crime]))
        points = [_point(s, says_what=", ".join(dict.fromkeys(what))) for s, what in by_alert.values()]
        made.append(Lane(str(label), points, note=_since(points)))
    columns = (_("Alert"), _("Date"), _("Issued by"), _("Said to be"), _("Of"), _("In its words"))
    rows = [
        Row(
            (
                s.statement.alert.title, s.statement.alert.issued, s.statement.issued_by, str(modalities[s.modality]),
                str(crimes[s.crime]), s.words,
            ),
            s.statement.address,
        )
        for s in found
    ]  # fmt: skip
    return lanes(about, columns, rows, made, _genres())


def labels(held: Held) -> list[Lanes]:
    """For each issuer with several labels here, or with an order of its labels, its labels over time. Only such an
    order, published by the issuer, is drawn as one: its steps stand in it, joined as they follow one another."""
    by_issuer: dict[str, list[Statement]] = defaultdict(list)
    for statement in held.statements:
        kind = statement.alert.type
        if kind and kind.issuer and any(body.uid == kind.issuer.uid for body in statement.issuers):
            by_issuer[kind.issuer.name].append(statement)
    drawn = [_labels_of(issuer, found) for issuer, found in sorted(by_issuer.items(), key=lambda i: -len(i[1]))]
    return [chart for chart in drawn if chart][:_MOST_ISSUERS]


def _labels_of(issuer: str, found: Sequence[Statement]) -> Lanes | None:
    ordered = [s for s in found if _step(s)]
    if len({_label(s) for s in found}) < 2 and len(ordered) < 2:
        return None
    by_label: dict[tuple[int, str], list[Statement]] = defaultdict(list)
    for statement in found:
        by_label[-_step(statement), _label(statement)].append(statement)
    if ordered:
        words = _(
            "%(issuer)s publishes an order of these labels, “%(scale)s”; the higher a line, the higher its step. Lines "
            "join the steps as they followed one another. Labels that have no place in the order stand below."
        )
    else:
        words = _("The issuer’s own labels. No order of them is recorded for %(issuer)s: none is higher than another.")
    about = About(
        f"labels-{found[0].issuers[0].slug}"[:80],
        _("Labels that %(issuer)s used") % {"issuer": issuer},
        words % {"issuer": issuer, "scale": _scale(ordered)},
        _("A label is the issuer’s own; labels of different issuers cannot be compared."),
    )
    in_order = sorted(by_label.items(), key=lambda item: item[0][0])
    made = [
        Lane(label, [_point(s, chain="steps" if _step(s) else "") for s in statements], note=_place(-step, statements))
        for (step, label), statements in in_order
    ]
    columns = (_("Label"), _("Step"), _("Alerts"), _("First"), _("Last"))
    rows = [
        Row((label, -step or "", len(statements), *first_and_last(statements)), statements[0].address)
        for (step, label), statements in in_order
    ]
    return lanes(about, columns, rows, made, _genres())


def gap(held: Held) -> tuple[Statement, Statement, str] | None:
    """The longest time without an alert held here: after which, before which, and how long it is in words; None where
    it is short."""
    longest, found = _A_GAP, None
    before: tuple[dt.date, Statement] | None = None
    for statement in held.statements:
        first, last = statement.alert.issued_earliest, statement.alert.issued_latest
        if not first or not last:
            continue
        if before and first - before[0] > longest:
            longest, found = first - before[0], (before[1], statement, timesince(before[0], first))
        before = max(before or (last, statement), (last, statement), key=lambda end: end[0])
    return found


def _point(statement: Statement, chain: str = "", says_what: str = "") -> Point:
    alert = statement.alert
    label = f"{says_what}: {alert.title}" if says_what else alert.title
    days = (alert.issued_earliest, alert.issued_latest)
    return Point(alert.uid, statement.genre or NO_GENRE, label, statement.address, alert.issued, *days, chain)


def _is_chain(statement: Statement, held: Held) -> str:
    return statement.alert.series if held.in_series[statement.alert.series] > 1 else ""


def _label(statement: Statement) -> str:
    return statement.alert.type.label if statement.alert.type else ""


def _step(statement: Statement) -> int:
    """The place of its label in the order that the issuer publishes, from 1; 0 where there is none."""
    kind = statement.alert.type
    return (kind.step.position or 0) if kind and kind.step else 0


def _place(step: int, statements: Sequence[Statement]) -> str:
    kind = statements[0].alert.type
    if not step or not kind or not kind.step:
        return ""
    return _("step %(step)d") % {"step": step}


def _scale(ordered: Sequence[Statement]) -> str:
    """The title of the scale on which labels have a place; "" where none has."""
    kind = ordered[0].alert.type if ordered else None
    return kind.step.scale.title if kind and kind.step else ""


def _since(points: Sequence[Point]) -> str:
    """How many alerts, and the earliest in this archive."""
    number = ngettext("%(n)d alert", "%(n)d alerts", len(points)) % {"n": len(points)}
    first = next((p.issued for p in points if p.issued), "")
    return _("%(number)s, first %(date)s") % {"number": number, "date": in_words(first)} if first else number


def first_and_last(statements: Sequence[Statement]) -> tuple[str, str]:
    """The dates of the first and the last of statements in the order of time, undated ones aside."""
    dates = [s.alert.issued for s in statements if s.alert.issued] or [_("undated")]
    return dates[0], dates[-1]


def _genres() -> list[Kind]:
    return genres(_("no genre recorded"))
