"""Situation pages in a real Chromium: charts by keyboard, by what a screen reader is told, narrow, and on paper."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.every_page import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_chart_is_gone_through_by_keyboard_or_skipped(page: Page, site: dict[str, str]) -> None:
    page.goto(site["situation"])
    skip = page.locator("#timeline .skip-chart")
    skip.focus()
    expect(skip).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg').classList.contains('lanes')")
    skip.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg') === null")
    assert page.evaluate("document.activeElement.closest('figure').id") == "timeline"


def test_a_screen_reader_is_told_lanes_and_marks_by_name(page: Page, site: dict[str, str]) -> None:
    page.goto(site["situation"])
    chart = page.get_by_role("group", name="Who warned when", exact=True)
    expect(chart).to_be_visible()
    lane = chart.get_by_role("group", name="Lemkin Institute", exact=True)
    expect(lane.get_by_role("link", name=re.compile("^7 October 2022: Red Flag Alert$"))).to_have_count(1)


def test_a_mark_leads_to_its_alert(page: Page, site: dict[str, str]) -> None:
    page.goto(site["situation"])
    page.locator("#timeline").get_by_role("link", name="7 October 2022: Red Flag Alert", exact=True).first.click()
    assert page.url == site["alert"]


def test_a_year_narrows_the_page_and_can_be_taken_away(page: Page, site: dict[str, str]) -> None:
    page.goto(site["situation"])
    total = page.locator("#timeline tbody tr").count()
    page.locator("#alerts-by-year").get_by_role("link", name=re.compile("^2022: ")).first.click()
    expect(page.locator("[data-live][aria-busy]")).to_have_count(0)
    narrowed = page.locator("#timeline tbody tr").count()
    assert 0 < narrowed < total
    page.get_by_role("link", name=re.compile("^Remove the filter")).click()
    expect(page.locator("#timeline tbody tr")).to_have_count(total)


@pytest.mark.parametrize("width", [390, 1280])
def test_marks_lie_within_the_drawing(page: Page, site: dict[str, str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site["situation"])
    outside: Any = page.evaluate(
        """[...document.querySelectorAll('.chart svg')].flatMap(svg => {
            const frame = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('use, rect.segment, text')].filter(mark => {
                const box = mark.getBoundingClientRect();
                return box.width && (box.left < frame.left - 2 || box.right > frame.right + 2);
            }).map(mark => mark.outerHTML);
        })"""
    )
    assert outside == []


def test_two_alerts_stand_beside_each_other_or_on_a_phone_below(page: Page, site: dict[str, str]) -> None:
    def tops() -> list[float]:
        heads = page.locator(".heads > div")
        return [heads.nth(n).bounding_box()["y"] for n in (0, 1)]  # type: ignore[index]

    page.goto(site["two side by side"])
    first, second = tops()
    assert first == second
    page.set_viewport_size({"width": 390, "height": 900})
    first, second = tops()
    assert first < second
