"""No address of the staff opens without a second factor, whatever the method and the role."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import cast, staff
from tests.test_admin_steps import everything

pytestmark = [pytest.mark.once, pytest.mark.django_db]
FILLED = {"app_label": "alerts", "content_type_id": "1", "object_id": "1", "url": "nothing", "pk": "1"}
ROLES = ("curator", "reviewer", "editor", "redactor", "nobody", "superuser")


def staff_addresses() -> list[str]:
    """Each address of the admin that the resolver knows, with an argument wherever it takes one."""
    [admin] = [entry for entry in get_resolver().url_patterns if getattr(entry, "app_name", "") == "admin"]
    return sorted(set(_addresses(admin, "/")))


def _addresses(entry: Any, before: str) -> Iterator[str]:
    if isinstance(entry, URLResolver):
        for inner in entry.url_patterns:
            yield from _addresses(inner, before + str(entry.pattern))
        return
    assert isinstance(entry, URLPattern)
    path = before + str(entry.pattern).removeprefix("^")
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda argument: FILLED.get(argument[1], "1"), path)
    yield path if "(?P" not in path else "/admin/alerts/"  # the page of an app


def test_the_list_of_addresses_is_the_whole_admin() -> None:
    found = staff_addresses()
    assert len(found) > 150
    assert "/admin/alerts/alert/1/publish/" in found
    assert not [path for path in found if "<" in path]


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "patch"])
def test_a_superuser_without_a_second_factor_is_a_stranger(client: Client, method: str) -> None:
    cast.published()
    staff.sign_in(client, staff.member("superuser"), second_factor=False)
    before = everything()
    for path in staff_addresses()[:: 1 if method in ("get", "post") else 9]:
        answer = getattr(client, method)(path)
        if path in ("/admin/logout/", "/admin/password_change/", "/admin/password_change/done/"):
            staff.sign_in(client, staff.member("superuser"), second_factor=False)
            continue
        assert answer.status_code in (302, 403, 405), path
        if answer.status_code == 302:
            assert answer.url.startswith(("/accounts/login/", "/admin/login/")), f"{path} leads to {answer.url}"
    assert everything() == before


def test_a_session_that_no_sign_in_began_is_a_stranger(client: Client) -> None:
    client.force_login(staff.member("superuser"))
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("role", ROLES)
def test_forged_requests_never_end_in_a_server_error(role: str) -> None:
    client = staff.client(role)
    client.raise_request_exception = False
    accounts = set(User.objects.values_list("username", "is_superuser", "is_active"))
    for path in [path for path in staff_addresses() if "/accounts/" in path or "/auth/" in path]:
        for method in ("get", "post", "put", "delete"):
            answer = getattr(client, method)(path, {"post": "yes", "is_superuser": "on"} if method == "post" else None)
            assert answer.status_code in (200, 302, 403, 404, 405), f"{role} {method} {path}"
    if role != "superuser":
        assert set(User.objects.values_list("username", "is_superuser", "is_active")) == accounts
