"""Where a page cannot be fetched, one is shown that says so, in the language that was read; nothing else is kept."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests import cast

PAGES = {"en": "/offline/", "fr": "/fr/offline/", "es": "/es/offline/", "ru": "/ru/offline/", "hy": "/hy/offline/",
         "ar": "/ar/offline/"}  # fmt: skip


@pytest.mark.django_db
def test_the_script_knows_the_page_of_each_language_and_the_release(client: Client, settings: object) -> None:
    answer = client.get("/offline.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    assert dict(re.findall(r'"(\w+)": "([^"]+)"', answer.text)) == PAGES
    assert f"offline-{settings.RELEASE}" in answer.text  # type: ignore[attr-defined]
    for path in PAGES.values():
        assert client.get(path).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
# A connection that the browser drops when it goes offline is left to the server's thread.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_who_loses_the_connection_is_told_and_keeps_no_alert(browser: Browser, live_server: LiveServer) -> None:
    alert = cast.published("Zebra")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/fr{alert.get_absolute_url()}")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    context.set_offline(True)
    page.goto(f"{live_server.url}/fr{alert.get_absolute_url()}")
    assert page.get_attribute("html", "lang") == "fr"
    assert page.locator("h1").count() == 1
    assert "Zebra" not in page.content()
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).borderBlockEndWidth") == "1px"
    kept = page.evaluate(
        "caches.keys().then(async n => (await (await caches.open(n[0])).keys()).map(r => new URL(r.url).pathname))"
    )
    assert {path for path in kept if not path.startswith("/static/")} == {"/fr/offline/"}
    context.close()
