"""The ten and more ways on which readers come to what they look for: each with and without scripts, on a phone and at a
desk, with nothing that the console or the security policy complains of."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.every_page import site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SETTINGS = {
    "phone": (390, True),
    "phone without scripts": (390, False),
    "desk": (1280, True),
    "desk without scripts": (1280, False),
}


@dataclass
class Reader:
    """Somebody with a browser, who reads, presses what is seen, and types."""

    page: Page
    site: dict[str, str]
    has_scripts: bool
    complaints: list[str] = field(default_factory=list)

    def begin(self, name: str = "home") -> None:
        self.page.goto(self.site[name])

    def press(self, name: str | re.Pattern[str], role: str = "link", within: Locator | None = None) -> None:
        self.found(name, role, within).click()
        expect(self.page.locator("[data-live][aria-busy]")).to_have_count(0)  # what is there now is the answer

    def found(self, name: str | re.Pattern[str], role: str = "link", within: Locator | None = None) -> Locator:
        whole = isinstance(name, str)
        return (within or self.page).get_by_role(role, name=name, exact=whole).first  # type: ignore[arg-type]

    def go(self, section: str) -> None:
        """To a page that the head of every page leads to: of a phone, behind its menu."""
        self.open("details.menu > summary")
        self.press(section, within=self.page.get_by_role("navigation", name="Site"))
        expect(self.page.locator("h1")).to_have_text(section)

    def open(self, summary: str) -> None:
        """What is folded where there is little room."""
        folded = self.page.locator(summary).first
        if folded.is_visible() and not folded.evaluate("summary => summary.parentElement.open"):
            folded.click()

    def submit(self, name: str) -> None:
        """What a filter that is followed at once needs only without scripts."""
        if not self.has_scripts:
            self.press(name, "button")

    def finds(self, total: int) -> None:
        expect(self.page.locator("#total")).to_have_attribute("value", str(total))

    def takes_away(self, pressed: Callable[[], None]) -> str:
        with self.page.expect_download() as download:
            pressed()
        return Path(download.value.path()).read_text("utf-8-sig")

    def is_at_its_place(self) -> None:
        expect(self.page.locator(":target")).to_be_in_viewport()


@pytest.fixture(scope="module")
def contexts(browser: Browser, site: dict[str, str]) -> Iterator[dict[str, BrowserContext]]:
    """A browser's window for each setting, opened once, and closed before the server is."""
    opened = {
        name: browser.new_context(
            viewport={"width": width, "height": 850},
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        for name, (width, scripts) in SETTINGS.items()
    }
    yield opened
    for context in opened.values():
        context.close()


@pytest.fixture(params=SETTINGS)
def reader(
    request: pytest.FixtureRequest, contexts: dict[str, BrowserContext], site: dict[str, str]
) -> Iterator[Reader]:
    page = contexts[request.param].new_page()
    page.set_default_timeout(10_000)
    one = Reader(page, site, has_scripts=SETTINGS[request.param][1])
    page.on("console", lambda message: one.complaints.append(message.text))
    page.on("pageerror", lambda error: one.complaints.append(str(error)))
    yield one
    assert [said for said in one.complaints if "410 (Gone)" not in said] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_find_by_a_word_and_read(reader: Reader) -> None:
    reader.begin()
    reader.page.fill("#q", "statement")
    reader.press("Search", "button")
    reader.finds(22)
    first = reader.page.locator(".hit h3 a").first
    title = first.inner_text()
    first.click()
    expect(reader.page.locator("h1")).to_have_text(title)
    expect(reader.page.locator("#abstract")).to_be_visible()


def test_narrow_by_filters_and_take_one_away(reader: Reader) -> None:
    reader.begin()
    reader.go("Search")
    reader.finds(24)
    reader.open(".filters > summary")
    reader.page.fill("#issued_after", "2010")
    reader.open("#group-issuer > summary")
    reader.found(re.compile("^Genocide Watch"), "checkbox").check()
    reader.submit("Apply filters")
    reader.finds(13)
    reader.press(re.compile("^Remove the filter Issuer"))
    reader.finds(14)
    expect(reader.page.locator("#issued_after")).to_have_value("2010")


def test_follow_a_situation_to_its_earliest_alert(reader: Reader) -> None:
    reader.begin()
    reader.press("A crisis")
    expect(reader.page.locator("#earliest")).to_contain_text("The archive holds what it holds")
    reader.page.locator("#earliest a").first.click()
    expect(reader.page.locator("h1")).to_have_text("Statement 0 on a valley with a long name")
    reader.press("A crisis")
    expect(reader.page.locator("h1")).to_have_text("A crisis")


def test_who_was_asked_for_what_and_where_it_is_written(reader: Reader) -> None:
    reader.begin()
    reader.go("Recommendations")
    reader.press("By who is asked")
    reader.press("Asked Union")
    reader.finds(1)
    expect(reader.page.locator(".chips")).to_contain_text("Asked Union")
    reader.press(re.compile("^Red Flag Alert No. 1$"))
    reader.is_at_its_place()
    expect(reader.page.locator(":target")).to_contain_text("Stop the arms.")


def test_asks_are_narrowed_by_their_form(reader: Reader) -> None:
    reader.begin("recommendations")
    reader.press("Clear all")
    reader.finds(2)
    reader.open("details.narrow > summary")
    reader.page.select_option("#f-measure", label="arms embargo")
    reader.submit("Find")
    reader.finds(1)
    reader.press(re.compile("^Remove the filter Measure"))
    reader.finds(2)


def test_an_organization_and_what_it_was_asked(reader: Reader) -> None:
    reader.begin()
    reader.go("Organizations")
    reader.page.fill("#q", "asked union")
    reader.press("Find", "button")
    reader.finds(1)
    reader.press("Asked Union")
    reader.press(re.compile("^asked in 1"))
    reader.is_at_its_place()
    expect(reader.page.locator("#asked")).to_contain_text("Stop the arms.")


@pytest.mark.parametrize("way", [".world", ".world-figure ~ figure table"], ids=["map", "table"])
def test_a_country(reader: Reader, way: str) -> None:
    reader.begin()
    reader.go("Countries")
    table = reader.page.locator(".world-figure ~ figure details > summary").first
    if way != ".world" and table.is_visible():
        table.click()
    reader.press(re.compile("^Azerbaijan"), within=reader.page.locator(way))
    expect(reader.page.locator("h1")).to_contain_text("Azerbaijan")
    expect(reader.page.locator(".hit").first).to_be_visible()


def test_a_stage_of_a_framework_and_which_alerts_found_it(reader: Reader) -> None:
    reader.begin()
    reader.press("Frameworks")
    reader.press("Ten Stages")
    reader.press(re.compile(r"\bS9\b"))
    reader.finds(1)
    reader.press("Red Flag Alert")
    reader.is_at_its_place()
    expect(reader.page.locator(":target")).to_contain_text("concluded")


def test_cite_an_alert(reader: Reader) -> None:
    reader.begin("alert")
    reader.press("Cite")
    reader.is_at_its_place()
    if reader.has_scripts:
        reader.press("Copy: OSCOLA", "button")
        expect(reader.page.locator(".told")).to_have_text("Copied")
        copied = reader.page.evaluate("navigator.clipboard.readText()")
        assert copied == reader.page.locator(".citation", has_text="Lemkin Institute, ‘").first.inner_text()
    expect(reader.page.locator(".citation").first).to_contain_text("/v1/")
    taken = reader.takes_away(lambda: reader.press("RIS"))
    assert "TI  - Red Flag Alert" in taken


def test_two_alerts_of_a_series_side_by_side(reader: Reader) -> None:
    reader.begin("alert")
    reader.press(re.compile("^side by side"))
    expect(reader.page.locator("h1")).to_have_text("Two alerts of a series, side by side")
    expect(reader.page.locator("main del").first).to_be_visible()
    expect(reader.page.locator("main ins").first).to_be_visible()
    reader.press("Red Flag Alert")
    expect(reader.page).to_have_url(reader.site["alert"])


def test_another_language_and_back(reader: Reader) -> None:
    reader.begin("alert")
    reader.page.locator(".languages [hreflang=ar]").click()
    expect(reader.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(reader.page.locator("h1")).to_have_attribute("lang", "en")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.page.locator(".languages [hreflang=en]").click()
    expect(reader.page).to_have_url(reader.site["alert"])


def test_an_address_of_before_leads_on_and_one_withdrawn_says_so(reader: Reader) -> None:
    alert, withdrawn = reader.site["alert"], reader.site["tombstone"]
    reader.page.goto(f"{alert.rsplit('/', 2)[0]}/what-it-was-called-before/")
    expect(reader.page).to_have_url(alert)
    answer = reader.page.goto(withdrawn)
    assert answer is not None
    assert answer.status == 410
    expect(reader.page.locator("h1")).to_have_text("Withdrawn")
    reader.page.fill("#q", "valley")
    reader.press("Search", "button")
    reader.finds(23)


def test_take_what_was_found_away(reader: Reader) -> None:
    reader.begin("recommendations")
    taken = reader.takes_away(lambda: reader.press("Take all that is found away as CSV"))
    [row] = csv.DictReader(taken.splitlines())
    assert (row["text"], row["addressees"]) == ("Stop the arms.", "Asked Union")


@pytest.mark.parametrize("reader", ["phone", "desk"], indirect=True)
def test_a_filter_followed_at_once_keeps_the_focus_and_tells_what_was_found(reader: Reader) -> None:
    reader.begin("recommendations")
    reader.press("Clear all")
    reader.finds(2)
    reader.page.evaluate("window.isTheSamePage = true")
    reader.open("details.narrow > summary")
    reader.page.locator("#f-measure").focus()
    reader.page.select_option("#f-measure", label="arms embargo")
    reader.finds(1)
    expect(reader.page.locator("main > [role=status]")).to_have_text("1 recommendation")
    expect(reader.page.locator("#f-measure")).to_be_focused()
    assert reader.page.url.endswith("?measure=embargo")
    reader.page.go_back()
    reader.finds(2)
    assert reader.page.evaluate("window.isTheSamePage")
