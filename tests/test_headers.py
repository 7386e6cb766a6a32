"""What every answer carries, and what is refused before any page is asked."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, override_settings

PAGES = ["/", "/search/", "/organizations/", "/admin/login/", "/no/such/page", "/healthz"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_strict(client: Client, address: str) -> None:
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=%00",
        "/search/?%00=q",
        "/search/?q=%ED%A0%80",  # half a surrogate pair
        "/search/?q=%FF",
        "/alerts/%00/",
        "/%00",
    ],
)
def test_bytes_that_are_not_text_are_refused(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.django_db
def test_a_foreign_character_set_is_refused(client: Client) -> None:
    answer = client.get("/search/?q=+2AA-", headers={"content-type": "text/plain; charset=utf-7"})
    assert answer.status_code == 400


@pytest.mark.django_db
def test_a_cookie_with_a_nul_is_refused(client: Client) -> None:
    assert client.get("/admin/", headers={"cookie": 'a="abcdefgh\\000"'}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=%C3%A9%F0%9F%95%8A",
        "/alerts/2345678bcd/d%C3%A9claration/",
        "/alerts/%FF/",
        "/search/?page=" + "9" * 5000,
        "/search/?page=-1",
        "/search/?issued_after=0000-00-00&issued_before=99999-01-01",
        "/search/?sort=%27%3B--&issuer=" + "9" * 30,
        "/alerts/2345678bcd/v" + "9" * 40 + "/",
        "/search/?q=" + "a%20" * 2000,
    ],
)
def test_odd_text_is_answered(client: Client, address: str) -> None:
    assert client.get(address).status_code in (200, 301, 302, 400, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9" * 30, "-" + "9" * 19, "9_" * 15, "9" * 5000])
def test_a_number_too_large_for_a_key_is_not_found(admin_client: Client, key: str) -> None:
    for name in ("eventactor", "versioncontent", "alert"):
        assert admin_client.get(f"/admin/alerts/{name}/{key}/change/").status_code in (302, 404)


@pytest.mark.django_db
def test_accounts_are_not_deleted_by_the_handful(admin_client: Client) -> None:
    for name in ("user", "group"):
        forged = {"action": "delete_selected", "_selected_action": "x"}
        assert admin_client.post(f"/admin/auth/{name}/", forged).status_code == 200


@pytest.mark.django_db
def test_a_stranger_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.django_db
def test_the_public_pages_set_no_cookie(client: Client) -> None:
    for address in ("/", "/search/", "/organizations/"):
        assert not client.get(address).cookies


@override_settings(PASSWORD_HASHERS=["config.hashers.Argon2"])
def test_a_password_costs_nineteen_megabytes() -> None:
    assert make_password("a long enough password").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
