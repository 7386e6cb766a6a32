"""The results page in a real browser: it follows its filters without being loaded anew, and works without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import cast

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("indexed"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def alerts() -> None:
    cast.published("Famine feared", cast.organization("Genocide Watch"), issued="2004")
    cast.published("Famine again", cast.organization("Lemkin Institute"), issued="2005")
    cast.published("Siege", issued="2006")


@pytest.fixture
def start(live_server: LiveServer, page: Page) -> Page:
    page.goto(f"{live_server.url}/search/")
    page.evaluate("window.isTheSamePage = true")
    return page


def is_the_same(page: Page) -> bool:
    return bool(page.evaluate("window.isTheSamePage === true"))


def test_a_filter_is_followed_at_once_and_back_leads_back(start: Page) -> None:
    start.locator(".filters > summary").click() if not start.locator("#group-issuer").is_visible() else None
    start.locator("#group-issuer > summary").click()
    box = start.get_by_role("checkbox", name=re.compile("Lemkin"))
    box.check()
    expect(start.locator("#total")).to_have_attribute("value", "1")
    expect(start).to_have_url(re.compile(r"\?issuer="))
    expect(start.locator("main > p[role=status]")).to_contain_text("1 alert")
    assert start.evaluate("document.activeElement.name") == "issuer"
    assert is_the_same(start)
    start.go_back()
    expect(start.locator("#total")).to_have_attribute("value", "3")
    expect(start.locator("#group-issuer input:checked")).to_have_count(0)
    start.go_forward()
    expect(start.locator("#total")).to_have_attribute("value", "1")
    start.locator(".chips a").first.click()
    expect(start.locator("#total")).to_have_attribute("value", "3")
    assert start.evaluate("document.activeElement.className") == "total"
    assert is_the_same(start)


def test_words_are_asked_for_from_anywhere_by_keyboard(start: Page) -> None:
    start.keyboard.press("/")
    start.keyboard.type("famine")
    start.keyboard.press("Enter")
    expect(start.locator("#total")).to_have_attribute("value", "2")
    expect(start).to_have_url(re.compile(r"\?q=famine$"))
    expect(start).to_have_title(re.compile("famine"))
    assert is_the_same(start)
    start.locator("#q").focus()
    start.keyboard.press("Escape")
    start.keyboard.press("Escape")
    expect(start.locator("#q")).to_have_value("")


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_the_same_form_asks_the_same(unscripted: Page, live_server: LiveServer) -> None:
    unscripted.goto(f"{live_server.url}/search/?q=famine")
    unscripted.locator("#group-issuer > summary").click()
    unscripted.get_by_role("checkbox", name=re.compile("Lemkin")).check()
    unscripted.get_by_role("button", name="Apply filters").click()
    expect(unscripted.locator("#total")).to_have_attribute("value", "1")
