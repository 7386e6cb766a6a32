"""When something goes wrong: a page that a person can read, whatever has broken."""

import pytest
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import Client
from django.views.defaults import bad_request, permission_denied, server_error


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nothing", "/alerts/", "/organizations/x/y/z/", "/search", "/%7Bx%7D/"])
def test_what_is_not_there_is_said_with_a_way_on(client: Client, address: str) -> None:
    answer = client.get(address, follow=True)
    if address == "/search":
        assert answer.redirect_chain == [("/search/", 301)]
        return
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    assert 'href="/search/"' in answer.text
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_broken_database_gives_a_page_that_needs_none(client: Client) -> None:
    def broken(*args: object) -> None:
        raise DatabaseError("secret of the database")

    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert f'href="{static("site.css")}"' in answer.text
    assert "secret" not in answer.text


def test_each_error_has_a_page_of_its_own(rf: object) -> None:
    request = rf.get("/")  # type: ignore[attr-defined]
    assert "cannot be read" in bad_request(request, ValueError()).content.decode()
    assert "may not do this" in permission_denied(request, ValueError()).content.decode()
    assert "Something broke" in server_error(request).content.decode()
    assert "could not be accepted" in render_to_string("403_csrf.html")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("address", ["/", "/search/", "/organizations/", "/alerts/zzzzzzzzzz/"])
def test_public_pages_answer_reading_only(client: Client, method: str, address: str) -> None:
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/search/", "/organizations/"])
def test_their_heads_can_be_asked_for(client: Client, address: str) -> None:
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")
