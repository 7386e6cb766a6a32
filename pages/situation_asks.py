"""The charts of what alerts on a situation ask: see pages.situation_reading.Held.asked."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.charts.chart import About, Row
from pages.charts.kinds import ASK, Kind
from pages.charts.lanes import Lane, Lanes, Point, at_most, lanes
from pages.charts.ranks import Ranks, ranks
from pages.situation_charts import MOST_LANES, Narrow, first_and_last
from pages.situation_reading import Asked

MOST_ROWS = 40


def by_measure(found: Sequence[Asked], narrow: Narrow) -> Lanes | None:
    """What was asked for when: a lane for each measure, a mark for each alert that asks for it."""
    about = About(
        "asked-for",
        _("What was asked for"),
        _("One line for each measure; a mark is an alert that asks for it, and leads to its recommendation."),
        _("That something was asked for says nothing of whether it was done."),
    )
    lane_of = {a.measure_slug: (a.measure or _("No measure recorded"), narrow(measure=a.measure_slug)) for a in found}
    return _asks(about, _("Measure"), found, lambda a: [a.measure_slug], lane_of)


def by_addressee(found: Sequence[Asked], narrow: Narrow) -> Lanes | None:
    """Who was asked when: a lane for each addressee, a mark for each alert that asks it for something."""
    about = About(
        "asked-of",
        _("Who was asked"),
        _("One line for each body that is asked; a mark is an alert that asks it, and leads to its recommendation."),
        _("That a body was asked says nothing of what it did."),
    )
    bodies = {body.slug: (body.name, narrow(addressee=body.slug)) for asked in found for body in asked.addressees}
    nobody = {"": (_("Nobody in particular"), "")}
    return _asks(about, _("Addressee"), found, lambda a: [b.slug for b in a.addressees] or [""], bodies | nobody)


def first_asks(found: Sequence[Asked]) -> Ranks | None:
    """Who was asked for what: how often, and when first and last. A row leads to the first that asks it."""
    about = About(
        "first-asked",
        _("Who was first asked for what, and when"),
        _("Each body with each measure asked of it, most frequent first. A row leads to the earliest in this archive."),
        _("The earliest is the earliest that this archive holds; others may have asked before."),
    )
    pairs: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for asked in found:
        for body in asked.addressees:
            pairs[body.name, asked.measure or _("no measure recorded")].append(asked)
    most = sorted(pairs.items(), key=lambda pair: (-_times(pair[1]), pair[0]))[:MOST_ROWS]
    rows = [
        Row((f"{body}: {measure}", _times(asks), *_first_and_last(asks)), asks[0].address)
        for (body, measure), asks in most
    ]
    return ranks(about, (_("Addressee and measure"), _("Times"), _("First"), _("Last")), rows)


def _asks(
    about: About,
    column: str,
    found: Sequence[Asked],
    keys: Callable[[Asked], list[str]],
    lane_of: dict[str, tuple[str, str]],
) -> Lanes | None:
    by_lane: dict[str, list[Asked]] = defaultdict(list)
    for asked in found:
        for key in keys(asked):
            by_lane[key].append(asked)
    in_order = sorted(by_lane.items(), key=lambda item: (-_times(item[1]), lane_of[item[0]][0]))
    made, rows = [], []
    for key, asks in in_order:
        name, address = lane_of[key]
        points = _ask_points(asks)
        times = ngettext("%(n)d recommendation", "%(n)d recommendations", _times(asks)) % {"n": _times(asks)}
        made.append(Lane(name, points, address if key else "", times))
        rows.append(Row((name, _times(asks), *_first_and_last(asks)), asks[0].address))
    columns = (column, _("Times"), _("First"), _("Last"))
    return lanes(about, columns, rows, at_most(made, MOST_LANES), [Kind(ASK, _("an alert that asks"))])


def _ask_points(asks: Sequence[Asked]) -> list[Point]:
    """One mark for each alert, which leads to the first of its recommendations."""
    by_alert: dict[str, list[Asked]] = defaultdict(list)
    for asked in asks:
        by_alert[asked.statement.alert.uid].append(asked)
    points = []
    for uid, of_alert in by_alert.items():
        alert = of_alert[0].statement.alert
        number = ngettext("%(n)d recommendation", "%(n)d recommendations", len(of_alert)) % {"n": len(of_alert)}
        label = f"{number}: {alert.title}"
        days = (alert.issued_earliest, alert.issued_latest)
        points.append(Point(uid, ASK, label, of_alert[0].address, alert.issued, *days))
    return points


def _times(asks: Sequence[Asked]) -> int:
    """How often: what repeats one ask counts once."""
    return len({asked.ask for asked in asks})


def _first_and_last(asks: Sequence[Asked]) -> tuple[str, str]:
    return first_and_last([asked.statement for asked in asks])
