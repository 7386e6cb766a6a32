"""What several test files share: a real Chromium, or a reason why not."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from tests.instances import instance, migrated

__all__ = ["instance", "migrated"]  # fixtures

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).resolve().parent.parent
REACHES_THE_DATABASE = frozenset({"db", "transactional_db", "live_server", "instance", "empty_postgresql"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `once` what cannot reach the database (pytest-django refuses it to tests that do not ask for it) and what
    a browser shows; put files with slow tests first, so that no process is left alone with one at the end."""
    for item in items:
        reaches = item.get_closest_marker("django_db") or REACHES_THE_DATABASE & set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("browser") or not reaches:
            item.add_marker(pytest.mark.once)
    slow = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_configure() -> None:
    # On a busy machine an example takes long now and then; what takes long for ever is stopped by the run's own end.
    hypothesis.settings.register_profile("suite", deadline=None)
    hypothesis.settings.load_profile("suite")
    from tests.guards_lifted import empty_tables_without_guards  # it needs the models, and so the settings

    empty_tables_without_guards()


def everything_required() -> bool:
    """REQUIRE_ALL=1 (as .ci/run sets it): what cannot be run is a failure."""
    return os.environ.get("REQUIRE_ALL", "") == "1"


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the working tree."""
    return ROOT


@pytest.fixture
def admin_client(admin_user: Any, client: Client) -> Client:
    """The browser of a superuser who has signed in with a second factor."""
    from tests import staff  # it needs the models, and so the settings

    staff.sign_in(client, admin_user)
    return client


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches are answered by an index, made anew in memory for each, of what is public at that moment."""
    from search import index
    from tests.documents import engine_of_today

    monkeypatch.setattr(index, "searcher", engine_of_today)
    monkeypatch.setattr(index, "pending", lambda engine: index.Pending(frozenset(), (0, secrets.token_hex(8))))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the session."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        message = "no chromium on this machine (Debian: apt-get install chromium)"
        pytest.fail(message) if everything_required() else pytest.skip(message)
    # Playwright runs an event loop in this thread, and Django would take that for a view's.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page with no cookies, 1280 by 800."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()
