"""The public pages in a real Chromium: narrow, wide, light, dark, by keyboard alone, without a script, on paper."""

import gzip
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT
from tests.every_page import PAGES, site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SCREENSHOTS = ROOT / "var/screenshots"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def messages(page: Page) -> list[str]:
    """What the console says: of scripts that fail, of what the security policy blocks."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html']} {v['nodes'][0].get('failureSummary', '')}" for v in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_can_be_used_by_everyone(
    page: Page, site: dict[str, str], messages: list[str], width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for name in PAGES:
        page.goto(site[name])
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than the window"
    for details in (
        "details.filters > summary",
        "details.group > summary",
        ".rest > summary",
        ".histogram summary",
        ".why > summary",
    ):
        page.goto(site["search"])
        for summary in page.locator(details).all():
            if summary.is_visible():
                summary.click()
        assert violations(page) == [], details
    assert [m for m in messages if "404" not in m and "410" not in m] == []


def test_a_question_is_put_by_keyboard_alone(page: Page, site: dict[str, str]) -> None:
    page.goto(site["home"])
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("statement")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_have_attribute("value", "22")
    assert page.url.endswith("/search/?q=statement")  # without the fields that were left empty
    page.locator("#issued_after").focus()
    page.keyboard.type("2010")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("summary", has_text="Issuer")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_have_attribute("value", "12")
    expect(page.locator(".chips li")).to_have_count(4)
    page.locator(".hit a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Statement")


def test_the_focus_can_be_seen(page: Page, site: dict[str, str]) -> None:
    page.goto(site["search"])
    for _ in range(8):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width >= 2, page.evaluate("document.activeElement.outerHTML")


def test_targets_are_large_enough_for_a_finger(page: Page, site: dict[str, str]) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(site["search"])
    page.locator("details.filters > summary").click()
    page.locator("details.group > summary").first.click()
    page.locator("details.menu > summary").click()
    small = page.evaluate(
        """[...document.querySelectorAll(
            'button, summary, input, select, .chips a, .pages a, .group label, nav a, .hit h3 a')]
        .map(e => e.type === 'checkbox' ? e.closest('label') : e).filter(e => e.checkVisibility())
        .map(e => [e.outerHTML, e.getBoundingClientRect()])
        .filter(([, r]) => r.width && (r.width < 24 || r.height < 24)).map(([html]) => html)"""
    )
    assert small == []


def test_it_is_complete_without_a_script(browser: Browser, site: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site["home"])
    page.fill("#q", "statement")
    page.get_by_role("button", name="Search").click()
    assert page.locator("#total").get_attribute("value") == "22"
    page.locator("summary", has_text="Issuer").click()
    page.get_by_role("checkbox", name=re.compile("^Genocide Watch ?: 22 alerts$")).check()
    page.get_by_role("button", name="Apply filters").click()
    assert "issuer=genocide-watch" in page.url
    page.get_by_role("link", name="Next").click()
    assert page.locator("article").count() == 2
    page.locator(".chips a", has_text="Genocide Watch").click()
    assert "issuer" not in page.url
    context.close()


def test_it_can_be_printed(page: Page, site: dict[str, str]) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(site["alert"])
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.locator(".top nav")).to_be_hidden()
    expect(page.locator("#recommendations")).to_be_visible()


def test_on_paper_a_text_carries_its_citation_and_its_notes(page: Page, site: dict[str, str]) -> None:
    page.emulate_media(media="print")
    page.goto(site["alert"])
    expect(page.locator(".citation").first).to_be_visible()
    expect(page.locator("#notes")).to_be_visible()
    for unused in (".pin", ".copy", ".below.languages"):
        expect(page.locator(unused).first).to_be_hidden()


def test_a_note_shows_where_it_is_called_and_a_place_can_be_copied(browser: Browser, site: dict[str, str]) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site["alert"])
    preview = page.locator(".preview")
    page.locator(".mark-of-note").first.hover()
    expect(preview).to_contain_text("Source 1")
    assert preview.locator('a[href*="killing"]').count() == 0
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    page.locator(".mark-of-note").first.focus()
    expect(preview).to_be_visible()
    page.locator(".pin").first.click()
    expect(page.locator(".told")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/v1/#p1")
    page.get_by_role("button", name="Copy: Chicago").click()
    expect(page.locator(".told")).to_have_text("Copied")
    page.locator(".mark-of-note").first.click()
    assert page.url.endswith("#note-12")
    page.locator(".back").first.click()
    assert page.url.endswith("#mark-12")
    context.close()


def test_nothing_moves_for_those_who_ask_for_stillness(page: Page, site: dict[str, str]) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(site["alert"])
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(s =>
        s.scrollBehavior === 'smooth' || s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0).length"""
    )
    assert moving == 0


def test_text_is_set_in_lines_that_can_be_read(page: Page, site: dict[str, str]) -> None:
    page.goto(site["alert"])
    measure = page.evaluate(
        """(() => { const p = document.querySelector('.abstract p'), c = document.createElement('span');
        c.textContent = 'n'.repeat(100); p.append(c); c.style.whiteSpace = 'nowrap';
        const one = c.getBoundingClientRect().width / 100; c.remove();
        return p.getBoundingClientRect().width / one })()"""
    )
    assert 50 <= measure <= 80


def test_every_page_is_light(page: Page, site: dict[str, str]) -> None:
    for name, address in site.items():
        weights: list[int] = []
        page.on("response", lambda response, weights=weights: weights.append(len(gzip.compress(response.body()))))
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert sum(weights) < 60_000, name
        page.context.clear_cookies()


def test_a_full_alert_has_no_markup_left_open(page: Page, site: dict[str, str]) -> None:
    """A page that a browser has to repair has other parts, in another order, than it was written with."""
    page.goto(site["alert"])
    sections = page.locator(".text section, section.text").evaluate_all("all => all.map(s => s.id)")
    assert sections == [
        "abstract",
        "says",
        "recommendations",
        "assessments",
        "text",
        "notes",
        "related",
        "alike",
        "documents",
        "history",
        "cite",
    ]
