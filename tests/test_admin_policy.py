"""The admin under the strict content policy: a real browser has nothing to complain of."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import Member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console says at error level, and uncaught errors, as they come."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def log_in(page: Page, live_server: LiveServer) -> None:
    first = get_user_model().objects.create_superuser("curator", password="a long enough one")
    Member.objects.create(user=first, password_alone=True)
    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_login", "curator")
    page.fill("#id_password", "a long enough one")
    page.click("[type=submit]")
    page.wait_for_url(f"{live_server.url}/admin/")


def test_lists_and_forms_work_without_a_complaint(page: Page, live_server: LiveServer, complaints: list[str]) -> None:
    log_in(page, live_server)
    seen = 0
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for view in ("changelist", "add"):
            answer = page.goto(live_server.url + reverse(f"{name}_{view}"))
            assert answer is not None
            assert answer.status in (200, 403), f"{model.__name__} {view}: {answer.status}"
            seen += answer.status == 200
            if answer.status == 403:
                complaints[:] = [heard for heard in complaints if "403" not in heard]
    assert seen > 20
    assert complaints == []
