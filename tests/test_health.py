"""/healthz and /robots.txt: what machines ask."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client


@pytest.mark.django_db
def test_it_says_ok_when_the_database_answers(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.django_db
def test_it_says_503_when_the_database_does_not_answer(client: Client) -> None:
    def broken(*args: object) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(broken):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert b"gone" not in answer.content


def test_it_answers_reading_only(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


def test_robots_are_kept_from_the_admin_only(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain"
    assert "Disallow: /admin/\n" in answer.text
    assert "Disallow: /\n" not in answer.text


@pytest.mark.django_db
def test_it_answers_who_asks_the_server_directly(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/robots.txt", headers={"host": "10.0.0.7:8000"}).status_code == 400
