"""What caches may keep of the public pages: a minute at most, and nothing that was withdrawn."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from alerts import publishing
from alerts.changes import altered
from tests import cast, staff

pytestmark = [pytest.mark.once, pytest.mark.django_db]

SHARED = {"public", "max-age=0", "s-maxage=60", "must-revalidate"}


def again(client: Client, path: str, mark: str) -> Any:
    return client.get(path, headers={"if-none-match": mark})


@pytest.fixture
def keeping(settings: Any) -> Iterator[None]:
    """The process keeps the pages that it made, as it does where they are served."""
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    yield
    caches["pages"].clear()


@pytest.mark.usefixtures("keeping")
def test_a_page_is_made_once_while_nothing_changes(client: Client, django_assert_num_queries: Any) -> None:
    path = cast.published("Zebra").get_absolute_url()
    first = client.get(path)
    with django_assert_num_queries(1):
        second = client.get(path)
    assert (second.content, dict(second.headers)) == (first.content, dict(first.headers))
    assert client.head(path).content == b""
    assert client.get("/").text != second.text


@pytest.mark.usefixtures("keeping")
def test_what_is_withdrawn_is_in_no_page_that_was_kept(client: Client) -> None:
    alert = cast.published("Zebra")
    path = alert.get_absolute_url()
    assert all("Zebra" in client.get(address).text for address in (path, path, "/", "/"))
    publishing.withdraw(alert, cast.reviewer(), "privacy")
    assert client.get(path).status_code == 410
    assert not any("Zebra" in client.get(address).text for address in (path, path, "/", "/"))


@pytest.mark.usefixtures("keeping")
def test_what_staff_is_shown_is_kept_for_nobody(client: Client) -> None:
    path = cast.published("Zebra").get_absolute_url()
    for_staff = staff.client("curator")
    for reader in (for_staff, client, for_staff):
        answer = reader.get(path)
        assert ("no-store" in answer["Cache-Control"]) == (reader is for_staff)


@pytest.mark.usefixtures("keeping")
def test_a_page_is_sent_compressed_to_whoever_can_read_that(client: Client) -> None:
    path = cast.published("Zebra").get_absolute_url()
    for encoding in ("", "gzip, br", "", "identity", "gzip"):
        answer = client.get(path, headers={"accept-encoding": encoding})
        assert answer["Vary"] == "Accept-Encoding"
        assert answer.get("Content-Encoding") == ("gzip" if "gzip" in encoding else None)
        content = gzip.decompress(answer.content) if "gzip" in encoding else answer.content
        assert b"Zebra" in content


def test_what_staff_is_shown_is_not_compressed() -> None:
    """Lengths tell of what is compressed with it, such as a token (BREACH)."""
    answer = staff.client("curator").get("/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer


@pytest.mark.parametrize(
    "path", ["/", "/fr/", "/search/?q=valley", "/organizations/", "/situations/", "/recommendations/"]
)
def test_what_has_not_changed_is_not_sent_again(client: Client, path: str, django_assert_num_queries: Any) -> None:
    cast.published()
    first = client.get(path)
    assert set(first["Cache-Control"].split(", ")) == SHARED
    with django_assert_num_queries(1):
        answer = again(client, path, first["ETag"])
    assert (answer.status_code, answer.content) == (304, b"")
    assert set(answer["Cache-Control"].split(", ")) == SHARED
    assert answer["ETag"] == first["ETag"]


def test_what_is_withdrawn_is_gone_for_whoever_holds_a_copy(client: Client) -> None:
    alert = cast.published("Zebra")
    path = alert.get_absolute_url()
    held = client.get(path)["ETag"]
    publishing.withdraw(alert, cast.reviewer(), "privacy")
    answer = again(client, path, held)
    assert answer.status_code == 410
    assert "Zebra" not in answer.text
    assert set(answer["Cache-Control"].split(", ")) == SHARED


def test_every_change_of_what_is_public_is_told(client: Client) -> None:
    alert = cast.published("Before")
    paths = ("/", "/search/", "/organizations/", f"/alerts/{alert.uid}/v1/")

    def marks() -> list[str]:
        return [client.get(path)["ETag"] for path in paths]

    before = marks()
    cast.draft("No business of the public’s")
    assert marks() == before
    cast.revised(alert, title="After")
    revised = marks()
    assert not set(revised) & set(before)
    altered([alert.pk])
    assert not set(marks()) & set(revised)


def test_each_address_and_language_has_a_mark_of_its_own(client: Client) -> None:
    marks = [client.get(path)["ETag"] for path in ("/", "/fr/", "/ar/", "/search/", "/search/?q=a", "/search/?q=b")]
    assert len(set(marks)) == len(marks)


def test_the_index_is_part_of_what_is_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.get("/search/")["ETag"]
    monkeypatch.setattr("alerts.public._sources", [lambda: "written to since"])
    assert client.get("/search/")["ETag"] != before


def test_nobody_keeps_the_pages_of_who_is_signed_in() -> None:
    held = Client().get("/")["ETag"]
    answer = staff.client("curator").get("/", headers={"if-none-match": held})
    assert answer.status_code == 200
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert "Cookie" not in answer.get("Vary", "")


def test_what_is_not_there_may_be_there_in_a_moment(client: Client) -> None:
    answer = client.get("/alerts/zzzzzzzzzz/")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-cache"
