"""Charts: what they draw equals the numbers beside them, and all of it can be read without seeing them."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.http import Http404
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from pages.charts.bars import Bars, bars
from pages.charts.chart import About, Chart, Row, csv_asked, percent
from pages.charts.kinds import ASK, NO_GENRE, PATTERNS, SHAPES, Kind, genres
from pages.charts.lanes import Lane, Lanes, Point, lanes
from pages.charts.periods import by_period
from pages.charts.ranks import ranks
from pages.charts.sparks import spark
from tests import cast

ABOUT = About("by-year", "Alerts by year", "How many were issued.", "Not how severe it was.")
KINDS = genres("no genre")


def made(**counts: dict[str, int]) -> Bars:
    found = bars(ABOUT, "year", {int(y[1:]): c for y, c in counts.items()}, KINDS, lambda year: f"/search/?year={year}")
    assert found
    return found


def drawn(tag: str, chart: Any, path: str = "/x/?issuer=a") -> str:
    template = Template("{% load charts %}{% " + tag + " chart %}")
    return template.render(Context({"chart": chart, "request": RequestFactory().get(path)}))


def svg(html: str) -> ET.Element:
    return ET.fromstring(re.search(r"<svg class=.*?</svg>", html, re.S)[0])  # type: ignore[index]  # noqa: S314


def point(key: str, issued: str, chain: str = "", kind: str = "alert") -> Point:
    from dates.edtf import bounds

    days = bounds(issued) if issued else None
    return Point(
        key, kind, f"Alert {key}", f"/alerts/{key}/", issued, days and days.earliest, days and days.latest, chain
    )


def timeline(*lane: Lane) -> Lanes:
    found = lanes(ABOUT, ("Alert", "Date"), [Row(("a", 1))], lane, KINDS)
    assert found
    return found


class TestBars:
    def test_a_year_is_a_bar_of_its_kinds_and_a_link(self) -> None:
        chart = made(y2020={"alert": 3, "letter": 1}, y2022={"letter": 2})
        assert [row.cells for row in chart.rows] == [("2020", 3, 1, 4), ("2022", 0, 2, 2)]
        assert [bar.address for bar in chart.bars] == ["/search/?year=2020", "/search/?year=2022"]
        assert [segment.height for segment in chart.bars[0].segments] == [105, 35]
        assert (chart.bars[0].reach_left, chart.bars[1].reach_left) == ("0%", "66.67%")
        assert [kind.key for kind in chart.kinds] == ["alert", "letter"]

    def test_every_mark_is_a_link_with_a_name_that_tells_its_numbers(self) -> None:
        links = svg(drawn("bars", made(y2020={"alert": 3, "letter": 1}))).findall(".//a")
        assert [link.findtext("title") for link in links] == ["2020: 4 (alert 3, letter 1)"]
        assert links[0].get("href") == "/search/?year=2020"

    def test_what_no_bar_can_show_is_in_the_table(self) -> None:
        chart = bars(ABOUT, "month", {2020 * 12: {"alert": 1}}, KINDS, lambda _: "", [("Undated", {"report": 2})])
        assert chart
        assert [row.cells for row in chart.rows] == [("January 2020", 1, 0, 1), ("Undated", 0, 2, 2)]

    def test_nothing_is_drawn_of_nothing(self) -> None:
        assert bars(ABOUT, "year", {}, KINDS, str) is None
        assert bars(ABOUT, "year", {2020: {"alert": 0}}, KINDS, str) is None
        assert drawn("bars", None).strip() == ""

    def test_years_under_it_are_few_whatever_is_drawn(self) -> None:
        for years in (1, 2, 3, 7, 34, 400):
            ticks = made(**{f"y{1600 + year}": {"alert": 1} for year in range(years)}).ticks
            assert 1 <= len(ticks) <= 6
            assert (ticks[0].label, ticks[-1].label) == ("1600", str(1599 + years))


class TestAnyChart:
    def test_it_is_titled_and_described_and_says_what_it_does_not_show(self) -> None:
        for tag, chart in [("bars", made(y2020={"alert": 1})), ("lanes", timeline(Lane("A", [point("a", "2020")])))]:
            html = drawn(tag, chart)
            figure = svg(html)
            title, desc = figure.get("aria-labelledby"), figure.get("aria-describedby")
            ids = {e.get("id"): e.text for e in figure.iter()}
            assert (ids[title], ids[desc]) == ("Alerts by year", "How many were issued.")
            assert "Not how severe it was." in html
            assert 'href="?issuer=a&amp;csv=by-year"' in html
            assert " style=" not in html

    def test_its_numbers_are_a_file_that_no_spreadsheet_runs(self) -> None:
        chart = Chart(ABOUT, ("Name", "Alerts"), (Row(("=1+1", 2)), Row(("Ärzte, ohne", 1))))
        answer = csv_asked(RequestFactory().get("/?csv=by-year"), [None, chart])
        assert answer
        assert answer.content.decode("utf-8-sig") == 'Name,Alerts\r\n\'=1+1,2\r\n"Ärzte, ohne",1\r\n'
        assert answer["Content-Disposition"] == 'attachment; filename="by-year.csv"'
        assert csv_asked(RequestFactory().get("/"), [chart]) is None
        with pytest.raises(Http404):
            csv_asked(RequestFactory().get("/?csv=other"), [chart])

    def test_its_geometry_is_the_same_in_every_language(self) -> None:
        chart = made(**{f"y{2000 + n}": {"alert": n} for n in range(1, 8)})
        with translation.override("fr"):
            figure = svg(drawn("bars", chart))
        assert all("," not in str(e.get(name)) for e in figure.iter() for name in ("x", "y", "width", "height"))

    def test_every_genre_has_a_shape_and_a_pattern_of_its_own(self) -> None:
        keys = [kind.key for kind in KINDS]
        assert len({SHAPES[key] for key in keys}) == len(keys) == len({PATTERNS[key] for key in keys})


class TestLanes:
    def test_a_month_is_a_span_and_a_day_is_none(self) -> None:
        chart = timeline(Lane("A", [point("a", "2020-01-01"), point("b", "2020-12"), point("c", "2021-12-31")]))
        day, month, other = chart.lanes[0].marks
        assert (day.span_width, other.span_width) == ("", "")
        assert month.span_width == percent(30 / 730 * 0.96, 1)
        assert (day.at, other.at) == ("2%", "98%")

    def test_a_series_is_joined_in_the_order_of_time(self) -> None:
        chart = timeline(
            Lane("A", [point("c", "2022", "s"), point("a", "2020", "s")]), Lane("B", [point("b", "2021", "s")])
        )
        assert len(chart.lines) == 2
        at = {m.point.key: m.at for lane in chart.lanes for m in lane.marks}
        assert [(line.x1, line.x2) for line in chart.lines] == [(at["a"], at["b"]), (at["b"], at["c"])]

    def test_marks_of_one_day_stand_one_under_another(self) -> None:
        chart = timeline(Lane("A", [point(k, "2020-01-01") for k in "abc"] + [point("d", "2023")]))
        assert len({mark.y for mark in chart.lanes[0].marks[:3]}) == 3

    def test_what_is_undated_is_told_beside(self) -> None:
        chart = timeline(Lane("A", [point("a", "2020"), point("b", "")]))
        assert [mark.point.key for mark in chart.lanes[0].marks] == ["a"]
        assert "Undated, and so not drawn" in drawn("lanes", chart)
        assert lanes(ABOUT, (), [], [Lane("A", [point("b", "")])], KINDS) is None

    def test_marks_are_links_named_by_date_and_title(self) -> None:
        links = svg(drawn("lanes", timeline(Lane("A", [point("a", "2020-05")])))).findall(".//a")
        assert [link.findtext("title") for link in links] == ["May 2020: Alert a"]

    def test_other_kinds_than_genres_can_be_drawn(self) -> None:
        found = lanes(ABOUT, (), [], [Lane("A", [point("a", "2020", kind=ASK)])], [Kind(ASK, "an ask")])
        assert "an ask" in drawn("lanes", found)


def test_ranks_are_rows_with_bars() -> None:
    found = ranks(ABOUT, ("Body", "Asks"), [Row(("Council", 4), "/o/"), Row(("States", 1))])
    assert found
    assert [rank.length for rank in found.ranks] == ["100%", "25%"]
    assert '<a href="/o/">Council</a>' in drawn("ranks", found)
    assert ranks(ABOUT, (), []) is None


def test_a_sparkline_tells_its_numbers_as_its_name() -> None:
    found = spark({1999: 1, 2001: 4, 2030: 9}, 1999, 2002)
    assert found
    assert found.label == "By year: 1999: 1, 2001: 4"
    assert [bar.height for bar in found.bars] == [6, 24]
    assert spark({1990: 1}, 1999, 2002) is None


@pytest.mark.django_db
def test_every_alert_is_counted_in_one_period_or_beside() -> None:
    from alerts.models import Alert
    from pages.charts.periods import dated

    for issued in ("2022-10-07", "2022-10", "2022", "2021/2023", ""):
        cast.published(issued=issued, issued_basis="printed" if issued else "unknown")
    rows = list(dated(Alert.objects.published()))
    months, beside = by_period(rows, "month")
    assert months == {2022 * 12 + 9: {"alert": 2}}
    assert beside == [
        ("2022, month not known", {"alert": 1}),
        ("Undated", {"alert": 1}),
        ("Year not known for certain", {"alert": 1}),
    ]
    years, beside = by_period(rows, "year")
    assert years == {2022: {"alert": 3}}
    assert sum(sum(c.values()) for _, c in beside) == 2
    assert by_period([(dt.date(2020, 1, 1), None, None, 1)], "year")[1] == [
        ("Year not known for certain", {NO_GENRE: 1})
    ]
